// What people read.

#include "model/display.hpp"

#include <gtest/gtest.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using model::display;

TEST(Display, OfNoneIsEmpty) {
    EXPECT_EQ(display(""), "");
    EXPECT_EQ(display(std::optional<Date>()), "");
    EXPECT_EQ(display(std::optional<When>()), "");
    EXPECT_EQ(display(std::optional<Instant>()), "");
    EXPECT_EQ(display(std::optional<Fraction>()), "");
    EXPECT_EQ(display(std::optional<Measure>()), "");
    EXPECT_EQ(display(std::optional<std::int64_t>()), "");
    EXPECT_EQ(display(std::optional<std::string>()), "");
    EXPECT_EQ(display(std::optional<Id<Series>>()), "");
    EXPECT_EQ(display(Id<Award>()), "");
    EXPECT_EQ(display(RecordId()), "");
    EXPECT_EQ(display(Identifiers()), "");
    EXPECT_EQ(display(std::vector<Alias>()), "");
    EXPECT_EQ(display(Reached()), "");
    EXPECT_EQ(display(std::vector<Id<Series>>()), "");
}

TEST(Display, OfTextIsOneLine) {
    EXPECT_EQ(display("Kevin Storey Award"), "Kevin Storey Award");
    EXPECT_EQ(display("One\r\n\ttwo \n three\n"), "One two  three");
    EXPECT_EQ(display(std::string("\n\nfirst")), "first");
}

TEST(Display, OfEnumerationsHasSpaces) {
    EXPECT_EQ(display(Outcome::highly_commended), "highly commended");
    EXPECT_EQ(display(Outcome::runner_up), "runner up");
    EXPECT_EQ(display(Disclosure::private_), "private");
    EXPECT_EQ(display(Stage::shortlisted), "shortlisted");
}

TEST(Display, OfIdsAndNumbers) {
    EXPECT_EQ(display(Id<Award>(3)), "award:3");
    EXPECT_EQ(display(std::optional(Id<Nominee>(12))), "nominee:12");
    EXPECT_EQ(display(RecordId(Kind::edition, 2)), "edition:2");
    EXPECT_EQ(display(std::vector{Id<Series>(3), Id<Series>(4)}), "series:3; series:4");
    EXPECT_EQ(display(std::int64_t{-2500}), "-2500");
    EXPECT_EQ(display(std::optional<std::int64_t>(2)), "2");
    EXPECT_EQ(display(Fraction(1, 4)), "1/4");
    EXPECT_EQ(display(Decimal(1850)), "1,850");
}

TEST(Display, OfDatesAndTimes) {
    EXPECT_EQ(display("2025-11"_date), "November 2025");
    EXPECT_EQ(display(std::optional(When("2025-11-20"_date))), "20 November 2025");
    EXPECT_EQ(display(When::parse("2025-09-25T19:00[Europe/London]")), "25 September 2025, 19:00 (Europe/London)");
    EXPECT_EQ(display(parse_instant("2026-03-02T10:30:00Z")), "2 March 2026, 10:30 UTC");
    EXPECT_EQ(display(parse_instant("2026-03-02T10:30:05Z")), "2 March 2026, 10:30:05 UTC");
    EXPECT_EQ(display(std::optional(parse_instant("2026-03-02T10:30:05.25Z"))), "2 March 2026, 10:30:05.250000 UTC");
    EXPECT_EQ(display(parse_instant("2026-03-02T10:30:00.000001Z")), "2 March 2026, 10:30:00.000001 UTC");
}

TEST(Display, OfReasonsThatWereNotGiven) {
    EXPECT_EQ(display(std::optional<std::string>("too few entries")), "too few entries");
    EXPECT_EQ(display(std::optional<std::string>("")), "no reason given");
}

TEST(Display, OfCollections) {
    EXPECT_EQ(display(Identifiers{{"wikidata", "Q42"}, {"imdb", "tt0046250"}}), "imdb: tt0046250; wikidata: Q42");
    EXPECT_EQ(display(std::vector<Alias>{{"Whitbread Prize", "1971/2005"_date}, {"Costa", {}}}),
              "Whitbread Prize (1971–2005); Costa");
    EXPECT_EQ(display(Reached{{Stage::shortlisted, {}}, {Stage::longlisted, When("2015-07-15"_date)}}),
              "longlisted (15 July 2015); shortlisted");
}

TEST(Display, OfMeasures) {
    EXPECT_EQ(display(Measure{"", "people", {{}, Decimal(1850)}, {{}, Decimal(1075)}}),
              "1,850 to 1,075 people: -775 (-41.9 %)");
}

}  // namespace
