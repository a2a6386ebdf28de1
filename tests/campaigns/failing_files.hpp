#pragma once

// A file system for SQLite that fails when it is told to. It lies over the system's and becomes the one that the whole
// process uses, so nothing in the library knows of it.

#include <cstdint>
#include <string_view>

namespace campaigns::files {

/// What is called. Unlocking and closing are not among them: SQLite takes no notice when they fail.
enum class Call : std::uint8_t { read, write, sync, truncate, open, remove, lock, access, size };

/// How a call fails: doing nothing, or having written a part, or so that the process is killed before it.
enum class Way : std::uint8_t { refused, disk_full, partly, killed };

/// To be called before anything is opened.
void install();
/// Takes it away again, once nothing is open.
void uninstall();

/// From here on the `nth` of these calls fails, counted from 1, and all after it too where it `stays`.
void fail(Call call, Way way, std::int64_t nth, bool stays);
/// Ends that; whether it came to a failure.
bool stop();

/// How many of these calls there were since fail() or count_from_here().
void count_from_here();
std::int64_t count(Call call);

}  // namespace campaigns::files
