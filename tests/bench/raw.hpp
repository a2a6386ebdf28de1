#pragma once

// The peer: SQLite's own C interface, without Laurels, at the settings that Laurels uses.

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bench::raw {

/// A connection. Throws std::runtime_error with SQLite's message where something fails.
class Connection {
  public:
    enum class Settings : std::uint8_t { like_laurels, for_reading };
    Connection(const std::filesystem::path& path, Settings settings, int cache_mb = 200);
    void execute(const std::string& sql);
    std::string text(const std::string& sql);
    std::int64_t number(const std::string& sql);
    sqlite3* handle() const { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
};

class Statement {
  public:
    Statement(Connection& connection, const std::string& sql);
    sqlite3_stmt* get() const { return statement_.get(); }
    /// True where there is a row.
    bool step();
    void run();

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A value ready to be bound: text and blobs lie in memory that stays.
struct Cell {
    enum class Type : std::uint8_t { null, number, text, blob };
    union {
        std::int64_t number = 0;
        const char* bytes;
    };
    std::uint32_t size = 0;
    Type type = Type::null;
};

/// Rows of a table, held in memory.
class Rows {
  public:
    /// Reads what `SELECT columns FROM table rest` gives.
    Rows(Connection& from, const std::string& table, const std::string& rest);
    std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    const std::string& insert_sql() const { return insert_; }
    std::span<const Cell> row(std::size_t at) const { return {cells_.data() + at * columns_, columns_}; }

  private:
    const char* keep(const void* bytes, std::size_t size);

    std::string insert_;
    std::size_t columns_ = 0;
    std::vector<Cell> cells_;
    std::vector<std::unique_ptr<std::string>> blocks_;
};

void bind(Statement& statement, std::span<const Cell> row);

/// Inserts all rows with one statement.
void insert(Connection& into, const Rows& rows);

/// The tables in which the state lies, in an order that foreign keys allow, and `lookup` last.
std::vector<std::string> state_tables();

/// The state of a Laurels file: all but its journal, its lookup rows in the order of the records.
std::vector<Rows> read_state(const std::filesystem::path& laurels_file);

/// Makes a file with a Laurels file's state tables and indexes, without rows and without journal.
void make_state_file(const std::filesystem::path& laurels_file, const std::filesystem::path& path);

/// Creates the state tables and indexes of a Laurels file.
void create_state(Connection& from, Connection& into);

/// Copies all tables and indexes of a Laurels file that is attached as `from`, its journal included.
void copy_tables(Connection& into, const std::string& from);

/// One transaction with all rows.
void load(Connection& into, const std::vector<Rows>& tables);

}  // namespace bench::raw
