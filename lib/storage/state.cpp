#include "storage/state.hpp"

#include "model/text.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/schema.hpp"

#include <laurels/fields.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace laurels::inline v0::storage {

namespace {

constexpr std::size_t keys_at_once = 32;
constexpr std::size_t most_waiting_keys = 50'000;

/// Runs a statement that has all its values, and makes it ready for the next whatever happens.
void run(SQLite::Statement& statement) {
    const int result = statement.tryExecuteStep();
    const int reset = statement.tryReset();
    if (result == SQLITE_DONE) return;
    // The reset repeats the error of the step, extended code included.
    throw SQLite::Exception(statement.getErrorMsg(), reset == SQLITE_OK ? result : reset);
}

template <RecordType R>
const std::string& insert_sql() {
    static const std::string sql = [] {
        std::string marks = "?, ?";
        Fields<R>::each([&](const auto&) { marks += ", ?"; });
        return "INSERT INTO " + std::string(name(kind_of<R>)) + " (" + columns<R>() + ") VALUES (" + marks + ")";
    }();
    return sql;
}

template <RecordType R>
const std::string& update_sql() {
    static const std::string sql = [] {
        std::string list = "revision = ?2";
        int parameter = 2;
        Fields<R>::each(
            [&](const auto& field) { list += ", " + std::string(field.name) + " = ?" + std::to_string(++parameter); });
        return "UPDATE " + std::string(name(kind_of<R>)) + " SET " + list + " WHERE id = ?1";
    }();
    return sql;
}

template <RecordType R>
std::string select_sql() {
    return "SELECT " + columns<R>() + " FROM " + std::string(name(kind_of<R>));
}

template <RecordType R>
constexpr std::size_t field_count() {
    std::size_t count = 0;
    Fields<R>::each([&](const auto&) { ++count; });
    return count;
}

template <RecordType R>
void bind_record(SQLite::Statement& statement, const R& record, std::vector<std::string>& made) {
    if (made.size() < field_count<R>()) made.resize(field_count<R>());
    statement.bind(1, record.id.value);
    statement.bind(2, record.revision);
    int index = 2;
    auto text = made.begin();
    Fields<R>::each([&](const auto& field) { bind_column(statement, ++index, record.*field.member, *text++); });
}

/// The rows of a query for records. Its columns are made once for all rows, for they are felt where there are many.
template <RecordType R>
class Rows {
  public:
    explicit Rows(Statement& query) : query_(query) {}

    /// The row that the query stands at.
    R read() {
        if (columns_.empty()) {
            columns_.reserve(2 + field_count<R>());
            for (int index = 0; std::cmp_less(index, 2 + field_count<R>()); ++index)
                columns_.push_back(query_.raw().getColumn(index));
        }
        R record;
        record.id = Id<R>(columns_[0].getInt64());
        decoding([&] { return to_string(record.id); },
                 [&] {
                     record.revision = columns_[1].getInt64();
                     auto column = columns_.cbegin() + 2;
                     Fields<R>::each([&](const auto& field) { read_column(*column++, record.*field.member); });
                 });
        return record;
    }
    std::vector<R> all() {
        std::vector<R> records;
        while (query_.step()) records.push_back(read());
        return records;
    }

  private:
    Statement& query_;
    std::vector<SQLite::Column> columns_;
};

/// What the key is within; 0 for what stands alone.
template <RecordType R>
std::int64_t scope_of(const R& record) {
    if constexpr (requires { record.award; })
        return record.award.value;
    else if constexpr (requires { record.edition; } && !std::is_same_v<R, Claim>)
        return record.edition.value;
    else if constexpr (requires { record.category; })
        return record.category.value;
    else if constexpr (requires { record.part_of; })
        return record.part_of ? record.part_of->value : 0;
    else
        return 0;
}

}  // namespace

LookupKey identifier_key(std::string_view scheme, std::string_view value) {
    std::string text = "\x1f";
    text.append(scheme).append("\x1f").append(value);
    return {std::move(text), 0};
}

template <RecordType R>
std::vector<LookupKey> lookup_keys(const R& record) {
    std::vector<LookupKey> keys;
    const std::int64_t scope = scope_of(record);
    const auto add = [&](std::string_view text) {
        LookupKey key{model::key(text), scope};
        if (std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
    };
    if constexpr (requires { record.name; }) add(record.name);
    if constexpr (requires { record.label; }) add(record.label);
    if constexpr (requires { record.aliases; }) {
        for (const Alias& alias : record.aliases) add(alias.name);
    }
    if constexpr (std::is_same_v<R, Nomination>) {
        add(record.title);
        if (record.work) keys.front().text += "\n" + std::to_string(record.work->value);
    }
    for (const auto& [scheme, value] : record.identifiers) keys.push_back(identifier_key(scheme, value));
    return keys;
}

template <RecordType R>
void State::insert_row(const R& record) {
    SQLite::Statement& statement = prepared(statements_[static_cast<std::size_t>(kind_of<R>)].insert, insert_sql<R>());
    bind_record(statement, record, made_);
    run(statement);
}

template <RecordType R>
void State::insert(const R& record) {
    insert_row(record);
    note_keys(record);
    write_keys_due(kind_of<R>);
}

template <RecordType R>
void State::insert_all(std::span<const R> records) {
    for (const R& record : records) insert_row(record);
    if constexpr (std::is_same_v<R, Nomination>) {
        for (const Nomination& nomination : records) {
            for (const Credit& credit : nomination.credits) {
                insert_row(credit);
                note_keys(credit);
            }
        }
        write_keys_due(Kind::credit);
    }
    for (const R& record : records) note_keys(record);
    write_keys_due(kind_of<R>);
}

template <RecordType R>
void State::update(const R& before, const R& after) {
    SQLite::Statement& statement = prepared(statements_[static_cast<std::size_t>(kind_of<R>)].update, update_sql<R>());
    bind_record(statement, after, made_);
    run(statement);
    const auto old_keys = lookup_keys(before);
    const auto new_keys = lookup_keys(after);
    if (old_keys == new_keys) return;
    for (const LookupKey& key : old_keys) {
        if (std::ranges::find(new_keys, key) != new_keys.end()) continue;
        write_keys(kind_of<R>);
        connection_.statement("UPDATE lookup SET former = 1 WHERE kind = ? AND key = ? AND scope = ? AND record = ?")
            .bind(static_cast<std::int64_t>(kind_of<R>))
            .bind(key.text)
            .bind(key.scope)
            .bind(after.id.value)
            .run();
    }
    for (const LookupKey& key : new_keys) {
        if (std::ranges::find(old_keys, key) == old_keys.end())
            keys_[static_cast<std::size_t>(kind_of<R>)].emplace_back(key, after.id.value);
    }
    write_keys_due(kind_of<R>);
}

template <RecordType R>
std::optional<R> State::find(Id<R> id) {
    static const std::string sql = select_sql<R>() + " WHERE id = ?";
    auto query = connection_.statement(sql);
    query.bind(id.value);
    if (!query.step()) return std::nullopt;
    return Rows<R>(query).read();
}

template <RecordType R>
std::vector<R> State::select(const std::string& condition, std::int64_t parameter) {
    auto query = connection_.statement(select_sql<R>() + " WHERE " + condition + " ORDER BY id");
    query.bind(parameter);
    return Rows<R>(query).all();
}

template <RecordType R>
std::vector<R> State::select(const std::string& condition, std::string_view parameter) {
    auto query = connection_.statement(select_sql<R>() + " WHERE " + condition + " ORDER BY id");
    query.bind(parameter);
    return Rows<R>(query).all();
}

template <RecordType R>
std::vector<R> State::between(std::string_view column, std::int64_t from, std::int64_t to) {
    const std::string by(column);
    auto query = connection_.statement(select_sql<R>() + " WHERE " + by + " BETWEEN ? AND ? ORDER BY " + by +
                                       (by == "id" ? "" : ", id"));
    query.bind(from).bind(to);
    return Rows<R>(query).all();
}

template <RecordType R>
std::vector<R> State::all(const std::string& condition) {
    auto query = connection_.statement(select_sql<R>() + " WHERE " + condition + " ORDER BY id");
    return Rows<R>(query).all();
}

template <RecordType R>
void State::each(const std::function<void(R&)>& action) {
    auto query = connection_.statement(select_sql<R>() + " ORDER BY id");
    Rows<R> rows(query);
    while (query.step()) {
        R record = rows.read();
        action(record);
    }
}

std::vector<Credit> State::credits(Id<Nomination> nomination) {
    return select<Credit>("nomination = ?", nomination.value);
}

std::int64_t State::last_id(Kind kind) { return connection_.number("SELECT max(id) FROM " + std::string(name(kind))); }

std::vector<std::int64_t> State::lookup(Kind kind, std::string_view key, Former former) {
    write_keys(kind);
    auto query = connection_.statement(
        "SELECT DISTINCT record FROM lookup WHERE kind = ? AND key = ? AND former <= ? ORDER BY record");
    query.bind(static_cast<std::int64_t>(kind)).bind(key).bind(former == Former::including ? 1 : 0);
    std::vector<std::int64_t> records;
    while (query.step()) records.push_back(query.whole(0));
    return records;
}

std::vector<std::int64_t> State::lookup(Kind kind, const LookupKey& key, Former former) {
    write_keys(kind);
    auto query = connection_.statement(
        "SELECT record FROM lookup WHERE kind = ? AND key = ? AND scope = ? AND former <= ? ORDER BY record");
    query.bind(static_cast<std::int64_t>(kind))
        .bind(key.text)
        .bind(key.scope)
        .bind(former == Former::including ? 1 : 0);
    std::vector<std::int64_t> records;
    while (query.step()) records.push_back(query.whole(0));
    return records;
}

template <RecordType R>
void State::note_keys(const R& record) {
    for (LookupKey& key : lookup_keys(record))
        keys_[static_cast<std::size_t>(kind_of<R>)].emplace_back(std::move(key), record.id.value);
}

void State::write_keys() {
    for (std::size_t kind = 0; kind < kind_count; ++kind) write_keys(static_cast<Kind>(kind));
}

void State::write_keys_due(Kind kind) {
    if (!keys_wait_ || keys_[static_cast<std::size_t>(kind)].size() >= most_waiting_keys) write_keys(kind);
}

void State::write_keys(Kind kind) {
    std::vector<NewKey>& keys = keys_[static_cast<std::size_t>(kind)];
    std::ranges::sort(keys);
    std::span<const NewKey> rest = keys;
    for (; rest.size() >= keys_at_once; rest = rest.subspan(keys_at_once))
        run_keys(insert_keys_, kind, rest.first(keys_at_once));
    for (; !rest.empty(); rest = rest.subspan(1)) run_keys(insert_key_, kind, rest.first(1));
    keys.clear();
}

void State::forget_keys() noexcept {
    keys_ = {};
    keys_wait_ = false;
}

void State::run_keys(std::unique_ptr<SQLite::Statement>& slot, Kind kind, std::span<const NewKey> keys) {
    if (!slot) {
        std::string rows = "(?, ?, ?, ?, 0)";
        for (std::size_t row = 1; row < keys.size(); ++row) rows += ", (?, ?, ?, ?, 0)";
        slot = connection_.prepare("INSERT INTO lookup (kind, key, scope, record, former) VALUES " + rows +
                                   " ON CONFLICT DO UPDATE SET former = 0");
    }
    int parameter = 0;
    for (const auto& [key, record] : keys) {
        slot->bind(++parameter, static_cast<std::int64_t>(kind));
        slot->bindNoCopy(++parameter, key.text);
        slot->bind(++parameter, key.scope);
        slot->bind(++parameter, record);
    }
    run(*slot);
}

void State::add_erased(RecordId record, const std::vector<codec::Erased::Key>& keys) {
    auto insert = connection_.statement("INSERT INTO erased (kind, record, salt, digest) VALUES (?, ?, ?, ?)");
    for (const codec::Erased::Key& key : keys)
        insert.bind(static_cast<std::int64_t>(record.kind)).bind(record.value).bind(key.salt).bind(key.digest).run();
}

SQLite::Statement& State::prepared(std::unique_ptr<SQLite::Statement>& slot, const std::string& sql) {
    if (!slot) slot = connection_.prepare(sql);
    return *slot;
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template std::vector<LookupKey> lookup_keys(const R&);                                                             \
    template void State::insert(const R&);                                                                             \
    template void State::insert_all(std::span<const R>);                                                               \
    template void State::update(const R&, const R&);                                                                   \
    template std::optional<R> State::find(Id<R>);                                                                      \
    template std::vector<R> State::select<R>(const std::string&, std::int64_t);                                        \
    template std::vector<R> State::select<R>(const std::string&, std::string_view);                                    \
    template std::vector<R> State::between<R>(std::string_view, std::int64_t, std::int64_t);                           \
    template std::vector<R> State::all<R>(const std::string&);                                                         \
    template void State::each<R>(const std::function<void(R&)>&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
