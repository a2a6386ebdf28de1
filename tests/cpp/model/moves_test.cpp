// The moves of each axis against a list written out by hand, value by value.

#include "model/moves.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace laurels;
using model::Move;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A row for each value to start from, a column for each to go to: '.' the same, 'f' free, 'r' needs a reason, 'x'
// refused.
template <class Enum>
void expect_table(const std::vector<std::string>& rows) {
    ASSERT_EQ(rows.size(), names_of<Enum>.size());
    for (std::size_t from = 0; from < rows.size(); ++from) {
        ASSERT_EQ(rows[from].size(), rows.size());
        for (std::size_t to = 0; to < rows.size(); ++to) {
            const char sign = rows[from][to];
            const Move expected = sign == '.'   ? Move::same
                                  : sign == 'f' ? Move::free
                                  : sign == 'r' ? Move::needs_reason
                                                : Move::refused;
            const auto start = static_cast<Enum>(from);
            const auto end = static_cast<Enum>(to);
            const auto check = [&](bool reason) { model::check_move(Id<Nomination>(4), "axis", start, end, reason); };
            EXPECT_EQ(model::move(start, end), expected) << name(start) << " to " << name(end);
            if (sign == '.' || sign == 'f') {
                EXPECT_NO_THROW(check(false));
            } else {
                EXPECT_THROW(check(false), MoveError) << name(start) << " to " << name(end);
            }
            if (sign == 'x') {
                EXPECT_THROW(check(true), MoveError) << name(start) << " to " << name(end);
            } else {
                EXPECT_NO_THROW(check(true));
            }
        }
    }
}

TEST(Moves, OfStages) {
    // draft, submitted, longlisted, shortlisted: any may be skipped
    expect_table<Stage>({".fff", "r.ff", "rr.f", "rrr."});
}

TEST(Moves, OfOutcomes) {
    // pending, not placed, commended, highly commended, runner-up, won
    expect_table<Outcome>({".fffff", "r.ffff", "rr.fff", "rrr.ff", "rrrr.f", "rrrrr."});
}

TEST(Moves, OfStandings) {
    // active, withdrawn, declined, ineligible, disqualified, rescinded: each is a ruling, and goes by way of active
    expect_table<Standing>({".rrrrr", "r.xxxx", "rx.xxx", "rxx.xx", "rxxx.x", "rxxxx."});
}

TEST(Moves, OfAcceptances) {
    // unknown, accepted, refused, prevented
    expect_table<Acceptance>({".fff", "x.rr", "xr.r", "xrr."});
}

TEST(Moves, OfDisclosures) {
    // private, embargoed, public
    expect_table<Disclosure>({".ff", "r.f", "rr."});
}

template <class Enum>
MoveError error_of(const char* axis, Enum from, Enum to, bool has_reason = false) {
    try {
        model::check_move(Id<Nomination>(4), axis, from, to, has_reason);
    } catch (const MoveError& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return {"", {}, "", "", "", {}};
}

TEST(Moves, ThatAreRefusedSayWhatWouldBeAllowed) {
    EXPECT_STREQ(
        error_of("stage", Stage::shortlisted, Stage::draft).what(),
        "nomination:4 is 'shortlisted': going back to 'draft' needs a reason (reason=…); so does every other move from "
        "there");
    EXPECT_STREQ(
        error_of("stage", Stage::submitted, Stage::draft).what(),
        "nomination:4 is 'submitted': going back to 'draft' needs a reason (reason=…); without one it may go to "
        "'longlisted' or 'shortlisted'");
    EXPECT_STREQ(
        error_of("standing", Standing::active, Standing::withdrawn).what(),
        "nomination:4 is 'active': changing its standing to 'withdrawn' is a ruling, which needs a reason (reason=…)");
    EXPECT_STREQ(
        error_of("standing", Standing::withdrawn, Standing::rescinded, true).what(),
        "nomination:4 is 'withdrawn': its standing cannot become 'rescinded'; with a reason (reason=…) it may become "
        "'active'");
    EXPECT_STREQ(
        error_of("acceptance", Acceptance::accepted, Acceptance::unknown, true).what(),
        "nomination:4 is 'accepted': its acceptance cannot become 'unknown'; with a reason (reason=…) it may become "
        "'refused' or 'prevented'");
    EXPECT_STREQ(
        error_of("acceptance", Acceptance::accepted, Acceptance::refused).what(),
        "nomination:4 is 'accepted': changing its acceptance to 'refused' needs a reason (reason=…); so does every "
        "other move from there");
    EXPECT_THAT(error_of("list_disclosure", Disclosure::public_, Disclosure::private_).what(),
                HasSubstr("going back to 'private'"));
}

TEST(Moves, ThatAreRefusedCarryTheirFacts) {
    const MoveError error = error_of("outcome", Outcome::runner_up, Outcome::pending);
    EXPECT_EQ(error.record, RecordId(Kind::nomination, 4));
    EXPECT_EQ(error.field, "outcome");
    EXPECT_EQ(error.from, "runner_up");
    EXPECT_EQ(error.to, "pending");
    EXPECT_THAT(error.allowed, ElementsAre("won"));
    EXPECT_THAT(error_of("standing", Standing::active, Standing::withdrawn).allowed, IsEmpty());
}

TEST(Moves, ThatAreFreeAreListedInOrder) {
    EXPECT_THAT(model::free_moves(Stage::draft), ElementsAre("submitted", "longlisted", "shortlisted"));
    EXPECT_THAT(model::free_moves(Acceptance::unknown), ElementsAre("accepted", "refused", "prevented"));
    EXPECT_THAT(model::free_moves(Outcome::won), IsEmpty());
}

}  // namespace
