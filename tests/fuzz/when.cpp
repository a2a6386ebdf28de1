// Clock times and instants: what is read is written so that it reads the same, and both mean the same moment.

#include "fuzz.hpp"

#include <laurels/date.hpp>

#include <optional>

namespace {

using namespace laurels;

void check(const When& when) {
    const std::string text = when.text();
    REQUIRE(When::parse_stored(text) == when);
    REQUIRE(When::parse_stored(text).text() == text);
    REQUIRE(!when.display().empty());
    REQUIRE(std::is_eq(when <=> when));
    REQUIRE(when.time().has_value() || when.zone().empty());
    if (!when.time()) return;
    REQUIRE(when.date().exact());
    REQUIRE(*when.time() >= std::chrono::seconds(0) && *when.time() < std::chrono::days(1));
}

// One that was checked against the time zones of this machine.
void check_known(const When& when) {
    REQUIRE(When::parse(when.text()) == when);
    const auto instant = when.instant();
    REQUIRE(instant.has_value() == when.time().has_value());
    if (!instant) return;
    // No zone is further than a day from UTC.
    const auto away = *instant - (*when.date().earliest() + *when.time());
    REQUIRE(away > -std::chrono::days(1) && away < std::chrono::days(1));
    REQUIRE(When(when.date(), *when.time(), when.zone()) == when);
}

void check(Instant instant) {
    const std::string text = to_string(instant);
    REQUIRE(parse_instant(text) == instant);
    REQUIRE(to_string(parse_instant(text)) == text);
    const When when(instant);
    check(when);
    REQUIRE(when.instant() == std::chrono::floor<std::chrono::seconds>(instant));
}

}  // namespace

void fuzz::one(std::string_view input) {
    std::vector<When> whens;
    for (const std::string_view line : lines(input)) {
        if (whens.size() == 4) break;
        std::optional<When> stored;
        std::optional<When> known;
        std::optional<Instant> instant;
        accepted([&] { stored = When::parse_stored(line); });
        accepted([&] { known = When::parse(line); });
        accepted([&] { instant = parse_instant(line); });
        if (stored) check(*stored);
        if (known) {
            REQUIRE(stored == known);
            check_known(*known);
        }
        if (instant) check(*instant);
        if (stored) whens.push_back(*stored);
        // Only what has a zone of this machine means an instant; the rest is refused by an error of ours.
        if (stored) accepted([&] { static_cast<void>(stored->instant()); });
    }
    for (const When& left : whens) {
        for (const When& right : whens) {
            REQUIRE((left < right) == (right > left));
            REQUIRE((left == right) == std::is_eq(left <=> right));
        }
    }
}
