#pragma once

// The life of an award or a series as people would tell it.

#include "storage/connection.hpp"

#include <laurels/journal.hpp>

#include <vector>

namespace laurels::inline v0::storage {

/// In order of time. Throws NotFound, and WrongKind for another kind.
std::vector<LineageEntry> lineage(Connection& connection, RecordId record);

}  // namespace laurels::inline v0::storage
