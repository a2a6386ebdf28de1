#include "storage/info.hpp"

#include "storage/schema.hpp"

#include <laurels/fields.hpp>
#include <laurels/version.hpp>

#include <sqlite3.h>

#include <array>

namespace laurels::inline v0::storage {

namespace {

template <RecordType R>
void count_kind(Connection& connection, Info& info) {
    const std::string table(name(kind_of<R>));
    info.counts[table] = connection.number("SELECT count(*) FROM " + table);
    info.hidden += connection.number("SELECT count(*) FROM " + table + " WHERE voided = 1");
    if constexpr (requires(R record) { record.merged_into; })
        info.hidden +=
            connection.number("SELECT count(*) FROM " + table + " WHERE merged_into IS NOT NULL AND voided = 0");
}

std::optional<Instant> recorded(Connection& connection, const std::string& which) {
    auto query = connection.statement("SELECT " + which + "(recorded) FROM change");
    if (!query.step() || query.is_null(0)) return std::nullopt;
    return Instant(std::chrono::microseconds(query.whole(0)));
}

/// Erasures are rare, and what they leave besides tells whether the journal need be looked through for them.
std::int64_t count_erasures(Connection& connection) {
    if (connection.number("SELECT EXISTS (SELECT 1 FROM erased)") == 0) return 0;
    return connection.number(R"(SELECT count(*) FROM event WHERE substr(payload, 1, 14) = '{"op":"erase",')");
}

std::string journal_mode(Connection& connection) {
    auto query = connection.statement("PRAGMA journal_mode");
    return query.step() ? query.text(0) : std::string();
}

std::string synchronous(Connection& connection) {
    constexpr std::array<const char*, 4> names{"off", "normal", "full", "extra"};
    const auto number = static_cast<std::size_t>(connection.number("PRAGMA synchronous"));
    return number < names.size() ? names[number] : std::to_string(number);
}

}  // namespace

std::int64_t size_in_bytes(Connection& connection) {
    return connection.number("PRAGMA page_count") * connection.number("PRAGMA page_size");
}

Info read_info(Connection& connection) {
    const Snapshot snapshot(connection);
    Info info;
    info.format = schema_version;
    info.library = version;
    info.sqlite = sqlite3_libversion();
    info.bytes = size_in_bytes(connection);
    info.free_bytes = connection.number("PRAGMA freelist_count") * connection.number("PRAGMA page_size");
    each_record([&]<class R>(const R&) { count_kind<R>(connection, info); });
    info.changes = connection.number("SELECT count(*) FROM change");
    info.events = connection.number("SELECT count(*) FROM event");
    info.first_recorded = recorded(connection, "min");
    info.last_recorded = recorded(connection, "max");
    info.open_claims = connection.number("SELECT count(*) FROM claim WHERE settlement = 'open' AND voided = 0");
    info.erasures = count_erasures(connection);
    info.settings["journal_mode"] = journal_mode(connection);
    info.settings["synchronous"] = synchronous(connection);
    return info;
}

}  // namespace laurels::inline v0::storage
