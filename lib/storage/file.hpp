#pragma once

// Opening and making files. Nothing is written before it is certain that a file is ours and of a version we know.

#include "storage/connection.hpp"

#include <laurels/registry.hpp>

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

/// Makes sure that a registry is there, making it if the options say so. Throws MissingFile, NotLaurels, NewerFile,
/// Damaged, ReadOnly, Busy, FileError; a file that is not ours is not touched. Gives a connection for questions.
std::unique_ptr<Connection> open_reader(const Place& place, const Options& options);
std::unique_ptr<Connection> open_writer(const Place& place, const Options& options);

/// Begins a change: takes the right to write; false where another process keeps it for as long as the timeout.
bool begin_write(Connection& connection, std::chrono::milliseconds timeout);
/// What is thrown then, after this time in all.
Busy busy(const Place& place, std::chrono::milliseconds timeout);

/// Copies the registry that the connection has open into a new file. Throws FileError where the target exists.
void copy_to_file(Connection& connection, const std::filesystem::path& target);

/// A new database in memory for a view: state and journal without foreign keys or digests.
std::unique_ptr<Connection> new_view();
/// A new temporary database for replay, on disk where it grows large, with tables of state only.
std::unique_ptr<Connection> new_scratch();

}  // namespace laurels::inline v0::storage
