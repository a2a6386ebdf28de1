#include "storage/failure.hpp"

#include "model/text.hpp"

#include <sqlite3.h>
#include <SQLiteCpp/Exception.h>

#include <cerrno>
#include <new>
#include <string>
#include <string_view>

namespace laurels::inline v0::storage {

namespace {

std::string named(const std::filesystem::path& path) {
    return path.empty() ? "the registry" : "'" + path.string() + "'";
}

[[noreturn]] void translate(const SQLite::Exception& error, const std::filesystem::path& path,
                            std::chrono::milliseconds timeout) {
    const std::string what = named(path);
    // SQLite quotes what it read, which in a damaged file may be anything.
    const std::string detail = " (" + model::shown(error.what()) + ")";
    // With extended codes on, the code may be one of those; its low byte is the plain one.
    const int code = error.getErrorCode();
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Busy(what + " is being written by someone else, and the wait for them ran out" + detail,
                   std::chrono::duration<double>(timeout).count());
    case SQLITE_NOMEM: throw std::bad_alloc();
    case SQLITE_NOTADB: throw NotLaurels(what + " is not an SQLite file, so it is no Laurels registry", path);
    case SQLITE_CORRUPT: throw Damaged(what + " is damaged: SQLite cannot read it" + detail, path);
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_ROLLBACK || error.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK)
            throw ReadOnly(what + " was left in the middle of a write: open it once for writing, which recovers it");
        throw ReadOnly(what + " can only be read" + detail);
    case SQLITE_FULL: throw FileError("the disk is full: nothing was written to " + what, path, ENOSPC);
    case SQLITE_PERM: throw FileError(what + " may not be opened" + detail, path, EACCES);
    case SQLITE_CANTOPEN: throw FileError(what + " cannot be opened" + detail, path, EACCES);
    case SQLITE_IOERR: throw FileError(what + " cannot be read or written" + detail, path, EIO);
    case SQLITE_CONSTRAINT: throw Damaged(what + " holds rows that contradict each other" + detail, path);
    case SQLITE_ERROR:
        if (std::string_view(error.what()).starts_with("no such"))
            throw Damaged(what + " is damaged: it lacks a table" + detail, path);
        [[fallthrough]];
    default: throw FileError(what + " cannot be used" + detail, path);
    }
}

}  // namespace

void rethrow(const std::filesystem::path& path, std::chrono::milliseconds timeout) {
    try {
        throw;
    } catch (const Damaged& error) {
        if (!error.path.empty() || path.empty()) throw;
        throw Damaged(named(path) + " is damaged: " + error.what(), path);
    } catch (const Error&) {
        throw;
    } catch (const SQLite::Exception& error) {
        translate(error, path, timeout);
    } catch (const std::filesystem::filesystem_error& error) {
        throw FileError(named(path) + " cannot be used: " + error.code().message(), path, error.code().value());
    }
}

bool is_misfit() {
    try {
        throw;
    } catch (const SQLite::Exception& error) {
        return (error.getErrorCode() & 0xff) == SQLITE_CONSTRAINT;
    } catch (...) {
        return false;
    }
}

}  // namespace laurels::inline v0::storage
