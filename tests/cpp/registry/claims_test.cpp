// Claims beside what is shown: when they are conflicts, and how they are settled.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Source body{.title = "News page, body", .published = "2025-11-25"_date};
const Source heading{.title = "News page, subheading", .published = "2025-11-25"_date};

class Claims : public testing::Test {
  protected:
    void TearDown() override { EXPECT_EQ(registry.verify().finding, ""); }
    Registry registry = Registry::in_memory({.actor = "tests"});
    support::World world = support::make_world(registry);
    Ceremony ceremony = registry.add(
        Ceremony{.edition = world.edition, .date = When("2025-11-20"_date), .place = "Leeds"}, {.source = body});
};

TEST_F(Claims, StandBesideWhatIsShown) {
    const auto claim = registry.claim(ceremony.id, "place", "London", {.source = heading, .reason = "as read"});
    EXPECT_EQ(registry.get(ceremony.id).place, "Leeds");
    EXPECT_EQ(claim.settlement, Settlement::open);
    const auto conflicts = registry.conflicts();
    ASSERT_THAT(conflicts, SizeIs(1));
    EXPECT_EQ(conflicts[0].claim, claim.id);
    EXPECT_EQ(conflicts[0].subject, RecordId(ceremony.id));
    EXPECT_EQ(conflicts[0].field, "place");
    EXPECT_EQ(conflicts[0].shown, "Leeds");
    EXPECT_EQ(conflicts[0].shown_source, body);
    EXPECT_EQ(conflicts[0].shown_known, "2025-11-25"_date);
    EXPECT_EQ(conflicts[0].claimed, "London");
    EXPECT_EQ(conflicts[0].source, heading);
    EXPECT_EQ(conflicts[0].known, "2025-11-25"_date);
    EXPECT_EQ(conflicts[0].reason, "as read");
    EXPECT_EQ(conflicts[0].actor, "tests");
}

TEST_F(Claims, TakeTheirValueFromARecord) {
    const auto claim = registry.claim(ceremony.id, "place", Ceremony{.place = "London"}, {.source = heading});
    EXPECT_EQ(claim, registry.claim(ceremony.id, "place", "London", {.source = heading}));
    EXPECT_EQ(registry.claim(ceremony.id, "date", Ceremony{.date = When("2025-12"_date)}).value, "2025-12");
    EXPECT_EQ(registry.claim(ceremony.id, "date", Ceremony{}).value, std::nullopt);
    EXPECT_EQ(registry.claim(world.nomination, "outcome", Nomination{.outcome = Outcome::won}).value, "won");
    EXPECT_EQ(registry.claim(world.team, "part_of", Nominee{.part_of = world.council}).value, "1");
    const auto aliases = registry.claim(world.team, "aliases", Nominee{.aliases = {{.name = "Employment Team"}}});
    EXPECT_EQ(registry.conflicts().back().claimed, "Employment Team");
    EXPECT_EQ(registry.conflicts().back().claim, aliases.id);
    EXPECT_THROW(registry.claim(ceremony.id, "outcome", Ceremony{}), InvalidValue);
    EXPECT_THROW(registry.claim(ceremony.id, "edition", Ceremony{}), NotFound);
}

TEST_F(Claims, OfTheSameBySameSourceAreOne) {
    const auto claim = registry.claim(ceremony.id, "place", "London", {.source = heading});
    EXPECT_EQ(registry.claim(ceremony.id, "place", "London", {.source = heading}), claim);
    EXPECT_NE(registry.claim(ceremony.id, "place", "London", {.source = body}).id, claim.id);
    EXPECT_THAT(registry.claims(ceremony.id), SizeIs(2));
}

TEST_F(Claims, AgreeWhereADateContainsTheOther) {
    registry.claim(ceremony.id, "date", "2025-11");
    registry.claim(ceremony.id, "date", "2025-11-20T19:00[Europe/London]");
    registry.claim(ceremony.id, "date", "2025/2026");
    EXPECT_THAT(registry.conflicts(), IsEmpty());
    registry.claim(ceremony.id, "date", "2025-12");
    registry.claim(ceremony.id, "date", std::nullopt);
    ASSERT_THAT(registry.conflicts(), SizeIs(2));
    EXPECT_EQ(registry.conflicts()[0].claimed, "December 2025");
    EXPECT_EQ(registry.conflicts()[1].claimed, "");
}

TEST_F(Claims, AgreeWhereANameIsOneOfTheNames) {
    registry.claim(world.team, "name", "EMPLOYMENT  support team");
    EXPECT_THAT(registry.conflicts(), IsEmpty());
    registry.claim(world.team, "name", "Employment Team");
    EXPECT_THAT(registry.conflicts(), SizeIs(1));
    registry.revise(world.team, [](auto& n) { n.aliases = {{.name = "Employment Team"}}; });
    EXPECT_THAT(registry.conflicts(), IsEmpty());
}

TEST_F(Claims, AboutOutcomesAndCredits) {
    registry.decide(world.nomination, Outcome::won);
    registry.claim(world.nomination, "outcome", "commended", {.source = heading});
    const auto other = registry.add(Nominee{.name = "Fleet"});
    const auto credit = registry.get(world.nomination).credits[0].id;
    registry.claim(credit, "nominee", std::to_string(other.id.value), {.source = heading});
    const auto conflicts = registry.conflicts();
    ASSERT_THAT(conflicts, SizeIs(2));
    EXPECT_EQ(conflicts[0].shown, "won");
    EXPECT_EQ(conflicts[0].claimed, "commended");
    EXPECT_THAT(conflicts[1].claimed, HasSubstr("Fleet"));
    registry.merge(other.id, world.team);
    EXPECT_THAT(registry.conflicts(), SizeIs(1)) << "they are the same";
}

TEST_F(Claims, AboutCountsFollowWhatIsCounted) {
    registry.advance(world.nomination, Stage::shortlisted);
    registry.decide(world.nomination, Outcome::won);
    EXPECT_EQ(registry.count(world.team, world.edition, Count::wins), 1U);
    EXPECT_EQ(registry.count(world.team, world.edition, Count::shortlistings), 1U);
    EXPECT_EQ(registry.count(world.council, world.edition, Count::wins), 0U) << "its parts do not count";
    registry.claim(world.team, world.edition, Count::wins, 3, {.source = body});
    registry.claim(world.team, world.edition, Count::wins, 1, {.source = heading});
    auto conflicts = registry.conflicts();
    ASSERT_THAT(conflicts, SizeIs(1));
    EXPECT_EQ(conflicts[0].field, "wins");
    EXPECT_EQ(conflicts[0].edition, world.edition);
    EXPECT_EQ(conflicts[0].shown, "1");
    EXPECT_EQ(conflicts[0].claimed, "3");
    registry.rule(world.nomination, Standing::rescinded, "not eligible");
    EXPECT_THAT(registry.conflicts(), SizeIs(2));
    const auto error = thrown<InvalidValue>([&] { registry.settle(conflicts[0].claim, Settlement::taken, "so"); });
    EXPECT_THAT(error.what(), HasSubstr("counted, not stored"));
    registry.settle(conflicts[0].claim, Settlement::kept, "the programme's own page says otherwise");
    EXPECT_THAT(registry.conflicts(), SizeIs(1));
}

TEST_F(Claims, AboutAVoidEditionAreHidden) {
    registry.claim(world.team, world.edition, Count::wins, 3);
    EXPECT_THAT(registry.conflicts(), SizeIs(1));
    registry.void_(world.edition, "never held");
    EXPECT_THAT(registry.conflicts(), IsEmpty());
}

TEST_F(Claims, TakenOverBecomeWhatIsShownByTheirSource) {
    const auto claim = registry.claim(ceremony.id, "place", "London", {.source = heading});
    const auto settled = registry.settle(claim.id, Settlement::taken, "the venue confirms it");
    EXPECT_EQ(settled.settlement, Settlement::taken);
    EXPECT_EQ(registry.get(ceremony.id).place, "London");
    const auto last = registry.history(ceremony.id, "place").back();
    EXPECT_EQ(last.verb, "settle");
    EXPECT_EQ(last.source, heading);
    EXPECT_EQ(last.reason, "the venue confirms it");
    EXPECT_THAT(registry.conflicts(), IsEmpty());
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.settle(claim.id, Settlement::kept, "no"); }).what(),
                HasSubstr("settled before"));
}

TEST_F(Claims, TakenOverGoPastTheTableOfMoves) {
    registry.decide(world.nomination, Outcome::won, {.place = 1});
    const auto claim = registry.claim(world.nomination, "outcome", "runner_up", {.source = heading});
    registry.settle(claim.id, Settlement::taken, "the organiser wrote");
    EXPECT_EQ(registry.get(world.nomination).outcome, Outcome::runner_up);
    EXPECT_EQ(registry.get(world.nomination).place, std::nullopt);
}

TEST_F(Claims, ThatCannotBeAreRefused) {
    const auto refused = [&](RecordId subject, const std::string& field, const std::optional<std::string>& value) {
        const auto before = registry.checkpoint();
        const std::string text = thrown<InvalidValue>([&] { registry.claim(subject, field, value); }).what();
        EXPECT_EQ(registry.checkpoint(), before);
        return text;
    };
    EXPECT_THAT(refused(ceremony.id, "outcome", "won"), HasSubstr("Ceremony has no field 'outcome': it has edition"));
    EXPECT_THAT(refused(world.nomination, "outcome", "first"), HasSubstr("'first' is no outcome"));
    EXPECT_THAT(refused(world.nomination, "outcome", std::nullopt), HasSubstr("always a value"));
    EXPECT_THAT(refused(world.nomination, "voided", "1"), HasSubstr("void()"));
    EXPECT_THAT(refused(world.nomination, "category", "one"), HasSubstr("not a whole number"));
    EXPECT_THROW(registry.claim(world.nomination, "category", "9"), NotFound);
    EXPECT_THAT(refused(world.team, "name", ""), HasSubstr("never empty"));
    EXPECT_EQ(thrown<InvalidDate>([&] { registry.claim(ceremony.id, "date", "soon"); }).text, "soon");
    EXPECT_THROW(registry.claim(RecordId(Kind::award, 9), "name", "x"), NotFound);
    const auto claim = registry.claim(ceremony.id, "place", "London");
    EXPECT_THROW(registry.claim(claim.id, "value", "x"), WrongKind);
    EXPECT_THROW(registry.settle(claim.id, Settlement::kept, ""), InvalidValue);
    EXPECT_THROW(registry.settle(claim.id, Settlement::open, "x"), InvalidValue);
    EXPECT_THROW(registry.claim(world.team, world.edition, Count::wins, -1), InvalidValue);
}

TEST_F(Claims, AreOpenedAgainByCorrect) {
    const auto claim = registry.claim(ceremony.id, "place", "London");
    registry.settle(claim.id, Settlement::kept, "no");
    EXPECT_THAT(registry.conflicts(), IsEmpty());
    registry.correct(claim.id, [](auto& c) { c.settlement = Settlement::open; }, "settled too soon");
    EXPECT_THAT(registry.conflicts(), SizeIs(1));
}

TEST_F(Claims, AreCorrectedToWhatCouldBeClaimed) {
    const auto claim = registry.claim(ceremony.id, "date", "2025-11-21");
    EXPECT_THROW(registry.correct(claim.id, [](auto& c) { c.value = "soon"; }, "no"), InvalidDate);
    EXPECT_THROW(registry.correct(claim.id, [](auto& c) { c.field = "outcome"; }, "no"), InvalidValue);
    EXPECT_THROW(registry.correct(claim.id, [&](auto& c) { c.subject = claim.id; }, "no"), WrongKind);
    EXPECT_THROW(registry.correct(claim.id, [&](auto& c) { c.edition = world.edition; }, "no"), InvalidValue);
    registry.correct(claim.id, [](auto& c) { c.value = "2025-11-22"; }, "mistyped");
    EXPECT_EQ(registry.conflicts()[0].claimed, "22 November 2025");
}

TEST_F(Claims, AreConflictsInViewsToo) {
    registry.revise(ceremony.id, [](auto& c) { c.url = "https://c.example"; },
                    {.source = {.title = "earlier", .published = "2025-03-01"_date}});
    registry.claim(ceremony.id, "place", "London", {.source = heading});
    ASSERT_THAT(registry.known_on("2025-12-31"_date).conflicts(), SizeIs(1));
    EXPECT_EQ(registry.known_on("2025-12-31"_date).conflicts()[0].shown_source, body);
}

}  // namespace
