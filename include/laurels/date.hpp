#pragma once

#include <laurels/export.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace laurels {
inline namespace v0 {

/// The answer to a question about things not fully known: yes if it holds for every possibility, no if for none.
enum class Truth : std::uint8_t { no, unknown, yes };

/// "no", "unknown" or "yes".
LAURELS_API std::string_view name(Truth truth);

/// An instant in UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// RFC 3339 in UTC: "2026-03-02T10:30:00Z", with six decimals where the instant has microseconds.
LAURELS_API std::string to_string(Instant instant);

/// Reads RFC 3339 with "Z" or an offset. Throws InvalidDate, also for a time without either.
LAURELS_API Instant parse_instant(std::string_view text);

/// A date as far as it is known, and no further: some day within a span. Written in EDTF (ISO 8601-2), level 0 and of
/// level 1 the qualifiers `?` and `~`, seasons (21 to 24) and intervals with open ends: "2025-09-25", "2025-11",
/// "2025-11~", "2026-21" (spring), "1927/1928", "2025/..". Other EDTF forms are refused by name.
///
/// Spring is March to May, and winter is December with the January and February after it; `?` and `~` leave the span
/// alone. Comparisons by before(), after() and within() are three-valued; `<` orders by the earliest day and is for
/// sorting. Years are 0001 to 9999. A default Date is "../..": nothing is known.
class LAURELS_API Date {
  public:
    Date() = default;

    /// Reads EDTF. Throws InvalidDate, which says what is wrong with it.
    static Date parse(std::string_view edtf);

    /// A day, a month or a year. Throws InvalidDate for one that does not exist.
    static Date of(int year, unsigned month = 0, unsigned day = 0);
    static Date of(std::chrono::sys_days day);

    /// The EDTF text.
    std::string text() const;
    /// As people write it in English: "25 September 2025", "November 2025", "about November 2025", "spring 2026",
    /// "1927–1928".
    std::string display() const;

    /// The first and the last day it can be; nullopt where an interval is open at that end.
    std::optional<std::chrono::sys_days> earliest() const;
    std::optional<std::chrono::sys_days> latest() const;

    /// True where it is one day without a qualifier.
    bool exact() const;

    /// Whether it is before, after or within the other date (all of its days before all of the other's; within: each of
    /// its days is one of the other's).
    Truth before(const Date& other) const;
    Truth after(const Date& other) const;
    Truth within(const Date& other) const;
    /// True where this date's span lies in the other's: it says the same or more exactly.
    bool refines(const Date& other) const;

    /// Orders by earliest day, then latest, then text.
    friend LAURELS_API std::strong_ordering operator<=>(const Date& left, const Date& right);
    friend bool operator==(const Date&, const Date&) = default;

  private:
    struct End {
        std::int16_t year = 0;   // 0: open
        std::uint8_t month = 0;  // 0: year only; 21 to 24: a season
        std::uint8_t day = 0;    // 0: no day
        char qualifier = 0;      // '?', '~' or 0
        friend bool operator==(const End&, const End&) = default;
    };
    static End parse_end(std::string_view text, std::string_view whole);
    static std::string text_of(const End& end);
    static std::string display_of(const End& end);

    End first_;
    End last_;
    bool interval_ = true;
};

namespace literals {
/// "2026-03-02"_date.
inline Date operator""_date(const char* text, std::size_t size) { return Date::parse({text, size}); }
}  // namespace literals

/// When something happens: a date, or a clock time on an exact date in an IANA time zone, kept as the programme
/// published it. A new When replaces date, time and zone together.
class LAURELS_API When {
  public:
    When() = default;
    When(Date date) : date_(date) {}  // NOLINT: a date is a when

    /// A local time. Throws InvalidDate where the date is not one day, the zone is unknown, the seconds are not within
    /// a day, or the local time does not exist there (a clock put forward). Of a time that occurs twice the first is
    /// meant.
    When(Date date, std::chrono::seconds time_of_day, std::string zone);
    /// An instant, kept as UTC to the second.
    explicit When(Instant instant);

    /// Reads a date in EDTF, "2025-09-25T19:00[Europe/London]" or "2025-09-25T18:00Z". Throws InvalidDate; a clock time
    /// without zone is refused.
    static When parse(std::string_view text);
    /// The same for text() of a When that was checked when it was recorded: zone and clock are taken as they are, since
    /// time zone databases change and differ from machine to machine.
    static When parse_stored(std::string_view text);

    const Date& date() const { return date_; }
    /// Seconds since local midnight, where a clock time is known.
    std::optional<std::chrono::seconds> time() const { return time_; }
    /// The IANA zone, "UTC" for an instant, empty where no clock time is known.
    const std::string& zone() const { return zone_; }
    /// The instant in UTC, by the system's time zone database, where a clock time is known. Throws InvalidDate where
    /// the database has no such zone (any more).
    std::optional<Instant> instant() const;

    /// The text that parse() reads.
    std::string text() const;
    /// "25 September 2025, 19:00 (Europe/London)".
    std::string display() const;

    /// Orders by date, then time, then zone.
    friend LAURELS_API std::strong_ordering operator<=>(const When& left, const When& right);
    friend bool operator==(const When&, const When&) = default;

  private:
    Date date_;
    std::optional<std::chrono::seconds> time_;
    std::string zone_;
};

}  // namespace v0
}  // namespace laurels
