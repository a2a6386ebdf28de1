#pragma once

// Views: the record as it stood, or as it was known, at some moment, replayed into memory.

#include "storage/journal.hpp"

#include <laurels/journal.hpp>

#include <memory>

namespace laurels::inline v0::storage {

/// The state and journal within the bounds, in a database in memory. Throws NotFound for a change that is not there.
std::unique_ptr<Connection> build_view(const ReadJournal& journal, const Bounds& bounds);

}  // namespace laurels::inline v0::storage
