#pragma once

// Figures in pairs: ours and a peer's, measured in turn in one run. The table at the end has the medians.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <filesystem>
#include <string>

namespace bench {

/// How often each pair is measured.
inline constexpr int repetitions = 5;

/// How many nominations the large file has: LAURELS_BENCH_NOMINATIONS, or 500,000.
std::size_t nominations();

/// Where files are made: a folder of this run in LAURELS_BENCH_DIR or in the system's folder for such; removed at exit.
const std::filesystem::path& folder();

/// Removes that folder.
void remove_folder();

/// What an action takes: by the clock, and of the processor, which says more on a machine that others use too.
struct Spent {
    double wall = 0;
    double cpu = 0;
    Spent& operator+=(const Spent& other);
    Spent& operator/=(double parts);
};

Spent now();

template <class Action>
Spent spent(const Action& action) {
    const Spent start = now();
    action();
    const Spent end = now();
    return {end.wall - start.wall, end.cpu - start.cpu};
}

/// One measurement of a pair.
struct Pair {
    Spent ours{};
    Spent peer{};
    double target = 0;    ///< the ratio allowed; 0 where there is none
    double limit = 0;     ///< the seconds allowed; 0 where there is no limit
    double items = 0;     ///< how many things were handled, for the things a second; 0 where that is not the point
    std::string label{};  ///< what is measured
};

/// Hands a measurement to the report.
void report(benchmark::State& state, const Pair& pair);

/// Runs the benchmarks that were asked for, and prints the table.
int run(int argc, char** argv);

/// Registers a benchmark that measures pairs: one a repetition.
#define LAURELS_PAIR(function)                                                                                         \
    BENCHMARK(function)->UseManualTime()->Iterations(1)->Repetitions(bench::repetitions)->Unit(benchmark::kMillisecond)

}  // namespace bench
