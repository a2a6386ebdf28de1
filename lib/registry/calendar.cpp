// Calendars: which dates of a registry go into one, and how often each was changed.

#include "exchange/calendar.hpp"

#include "registry/core.hpp"
#include "registry/output.hpp"
#include "storage/journal.hpp"
#include "storage/kinds.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace laurels::inline v0 {

using detail::Core;
using detail::EventFilter;
using exchange::CalendarEvent;
using storage::Connection;

namespace {

/// How often something that a calendar shows was written, and when last.
struct Edits {
    std::int64_t count = 0;
    Instant last{};

    Edits& operator+=(const Edits& other) {
        count += other.count;
        last = std::max(last, other.last);
        return *this;
    }
};

/// The records whose names and dates a calendar shows, by what the journal says of them. Fields that it does not show,
/// as notes are, do not count: else a calendar would tell of changes to what is not public.
///
/// All counts that something ever hung on, so that a number never goes back where an edition moves to another award, or
/// an award turns out to be another.
class Journal {
  public:
    explicit Journal(Connection& connection) : connection_(connection) {}

    Edits of(RecordId id) {
        Edits edits;
        std::set<RecordId> reached;
        std::vector<RecordId> next{id};
        while (!next.empty()) {
            const RecordId record = next.back();
            next.pop_back();
            if (!reached.insert(record).second) continue;
            const Known& known = read(record);
            edits += known.edits;
            next.insert(next.end(), known.hung_on.begin(), known.hung_on.end());
        }
        return edits;
    }

  private:
    struct Known {
        Edits edits;
        std::vector<RecordId> hung_on;
    };

    const Known& read(RecordId record) {
        const auto [known, fresh] = known_.try_emplace(record);
        if (fresh) known->second = read_events(record);
        return known->second;
    }

    Known read_events(RecordId record) const {
        static const std::map<Kind, std::vector<std::string_view>> shown{
            {Kind::award, {"name", "merged_into", "voided"}}, {Kind::edition, {"label", "award", "voided"}}};
        static const std::vector<std::string_view> of_dates{"name", "date",    "place", "status",
                                                            "url",  "edition", "voided"};
        const auto found = shown.find(record.kind);
        const auto& fields = found == shown.end() ? of_dates : found->second;
        Known known;
        const std::int64_t last = storage::with_kind(record.kind, [&]<class R>(const R&) {
            return storage::get_itself(connection_, Id<R>(record.value)).revision;
        });
        storage::each_event_back(connection_, last, [&](const storage::StoredEvent& event) {
            const codec::EventBody body = event.body();
            for (const auto& [field, kind] : {std::pair{"award", Kind::award}, std::pair{"edition", Kind::edition},
                                              std::pair{"merged_into", record.kind}}) {
                const auto value = body.set.find(field);
                if (value != body.set.end() && value->is_number())
                    known.hung_on.emplace_back(kind, codec::read_whole(*value));
            }
            const bool first = event.previous == 0;
            if (!first && std::ranges::none_of(fields, [&](auto field) { return body.set.contains(field); }))
                return true;
            if (!first) ++known.edits.count;
            if (known.edits.last == Instant{}) known.edits.last = recorded(event.change);
            return true;
        });
        return known;
    }

    Instant recorded(std::int64_t change) const {
        const auto stored = storage::find_change(connection_, change);
        return stored ? stored->recorded : Instant{};
    }

    Connection& connection_;
    std::map<RecordId, Known> known_;
};

EventFilter filter_of(const CalendarExport& options) {
    EventFilter filter;
    if (options.award) filter.conditions.push_back({detail::Condition::On::award, options.award->value});
    return filter;
}

CalendarEvent event_of(const CeremonyRow& row) {
    return {row.id,    row.name.empty() ? "ceremony" : row.name,
            row.award, row.edition,
            row.date,  row.status,
            row.place, {},
            0,         {}};
}
CalendarEvent event_of(const DeadlineRow& row) {
    return {row.id, row.name, row.award, row.edition, row.date, CeremonyStatus::planned, {}, {}, 0, {}};
}

std::map<RecordId, Edits> edits_of(const Core& core, const CalendarExport& options) {
    return core.with_journal()->ask([&](Connection& connection) {
        const storage::Snapshot snapshot(connection);
        Journal journal(connection);
        std::map<RecordId, Edits> edits;
        for (const auto& row : storage::ceremony_rows(connection, filter_of(options)))
            edits[row.id] = journal.of(row.id);
        for (const auto& row : storage::deadline_rows(connection, filter_of(options)))
            edits[row.id] = journal.of(row.id);
        return edits;
    });
}

struct Contents {
    std::string name = "Awards";
    std::vector<CalendarEvent> events;
};
Contents read(Connection& connection, const CalendarExport& options) {
    const storage::Snapshot snapshot(connection);
    Contents shown;
    if (options.award) shown.name = storage::get_record(connection, *options.award).name;
    for (const CeremonyRow& row : storage::ceremony_rows(connection, filter_of(options))) {
        shown.events.push_back(event_of(row));
        shown.events.back().url = storage::get_itself(connection, row.id).url;
    }
    for (const DeadlineRow& row : storage::deadline_rows(connection, filter_of(options)))
        shown.events.push_back(event_of(row));
    return shown;
}

exchange::CalendarText calendar(const Core& core, const CalendarExport& options) {
    // What was edited is read first: an edit in between is then in the dates, and raises the number next time. The
    // other way round a subscription would miss it.
    std::map<RecordId, Edits> edits = edits_of(core, options);
    const auto reading =
        options.everything ? std::shared_ptr<const detail::Reading>(core.shared_from_this()) : core.publicly();
    Contents shown = reading->ask([&](Connection& connection) { return read(connection, options); });
    const auto known = [&](const CalendarEvent& event) { return edits.contains(event.record); };
    if (!std::ranges::all_of(shown.events, known)) edits = edits_of(core, options);
    for (CalendarEvent& event : shown.events) {
        event.sequence = edits[event.record].count;
        event.modified = edits[event.record].last;
    }
    std::ranges::stable_sort(shown.events, {},
                             [](const CalendarEvent& event) { return std::pair(!event.date, event.date); });
    return exchange::write_calendar(shown.name, core.uuid(), shown.events);
}

}  // namespace

std::string Registry::to_ical(const CalendarExport& options) const {
    if (!core_) throw Closed("this registry was moved from, so nothing can be asked of it");
    return calendar(*core_, options).text;
}

CalendarReport Registry::export_calendar(std::ostream& to, const CalendarExport& options) const {
    if (!core_) throw Closed("this registry was moved from, so nothing can be asked of it");
    exchange::CalendarText text = calendar(*core_, options);
    detail::write_to(to, text.text);
    return std::move(text.report);
}

CalendarReport Registry::export_calendar(const std::filesystem::path& path, const CalendarExport& options) const {
    CalendarReport report;
    detail::write_file(path, [&](std::ostream& to) { report = export_calendar(to, options); });
    return report;
}

}  // namespace laurels::inline v0
