#include "adds.hpp"

#include "data.hpp"
#include "files.hpp"
#include "report.hpp"

namespace bench {

Adds::Adds(const std::string& name, std::size_t count)
    : ours(folder() / (name + ".laurels")), peer(folder() / (name + ".sqlite")) {
    const Data data = make_data(20'000);
    const auto pattern_path = folder() / (name + "-pattern.laurels");
    {
        auto registry = fresh(ours);
        load(registry, data);
    }
    for (std::size_t at = 0; at < count; ++at)
        nominations_.push_back(
            make_nomination(5 * at + 1, data.categories.size(), data.organisations.size() + data.nominees.size()));
    for (const auto& path : {peer, pattern_path}) std::filesystem::copy_file(ours, path);
    auto pattern = laurels::Registry::open(pattern_path, {.actor = "benchmark"});
    for (const auto& nomination : nominations_) pattern.add(nomination);
    pattern.close();
    raw::Connection from(pattern_path, raw::Connection::Settings::for_reading);
    const auto last = [&](const std::string& column, const std::string& table) {
        return from.number("SELECT max(" + column + ") FROM " + table);
    };
    const auto added = [&](const std::string& table, const std::string& column, std::size_t each) {
        const auto first = last(column, table) - static_cast<std::int64_t>(each * count);
        tables_.push_back(
            {raw::Rows(from, table, "WHERE " + column + " > " + std::to_string(first) + " ORDER BY " + column), each});
    };
    added("nomination", "id", 1);
    added("credit", "id", 1);
    added("event", "seq", 2);
    added("change", "id", 1);
    const auto first = last("id", "nomination") - static_cast<std::int64_t>(count);
    const auto kind = std::to_string(static_cast<int>(laurels::Kind::nomination));
    tables_.push_back(
        {raw::Rows(from, "lookup",
                   "WHERE kind = " + kind + " AND record > " + std::to_string(first) + " ORDER BY record"),
         1});
}

RawAdds::RawAdds(const Adds& source)
    : source_(source),
      connection_(source.peer, raw::Connection::Settings::like_laurels),
      begin_(connection_, "BEGIN IMMEDIATE"),
      commit_(connection_, "COMMIT") {
    for (const auto& table : source.tables()) inserts_.emplace_back(connection_, table.rows.insert_sql());
}

void RawAdds::commit(std::size_t number) {
    begin_.run();
    for (std::size_t at = 0; at < inserts_.size(); ++at) {
        const auto& table = source_.tables()[at];
        for (std::size_t row = number * table.each; row < (number + 1) * table.each; ++row) {
            raw::bind(inserts_[at], table.rows.row(row));
            inserts_[at].run();
        }
    }
    commit_.run();
}

}  // namespace bench
