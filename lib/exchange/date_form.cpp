#include "exchange/date_form.hpp"

#include "model/text.hpp"
#include "model/zone.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

namespace {

constexpr std::string_view codes = "YymdbBHMSpIz%";

constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                     "may",       "june",     "july",     "august",
                                                     "september", "october",  "november", "december"};

/// The years of a span that goes over the turn of a century and has two digits for its end: 1999/00 is one year, and
/// 2024/23 no span of 99.
constexpr int longest_turn = 50;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// What was read; nothing where the form has no such code. 0 is a month or day that is not known.
struct DateNumbers {
    std::optional<int> year;
    std::optional<int> last_year;  // of a span
    unsigned month = 0;
    unsigned day = 0;
    std::optional<int> hour;
    int minute = 0;
    int second = 0;
    std::optional<bool> afternoon;
    std::optional<int> offset;  // minutes east of UTC
};

class Reader {
  public:
    Reader(std::string_view text, std::string_view form) : whole_(text), text_(text), form_(form) {}

    DateNumbers read() {
        for (std::size_t at = 0; at < form_.size(); ++at) {
            if (form_[at] == '%' && at + 1 < form_.size())
                code(form_[++at]);
            else if (form_[at] == ' ')
                skip_spaces();
            else
                literal(form_[at]);
        }
        skip_spaces();
        // Tables of timestamps write their days so.
        if (parts_.day > 0 && !parts_.hour && (text_ == "T00:00:00" || text_ == "00:00:00")) text_ = {};
        if (!text_.empty()) fail("'" + model::shown(text_) + "' is left over");
        return parts_;
    }

  private:
    [[noreturn]] void fail(const std::string& why) const {
        throw InvalidDate("'" + model::shown(whole_) + "' is not of the form '" + model::shown(form_) + "': " + why,
                          std::string(whole_));
    }

    void skip_spaces() {
        while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
    }
    void literal(char wanted) {
        if (text_.empty() || lower(text_.front()) != lower(wanted))
            fail("expected '" + model::shown(std::string(1, wanted)) + "'");
        text_.remove_prefix(1);
    }
    int number(std::size_t most, const char* what) {
        std::size_t size = 0;
        int value = 0;
        while (size < most && size < text_.size() && is_digit(text_[size])) value = value * 10 + (text_[size++] - '0');
        if (size == 0) fail(std::string("expected the ") + what);
        text_.remove_prefix(size);
        return value;
    }
    /// As many digits as strptime wants: a year of fewer is one of another form.
    int exactly(std::size_t size, const char* what) {
        for (std::size_t at = 0; at < size; ++at) {
            if (at >= text_.size() || !is_digit(text_[at]))
                fail(std::string("expected the ") + what + " in " + std::to_string(size) + " digits");
        }
        return number(size, what);
    }
    int within(std::size_t most, const char* what, int least, int highest) {
        const int value = number(most, what);
        if (value < least || value > highest) fail(std::string("there is no ") + what + " " + std::to_string(value));
        return value;
    }

    void year(int value) {
        if (value < 1) fail("there is no year 0");
        if (parts_.year)
            parts_.last_year = value;
        else
            parts_.year = value;
    }
    void short_year() {
        const int value = exactly(2, "year");
        if (parts_.year) {
            // The end of a span: in the century of its beginning, or early in the next.
            const int century = *parts_.year / 100 * 100;
            const int last = century + value + (century + value < *parts_.year ? 100 : 0);
            if (last - *parts_.year > longest_turn && last >= century + 100)
                fail("the second year, " + std::string(value < 10 ? "0" : "") + std::to_string(value) +
                     ", is before the first");
            year(last);
        } else {
            year(value + (value < 69 ? 2000 : 1900));  // as strptime has it
        }
    }
    void month_name() {
        for (unsigned i = 0; i < months.size(); ++i) {
            for (const std::size_t size : {months[i].size(), std::size_t(4), std::size_t(3)}) {
                if (size > months[i].size() || !begins_with(months[i].substr(0, size))) continue;
                const std::size_t word = word_size();
                if (word > size) break;
                text_.remove_prefix(size);
                if (size < months[i].size() && !text_.empty() && text_.front() == '.') text_.remove_prefix(1);
                parts_.month = i + 1;
                return;
            }
        }
        fail("expected an English month" +
             (word_size() == 0 ? std::string() : ", found '" + model::shown(text_.substr(0, word_size())) + "'"));
    }
    /// Of the letters that the rest begins with, those of other scripts included.
    std::size_t word_size() const {
        const auto end = std::ranges::find_if(
            text_, [](char c) { return (lower(c) < 'a' || lower(c) > 'z') && static_cast<unsigned char>(c) < 0x80; });
        return static_cast<std::size_t>(end - text_.begin());
    }
    bool begins_with(std::string_view word) const {
        if (text_.size() < word.size()) return false;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (lower(text_[i]) != word[i]) return false;
        }
        return true;
    }
    void half_of_day() {
        if (!begins_with("am") && !begins_with("pm")) fail("expected AM or PM");
        parts_.afternoon = lower(text_.front()) == 'p';
        text_.remove_prefix(2);
    }
    void offset() {
        if (begins_with("z")) {
            text_.remove_prefix(1);
            parts_.offset = 0;
            return;
        }
        if (text_.empty() || (text_.front() != '+' && text_.front() != '-')) fail("expected an offset such as +01:00");
        const int sign = text_.front() == '-' ? -1 : 1;
        text_.remove_prefix(1);
        const int hours = within(2, "offset", 0, 23);
        if (!text_.empty() && text_.front() == ':') text_.remove_prefix(1);
        parts_.offset = sign * (hours * 60 + within(2, "offset", 0, 59));
    }

    void code(char letter) {
        switch (letter) {
        case 'Y': year(exactly(4, "year")); break;
        case 'y': short_year(); break;
        case 'm': parts_.month = static_cast<unsigned>(within(2, "month", 0, 12)); break;
        case 'd': parts_.day = static_cast<unsigned>(within(2, "day", 0, 31)); break;
        case 'b':
        case 'B': month_name(); break;
        case 'H': parts_.hour = within(2, "hour", 0, 23); break;
        case 'I': parts_.hour = within(2, "hour", 1, 12); break;
        case 'M': parts_.minute = within(2, "minute", 0, 59); break;
        case 'S': parts_.second = within(2, "second", 0, 59); break;
        case 'p': half_of_day(); break;
        case 'z': offset(); break;
        default: literal(letter);
        }
    }

    std::string_view whole_;
    std::string_view text_;
    std::string_view form_;
    DateNumbers parts_;
};

Date date_of(const DateNumbers& parts, std::string_view text) {
    if (!parts.year) throw InvalidDate("'" + model::shown(text) + "' has no year", std::string(text));
    if (parts.last_year) {
        const auto four = [](int year) {
            const std::string digits = std::to_string(year);
            return std::string(4 - digits.size(), '0') + digits;
        };
        return Date::parse(four(*parts.year) + "/" + four(*parts.last_year));
    }
    return Date::of(*parts.year, parts.month, parts.month == 0 ? 0 : parts.day);
}

constexpr std::ptrdiff_t most_optional = 6;  // parts of a form, of which any may be missing

/// The forms that one with parts in brackets stands for: "[%d ]%B %Y" is "%d %B %Y" and "%B %Y". Those with more come
/// first. Throws InvalidValue.
std::vector<std::string> forms_of(const std::string& form) {
    const auto refuse = [&](const char* why) {
        throw InvalidValue("the date form '" + model::shown(form) + "' has " + why);
    };
    const std::size_t close = form.find(']');
    const std::size_t open = form.rfind('[', close);
    if (close == std::string::npos && open == std::string::npos) return {form};
    if (close == std::string::npos || open == std::string::npos) refuse("a bracket without the other");
    if (std::ranges::count(form, '[') > most_optional) refuse("more than six parts in brackets");
    const std::string before = form.substr(0, open);
    const std::string after = form.substr(close + 1);
    std::vector<std::string> forms = forms_of(before + form.substr(open + 1, close - open - 1) + after);
    for (std::string& shorter : forms_of(before + after)) {
        if (std::ranges::find(forms, shorter) == forms.end()) forms.push_back(std::move(shorter));
    }
    std::ranges::stable_sort(forms, std::ranges::greater(), &std::string::size);
    return forms;
}

DateNumbers read_numbers(std::string_view text, std::string_view form) {
    if (form.find('[') == std::string_view::npos) return Reader(text, form).read();
    for (const std::string& one : forms_of(std::string(form))) {
        try {
            return Reader(text, one).read();
        } catch (const InvalidDate&) {
            // Perhaps of the next.
        }
    }
    throw InvalidDate("'" + model::shown(text) + "' is not of the form '" + model::shown(form) +
                          "', with or without what stands in brackets",
                      std::string(text));
}

/// Throws InvalidValue for one without brackets.
void check_plain_form(std::string_view form) {
    bool year = false;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] != '%') continue;
        ++at;
        if (at == form.size() || codes.find(form[at]) == std::string_view::npos)
            throw InvalidValue("the date form '" + model::shown(form) +
                               "' has a code that there is none of: there are %Y %y %m %d %b %B %H %I %M %S %p %z and "
                               "%% for the sign itself");
        year = year || form[at] == 'Y' || form[at] == 'y';
    }
    if (!year) throw InvalidValue("the date form '" + model::shown(form) + "' has no year, %Y or %y");
}

bool has_shape(std::string_view text, std::string_view shape) {
    if (text.size() < shape.size()) return false;
    for (std::size_t at = 0; at < shape.size(); ++at) {
        const bool fits = shape[at] == '0'   ? is_digit(text[at])
                          : shape[at] == 'T' ? text[at] == 'T' || text[at] == ' '
                                             : text[at] == shape[at];
        if (!fits) return false;
    }
    return true;
}

/// "2024-05-01T10:30:00", with a space or a T and with or without seconds: the form of what begins so, offset included;
/// empty for anything else.
std::string form_of_timestamp(std::string_view text) {
    constexpr std::string_view to_minutes = "0000-00-00T00:00";
    constexpr std::string_view to_seconds = "0000-00-00T00:00:00";
    if (!has_shape(text, to_minutes)) return {};
    const bool seconds = has_shape(text, to_seconds);
    const bool offset = text.size() > (seconds ? to_seconds : to_minutes).size();
    return std::string("%Y-%m-%d") + text[10] + "%H:%M" + (seconds ? ":%S" : "") + (offset ? "%z" : "");
}

/// What clocks in the zone showed.
When local_time(Instant instant, const std::string& zone) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    const auto wall = seconds + model::Zones::system().find(zone).offset_at(seconds);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const std::chrono::year_month_day date(day);
    return {Date::of(int(date.year()), unsigned(date.month()), unsigned(date.day())), wall - day, zone};
}

/// Without the clock of a midnight that names no zone, which is how tables of timestamps write a day.
std::string_view day_of(std::string_view text) {
    const bool midnight = !form_of_timestamp(text).empty() && text.substr(11) == "00:00:00";
    return midnight ? text.substr(0, 10) : text;
}

/// What a form that fits leaves out of a clock time, so that it can be declared.
[[noreturn]] void refuse_clock(std::string_view text, const std::string& form) {
    std::string remedy = "cut the time off with 'replace'";
    try {
        Reader(text, form).read();
        remedy = "declare \"date\": \"" + form + "\", which reads the day alone";
    } catch (const InvalidDate&) {
        // A form that does not fit is no remedy.
    }
    throw InvalidDate("'" + model::shown(text) + "' has a clock time, where a day is wanted: " + remedy,
                      std::string(text));
}

/// A midnight is a clock time only where the mapping says of which zone.
When read_plain_when(std::string_view text, const std::string& zone) {
    const std::string form = form_of_timestamp(text);
    const bool local = !form.empty() && !form.ends_with("%z");
    // Where the text names its zone, as EDTF does, that stands.
    if (!local && (zone.empty() || form.empty() || text.ends_with(']'))) return When::parse(text);
    if (local && zone.empty() && day_of(text) != text) return Date::parse(day_of(text));
    return read_when(text, form, zone);
}

}  // namespace

void check_date_form(std::string_view form) {
    for (const std::string& one : forms_of(std::string(form))) check_plain_form(one);
}

When read_when(std::string_view text, std::string_view form, const std::string& zone) {
    if (form.empty()) return read_plain_when(text, zone);
    const DateNumbers parts = read_numbers(text, form);
    const Date date = date_of(parts, text);
    if (!parts.hour) return date;
    const int hour = parts.afternoon ? *parts.hour % 12 + (*parts.afternoon ? 12 : 0) : *parts.hour;
    const std::chrono::seconds clock =
        std::chrono::hours(hour) + std::chrono::minutes(parts.minute) + std::chrono::seconds(parts.second);
    if (parts.offset) {
        if (!date.exact())
            throw InvalidDate("'" + model::shown(text) + "' has a clock time but is not one day", std::string(text));
        const Instant instant(*date.earliest() + clock - std::chrono::minutes(*parts.offset));
        return zone.empty() ? When(instant) : local_time(instant, zone);
    }
    if (zone.empty())
        throw InvalidDate(
            "'" + model::shown(text) +
                "' is a clock time, and the mapping names no 'zone' for it: name one, or cut the time off with 'replace'",
            std::string(text));
    return When(date, clock, zone);
}

Date read_date(std::string_view text, std::string_view form) {
    if (!form.empty()) return date_of(read_numbers(text, form), text);
    const std::string clock = form_of_timestamp(text);
    if (!clock.empty() && day_of(text) == text) refuse_clock(text, clock);
    return Date::parse(day_of(text));
}

}  // namespace laurels::inline v0::exchange
