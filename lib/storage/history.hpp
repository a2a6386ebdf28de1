#pragma once

// Histories: what the events about a record, or those of a change, say, field by field.

#include "codec/event.hpp"
#include "storage/journal.hpp"

#include <laurels/journal.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace laurels::inline v0::storage {

/// The events about a record from its first to this one, which point back from the last. Throws Damaged where they do
/// so in a circle.
std::vector<StoredEvent> chain_of(Connection& connection, std::int64_t last);

/// The record as an event leaves it. Throws Damaged for an event that cannot be read.
template <RecordType R>
R after_event(const StoredEvent& event, const codec::EventBody& body, R before);

/// The record as it was after one of its events; as it is by default after event 0.
template <RecordType R>
R record_at(Connection& connection, std::int64_t seq);

/// Oldest first. `open` is what is said with the change that the connection has open.
std::vector<HistoryEntry> history(Connection& connection, RecordId record, const codec::ChangeBody& open);
/// Of all that one change wrote. Throws NotFound.
std::vector<HistoryEntry> history_of_change(Connection& connection, std::int64_t change, const codec::ChangeBody& open);

/// Throws InvalidValue where the kind has no such field.
void check_field(Kind kind, std::string_view field);

}  // namespace laurels::inline v0::storage
