#pragma once

// What differs between operating systems: everything POSIX is behind this header.

#include <cstdint>
#include <filesystem>

namespace laurels::inline v0::process {

/// The number of this process, which a fork changes.
std::int64_t id();

/// Makes an empty file in the folder for temporary files that only this user can open. Throws FileError.
std::filesystem::path make_temporary_file();

}  // namespace laurels::inline v0::process
