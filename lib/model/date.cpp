#include "calendar.hpp"
#include "text.hpp"

#include <laurels/date.hpp>
#include <laurels/error.hpp>

#include <algorithm>

namespace laurels {
inline namespace v0 {
namespace {

using model::day_of;
using model::days_in;
using model::month_name;
using model::padded;
using std::chrono::sys_days;

constexpr unsigned spring = 21;
constexpr unsigned winter = 24;
constexpr unsigned last_subyear_group = 41;

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw InvalidDate(model::shown(text) + ": " + why, model::shown(text));
}

bool is_season(unsigned month) { return month >= spring; }

void check_year(int year, std::string_view whole) {
    if (year < 1 || year > 9999) refuse(whole, "years are 0001 to 9999");
}

void check_month(unsigned month, std::string_view whole) {
    if (month >= 1 && month <= 12) return;
    refuse(whole, "there is no month " + padded(month, 2));
}

void check_day(int year, unsigned month, unsigned day, std::string_view whole) {
    const unsigned days = days_in(year, month);
    if (day >= 1 && day <= days) return;
    if (day == 0) refuse(whole, "there is no day 00");
    refuse(whole,
           std::string(month_name(month)) + " " + std::to_string(year) + " has " + std::to_string(days) + " days");
}

// True where one of `letters` follows a digit, so that it is a sign of EDTF and not part of a word.
bool after_digit(std::string_view text, std::string_view letters) {
    const auto at = text.find_first_of(letters);
    return at != std::string_view::npos && at > 0 && model::all_digits(text.substr(at - 1, 1));
}

// Forms of EDTF that are not kept, by name, so that nobody wonders whether they misspelt one.
void refuse_unsupported(std::string_view part, std::string_view whole) {
    const auto contains = [part](std::string_view any) { return part.find_first_of(any) != std::string_view::npos; };
    if (contains("{}")) refuse(whole, "sets of dates ('{…}') are not supported");
    if (contains("[]"))
        refuse(whole, "choices of dates ('[…]') are not supported; an interval such as '1927/1928' may do");
    if (contains("X") && part.find_first_not_of("0123456789X-") == std::string_view::npos) {
        refuse(whole,
               "unspecified digits ('X') are not supported; write what is known, as '2025', or an interval such as "
               "'2020/2029'");
    }
    if (contains("%")) refuse(whole, "'%' (uncertain and approximate) is not supported; use ? or ~");
    if (part.starts_with('Y') && part.find_first_of("0123456789") != std::string_view::npos) {
        refuse(whole, "years of more than four digits ('Y…') are not supported");
    }
    if (part.starts_with('-')) refuse(whole, "years before 0001 are not supported");
    if (after_digit(part, "S")) refuse(whole, "significant digits ('S') are not supported");
    if (after_digit(part, "T:")) refuse(whole, "a date has no clock time");
    if (part.find("..") != std::string_view::npos)
        refuse(whole, "'..' stands alone at an open end of an interval, as in '2025/..'");
    if (contains("?~")) refuse(whole, "? and ~ stand at the end of a date, one of them and once: '2025-11~'");
}

// "25/09/2025", "25.9.2025" and the like: three numbers, the last of them a year.
bool is_day_first(std::string_view text) {
    std::size_t numbers = 0;
    std::size_t digits = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            ++digits;
        } else if ((c == '/' || c == '.' || c == '-') && (digits == 1 || digits == 2)) {
            ++numbers;
            digits = 0;
        } else {
            return false;
        }
    }
    return numbers == 2 && digits == 4;
}

// Says why `part`, the whole or an end of an interval, cannot be read.
[[noreturn]] void refuse_form(std::string_view part, std::string_view whole) {
    if (is_day_first(whole)) {
        refuse(whole,
               "dates are written year first, as '2025-09-25', so that day and month cannot be taken for each other");
    }
    refuse_unsupported(part, whole);
    const bool only_digits = model::all_digits(part);
    if (only_digits && part.size() < 4) refuse(whole, "a year has four digits, as in '2025' or '0985'");
    if (only_digits && part.size() == 8) refuse(whole, "a date has hyphens, as in '2025-09-25'");
    if (model::all_digits(part.substr(0, 4)) && part.substr(4).starts_with('-')) {
        refuse(whole, "after the year come a month and a day of two digits each, as in '2025-09-05'");
    }
    refuse(whole, "this is no date; write it as '2025-09-25', '2025-09' or '2025', year first");
}

sys_days first_of_season(int year, unsigned season) { return day_of(year, 3 * (season - spring) + 3, 1); }

sys_days last_of_season(int year, unsigned season) {
    if (season == winter) return day_of(year + 1, 2, days_in(year + 1, 2));
    const unsigned month = 3 * (season - spring) + 5;
    return day_of(year, month, days_in(year, month));
}

std::string_view season_name(unsigned season) {
    switch (season) {
    case 21: return "spring";
    case 22: return "summer";
    case 23: return "autumn";
    default: return "winter";
    }
}

// "20–22 November 2025", "September–November 2025", "1 February 2004 – 2005": what two ends of one precision share is
// said once, unless a qualifier makes it unclear what that belongs to.
std::string joined(const std::string& from, const std::string& to, bool plain) {
    const auto words = [](std::string_view text) { return std::count(text.begin(), text.end(), ' ') + 1; };
    std::size_t shared = 0;  // the bytes at the end of both, from a space on
    for (std::size_t size = 1; plain && words(from) == words(to) && size < std::min(from.size(), to.size()); ++size) {
        const char c = from[from.size() - size];
        if (c != to[to.size() - size]) break;
        if (c == ' ') shared = size;
    }
    const std::string first = from.substr(0, from.size() - shared);
    const std::string second = to.substr(0, to.size() - shared);
    const bool one_word_each = words(first) == 1 && words(second) == 1;
    return first + (one_word_each ? "–" : " – ") + to;
}

// Whether the first span lies in the second; nullopt is an open end.
bool lies_in(const Date& inner, const Date& outer) {
    const auto from = outer.earliest();
    const auto to = outer.latest();
    return (!from || (inner.earliest() && *inner.earliest() >= *from)) &&
           (!to || (inner.latest() && *inner.latest() <= *to));
}

// Whether all days of the first span come before all of the second.
bool wholly_before(const Date& left, const Date& right) {
    const auto end = left.latest();
    const auto start = right.earliest();
    return end && start && *end < *start;
}

// Whether no day of the first span comes before any of the second.
bool never_before(const Date& left, const Date& right) {
    const auto start = left.earliest();
    const auto end = right.latest();
    return start && end && *start >= *end;
}

Truth truth(bool always, bool never) { return always ? Truth::yes : never ? Truth::no : Truth::unknown; }

}  // namespace

std::string_view name(Truth truth) {
    switch (truth) {
    case Truth::no: return "no";
    case Truth::yes: return "yes";
    default: return "unknown";
    }
}

Date::End Date::parse_end(std::string_view text, std::string_view whole) {
    End end;
    std::string_view rest = text;
    if (rest.ends_with('?') || rest.ends_with('~')) {
        end.qualifier = rest.back();
        rest.remove_suffix(1);
    }
    const auto year = model::take_digits(rest, 4);
    if (!year || (!rest.empty() && !model::take(rest, '-'))) refuse_form(text, whole);
    check_year(static_cast<int>(*year), whole);
    end.year = static_cast<std::int16_t>(*year);
    if (text.find('-') == std::string_view::npos) return end;

    const auto month = model::take_digits(rest, 2);
    if (!month || (!rest.empty() && !model::take(rest, '-'))) refuse_form(text, whole);
    if (*month > winter && *month <= last_subyear_group) {
        refuse(whole, "of the parts of a year only the seasons 21 (spring) to 24 (winter) are supported");
    }
    if (!is_season(*month) || *month > winter) check_month(*month, whole);
    end.month = static_cast<std::uint8_t>(*month);
    if (text.find('-', 5) == std::string_view::npos) return end;

    if (is_season(*month)) refuse(whole, "a season has no days");
    const auto day = model::take_digits(rest, 2);
    if (!day || !rest.empty()) refuse_form(text, whole);
    check_day(end.year, *month, *day, whole);
    end.day = static_cast<std::uint8_t>(*day);
    return end;
}

Date Date::parse(std::string_view edtf) {
    if (edtf.empty()) throw InvalidDate("an empty text is no date; write '..' for an open end of an interval", "");
    Date date;
    const auto slash = edtf.find('/');
    if (slash == std::string_view::npos) {
        if (edtf == "..") refuse(edtf, "'..' is an open end of an interval, as in '2025/..'");
        date.interval_ = false;
        date.first_ = parse_end(edtf, edtf);
        return date;
    }
    const std::string_view from = edtf.substr(0, slash);
    const std::string_view to = edtf.substr(slash + 1);
    if (to.find('/') != std::string_view::npos) {
        if (is_day_first(edtf)) refuse_form(edtf, edtf);
        refuse(edtf, "an interval has two ends, as in '1927/1928'");
    }
    if (from.empty() || to.empty())
        refuse(edtf, "unknown ends of intervals are not supported; write '..' for an open end");
    if (from != "..") date.first_ = parse_end(from, edtf);
    if (to != "..") date.last_ = parse_end(to, edtf);
    const auto start = date.earliest();
    const auto end = date.latest();
    if (start && end && *start > *end) refuse(edtf, "the interval ends before it begins");
    return date;
}

Date Date::of(int year, unsigned month, unsigned day) {
    const bool has_month = month != 0 || day != 0;
    const bool exists = year >= 1 && year <= 9999 && (!has_month || (month >= 1 && month <= 12)) &&
                        (day == 0 || day <= days_in(year, month));
    if (!exists) {
        std::string text = std::to_string(year);
        if (has_month) text += "-" + padded(month, 2);
        if (day != 0) text += "-" + padded(day, 2);
        check_year(year, text);
        check_month(month, text);
        check_day(year, month, day, text);
    }
    Date date;
    date.interval_ = false;
    date.first_.year = static_cast<std::int16_t>(year);
    date.first_.month = static_cast<std::uint8_t>(month);
    date.first_.day = static_cast<std::uint8_t>(day);
    return date;
}

Date Date::of(sys_days day) {
    const std::chrono::year_month_day parts(day);
    return of(static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
}

std::string Date::text_of(const End& end) {
    if (end.year == 0) return "..";
    std::string text = padded(static_cast<unsigned>(end.year), 4);
    if (end.month != 0) text += "-" + padded(end.month, 2);
    if (end.day != 0) text += "-" + padded(end.day, 2);
    if (end.qualifier != 0) text += end.qualifier;
    return text;
}

std::string Date::text() const { return interval_ ? text_of(first_) + "/" + text_of(last_) : text_of(first_); }

std::string Date::display_of(const End& end) {
    std::string text = end.qualifier == '~' ? "about " : end.qualifier == '?' ? "possibly " : "";
    const std::string year = std::to_string(end.year);
    if (end.month == winter)
        return text + "winter " + year + "/" + padded(static_cast<unsigned>(end.year + 1) % 100, 2);
    if (is_season(end.month)) return text + std::string(season_name(end.month)) + " " + year;
    if (end.day != 0) text += std::to_string(end.day) + " ";
    if (end.month != 0) text += std::string(month_name(end.month)) + " ";
    return text + year;
}

std::string Date::display() const {
    if (!interval_) return display_of(first_);
    if (first_.year == 0 && last_.year == 0) return "unknown";
    if (first_.year == 0) return "until " + display_of(last_);
    if (last_.year == 0) return "from " + display_of(first_);
    if (first_ == last_) return display_of(first_);
    const bool plain = first_.qualifier == 0 && last_.qualifier == 0;
    return joined(display_of(first_), display_of(last_), plain);
}

std::optional<sys_days> Date::earliest() const {
    if (first_.year == 0) return std::nullopt;
    if (is_season(first_.month)) return first_of_season(first_.year, first_.month);
    return day_of(first_.year, first_.month == 0 ? 1 : first_.month, first_.day == 0 ? 1 : first_.day);
}

std::optional<sys_days> Date::latest() const {
    const End& end = interval_ ? last_ : first_;
    if (end.year == 0) return std::nullopt;
    if (is_season(end.month)) return last_of_season(end.year, end.month);
    const unsigned month = end.month == 0 ? 12 : end.month;
    return day_of(end.year, month, end.day == 0 ? days_in(end.year, month) : end.day);
}

bool Date::exact() const { return !interval_ && first_.day != 0 && first_.qualifier == 0; }

Truth Date::before(const Date& other) const { return truth(wholly_before(*this, other), never_before(*this, other)); }

Truth Date::after(const Date& other) const { return other.before(*this); }

Truth Date::within(const Date& other) const {
    return truth(lies_in(*this, other), wholly_before(*this, other) || wholly_before(other, *this));
}

bool Date::refines(const Date& other) const { return lies_in(*this, other); }

std::strong_ordering operator<=>(const Date& left, const Date& right) {
    // An optional that is empty comes first: right for an open start, so an open end is looked at before its value.
    if (const auto order = left.earliest() <=> right.earliest(); std::is_neq(order)) return order;
    const auto end = left.latest();
    const auto other = right.latest();
    if (end.has_value() != other.has_value()) return end ? std::strong_ordering::less : std::strong_ordering::greater;
    if (const auto order = end <=> other; std::is_neq(order)) return order;
    return left.text() <=> right.text();
}

}  // namespace v0
}  // namespace laurels
