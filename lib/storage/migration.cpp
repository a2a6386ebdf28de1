#include "storage/migration.hpp"

#include "storage/replay.hpp"
#include "storage/schema.hpp"

#include <limits>

namespace laurels::inline v0::storage {

void rebuild_state(Connection& connection) {
    constexpr std::int64_t batch = 20'000;
    drop_state(connection);
    create_state(connection);
    State state(connection);
    std::int64_t next = 1;
    while (true) {
        const auto events = read_events(connection, next, std::numeric_limits<std::int64_t>::max(), batch);
        if (events.empty()) return;
        for (const StoredEvent& event : events) replay(state, event);
        next = events.back().seq + 1;
    }
}

void migrate(Connection& connection) {
    if (connection.number("PRAGMA user_version") >= schema_version) return;
    rebuild_state(connection);
    mark_version(connection);
}

}  // namespace laurels::inline v0::storage
