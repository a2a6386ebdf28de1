#pragma once

// Events to state: the only way in which the projection follows from the journal.

#include "storage/journal.hpp"
#include "storage/state.hpp"

#include <functional>

namespace laurels::inline v0::storage {

/// Applies the events of a whole journal in order. Throws Damaged for an event that does not follow from those before
/// it: a first event for a record that is there, a later one for one that is not, a wrong `previous`.
void replay(State& state, const StoredEvent& event);

/// Applies the events that a view by `known` shows, in its own order. What an event refers to, but nobody had recorded
/// as known by then, is shown by name: `first_events` gives the first events of a record, the record's own first.
class KnownReplay {
  public:
    using FirstEvents = std::function<std::vector<StoredEvent>(RecordId)>;
    KnownReplay(State& state, FirstEvents first_events) : state_(state), first_events_(std::move(first_events)) {}

    /// Gives the event with `previous` and record as they are in this order.
    void apply(StoredEvent& event);
    /// Whether the record is shown, be it by name only.
    bool is_there(RecordId record);

  private:
    void require(RecordId record);
    template <RecordType R>
    void require_references(const R& record);
    template <RecordType R>
    void add_named(const StoredEvent& event);

    State& state_;
    FirstEvents first_events_;
};

}  // namespace laurels::inline v0::storage
