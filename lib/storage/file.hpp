#pragma once

// Opening and making files. Nothing is written before it is certain that a file is ours and of a version we know.

#include "storage/connection.hpp"

#include <laurels/registry.hpp>

#include <array>
#include <filesystem>
#include <memory>
#include <string>

namespace laurels::inline v0::storage {

/// Where the connections of one registry lead to.
struct Place {
    std::filesystem::path path;  ///< a file's absolute path; empty in memory
    std::string name;            ///< for SQLite
    bool in_memory() const { return path.empty(); }
};

/// Where a file is, or where it will be made. Throws MissingFile, FileError.
Place file_place(const std::filesystem::path& path, const Options& options);
/// A registry in memory: a temporary file that nobody else can open and that is gone when this process ends. SQLite's
/// own databases in memory lock readers out while a change is open. Its name is there while this is, and must be gone
/// once its connections are open, or could not be opened.
class MemoryPlace {
  public:
    MemoryPlace();
    ~MemoryPlace();
    MemoryPlace(const MemoryPlace&) = delete;
    MemoryPlace& operator=(const MemoryPlace&) = delete;
    const Place& place() const { return place_; }

  private:
    Place place_;
};

/// Whether a file holds a registry, or nothing, so that one may be made of it.
enum class Found : std::uint8_t { nothing, laurels };

/// The first bytes of a file, as docs/file-format.md gives them.
struct Header {
    static constexpr std::size_t length = 100;
    std::array<char, length> bytes{};
    std::int64_t size = 0;  ///< of the file
    bool empty = false;
    bool whole = false;  ///< the file is not shorter than a header

    /// Four bytes, the most significant first.
    std::int64_t number_at(std::size_t offset) const;
    /// How long the file should be, as it says itself; 0 where it does not say.
    std::int64_t said_size() const;
    /// In SQLite's other mode, in which even reading writes.
    bool is_wal() const { return bytes[18] == 2 || bytes[19] == 2; }
};

/// Reads them before SQLite does anything with the file: it would play a journal back, or join in the write-ahead log
/// of another program, before it could be asked whose file it is. They are read through SQLite, since closing the file
/// by any other way would drop the locks that this process has on it.
Header read_header(const Place& place);
/// Throws NotLaurels, NewerFile, Damaged. `path` is for messages.
Found check_header(const Header& header, const std::filesystem::path& path);
/// Looks at what marks a file as ours. A file that SQLite has just made, without any table, counts as nothing. Throws
/// NotLaurels, NewerFile, Damaged.
Found look(Connection& connection, const std::filesystem::path& path);

/// Makes sure that a registry is there, making it if the options say so. Throws MissingFile, NotLaurels, NewerFile,
/// Damaged, ReadOnly, Busy, FileError; a file that is not ours is not touched. Gives a connection for questions.
std::unique_ptr<Connection> open_reader(const Place& place, const Options& options);
std::unique_ptr<Connection> open_writer(const Place& place, const Options& options);

/// Runs a statement; false where others keep it from that for as long as the timeout.
bool execute_unless_busy(Connection& connection, const std::string& sql, std::chrono::milliseconds timeout);
/// Begins a change: takes the right to write; false where another process keeps it for as long as the timeout.
bool begin_write(Connection& connection, std::chrono::milliseconds timeout);
/// What is thrown then, after this time in all.
Busy busy(const Place& place, std::chrono::milliseconds timeout);

/// Copies the registry that the connection has open into a new file. Throws FileError where the target exists.
void copy_to_file(Connection& connection, const std::filesystem::path& target);

/// A copy of the whole database in a temporary one, on disk where it is large, to be read at leisure: whoever reads the
/// file itself keeps others from committing.
std::unique_ptr<Connection> copy_apart(Connection& connection);

/// A new database in memory for a view: state and journal without foreign keys or digests.
std::unique_ptr<Connection> new_view();
/// A new temporary database for replay, on disk where it grows large, with tables of state only.
std::unique_ptr<Connection> new_scratch();

}  // namespace laurels::inline v0::storage
