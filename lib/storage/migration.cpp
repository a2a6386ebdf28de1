#include "storage/migration.hpp"

#include "storage/replay.hpp"
#include "storage/schema.hpp"

#include <limits>

namespace laurels::inline v0::storage {

void rebuild_state(Connection& connection) {
    drop_state(connection);
    create_state(connection);
    State state(connection);
    state.let_keys_wait();
    each_event(connection, 1, std::numeric_limits<std::int64_t>::max(),
               [&](const StoredEvent& event) { replay(state, event); });
    state.write_keys();
}

void migrate(Connection& connection) {
    if (connection.number("PRAGMA user_version") >= schema_version) return;
    rebuild_state(connection);
    mark_version(connection);
}

}  // namespace laurels::inline v0::storage
