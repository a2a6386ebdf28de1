#include "raw.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <stdexcept>
#include <thread>

namespace bench::raw {

namespace {

void check(sqlite3* handle, int result) {
    if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW)
        throw std::runtime_error(std::string("raw SQLite: ") + sqlite3_errmsg(handle));
}

/// Waits as Laurels does, for random naps that begin short again every 50 ms: SQLite's own handler sleeps for up to
/// 100 ms at a time, in which many could have written.
int wait(void*, int tries) {
    thread_local std::minstd_rand random(std::random_device{}());
    const int longest = 1'000 * (tries % 9 + 1);
    std::this_thread::sleep_for(std::chrono::microseconds(std::uniform_int_distribution<int>(200, longest)(random)));
    return tries < 20'000 ? 1 : 0;
}

constexpr std::size_t block_size = std::size_t{1} << 20;

bool is_state(const std::string& table) {
    return table != "event" && table != "change" && table != "meta" && !table.starts_with("sqlite_");
}

}  // namespace

Connection::Connection(const std::filesystem::path& path, Settings settings, int cache_mb) {
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    check(handle, result);
    sqlite3_busy_handler(handle, &wait, nullptr);
    if (settings == Settings::for_reading) return;
    execute("PRAGMA journal_mode = DELETE");
    execute("PRAGMA synchronous = EXTRA");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA cache_size = -" + std::to_string(cache_mb * 1024));
}

void Connection::execute(const std::string& sql) {
    check(handle(), sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr));
}

std::string Connection::text(const std::string& sql) {
    Statement query(*this, sql);
    if (!query.step()) return {};
    return reinterpret_cast<const char*>(sqlite3_column_text(query.get(), 0));
}

std::int64_t Connection::number(const std::string& sql) {
    Statement query(*this, sql);
    return query.step() ? sqlite3_column_int64(query.get(), 0) : 0;
}

Statement::Statement(Connection& connection, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(connection.handle(),
          sqlite3_prepare_v3(connection.handle(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    statement_.reset(statement);
}

bool Statement::step() {
    const int result = sqlite3_step(get());
    check(sqlite3_db_handle(get()), result);
    return result == SQLITE_ROW;
}

void Statement::run() {
    step();
    sqlite3_reset(get());
}

Rows::Rows(Connection& from, const std::string& table, const std::string& rest) {
    Statement query(from, "SELECT * FROM " + table + " " + rest);
    columns_ = static_cast<std::size_t>(sqlite3_column_count(query.get()));
    insert_ = "INSERT INTO " + table + " VALUES (?";
    for (std::size_t column = 1; column < columns_; ++column) insert_ += ", ?";
    insert_ += ")";
    while (query.step()) {
        for (int column = 0; column < static_cast<int>(columns_); ++column) {
            Cell cell;
            switch (sqlite3_column_type(query.get(), column)) {
            case SQLITE_NULL: break;
            case SQLITE_INTEGER:
                cell.type = Cell::Type::number;
                cell.number = sqlite3_column_int64(query.get(), column);
                break;
            case SQLITE_TEXT:
                cell.type = Cell::Type::text;
                cell.bytes = reinterpret_cast<const char*>(sqlite3_column_text(query.get(), column));
                break;
            default:
                cell.type = Cell::Type::blob;
                cell.bytes = static_cast<const char*>(sqlite3_column_blob(query.get(), column));
            }
            if (cell.type == Cell::Type::text || cell.type == Cell::Type::blob) {
                cell.size = static_cast<std::uint32_t>(sqlite3_column_bytes(query.get(), column));
                cell.bytes = keep(cell.bytes, cell.size);
            }
            cells_.push_back(cell);
        }
    }
}

const char* Rows::keep(const void* bytes, std::size_t size) {
    if (blocks_.empty() || blocks_.back()->capacity() - blocks_.back()->size() < size) {
        blocks_.push_back(std::make_unique<std::string>());
        blocks_.back()->reserve(std::max(block_size, size));
    }
    std::string& block = *blocks_.back();
    const char* const place = block.data() + block.size();
    block.append(static_cast<const char*>(bytes), size);
    return place;
}

void bind(Statement& statement, std::span<const Cell> row) {
    int index = 0;
    for (const Cell& cell : row) {
        ++index;
        switch (cell.type) {
        case Cell::Type::null: sqlite3_bind_null(statement.get(), index); break;
        case Cell::Type::number: sqlite3_bind_int64(statement.get(), index, cell.number); break;
        case Cell::Type::text:
            sqlite3_bind_text(statement.get(), index, cell.bytes, static_cast<int>(cell.size), SQLITE_STATIC);
            break;
        case Cell::Type::blob:
            sqlite3_bind_blob(statement.get(), index, cell.bytes, static_cast<int>(cell.size), SQLITE_STATIC);
            break;
        }
    }
}

void insert(Connection& into, const Rows& rows) {
    Statement statement(into, rows.insert_sql());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        bind(statement, rows.row(at));
        statement.run();
    }
}

std::vector<std::string> state_tables() {
    return {"award",   "edition",    "series", "category", "ceremony", "deadline",
            "nominee", "nomination", "credit", "evidence", "cost",     "lookup"};
}

std::vector<Rows> read_state(const std::filesystem::path& laurels_file) {
    Connection from(laurels_file, Connection::Settings::for_reading);
    std::vector<Rows> tables;
    for (const std::string& table : state_tables())
        tables.emplace_back(from, table, table == "lookup" ? "ORDER BY kind, record" : "ORDER BY id");
    return tables;
}

void create_state(Connection& from, Connection& into) {
    Statement schema(from, "SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
    while (schema.step()) {
        const std::string table = reinterpret_cast<const char*>(sqlite3_column_text(schema.get(), 0));
        if (is_state(table)) into.execute(reinterpret_cast<const char*>(sqlite3_column_text(schema.get(), 1)));
    }
}

void make_state_file(const std::filesystem::path& laurels_file, const std::filesystem::path& path) {
    std::filesystem::remove(path);
    Connection from(laurels_file, Connection::Settings::for_reading);
    Connection into(path, Connection::Settings::like_laurels);
    into.execute("PRAGMA page_size = " + from.text("PRAGMA page_size"));
    into.execute("BEGIN IMMEDIATE");
    create_state(from, into);
    into.execute("COMMIT");
}

void copy_tables(Connection& into, const std::string& from) {
    std::vector<std::string> tables;
    std::vector<std::string> create;
    {
        Statement schema(into, "SELECT type, name, sql FROM " + from +
                                   ".sqlite_schema WHERE sql IS NOT NULL AND type <> 'trigger' ORDER BY rowid");
        while (schema.step()) {
            const auto text = [&](int column) {
                return std::string(reinterpret_cast<const char*>(sqlite3_column_text(schema.get(), column)));
            };
            if (text(0) == "table") tables.push_back(text(1));
            create.push_back(text(2));
        }
    }
    into.execute("PRAGMA foreign_keys = OFF; BEGIN");
    for (const std::string& sql : create) into.execute(sql);
    for (const std::string& table : tables)
        into.execute("INSERT INTO main." + table + " SELECT * FROM " + from + "." + table);
    into.execute("COMMIT");
}

void load(Connection& into, const std::vector<Rows>& tables) {
    into.execute("BEGIN IMMEDIATE");
    for (const Rows& rows : tables) insert(into, rows);
    into.execute("COMMIT");
}

}  // namespace bench::raw
