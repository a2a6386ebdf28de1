#include "storage/history.hpp"

#include "storage/failure.hpp"
#include "storage/kinds.hpp"
#include "storage/names.hpp"
#include "storage/questions.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace laurels::inline v0::storage {

namespace {

std::string place(const StoredEvent& event) { return "event " + std::to_string(event.seq); }

/// Collects the entries of histories.
class Historian {
  public:
    Historian(Connection& connection, const codec::ChangeBody& open)
        : connection_(connection), open_(open), names_(connection) {}

    /// All that was said about a record.
    template <RecordType R>
    void tell(const R& now) {
        R record;
        for (const StoredEvent& event : chain_of(connection_, now.revision)) record = tell(event, std::move(record));
    }

    /// What one event says; gives the record after it.
    template <RecordType R>
    R tell(const StoredEvent& event, R before) {
        const codec::EventBody body = event.body();
        R after = after_event(event, body, before);
        Fields<R>::each([&](const auto& field) {
            if (before.*field.member == after.*field.member) return;
            HistoryEntry entry = entry_of(event, body);
            entry.field = field.name;
            entry.before = names_.shown(before.*field.member);
            entry.after = names_.shown(after.*field.member);
            entries_.push_back(std::move(entry));
        });
        return after;
    }

    std::vector<HistoryEntry> entries() && {
        std::ranges::stable_sort(entries_, {}, &HistoryEntry::seq);
        return std::move(entries_);
    }

  private:
    HistoryEntry entry_of(const StoredEvent& event, const codec::EventBody& body) {
        const auto& [recorded, change] = change_of(event.change);
        HistoryEntry entry;
        entry.seq = event.seq;
        entry.change = event.change;
        entry.record = event.record;
        entry.verb = body.verb;
        entry.recorded = recorded;
        entry.source = body.said.source.empty() ? change.said.source : body.said.source;
        entry.known = known(entry.source, recorded);
        entry.actor = change.actor;
        entry.reason = body.said.reason.empty() ? change.said.reason : body.said.reason;
        return entry;
    }

    const std::pair<Instant, codec::ChangeBody>& change_of(std::int64_t id) {
        const auto found = changes_.find(id);
        if (found != changes_.end()) return found->second;
        if (const auto change = find_change(connection_, id))
            return changes_.emplace(id, std::pair(change->recorded, change->body())).first->second;
        // Events of a change that is still open have no row for it yet.
        return changes_
            .emplace(id,
                     std::pair(Instant(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())),
                               open_))
            .first->second;
    }

    Connection& connection_;
    const codec::ChangeBody& open_;
    Names names_;
    std::map<std::int64_t, std::pair<Instant, codec::ChangeBody>> changes_;
    std::vector<HistoryEntry> entries_;
};

/// The events of one change, from the first to the last, and then those that a view by `known` made of one that
/// corrects several things: they lie behind the journal's end.
struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::vector<std::int64_t> beyond{};
};

/// Throws NotFound. The change that is open on this connection has no row yet: its events lie behind the last one.
Range range_of(Connection& connection, std::int64_t change) {
    const Head head = read_head(connection);
    if (const auto found = find_change(connection, change)) {
        Range range{found->first, found->last};
        auto query = connection.statement("SELECT seq FROM event WHERE seq > ? AND change = ? ORDER BY seq");
        query.bind(head.seq).bind(change);
        while (query.step()) range.beyond.push_back(query.whole(0));
        return range;
    }
    const std::int64_t last = connection.number("SELECT max(seq) FROM event");
    if (change == head.change + 1 && last > head.seq) return {head.seq + 1, last};
    throw NotFound("there is no change " + std::to_string(change) + ": they go up to " + std::to_string(head.change),
                   std::to_string(change));
}

/// Tells of a change, event by event. What a record was before an event is known where the event is its first, and
/// where this change has just left it; else the record's events are followed back.
class ChangeTeller {
  public:
    ChangeTeller(Connection& connection, Historian& historian, Range range)
        : connection_(connection), historian_(historian), range_(std::move(range)) {
        auto query = connection.statement("SELECT previous FROM event WHERE seq BETWEEN ? AND ? AND previous >= ?");
        query.bind(range_.first).bind(range_.last).bind(range_.first);
        while (query.step()) followed_.insert(query.whole(0));
    }

    void tell() {
        each_event(connection_, range_.first, range_.last, [&](const StoredEvent& event) { tell(event); });
        for (const std::int64_t seq : range_.beyond) tell(read_event(connection_, seq));
    }

  private:
    void tell(const StoredEvent& event) {
        const auto action = [&]<class R>(const R&) { tell_as<R>(event); };
        decoding([&] { return place(event); }, [&] { with_kind(event.record.kind, action); });
    }

    template <RecordType R>
    void tell_as(const StoredEvent& event) {
        R after = historian_.tell(event, before<R>(event));
        if (followed_.contains(event.seq)) left_.emplace(event.seq, std::move(after));
    }

    template <RecordType R>
    R before(const StoredEvent& event) {
        if (event.previous == 0) return R();
        const auto found = left_.find(event.previous);
        if (found == left_.end() || !std::holds_alternative<R>(found->second))
            return record_at<R>(connection_, event.previous);
        R record = std::get<R>(std::move(found->second));
        left_.erase(found);
        return record;
    }

    Connection& connection_;
    Historian& historian_;
    Range range_;
    std::unordered_set<std::int64_t> followed_;         // events that another of this change follows
    std::unordered_map<std::int64_t, AnyRecord> left_;  // the records as those leave them
};

}  // namespace

std::vector<StoredEvent> chain_of(Connection& connection, std::int64_t last) {
    std::vector<StoredEvent> events;
    std::set<std::int64_t> seen;
    for (std::int64_t seq = last; seq != 0; seq = events.back().previous) {
        if (!seen.insert(seq).second) throw Damaged("the events about a record point at one another in a circle", {});
        events.push_back(read_event(connection, seq));
    }
    std::ranges::reverse(events);
    return events;
}

template <RecordType R>
R after_event(const StoredEvent& event, const codec::EventBody& body, R before) {
    decoding([&] { return place(event); }, [&] { codec::apply_set(before, body.set); });
    before.id = Id<R>(event.record.value);
    before.revision = event.seq;
    return before;
}

template <RecordType R>
R record_at(Connection& connection, std::int64_t seq) {
    R record;
    for (const StoredEvent& event : chain_of(connection, seq)) record = after_event(event, event.body(), record);
    return record;
}

std::vector<HistoryEntry> history(Connection& connection, RecordId record, const codec::ChangeBody& open) {
    const Snapshot snapshot(connection);
    return with_kind(record.kind, [&]<class R>(const R&) {
        const R now = get_itself(connection, Id<R>(record.value));
        Historian historian(connection, open);
        historian.tell(now);
        if constexpr (std::is_same_v<R, Nomination>) {
            for (const Credit& credit : now.credits) historian.tell(credit);
        }
        return std::move(historian).entries();
    });
}

std::vector<HistoryEntry> history_of_change(Connection& connection, std::int64_t change,
                                            const codec::ChangeBody& open) {
    const Snapshot snapshot(connection);
    Historian historian(connection, open);
    ChangeTeller(connection, historian, range_of(connection, change)).tell();
    return std::move(historian).entries();
}

void check_field(Kind kind, std::string_view field) {
    with_kind(kind, [&]<class R>(const R&) {
        bool found = false;
        std::string names;
        Fields<R>::each([&](const auto& known) {
            found = found || known.name == field;
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        });
        if (!found)
            throw InvalidValue(std::string(Fields<R>::name) + " has no field '" + std::string(field) + "': it has " +
                                   names,
                               std::string(Fields<R>::name) + "." + std::string(field));
    });
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R after_event(const StoredEvent&, const codec::EventBody&, R);                                            \
    template R record_at<R>(Connection&, std::int64_t);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
