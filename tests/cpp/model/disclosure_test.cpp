#include "model/disclosure.hpp"

#include <laurels/fields.hpp>

#include <gtest/gtest.h>

namespace {

using namespace laurels;
using model::Openness;

const Instant before = parse_instant("2025-12-01T11:59:59Z");
const Instant at = parse_instant("2025-12-01T12:00:00Z");

Category embargoed_result() { return {.result_disclosure = Disclosure::embargoed, .result_embargo = at}; }

TEST(Disclosure, AnEmbargoEndsAtItsInstant) {
    EXPECT_FALSE(model::is_open(Disclosure::embargoed, at, before));
    EXPECT_TRUE(model::is_open(Disclosure::embargoed, at, at));
    EXPECT_FALSE(model::is_open(Disclosure::embargoed, std::nullopt, at));
    EXPECT_TRUE(model::is_open(Disclosure::public_, std::nullopt, before));
    EXPECT_FALSE(model::is_open(Disclosure::private_, at, at));
}

TEST(Disclosure, ACategorysListAndResultAreApart) {
    EXPECT_EQ(model::openness(embargoed_result(), before), (Openness{true, false}));
    EXPECT_EQ(model::openness(embargoed_result(), at), (Openness{true, true}));
    EXPECT_EQ(model::openness(Category{.list_disclosure = Disclosure::private_}, at), (Openness{false, true}));
}

TEST(Disclosure, ANominationIsPrivateWhileNeitherListedNorDecided) {
    constexpr Openness all{true, true};
    EXPECT_EQ(model::openness(Nomination{}, all, at), Openness());
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::submitted}, all, at), Openness());
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::longlisted}, all, at), all);
    EXPECT_EQ(model::openness(Nomination{.reached = {{Stage::shortlisted, {}}}}, all, at), all);
    EXPECT_EQ(model::openness(Nomination{.outcome = Outcome::won}, all, at), all);
    EXPECT_EQ(model::openness(Nomination{.outcome = Outcome::not_placed}, all, at), all);
}

TEST(Disclosure, ANominationMayBeStricterThanItsCategory) {
    constexpr Openness all{true, true};
    const Nomination listed{.stage = Stage::shortlisted, .disclosure = Disclosure::embargoed, .embargo = at};
    EXPECT_EQ(model::openness(listed, all, before), Openness());
    EXPECT_EQ(model::openness(listed, all, at), all);
    EXPECT_EQ(model::openness(listed, {}, at), Openness());
}

TEST(Disclosure, WhatTheResultTellsIsPublicWithoutTheListsAndNothingElseIs) {
    constexpr Openness result{false, true};
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::shortlisted, .outcome = Outcome::won}, result, at), result);
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::shortlisted, .outcome = Outcome::commended}, result, at),
              result);
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::shortlisted, .outcome = Outcome::not_placed}, result, at),
              Openness());
    EXPECT_EQ(model::openness(Nomination{.stage = Stage::shortlisted}, result, at), Openness());
}

TEST(Disclosure, WithheldResultsLeaveNothingThatMayTellOfThem) {
    Nomination nomination{.title = "T",
                          .text = "for a book that outshone all others",
                          .stage = Stage::shortlisted,
                          .reached = {{Stage::submitted, {}}, {Stage::longlisted, {}}, {Stage::shortlisted, {}}},
                          .outcome = Outcome::won,
                          .decided = When(Date::parse("2025-11-20")),
                          .place = 1,
                          .share = Fraction(1, 2),
                          .standing = Standing::rescinded,
                          .acceptance = Acceptance::refused,
                          .identifiers = {{"x", "1"}},
                          .extra = {{"Prize", "Laureate"}}};
    model::withhold(nomination, {true, false});
    EXPECT_EQ(nomination, (Nomination{.title = "T",
                                      .stage = Stage::shortlisted,
                                      .reached = {{Stage::longlisted, {}}, {Stage::shortlisted, {}}}}));
    Credit credit{.share = Fraction(1, 2),
                  .standing = Standing::rescinded,
                  .identifiers = {{"x", "1"}},
                  .extra = {{"Prize", "Laureate"}}};
    model::withhold(credit, {true, false});
    EXPECT_EQ(credit, Credit());
    Category category{.no_award = "none was worthy", .cancelled = "too few", .extra = {{"a", "b"}}};
    model::withhold(category, {true, false});
    EXPECT_EQ(category, (Category{.cancelled = "too few"}));
}

TEST(Disclosure, WithheldListsLeaveTheResult) {
    Nomination nomination{
        .stage = Stage::shortlisted, .reached = {{Stage::shortlisted, {}}}, .outcome = Outcome::won, .place = 1};
    model::withhold(nomination, {false, true});
    EXPECT_EQ(nomination, (Nomination{.outcome = Outcome::won, .place = 1}));
}

TEST(Disclosure, RulingsAboutTakingPartBelongToTheLists) {
    for (const Standing standing :
         {Standing::withdrawn, Standing::declined, Standing::ineligible, Standing::disqualified}) {
        Nomination nomination{.stage = Stage::shortlisted, .standing = standing};
        model::withhold(nomination, {true, false});
        EXPECT_EQ(nomination.standing, standing);
    }
}

TEST(Disclosure, WhatIsNeverPublicIsWithheldByItsTrait) {
    Award award{.name = "A", .notes = "ask before you publish"};
    model::withhold_unpublished(award);
    EXPECT_EQ(award, Award{.name = "A"});
    EXPECT_TRUE(model::is_publishable(Kind::award));
    EXPECT_FALSE(model::is_publishable(Kind::cost));
    EXPECT_FALSE(model::is_publishable(Kind::claim));
}

}  // namespace
