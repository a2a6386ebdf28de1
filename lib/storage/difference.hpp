#pragma once

// What differs between two moments of a journal, or between two states, by record and field.

#include "storage/journal.hpp"

#include <laurels/journal.hpp>

#include <vector>

namespace laurels::inline v0::storage {

/// Between two moments by `recorded`, in whichever order: the records that events touched in between are compared as
/// they were at both. `known` of the bounds is not looked at. Names are those of now. Throws NotFound for a change that
/// is not there.
std::vector<Difference> difference_of_moments(const ReadJournal& journal, const Bounds& from, const Bounds& to);

/// Between two states of one registry, table by table. What a view by `known` shows by its name only is not there.
std::vector<Difference> difference_of_states(Connection& from, Connection& to);

}  // namespace laurels::inline v0::storage
