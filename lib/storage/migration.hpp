#pragma once

// Files of older versions: the tables of state are made anew from the journal, whose rows stay as they are.

#include "storage/connection.hpp"

namespace laurels::inline v0::storage {

/// Makes the tables of state anew by replay. Within a transaction, on a connection without foreign keys. Throws Damaged
/// where the journal does not replay.
void rebuild_state(Connection& connection);

/// Brings a file of an older version up to this one. Within a transaction, as above, so that cut short it leaves the
/// file as it was. Does nothing where the file is of this version already, as when another process was faster.
void migrate(Connection& connection);

}  // namespace laurels::inline v0::storage
