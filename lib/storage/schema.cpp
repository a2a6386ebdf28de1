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
};

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
    connection.execute(create_lookup);
}

void create_journal(Connection& connection) {
    for (const char* sql : journal) connection.execute(sql);
}

void create_file(Connection& connection, const std::string& uuid) {
    connection.execute(create_meta);
    create_state(connection);
    create_journal(connection);
    auto insert = connection.statement("INSERT INTO meta (key, value) VALUES (?, ?)");
    insert.bind("uuid").bind(uuid).run();
    insert.bind("least_reader").bind(std::to_string(least_reader)).run();
    connection.execute("PRAGMA application_id = " + std::to_string(application_id));
    connection.execute("PRAGMA user_version = " + std::to_string(schema_version));
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
