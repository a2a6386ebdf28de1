#pragma once

// What a registry holds, counted.

#include "storage/connection.hpp"

#include <laurels/upkeep.hpp>

namespace laurels::inline v0::storage {

/// What can be read from the database itself: all of Info but where it is and how it is opened.
Info read_info(Connection& connection);

/// How many bytes the database has.
std::int64_t size_in_bytes(Connection& connection);

}  // namespace laurels::inline v0::storage
