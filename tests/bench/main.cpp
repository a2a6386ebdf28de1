// The benchmarks, and two jobs for those who measure from outside: `--memory CACHE_MB` loads the data in this process
// and tells how much memory it took; `--load FILE` does so into a file and tells the seconds.

#include "files.hpp"
#include "report.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace {

/// A line of /proc/self/status, in MB.
long memory(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name + ":")) return std::strtol(line.c_str() + name.size() + 1, nullptr, 10) / 1024;
    }
    return 0;
}

void show_memory(int cache_mb) {
    const bench::Data data = bench::make_data(bench::nominations());
    const long before = memory("VmRSS");
    const auto path = bench::folder() / "memory.laurels";
    {
        auto registry = bench::fresh(path, {.cache_mb = cache_mb});
        bench::load(registry, data);
    }
    const long peak = memory("VmHWM");
    std::printf("%-44s %9ld MB %9ld MB %8s the records take %ld MB of the peak\n",
                ("memory of the bulk load, cache_mb = " + std::to_string(cache_mb)).c_str(), peak - before, peak, "",
                before);
}

void time_load(const char* path) {
    const bench::Data data = bench::make_data(bench::nominations());
    auto registry = bench::fresh(path);
    std::printf("%.6f\n", bench::spent([&] { bench::load(registry, data); }).wall);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--memory") {
        show_memory(std::atoi(argv[2]));
        bench::remove_folder();
        return 0;
    }
    if (argc == 3 && std::string_view(argv[1]) == "--load") {
        time_load(argv[2]);
        return 0;
    }
    return bench::run(argc, argv);
}
