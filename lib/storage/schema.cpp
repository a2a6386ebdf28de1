#include "storage/schema.hpp"

#include "storage/column.hpp"

#include <laurels/fields.hpp>

#include <map>

namespace laurels::inline v0::storage {

namespace {

template <class V>
std::string references() {
    if constexpr (codec::is_optional<V>)
        return references<typename V::value_type>();
    else if constexpr (is_id<V>)
        return " REFERENCES " + std::string(name(RecordId(V()).kind));
    else
        return "";
}

/// An enumeration's column holds one of its names. Not by IN, for which SQLite builds a temporary index at every
/// insert.
template <class V>
std::string check(std::string_view column) {
    if constexpr (NamedEnum<V>) {
        std::string choices;
        for (const std::string_view value : names_of<V>)
            choices += (choices.empty() ? "" : " OR ") + std::string(column) + " = '" + std::string(value) + "'";
        return " CHECK (" + choices + ")";
    } else if constexpr (std::is_same_v<V, bool>) {
        return " CHECK (" + std::string(column) + " = 0 OR " + std::string(column) + " = 1)";
    } else {
        return "";
    }
}

template <RecordType R>
std::string create_table() {
    std::string sql = "CREATE TABLE " + std::string(name(kind_of<R>)) +
                      " (\n    id INTEGER PRIMARY KEY,\n    revision INTEGER NOT NULL";
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        sql += ",\n    " + std::string(field.name) + ' ' + column_type<V>() + references<V>() + check<V>(field.name);
    });
    return sql + "\n) STRICT";
}

/// What questions and foreign keys look for.
constexpr const char* indexes[] = {
    "CREATE INDEX edition_award ON edition (award)",
    "CREATE INDEX series_award ON series (award)",
    "CREATE INDEX category_edition ON category (edition)",
    "CREATE INDEX category_series ON category (series) WHERE series IS NOT NULL",
    "CREATE INDEX ceremony_edition ON ceremony (edition)",
    "CREATE INDEX deadline_edition ON deadline (edition)",
    "CREATE INDEX nominee_part_of ON nominee (part_of) WHERE part_of IS NOT NULL",
    "CREATE INDEX nomination_category ON nomination (category)",
    "CREATE INDEX nomination_work ON nomination (work) WHERE work IS NOT NULL",
    "CREATE INDEX credit_nomination ON credit (nomination)",
    "CREATE INDEX credit_nominee ON credit (nominee)",
    "CREATE INDEX evidence_subject ON evidence (subject)",
    "CREATE INDEX cost_subject ON cost (subject)",
    "CREATE INDEX claim_subject ON claim (subject)",
    "CREATE INDEX claim_open ON claim (id) WHERE settlement = 'open'",
    "CREATE INDEX award_merged_into ON award (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX series_merged_into ON series (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX nominee_merged_into ON nominee (merged_into) WHERE merged_into IS NOT NULL",
};

/// What is void is rare, and whether there is any is asked often.
std::string index_of_void(std::string_view table) {
    const std::string of(table);
    return "CREATE INDEX " + of + "_voided ON " + of + " (id) WHERE voided = 1";
}

/// Natural keys: folded names, aliases and other identifying text to records, within a scope (what the record belongs
/// to, 0 for none). A key that a record no longer bears stays, marked.
constexpr const char* create_lookup = R"(CREATE TABLE lookup (
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    scope INTEGER NOT NULL,
    record INTEGER NOT NULL,
    former INTEGER NOT NULL,
    PRIMARY KEY (kind, key, scope, record)
) STRICT, WITHOUT ROWID)";

/// Salted digests of the names that were erased, and of source keys: what finds the record again, without telling who
/// it was.
constexpr const char* create_erased = R"(CREATE TABLE erased (
    kind INTEGER NOT NULL,
    record INTEGER NOT NULL,
    salt TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (kind, record, salt)
) STRICT, WITHOUT ROWID)";

constexpr const char* journal[] = {
    R"(CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    change INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    format INTEGER NOT NULL,
    salt BLOB,
    payload TEXT NOT NULL,
    digest BLOB NOT NULL
) STRICT)",
    R"(CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    recorded INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    format INTEGER NOT NULL,
    salt BLOB,
    payload TEXT NOT NULL,
    digest BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT)",
};

constexpr const char* guards[] = {
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    "CREATE TRIGGER change_no_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'changes are never changed'); "
    "END",
    "CREATE TRIGGER change_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'changes are never deleted'); "
    "END",
};

constexpr const char* create_meta =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID";

std::map<std::string, std::string> schema_of(Connection& connection) {
    std::map<std::string, std::string> schema;
    auto query = connection.statement("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    while (query.step()) schema[query.text(0)] = query.text(1);
    return schema;
}

}  // namespace

template <RecordType R>
const std::string& columns() {
    static const std::string names = [] {
        std::string list = "id, revision";
        Fields<R>::each([&](const auto& field) { list += ", " + std::string(field.name); });
        return list;
    }();
    return names;
}

void create_state(Connection& connection) {
    each_record([&]<class R>(const R&) { connection.execute(create_table<R>()); });
    for (const char* sql : indexes) connection.execute(sql);
    each_record([&]<class R>(const R&) { connection.execute(index_of_void(name(kind_of<R>))); });
    connection.execute(create_lookup);
    connection.execute(create_erased);
}

void drop_state(Connection& connection) {
    each_record(
        [&]<class R>(const R&) { connection.execute("DROP TABLE IF EXISTS " + std::string(name(kind_of<R>))); });
    connection.execute("DROP TABLE IF EXISTS lookup");
    connection.execute("DROP TABLE IF EXISTS erased");
}

void create_journal(Connection& connection) {
    for (const char* sql : journal) connection.execute(sql);
    create_guards(connection);
}

void drop_guards(Connection& connection) {
    for (const char* guard : {"event_no_update", "event_no_delete", "change_no_update", "change_no_delete"})
        connection.execute(std::string("DROP TRIGGER IF EXISTS ") + guard);
}

void create_guards(Connection& connection) {
    for (const char* sql : guards) connection.execute(sql);
}

void create_file(Connection& connection, const std::string& uuid) {
    connection.execute(create_meta);
    create_state(connection);
    create_journal(connection);
    auto insert = connection.statement("INSERT INTO meta (key, value) VALUES (?, ?)");
    insert.bind("uuid").bind(uuid).run();
    connection.execute("PRAGMA application_id = " + std::to_string(application_id));
    mark_version(connection);
}

void mark_version(Connection& connection) {
    connection.statement("INSERT OR REPLACE INTO meta (key, value) VALUES ('least_reader', ?)")
        .bind(std::to_string(least_reader))
        .run();
    connection.execute("PRAGMA user_version = " + std::to_string(schema_version));
}

void set_uuid(Connection& connection, const std::string& uuid) {
    connection.statement("UPDATE meta SET value = ? WHERE key = 'uuid'").bind(uuid).run();
}

std::string meta(Connection& connection, std::string_view key) {
    auto query = connection.statement("SELECT value FROM meta WHERE key = ?");
    query.bind(key);
    return query.step() ? query.text(0) : std::string();
}

std::string altered_schema(Connection& connection) {
    Connection pattern(":memory:", SQLite::OPEN_READWRITE, {});
    create_file(pattern, "");
    auto expected = schema_of(pattern);
    for (const auto& [name, sql] : schema_of(connection)) {
        const auto found = expected.find(name);
        if (found == expected.end() || found->second != sql) return name;
        expected.erase(found);
    }
    return expected.empty() ? std::string() : expected.begin()->first;
}

#define LAURELS_INSTANTIATE(R) template const std::string& columns<R>();
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
