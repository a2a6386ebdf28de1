// Calendars: which dates of a registry go into one, and how often each was changed.

#include "exchange/calendar.hpp"

#include "registry/core.hpp"
#include "registry/output.hpp"
#include "storage/journal.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

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
class Journal {
  public:
    explicit Journal(Connection& connection) : connection_(connection) {}

    template <class Row>
    Edits of(const Row& row) {
        Edits edits = count(row.id, {"name", "date", "place", "status", "url", "edition", "voided"});
        edits += shared(row.edition_id, {"label", "award", "voided"});
        edits += shared(row.award_id, {"name", "voided"});
        return edits;
    }

  private:
    template <RecordType R>
    const Edits& shared(Id<R> id, std::initializer_list<std::string_view> fields) {
        const auto [known, fresh] = known_.try_emplace(RecordId(id));
        if (fresh) known->second = count(id, fields);
        return known->second;
    }

    /// The first event is no edit.
    template <RecordType R>
    Edits count(Id<R> id, std::initializer_list<std::string_view> fields) {
        Edits edits{-1, {}};
        storage::each_event_back(
            connection_, storage::get_itself(connection_, id).revision, [&](const storage::StoredEvent& event) {
                const codec::EventBody body = event.body();
                const bool shown = event.previous == 0 || std::ranges::any_of(fields, [&](std::string_view field) {
                                       return body.set.contains(field);
                                   });
                if (!shown) return true;
                ++edits.count;
                if (edits.last == Instant{}) edits.last = recorded(event.change);
                return true;
            });
        return edits;
    }

    Instant recorded(std::int64_t change) const {
        const auto stored = storage::find_change(connection_, change);
        return stored ? stored->recorded : Instant{};
    }

    Connection& connection_;
    std::map<RecordId, Edits> known_;
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
        for (const auto& row : storage::ceremony_rows(connection, filter_of(options))) edits[row.id] = journal.of(row);
        for (const auto& row : storage::deadline_rows(connection, filter_of(options))) edits[row.id] = journal.of(row);
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
