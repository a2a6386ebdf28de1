#pragma once

// What can be said of a file without writing to it.

#include <laurels/upkeep.hpp>

namespace laurels::inline v0::storage {

/// Looks at the file from the outside to the inside, as far as it goes. Throws nothing but std::bad_alloc.
Diagnosis diagnose(const std::filesystem::path& path);

}  // namespace laurels::inline v0::storage
