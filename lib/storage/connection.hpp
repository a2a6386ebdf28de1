#pragma once

// A connection to SQLite with the library's settings, and statements that are always reset. Everything that reaches
// SQLite goes through here; lifetimes are kept so that no statement outlives its database, which SQLiteCpp would end
// the process for.

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace laurels::inline v0::storage {

class Connection;

/// A prepared statement in use; gives it back, reset, when it goes out of scope.
class Statement {
  public:
    Statement(Connection& connection, std::string sql, std::unique_ptr<SQLite::Statement> statement);
    ~Statement();
    Statement(Statement&&) noexcept = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;

    /// Binds the next parameters in order.
    Statement& bind(std::int64_t number);
    Statement& bind(std::string_view text);
    Statement& bind_blob(std::string_view bytes);
    Statement& bind_null();

    /// Goes to the next row; false after the last.
    bool step();
    /// Runs a statement without rows, and makes it ready for the next values.
    void run();

    std::int64_t whole(int column) const;
    std::string text(int column) const;
    /// The same, which goes with the row.
    std::string_view view(int column) const;
    bool is_null(int column) const;

    SQLite::Statement& raw() { return *statement_; }

  private:
    Connection* connection_;
    std::string sql_;
    std::unique_ptr<SQLite::Statement> statement_;
    int bound_ = 0;
};

/// How a connection is opened.
struct Settings {
    std::chrono::milliseconds timeout{5000};
    int cache_mb = 8;
    bool query_only = false;
    bool foreign_keys = true;
};

class Connection {
  public:
    /// `name` is a file's absolute path, or one of SQLite's names with SQLITE_OPEN_URI among the flags.
    Connection(const std::string& name, int flags, const Settings& settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Statement statement(const std::string& sql);
    std::unique_ptr<SQLite::Statement> prepare(const std::string& sql);
    void execute(const std::string& sql);
    /// The same, waiting for locks no longer than this.
    void execute_within(const std::string& sql, std::chrono::milliseconds timeout);
    /// Ends the transaction that is open, if one is. Needs no memory and throws nothing; false where SQLite failed.
    bool roll_back() noexcept;
    /// The first column of the first row; 0 without one.
    std::int64_t number(const std::string& sql);

    /// True where SQLite could open the file for reading only.
    bool is_read_only() const;
    bool in_transaction() const;
    SQLite::Database& database() { return database_; }

  private:
    friend class Statement;
    static int wait(void* self, int tries);
    void apply(const Settings& settings);

    SQLite::Database database_;
    std::unique_ptr<SQLite::Statement> rollback_;  // prepared at once, for it must run where memory has run out
    std::chrono::milliseconds timeout_;
    std::chrono::steady_clock::time_point waiting_since_{};
    std::unordered_map<std::string, std::vector<std::unique_ptr<SQLite::Statement>>> idle_;
};

/// A transaction for reading, so that several statements see one moment. Ends when it goes out of scope.
class Snapshot {
  public:
    explicit Snapshot(Connection& connection);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Connection* connection_;
    bool began_;
};

}  // namespace laurels::inline v0::storage
