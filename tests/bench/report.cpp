#include "report.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <vector>

namespace bench {

namespace {

struct Figure {
    std::string label;
    double target = 0;
    double limit = 0;
    std::vector<double> ours;
    std::vector<double> peer;
    std::vector<double> ratios;
    std::vector<double> cpu_ratios;
    std::vector<double> rates;
};

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 != 0 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::string time_text(double seconds) {
    char text[32];
    if (seconds >= 1)
        std::snprintf(text, sizeof text, "%.2f s", seconds);
    else
        std::snprintf(text, sizeof text, "%.2f ms", seconds * 1000);
    return text;
}

/// Gathers the pairs, and shows them as they come.
class Table : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context&) override {
        std::printf("%-44s %12s %12s %7s %13s %6s  %s\n", ("medians of " + std::to_string(repetitions)).c_str(),
                    "Laurels", "peer", "ratio", "least-most", "cpu", "target");
        return true;
    }

    void ReportRuns(const std::vector<Run>& runs) override {
        Figure figure;
        for (const Run& run : runs) {
            if (run.error_occurred) {
                failed_ = true;
                std::printf("%s: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
                return;
            }
            if (run.run_type != Run::RT_Iteration) continue;
            const auto counter = [&](const char* name) { return run.counters.at(name).value; };
            figure.label = run.report_label;
            figure.target = counter("target");
            figure.limit = counter("limit");
            figure.ours.push_back(counter("ours"));
            figure.peer.push_back(counter("peer"));
            figure.ratios.push_back(counter("ours") / counter("peer"));
            figure.cpu_ratios.push_back(counter("ours_cpu") / counter("peer_cpu"));
            figure.rates.push_back(counter("items") / counter("ours"));
        }
        if (figure.ratios.empty()) return;  // the library's own medians
        const auto [least, most] = std::ranges::minmax(figure.ratios);
        const double ratio = median(figure.ratios);
        const double ours = median(figure.ours);
        std::printf("%-44s %12s %12s %7.2f %6.2f-%-6.2f %6.2f", figure.label.c_str(), time_text(ours).c_str(),
                    time_text(median(figure.peer)).c_str(), ratio, least, most, median(figure.cpu_ratios));
        if (figure.target > 0) std::printf("  %.2f: %s", figure.target, ratio <= figure.target ? "met" : "MISSED");
        if (figure.limit > 0)
            std::printf("  %s: %s", time_text(figure.limit).c_str(), ours <= figure.limit ? "met" : "MISSED");
        if (const double rate = median(figure.rates); rate > 0) std::printf("  %.0f a second", rate);
        std::printf("\n");
        std::fflush(stdout);
    }

    bool failed() const { return failed_; }

  private:
    bool failed_ = false;
};

std::filesystem::path make_folder() {
    const char* const given = std::getenv("LAURELS_BENCH_DIR");
    auto path = given != nullptr ? std::filesystem::path(given) : std::filesystem::temp_directory_path();
    path /= "laurels-bench-" + std::to_string(::getpid());
    std::filesystem::create_directories(path);
    return path;
}

bool folder_made = false;

}  // namespace

std::size_t nominations() {
    const char* const given = std::getenv("LAURELS_BENCH_NOMINATIONS");
    return given != nullptr ? std::strtoul(given, nullptr, 10) : 500'000;
}

const std::filesystem::path& folder() {
    static const std::filesystem::path path = make_folder();
    folder_made = true;
    return path;
}

void remove_folder() {
    std::error_code error;
    if (folder_made) std::filesystem::remove_all(folder(), error);
}

Spent& Spent::operator+=(const Spent& other) {
    wall += other.wall;
    cpu += other.cpu;
    return *this;
}

Spent& Spent::operator/=(double parts) {
    wall /= parts;
    cpu /= parts;
    return *this;
}

Spent now() {
    const auto read = [](clockid_t clock) {
        timespec time{};
        ::clock_gettime(clock, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    return {read(CLOCK_MONOTONIC), read(CLOCK_PROCESS_CPUTIME_ID)};
}

void report(benchmark::State& state, const Pair& pair) {
    state.SetIterationTime(pair.ours.wall);
    state.counters["ours"] = pair.ours.wall;
    state.counters["peer"] = pair.peer.wall;
    state.counters["ours_cpu"] = pair.ours.cpu;
    state.counters["peer_cpu"] = pair.peer.cpu;
    state.counters["target"] = pair.target;
    state.counters["limit"] = pair.limit;
    state.counters["items"] = pair.items;
    state.SetLabel(pair.label);
}

int run(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    Table table;
    benchmark::RunSpecifiedBenchmarks(&table);
    remove_folder();
    return table.failed() ? 1 : 0;
}

}  // namespace bench
