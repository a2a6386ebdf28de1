#include "calendar.hpp"
#include "text.hpp"
#include "zone.hpp"

#include <laurels/date.hpp>
#include <laurels/error.hpp>

namespace laurels {
inline namespace v0 {
namespace {

using model::padded;
using model::take;
using model::take_digits;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

[[noreturn]] void refuse_when(std::string_view text, const std::string& why) {
    throw InvalidDate(model::shown(text) + ": " + why, model::shown(text));
}

// "19:00", "19:00:30", as digits only.
std::string clock_text(seconds time, bool always_seconds) {
    const std::chrono::hh_mm_ss parts(time);
    std::string text = padded(static_cast<unsigned>(parts.hours().count()), 2) + ":" +
                       padded(static_cast<unsigned>(parts.minutes().count()), 2);
    if (always_seconds || parts.seconds().count() != 0)
        text += ":" + padded(static_cast<unsigned>(parts.seconds().count()), 2);
    return text;
}

// Takes "19:00" or "19:00:30".
seconds take_clock(std::string_view& rest, std::string_view whole) {
    const auto hour = take_digits(rest, 2);
    const auto minute = hour && take(rest, ':') ? take_digits(rest, 2) : std::nullopt;
    const bool has_seconds = minute && take(rest, ':');
    const auto second = has_seconds ? take_digits(rest, 2) : std::optional<unsigned>(0);
    if (!minute || !second) refuse_when(whole, "a clock time is written as '19:00' or '19:00:30'");
    if (*hour > 23) refuse_when(whole, "there is no hour " + padded(*hour, 2) + "; they are 00 to 23");
    if (*minute > 59) refuse_when(whole, "there is no minute " + padded(*minute, 2) + "; they are 00 to 59");
    if (*second > 59) refuse_when(whole, "there is no second " + padded(*second, 2) + "; they are 00 to 59");
    return hours(*hour) + minutes(*minute) + seconds(*second);
}

// Takes ".5" to ".500000".
microseconds take_fraction(std::string_view& rest, std::string_view whole) {
    if (!take(rest, '.')) return microseconds(0);
    std::size_t size = 0;
    while (size < rest.size() && rest[size] >= '0' && rest[size] <= '9') ++size;
    if (size == 0 || size > 6) refuse_when(whole, "a second is told to six decimals at most");
    unsigned fraction = *take_digits(rest, size);
    for (; size < 6; ++size) fraction *= 10;
    return microseconds(fraction);
}

// Takes "Z" or "+01:00": what is to be subtracted.
minutes take_offset(std::string_view& rest, std::string_view whole) {
    if (take(rest, 'Z') || take(rest, 'z')) return minutes(0);
    const bool west = rest.starts_with('-');
    if (!west && !rest.starts_with('+')) refuse_when(whole, "an instant ends with 'Z' or an offset such as '+01:00'");
    rest.remove_prefix(1);
    const auto hour = take_digits(rest, 2);
    const auto minute = hour && take(rest, ':') ? take_digits(rest, 2) : std::nullopt;
    if (!minute || *hour > 23 || *minute > 59) refuse_when(whole, "an offset is written as '+01:00'");
    const minutes offset = hours(*hour) + minutes(*minute);
    return west ? -offset : offset;
}

// The date before the "T" of a clock time, which is one day.
Date parse_day(std::string_view text, std::string_view whole) {
    const Date date = Date::parse(text);
    if (!date.exact()) refuse_when(whole, "a clock time belongs to one day");
    return date;
}

bool in_range(Instant instant) {
    static const Instant first = model::day_of(1, 1, 1);
    static const Instant end = model::day_of(10000, 1, 1);
    return instant >= first && instant < end;
}

bool is_utc(const std::string& zone) { return zone == "UTC"; }

std::string wall_text(model::WallTime time, bool with_date) {
    const auto day = floor<days>(time);
    return clock_text(time - day, false) + (with_date ? " on " + Date::of(day).display() : "");
}

void check_local(model::WallTime time, const std::string& zone, const std::string& whole) {
    if (is_utc(zone)) return;
    const auto resolved = model::resolve(model::Zones::system().find(zone), time);
    if (!resolved.skipped) return;
    const bool dates = floor<days>(resolved.from) != floor<days>(resolved.to);
    refuse_when(whole, "this time does not exist in " + zone + ", where the clock was put forward from " +
                           wall_text(resolved.from, dates) + " to " + wall_text(resolved.to, dates));
}

// The three parts of a clock time in text; `clock` is empty for a date alone.
struct DateAndClock {
    Date date;
    std::optional<seconds> clock;
    std::string zone;
};

DateAndClock parse_parts(std::string_view text) {
    const auto t = text.find('T');
    // A date has no "T", so what has one after four digits is meant to have a clock time.
    if (t == std::string_view::npos || !model::all_digits(text.substr(0, 1))) return {Date::parse(text), {}, {}};
    const Date date = parse_day(text.substr(0, t), text);
    std::string_view rest = text.substr(t + 1);
    const seconds clock = take_clock(rest, text);
    if (rest.empty()) {
        refuse_when(text, "a clock time needs its time zone, as in '" + model::shown(text) +
                              "[Europe/London]', or 'Z' for UTC");
    }
    if (rest == "Z") return {date, clock, "UTC"};
    if (rest.starts_with('[') && rest.ends_with(']'))
        return {date, clock, std::string(rest.substr(1, rest.size() - 2))};
    if (rest.starts_with('.')) refuse_when(text, "a clock time is told to the second");
    if (rest.starts_with('+') || rest.starts_with('-')) {
        if (const auto zone = rest.find('['); zone != std::string_view::npos)
            refuse_when(text, "the zone says which offset it has at that time: leave the offset out, as in '" +
                                  model::shown(text.substr(0, text.size() - rest.size())) +
                                  model::shown(rest.substr(zone)) + "'");
        refuse_when(text,
                    "an offset does not say which time zone; name it, as in '[Europe/London]', or give the time in "
                    "UTC with 'Z'");
    }
    refuse_when(text, "after a clock time comes its time zone, as '[Europe/London]', or 'Z' for UTC");
}

}  // namespace

std::string to_string(Instant instant) {
    const auto day = floor<days>(instant);
    const auto time = floor<seconds>(instant - day);
    const auto fraction = (instant - day - time).count();
    const std::chrono::year_month_day date(day);
    std::string text = padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
                       padded(static_cast<unsigned>(date.month()), 2) + "-" +
                       padded(static_cast<unsigned>(date.day()), 2) + "T" + clock_text(time, true);
    if (fraction != 0) text += "." + padded(static_cast<unsigned>(fraction), 6);
    return text + "Z";
}

Instant parse_instant(std::string_view text) {
    const auto t = text.find_first_of("Tt");
    if (t == std::string_view::npos) refuse_when(text, "an instant is written as '2026-03-02T10:30:00Z'");
    const Date date = parse_day(text.substr(0, t), text);
    std::string_view rest = text.substr(t + 1);
    const seconds clock = take_clock(rest, text);
    const microseconds fraction = take_fraction(rest, text);
    if (rest.empty())
        refuse_when(text, "a time without time zone is no instant; end it with 'Z' or an offset such as '+01:00'");
    const minutes offset = take_offset(rest, text);
    if (!rest.empty()) refuse_when(text, "something follows the instant");
    const Instant instant = *date.earliest() + clock + fraction - offset;
    if (!in_range(instant)) refuse_when(text, "instants lie in the years 0001 to 9999");
    return instant;
}

When::When(Date date, seconds time_of_day, std::string zone) : date_(date), time_(time_of_day), zone_(std::move(zone)) {
    if (!date_.exact()) refuse_when(date_.text(), "a clock time belongs to one day");
    if (time_of_day < seconds(0) || time_of_day >= days(1)) {
        refuse_when(date_.text(), "a time of day is 0 to 86399 seconds, not " + std::to_string(time_of_day.count()));
    }
    if (zone_.empty()) refuse_when(text(), "a clock time needs its time zone, as 'Europe/London'");
    check_local(*date_.earliest() + time_of_day, zone_, text());
}

When::When(Instant instant) {
    if (!in_range(instant)) throw InvalidDate("instants lie in the years 0001 to 9999", "");
    const auto day = floor<days>(instant);
    date_ = Date::of(day);
    time_ = floor<seconds>(instant - day);
    zone_ = "UTC";
}

When When::parse(std::string_view text) {
    DateAndClock parts = parse_parts(text);
    if (!parts.clock) return parts.date;
    return {parts.date, *parts.clock, std::move(parts.zone)};
}

When When::parse_stored(std::string_view text) {
    DateAndClock parts = parse_parts(text);
    When when(parts.date);
    when.time_ = parts.clock;
    when.zone_ = std::move(parts.zone);
    return when;
}

std::optional<Instant> When::instant() const {
    if (!time_) return std::nullopt;
    const model::WallTime local = *date_.earliest() + *time_;
    if (is_utc(zone_)) return local;
    return model::resolve(model::Zones::system().find(zone_), local).instant;
}

std::string When::text() const {
    if (!time_) return date_.text();
    return date_.text() + "T" + clock_text(*time_, false) + (is_utc(zone_) ? "Z" : "[" + zone_ + "]");
}

std::string When::display() const {
    if (!time_) return date_.display();
    return date_.display() + ", " + clock_text(*time_, false) + (is_utc(zone_) ? " UTC" : " (" + zone_ + ")");
}

std::strong_ordering operator<=>(const When& left, const When& right) {
    if (const auto order = left.date_ <=> right.date_; std::is_neq(order)) return order;
    if (const auto order = left.time_ <=> right.time_; std::is_neq(order)) return order;
    return left.zone_ <=> right.zone_;
}

}  // namespace v0
}  // namespace laurels
