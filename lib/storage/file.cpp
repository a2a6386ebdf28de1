#include "storage/file.hpp"

#include "storage/audit.hpp"
#include "storage/digest.hpp"
#include "storage/failure.hpp"
#include "storage/migration.hpp"
#include "storage/process.hpp"
#include "storage/schema.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/Backup.h>

#include <cerrno>
#include <charconv>
#include <cstdio>

namespace laurels::inline v0::storage {

namespace {

namespace fs = std::filesystem;

Settings reader_settings(const Options& options) {
    return {.timeout = options.timeout, .cache_mb = 16, .query_only = true};
}

Settings writer_settings(const Options& options) { return {.timeout = options.timeout, .cache_mb = options.cache_mb}; }

void require_ours(std::int64_t application, std::int64_t version, const fs::path& path) {
    if (application != application_id)
        throw NotLaurels(quoted(path) + " is an SQLite file of another program, not a Laurels registry", path);
    if (version > schema_version)
        throw NewerFile(quoted(path) + " was written by a newer Laurels (file format " + std::to_string(version) +
                            "; this one reads up to " + std::to_string(schema_version) + "): update Laurels to open it",
                        path, static_cast<int>(version), schema_version);
    // No library ever wrote such a number, so it is not that of an older file, which could be brought up to date.
    if (version < 1)
        throw Damaged(quoted(path) + " is damaged: there is no file format " + std::to_string(version), path);
}

/// SQLite finds out that whole pages are missing at the end, but takes a part of one for the whole. Within a snapshot,
/// since the file of a change that is being written may be shorter than it says.
void require_whole(Connection& connection, const fs::path& path) {
    if (path.empty()) return;
    const std::int64_t said = connection.number("PRAGMA page_count") * connection.number("PRAGMA page_size");
    const auto found = static_cast<std::int64_t>(fs::file_size(path));
    if (found < said)
        throw Damaged(quoted(path) + " is damaged: it ends after " + std::to_string(found) + " of " +
                          std::to_string(said) + " bytes",
                      path);
}

}  // namespace

Found look(Connection& connection, const fs::path& path) {
    const Snapshot snapshot(connection);
    if (connection.number("PRAGMA page_count") == 0) return Found::nothing;
    const std::int64_t application = connection.number("PRAGMA application_id");
    const std::int64_t tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (application == 0 && tables == 0) return Found::nothing;
    require_ours(application, connection.number("PRAGMA user_version"), path);
    require_whole(connection, path);
    if (connection.number("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") == 0)
        throw Damaged(quoted(path) + " is damaged: it is marked as a Laurels registry but lacks its tables", path);
    const std::string least = meta(connection, "least_reader");
    int reader = 0;
    const auto [end, error] = std::from_chars(least.data(), least.data() + least.size(), reader);
    if (error != std::errc() || end != least.data() + least.size())
        throw Damaged(quoted(path) + " is damaged: it does not say which versions can read it", path);
    return Found::laurels;
}

namespace {

using namespace std::string_view_literals;
constexpr std::string_view magic = "SQLite format 3\0"sv;

}  // namespace

std::int64_t Header::number_at(std::size_t offset) const {
    std::uint32_t number = 0;
    for (std::size_t at = offset; at < offset + 4; ++at) number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return static_cast<std::int32_t>(number);
}

std::int64_t Header::said_size() const {
    const auto high = static_cast<unsigned char>(bytes[16]);
    const auto low = static_cast<unsigned char>(bytes[17]);
    const std::int64_t page_size = high == 0 && low == 1 ? 65'536 : high * 256 + low;
    const bool told = number_at(24) == number_at(92);  // else a program of before SQLite 3.7 wrote it last
    return told ? page_size * number_at(28) : 0;
}

Header read_header(const Place& place) {
    const SQLite::Database database(place.name, SQLite::OPEN_READONLY);
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    Header header;
    sqlite3_int64 size = 0;
    int result = file->pMethods->xFileSize(file, &size);
    if (result == SQLITE_OK) result = file->pMethods->xRead(file, header.bytes.data(), Header::length, 0);
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) throw SQLite::Exception("reading it failed", result);
    header.size = size;
    header.whole = result == SQLITE_OK;
    // SQLite says that a file of one byte is empty, and on some systems that byte is its own.
    header.empty = fs::file_size(place.name) == 0 || (size == 0 && header.bytes[0] == magic[0]);
    return header;
}

Found check_header(const Header& header, const fs::path& path) {
    if (header.empty) return Found::nothing;
    if (std::string_view(header.bytes.data(), magic.size()) != magic)
        throw NotLaurels(quoted(path) + " is not an SQLite file, so it is no Laurels registry", path);
    if (!header.whole)
        throw Damaged(quoted(path) + " is damaged: it ends after " + std::to_string(header.size) + " bytes", path);
    require_ours(header.number_at(68), header.number_at(60), path);
    return Found::laurels;
}

namespace {

/// Whatever the cache of a change may hold, making a file never spills it: a file of which a part was written before
/// its first page would not be known as ours, if this process died, until its journal had been played back.
void make(const Place& place, const Options& options) {
    Connection connection(place.name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, {.timeout = options.timeout});
    if (!begin_write(connection, options.timeout)) throw busy(place, options.timeout);
    // Someone else may have made it while this process waited.
    if (look(connection, place.path) == Found::nothing) create_file(connection, new_uuid());
    connection.execute("COMMIT");
}

/// Another program may have put the file into SQLite's other mode, which can be left only while nobody else has it
/// open.
void leave_wal(const Place& place, const Options& options) {
    Connection connection(place.name, SQLite::OPEN_READWRITE, writer_settings(options));
    connection.execute("PRAGMA journal_mode = DELETE");
}

/// What is written anew from a journal that was altered would be wrong, and what was there before would be gone.
void require_sound(Connection& connection, const fs::path& path) {
    const auto journal = [&](const std::function<void(Connection&)>& action) { action(connection); };
    const Verification found = audit(journal, path, {});
    if (found.ok) return;
    throw Damaged(quoted(path) +
                      " was written by an older Laurels, and could not be brought up to date, since it is "
                      "damaged: " +
                      found.finding + ". It was left as it is",
                  path);
}

/// Brings a file of an older version up to date, where it is whole.
void update(const Place& place, const Options& options) {
    Settings settings = writer_settings(options);
    settings.foreign_keys = false;  // tables are dropped while others still refer to them
    Connection connection(place.name, SQLite::OPEN_READWRITE, settings);
    if (!begin_write(connection, options.timeout)) throw busy(place, options.timeout);
    migrate(connection);
    require_sound(connection, place.path);
    connection.execute("COMMIT");
}

/// Whether the file is of an older version, which can be brought up to date if it may be written.
bool is_older(Connection& connection, const Place& place, const Options& options) {
    const std::int64_t version = connection.number("PRAGMA user_version");
    if (version == schema_version) return false;
    if (options.access == Access::read_write) return true;
    throw ReadOnly(quoted(place.path) + " was written by an older Laurels (file format " + std::to_string(version) +
                   "): open it once for writing, which brings it up to format " + std::to_string(schema_version));
}

std::unique_ptr<Connection> connect_reader(const Place& place, const Options& options) {
    const bool writable = options.access == Access::read_write;
    auto reader = std::make_unique<Connection>(place.name, writable ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY,
                                               reader_settings(options));
    if (writable && reader->is_read_only())
        throw ReadOnly(quoted(place.path) + " can only be read: open it read-only, or make it writable");
    return reader;
}

void require_folder(const fs::path& path) {
    std::error_code error;
    const fs::path folder = path.parent_path();
    if (fs::is_directory(folder, error)) return;
    throw MissingFile("there is no folder " + quoted(folder) + " for the registry " + quoted(path.filename()), path,
                      ENOENT);
}

}  // namespace

Place file_place(const fs::path& path, const Options&) {
    if (path.empty()) throw FileError("a registry needs a file name; for one in memory use in_memory()", path, ENOENT);
    if (path == ":memory:") throw FileError("for a registry in memory use in_memory()", path, EINVAL);
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error).lexically_normal();
    if (error) throw FileError(quoted(path) + " is not a usable path: " + error.message(), path, error.value());
    require_folder(absolute);
    if (fs::is_directory(absolute, error)) throw FileError(quoted(path) + " is a folder, not a file", path, EISDIR);
    return {absolute, absolute.string()};
}

constexpr std::string_view journal_end = "-journal";

MemoryPlace::MemoryPlace() : place_{{}, process::make_temporary_file(journal_end.size())} {}

MemoryPlace::~MemoryPlace() {
    static_cast<void>(std::remove(place_.name.c_str()));
    place_.name +=
        journal_end;  // there is room, so this needs no memory; SQLite leaves it where making the file failed
    static_cast<void>(std::remove(place_.name.c_str()));
}

std::unique_ptr<Connection> open_reader(const Place& place, const Options& options) {
    return guarded(place.path, [&] {
        const bool writable = options.access == Access::read_write;
        const bool there = place.in_memory() || fs::exists(place.path);
        if (!there && (!writable || options.create == Create::never))
            throw MissingFile("there is no registry " + quoted(place.path), place.path, ENOENT);
        const Header header = there ? read_header(place) : Header{.empty = true};
        if (check_header(header, place.path) == Found::laurels) {
            if (writable && header.is_wal()) leave_wal(place, options);
            auto reader = connect_reader(place, options);
            if (look(*reader, place.path) == Found::laurels) {
                if (!is_older(*reader, place, options)) return reader;
                reader.reset();
                update(place, options);
                return connect_reader(place, options);
            }
            // Whoever was making it did not live to finish, and opening it took that back.
        }
        if (!writable || (there && options.create == Create::never))
            throw NotLaurels(quoted(place.path) + " is empty, not a Laurels registry", place.path);
        make(place, options);
        return connect_reader(place, options);
    });
}

std::unique_ptr<Connection> open_writer(const Place& place, const Options& options) {
    return guarded(place.path, [&] {
        auto writer = std::make_unique<Connection>(place.name, SQLite::OPEN_READWRITE, writer_settings(options));
        if (place.in_memory()) {
            writer->execute("PRAGMA journal_mode = MEMORY");
            writer->execute("PRAGMA synchronous = OFF");
        } else {
            // Not WAL: SQLite up to 3.51.2 can corrupt such a file when two connections write and checkpoint at once.
            writer->execute("PRAGMA journal_mode = DELETE");
        }
        return writer;
    });
}

bool execute_unless_busy(Connection& connection, const std::string& sql, std::chrono::milliseconds timeout) {
    try {
        connection.execute_within(sql, timeout);
        return true;
    } catch (const SQLite::Exception& error) {
        const int code = error.getErrorCode() & 0xff;
        if (code != SQLITE_BUSY && code != SQLITE_LOCKED) throw;
        return false;
    }
}

bool begin_write(Connection& connection, std::chrono::milliseconds timeout) {
    return execute_unless_busy(connection, "BEGIN IMMEDIATE", timeout);
}

Busy busy(const Place& place, std::chrono::milliseconds timeout) {
    const double seconds = std::chrono::duration<double>(timeout).count();
    return {(place.in_memory() ? std::string("the registry") : quoted(place.path)) +
                " is being written by another process, which did not end within " +
                std::to_string(seconds).substr(0, 4) + " s",
            seconds};
}

void copy_to_file(Connection& connection, const fs::path& target) {
    std::error_code error;
    const fs::path absolute = fs::absolute(target, error).lexically_normal();
    require_folder(absolute);
    if (fs::exists(fs::symlink_status(absolute, error)))
        throw FileError(quoted(target) + " exists: a backup never replaces a file", target, EEXIST);
    fs::path partial = absolute;
    partial += "." + new_uuid() + ".partial";
    fs::path journal = partial;
    journal += "-journal";
    const auto discard = [&] {
        fs::remove(partial, error);
        fs::remove(journal, error);  // which SQLite leaves where it could not take the copy back
    };
    try {
        guarded(absolute, [&] {
            SQLite::Database copy(partial.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            SQLite::Backup backup(copy, connection.database());
            // What it gives for a file that somebody holds alone is no exception but a number.
            const int result = backup.executeStep(-1);
            if (result != SQLITE_DONE) throw SQLite::Exception("copying did not come to its end", result);
        });
        fs::rename(partial, absolute);
    } catch (const fs::filesystem_error& failure) {
        discard();
        throw FileError(quoted(target) + " cannot be written: " + failure.code().message(), target,
                        failure.code().value());
    } catch (...) {
        discard();
        throw;
    }
}

std::unique_ptr<Connection> copy_apart(Connection& connection) {
    auto copy = std::make_unique<Connection>("", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                             Settings{.cache_mb = 16, .foreign_keys = false});
    copy->execute("PRAGMA synchronous = OFF");
    SQLite::Backup backup(copy->database(), connection.database());
    const int result = backup.executeStep(-1);
    if (result != SQLITE_DONE) throw SQLite::Exception("copying did not come to its end", result);
    return copy;
}

std::unique_ptr<Connection> new_view() {
    auto view = std::make_unique<Connection>(":memory:", SQLite::OPEN_READWRITE, Settings{.foreign_keys = false});
    view->execute("BEGIN");
    create_state(*view);
    create_journal(*view);
    view->execute("COMMIT");
    return view;
}

std::unique_ptr<Connection> new_scratch() {
    auto scratch = std::make_unique<Connection>("", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                Settings{.cache_mb = 64, .foreign_keys = false});
    scratch->execute("PRAGMA synchronous = OFF");
    create_state(*scratch);
    return scratch;
}

}  // namespace laurels::inline v0::storage
