#include "storage/connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

namespace laurels::inline v0::storage {

Statement::Statement(Connection& connection, std::string sql, std::unique_ptr<SQLite::Statement> statement)
    : connection_(&connection), sql_(std::move(sql)), statement_(std::move(statement)) {}

Statement::~Statement() {
    if (!statement_) return;
    statement_->tryReset();
    try {
        statement_->clearBindings();
        connection_->idle_[sql_].push_back(std::move(statement_));
    } catch (...) {
        // It is finalized instead of kept: that costs a preparation, no more.
        statement_.reset();
    }
}

Statement& Statement::bind(std::int64_t number) {
    statement_->bind(++bound_, number);
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    statement_->bind(++bound_, std::string(text));
    return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
    statement_->bind(++bound_, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    return *this;
}

Statement& Statement::bind_null() {
    statement_->bind(++bound_);
    return *this;
}

bool Statement::step() { return statement_->executeStep(); }

void Statement::run() {
    statement_->exec();
    statement_->reset();
    bound_ = 0;
}

std::int64_t Statement::whole(int column) const { return statement_->getColumn(column).getInt64(); }

std::string Statement::text(int column) const { return statement_->getColumn(column).getString(); }

std::string_view Statement::view(int column) const {
    const SQLite::Column value = statement_->getColumn(column);
    const char* const text = value.getText();
    return {text, static_cast<std::size_t>(value.getBytes())};
}

bool Statement::is_null(int column) const { return statement_->isColumnNull(column); }

Connection::Connection(const std::string& name, int flags, const Settings& settings)
    : database_(name, flags | SQLite::OPEN_NOMUTEX), timeout_(settings.timeout) {
    apply(settings);
    // After the settings, for they make SQLite prepare anew what was prepared before them.
    rollback_ = prepare("ROLLBACK");
}

Connection::~Connection() { idle_.clear(); }

void Connection::apply(const Settings& settings) {
    sqlite3* handle = database_.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_handler(handle, &Connection::wait, this);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Without recursive_triggers INSERT OR REPLACE slips past the triggers that keep the journal append-only.
    execute("PRAGMA recursive_triggers = ON");
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA mmap_size = 0");
    execute("PRAGMA synchronous = EXTRA");
    execute(settings.foreign_keys ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
    execute("PRAGMA cache_size = -" + std::to_string(std::int64_t{settings.cache_mb} * 1024));
    if (settings.query_only) execute("PRAGMA query_only = ON");
}

int Connection::wait(void* self, int tries) {
    // Two that wait for the same lock must not keep the same time, so each sleeps for a random while.
    thread_local std::minstd_rand random(std::random_device{}());
    auto& connection = *static_cast<Connection*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) connection.waiting_since_ = now;
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(connection.timeout_ - (now - connection.waiting_since_));
    if (left.count() <= 0) return 0;
    const int longest = std::min(20'000, 1'000 * (tries + 1));
    const std::chrono::microseconds nap(std::uniform_int_distribution<int>(200, longest)(random));
    std::this_thread::sleep_for(std::min(nap, left));
    return 1;
}

Statement Connection::statement(const std::string& sql) {
    if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
        auto statement = std::move(found->second.back());
        found->second.pop_back();
        return {*this, sql, std::move(statement)};
    }
    return {*this, sql, prepare(sql)};
}

std::unique_ptr<SQLite::Statement> Connection::prepare(const std::string& sql) {
    return std::make_unique<SQLite::Statement>(database_, sql);
}

void Connection::execute(const std::string& sql) { database_.exec(sql); }

void Connection::execute_within(const std::string& sql, std::chrono::milliseconds timeout) {
    const auto usual = std::exchange(timeout_, timeout);
    try {
        execute(sql);
    } catch (...) {
        timeout_ = usual;
        throw;
    }
    timeout_ = usual;
}

bool Connection::roll_back() noexcept {
    if (!in_transaction()) return true;
    rollback_->tryExecuteStep();
    rollback_->tryReset();
    return !in_transaction();
}

std::int64_t Connection::number(const std::string& sql) {
    auto query = statement(sql);
    return query.step() ? query.whole(0) : 0;
}

bool Connection::is_read_only() const { return sqlite3_db_readonly(database_.getHandle(), "main") == 1; }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

Snapshot::Snapshot(Connection& connection) : connection_(&connection), began_(!connection.in_transaction()) {
    if (began_) connection_->execute("BEGIN");
}

Snapshot::~Snapshot() {
    if (began_ && connection_->in_transaction())
        sqlite3_exec(connection_->database().getHandle(), "COMMIT", nullptr, nullptr, nullptr);
    // A snapshot that did not end would be what all later questions see, and would keep writers out.
    if (began_) connection_->roll_back();
}

}  // namespace laurels::inline v0::storage
