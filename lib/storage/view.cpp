#include "storage/view.hpp"

#include "codec/paths.hpp"
#include "storage/file.hpp"
#include "storage/public.hpp"
#include "storage/replay.hpp"
#include "storage/schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

namespace laurels::inline v0::storage {

namespace {

constexpr std::int64_t everything = std::numeric_limits<std::int64_t>::max();

/// The changes within the bounds by `recorded`.
std::vector<StoredChange> changes_within(const ReadJournal& journal, const Bounds& bounds) {
    std::vector<StoredChange> changes;
    journal([&](Connection& connection) {
        changes = read_changes(connection, 1, bounds.change.value_or(everything), everything);
    });
    if (bounds.change && (*bounds.change < 0 || *bounds.change > (changes.empty() ? 0 : changes.back().id)))
        throw NotFound("there is no change " + std::to_string(*bounds.change) + ": they go up to " +
                           std::to_string(changes.empty() ? 0 : changes.back().id),
                       std::to_string(*bounds.change));
    if (bounds.recorded)
        std::erase_if(changes, [&](const StoredChange& change) { return change.recorded > *bounds.recorded; });
    return changes;
}

/// What an event did, read from the start of its payload.
std::string verb_of(const StoredEvent& event) {
    constexpr std::string_view start = "{\"op\":\"";
    const std::string_view payload = event.payload;
    const std::size_t end = payload.starts_with(start) ? payload.find('"', start.size()) : std::string_view::npos;
    if (end == std::string_view::npos) return event.body().verb;
    return std::string(payload.substr(start.size(), end - start.size()));
}

/// Puts things as they should have been from the beginning, so it counts from when what it corrects was known.
bool corrects(std::string_view verb) { return verb == "correct" || verb == "revert"; }

/// Says what counts here, and not what the world knew, so it always applies.
bool hides(std::string_view field) { return field == "voided" || field == "merged_into"; }
bool only_hides(std::string_view verb) {
    return verb == "void" || verb == "restore" || verb == "merge" || verb == "unmerge" || verb == "erase";
}

/// Replays by `known`: the events said by a day, in the order in which they were said. What corrects something counts
/// from when that was known, and what hides a record always.
class KnownView {
  public:
    KnownView(const ReadJournal& journal, const std::vector<StoredChange>& changes, std::chrono::sys_days day)
        : journal_(journal), day_(day), last_(changes.empty() ? 0 : changes.back().last), next_free_(last_) {
        for (const StoredChange& change : changes) sources_[change.id] = {change.recorded, change.body().said.source};
    }

    void build(Connection& view) {
        choose();
        State state(view);
        state.let_keys_wait();
        KnownReplay replay(state, [this](RecordId record) { return first_events(record); });
        const auto apply = [&](StoredEvent& event, const Chosen& chosen) {
            if (chosen.part >= 0) take_part(event, parts_[static_cast<std::size_t>(chosen.part)]);
            replay.apply(event);
            copy_event(view, event);
        };
        for (const Chosen& chosen : chosen_) {
            StoredEvent event = at(chosen.seq);
            apply(event, chosen);
        }
        // A merge may bring in the one kept, about which there may be such events too.
        for (bool more = true; std::exchange(more, false);) {
            std::vector<Chosen> waiting;
            for (const Chosen& chosen : always_) {
                StoredEvent event = at(chosen.seq);
                if (!replay.is_there(event.record)) {
                    waiting.push_back(chosen);
                    continue;
                }
                apply(event, chosen);
                more = true;
            }
            always_ = std::move(waiting);
        }
        state.write_keys();
    }

  private:
    /// Of an event that corrects, the part of its fields that were known at one time.
    struct Part {
        std::string set;
        bool first = false;  ///< later parts are events of their own in the view
    };
    struct Chosen {
        std::chrono::sys_days day;
        std::int32_t part = -1;  // of parts_; most events are taken whole
        std::int64_t seq = 0;
    };

    /// Finds the events that were said by the day, and where each record begins.
    void choose() {
        each_event(journal_, 1, last_, [&](StoredEvent& event) {
            if (event.previous == 0) begins_[event.record] = event.seq;
            const std::string verb = verb_of(event);
            if (only_hides(verb)) {
                always_.push_back({.seq = event.seq});
            } else if (corrects(verb)) {
                choose_parts(event);
            } else {
                const auto known = known_of(event);
                if (known <= day_) chosen_.push_back({.day = known, .seq = event.seq});
            }
        });
        std::ranges::stable_sort(chosen_, {}, &Chosen::day);
    }

    void choose_parts(const StoredEvent& event) {
        codec::EventBody body = event.body();
        codec::Owned hiding(codec::Json::object());
        std::map<std::chrono::sys_days, codec::Owned> parts;
        for (const codec::Path& path : codec::paths_of(body.set)) {
            if (hides(path.field))
                codec::move_path(body.set, path, hiding.value);
            else if (const auto known = known_before(event.previous, path); known <= day_)
                codec::move_path(body.set, path, parts.try_emplace(known, codec::Json::object()).first->second.value);
        }
        bool first = true;
        const auto add = [&](std::vector<Chosen>& to, std::chrono::sys_days day, const codec::Json& part) {
            to.push_back({day, static_cast<std::int32_t>(parts_.size()), event.seq});
            parts_.push_back({part.dump(), first});
            first = false;
        };
        for (const auto& [known, part] : parts) add(chosen_, known, part);
        if (!hiding.value.empty()) add(always_, {}, hiding);
    }

    /// When it was known what a field of a record was before an event: of what corrected it, when that was known which
    /// it corrected. What was never said has been so from the record's beginning.
    std::chrono::sys_days known_before(std::int64_t previous, const codec::Path& path) {
        StoredEvent event;
        event.previous = previous;
        while (event.previous != 0) {
            const std::int64_t seq = event.previous;
            journal_([&](Connection& connection) { event = read_event(connection, seq); });
            if (event.previous >= seq)
                throw Damaged("event " + std::to_string(seq) + " says that it follows itself or a later one", {});
            const codec::EventBody body = event.body();
            if (codec::sets(body.set, path) && !corrects(body.verb)) break;
        }
        return known_of(event);
    }

    std::chrono::sys_days known_of(const StoredEvent& event) {
        const auto change = sources_.find(event.change);
        if (change == sources_.end()) throw Damaged("event " + std::to_string(event.seq) + " belongs to no change", {});
        const auto& [recorded, source] = change->second;
        // Most events have no source of their own, and need no decoding here.
        const bool own = event.payload.find("\"source\":") != std::string::npos;
        const Source own_source = own ? event.body().said.source : Source();
        return known_by(own_source.empty() ? source : own_source, recorded);
    }

    void take_part(StoredEvent& event, const Part& part) {
        const codec::EventBody body = event.body();
        event.payload.clear();
        codec::write_event(event.payload, body.verb, part.set, body.said);
        if (!part.first) event.seq = ++next_free_;
    }

    StoredEvent at(std::int64_t seq) {
        // In most files the order by `known` is nearly the order of recording, so a batch ahead is what comes next.
        const auto offset = static_cast<std::size_t>(seq - ahead_first_);
        if (seq < ahead_first_ || offset >= ahead_.size() || ahead_[offset].seq != seq) {
            journal_([&](Connection& connection) { ahead_ = read_events(connection, seq, last_, 512); });
            ahead_first_ = seq;
            return ahead_.at(0);
        }
        return ahead_[offset];
    }

    /// A record's first event, and of a nomination those of the credits that it was added with.
    std::vector<StoredEvent> first_events(RecordId record) {
        std::vector<StoredEvent> events;
        const auto found = begins_.find(record);
        if (found == begins_.end()) return events;
        journal_([&](Connection& connection) {
            events.push_back(read_event(connection, found->second));
            if (record.kind != Kind::nomination) return;
            for (StoredEvent& event : read_events(connection, found->second + 1, last_, 1000)) {
                if (event.record.kind != Kind::credit || event.change != events.front().change) break;
                // A credit that follows may have been added to another nomination by a revision.
                const codec::EventBody body = event.body();
                const auto nomination = body.set.find("nomination");
                if (nomination == body.set.end() || *nomination != record.value) break;
                events.push_back(std::move(event));
            }
        });
        return events;
    }

    struct ChangeSource {
        Instant recorded;
        Source source;
    };

    const ReadJournal& journal_;
    std::chrono::sys_days day_;
    std::int64_t last_;
    std::int64_t next_free_;
    std::map<std::int64_t, ChangeSource> sources_;
    std::vector<Chosen> chosen_;
    std::vector<Chosen> always_;
    std::vector<Part> parts_;
    std::unordered_map<RecordId, std::int64_t> begins_;
    std::vector<StoredEvent> ahead_;
    std::int64_t ahead_first_ = 0;
};

}  // namespace

std::unique_ptr<Connection> build_view(const ReadJournal& journal, const Bounds& bounds) {
    if (bounds.known && !bounds.known->exact())
        throw InvalidDate("what was known needs one day, as 2025-09-01, not " + bounds.known->text(),
                          bounds.known->text());
    if (bounds.public_on) return build_public_view(journal, bounds);
    const auto changes = changes_within(journal, bounds);
    auto view = new_view();
    view->execute("BEGIN");
    for (const StoredChange& change : changes) copy_change(*view, change);
    if (bounds.known) {
        KnownView(journal, changes, *bounds.known->latest()).build(*view);
    } else {
        State state(*view);
        state.let_keys_wait();
        each_event(journal, 1, changes.empty() ? 0 : changes.back().last, [&](StoredEvent& event) {
            replay(state, event);
            copy_event(*view, event);
        });
        state.write_keys();
    }
    view->execute("COMMIT");
    view->execute("PRAGMA query_only = ON");
    return view;
}

}  // namespace laurels::inline v0::storage
