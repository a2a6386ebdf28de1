// What was known when, where things were put right later: corrections count from when what they correct was known, and
// what is void or merged always is.

#include "support.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <random>

namespace {

using namespace laurels;
using namespace laurels::literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Source said(const char* day) { return {.title = day, .published = Date::parse(day)}; }

class KnownOn : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tests"});
    Id<Award> award = registry.add(Award{.name = "A"}, {.source = said("2025-01-01")}).id;
    Id<Edition> edition = registry.add(Edition{.award = award, .label = "2025"}, {.source = said("2025-01-01")}).id;
    Id<Category> category = registry.add(Category{.edition = edition, .name = "C"}, {.source = said("2025-01-01")}).id;
    Ceremony ceremony = registry.add(Ceremony{.edition = edition, .date = When("2025-11"_date), .place = "Leds"},
                                     {.source = said("2025-02-01")});

    std::string place(const char* day) const { return registry.known_on(Date::parse(day)).get(ceremony.id).place; }
    std::string date(const char* day) const {
        return registry.known_on(Date::parse(day)).get(ceremony.id).date->text();
    }
};

TEST_F(KnownOn, ACorrectionCountsFromWhenWhatItCorrectsWasKnown) {
    registry.correct(ceremony.id, [](auto& c) { c.place = "Leeds"; }, "mistyped", said("2025-09-01"));
    EXPECT_EQ(place("2025-02-01"), "Leeds");
    EXPECT_THROW(place("2025-01-31"), NotFound);
}

TEST_F(KnownOn, EachFieldOfACorrectionCountsByItself) {
    registry.revise(ceremony.id, [](auto& c) { c.date = When("2025-11-21"_date); }, {.source = said("2025-06-01")});
    registry.correct(
        ceremony.id,
        [](auto& c) {
            c.date = When("2025-11-20"_date);
            c.place = "Leeds";
        },
        "mistyped both");
    EXPECT_EQ(place("2025-03-01"), "Leeds");
    EXPECT_EQ(date("2025-03-01"), "2025-11");
    EXPECT_EQ(date("2025-06-01"), "2025-11-20");
    const auto history = registry.known_on("2025-06-01"_date).history(ceremony.id);
    EXPECT_EQ(history.back().after, "20 November 2025");
    EXPECT_TRUE(std::ranges::any_of(history, [](const HistoryEntry& e) { return e.after == "Leeds"; }));
}

TEST_F(KnownOn, ACorrectionOfACorrectionCountsFromTheFirst) {
    registry.correct(ceremony.id, [](auto& c) { c.place = "Lees"; }, "mistyped", said("2025-09-01"));
    registry.correct(ceremony.id, [](auto& c) { c.place = "Leeds"; }, "mistyped again", said("2025-10-01"));
    EXPECT_EQ(place("2025-02-01"), "Leeds");
}

TEST_F(KnownOn, ACorrectionDoesNotOverrideWhatWasSaidLater) {
    registry.correct(ceremony.id, [](auto& c) { c.place = "Leeds"; }, "mistyped");
    registry.revise(ceremony.id, [](auto& c) { c.place = "York"; }, {.source = said("2025-05-01")});
    EXPECT_EQ(place("2025-04-30"), "Leeds");
    EXPECT_EQ(place("2025-05-01"), "York");
}

TEST_F(KnownOn, AStageTakenBackByCorrectionNeverWas) {
    const auto nomination = registry
                                .add(Nomination{.category = category, .title = "N", .stage = Stage::submitted},
                                     {.source = said("2025-03-01")})
                                .id;
    registry.advance(nomination, Stage::shortlisted, {.source = said("2025-04-01")});
    EXPECT_EQ(registry.known_on("2025-05-01"_date).get(nomination).stage, Stage::shortlisted);
    registry.correct(nomination, [](auto& n) { n.reached.erase(Stage::shortlisted); }, "another of that name");
    EXPECT_EQ(registry.known_on("2025-05-01"_date).get(nomination).stage, Stage::submitted);
    EXPECT_THAT(registry.known_on("2025-05-01"_date).shortlist(category), IsEmpty());
    EXPECT_EQ(registry.known_on("2025-03-01"_date).get(nomination).stage, Stage::submitted);
}

TEST_F(KnownOn, AStageIsNoFurtherThanWhatWasReachedByThen) {
    const auto nomination = registry
                                .add(Nomination{.category = category, .title = "N", .stage = Stage::shortlisted},
                                     {.source = said("2025-01-05")})
                                .id;
    registry.advance(nomination, Stage::longlisted, {.source = said("2025-03-05")});
    registry.correct(nomination, [](auto& n) { n.reached.erase(Stage::shortlisted); }, "another of that name");
    EXPECT_EQ(registry.get(nomination).stage, Stage::longlisted);
    EXPECT_EQ(registry.known_on("2025-02-01"_date).get(nomination).stage, Stage::draft);
    EXPECT_THAT(registry.known_on("2025-02-01"_date).shortlist(category), IsEmpty());
    EXPECT_EQ(registry.known_on("2025-04-01"_date).get(nomination).stage, Stage::longlisted);
}

TEST_F(KnownOn, MergesApplyInChains) {
    const auto l = registry.add(Nominee{.name = "L"}, {.source = said("2025-01-01")}).id;
    const auto s = registry.add(Nominee{.name = "S"}, {.source = said("2025-01-01")}).id;
    const auto k = registry.add(Nominee{.name = "K"}, {.source = said("2025-09-01")}).id;
    registry.merge(l, k);
    registry.merge(k, s);
    EXPECT_EQ(registry.get(s).id, l);
    EXPECT_EQ(registry.known_on("2025-02-01"_date).get(s).id, l);
}

TEST_F(KnownOn, WhatIsVoidIsVoidAtAnyTime) {
    const auto nomination = registry
                                .add(Nomination{.category = category, .title = "N", .stage = Stage::shortlisted},
                                     {.source = said("2025-03-01")})
                                .id;
    EXPECT_THAT(registry.known_on("2025-04-01"_date).nominations().rows(), SizeIs(1));
    registry.void_(nomination, "entered twice");
    EXPECT_THAT(registry.known_on("2025-04-01"_date).nominations().rows(), IsEmpty());
    EXPECT_THAT(registry.known_on("2025-04-01"_date).nominations().including_void().rows(), SizeIs(1));
    EXPECT_THAT(registry.known_on("2025-02-01"_date).nominations().including_void().rows(), IsEmpty());
    registry.restore(nomination, "not twice");
    EXPECT_THAT(registry.known_on("2025-04-01"_date).nominations().rows(), SizeIs(1));
}

TEST_F(KnownOn, MergesAreAnsweredAtAnyTimeWithTheOneKeptByName) {
    const auto old = registry.add(Nominee{.name = "Employment Team"}, {.source = said("2025-02-01")}).id;
    registry.add(Nomination{.category = category, .title = "N", .credits = {{.nominee = old}}},
                 {.source = said("2025-03-01")});
    const auto now = registry.add(Nominee{.name = "Support Team", .url = "https://team.example"}).id;
    registry.merge(now, old);
    const auto then = registry.known_on("2025-04-01"_date);
    EXPECT_THAT(then.nominations().rows()[0].nominees, ElementsAre("Support Team"));
    EXPECT_EQ(then.get(old).id, now);
    EXPECT_EQ(then.get(now).url, "") << "nobody had said that";
    registry.unmerge(old);
    EXPECT_THAT(registry.known_on("2025-04-01"_date).nominations().rows()[0].nominees, ElementsAre("Employment Team"));
}

TEST_F(KnownOn, BothBoundsCommute) {
    const auto before = registry.checkpoint().change;
    registry.correct(ceremony.id, [](auto& c) { c.place = "Leeds"; }, "mistyped");
    EXPECT_EQ(registry.as_of(before).known_on("2025-03-01"_date).get(ceremony.id).place, "Leds");
    EXPECT_EQ(registry.known_on("2025-03-01"_date).as_of(before).get(ceremony.id).place, "Leds");
    EXPECT_EQ(registry.known_on("2025-03-01"_date).get(ceremony.id).place, "Leeds");
}

// --- Against another way of working it out ---------------------------------------------------------------------------

/// What was said of one field, as the histories tell.
struct Statement {
    std::int64_t seq;
    std::string day;
    std::string value;
    bool corrects;
};

/// The last word of those that had been said by the day: of corrections, by when what they correct was said.
std::string last_word(const std::vector<Statement>& statements, const std::string& day) {
    std::pair<std::string, std::int64_t> latest;
    std::string value;
    std::string corrected;
    for (const Statement& statement : statements) {
        if (!statement.corrects) corrected = statement.day;
        if (corrected > day || std::pair(corrected, statement.seq) < latest) continue;
        latest = {corrected, statement.seq};
        value = statement.value;
    }
    return value;
}

TEST(KnownOnOfManyStatements, IsTheLastWordOfEachFieldByThen) {
    const std::vector<std::string> days{"2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01"};
    std::mt19937 random(4);  // NOLINT(bugprone-random-generator-seed,cert-msc32-c,cert-msc51-cpp): the same each time
    const auto pick = [&](int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); };
    for (int round = 0; round < 40; ++round) {
        Registry registry = Registry::in_memory();
        const auto award =
            registry.add(Award{.name = "A", .url = "start", .notes = "start"}, {.source = said(days[0].c_str())});
        std::vector<Statement> urls{{1, days[0], "start", false}};
        std::vector<Statement> notes = urls;
        for (int step = 0; step < 12; ++step) {
            const std::string day = days[static_cast<std::size_t>(pick(5))];
            const std::string value = std::to_string(step);
            const bool corrects = pick(3) == 0;
            const int which = 1 + pick(3);  // the one field, the other, or both
            const std::function<void(Award&)> edit = [&](Award& a) {
                if ((which & 1) != 0) a.url = value;
                if ((which & 2) != 0) a.notes = value;
            };
            if (corrects)
                registry.correct(award.id, edit, "so", said(day.c_str()));
            else
                registry.revise(award.id, edit, {.source = said(day.c_str())});
            const auto seq = registry.checkpoint().seq;
            if ((which & 1) != 0) urls.push_back({seq, day, value, corrects});
            if ((which & 2) != 0) notes.push_back({seq, day, value, corrects});
        }
        for (const std::string& day : days) {
            const auto then = registry.known_on(Date::parse(day)).get(award.id);
            EXPECT_EQ(then.url, last_word(urls, day)) << "round " << round << ", " << day;
            EXPECT_EQ(then.notes, last_word(notes, day)) << "round " << round << ", " << day;
        }
    }
}

}  // namespace
