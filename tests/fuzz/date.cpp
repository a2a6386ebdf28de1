// Dates: what is read is written the same, and comparisons agree with the days that a date can be.

#include "fuzz.hpp"

#include <laurels/date.hpp>

#include <optional>

namespace {

using namespace laurels;

std::optional<Date> read(std::string_view text) {
    std::optional<Date> date;
    fuzz::accepted([&] { date = Date::parse(text); });
    return date;
}

void check(const Date& date, std::string_view text) {
    REQUIRE(date.text() == text);  // there is one way of writing each date
    REQUIRE(!date.display().empty() && model::is_line(date.display()));
    const auto first = date.earliest();
    const auto last = date.latest();
    REQUIRE(!first || !last || *first <= *last);
    REQUIRE(!date.exact() || (first && first == last && Date::of(*first) == date));
    REQUIRE(date.within(date) == Truth::yes);
    REQUIRE(date.before(date) != Truth::yes);
    REQUIRE(std::is_eq(date <=> date));
}

void check(const Date& left, const Date& right) {
    REQUIRE((left == right) == std::is_eq(left <=> right));
    REQUIRE((left < right) == (right > left));
    REQUIRE(left.before(right) == right.after(left));
    REQUIRE(left.refines(right) == (left.within(right) == Truth::yes));
    if (left.before(right) == Truth::yes) {
        REQUIRE(left < right);
        REQUIRE(right.before(left) == Truth::no);
        REQUIRE(left.within(right) == Truth::no);
    }
    if (left.refines(right) && right.refines(left)) {
        REQUIRE(left.earliest() == right.earliest() && left.latest() == right.latest());
    }
    // The first and the last day of each are possible, so they may not contradict an answer.
    for (const auto& day : {left.earliest(), left.latest()}) {
        for (const auto& other : {right.earliest(), right.latest()}) {
            if (!day || !other) continue;
            REQUIRE(left.before(right) != Truth::yes || *day < *other);
            REQUIRE(left.before(right) != Truth::no || *day >= *other);
        }
        if (day && left.within(right) == Truth::yes) REQUIRE(Date::of(*day).refines(right));
    }
}

void check(const Date& a, const Date& b, const Date& c) {
    if (a < b && b < c) REQUIRE(a < c);
    if (a.refines(b) && b.refines(c)) REQUIRE(a.refines(c));
    if (a.before(b) == Truth::yes && b.before(c) == Truth::yes) REQUIRE(a.before(c) == Truth::yes);
    // What is known of the wider date is known of the narrower one.
    if (a.refines(b) && b.before(c) != Truth::unknown) REQUIRE(a.before(c) == b.before(c));
}

}  // namespace

void fuzz::one(std::string_view input) {
    std::vector<Date> dates;
    for (const std::string_view line : lines(input)) {
        if (dates.size() == 3) break;
        if (const auto date = read(line)) {
            check(*date, line);
            dates.push_back(*date);
        }
    }
    for (const Date& a : dates) {
        for (const Date& b : dates) {
            check(a, b);
            for (const Date& c : dates) check(a, b, c);
        }
    }
}
