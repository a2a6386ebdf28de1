// The verbs of the axes: moves, late lists, rulings, answers and disclosure.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;

class Axes : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tests"});
    World world = support::make_world(registry);
    Id<Nomination> nomination = world.nomination;

    std::int64_t events() const { return registry.checkpoint().seq; }

    /// Runs a verb that must write nothing.
    template <class Action>
    void expect_silent(const Action& action) {
        const auto before = registry.checkpoint();
        EXPECT_NO_THROW(action());
        EXPECT_EQ(registry.checkpoint(), before);
    }

    Nomination another(const Nomination& values = {}) {
        Nomination nomination_ = values;
        nomination_.category = world.category;
        return registry.add(nomination_);
    }
};

// --- advance -----------------------------------------------------------------------------------------------------

TEST_F(Axes, AdvanceKeepsEachStageWithItsDate) {
    registry.advance(nomination, Stage::longlisted, {.on = When("2025-07-15"_date)});
    const Nomination now = registry.advance(nomination, Stage::shortlisted);
    EXPECT_EQ(now.stage, Stage::shortlisted);
    EXPECT_EQ(
        now.reached,
        (Reached{{Stage::submitted, {}}, {Stage::longlisted, When("2025-07-15"_date)}, {Stage::shortlisted, {}}}));
    EXPECT_EQ(registry.get(nomination), now);
}

TEST_F(Axes, AdvanceMaySkipStages) {
    EXPECT_EQ(registry.advance(nomination, Stage::shortlisted).reached.count(Stage::longlisted), 0U);
}

TEST_F(Axes, AdvanceToTheSameStageWritesNothing) {
    registry.advance(nomination, Stage::shortlisted, {.on = When("2025-08"_date)});
    expect_silent([&] { registry.advance(nomination, Stage::shortlisted); });
    expect_silent([&] { registry.advance(nomination, Stage::shortlisted, {.on = When("2025-08"_date)}); });
}

TEST_F(Axes, AdvanceFillsInADate) {
    registry.advance(nomination, Stage::shortlisted);
    const Nomination now = registry.advance(nomination, Stage::shortlisted, {.on = When("2025-08"_date)});
    EXPECT_EQ(now.reached.at(Stage::shortlisted), When("2025-08"_date));
}

TEST_F(Axes, AListEnteredLateLowersNobody) {
    registry.advance(nomination, Stage::shortlisted);
    const Nomination now = registry.advance(nomination, Stage::longlisted, {.on = When("2025-07"_date)});
    EXPECT_EQ(now.stage, Stage::shortlisted);
    EXPECT_EQ(now.reached.at(Stage::longlisted), When("2025-07"_date));
    expect_silent([&] { registry.advance(nomination, Stage::longlisted, {.on = When("2025-07"_date)}); });
}

TEST_F(Axes, AStepBackNeedsAReasonAndKeepsWhatWasReached) {
    registry.advance(nomination, Stage::longlisted);
    registry.advance(nomination, Stage::shortlisted);
    const auto before = events();
    const auto error = thrown<MoveError>([&] { registry.advance(nomination, Stage::longlisted); });
    EXPECT_EQ(error.record, RecordId(nomination));
    EXPECT_EQ(error.field, "stage");
    EXPECT_EQ(error.from, "shortlisted");
    EXPECT_EQ(error.to, "longlisted");
    EXPECT_TRUE(error.allowed.empty());
    EXPECT_EQ(events(), before);
    const Nomination now = registry.advance(nomination, Stage::longlisted, {.reason = "recount"});
    EXPECT_EQ(now.stage, Stage::longlisted);
    EXPECT_TRUE(now.reached.contains(Stage::shortlisted));
    EXPECT_EQ(registry.history(nomination, "stage").back().reason, "recount");
}

TEST_F(Axes, AStepBackToDraftNeedsAReasonToo) {
    EXPECT_THROW(registry.advance(nomination, Stage::draft), MoveError);
    EXPECT_EQ(registry.advance(nomination, Stage::draft, {.reason = "withdrawn for repair"}).stage, Stage::draft);
}

TEST_F(Axes, TheChangesReasonIsAReason) {
    registry.advance(nomination, Stage::shortlisted);
    auto change = registry.transaction({.reason = "recount"});
    EXPECT_EQ(change.advance(nomination, Stage::submitted).stage, Stage::submitted);
    change.commit();
    EXPECT_EQ(registry.history(nomination, "stage").back().reason, "recount");
}

TEST_F(Axes, AfterBeingLoweredAListRaisesAgain) {
    registry.advance(nomination, Stage::shortlisted);
    registry.advance(nomination, Stage::submitted, {.reason = "error"});
    EXPECT_EQ(registry.advance(nomination, Stage::shortlisted).stage, Stage::shortlisted);
}

// --- decide ------------------------------------------------------------------------------------------------------

TEST_F(Axes, DecideSaysWhatBecameOfIt) {
    const Nomination now =
        registry.decide(nomination, Outcome::won, {.on = When("2025-11-20"_date), .place = 1, .share = Fraction(1, 2)});
    EXPECT_EQ(now.outcome, Outcome::won);
    EXPECT_EQ(now.decided, When("2025-11-20"_date));
    EXPECT_EQ(now.place, 1);
    EXPECT_EQ(now.share, Fraction(1, 2));
    EXPECT_EQ(registry.get(nomination), now);
    EXPECT_EQ(now.stage, Stage::submitted) << "what publishes winners only puts nobody on a list";
    expect_silent([&] { registry.decide(nomination, Outcome::won); });
}

TEST_F(Axes, DecideGoesForwardFreelyAndBackWithAReason) {
    registry.decide(nomination, Outcome::runner_up);
    registry.decide(nomination, Outcome::won);
    const auto error = thrown<MoveError>([&] { registry.decide(nomination, Outcome::runner_up); });
    EXPECT_EQ(error.from, "won");
    EXPECT_EQ(error.field, "outcome");
    EXPECT_EQ(registry.decide(nomination, Outcome::runner_up, {.reason = "wrong envelope"}).outcome,
              Outcome::runner_up);
}

TEST_F(Axes, AnotherOutcomeIsAnotherDecision) {
    registry.decide(nomination, Outcome::runner_up, {.on = When("2025-11"_date), .place = 2, .share = Fraction(1, 3)});
    const Nomination now = registry.decide(nomination, Outcome::won, {.on = When("2025-12"_date)});
    EXPECT_EQ(now.decided, When("2025-12"_date));
    EXPECT_EQ(now.place, std::nullopt);
    EXPECT_EQ(now.share, std::nullopt);
}

TEST_F(Axes, TheSameOutcomeKeepsWhatIsNotSaidAgain) {
    registry.decide(nomination, Outcome::won, {.on = When("2025-11"_date), .share = Fraction(1, 2)});
    const Nomination now = registry.decide(nomination, Outcome::won, {.on = When("2025-11-20"_date)});
    EXPECT_EQ(now.decided, When("2025-11-20"_date));
    EXPECT_EQ(now.share, Fraction(1, 2));
}

TEST_F(Axes, DecideRefusesBadPlacesAndShares) {
    const auto before = events();
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.decide(nomination, Outcome::won, {.place = 0}); }).field,
              "Nomination.place");
    EXPECT_THROW(registry.decide(nomination, Outcome::won, {.share = Fraction(3, 2)}), InvalidValue);
    EXPECT_THROW(registry.decide(nomination, Outcome::won, {.share = Fraction(0)}), InvalidValue);
    another({.outcome = Outcome::won, .share = Fraction(3, 4)});
    const auto error =
        thrown<InvalidValue>([&] { registry.decide(nomination, Outcome::won, {.share = Fraction(1, 2)}); });
    EXPECT_EQ(error.field, "Nomination.share");
    EXPECT_THAT(error.what(), HasSubstr("5/4"));
    EXPECT_EQ(events(), before + 1);
    EXPECT_NO_THROW(registry.decide(nomination, Outcome::won, {.share = Fraction(1, 4)}));
}

TEST_F(Axes, SeveralMayWin) {
    const auto second = another({.title = "Second"}).id;
    registry.decide(nomination, Outcome::won);
    registry.decide(second, Outcome::won);
    EXPECT_EQ(registry.winners(world.category).size(), 2U);
}

TEST_F(Axes, AShareThatWasRuledOutIsFreeForAnother) {
    registry.decide(nomination, Outcome::won, {.share = Fraction(1)});
    registry.rule(nomination, Standing::rescinded, "released too early");
    const auto second = another({.title = "Second"}).id;
    EXPECT_NO_THROW(registry.decide(second, Outcome::won, {.share = Fraction(1)}));
    EXPECT_EQ(registry.winners(world.category).size(), 1U);
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.rule(nomination, Standing::active, "appeal"); }).field,
              "Nomination.share");
}

// --- rule --------------------------------------------------------------------------------------------------------

TEST_F(Axes, ARulingNeedsAReason) {
    const auto before = events();
    const auto error = thrown<MoveError>([&] { registry.rule(nomination, Standing::disqualified, ""); });
    EXPECT_EQ(error.field, "standing");
    EXPECT_EQ(error.from, "active");
    EXPECT_EQ(error.to, "disqualified");
    EXPECT_THROW(registry.rule(nomination, Standing::disqualified, " \n"), MoveError) << "a blank one is none";
    EXPECT_EQ(events(), before);
    registry.rule(nomination, Standing::disqualified, "not of this year");
    EXPECT_EQ(registry.history(nomination, "standing").back().reason, "not of this year");
}

TEST_F(Axes, AStandingMayReturnToActiveButNotBecomeAnother) {
    registry.rule(nomination, Standing::ineligible, "too late");
    EXPECT_THROW(registry.rule(nomination, Standing::withdrawn, "asked to"), MoveError);
    EXPECT_EQ(registry.rule(nomination, Standing::active, "was in time").standing, Standing::active);
    expect_silent([&] { registry.rule(nomination, Standing::active, "still"); });
}

TEST_F(Axes, ASingleCreditCanLoseItsStanding) {
    const Id<Credit> credit = registry.get(nomination).credits.at(0).id;
    EXPECT_THROW(registry.rule(credit, Standing::rescinded, ""), MoveError);
    const Credit ruled = registry.rule(credit, Standing::rescinded, "lobbied");
    EXPECT_EQ(ruled.standing, Standing::rescinded);
    EXPECT_EQ(registry.get(nomination).standing, Standing::active);
    EXPECT_EQ(registry.get(nomination).credits.at(0), ruled);
    EXPECT_TRUE(registry.nominations().rows().at(0).nominees.empty()) << "only those whose credit counts";
    EXPECT_EQ(registry.history(nomination).back().record, RecordId(credit));
}

// --- accept, refuse, prevent ---------------------------------------------------------------------------------------

TEST_F(Axes, AnAnswerIsFreeOnceAndNeedsAReasonAfterwards) {
    registry.decide(nomination, Outcome::won);
    EXPECT_EQ(registry.refuse(nomination).acceptance, Acceptance::refused);
    expect_silent([&] { registry.refuse(nomination); });
    const auto error = thrown<MoveError>([&] { registry.accept(nomination); });
    EXPECT_EQ(error.field, "acceptance");
    EXPECT_EQ(registry.accept(nomination, {.reason = "thought better of it"}).acceptance, Acceptance::accepted);
    EXPECT_EQ(registry.prevent(nomination, {.reason = "by their state"}).acceptance, Acceptance::prevented);
    EXPECT_EQ(registry.winners(world.category).size(), 1U) << "a prevented acceptance still won";
    const auto entries = registry.history(nomination, "acceptance");
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_THAT((std::vector{entries[0].verb, entries[1].verb, entries[2].verb}),
                ElementsAre("refuse", "accept", "prevent"));
}

// --- disclose ----------------------------------------------------------------------------------------------------

TEST_F(Axes, DisclosureGoesForwardFreelyAndBackWithAReason) {
    const Instant noon = parse_instant("2026-03-02T12:00:00Z");
    const auto hidden = another({.disclosure = Disclosure::private_}).id;
    const Nomination embargoed = registry.disclose(hidden, Disclosure::embargoed, noon);
    EXPECT_EQ(embargoed.embargo, noon);
    const Nomination open = registry.disclose(hidden, Disclosure::public_);
    EXPECT_EQ(open.embargo, std::nullopt) << "only what is embargoed has an instant";
    EXPECT_EQ(thrown<MoveError>([&] { registry.disclose(hidden, Disclosure::private_); }).field, "disclosure");
    EXPECT_NO_THROW(registry.disclose(hidden, Disclosure::private_, {}, {.reason = "asked to"}));
}

TEST_F(Axes, AnEmbargoNeedsItsInstantAndNothingElseHasOne) {
    const Said asked{.reason = "asked to"};
    const auto before = events();
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.disclose(nomination, Disclosure::embargoed, {}, asked); }).field,
              "Nomination.embargo");
    EXPECT_THROW(registry.disclose(nomination, Disclosure::private_, Instant(), asked), InvalidValue);
    EXPECT_EQ(events(), before);
}

TEST_F(Axes, AnEmbargoCanBeMoved) {
    const auto hidden = another({.disclosure = Disclosure::private_}).id;
    registry.disclose(hidden, Disclosure::embargoed, parse_instant("2026-03-02T12:00:00Z"));
    const Instant later = parse_instant("2026-03-03T12:00:00Z");
    EXPECT_EQ(registry.disclose(hidden, Disclosure::embargoed, later).embargo, later);
}

TEST_F(Axes, ACategoryDisclosesItsListAndItsResultApart) {
    const Said asked{.reason = "asked to"};
    const Instant noon = parse_instant("2026-03-02T12:00:00Z");
    Category now = registry.disclose(world.category, Part::result, Disclosure::embargoed, noon, asked);
    EXPECT_EQ(now.result_disclosure, Disclosure::embargoed);
    EXPECT_EQ(now.result_embargo, noon);
    EXPECT_EQ(now.list_disclosure, Disclosure::public_);
    EXPECT_EQ(thrown<MoveError>([&] { registry.disclose(world.category, Part::list, Disclosure::private_); }).field,
              "list_disclosure");
    now = registry.disclose(world.category, Part::list, Disclosure::private_, {}, asked);
    EXPECT_EQ(now.list_disclosure, Disclosure::private_);
    EXPECT_EQ(registry.get(world.category), now);
}

// --- All of them -------------------------------------------------------------------------------------------------

TEST_F(Axes, RefuseUnknownIds) {
    const Id<Nomination> unknown(99);
    const auto before = events();
    EXPECT_EQ(thrown<NotFound>([&] { registry.advance(unknown, Stage::shortlisted); }).wanted, "nomination:99");
    EXPECT_THROW(registry.decide(unknown, Outcome::won), NotFound);
    EXPECT_THROW(registry.rule(unknown, Standing::withdrawn, "x"), NotFound);
    EXPECT_EQ(thrown<NotFound>([&] { registry.rule(Id<Credit>(99), Standing::withdrawn, "x"); }).wanted, "credit:99");
    EXPECT_THROW(registry.accept(unknown), NotFound);
    EXPECT_THROW(registry.disclose(unknown, Disclosure::public_), NotFound);
    EXPECT_THROW(registry.disclose(Id<Category>(99), Part::list, Disclosure::public_), NotFound);
    EXPECT_THROW(registry.advance(Id<Nomination>(0), Stage::shortlisted), NotFound);
    EXPECT_THROW(registry.advance(Id<Nomination>(-1), Stage::shortlisted), NotFound);
    EXPECT_EQ(events(), before);
}

TEST_F(Axes, KeepTheSourceOfEachVerb) {
    const Source page{.title = "Winners' page", .url = "https://example.org/", .published = "2025-11-21"_date};
    registry.advance(nomination, Stage::shortlisted, {.source = page});
    registry.decide(nomination, Outcome::won, {.source = page});
    registry.rule(nomination, Standing::disqualified, "x", page);
    registry.refuse(nomination, {.source = page});
    registry.disclose(nomination, Disclosure::private_, {}, {.source = page, .reason = "x"});
    for (const char* field : {"stage", "outcome", "standing", "acceptance", "disclosure"}) {
        EXPECT_EQ(registry.history(nomination, field).back().source, page) << field;
        EXPECT_EQ(registry.history(nomination, field).back().known, "2025-11-21"_date) << field;
    }
    EXPECT_THROW(registry.advance(nomination, Stage::shortlisted, {.source = {.url = "a\tb"}}), InvalidValue);
}

}  // namespace
