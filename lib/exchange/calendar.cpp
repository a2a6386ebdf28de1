#include "exchange/calendar.hpp"

#include "model/calendar.hpp"
#include "model/display.hpp"
#include "model/text.hpp"
#include "model/zone.hpp"

#include <laurels/error.hpp>
#include <laurels/version.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace laurels::inline v0::exchange {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// ---- Lines

/// Lines of at most 75 octets, of which the rest goes on after a space; no character is cut.
class Lines {
  public:
    void add(std::string_view line) {
        std::size_t room = 75;
        while (line.size() > room) {
            std::size_t cut = room;
            while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
            text_.append(line.substr(0, cut)).append("\r\n ");
            line.remove_prefix(cut);
            room = 74;
        }
        text_.append(line).append("\r\n");
    }
    /// A property whose value is text.
    void add_text(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        std::string line = std::string(name) + ":";
        for (const char c : value) {
            if (c == '\\' || c == ';' || c == ',') line += '\\';
            if (c == '\n')
                line += "\\n";
            else if (c != '\r')
                line += c;
        }
        add(line);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

std::string date_text(sys_days day) {
    const std::chrono::year_month_day date(day);
    return model::padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) +
           model::padded(static_cast<unsigned>(date.month()), 2) + model::padded(static_cast<unsigned>(date.day()), 2);
}

std::string time_text(sys_seconds time) {
    const sys_days day = floor<days>(time);
    const std::chrono::hh_mm_ss clock(time - day);
    return date_text(day) + "T" + model::padded(static_cast<unsigned>(clock.hours().count()), 2) +
           model::padded(static_cast<unsigned>(clock.minutes().count()), 2) +
           model::padded(static_cast<unsigned>(clock.seconds().count()), 2);
}

// ---- Time zones

std::string offset_text(seconds offset) {
    const auto size = static_cast<unsigned>(offset < seconds(0) ? -offset.count() : offset.count());
    std::string text =
        (offset < seconds(0) ? "-" : "+") + model::padded(size / 3600, 2) + model::padded(size / 60 % 60, 2);
    if (size % 60 != 0) text += model::padded(size % 60, 2);
    return text;
}

/// `from` holds until `instant`, and `to` from then on.
void add_change(Lines& out, sys_seconds instant, seconds from, seconds to) {
    const std::string type = to > from ? "DAYLIGHT" : "STANDARD";
    out.add("BEGIN:" + type);
    out.add("DTSTART:" + time_text(instant + from));  // by the clock as it was before
    out.add("TZOFFSETFROM:" + offset_text(from));
    out.add("TZOFFSETTO:" + offset_text(to));
    out.add("END:" + type);
}

/// The changes of the clock between two days: each is in a day whose ends differ.
void add_changes(Lines& out, const model::Zone& zone, sys_days first, sys_days last) {
    const seconds offset = zone.offset_at(first);
    // The day before the first that a calendar has is in no year that programs read.
    add_change(out, std::max<sys_seconds>(first, sys_seconds(model::day_of(1, 1, 1)) - offset), offset, offset);
    for (sys_days day = first; day < last; day += days(1)) {
        const seconds from = zone.offset_at(day);
        const seconds to = zone.offset_at(day + days(1));
        if (from == to) continue;
        sys_seconds low = day;
        sys_seconds high = day + days(1);
        while (high - low > seconds(1)) {
            const sys_seconds middle = low + (high - low) / 2;
            (zone.offset_at(middle) == from ? low : high) = middle;
        }
        add_change(out, high, from, to);
    }
}

/// What the clocks of a zone do in the years in which something is: no rule for other years, which may change.
void add_zone(Lines& out, const std::string& name, const model::Zone& zone, const std::set<int>& years) {
    out.add("BEGIN:VTIMEZONE");
    out.add("TZID:" + name);
    for (const int first : years) {
        if (years.contains(first - 1)) continue;  // years that follow one another are told of at once
        int last = first;
        while (years.contains(last + 1)) ++last;
        add_changes(out, zone, model::day_of(first, 1, 1) - days(1), model::day_of(last, 12, 31) + days(2));
    }
    out.add("END:VTIMEZONE");
}

/// Where the system has no such zone (any more), nothing.
const model::Zone* zone_of(const When& when) {
    if (!when.time() || when.zone() == "UTC") return nullptr;
    try {
        return &model::Zones::system().find(when.zone());
    } catch (const InvalidDate&) {
        return nullptr;
    }
}

void add_zones(Lines& out, const std::vector<const CalendarEvent*>& events) {
    std::map<std::string, std::set<int>> years;
    for (const CalendarEvent* event : events) {
        if (zone_of(*event->date) == nullptr) continue;
        const std::chrono::year_month_day day(*event->date->date().earliest());
        years[event->date->zone()].insert(static_cast<int>(day.year()));
    }
    for (const auto& [name, of_zone] : years) add_zone(out, name, model::Zones::system().find(name), of_zone);
    // A calendar must have something in it.
    if (events.empty()) add_zone(out, "Etc/UTC", model::Zone{}, {1970});
}

// ---- Events

std::string summary_of(const CalendarEvent& event) {
    std::string text =
        model::display(event.award) + " " + model::display(event.edition) + ": " + model::display(event.what);
    if (event.status == CeremonyStatus::cancelled) text = "Cancelled: " + text;
    if (event.status == CeremonyStatus::postponed) text = "Postponed: " + text;
    if (!event.date->time() && !event.date->date().exact()) text += " (" + event.date->date().display() + ")";
    return text;
}

std::string_view status_of(const CalendarEvent& event) {
    if (event.status == CeremonyStatus::cancelled) return "CANCELLED";
    const bool known = event.date->time() || event.date->date().exact();
    return event.status == CeremonyStatus::postponed || !known ? "TENTATIVE" : "CONFIRMED";
}

void add_date(Lines& out, const When& when) {
    const sys_days first = *when.date().earliest();
    if (!when.time()) {
        out.add("DTSTART;VALUE=DATE:" + date_text(first));
        const sys_days after = *when.date().latest() + days(1);
        if (after < model::day_of(10'000, 1, 1)) out.add("DTEND;VALUE=DATE:" + date_text(after));
        return;
    }
    const std::string time = time_text(first + *when.time());
    if (when.zone() == "UTC")
        out.add("DTSTART:" + time + "Z");
    else if (zone_of(when) != nullptr)
        out.add("DTSTART;TZID=" + when.zone() + ":" + time);
    else
        out.add("DTSTART:" + time);  // as the clocks show where it is
}

bool is_link(std::string_view url) {
    return (url.starts_with("https://") || url.starts_with("http://")) &&
           url.find_first_of(" \t\r\n\"<>") == std::string_view::npos;
}

void add_event(Lines& out, const CalendarEvent& event, const std::string& uuid) {
    const std::string kind(name(event.record.kind));
    const std::string stamp = time_text(floor<seconds>(event.modified)) + "Z";
    out.add("BEGIN:VEVENT");
    out.add("UID:" + kind + "-" + std::to_string(event.record.value) + "@" + uuid);
    out.add("DTSTAMP:" + stamp);
    out.add("LAST-MODIFIED:" + stamp);
    out.add("SEQUENCE:" + std::to_string(event.sequence));
    add_date(out, *event.date);
    out.add_text("SUMMARY", summary_of(event));
    out.add("STATUS:" + std::string(status_of(event)));
    if (!event.date->time()) out.add("TRANSP:TRANSPARENT");  // nobody is busy for a month
    out.add_text("LOCATION", model::display(event.place));
    if (is_link(event.url)) out.add("URL:" + event.url);
    out.add_text("CATEGORIES", event.record.kind == Kind::deadline ? "Deadline" : "Ceremony");
    out.add_text("DESCRIPTION", "Date: " + model::display(*event.date));
    out.add("END:VEVENT");
}

/// Why a calendar has no place for it; empty where it has.
std::string obstacle(const CalendarEvent& event) {
    if (!event.date) return "it has no date";
    if (!event.date->date().earliest() || !event.date->date().latest())
        return "its date, " + event.date->display() + ", is open at an end, and no calendar has days without end";
    return {};
}

}  // namespace

CalendarText write_calendar(const std::string& name, const std::string& uuid,
                            const std::vector<CalendarEvent>& events) {
    CalendarText result;
    std::vector<const CalendarEvent*> written;
    for (const CalendarEvent& event : events) {
        if (std::string why = obstacle(event); !why.empty())
            result.report.left_out.push_back(
                {event.record, event.award + " " + event.edition + ": " + event.what, std::move(why)});
        else
            written.push_back(&event);
    }
    Lines out;
    out.add("BEGIN:VCALENDAR");
    out.add("VERSION:2.0");
    out.add_text("PRODID", "-//Laurels//Laurels " + std::string(version) + "//EN");
    out.add("CALSCALE:GREGORIAN");
    out.add_text("NAME", name);
    out.add_text("X-WR-CALNAME", name);
    add_zones(out, written);
    for (const CalendarEvent* event : written) add_event(out, *event, uuid);
    out.add("END:VCALENDAR");
    result.text = out.take();
    result.report.events = static_cast<std::int64_t>(written.size());
    return result;
}

}  // namespace laurels::inline v0::exchange

namespace laurels::inline v0 {

std::string CalendarReport::text() const {
    std::string text = model::counted(events, "event", "events") + " written";
    for (const LeftOut& each : left_out)
        text += "\nleft out: " + to_string(each.record) + ", " + model::shown(each.called) + ": " + each.reason;
    return text;
}

}  // namespace laurels::inline v0
