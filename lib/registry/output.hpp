#pragma once

// Where exports are written to.

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string_view>

namespace laurels::inline v0::detail {

/// Writes to a stream's buffer, directly: the stream itself keeps to itself what its buffer throws. Throws FileError
/// where it takes less.
void write_to(std::ostream& to, std::string_view bytes);

/// Writes a file beside its place, and puts it there when it is complete. Throws FileError, also for a folder and for a
/// database, which an export does not replace.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

}  // namespace laurels::inline v0::detail
