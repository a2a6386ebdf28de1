#pragma once

// What differs between operating systems: everything POSIX is behind this header.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace laurels::inline v0::process {

/// The number of this process, which a fork changes.
std::int64_t id();

/// Whether this user may read a file.
bool may_read(const std::filesystem::path& path);
/// Whether this user may write a file, or make files in a folder.
bool may_write(const std::filesystem::path& path);

/// The name of the network's file system that a file lies on, as "NFS"; empty where it lies on none.
std::string network_file_system(const std::filesystem::path& path);

/// Makes an empty file in the folder for temporary files that only this user can open, and gives its name, after which
/// there is room for `more`. Throws FileError.
std::string make_temporary_file(std::size_t more = 0);

}  // namespace laurels::inline v0::process
