// One add a commit, against a commit of the same rows, journal included, which were worked out beforehand.

#include "adds.hpp"
#include "report.hpp"

namespace {

using namespace bench;

constexpr std::size_t adds = 200;  // in each repetition

void durable_add(benchmark::State& state) {
    static const Adds source("durable", adds * repetitions);
    static std::size_t number = 0;
    if (number == source.size()) {
        state.SkipWithError("each row is added once: repetitions are fixed");
        return;
    }
    auto registry = laurels::Registry::open(source.ours, {.actor = "benchmark"});
    RawAdds peer(source);
    for (auto _ : state) {
        Pair pair{.target = 1.3, .label = "one durable add / a commit of its rows"};
        for (const std::size_t end = number + adds; number < end; ++number) {
            pair.ours += spent([&] { registry.add(source.nomination(number)); });
            pair.peer += spent([&] { peer.commit(number); });
        }
        pair.ours /= adds;
        pair.peer /= adds;
        report(state, pair);
    }
}
LAURELS_PAIR(durable_add);

}  // namespace
