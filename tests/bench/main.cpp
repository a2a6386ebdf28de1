// The benchmarks, and three jobs for those who measure from outside: `--memory CACHE_MB` loads the data in this process
// and tells how much memory it took; `--views` tells what views of it take; `--load FILE` loads it into a file and
// tells the seconds.

#include "files.hpp"
#include "report.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
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

/// Runs an action in a process of its own, so that what it takes is not mixed with what others took.
template <class Action>
void in_child(const Action& action) {
    std::fflush(stdout);
    const ::pid_t child = ::fork();
    if (child == 0) {
        action();
        std::fflush(stdout);
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
}

/// What something in memory takes, from before it was made until it is there.
template <class Make>
void show_memory_of(const std::string& label, const Make& make) {
    in_child([&] {
        const long before = memory("VmRSS");
        const auto made = make();
        std::printf("%-44s %9ld MB %9ld MB\n", label.c_str(), memory("VmRSS") - before, memory("VmHWM") - before);
    });
}

void show_view_memory() {
    const auto path = bench::folder() / "views.laurels";
    in_child([&] {
        auto registry = bench::fresh(path);
        bench::load(registry, bench::make_data(bench::nominations()));
    });
    std::printf("%-44s %12s %12s\n", "memory", "in the end", "at most");
    const auto view = [&](const laurels::Bounds& bounds) {
        return [&path, bounds] { return laurels::Registry::open(path).view(bounds); };
    };
    show_memory_of("as_of", view({.recorded = laurels::Instant::max()}));
    show_memory_of("known_on", view({.known = laurels::Date::of(9999, 12, 31)}));
    show_memory_of("the file's tables put in memory by SQLite", [&] {
        namespace raw = bench::raw;
        auto into = std::make_unique<raw::Connection>(":memory:", raw::Connection::Settings::like_laurels);
        into->execute("ATTACH '" + path.string() + "' AS file");
        raw::copy_tables(*into, "file");
        into->execute("DETACH file");
        return into;
    });
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
    if (argc == 2 && std::string_view(argv[1]) == "--views") {
        show_view_memory();
        bench::remove_folder();
        return 0;
    }
    if (argc == 3 && std::string_view(argv[1]) == "--load") {
        time_load(argv[2]);
        return 0;
    }
    return bench::run(argc, argv);
}
