#pragma once

// What differs between operating systems: everything POSIX is behind this header.

#include <cstddef>
#include <cstdint>
#include <string>

namespace laurels::inline v0::process {

/// The number of this process, which a fork changes.
std::int64_t id();

/// Makes an empty file in the folder for temporary files that only this user can open, and gives its name, after which
/// there is room for `more`. Throws FileError.
std::string make_temporary_file(std::size_t more = 0);

}  // namespace laurels::inline v0::process
