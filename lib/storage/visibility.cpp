#include "storage/visibility.hpp"

#include "codec/value.hpp"
#include "storage/column.hpp"
#include "storage/kinds.hpp"

#include <laurels/fields.hpp>

#include <set>

namespace laurels::inline v0::storage {

namespace {

std::string table(Kind kind) { return std::string(name(kind)); }

/// What a record's subject may be.
std::vector<Kind> subjects_of(Kind kind) {
    if (kind == Kind::evidence) return {Kind::nomination, Kind::nominee};
    if (kind == Kind::cost) return {Kind::nomination, Kind::edition};
    return {Kind::award,   Kind::edition,    Kind::series, Kind::category, Kind::ceremony, Kind::deadline,
            Kind::nominee, Kind::nomination, Kind::credit, Kind::evidence, Kind::cost};
}

std::string visible_at(Kind kind, std::string_view alias, int depth);

/// "EXISTS (… the parent, visible …)"; `match` says which row the parent is.
std::string parent_visible(Kind parent, const std::string& match, int depth) {
    const std::string alias = "v" + std::to_string(depth);
    return "EXISTS (SELECT 1 FROM " + table(parent) + " AS " + alias + " WHERE " + alias + ".id = " + match + " AND " +
           visible_at(parent, alias, depth) + ")";
}

/// A subject is kept as text: "nomination:3".
std::string subject_visible(Kind kind, const std::string& column, int depth) {
    std::string sql;
    for (const Kind subject : subjects_of(kind)) {
        const std::string prefix = table(subject) + ":";
        const std::string id = "CAST(substr(" + column + ", " + std::to_string(prefix.size() + 1) + ") AS INTEGER)";
        sql.append(sql.empty() ? "(" : " OR ").append(column).append(" GLOB '").append(prefix).append("*' AND ");
        sql.append(parent_visible(subject, id, depth));
    }
    return sql + ")";
}

std::string visible_at(Kind kind, std::string_view alias, int depth) {
    std::string sql = visible_alone(kind, alias);
    with_kind(kind, [&]<class R>(const R&) {
        Fields<R>::each([&]<class V>(const Field<R, V>& field) {
            const bool hangs = has(field.traits, Trait::parent) || (kind == Kind::credit && field.name == "nominee");
            if (!hangs) return;
            const std::string column = std::string(alias) + "." + std::string(field.name);
            if constexpr (is_id<V>)
                sql += " AND " + parent_visible(RecordId(V()).kind, column, depth + 1);
            else if constexpr (std::is_same_v<V, RecordId>)
                sql += " AND " + subject_visible(kind, column, depth + 1);
        });
    });
    return sql;
}

}  // namespace

std::string visible_alone(Kind kind, std::string_view alias) {
    const std::string row(alias);
    std::string sql = row + ".voided = 0";
    if (!is_mergeable(kind)) return sql;
    const std::string from = table(kind);
    return sql + " AND (" + row + ".merged_into IS NULL OR NOT EXISTS (WITH RECURSIVE up (id) AS (SELECT " + row +
           ".merged_into UNION SELECT m.merged_into FROM " + from +
           " AS m JOIN up ON m.id = up.id WHERE m.merged_into IS NOT NULL) SELECT 1 FROM up JOIN " + from +
           " AS k ON k.id = up.id WHERE k.voided = 1))";
}

std::string visible(Kind kind, std::string_view alias) { return visible_at(kind, alias, 0); }

bool anything_void(Connection& connection) {
    static const std::string sql = [] {
        std::string any;
        each_record([&]<class R>(const R&) {
            any += (any.empty() ? "SELECT " : " OR ") + ("EXISTS (SELECT 1 FROM " + table(kind_of<R>)) +
                   " WHERE voided = 1)";
        });
        return any;
    }();
    return connection.number(sql) != 0;
}

bool anything_merged(Connection& connection) {
    return connection.number(
               "SELECT EXISTS (SELECT 1 FROM award WHERE merged_into IS NOT NULL) OR EXISTS (SELECT 1 FROM "
               "series WHERE merged_into IS NOT NULL) OR EXISTS (SELECT 1 FROM nominee WHERE merged_into "
               "IS NOT NULL)") != 0;
}

bool is_hidden(Connection& connection, RecordId record) {
    // Written once for each kind, since it is long and asked often.
    static const std::vector<std::string> questions = [] {
        std::vector<std::string> sql(kind_count);
        each_record([&]<class R>(const R&) {
            const std::string from = table(kind_of<R>);
            sql[static_cast<std::size_t>(kind_of<R>)] =
                "SELECT NOT (" + visible(kind_of<R>, from) + ") FROM " + from + " WHERE " + from + ".id = ?";
        });
        return sql;
    }();
    auto query = connection.statement(questions[static_cast<std::size_t>(record.kind)]);
    query.bind(record.value);
    return query.step() && query.whole(0) != 0;
}

std::string twins_sql(Kind kind) {
    return "(WITH RECURSIVE same (id) AS (VALUES (?) UNION SELECT t.id FROM " + table(kind) +
           " AS t JOIN same ON t.merged_into = same.id) SELECT id FROM same)";
}

std::vector<std::int64_t> twins(Connection& connection, RecordId record) {
    std::vector<std::int64_t> ids;
    if (!is_mergeable(record.kind)) return {record.value};
    auto query = connection.statement("SELECT id FROM " + twins_sql(record.kind) + " ORDER BY id");
    query.bind(kept(connection, record).value);
    while (query.step()) ids.push_back(query.whole(0));
    return ids;
}

RecordId kept(Connection& connection, RecordId record) {
    if (!is_mergeable(record.kind)) return record;
    std::set<std::int64_t> seen;
    while (true) {
        auto query = connection.statement("SELECT merged_into FROM " + table(record.kind) + " WHERE id = ?");
        query.bind(record.value);
        if (!query.step() || query.is_null(0)) return record;
        if (!seen.insert(record.value).second)
            throw Damaged(to_string(record) + " is merged into itself by way of others, which cannot have been written",
                          {});
        record.value = query.whole(0);
    }
}

bool is_part_of(Connection& connection, Id<Nominee> part, Id<Nominee> whole) {
    auto query = connection.statement(
        "WITH RECURSIVE who (id) AS (VALUES (?) UNION SELECT t.id FROM nominee AS t JOIN who ON t.merged_into = who.id"
        " UNION SELECT p.id FROM nominee AS p JOIN who ON p.part_of = who.id) SELECT 1 FROM who WHERE id = ?");
    query.bind(kept(connection, whole).value).bind(kept(connection, part).value);
    return query.step();
}

const KeptNames::Kept& KeptNames::of(RecordId record) {
    if (const auto found = known_.find(record); found != known_.end()) return found->second;
    Kept result{kept(connection_, record).value, {}, false};
    auto query = connection_.statement("SELECT name, voided FROM " + table(record.kind) + " WHERE id = ?");
    query.bind(result.id);
    if (query.step()) {
        result.name = checked_text(query.text(0));
        result.voided = query.whole(1) != 0;
    }
    return known_.emplace(record, std::move(result)).first->second;
}

}  // namespace laurels::inline v0::storage
