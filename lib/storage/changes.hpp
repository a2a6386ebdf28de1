#pragma once

// The changes of a journal as a list: who made each, when, and in a few words what it wrote.

#include "storage/connection.hpp"

#include <laurels/journal.hpp>

#include <cstdint>
#include <vector>

namespace laurels::inline v0::storage {

/// The changes after this one that show anything here, oldest first. Throws NotFound for one that is not there.
std::vector<ChangeRow> changes_after(Connection& connection, std::int64_t since);
/// Those recorded after this instant.
std::vector<ChangeRow> changes_after(Connection& connection, Instant since);

}  // namespace laurels::inline v0::storage
