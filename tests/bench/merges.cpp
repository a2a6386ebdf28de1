// Questions over a registry in which many nominees were merged, against the same ones over the registry before that.

#include "files.hpp"
#include "report.hpp"

namespace {

using namespace bench;

constexpr std::size_t merges = 10'000;
constexpr std::int64_t asked = 1'000;  // nominees

/// Two equal files, in one of which every so many nominees were merged into the one before.
class Merged {
  public:
    Merged() {
        const Data data = make_data(100'000);
        {
            auto registry = fresh(without);
            load(registry, data);
        }
        std::filesystem::copy_file(without, with);
        auto registry = laurels::Registry::open(with, {.actor = "benchmark"});
        auto change = registry.transaction({.reason = "found to be the same"});
        const auto first = static_cast<std::int64_t>(data.organisations.size()) + 2;
        const auto last = static_cast<std::int64_t>(data.organisations.size() + data.nominees.size());
        std::map<laurels::NomineeKind, laurels::Id<laurels::Nominee>> before;
        std::size_t done = 0;
        std::int64_t number = first;
        for (; number <= last && done < merges; ++number) {
            const auto nominee = change.get(laurels::Id<laurels::Nominee>(number));
            const auto kept = before.find(nominee.kind);
            if (kept == before.end()) {
                before[nominee.kind] = nominee.id;
                continue;
            }
            change.merge(kept->second, nominee.id);
            before.erase(kept);
            ++done;
        }
        if (done < merges) throw std::runtime_error("too few nominees for the merges");
        change.commit();
        for (std::int64_t at = 0; at < asked; ++at) {
            twins.emplace_back(first + at * (number - first) / asked);
            others.emplace_back(number + at * (last - number) / asked);
        }
    }

    const std::filesystem::path without = folder() / "unmerged.laurels";
    const std::filesystem::path with = folder() / "merged.laurels";
    std::vector<laurels::Id<laurels::Nominee>> twins;   // merged in the one file
    std::vector<laurels::Id<laurels::Nominee>> others;  // merged in neither
};

const Merged& merged() {
    static const Merged files;
    return files;
}

void rows_with_merges(benchmark::State& state) {
    const auto with = laurels::Registry::open(merged().with);
    const auto without = laurels::Registry::open(merged().without);
    for (auto _ : state) {
        Pair pair{.label = "all rows, 10,000 merges / none"};
        pair.ours = spent([&] { benchmark::DoNotOptimize(with.nominations().rows()); });
        pair.peer = spent([&] { benchmark::DoNotOptimize(without.nominations().rows()); });
        report(state, pair);
    }
}
LAURELS_PAIR(rows_with_merges);

/// Seconds a row of the answers about each nominee, since the answer about two that are one has the rows of both.
Spent ask(const laurels::Registry& registry, const std::vector<laurels::Id<laurels::Nominee>>& nominees) {
    std::size_t rows = 0;
    Spent time = spent([&] {
        for (const auto nominee : nominees) rows += registry.nominations().nominee(nominee).rows().size();
    });
    time /= static_cast<double>(rows);
    return time;
}

void nominees_with_merges(benchmark::State& state) {
    const auto with = laurels::Registry::open(merged().with);
    const auto without = laurels::Registry::open(merged().without);
    for (auto _ : state) {
        Pair pair{.label = "a row about one nominee, 10,000 others merged / none"};
        pair.ours = ask(with, merged().others);
        pair.peer = ask(without, merged().others);
        report(state, pair);
    }
}
LAURELS_PAIR(nominees_with_merges);

void twins_with_merges(benchmark::State& state) {
    const auto with = laurels::Registry::open(merged().with);
    const auto without = laurels::Registry::open(merged().without);
    for (auto _ : state) {
        Pair pair{.label = "a row about one merged nominee / not merged"};
        pair.ours = ask(with, merged().twins);
        pair.peer = ask(without, merged().twins);
        report(state, pair);
    }
}
LAURELS_PAIR(twins_with_merges);

}  // namespace
