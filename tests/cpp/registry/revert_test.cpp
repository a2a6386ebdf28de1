// Undoing a change, and what later changes touched of it.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Revert : public testing::Test {
  protected:
    void TearDown() override { EXPECT_EQ(registry.verify().finding, ""); }
    Registry registry = Registry::in_memory({.actor = "tests"});
    support::World world = support::make_world(registry);
    std::int64_t last() const { return registry.checkpoint().change; }
};

TEST_F(Revert, PutsFieldsBack) {
    registry.revise(world.award, [](auto& a) {
        a.url = "https://a.example";
        a.identifiers["wikidata"] = "Q1";
    });
    const auto reversal = registry.revert(last());
    EXPECT_EQ(reversal.undone, 1);
    EXPECT_THAT(reversal.left, IsEmpty());
    EXPECT_EQ(registry.get(world.award).url, "");
    EXPECT_THAT(registry.get(world.award).identifiers, IsEmpty());
    EXPECT_EQ(registry.history(world.award).back().verb, "revert");
    EXPECT_THAT(registry.history(world.award).back().reason, HasSubstr("undoing change"));
    registry.revert(last(), Later::refuse, {.reason = "it was right"});
    EXPECT_EQ(registry.get(world.award).url, "https://a.example") << "undoing the undoing";
}

TEST_F(Revert, DeclaresVoidWhatWasAdded) {
    auto change = registry.transaction();
    const auto edition = change.add(Edition{.award = world.award, .label = "2026"});
    const auto category = change.add(Category{.edition = edition.id, .name = "C"});
    const auto team = change.add(Nominee{.name = "Fleet"});
    change.add(Nomination{.category = category.id, .title = "N", .credits = {{.nominee = team.id}}});
    const auto number = change.commit();
    const auto reversal = registry.revert(number);
    EXPECT_EQ(reversal.undone, 2) << "the edition with all that belongs to it, and the team";
    EXPECT_TRUE(registry.get(edition.id).voided);
    EXPECT_FALSE(registry.get(category.id).voided);
    EXPECT_TRUE(registry.hidden(category.id));
    EXPECT_TRUE(registry.get(team.id).voided);
    EXPECT_EQ(registry.nominations().count(), 1U);
    registry.revert(last());
    EXPECT_EQ(registry.nominations().count(), 2U);
}

TEST_F(Revert, LeavesNothingBehindOfAxes) {
    registry.advance(world.nomination, Stage::shortlisted, {.on = When("2025-08-15"_date)});
    const auto advanced = last();
    registry.decide(world.nomination, Outcome::won, {.place = 1});
    registry.revert(last());
    EXPECT_EQ(registry.get(world.nomination).outcome, Outcome::pending);
    EXPECT_EQ(registry.get(world.nomination).place, std::nullopt);
    registry.revert(advanced);
    const auto after = registry.get(world.nomination);
    EXPECT_EQ(after.stage, Stage::submitted);
    EXPECT_FALSE(after.reached.contains(Stage::shortlisted));
}

TEST_F(Revert, IsRefusedWhereLaterChangesTouchedTheSame) {
    const auto ceremony = registry.add(Ceremony{.edition = world.edition, .place = "Leeds"});
    registry.revise(ceremony.id, [](auto& c) {
        c.place = "York";
        c.url = "https://c.example";
    });
    const auto revised = last();
    registry.revise(ceremony.id, [](auto& c) { c.place = "London"; });
    const auto before = registry.checkpoint();
    const auto error = thrown<TouchedLater>([&] { registry.revert(revised); });
    EXPECT_EQ(error.change, revised);
    ASSERT_THAT(error.left, SizeIs(1));
    EXPECT_EQ(error.left[0].record, RecordId(ceremony.id));
    EXPECT_EQ(error.left[0].field, "place");
    EXPECT_EQ(error.left[0].change, last());
    EXPECT_THAT(error.what(), HasSubstr("its place was changed since"));
    EXPECT_EQ(registry.checkpoint(), before);
    const auto reversal = registry.revert(revised, Later::keep);
    EXPECT_THAT(reversal.left, SizeIs(1));
    EXPECT_EQ(reversal.undone, 1);
    EXPECT_EQ(registry.get(ceremony.id).place, "London");
    EXPECT_EQ(registry.get(ceremony.id).url, "");
}

TEST_F(Revert, LooksAtEntriesOfCollectionsOneByOne) {
    registry.revise(world.award, [](auto& a) { a.identifiers["one"] = "1"; });
    const auto one = last();
    registry.revise(world.award, [](auto& a) { a.identifiers["two"] = "2"; });
    EXPECT_THAT(registry.revert(one).left, IsEmpty());
    EXPECT_EQ(registry.get(world.award).identifiers, (Identifiers{{"two", "2"}}));
}

TEST_F(Revert, LeavesWhatLaterRecordsHangOn) {
    const auto category = registry.add(Category{.edition = world.edition, .name = "Late"});
    const auto number = last();
    const auto nomination = registry.add(Nomination{.category = category.id, .title = "N"});
    const auto error = thrown<TouchedLater>([&] { registry.revert(number); });
    EXPECT_THAT(error.what(), HasSubstr("refers to it"));
    EXPECT_THAT(registry.revert(number, Later::keep).left, SizeIs(1));
    EXPECT_FALSE(registry.get(category.id).voided);
    registry.void_(nomination.id, "double");
    EXPECT_EQ(registry.revert(number).undone, 1) << "what is void does not hold it";
}

TEST_F(Revert, UndoesVoidMergeAndClaims) {
    const auto twin = registry.add(Nominee{.name = "Twin"});
    registry.merge(world.team, twin.id);
    registry.revert(last());
    EXPECT_EQ(registry.get(twin.id).id, twin.id);
    registry.void_(twin.id, "no such team");
    registry.revert(last());
    EXPECT_FALSE(registry.get(twin.id).voided);
    registry.claim(twin.id, "name", "Another");
    registry.revert(last());
    EXPECT_THAT(registry.conflicts(), IsEmpty());
}

TEST_F(Revert, IsSeenByWhatFollowsInTheSameChange) {
    const auto twin = registry.add(Nominee{.name = "Twin"});
    registry.merge(world.team, twin.id);
    registry.unmerge(twin.id);
    auto change = registry.transaction();
    change.ensure(Nominee{.name = "Before anything is looked up"});
    change.revert(last());
    EXPECT_EQ(change.ensure(Nominee{.name = "Twin"}).id, world.team);
    change.commit();
}

TEST_F(Revert, IsKnownFromWhenWhatItUndoesWasKnown) {
    const auto ceremony = registry.add(Ceremony{.edition = world.edition, .place = "Leeds"},
                                       {.source = {.title = "a", .published = "2025-01-01"_date}});
    registry.revise(ceremony.id, [](auto& c) { c.place = "York"; },
                    {.source = {.title = "b", .published = "2025-03-01"_date}});
    EXPECT_EQ(registry.known_on("2025-03-02"_date).get(ceremony.id).place, "York");
    registry.revert(last());
    EXPECT_EQ(registry.known_on("2025-03-02"_date).get(ceremony.id).place, "Leeds");
    EXPECT_EQ(registry.known_on("2025-02-02"_date).get(ceremony.id).place, "Leeds");
}

TEST_F(Revert, WorksInsideAChange) {
    const auto number = last();
    auto change = registry.transaction({.reason = "the whole year was wrong"});
    change.revert(number, Later::keep);
    EXPECT_EQ(change.nominations().count(), 0U);
    change.rollback();
    EXPECT_EQ(registry.nominations().count(), 1U);
}

TEST_F(Revert, DoesNotMergeInACircle) {
    const auto twin = registry.add(Nominee{.name = "Twin"});
    registry.merge(world.team, twin.id);
    registry.unmerge(twin.id);
    const auto unmerged = last();
    registry.merge(twin.id, world.team);
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.revert(unmerged); }).what(), HasSubstr("circle"));
    EXPECT_EQ(registry.get(world.team).id, twin.id);
}

TEST_F(Revert, KeepsWhatTheRestHangsOn) {
    auto change = registry.transaction();
    const auto award = change.add(Award{.name = "Another"});
    const auto edition = change.add(Edition{.award = award.id, .label = "2026"});
    const auto category = change.add(Category{.edition = edition.id, .name = "C"});
    const auto person = change.add(Nominee{.name = "P", .kind = NomineeKind::person});
    const auto alone = change.add(Nominee{.name = "Alone"});
    const auto first =
        change.add(Nomination{.category = category.id, .title = "N", .credits = {{.nominee = person.id}}});
    const auto number = change.commit();
    registry.decide(first.id, Outcome::won);
    const auto reversal = registry.revert(number, Later::keep);
    EXPECT_EQ(reversal.undone, 1) << "only what nothing hangs on";
    EXPECT_TRUE(registry.get(alone.id).voided);
    ASSERT_THAT(registry.winners(category.id), SizeIs(1));
    EXPECT_EQ(registry.winners(category.id)[0].nominees, std::vector<std::string>{"P"});
    EXPECT_THAT(reversal.left, SizeIs(6)) << "the nomination, its credit, and what they refer to";
}

TEST_F(Revert, SeesWhereWhatItChangedMovedTo) {
    auto change = registry.transaction();
    change.revise(world.nomination, [](auto& n) { n.text = "longer"; });
    const auto other = change.add(Category{.edition = world.edition, .name = "C2"});
    const auto number = change.commit();
    registry.revise(world.nomination, [&](auto& n) { n.category = other.id; }, {.reason = "it belongs there"});
    EXPECT_THROW(registry.revert(number), TouchedLater);
    EXPECT_THAT(registry.revert(number, Later::keep).left, SizeIs(1));
    EXPECT_EQ(registry.get(world.nomination).text, "");
    EXPECT_EQ(registry.nominations().count(), 1U);
}

TEST_F(Revert, SeesWhatTheOpenChangeWrote) {
    registry.revise(world.award, [](auto& a) { a.url = "https://two.example"; });
    const auto two = last();
    auto change = registry.transaction();
    change.revise(world.award, [](auto& a) { a.url = "https://three.example"; });
    EXPECT_THROW(change.revert(two), TouchedLater);
    change.rollback();
    auto again = registry.transaction();
    again.add(Edition{.award = world.award, .label = "2030"});
    EXPECT_THROW(again.revert(1), TouchedLater);
}

TEST_F(Revert, MakesRoomForWhatGoesBack) {
    auto change = registry.transaction();
    change.revise(world.edition, [](auto& e) { e.label = "2024"; });
    change.add(Edition{.award = world.award, .label = "2025"});
    registry.revert(change.commit());
    EXPECT_EQ(registry.get(world.edition).label, "2025");
}

TEST_F(Revert, GoesBackStepByStep) {
    registry.revise(world.award, [](auto& a) { a.url = "https://two.example"; });
    const auto two = last();
    registry.revise(world.award, [](auto& a) { a.url = "https://three.example"; });
    const auto three = last();
    EXPECT_THROW(registry.revert(two), TouchedLater);
    registry.revert(three);
    registry.revert(two);
    EXPECT_EQ(registry.get(world.award).url, "");
}

TEST_F(Revert, OfAChangeThatIsNotThereIsRefused) {
    EXPECT_THAT(thrown<NotFound>([&] { registry.revert(99); }).what(), HasSubstr("they go up to"));
    EXPECT_THROW(registry.revert(0), NotFound);
}

}  // namespace
