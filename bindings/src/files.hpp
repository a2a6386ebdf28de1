#pragma once

// Python's files as streams: whatever has write() or read(), of text or of bytes.

#include "arguments.hpp"

#include <functional>
#include <iosfwd>

namespace laurels::python {

/// Calls `to_path` where the argument is a path, and `to_file` with a stream where it is a file. Both run without the
/// interpreter lock when they are called from a call that does.
void write_to(py::handle target, const char* argument, const std::function<void(const std::filesystem::path&)>& to_path,
              const std::function<void(std::ostream&)>& to_file);
void read_from(py::handle source, const char* argument,
               const std::function<void(const std::filesystem::path&)>& from_path,
               const std::function<void(std::istream&)>& from_file);

}  // namespace laurels::python
