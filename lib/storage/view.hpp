#pragma once

// Views: the record as it stood, or as it was known, at some moment, replayed into memory.

#include "storage/connection.hpp"

#include <laurels/journal.hpp>

#include <functional>
#include <memory>

namespace laurels::inline v0::storage {

/// Runs an action on a connection that reads a journal, one moment at a time, so that writers get their turn between.
using ReadJournal = std::function<void(const std::function<void(Connection&)>&)>;

/// The state and journal within the bounds, in a database in memory. Throws NotFound for a change that is not there.
std::unique_ptr<Connection> build_view(const ReadJournal& journal, const Bounds& bounds);

}  // namespace laurels::inline v0::storage
