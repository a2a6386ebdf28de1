#pragma once

// Claims against what is shown.

#include "codec/event.hpp"
#include "storage/connection.hpp"

#include <laurels/journal.hpp>
#include <laurels/registry.hpp>

#include <vector>

namespace laurels::inline v0::storage {

/// The open claims that what is shown does not agree with. `open` is what is said with the change that the connection
/// has open.
std::vector<Conflict> conflicts(Connection& connection, const codec::ChangeBody& open);

}  // namespace laurels::inline v0::storage
