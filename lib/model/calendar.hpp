#pragma once

// Small things about calendars that dates and clock times share.

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace laurels::inline v0::model {

inline constexpr std::array<std::string_view, 12> month_names{"January",   "February", "March",    "April",
                                                              "May",       "June",     "July",     "August",
                                                              "September", "October",  "November", "December"};

inline std::string_view month_name(unsigned month) { return month_names[month - 1]; }

inline unsigned days_in(int year, unsigned month) {
    const std::chrono::year_month_day_last last{std::chrono::year(year),
                                                std::chrono::month_day_last(std::chrono::month(month))};
    return static_cast<unsigned>(last.day());
}

inline std::chrono::sys_days day_of(int year, unsigned month, unsigned day) {
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(day));
}

inline bool all_digits(std::string_view text) {
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
    }
    return !text.empty();
}

/// The number that exactly `size` digits at the front of `text` write, which are taken off; nullopt where there are
/// fewer.
inline std::optional<unsigned> take_digits(std::string_view& text, std::size_t size) {
    if (text.size() < size || !all_digits(text.substr(0, size))) return std::nullopt;
    unsigned number = 0;
    std::from_chars(text.data(), text.data() + size, number);
    text.remove_prefix(size);
    return number;
}

/// Takes `c` off the front of `text` where it is there.
inline bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// A number with leading zeros to `size` digits.
inline std::string padded(unsigned number, std::size_t size) {
    std::string digits = std::to_string(number);
    return digits.size() < size ? std::string(size - digits.size(), '0') + digits : digits;
}

}  // namespace laurels::inline v0::model
