#pragma once

// The tables of state: the records as they are now. A projection of the journal, so nothing but the writer and replay
// writes them, and both do it here.

#include "codec/event.hpp"
#include "storage/connection.hpp"

#include <laurels/records.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::storage {

/// A natural key: folded text within a scope, which is what the record belongs to, or 0.
struct LookupKey {
    std::string text;
    std::int64_t scope = 0;
    friend auto operator<=>(const LookupKey&, const LookupKey&) = default;
};

/// The keys that a record bears: first the natural ones, of its name and of each alias (none for evidence and costs; a
/// nomination's is its title and work, and its nominees are compared by whoever looks it up), then its identifiers.
template <RecordType R>
std::vector<LookupKey> lookup_keys(const R& record);

/// What an identifier is looked up by: no folded name begins with such a character. All of a scheme are one range.
LookupKey identifier_key(std::string_view scheme, std::string_view value);

/// Whether keys that a record bore earlier find it too.
enum class Former : std::uint8_t { without, including };

class State {
  public:
    explicit State(Connection& connection) : connection_(connection) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// Writes a new row, with the record's id and revision. A nomination's credits are rows of their own.
    template <RecordType R>
    void insert(const R& record);
    /// Writes many, with the credits of nominations: table by table, which takes SQLite less time than record by
    /// record.
    template <RecordType R>
    void insert_all(std::span<const R> records);
    /// Writes what differs between the row and the record.
    template <RecordType R>
    void update(const R& before, const R& after);

    /// From here on, until forget_keys(), the keys of new rows wait until those of their kind are asked for here, or
    /// are 50,000, or write_keys() is called: so many at once and in the order of their index they take SQLite a third
    /// of the time. SQL that reads `lookup` by itself does not see them.
    void let_keys_wait() { keys_wait_ = true; }
    void write_keys();
    /// What waited goes with the transaction that wrote its rows.
    void forget_keys() noexcept;

    /// The row with this id; a nomination comes without its credits.
    template <RecordType R>
    std::optional<R> find(Id<R> id);
    /// The rows for which `condition` (SQL over the columns, with one parameter) holds, by id.
    template <RecordType R>
    std::vector<R> select(const std::string& condition, std::int64_t parameter);
    template <RecordType R>
    std::vector<R> select(const std::string& condition, std::string_view parameter);
    /// The rows whose id, or whose parent by this column, lies from one to another, in that order and by id.
    template <RecordType R>
    std::vector<R> between(std::string_view column, std::int64_t from, std::int64_t to);
    /// All rows for which `condition` (SQL over the columns of the table, named as the kind) holds, by id.
    template <RecordType R>
    std::vector<R> all(const std::string& condition = "1");

    /// Calls `action` with one row after the other, by id; a nomination comes without its credits.
    template <RecordType R>
    void each(const std::function<void(R&)>& action);

    std::vector<Credit> credits(Id<Nomination> nomination);

    /// The highest id of a kind. Ids are given from 1 without gaps and no row is ever deleted, so an id is there if and
    /// only if it is not higher.
    std::int64_t last_id(Kind kind);

    /// The records of a kind that have this key, in any scope or in one, by id.
    std::vector<std::int64_t> lookup(Kind kind, std::string_view key, Former former);
    std::vector<std::int64_t> lookup(Kind kind, const LookupKey& key, Former former);

    /// Keeps the salted digests of the names that were erased, which find the record instead of its keys.
    void add_erased(RecordId record, const std::vector<codec::Erased::Key>& keys);

  private:
    /// A key and who bears it.
    using NewKey = std::pair<LookupKey, std::int64_t>;

    template <RecordType R>
    void insert_row(const R& record);
    template <RecordType R>
    void note_keys(const R& record);
    /// Of a kind; all of them, or those that need not wait.
    void write_keys(Kind kind);
    void write_keys_due(Kind kind);
    void run_keys(std::unique_ptr<SQLite::Statement>& slot, Kind kind, std::span<const NewKey> keys);
    SQLite::Statement& prepared(std::unique_ptr<SQLite::Statement>& slot, const std::string& sql);

    // Kept here, since finding them by their text would be felt in bulk.
    struct Statements {
        std::unique_ptr<SQLite::Statement> insert;
        std::unique_ptr<SQLite::Statement> update;
    };
    Connection& connection_;
    std::array<Statements, kind_count> statements_;
    std::unique_ptr<SQLite::Statement> insert_key_;
    std::unique_ptr<SQLite::Statement> insert_keys_;    // many
    std::array<std::vector<NewKey>, kind_count> keys_;  // that wait to be written, by kind
    bool keys_wait_ = false;
    std::vector<std::string> made_;  // texts that are bound
};

}  // namespace laurels::inline v0::storage
