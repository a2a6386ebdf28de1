// The life of awards and series as people would tell it, in real cases.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;

/// An entry in one line: when, what, the sentence and the other one.
std::vector<std::string> told(const std::vector<LineageEntry>& entries) {
    std::vector<std::string> lines;
    for (const LineageEntry& entry : entries)
        lines.push_back((entry.dates ? entry.dates->text() : "-") + " | " + entry.what + " | " + entry.text +
                        (entry.other ? " | " + to_string(*entry.other) : ""));
    return lines;
}

class Lineages : public testing::Test {
  protected:
    Id<Edition> edition(const std::string& date, const std::string& label = {}) {
        return registry
            .ensure(Edition{.award = award, .label = label.empty() ? date : label, .date = Date::parse(date)})
            .id;
    }
    Id<Edition> edition(int year) { return edition(std::to_string(year)); }

    Id<Series> series(const std::string& name, const std::vector<Id<Series>>& succeeds = {}) {
        return registry.add(Series{.award = award, .name = name, .succeeds = succeeds}).id;
    }
    /// The series with this wording in the editions of these years.
    void held(Id<Series> series, int first, int last, const std::string& name) {
        for (int year = first; year <= last; ++year)
            registry.add(Category{.edition = edition(year), .name = name, .series = series});
    }

    std::vector<std::string> lineage(RecordId record) { return told(registry.lineage(record)); }

    Registry registry = Registry::in_memory();
    Id<Award> award = registry.add(Award{.name = "Academy Awards"}).id;
};

// --- Awards ----------------------------------------------------------------------------------------------------------

TEST_F(Lineages, OfAnAwardTellItsNames) {
    award = registry
                .add(Award{.name = "Costa Book Awards",
                           .aliases = {{"Costas", {}},
                                       {"Whitbread Book Awards", "1985/2005"_date},
                                       {"Whitbread Literary Awards", "1971/1984"_date}}})
                .id;
    for (int year = 1971; year <= 2021; ++year) edition(year);
    EXPECT_THAT(lineage(award), ElementsAre("1971/1984 | called | called 'Whitbread Literary Awards' from 1971 to 1984",
                                            "1985/2005 | called | called 'Whitbread Book Awards' from 1985 to 2005",
                                            "2006/.. | called | called 'Costa Book Awards' from 2006"));
}

TEST_F(Lineages, OfAnAwardTellNamesAsExactlyAsTheyAreKnown) {
    const auto with = [&](const char* dates) {
        const auto id = registry.add(Award{.name = "Now", .aliases = {{"Then", Date::parse(dates)}}}).id;
        auto lines = lineage(id);
        registry.void_(id, "was a test");
        return lines;
    };
    EXPECT_THAT(with("2005"),
                ElementsAre("2005 | called | called 'Then' in 2005", "2006/.. | called | called 'Now' from 2006"));
    EXPECT_THAT(with("1971-05/2005-11"),
                ElementsAre("1971-05/2005-11 | called | called 'Then' from May 1971 to November 2005",
                            "2005-12/.. | called | called 'Now' from December 2005"));
    EXPECT_THAT(with("../2005-12-31"), ElementsAre("../2005-12-31 | called | called 'Then' until 31 December 2005",
                                                   "2006-01-01/.. | called | called 'Now' from 1 January 2006"));
    EXPECT_THAT(with("1971~/.."),
                ElementsAre("1971~/.. | called | called 'Then' from about 1971", "- | called | now called 'Now'"));
}

TEST_F(Lineages, OfAnAwardThatKeptItsNameTellThat) {
    EXPECT_THAT(lineage(award), ElementsAre("- | called | called 'Academy Awards'"));
    const auto renamed = registry.add(Award{.name = "Costa", .aliases = {{"costa", "2006/.."_date}}}).id;
    EXPECT_THAT(lineage(renamed), ElementsAre("2006/.. | called | called 'costa' from 2006"));
}

TEST_F(Lineages, OfAnAwardTellWhereItPaused) {
    for (int year = 1934; year <= 1940; ++year) edition(year);
    for (int year = 1946; year <= 1950; ++year) edition(year);
    edition(1952);
    EXPECT_THAT(lineage(award),
                ElementsAre("- | called | called 'Academy Awards'", "1941/1945 | paused | no edition from 1941 to 1945",
                            "1951 | paused | no edition in 1951"));
    registry.void_(edition(1948), "entered by mistake");
    registry.add(Edition{.award = award, .label = "lost, of which the year is not known"});
    EXPECT_THAT(lineage(award), testing::Contains("1948 | paused | no edition in 1948"));
}

TEST_F(Lineages, OfAnAwardGoByItsOwnRhythm) {
    for (const int year : {2000, 2002, 2004, 2008, 2010}) edition(year);
    EXPECT_THAT(lineage(award), testing::Contains("2005/2007 | paused | no edition from 2005 to 2007"));
    award = registry.add(Award{.name = "Booker Prize"}).id;
    edition(1969);
    edition("1970");
    edition("1970", "Lost Man 1970");
    edition(1971);
    EXPECT_THAT(lineage(award), ElementsAre("- | called | called 'Booker Prize'")) << "two in a year are no rhythm";
    award = registry.add(Award{.name = "Monthly"}).id;
    for (const char* month : {"2025-01", "2025-02", "2025-03", "2025-06", "2025-07"}) edition(month);
    EXPECT_THAT(lineage(award), testing::Contains("2025-04-01/2025-05-31 | paused | no edition from 1 April 2025 to 31 "
                                                  "May 2025"));
    award = registry.add(Award{.name = "Seasons"}).id;
    for (const char* date : {"1927/1928", "1928/1929", "1929/1930", "1930/1931", "1931/1932", "1934"}) edition(date);
    EXPECT_THAT(lineage(award), testing::Contains("1933 | paused | no edition in 1933"));
}

TEST_F(Lineages, OfMergedAwardsAreOne) {
    const auto costa =
        registry.add(Award{.name = "Costa Book Awards", .aliases = {{"Whitbread Book Awards", "1985/2005"_date}}}).id;
    const auto old =
        registry.add(Award{.name = "Whitbread", .aliases = {{"Whitbread Literary Awards", "1971/1984"_date}}}).id;
    award = old;
    for (int year = 2000; year <= 2005; ++year) edition(year);
    award = costa;
    for (int year = 2006; year <= 2010; ++year) edition(year);
    registry.merge(costa, old);
    EXPECT_EQ(lineage(old), lineage(costa));
    EXPECT_THAT(lineage(costa), ElementsAre("1971/1984 | called | called 'Whitbread Literary Awards' from 1971 to 1984",
                                            "1985/2005 | called | called 'Whitbread Book Awards' from 1985 to 2005",
                                            "2006/.. | called | called 'Costa Book Awards' from 2006"));
}

// --- Series ----------------------------------------------------------------------------------------------------------

TEST_F(Lineages, OfASeriesTellItsWordings) {
    const auto actor = series("Best Actor");
    held(actor, 1928, 1930, "Actor");
    held(actor, 1931, 1931, "Best Actor");
    held(actor, 1932, 1934, "ACTOR");
    held(actor, 1935, 1975, "Actor in a Leading Role");
    EXPECT_THAT(lineage(actor),
                ElementsAre("1928/1930 | called | called 'Actor' from 1928 to 1930, in 3 editions",
                            "1931 | called | called 'Best Actor' in 1931",
                            "1932/1934 | called | called 'ACTOR' from 1932 to 1934, in 3 editions",
                            "1935/1975 | called | called 'Actor in a Leading Role' from 1935 to 1975, in 41 editions"));
}

TEST_F(Lineages, OfASeriesGoByFoldedWordings) {
    const auto actor = series("Best Actor");
    held(actor, 1928, 1928, "Actor");
    held(actor, 1929, 1930, "ACTOR");
    registry.add(Category{.edition = edition("1931/1932", "1931/32"), .name = "actor", .series = actor});
    EXPECT_THAT(lineage(actor), ElementsAre("1928/1932 | called | called 'Actor' from 1928 to 1932, in 4 editions"));
    registry.add(Category{.edition = edition("1933-03-18", "6th"), .name = "Best", .series = actor});
    EXPECT_THAT(lineage(actor).back(), "1933-03-18 | called | called 'Best' on 18 March 1933");
}

TEST_F(Lineages, OfASeriesTellTwoWordingsOfOneEdition) {
    const auto directing = series("Directing");
    registry.add(Category{.edition = edition(1928), .name = "Directing (Comedy)", .series = directing});
    registry.add(Category{.edition = edition(1928), .name = "Directing (Dramatic)", .series = directing});
    held(directing, 1929, 1930, "Directing");
    EXPECT_THAT(lineage(directing), ElementsAre("1928 | called | called 'Directing (Comedy)' in 1928",
                                                "1928 | called | called 'Directing (Dramatic)' in 1928",
                                                "1929/1930 | called | called 'Directing' from 1929 to 1930, in 2 "
                                                "editions"));
}

TEST_F(Lineages, OfASeriesTellWhereItPaused) {
    const auto dance = series("Dance Direction");
    for (int year = 1930; year <= 1940; ++year) edition(year);
    held(dance, 1931, 1932, "Dance");
    held(dance, 1935, 1936, "Dance");
    held(dance, 1938, 1938, "Dance");
    registry.add(Category{.edition = edition(1939), .name = "Dance", .series = dance, .cancelled = "too few entries"});
    registry.add(Category{.edition = edition(1940), .name = "Dance", .series = dance, .cancelled = ""});
    EXPECT_THAT(lineage(dance), ElementsAre("1931/1932 | called | called 'Dance' from 1931 to 1932, in 2 editions",
                                            "1933/1934 | paused | paused from 1933 to 1934: 2 editions without it",
                                            "1935/1936 | called | called 'Dance' from 1935 to 1936, in 2 editions",
                                            "1937 | paused | paused in 1937: 1 edition without it",
                                            "1938/1940 | called | called 'Dance' from 1938 to 1940, in 3 editions",
                                            "1939 | cancelled | cancelled in 1939: too few entries",
                                            "1940 | cancelled | cancelled in 1940"));
}

TEST_F(Lineages, OfASeriesLeaveOutWhatIsVoidOrWithoutDate) {
    const auto actor = series("Actor");
    held(actor, 1928, 1932, "Actor");
    registry.void_(edition(1930), "never was");
    const auto undated = registry.add(Edition{.award = award, .label = "some time"}).id;
    registry.add(Category{.edition = undated, .name = "Player", .series = actor});
    EXPECT_THAT(lineage(actor), ElementsAre("1928/1932 | called | called 'Actor' from 1928 to 1932, in 4 editions"));
    edition("1970", "a");
    edition("1970", "b");
    registry.add(Category{.edition = edition("1970", "a"), .name = "Actor", .series = actor});
    EXPECT_THAT(lineage(actor), testing::Not(testing::Contains(HasSubstr("paused in 1970"))));
}

TEST_F(Lineages, OfASeriesWithoutDatedCategoriesTellItsNames) {
    const auto old = registry.add(Series{.award = award, .name = "New", .aliases = {{"Old", "2001/2005"_date}}}).id;
    EXPECT_THAT(lineage(old), ElementsAre("2001/2005 | called | called 'Old' from 2001 to 2005",
                                          "2006/.. | called | called 'New' from 2006"));
    EXPECT_THAT(lineage(series("Alone")), ElementsAre("- | called | called 'Alone'"));
}

TEST_F(Lineages, OfASeriesTellThatItWasSplit) {
    const auto writing = series("Writing");
    const auto original = series("Original Screenplay", {writing});
    const auto adapted = series("Adapted Screenplay", {writing});
    held(writing, 1928, 1930, "Writing");
    held(original, 1931, 1932, "Writing (Original)");
    held(adapted, 1931, 1932, "Writing (Adaptation)");
    EXPECT_THAT(
        lineage(writing),
        ElementsAre("1928/1930 | called | called 'Writing' from 1928 to 1930, in 3 editions",
                    "1931 | became | became 'Original Screenplay' in 1931, one of the 2 that it was split into | "
                    "series:2",
                    "1931 | became | became 'Adapted Screenplay' in 1931, one of the 2 that it was split into | "
                    "series:3"));
    EXPECT_THAT(lineage(original),
                ElementsAre("1931 | split from | split from 'Writing' in 1931 | series:1",
                            "1931/1932 | called | called 'Writing (Original)' from 1931 to 1932, in 2 editions"));
    registry.void_(adapted, "was never split");
    EXPECT_THAT(lineage(original).at(0), "1931 | continues | continues 'Writing' from 1931 | series:1");
}

TEST_F(Lineages, OfASeriesTellThatItWasMergedFromTwo) {
    const auto mixing = series("Sound Mixing");
    const auto editing = series("Sound Editing");
    const auto sound = series("Sound", {mixing, editing});
    held(mixing, 2018, 2019, "Sound Mixing");
    held(editing, 2018, 2019, "Sound Editing");
    held(sound, 2020, 2021, "Sound");
    EXPECT_THAT(lineage(sound),
                ElementsAre("2020 | merged from | merged from 'Sound Mixing' in 2020, together with 'Sound Editing' | "
                            "series:1",
                            "2020 | merged from | merged from 'Sound Editing' in 2020, together with 'Sound Mixing' | "
                            "series:2",
                            "2020/2021 | called | called 'Sound' from 2020 to 2021, in 2 editions"));
    EXPECT_THAT(lineage(mixing),
                ElementsAre("2018/2019 | called | called 'Sound Mixing' from 2018 to 2019, in 2 editions",
                            "2020 | became | became 'Sound' in 2020, merged with 'Sound Editing' | series:3"));
}

TEST_F(Lineages, OfASeriesTellWhatContinuedIt) {
    const auto documentary = series("Documentary");
    const auto feature = series("Documentary Feature", {documentary});
    EXPECT_THAT(lineage(feature), ElementsAre("- | continues | continues 'Documentary' | series:1",
                                              "- | called | called 'Documentary Feature'"));
    EXPECT_THAT(lineage(documentary), ElementsAre("- | called | called 'Documentary'",
                                                  "- | became | became 'Documentary Feature' | series:2"));
    held(documentary, 1942, 1943, "Documentary");
    held(feature, 1944, 1944, "Documentary (Feature)");
    EXPECT_THAT(lineage(feature).at(0), "1944 | continues | continues 'Documentary' from 1944 | series:1");
    EXPECT_THAT(lineage(documentary).at(1), "1944 | became | became 'Documentary Feature' in 1944 | series:2");
}

TEST_F(Lineages, OfASeriesTellWhenItWasOneAgain) {
    const auto whole = series("Cinematography");
    const auto grey = series("Black-and-White", {whole});
    const auto colour = series("Color", {whole});
    held(whole, 1937, 1938, "Cinematography");
    held(grey, 1939, 1940, "Cinematography (Black-and-White)");
    held(colour, 1939, 1940, "Cinematography (Color)");
    registry.revise(whole, [&](Series& each) { each.succeeds = {grey, colour}; });
    EXPECT_THAT(lineage(whole).at(0),
                "- | merged from | merged from 'Black-and-White', together with 'Color' | series:2");
    held(whole, 1941, 1941, "Cinematography");
    EXPECT_THAT(
        lineage(whole),
        ElementsAre("1937/1938 | called | called 'Cinematography' from 1937 to 1938, in 2 editions",
                    "1939/1940 | paused | paused from 1939 to 1940: 2 editions without it",
                    "1939 | became | became 'Black-and-White' in 1939, one of the 2 that it was split into | series:2",
                    "1939 | became | became 'Color' in 1939, one of the 2 that it was split into | series:3",
                    "1941 | merged from | merged from 'Black-and-White' in 1941, together with 'Color' | series:2",
                    "1941 | merged from | merged from 'Color' in 1941, together with 'Black-and-White' | series:3",
                    "1941 | called | called 'Cinematography' in 1941"));
    EXPECT_THAT(
        lineage(colour),
        ElementsAre("1939 | split from | split from 'Cinematography' in 1939 | series:1",
                    "1939/1940 | called | called 'Cinematography (Color)' from 1939 to 1940, in 2 editions",
                    "1941 | became | became 'Cinematography' in 1941, merged with 'Black-and-White' | series:1"));
}

TEST_F(Lineages, OfMergedSeriesAreOne) {
    const auto writing = series("Writing");
    const auto writing_again = series("writing (imported)");
    const auto screenplay = series("Screenplay", {writing_again});
    held(writing, 1928, 1929, "Writing");
    held(writing_again, 1930, 1931, "Writing");
    held(screenplay, 1932, 1932, "Screenplay");
    registry.merge(writing, writing_again);
    EXPECT_EQ(lineage(writing), lineage(writing_again));
    EXPECT_THAT(lineage(writing), ElementsAre("1928/1931 | called | called 'Writing' from 1928 to 1931, in 4 editions",
                                              "1932 | became | became 'Screenplay' in 1932 | series:3"));
    EXPECT_THAT(lineage(screenplay).at(0), "1932 | continues | continues 'Writing' from 1932 | series:1");
}

TEST_F(Lineages, AreOfAwardsAndSeriesOnly) {
    const auto error = thrown<WrongKind>([&] { registry.lineage(edition(2000)); });
    EXPECT_EQ(error.given, Kind::edition);
    EXPECT_THAT(error.allowed, ElementsAre(Kind::award, Kind::series));
    EXPECT_EQ(thrown<NotFound>([&] { registry.lineage(Id<Series>(9)); }).wanted, "series:9");
    EXPECT_EQ(thrown<NotFound>([&] { registry.lineage(Id<Award>(9)); }).wanted, "award:9");
}

TEST_F(Lineages, AreToldByViewsAndOpenChanges) {
    const auto actor = series("Best Actor");
    held(actor, 1928, 1928, "Actor");
    const auto before = registry.checkpoint().change;
    held(actor, 1929, 1929, "Actor");
    EXPECT_THAT(told(registry.as_of(before).lineage(actor)), ElementsAre("1928 | called | called 'Actor' in 1928"));
    auto change = registry.transaction();
    change.revise(award, [](Award& each) { each.name = "Oscars"; });
    EXPECT_THAT(told(change.lineage(award)), ElementsAre("- | called | called 'Oscars'"));
}

}  // namespace
