#pragma once

// Ceremonies and deadlines as iCalendar (RFC 5545).

#include <laurels/date.hpp>
#include <laurels/exporting.hpp>
#include <laurels/records.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

/// A date for the calendar, of whatever kind.
struct CalendarEvent {
    RecordId record{};
    std::string what;  ///< "gala", "entries close"
    std::string award;
    std::string edition;
    std::optional<When> date;
    CeremonyStatus status = CeremonyStatus::planned;  ///< of a deadline: planned
    std::string place;
    std::string url;
    std::int64_t sequence = 0;  ///< how often what is shown was changed
    Instant modified{};         ///< when that was last
};

struct CalendarText {
    std::string text;
    CalendarReport report;
};

/// `name` is the calendar's, `uuid` that of the file whose records these are.
CalendarText write_calendar(const std::string& name, const std::string& uuid, const std::vector<CalendarEvent>& events);

}  // namespace laurels::inline v0::exchange
