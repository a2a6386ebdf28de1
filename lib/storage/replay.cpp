#include "storage/replay.hpp"

#include "codec/value.hpp"
#include "model/counts.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/kinds.hpp"

namespace laurels::inline v0::storage {

namespace {

std::string place(const StoredEvent& event) {
    return "event " + std::to_string(event.seq) + " about " + to_string(event.record);
}

/// The record after an event, whose body is decoded already.
template <RecordType R>
R after(const StoredEvent& event, const codec::EventBody& body, R record) {
    decoding([&] { return place(event); }, [&] { codec::apply_set(record, body.set); });
    record.id = Id<R>(event.record.value);
    record.revision = event.seq;
    return record;
}

template <RecordType R>
R after(const StoredEvent& event, R record) {
    return after(event, event.body(), std::move(record));
}

template <RecordType R>
void replay_as(State& state, const StoredEvent& event) {
    const Id<R> id(event.record.value);
    const auto before = state.find(id);
    if (event.previous != (before ? before->revision : 0))
        throw Damaged(place(event) + " does not follow the event before it about the same record", {});
    const codec::EventBody body = event.body();
    if (before)
        state.update(*before, after(event, body, *before));
    else
        state.insert(after(event, body, R()));
    if (body.erased) state.add_erased(event.record, body.erased->keys);
}

/// Only what names the record: the natural key and what it belongs to.
template <RecordType R>
R named(const R& record) {
    R result;
    result.id = record.id;
    Fields<R>::each([&](const auto& field) {
        if (has(field.traits, Trait::key) || has(field.traits, Trait::parent))
            result.*field.member = record.*field.member;
    });
    return result;
}

}  // namespace

void replay(State& state, const StoredEvent& event) {
    const auto action = [&]<class R>(const R&) { replay_as<R>(state, event); };
    decoding([&] { return place(event); }, [&] { with_kind(event.record.kind, action); });
}

void KnownReplay::apply(StoredEvent& event) {
    with_kind(event.record.kind, [&]<class R>(const R&) {
        const Id<R> id(event.record.value);
        auto before = state_.find(id);
        // A record's first event needs nothing before it; a later one needs the record's name.
        if (!before && event.previous != 0) {
            require(event.record);
            before = state_.find(id);
        }
        event.previous = before ? before->revision : 0;
        R record = after(event, before ? *before : R());
        // What took a stage back may be known here before what else was reached: then there is no such stage yet.
        if constexpr (std::is_same_v<R, Nomination>) model::settle_stage(record, false);
        if (before)
            state_.update(*before, record);
        else
            state_.insert(record);
        require_references(record);  // once it is there itself, so that an edited file cannot send this in a circle
    });
}

bool KnownReplay::is_there(RecordId record) {
    return with_kind(record.kind, [&]<class R>(const R&) { return state_.find(Id<R>(record.value)).has_value(); });
}

void KnownReplay::require(RecordId record) {
    if (is_there(record)) return;
    for (const StoredEvent& event : first_events_(record))
        with_kind(event.record.kind, [&]<class R>(const R&) { add_named<R>(event); });
}

template <RecordType R>
void KnownReplay::require_references(const R& record) {
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const V& value = record.*field.member;
        if constexpr (is_id<V> || std::is_same_v<V, RecordId>) {
            if (value) require(value);
        } else if constexpr (codec::is_optional<V>) {
            if constexpr (is_id<typename V::value_type>) {
                if (value) require(*value);
            }
        } else if constexpr (codec::is_id_list<V>) {
            for (const auto id : value) require(id);
        }
    });
}

template <RecordType R>
void KnownReplay::add_named(const StoredEvent& event) {
    if (state_.find(Id<R>(event.record.value))) return;
    R record = named(after(event, R()));
    record.revision = 0;
    state_.insert(record);
    require_references(record);
}

}  // namespace laurels::inline v0::storage
