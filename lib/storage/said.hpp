#pragma once

// Who said what a field shows: looked up in a record's events, newest first.

#include "codec/event.hpp"
#include "storage/journal.hpp"

#include <functional>

namespace laurels::inline v0::storage {

/// An event with what was said with it, its change's source and reason included where it has none of its own.
struct SaidEvent {
    StoredEvent event;
    codec::EventBody body;
    Instant recorded;
    std::string actor;
    Source source;
    std::string reason;
};

/// `open` is what is said with the change that the connection has open.
SaidEvent said_event(Connection& connection, std::int64_t seq, const codec::ChangeBody& open);

/// Calls `visit` with the events about a record, from the last one (its revision) to its first; ends where it gives
/// false. Throws Damaged where they point at one another in a circle.
void each_event_back(Connection& connection, std::int64_t last, const std::function<bool(const StoredEvent&)>& visit);

/// The event that last set a field of the record; nullopt where none did. A nomination's stage is set by `reached` too.
std::optional<SaidEvent> last_said(Connection& connection, std::int64_t revision, std::string_view field,
                                   const codec::ChangeBody& open);
/// A record's first event.
SaidEvent first_said(Connection& connection, std::int64_t revision, const codec::ChangeBody& open);

}  // namespace laurels::inline v0::storage
