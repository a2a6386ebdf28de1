// What the words mean, on cases that happened.

#include "model/counts.hpp"

#include <gtest/gtest.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace laurels::model;

TEST(Winners, AreThoseWhoWonAndWereNotRuledOut) {
    for (std::size_t outcome = 0; outcome < names_of<Outcome>.size(); ++outcome) {
        for (std::size_t standing = 0; standing < names_of<Standing>.size(); ++standing) {
            const bool expected = names_of<Outcome>[outcome] == "won" && names_of<Standing>[standing] == "active";
            EXPECT_EQ(is_winner(static_cast<Outcome>(outcome), static_cast<Standing>(standing)), expected);
        }
    }
}

TEST(Winners, StayWinnersWhenTheyRefuseOrArePrevented) {
    // The Oscar for Patton, which George C. Scott refused; Pasternak, who was made to decline the Nobel Prize.
    for (const auto acceptance :
         {Acceptance::unknown, Acceptance::accepted, Acceptance::refused, Acceptance::prevented}) {
        EXPECT_TRUE(is_winner(Nomination{.outcome = Outcome::won, .acceptance = acceptance}));
    }
    // Young Americans, whose Oscar of 1969 was taken back.
    EXPECT_FALSE(is_winner(Nomination{.outcome = Outcome::won, .standing = Standing::rescinded}));
}

TEST(Shortlist, HoldsWhoIsOnItNow) {
    EXPECT_TRUE(is_shortlisted(Nomination{.stage = Stage::shortlisted}));
    EXPECT_TRUE(is_shortlisted(Nomination{.stage = Stage::shortlisted, .outcome = Outcome::won}))
        << "winners stay on it";
    EXPECT_TRUE(is_shortlisted(Nomination{.stage = Stage::shortlisted, .outcome = Outcome::not_placed}));
    EXPECT_FALSE(is_shortlisted(Nomination{.stage = Stage::shortlisted, .standing = Standing::withdrawn}));
    EXPECT_FALSE(is_shortlisted(Nomination{.stage = Stage::longlisted}));
    EXPECT_FALSE(is_shortlisted(Nomination{.outcome = Outcome::won}))
        << "a programme that publishes winners only has none";
}

TEST(Shortlist, RemembersWhoWasOnIt) {
    const Nomination withdrawn{.stage = Stage::shortlisted,
                               .reached = {{Stage::shortlisted, When("2015-04-04"_date)}},
                               .standing = Standing::withdrawn};
    EXPECT_FALSE(is_shortlisted(withdrawn));
    EXPECT_TRUE(was_shortlisted(withdrawn));
    const Nomination lowered{.stage = Stage::submitted, .reached = {{Stage::shortlisted, std::nullopt}}};
    EXPECT_FALSE(is_shortlisted(lowered));
    EXPECT_TRUE(was_shortlisted(lowered));
    EXPECT_TRUE(was_shortlisted(Nomination{.stage = Stage::shortlisted}));
    EXPECT_FALSE(
        was_shortlisted(Nomination{.stage = Stage::longlisted, .reached = {{Stage::longlisted, std::nullopt}}}));
    EXPECT_FALSE(was_shortlisted(Nomination{.outcome = Outcome::won}));
}

TEST(Lists, AreTheLongAndTheShortOne) {
    EXPECT_FALSE(is_listed(Stage::draft, Standing::active));
    EXPECT_FALSE(is_listed(Stage::submitted, Standing::active));
    EXPECT_TRUE(is_listed(Stage::longlisted, Standing::active));
    EXPECT_TRUE(is_listed(Nomination{.stage = Stage::shortlisted}));
    EXPECT_FALSE(is_listed(Stage::longlisted, Standing::ineligible));
    EXPECT_TRUE(was_listed(Reached{{Stage::longlisted, std::nullopt}}));
    EXPECT_FALSE(was_listed(Reached{{Stage::submitted, std::nullopt}}));
    EXPECT_FALSE(was_listed(Reached{}));
    EXPECT_TRUE(was_listed(Nomination{.stage = Stage::longlisted, .standing = Standing::ineligible}));
}

TEST(Lists, HaveAFurthestStage) {
    EXPECT_EQ(highest(Reached{}), std::nullopt);
    EXPECT_EQ(highest(Reached{{Stage::shortlisted, {}}, {Stage::draft, {}}, {Stage::longlisted, {}}}),
              Stage::shortlisted);
    EXPECT_EQ(highest(Nomination{.stage = Stage::submitted, .reached = {{Stage::longlisted, {}}}}), Stage::longlisted);
    EXPECT_EQ(highest(Nomination{.stage = Stage::shortlisted}), Stage::shortlisted);
}

TEST(Decisions, AreAllOutcomesButPending) {
    EXPECT_FALSE(is_decided(Outcome::pending));
    for (std::size_t outcome = 1; outcome < names_of<Outcome>.size(); ++outcome) {
        EXPECT_TRUE(is_decided(static_cast<Outcome>(outcome)));
    }
    EXPECT_TRUE(is_decided(Nomination{.outcome = Outcome::not_placed}));
}

}  // namespace
