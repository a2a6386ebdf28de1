// Loading much in one change, against the same rows put into the same tables and indexes, without a journal.

#include "files.hpp"
#include "report.hpp"

namespace {

using namespace bench;

void bulk(benchmark::State& state) {
    const Data& data = large_data();
    static const std::vector<raw::Rows> rows = raw::read_state(large_file());
    const auto ours = folder() / "ours.laurels";
    const auto peer = folder() / "peer.sqlite";
    for (auto _ : state) {
        Pair pair{.target = 2.0, .items = static_cast<double>(data.nominations.size())};
        pair.label = "bulk load / the rows alone";
        {
            auto registry = fresh(ours);
            pair.ours = spent([&] { load(registry, data); });
        }
        {
            raw::make_state_file(ours, peer);
            raw::Connection connection(peer, raw::Connection::Settings::like_laurels);
            pair.peer = spent([&] { raw::load(connection, rows); });
        }
        report(state, pair);
    }
    std::filesystem::remove(ours);
    std::filesystem::remove(peer);
}
LAURELS_PAIR(bulk);

}  // namespace
