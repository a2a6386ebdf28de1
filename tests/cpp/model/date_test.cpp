// Dates in EDTF: the forms of the specification (https://www.loc.gov/standards/datetime/), the calendar, and
// comparisons against counting days one by one.

#include <laurels/date.hpp>
#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace {

using namespace laurels;
using namespace laurels::literals;
using std::chrono::days;
using std::chrono::sys_days;
using testing::HasSubstr;

sys_days day(int year, unsigned month, unsigned number) {
    return std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(number);
}

std::string error_of(std::string_view text) {
    try {
        (void)Date::parse(text);
    } catch (const InvalidDate& error) {
        EXPECT_EQ(error.text, text);
        return error.what();
    }
    return "(nothing was thrown)";
}

struct Example {
    const char* text;
    const char* first;  // of its days; nullptr: open
    const char* last;
    const char* display;
};

// Level 0 and, of level 1, what is kept: among them the examples of the specification.
const Example examples[] = {
    {"1985-04-12", "1985-04-12", "1985-04-12", "12 April 1985"},
    {"1985-04", "1985-04-01", "1985-04-30", "April 1985"},
    {"1985", "1985-01-01", "1985-12-31", "1985"},
    {"1964/2008", "1964-01-01", "2008-12-31", "1964–2008"},
    {"2004-06/2006-08", "2004-06-01", "2006-08-31", "June 2004 – August 2006"},
    {"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "1 February 2004 – 8 February 2005"},
    {"2004-02-01/2005-02", "2004-02-01", "2005-02-28", "1 February 2004 – February 2005"},
    {"2004-02-01/2005", "2004-02-01", "2005-12-31", "1 February 2004 – 2005"},
    {"2005/2006-02", "2005-01-01", "2006-02-28", "2005 – February 2006"},
    {"1984?", "1984-01-01", "1984-12-31", "possibly 1984"},
    {"2004-06~", "2004-06-01", "2004-06-30", "about June 2004"},
    {"2004-06-11~", "2004-06-11", "2004-06-11", "about 11 June 2004"},
    {"2001-21", "2001-03-01", "2001-05-31", "spring 2001"},
    {"2001-22", "2001-06-01", "2001-08-31", "summer 2001"},
    {"2001-23", "2001-09-01", "2001-11-30", "autumn 2001"},
    {"2001-24", "2001-12-01", "2002-02-28", "winter 2001/02"},
    {"2003-24", "2003-12-01", "2004-02-29", "winter 2003/04"},
    {"1999-24?", "1999-12-01", "2000-02-29", "possibly winter 1999/00"},
    {"1985-04-12/..", "1985-04-12", nullptr, "from 12 April 1985"},
    {"1985/..", "1985-01-01", nullptr, "from 1985"},
    {"../1985-04", nullptr, "1985-04-30", "until April 1985"},
    {"../..", nullptr, nullptr, "unknown"},
    {"1984~/2004-06", "1984-01-01", "2004-06-30", "about 1984 – June 2004"},
    {"2004-06-01/2004-06-20?", "2004-06-01", "2004-06-20", "1 June 2004 – possibly 20 June 2004"},
    {"2025-21/2025-23", "2025-03-01", "2025-11-30", "spring–autumn 2025"},
    {"2025-09-25/2025-09-25", "2025-09-25", "2025-09-25", "25 September 2025"},
    {"2025-11-20/2025-11-22", "2025-11-20", "2025-11-22", "20–22 November 2025"},
    {"2025-11-20/2025-11-22~", "2025-11-20", "2025-11-22", "20 November 2025 – about 22 November 2025"},
    {"2025-11-20/2025-12-02", "2025-11-20", "2025-12-02", "20 November – 2 December 2025"},
    {"2025-09/2025-11", "2025-09-01", "2025-11-30", "September–November 2025"},
    {"2025-09/2026-11", "2025-09-01", "2026-11-30", "September 2025 – November 2026"},
    {"1927~/1928", "1927-01-01", "1928-12-31", "about 1927 – 1928"},
    {"0001", "0001-01-01", "0001-12-31", "1"},
    {"9999-12-31", "9999-12-31", "9999-12-31", "31 December 9999"},
    {"2000-02-29", "2000-02-29", "2000-02-29", "29 February 2000"},
};

TEST(Dates, AreReadAndWritten) {
    for (const auto& example : examples) {
        const Date date = Date::parse(example.text);
        EXPECT_EQ(date.text(), example.text);
        EXPECT_EQ(date.display(), example.display);
        EXPECT_EQ(Date::parse(date.text()), date);
        const auto end_day = [](const char* text) {
            return text == nullptr ? std::nullopt : Date::parse(text).earliest();
        };
        EXPECT_EQ(date.earliest(), end_day(example.first)) << example.text;
        EXPECT_EQ(date.latest(), end_day(example.last)) << example.text;
    }
    EXPECT_EQ(Date().text(), "../..");
    EXPECT_EQ(Date(), Date::parse("../.."));
}

TEST(Dates, HaveTheDaysOfTheCalendar) {
    // Every day from 1899 to 2101, against a plain count.
    const sys_days end = day(2101, 1, 1);
    for (sys_days at = day(1899, 1, 1); at < end; at += days(1)) {
        const Date date = Date::of(at);
        ASSERT_EQ(date.earliest(), at);
        ASSERT_EQ(date.latest(), at);
        ASSERT_EQ(Date::parse(date.text()), date);
        ASSERT_TRUE(date.exact());
    }
    EXPECT_EQ(Date::of(day(2025, 9, 25)).text(), "2025-09-25");
    EXPECT_EQ(*"1970-01-01"_date.earliest(), sys_days());
    EXPECT_EQ((*"2000-03-01"_date.earliest() - sys_days()).count(), 11017);
    EXPECT_THROW(Date::of(day(10000, 1, 1)), InvalidDate);
}

TEST(Dates, AreMadeOfNumbers) {
    EXPECT_EQ(Date::of(2025).text(), "2025");
    EXPECT_EQ(Date::of(2025, 11).text(), "2025-11");
    EXPECT_EQ(Date::of(2025, 11, 20).text(), "2025-11-20");
    EXPECT_EQ(Date::of(985).text(), "0985");
    for (const auto& [year, month, number] : std::vector<std::tuple<int, unsigned, unsigned>>{{0, 1, 1},
                                                                                              {10000, 1, 1},
                                                                                              {-5, 0, 0},
                                                                                              {2025, 13, 0},
                                                                                              {2025, 21, 0},
                                                                                              {2025, 2, 29},
                                                                                              {2025, 0, 5},
                                                                                              {2025, 4, 31}}) {
        EXPECT_THROW(Date::of(year, month, number), InvalidDate) << year << " " << month << " " << number;
    }
}

TEST(Dates, AreExactWhereTheyAreOneDay) {
    EXPECT_TRUE("2025-09-25"_date.exact());
    for (const char* text :
         {"2025", "2025-09", "2025-09-25?", "2025-09-25~", "2025-21", "2025-09-25/2025-09-25", "../.."}) {
        EXPECT_FALSE(Date::parse(text).exact()) << text;
    }
}

TEST(BadDates, ThatDoNotExist) {
    EXPECT_EQ(error_of("2025-13"), "2025-13: there is no month 13");
    EXPECT_EQ(error_of("2025-00"), "2025-00: there is no month 00");
    EXPECT_EQ(error_of("2025-20"), "2025-20: there is no month 20");
    EXPECT_EQ(error_of("2025-42"), "2025-42: there is no month 42");
    EXPECT_EQ(error_of("2025-02-30"), "2025-02-30: February 2025 has 28 days");
    EXPECT_EQ(error_of("2024-02-30"), "2024-02-30: February 2024 has 29 days");
    EXPECT_EQ(error_of("1900-02-29"), "1900-02-29: February 1900 has 28 days");
    EXPECT_EQ(error_of("2025-04-31"), "2025-04-31: April 2025 has 30 days");
    EXPECT_EQ(error_of("2025-04-00"), "2025-04-00: there is no day 00");
    EXPECT_EQ(error_of("0000"), "0000: years are 0001 to 9999");
    EXPECT_EQ(error_of("2025-21-05"), "2025-21-05: a season has no days");
    EXPECT_EQ(error_of("2025/2024"), "2025/2024: the interval ends before it begins");
    EXPECT_EQ(error_of("2025/2025-13"), "2025/2025-13: there is no month 13");
}

TEST(BadDates, OfOtherFormsOfEdtfAreRefusedByName) {
    // From levels 1 and 2 of the specification.
    const std::pair<const char*, const char*> forms[] = {
        {"2025-11%", "'%' (uncertain and approximate) is not supported; use ? or ~"},
        {"Y170000002", "years of more than four digits"},
        {"Y-170000002", "years of more than four digits"},
        {"Y-17E7", "years of more than four digits"},
        {"201X", "unspecified digits"},
        {"20XX", "unspecified digits"},
        {"2004-XX", "unspecified digits"},
        {"1985-04-XX", "unspecified digits"},
        {"1985-XX-XX", "unspecified digits"},
        {"156X-12-25", "unspecified digits"},
        {"-1985", "years before 0001"},
        {"1985-04-12/", "unknown ends"},
        {"/1985-04-12", "unknown ends"},
        {"/", "unknown ends"},
        {"[1667,1668,1670..1672]", "choices of dates"},
        {"[..1760-12-03]", "choices of dates"},
        {"{1667,1668,1670..1672}", "sets of dates"},
        {"{1960,1961-12}", "sets of dates"},
        {"2004-06?-11", "? and ~ stand at the end"},
        {"?2004-06-11", "? and ~ stand at the end"},
        {"2004?-06-11", "? and ~ stand at the end"},
        {"2004-06-11?~", "? and ~ stand at the end"},
        {"1950S2", "significant digits"},
        {"2001-34", "only the seasons 21 (spring) to 24 (winter)"},
        {"2001-25", "only the seasons"},
        {"2001-41", "only the seasons"},
        {"1985-04-12T23:20:30", "a date has no clock time"},
        {"1985-04-12T23:20:30Z", "a date has no clock time"},
        {"2025..", "'..' stands alone"},
        {"..", "'..' is an open end"},
        {"1927/1928/1929", "an interval has two ends"},
    };
    for (const auto& [text, expected] : forms) {
        EXPECT_THAT(error_of(text), HasSubstr(expected));
        EXPECT_THAT(error_of(text), testing::StartsWith(text)) << "the date comes first";
    }
}

TEST(BadDates, OfOtherWritingsSayHow) {
    const std::pair<const char*, const char*> forms[] = {
        {"25/09/2025", "year first"},
        {"25.9.2025", "year first"},
        {"25-09-2025", "year first"},
        {"9/25/2025", "year first"},
        {"25 September 2025", "year first"},
        {"September 2025", "year first"},
        {"Sept 2025", "year first"},
        {"Tuesday", "year first"},
        {"soon", "year first"},
        {"2025-9-5", "two digits each"},
        {"2025-9", "two digits each"},
        {"2025-09-5", "two digits each"},
        {"2025-09-", "two digits each"},
        {"2025-09-25-01", "two digits each"},
        {"2025-123", "two digits each"},
        {"20250925", "hyphens"},
        {"25", "four digits"},
        {"2025/26", "four digits"},
        {"985", "four digits"},
        {"02025", "year first"},
        {" 2025", "year first"},
        {"2025 ", "year first"},
        {"2025-09-25 ", "two digits each"},
        {"2025/09/25", "an interval has two ends"},
        {"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5", "year first"},
    };
    for (const auto& [text, expected] : forms) EXPECT_THAT(error_of(text), HasSubstr(expected));
    EXPECT_THAT(error_of(""), HasSubstr("empty"));
}

TEST(BadDates, GiveMessagesThatCanBeShown) {
    try {
        (void)Date::parse("20\xff\n5");
        FAIL();
    } catch (const InvalidDate& error) {
        EXPECT_THAT(error.what(), testing::StartsWith("20\uFFFD 5: "));
    }
}

// --- Comparisons
// -------------------------------------------------------------------------------------------------------

// Dates of every form around a new year and a leap day, with ends that meet, touch and overlap.
std::vector<Date> small_dates() {
    std::vector<Date> dates;
    for (const char* text : {"2023",
                             "2024",
                             "2024?",
                             "2025~",
                             "2023-24",
                             "2024-21",
                             "2024-24",
                             "2023-12",
                             "2024-01",
                             "2024-02",
                             "2024-02~",
                             "2024-03",
                             "2023-12-31",
                             "2024-01-01",
                             "2024-01-02",
                             "2024-02-28",
                             "2024-02-29",
                             "2024-02-29?",
                             "2024-03-01",
                             "2024-12-31",
                             "2025-01-01",
                             "2023/2024",
                             "2024/2025",
                             "2023-12/2024-01",
                             "2024-02-29/2024-03-01",
                             "2024-01-01/2024-01-01",
                             "2024-02/2024-02-29",
                             "2024-01-02/2024-02-28"}) {
        dates.push_back(Date::parse(text));
    }
    return dates;
}

// What a comparison of all days of one date with all days of the other gives, pair by pair.
template <class Compare>
Truth by_counting(const Date& left, const Date& right, Compare compare) {
    bool some = false;
    bool all = true;
    for (sys_days a = *left.earliest(); a <= *left.latest(); a += days(1)) {
        for (sys_days b = *right.earliest(); b <= *right.latest(); b += days(1)) {
            (compare(a, b) ? some : all) = compare(a, b);
            if (some && !all) return Truth::unknown;
        }
    }
    return all ? Truth::yes : some ? Truth::unknown : Truth::no;
}

Truth within_by_counting(const Date& left, const Date& right) {
    bool some = false;
    bool all = true;
    for (sys_days a = *left.earliest(); a <= *left.latest(); a += days(1)) {
        const bool inside = a >= *right.earliest() && a <= *right.latest();
        (inside ? some : all) = inside;
    }
    return all ? Truth::yes : some ? Truth::unknown : Truth::no;
}

TEST(DateComparisons, AgreeWithCountingDays) {
    const auto dates = small_dates();
    for (const auto& left : dates) {
        for (const auto& right : dates) {
            ASSERT_EQ(left.before(right), by_counting(left, right, [](auto a, auto b) { return a < b; }))
                << left.text() << " " << right.text();
            ASSERT_EQ(left.after(right), by_counting(left, right, [](auto a, auto b) { return a > b; }))
                << left.text() << " " << right.text();
            ASSERT_EQ(left.within(right), within_by_counting(left, right)) << left.text() << " " << right.text();
            ASSERT_EQ(left.refines(right), within_by_counting(left, right) == Truth::yes)
                << left.text() << " " << right.text();
        }
    }
}

TEST(DateComparisons, OfOpenEndsAreAsFarAsThoseAreKnown) {
    const Date since = "2025/.."_date;
    const Date until = "../2025"_date;
    EXPECT_EQ(since.before("2024"_date), Truth::no);
    EXPECT_EQ(since.before("2026"_date), Truth::unknown);
    EXPECT_EQ(since.after("2024"_date), Truth::yes);
    EXPECT_EQ(until.before("2026"_date), Truth::yes);
    EXPECT_EQ(until.after("2026"_date), Truth::no);
    EXPECT_EQ(until.after("2024"_date), Truth::unknown);
    EXPECT_EQ(until.before("2026/.."_date), Truth::yes);
    EXPECT_EQ(since.before(until), Truth::unknown);
    EXPECT_EQ("2026-05-01"_date.within(since), Truth::yes);
    EXPECT_EQ("2024-05-01"_date.within(since), Truth::no);
    EXPECT_EQ("2024/2026"_date.within(since), Truth::unknown);
    EXPECT_EQ(since.within("2025/2030"_date), Truth::unknown);
    EXPECT_EQ(since.within(since), Truth::yes);
    for (const auto& date : small_dates()) {
        EXPECT_EQ(date.within(Date()), Truth::yes) << "every day lies in what may be any";
        EXPECT_EQ(Date().before(date), Truth::unknown);
        EXPECT_EQ(date.before(Date()), Truth::unknown);
        EXPECT_EQ(Date().within(date), Truth::unknown);
        EXPECT_TRUE(date.refines(Date()));
        EXPECT_FALSE(Date().refines(date));
    }
}

TEST(DateComparisons, OfACeremonyThatIsKnownToTheMonth) {
    EXPECT_EQ("2025-11"_date.before("2025-11-05"_date), Truth::unknown);
    EXPECT_EQ("2025-11"_date.before("2025-11-01"_date), Truth::no);
    EXPECT_EQ("2025-11"_date.before("2025-12-01"_date), Truth::yes);
    EXPECT_TRUE("2025-11-20"_date.refines("2025-11"_date));
    EXPECT_FALSE("2025-11"_date.refines("2025-11-20"_date));
    EXPECT_FALSE("2025-12-01"_date.refines("2025-11"_date));
    EXPECT_TRUE("2025-11~"_date.refines("2025-11"_date)) << "a qualifier leaves the span alone";
}

TEST(DateOrder, IsByEarliestThenLatestDayThenText) {
    const char* in_order[] = {"../2024",   "../..",   "2024-01-01", "2024-01", "2024-01?",   "2024",      "2024~",
                              "2024/2025", "2024/..", "2024-02",    "2024-24", "2024-12-31", "2025-01-01"};
    for (std::size_t i = 0; i < std::size(in_order); ++i) {
        for (std::size_t j = 0; j < std::size(in_order); ++j) {
            EXPECT_EQ(Date::parse(in_order[i]) <=> Date::parse(in_order[j]), i <=> j)
                << in_order[i] << " " << in_order[j];
        }
    }
    EXPECT_LT("2024-01?"_date, "2024-01~"_date);
}

TEST(Truths, HaveNames) {
    EXPECT_EQ(name(Truth::no), "no");
    EXPECT_EQ(name(Truth::unknown), "unknown");
    EXPECT_EQ(name(Truth::yes), "yes");
}

}  // namespace
