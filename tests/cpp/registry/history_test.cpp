// Who said what, when; and the record as it stood, or as it was known.

#include "model/text.hpp"
#include "storage/journal.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::chrono_literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Date today() { return Date::of(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())); }

class Journal : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "communications"});
    const Source newsletter{.title = "Staff newsletter", .published = "2025-08-15"_date};
    const Source page{.title = "Winners' page", .url = "https://example.org/", .published = "2025-11-21"_date};

    Award award(const std::string& name, const Said& said = {}) { return registry.add(Award{.name = name}, said); }
};

// --- History -----------------------------------------------------------------------------------------------------

TEST_F(Journal, TellsWhoSaidWhatWhen) {
    const auto before = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const Award added = award("Booker", {.source = newsletter, .reason = "first entry"});
    registry.revise(added.id, [](auto& a) { a.name = "Booker Prize"; }, {.source = page});
    const auto entries = registry.history(added.id);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].seq, 1);
    EXPECT_EQ(entries[0].change, 1);
    EXPECT_EQ(entries[0].record, RecordId(added.id));
    EXPECT_EQ(entries[0].verb, "add");
    EXPECT_EQ(entries[0].field, "name");
    EXPECT_EQ(entries[0].before, "");
    EXPECT_EQ(entries[0].after, "Booker");
    EXPECT_EQ(entries[0].known, "2025-08-15"_date);
    EXPECT_EQ(entries[0].source, newsletter);
    EXPECT_EQ(entries[0].actor, "communications");
    EXPECT_EQ(entries[0].reason, "first entry");
    EXPECT_EQ(entries[1].verb, "revise");
    EXPECT_EQ(entries[1].before, "Booker");
    EXPECT_EQ(entries[1].after, "Booker Prize");
    EXPECT_EQ(entries[1].source, page);
    EXPECT_EQ(entries[1].reason, "");
    EXPECT_GE(entries[0].recorded, before);
    EXPECT_LT(entries[0].recorded, entries[1].recorded);
    EXPECT_LE(entries[1].recorded, std::chrono::system_clock::now() + 1s);
}

TEST_F(Journal, TakesFromTheChangeWhatAWriteDoesNotSay) {
    auto change = registry.transaction({.actor = "Ann", .reason = "yearly round", .source = newsletter});
    const auto plain = change.add(Award{.name = "A"}).id;
    const auto own = change.add(Award{.name = "B"}, {.source = page, .reason = "asked"}).id;
    change.commit();
    const auto inherited = registry.history(plain).at(0);
    EXPECT_EQ(inherited.actor, "Ann");
    EXPECT_EQ(inherited.reason, "yearly round");
    EXPECT_EQ(inherited.source, newsletter);
    EXPECT_EQ(inherited.known, "2025-08-15"_date);
    const auto said = registry.history(own).at(0);
    EXPECT_EQ(said.actor, "Ann");
    EXPECT_EQ(said.reason, "asked");
    EXPECT_EQ(said.source, page);
}

TEST_F(Journal, KnowsWhatHasNoDatedSourceFromTheDayOfRecording) {
    const auto plain = award("A").id;
    const auto undated = award("B", {.source = {.title = "a letter"}}).id;
    EXPECT_EQ(registry.history(plain).at(0).known, today());
    EXPECT_EQ(registry.history(undated).at(0).known, today());
    EXPECT_EQ(registry.history(undated).at(0).source.title, "a letter");
}

TEST_F(Journal, TellsOfOneField) {
    const auto id = award("A").id;
    registry.revise(id, [](auto& a) { a.url = "https://a.example/"; });
    registry.revise(id, [](auto& a) {
        a.name = "B";
        a.url = "";
    });
    const auto urls = registry.history(id, "url");
    ASSERT_EQ(urls.size(), 2U);
    EXPECT_EQ(urls[1].before, "https://a.example/");
    EXPECT_EQ(urls[1].after, "");
    EXPECT_THAT(registry.history(id, "notes"), IsEmpty());
    const auto error = thrown<InvalidValue>([&] { registry.history(id, "colour"); });
    EXPECT_EQ(error.field, "Award.colour");
    EXPECT_THAT(error.what(), HasSubstr("aliases"));
    EXPECT_EQ(thrown<NotFound>([&] { registry.history(Id<Award>(9)); }).wanted, "award:9");
    EXPECT_THROW(registry.history(RecordId()), InvalidValue);
}

TEST_F(Journal, TellsOfANominationWithItsCredits) {
    const auto world = support::make_world(registry);
    registry.revise(world.nomination, [&](auto& n) {
        n.title = "Into work";
        n.credits[0].role = "lead";
    });
    const auto entries = registry.history(world.nomination);
    EXPECT_EQ(entries.back().record, RecordId(Kind::credit, 1));
    EXPECT_EQ(entries.back().field, "role");
    EXPECT_EQ(entries.front().record, RecordId(world.nomination));
    for (const auto& entry : registry.history(world.nomination, "title"))
        EXPECT_EQ(entry.record, RecordId(world.nomination));
    const auto credit = registry.history(RecordId(Kind::credit, 1));
    EXPECT_EQ(credit.front().field, "nomination");
    EXPECT_THAT(credit.front().after, HasSubstr("nomination:1"));
}

TEST_F(Journal, ShowsValuesForPeople) {
    const auto world = support::make_world(registry);
    registry.decide(world.nomination, Outcome::highly_commended, {.on = When("2025-11-20"_date)});
    EXPECT_EQ(registry.history(world.nomination, "outcome").at(0).after, "highly commended");
    EXPECT_EQ(registry.history(world.nomination, "decided").at(0).after, "20 November 2025");
    EXPECT_EQ(registry.history(world.team, "part_of").at(0).after, "Lancashire County Council (nominee:1)");
}

TEST_F(Journal, OfAnOpenChangeSaysWhoWritesIt) {
    auto change = registry.transaction({.actor = "Ann", .reason = "round", .source = newsletter});
    const auto id = change.add(Award{.name = "A"}).id;
    const auto entry = change.history(id).at(0);
    EXPECT_EQ(entry.actor, "Ann");
    EXPECT_EQ(entry.reason, "round");
    EXPECT_EQ(entry.source, newsletter);
    EXPECT_EQ(entry.known, "2025-08-15"_date);
}

TEST_F(Journal, NeverGoesBackInTime) {
    Instant last{};
    for (int i = 0; i < 100; ++i) {
        const auto entry = registry.history(award(std::to_string(i)).id).at(0);
        EXPECT_LT(last, entry.recorded);
        last = entry.recorded;
    }
}

TEST_F(Journal, NeverGoesBackInTimeWhateverTheClockDoes) {
    support::Folder folder;
    Registry file = Registry::open(folder / "awards.laurels");
    file.add(Award{.name = "A"});
    // As if the last change had been recorded by a clock that was ahead.
    const Instant ahead = parse_instant("2099-01-01T00:00:00Z");
    support::Raw raw(folder / "awards.laurels");
    raw.run("DROP TRIGGER change_no_update; UPDATE change SET recorded = " +
            std::to_string(ahead.time_since_epoch().count()));
    const auto id = file.add(Award{.name = "B"}).id;
    EXPECT_EQ(file.history(id).at(0).recorded, ahead + 1us);
}

// --- The three times -----------------------------------------------------------------------------------------------

TEST(Known, IsTheSourcesDateOrTheDayOfRecording) {
    const Instant recorded = parse_instant("2025-09-01T23:59:59.999999Z");
    EXPECT_EQ(storage::known({}, recorded), "2025-09-01"_date);
    EXPECT_EQ(storage::known({.published = "2025-08"_date}, recorded), "2025-08"_date);
    EXPECT_EQ(storage::known({.published = "2025/.."_date}, recorded), "2025-09-01"_date);
    EXPECT_EQ(storage::known_by({.published = "2025-08"_date}, recorded), "2025-08-31"_date.latest());
    EXPECT_EQ(storage::known_by({.published = "2024-02~"_date}, recorded), "2024-02-29"_date.latest());
    EXPECT_EQ(storage::known_by({.published = "2025"_date}, recorded), "2025-12-31"_date.latest());
}

// --- as_of -------------------------------------------------------------------------------------------------------

TEST_F(Journal, AsOfAChangeIsTheRecordAsItStoodThen) {
    const auto world = support::make_world(registry);
    const auto then = registry.checkpoint().change;
    const Nomination before = registry.get(world.nomination);
    registry.decide(world.nomination, Outcome::won);
    registry.revise(world.award, [](auto& a) { a.name = "Renamed"; });
    const auto second = award("Second").id;
    const Registry view = registry.as_of(then);
    EXPECT_EQ(view.get(world.nomination), before);
    EXPECT_EQ(view.winners(world.category).size(), 0U);
    EXPECT_EQ(view.find<Award>("Children & Young People Now Awards").id, world.award);
    EXPECT_THROW(view.get(second), NotFound);
    EXPECT_EQ(view.count<Award>(), 1U);
    EXPECT_EQ(view.uuid(), registry.uuid());
    EXPECT_EQ(view.history(world.nomination).size(), registry.history(world.nomination).size() - 1);
    EXPECT_EQ(registry.as_of(0).count<Award>(), 0U);
    EXPECT_EQ(registry.as_of(then + 3).get(world.nomination), registry.get(world.nomination));
}

TEST_F(Journal, AsOfEachChangeEqualsWhatWasThereThen) {
    const auto world = support::make_world(registry);
    std::vector<std::pair<std::int64_t, std::vector<Nomination>>> then;
    const auto keep = [&] { then.emplace_back(registry.checkpoint().change, registry.all<Nomination>()); };
    keep();
    registry.advance(world.nomination, Stage::shortlisted);
    keep();
    registry.add(Nomination{.category = world.category, .title = "Second"});
    keep();
    registry.rule(world.nomination, Standing::withdrawn, "asked to");
    keep();
    for (const auto& [change, nominations] : then)
        EXPECT_EQ(registry.as_of(change).all<Nomination>(), nominations) << change;
}

TEST_F(Journal, AsOfAnInstantTakesInWhatWasRecordedAtIt) {
    const auto first = award("A").id;
    award("B");
    const Instant recorded = registry.history(first).at(0).recorded;
    EXPECT_EQ(registry.as_of(recorded).count<Award>(), 1U);
    EXPECT_EQ(registry.as_of(recorded - 1us).count<Award>(), 0U);
    EXPECT_EQ(registry.as_of(recorded + 24h).count<Award>(), 2U);
}

TEST_F(Journal, AsOfAChangeThatIsNotThereIsRefused) {
    award("A");
    const auto error = thrown<NotFound>([&] { registry.as_of(2); });
    EXPECT_EQ(error.wanted, "2");
    EXPECT_THAT(error.what(), HasSubstr("go up to 1"));
    EXPECT_THROW(registry.as_of(-1), NotFound);
}

// --- known_on ----------------------------------------------------------------------------------------------------

TEST_F(Journal, KnownOnTakesInWhatWasEnteredLateFromEarlierSources) {
    auto change = registry.transaction({.source = newsletter});
    const auto world = support::make_world(change);
    const auto ceremony = change.add(Ceremony{.edition = world.edition, .date = When("2025-11"_date)}).id;
    change.commit();
    registry.revise(ceremony, [](auto& c) { c.date = When("2025-11-20"_date); }, {.source = page});
    registry.decide(world.nomination, Outcome::won, {.source = page});
    const Registry september = registry.known_on("2025-09-01"_date);
    EXPECT_EQ(september.bounds().value().known, "2025-09-01"_date);
    EXPECT_FALSE(registry.bounds());
    EXPECT_EQ(september.get(world.nomination).outcome, Outcome::pending);
    EXPECT_EQ(september.get(ceremony).date, When("2025-11"_date));
    EXPECT_EQ(registry.known_on("2025-08-14"_date).count<Nomination>(), 0U);
    EXPECT_EQ(registry.known_on("2025-08-15"_date).count<Nomination>(), 1U) << "the whole day is in it";
    EXPECT_EQ(registry.known_on("2025-11-20"_date).get(world.nomination).outcome, Outcome::pending);
    EXPECT_EQ(registry.known_on("2025-11-21"_date).get(world.nomination).outcome, Outcome::won);
    EXPECT_EQ(registry.known_on(today()).get(ceremony).date, When("2025-11-20"_date));
}

TEST_F(Journal, KnownOnCountsAMonthFromItsLastDay) {
    award("A", {.source = {.title = "Magazine", .published = "2025-08"_date}});
    EXPECT_EQ(registry.known_on("2025-08-30"_date).count<Award>(), 0U);
    EXPECT_EQ(registry.known_on("2025-08-31"_date).count<Award>(), 1U);
}

TEST_F(Journal, KnownOnOrdersByWhenItWasSaid) {
    const auto id = award("Second name", {.source = {.title = "x", .published = "2025-06-01"_date}}).id;
    registry.revise(id, [](auto& a) { a.name = "First name"; },
                    {.source = {.title = "y", .published = "2025-01-01"_date}});
    EXPECT_EQ(registry.get(id).name, "First name") << "the present record follows the order of entry";
    EXPECT_EQ(registry.known_on("2025-03-01"_date).get(id).name, "First name");
    EXPECT_EQ(registry.known_on("2025-07-01"_date).get(id).name, "Second name");
}

TEST_F(Journal, KnownOnRaisesBySomeListsAndLowersByNone) {
    const auto world = support::make_world(registry);
    registry.advance(world.nomination, Stage::shortlisted, {.source = {.title = "s", .published = "2025-08-15"_date}});
    registry.advance(world.nomination, Stage::longlisted, {.source = {.title = "l", .published = "2025-07-15"_date}});
    EXPECT_EQ(registry.known_on("2025-07-31"_date).get(world.nomination).stage, Stage::longlisted);
    EXPECT_EQ(registry.known_on("2025-08-31"_date).get(world.nomination).stage, Stage::shortlisted);
}

TEST_F(Journal, KnownOnShowsByNameWhatAKnownRecordRefersTo) {
    const auto world = support::make_world(registry);  // entered today, without a source
    registry.revise(world.team, [](auto& n) { n.notes = "noted today"; });
    const auto early = registry
                           .add(Nomination{.category = world.category,
                                           .title = "Early",
                                           .credits = {{.nominee = world.team}},
                                           .stage = Stage::shortlisted},
                                {.source = newsletter})
                           .id;
    const Registry view = registry.known_on("2025-09-01"_date);
    const auto rows = view.nominations().rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].id, early);
    EXPECT_EQ(rows[0].award, "Children & Young People Now Awards");
    EXPECT_EQ(rows[0].edition, "2025");
    EXPECT_EQ(rows[0].category, "The Children in Care Award");
    EXPECT_THAT(rows[0].nominees, ElementsAre("Employment Support Team"));
    EXPECT_EQ(view.get(world.team).notes, "");
    EXPECT_EQ(view.get(world.council).name, "Lancashire County Council") << "and what that is part of";
    EXPECT_EQ(view.nominations().nominee("Lancashire County Council", Parts::including).count(), 1U);
    EXPECT_THAT(view.history(world.team), IsEmpty()) << "nobody had said anything about it";
}

TEST_F(Journal, KnownOnShowsARecordOfWhichOnlyALaterFactIsKnown) {
    const auto world = support::make_world(registry);  // entered today
    registry.decide(world.nomination, Outcome::won, {.source = page});
    const Registry view = registry.known_on("2025-12-01"_date);
    const Nomination known = view.get(world.nomination);
    EXPECT_EQ(known.title, "Care leavers into work");
    EXPECT_EQ(known.outcome, Outcome::won);
    ASSERT_EQ(known.credits.size(), 1U);
    EXPECT_EQ(known.credits[0].nominee, world.team);
    EXPECT_EQ(view.winners(world.category).at(0).nominees, std::vector<std::string>{"Employment Support Team"});
}

TEST_F(Journal, KnownOnShowsTheSeriesThatOneSucceeds) {
    const auto prize = award("Prize", {.source = newsletter}).id;
    const auto old = registry.add(Series{.award = prize, .name = "Old"}).id;  // entered today
    const auto next = registry.add(Series{.award = prize, .name = "New", .succeeds = {old}}, {.source = newsletter}).id;
    const Registry view = registry.known_on("2025-09-01"_date);
    EXPECT_THAT(view.get(next).succeeds, ElementsAre(old));
    EXPECT_EQ(view.get(old).name, "Old");
}

TEST_F(Journal, KnownOnKeepsTheCreditsOfOthersToThemselves) {
    const auto world = support::make_world(registry);
    auto change = registry.transaction();
    const auto bare = change.add(Nomination{.category = world.category, .title = "Bare"}).id;
    change.revise(world.nomination, [&](auto& n) { n.credits.push_back({.nominee = world.council}); });
    change.commit();
    registry.add(Evidence{.subject = bare, .text = "said early"}, {.source = newsletter});
    const Registry view = registry.known_on("2025-09-01"_date);
    EXPECT_EQ(view.count<Nomination>(), 1U);
    EXPECT_THAT(view.get(bare).credits, IsEmpty());
}

TEST_F(Journal, KnownOnNeedsOneDay) {
    for (const char* day : {"2025-08", "2025-08-15~", "2025/2026", "2026-21"})
        EXPECT_EQ(thrown<InvalidDate>([&] { registry.known_on(Date::parse(day)); }).text, day);
}

// --- Views of views ------------------------------------------------------------------------------------------------

TEST_F(Journal, ViewsOfViewsNarrowInEitherOrder) {
    const auto world = support::make_world(registry);
    for (int i = 1; i <= 9; ++i) {
        registry.revise(world.award, [&](Award& a) { a.notes = std::to_string(i); },
                        {.source = {.title = "s", .published = Date::of(2025, 10U - static_cast<unsigned>(i), 1)}});
    }
    const auto last = registry.checkpoint().change;
    for (std::int64_t change = last - 9; change <= last; ++change) {
        for (const unsigned month : {1U, 3U, 6U, 12U}) {
            const Date day = Date::of(2025, month, 1);
            const Registry both = registry.view({.change = change, .known = day});
            const auto expected = both.all<Award>();
            EXPECT_EQ(registry.as_of(change).known_on(day).all<Award>(), expected);
            EXPECT_EQ(registry.known_on(day).as_of(change).all<Award>(), expected);
        }
    }
    EXPECT_EQ(registry.as_of(last - 4).as_of(last).all<Award>(), registry.as_of(last - 4).all<Award>());
    EXPECT_EQ(registry.as_of(last).as_of(last - 4).all<Award>(), registry.as_of(last - 4).all<Award>());
}

TEST_F(Journal, ViewsStayAsTheyAre) {
    award("A");
    const Registry view = registry.as_of(1);
    award("B");
    EXPECT_EQ(view.count<Award>(), 1U);
    registry.close();
    EXPECT_EQ(view.count<Award>(), 1U);
    EXPECT_THROW(view.as_of(1), Closed) << "what it is a view of is closed";
}

// --- Checkpoints as text -------------------------------------------------------------------------------------------

TEST_F(Journal, CheckpointsComeBackFromTheirLine) {
    const Checkpoint empty = registry.checkpoint();
    EXPECT_EQ(empty.change, 0);
    EXPECT_EQ(empty.seq, 0);
    award("A");
    for (const Checkpoint& checkpoint : {empty, registry.checkpoint()}) {
        EXPECT_EQ(Checkpoint::parse(checkpoint.text()), checkpoint);
        EXPECT_EQ(checkpoint.uuid, registry.uuid());
        EXPECT_THAT(checkpoint.text(),
                    testing::MatchesRegex("laurels-checkpoint:1:[0-9a-f-]+:[0-9]+:[0-9]+:[0-9a-f]+"));
    }
}

TEST_F(Journal, CheckpointsThatAreNoneAreRefused) {
    const std::string good = registry.checkpoint().text();
    ASSERT_NO_THROW(Checkpoint::parse(good));
    for (const std::string& bad :
         {std::string(), std::string("x"), good + "0", good.substr(0, good.size() - 1), good + ":", " " + good,
          "laurels-checkpoint:2:" + good.substr(21), good.substr(0, 57) + ":-1:0:" + std::string(64, '0'),
          good.substr(0, 57) + ":1x:0:" + std::string(64, '0'), good.substr(0, 57) + ":0:0:" + std::string(64, 'G'),
          good.substr(0, 57) + ":99999999999999999999:0:" + std::string(64, '0'),
          good.substr(0, 57) + ":00:0:" + std::string(64, '0'), good.substr(0, 57) + ":-0:0:" + std::string(64, '0'),
          "laurels-checkpoint:1:" + std::string(36, 'x') + ":0:0:" + std::string(64, '0')})
        EXPECT_THROW(Checkpoint::parse(bad), InvalidValue) << bad;
}

TEST_F(Journal, CheckpointsThatAreNoneAreShownAsText) {
    std::string long_text = "x";
    for (int i = 0; i < 100; ++i) long_text += "é";  // 120 bytes end within a character
    for (const std::string& bad : {long_text, std::string("\xff")})
        EXPECT_FALSE(model::invalid_utf8(thrown<InvalidValue>([&] { Checkpoint::parse(bad); }).what())) << bad;
}

}  // namespace
