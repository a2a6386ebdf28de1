#include "storage/file.hpp"

#include "storage/digest.hpp"
#include "storage/failure.hpp"
#include "storage/process.hpp"
#include "storage/schema.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/Backup.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>

namespace laurels::inline v0::storage {

namespace {

namespace fs = std::filesystem;

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

Settings reader_settings(const Options& options) {
    return {.timeout = options.timeout, .cache_mb = 16, .query_only = true};
}

Settings writer_settings(const Options& options) { return {.timeout = options.timeout, .cache_mb = options.cache_mb}; }

enum class Found : std::uint8_t { nothing, laurels };

void require_ours(std::int64_t application, std::int64_t version, const fs::path& path) {
    if (application != application_id)
        throw NotLaurels(quoted(path) + " is an SQLite file of another program, not a Laurels registry", path);
    if (version > schema_version)
        throw NewerFile(quoted(path) + " was written by a newer Laurels (file format " + std::to_string(version) +
                            "; this one reads up to " + std::to_string(schema_version) + "): update Laurels to open it",
                        path, static_cast<int>(version), schema_version);
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

/// Looks at what marks a file as ours. A file that SQLite has just made, without any table, counts as nothing.
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

constexpr std::size_t header_size = 100;
using namespace std::string_view_literals;
constexpr std::string_view magic = "SQLite format 3\0"sv;

/// A number in the header of an SQLite file, as docs/file-format.md gives them.
std::int64_t number_at(const std::array<char, header_size>& header, std::size_t offset) {
    std::uint32_t number = 0;
    for (std::size_t at = offset; at < offset + 4; ++at) number = number << 8 | static_cast<unsigned char>(header[at]);
    return static_cast<std::int32_t>(number);
}

/// Looks at the first bytes before SQLite does anything with the file: it would play a journal back, or join in the
/// write-ahead log of another program, before it could be asked whose file it is. They are read through SQLite, since
/// closing the file by any other way would drop the locks that this process has on it.
Found look_first(const Place& place) {
    const SQLite::Database database(place.name, SQLite::OPEN_READONLY);
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    sqlite3_int64 size = 0;
    std::array<char, header_size> header{};
    int result = file->pMethods->xFileSize(file, &size);
    if (result == SQLITE_OK) result = file->pMethods->xRead(file, header.data(), header_size, 0);
    if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ) throw SQLite::Exception("reading it failed", result);
    // SQLite says that a file of one byte is empty, and on some systems that byte is its own.
    const bool empty = fs::file_size(place.name) == 0 || (size == 0 && header[0] == magic[0]);
    if (empty) return Found::nothing;
    if (std::string_view(header.data(), magic.size()) != magic)
        throw NotLaurels(quoted(place.path) + " is not an SQLite file, so it is no Laurels registry", place.path);
    if (result != SQLITE_OK)
        throw Damaged(quoted(place.path) + " is damaged: it ends after " + std::to_string(size) + " bytes", place.path);
    require_ours(number_at(header, 68), number_at(header, 60), place.path);
    return Found::laurels;
}

/// Whatever the cache of a change may hold, making a file never spills it: a file of which a part was written before
/// its first page would not be known as ours, if this process died, until its journal had been played back.
void make(const Place& place, const Options& options) {
    Connection connection(place.name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, {.timeout = options.timeout});
    if (!begin_write(connection, options.timeout)) throw busy(place, options.timeout);
    // Someone else may have made it while this process waited.
    if (look(connection, place.path) == Found::nothing) create_file(connection, new_uuid());
    connection.execute("COMMIT");
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
        if (there && look_first(place) == Found::laurels) {
            auto reader = connect_reader(place, options);
            if (look(*reader, place.path) == Found::laurels) return reader;
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

bool begin_write(Connection& connection, std::chrono::milliseconds timeout) {
    try {
        connection.execute_within("BEGIN IMMEDIATE", timeout);
        return true;
    } catch (const SQLite::Exception& error) {
        const int code = error.getErrorCode() & 0xff;
        if (code != SQLITE_BUSY && code != SQLITE_LOCKED) throw;
        return false;
    }
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
