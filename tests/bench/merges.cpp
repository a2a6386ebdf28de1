// Questions over a registry in which many nominees were merged, against the same ones over the registry before that.

#include "files.hpp"
#include "report.hpp"

namespace {

using namespace bench;

constexpr std::size_t merges = 10'000;
constexpr std::size_t asked = 1'000;  // nominees

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
        for (std::int64_t number = first; number <= last && done < merges; ++number) {
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
        for (std::size_t at = 0; at < asked; ++at)
            nominees.emplace_back(first + static_cast<std::int64_t>(at * data.nominees.size() / asked / 2));
    }

    const std::filesystem::path without = folder() / "unmerged.laurels";
    const std::filesystem::path with = folder() / "merged.laurels";
    std::vector<laurels::Id<laurels::Nominee>> nominees;
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

void nominee_with_merges(benchmark::State& state) {
    const auto with = laurels::Registry::open(merged().with);
    const auto without = laurels::Registry::open(merged().without);
    const auto ask = [](const laurels::Registry& registry) {
        for (const auto nominee : merged().nominees)
            benchmark::DoNotOptimize(registry.nominations().nominee(nominee).rows());
    };
    for (auto _ : state) {
        Pair pair{.label = "one nominee's rows, 10,000 merges / none"};
        pair.ours = spent([&] { ask(with); });
        pair.peer = spent([&] { ask(without); });
        pair.ours /= asked;
        pair.peer /= asked;
        report(state, pair);
    }
}
LAURELS_PAIR(nominee_with_merges);

}  // namespace
