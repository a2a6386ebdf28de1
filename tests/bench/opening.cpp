// Opening a large file, against opening an empty one: opening does not read the journal or the tables.

#include "files.hpp"
#include "report.hpp"

namespace {

using namespace bench;

void opening(benchmark::State& state) {
    constexpr int times = 20;
    const auto empty = folder() / "empty.laurels";
    fresh(empty).close();
    const auto open = [](const std::filesystem::path& path) {
        return spent([&] { laurels::Registry::open(path).close(); });
    };
    open(large_file());
    for (auto _ : state) {
        Pair pair{.limit = 0.020, .label = "opening the large file / an empty one"};
        for (int at = 0; at < times; ++at) {
            pair.ours += open(large_file());
            pair.peer += open(empty);
        }
        pair.ours /= times;
        pair.peer /= times;
        report(state, pair);
    }
}
LAURELS_PAIR(opening);

}  // namespace
