// One add a commit, against a commit of the same rows, journal included, which were worked out beforehand.

#include "files.hpp"
#include "report.hpp"

namespace {

using namespace bench;

constexpr std::size_t adds = 200;  // in each repetition
constexpr std::size_t all_adds = adds * repetitions;

/// What is added, the files that it is added to, and the rows that this gives.
class Adds {
  public:
    Adds() {
        const Data data = make_data(20'000);
        const auto base = folder() / "base.laurels";
        {
            auto registry = fresh(base);
            load(registry, data);
        }
        for (std::size_t at = 0; at < all_adds; ++at)
            nominations_.push_back(
                make_nomination(5 * at + 1, data.categories.size(), data.organisations.size() + data.nominees.size()));
        for (const auto& path : {ours, peer, pattern_}) std::filesystem::copy_file(base, path);
        auto pattern = laurels::Registry::open(pattern_, {.actor = "benchmark"});
        for (const auto& nomination : nominations_) pattern.add(nomination);
        pattern.close();
        raw::Connection from(pattern_, raw::Connection::Settings::for_reading);
        const auto last = [&](const std::string& column, const std::string& table) {
            return from.number("SELECT max(" + column + ") FROM " + table);
        };
        const auto added = [&](const std::string& table, const std::string& column, std::size_t each) {
            const auto first = last(column, table) - static_cast<std::int64_t>(each * all_adds);
            tables.push_back(
                {raw::Rows(from, table, "WHERE " + column + " > " + std::to_string(first) + " ORDER BY " + column),
                 each});
        };
        added("nomination", "id", 1);
        added("credit", "id", 1);
        added("event", "seq", 2);
        added("change", "id", 1);
        const auto first = last("id", "nomination") - static_cast<std::int64_t>(all_adds);
        const auto kind = std::to_string(static_cast<int>(laurels::Kind::nomination));
        tables.push_back(
            {raw::Rows(from, "lookup",
                       "WHERE kind = " + kind + " AND record > " + std::to_string(first) + " ORDER BY record"),
             1});
    }

    /// The next few of them.
    std::span<const laurels::Nomination> take() {
        const std::span<const laurels::Nomination> next(nominations_.data() + taken_, adds);
        taken_ += adds;
        return next;
    }
    bool used_up() const { return taken_ == all_adds; }
    std::size_t taken() const { return taken_; }

    struct Table {
        raw::Rows rows;
        std::size_t each;
    };
    std::vector<Table> tables;
    const std::filesystem::path ours = folder() / "durable.laurels";
    const std::filesystem::path peer = folder() / "durable.sqlite";

  private:
    const std::filesystem::path pattern_ = folder() / "pattern.laurels";
    std::vector<laurels::Nomination> nominations_;
    std::size_t taken_ = 0;
};

/// Commits the rows of one add after the other.
class RawAdds {
  public:
    explicit RawAdds(const Adds& source)
        : source_(source),
          connection_(source.peer, raw::Connection::Settings::like_laurels),
          begin_(connection_, "BEGIN IMMEDIATE"),
          commit_(connection_, "COMMIT") {
        for (const auto& table : source.tables) inserts_.emplace_back(connection_, table.rows.insert_sql());
    }

    void commit(std::size_t number) {
        begin_.run();
        for (std::size_t at = 0; at < inserts_.size(); ++at) {
            const auto& table = source_.tables[at];
            for (std::size_t row = number * table.each; row < (number + 1) * table.each; ++row) {
                raw::bind(inserts_[at], table.rows.row(row));
                inserts_[at].run();
            }
        }
        commit_.run();
    }

  private:
    const Adds& source_;
    raw::Connection connection_;
    raw::Statement begin_;
    raw::Statement commit_;
    std::vector<raw::Statement> inserts_;
};

void durable_add(benchmark::State& state) {
    static Adds source;
    if (source.used_up()) {
        state.SkipWithError("each row is added once: repetitions are fixed");
        return;
    }
    auto registry = laurels::Registry::open(source.ours, {.actor = "benchmark"});
    RawAdds peer(source);
    for (auto _ : state) {
        std::size_t number = source.taken();
        Pair pair{.target = 1.3, .label = "one durable add / a commit of its rows"};
        for (const auto& nomination : source.take()) {
            pair.ours += spent([&] { registry.add(nomination); });
            pair.peer += spent([&] { peer.commit(number++); });
        }
        pair.ours /= adds;
        pair.peer /= adds;
        report(state, pair);
    }
}
LAURELS_PAIR(durable_add);

}  // namespace
