// Putting right: void, restore, correct, merge and unmerge, and what questions show of it.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Mending : public testing::Test {
  protected:
    void TearDown() override { EXPECT_EQ(registry.verify().finding, ""); }
    Registry registry = Registry::in_memory({.actor = "tests"});
    support::World world = support::make_world(registry);

    Nominee nominee(const std::string& name, NomineeKind kind = NomineeKind::team) {
        return registry.add(Nominee{.name = name, .kind = kind});
    }
    Nomination nominate(Id<Nominee> who, const std::string& title = {}) {
        return registry.add(Nomination{
            .category = world.category, .title = title, .credits = {{.nominee = who}}, .stage = Stage::shortlisted});
    }
    static std::vector<Id<Nomination>> ids(const std::vector<NominationRow>& rows) {
        std::vector<Id<Nomination>> result;
        for (const auto& row : rows) result.push_back(row.id);
        return result;
    }
};

// --- void and restore -----------------------------------------------------------------------------------------------

TEST_F(Mending, AVoidRecordIsHiddenAndMarkedWhereAskedFor) {
    const auto other = nominate(world.team, "twice");
    EXPECT_TRUE(registry.void_(other.id, "entered twice").voided);
    EXPECT_THAT(ids(registry.nominations().rows()), ElementsAre(world.nomination));
    EXPECT_EQ(registry.nominations().count(), 1U);
    EXPECT_EQ(registry.count<Nomination>(), 1U);
    EXPECT_THAT(registry.all<Nomination>(), SizeIs(1));
    EXPECT_THAT(registry.shortlist(world.category), IsEmpty());
    EXPECT_TRUE(registry.hidden(other.id));
    const auto rows = registry.nominations().including_void().rows();
    ASSERT_THAT(rows, SizeIs(2));
    EXPECT_FALSE(rows[0].voided);
    EXPECT_TRUE(rows[1].voided);
    EXPECT_THAT(registry.all<Nomination>(Hidden::including), SizeIs(2));
    EXPECT_EQ(registry.count<Nomination>(Hidden::including), 2U);
    EXPECT_TRUE(registry.get(other.id).voided);
    EXPECT_EQ(registry.history(other.id, "voided").back().reason, "entered twice");
    EXPECT_FALSE(registry.restore(other.id, "not twice after all").voided);
    EXPECT_THAT(registry.shortlist(world.category), SizeIs(1));
}

TEST_F(Mending, WhatHangsOnAVoidRecordIsHiddenWithIt) {
    registry.add(Ceremony{.edition = world.edition, .date = When("2025-11"_date)});
    registry.add(Deadline{.edition = world.edition, .name = "entries close"});
    registry.add(Evidence{.subject = world.nomination, .text = "a statement"});
    registry.add(Cost{.subject = world.edition, .amount = 100, .currency = "GBP"});
    registry.claim(world.nomination, "title", "Another");
    registry.void_(world.award, "never existed");
    EXPECT_EQ(registry.count<Award>() + registry.count<Edition>() + registry.count<Category>(), 0U);
    EXPECT_EQ(registry.count<Ceremony>() + registry.count<Deadline>() + registry.count<Nomination>(), 0U);
    EXPECT_EQ(registry.count<Credit>() + registry.count<Evidence>() + registry.count<Cost>() + registry.count<Claim>(),
              0U);
    EXPECT_EQ(registry.count<Nominee>(), 2U);
    EXPECT_THAT(registry.ceremonies().rows(), IsEmpty());
    EXPECT_THAT(registry.deadlines().rows(), IsEmpty());
    EXPECT_THAT(registry.conflicts(), IsEmpty());
    EXPECT_THAT(registry.evidence(world.nomination), IsEmpty());
    ASSERT_THAT(registry.ceremonies().including_void().rows(), SizeIs(1));
    EXPECT_TRUE(registry.ceremonies().including_void().rows()[0].voided);
    EXPECT_TRUE(registry.hidden(world.nomination));
    EXPECT_THAT(thrown<NotFound>([&] { registry.find<Award>("Children & Young People Now Awards"); }).what(),
                HasSubstr("is void: it is award:1"));
    registry.restore(world.award, "it did");
    EXPECT_EQ(registry.nominations().count(), 1U);
    EXPECT_THAT(registry.conflicts(), SizeIs(1));
}

TEST_F(Mending, AVoidNomineeLeavesTheNominationsOfOthers) {
    const auto other = nominee("Fleet");
    const auto joint = registry.add(Nomination{
        .category = world.category, .title = "joint", .credits = {{.nominee = world.team}, {.nominee = other.id}}});
    registry.void_(other.id, "does not exist");
    const auto rows = registry.nominations().rows();
    ASSERT_THAT(rows, SizeIs(2));
    EXPECT_THAT(rows[1].nominees, ElementsAre("Employment Support Team"));
    EXPECT_EQ(registry.count<Credit>(), 2U);
    EXPECT_TRUE(registry.hidden(joint.credits[1].id));
    EXPECT_FALSE(registry.hidden(joint.id));
}

TEST_F(Mending, ASingleCreditCanBeVoid) {
    const auto credit = registry.get(world.nomination).credits[0];
    EXPECT_TRUE(registry.void_(credit.id, "entered for the wrong team").voided);
    EXPECT_THAT(registry.nominations().rows()[0].nominees, IsEmpty());
    EXPECT_EQ(registry.nominations().nominee(world.team).count(), 0U);
    EXPECT_TRUE(registry.get(world.nomination).credits[0].voided);
}

TEST_F(Mending, VoidAndRestoreNeedAReasonAndDoNothingTwice) {
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.void_(world.team, ""); }).field, "reason");
    const auto once = registry.void_(world.team, "double");
    EXPECT_EQ(registry.void_(world.team, "again"), once);
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.restore(world.team, " "); }).field, "reason");
    EXPECT_THROW(registry.void_(Id<Award>(99), "x"), NotFound);
}

TEST_F(Mending, NothingIsAddedToWhatIsVoid) {
    registry.void_(world.category, "cancelled by mistake");
    const auto error = thrown<InvalidValue>([&] { nominate(world.team); });
    EXPECT_THAT(error.what(), HasSubstr("category:1, which is void"));
    EXPECT_EQ(error.field, "Nomination.category");
}

TEST_F(Mending, EnsureFindsAVoidRecordRatherThanBringItBack) {
    registry.void_(world.team, "not a team");
    const auto again = registry.ensure(
        Nominee{.name = "Employment Support Team", .kind = NomineeKind::team, .part_of = world.council});
    EXPECT_EQ(again.id, world.team);
    EXPECT_TRUE(again.voided);
    const auto fresh = registry.add(Nominee{.name = "Employment Support Team", .part_of = world.council});
    EXPECT_EQ(registry.ensure(Nominee{.name = "Employment Support Team", .part_of = world.council}).id, fresh.id);
}

TEST_F(Mending, AVoidEditionLeavesItsLabelFree) {
    registry.void_(world.edition, "entered twice");
    const auto other = registry.add(Edition{.award = world.award, .label = "2025"});
    EXPECT_THROW(registry.restore(world.edition, "no"), Duplicate);
    EXPECT_EQ(registry.get(other.id).label, "2025");
}

TEST_F(Mending, VoidAndMergedAreNotFieldsToSet) {
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.add(Award{.name = "A", .voided = true}); }).what(),
                HasSubstr("void()"));
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.revise(world.award, [](auto& a) { a.voided = true; }); }).what(),
                HasSubstr("void()"));
    EXPECT_THAT(
        thrown<InvalidValue>([&] { registry.correct(world.award, [](auto& a) { a.voided = true; }, "x"); }).what(),
        HasSubstr("void()"));
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.add(Nominee{.name = "A", .merged_into = world.team}); }).what(),
                HasSubstr("merge()"));
}

TEST_F(Mending, AVoidWinnerLeavesRoomForNoAward) {
    registry.decide(world.nomination, Outcome::won, {.share = Fraction(1, 1)});
    registry.void_(world.nomination, "double");
    EXPECT_THAT(registry.winners(world.category), IsEmpty());
    registry.revise(world.category, [](auto& c) { c.no_award = "nobody"; });
    EXPECT_THROW(registry.restore(world.nomination, "no"), InvalidValue);
}

// --- correct --------------------------------------------------------------------------------------------------------

TEST_F(Mending, CorrectGoesPastTheTableOfMoves) {
    registry.rule(world.nomination, Standing::withdrawn, "as asked");
    EXPECT_THROW(registry.rule(world.nomination, Standing::disqualified, "no"), MoveError);
    const auto after =
        registry.correct(world.nomination, [](auto& n) { n.standing = Standing::disqualified; }, "the minutes say so");
    EXPECT_EQ(after.standing, Standing::disqualified);
    EXPECT_EQ(registry.history(world.nomination).back().verb, "correct");
    EXPECT_THROW(registry.correct(world.nomination, [](auto& n) { n.title = "x"; }, ""), InvalidValue);
}

TEST_F(Mending, OnlyCorrectTakesFromReached) {
    registry.advance(world.nomination, Stage::shortlisted);
    registry.advance(world.nomination, Stage::submitted, {.reason = "a recount"});
    EXPECT_TRUE(registry.get(world.nomination).reached.contains(Stage::shortlisted));
    const auto after =
        registry.correct(world.nomination, [](auto& n) { n.reached.erase(Stage::shortlisted); }, "it never was");
    EXPECT_FALSE(after.reached.contains(Stage::shortlisted));
    EXPECT_EQ(after.stage, Stage::submitted);
}

TEST_F(Mending, CorrectKeepsStageAndReachedTogether) {
    registry.advance(world.nomination, Stage::shortlisted);
    auto after = registry.correct(world.nomination, [](auto& n) { n.reached.erase(Stage::shortlisted); }, "not listed");
    EXPECT_EQ(after.stage, Stage::submitted);
    after = registry.correct(world.nomination, [](auto& n) { n.stage = Stage::longlisted; }, "listed after all");
    EXPECT_TRUE(after.reached.contains(Stage::longlisted));
}

TEST_F(Mending, ACreditIsCorrectedByItself) {
    const auto other = nominee("Fleet");
    const auto credit = registry.get(world.nomination).credits[0];
    registry.correct(credit.id, [&](auto& c) { c.nominee = other.id; }, "the wrong team");
    EXPECT_THAT(registry.nominations().rows()[0].nominees, ElementsAre("Fleet"));
    const auto work = nominee("A Book", NomineeKind::work);
    EXPECT_THROW(registry.correct(credit.id, [&](auto& c) { c.nominee = work.id; }, "no"), InvalidValue);
}

TEST_F(Mending, AMoveToAnotherEditionIsSaid) {
    const auto edition = registry.add(Edition{.award = world.award, .label = "2026"});
    const auto category = registry.add(Category{.edition = edition.id, .name = "The Children in Care Award"});
    const auto error = thrown<InvalidValue>(
        [&] { registry.revise(world.nomination, [&](auto& n) { n.category = category.id; }, {.reason = "moved"}); });
    EXPECT_THAT(error.what(), HasSubstr("another edition"));
    EXPECT_THAT(error.what(), HasSubstr("correct("));
    const auto after = registry.correct(world.nomination, [&](auto& n) { n.category = category.id; }, "wrong year");
    EXPECT_EQ(after.category, category.id);
}

// --- merge and unmerge ----------------------------------------------------------------------------------------------

TEST_F(Mending, MergedNomineesAreAnsweredAsOne) {
    const auto twin = registry.add(Nominee{.name = "Employment Team", .part_of = world.council});
    const auto second = nominate(twin.id, "second");
    const auto events = registry.checkpoint().seq;
    EXPECT_EQ(registry.merge(world.team, twin.id, {.reason = "the same team"}).id, world.team);
    EXPECT_EQ(registry.checkpoint().seq, events + 1) << "nothing is rewritten";
    EXPECT_EQ(registry.nominations().nominee(world.team).count(), 2U);
    EXPECT_EQ(registry.nominations().nominee(twin.id).count(), 2U);
    EXPECT_EQ(registry.nominations().nominee("Employment Team").count(), 2U);
    EXPECT_EQ(registry.nominations().nominee(world.council, Parts::including).count(), 2U);
    EXPECT_EQ(registry.find<Nominee>("employment team").id, world.team);
    EXPECT_EQ(registry.get(twin.id).id, world.team);
    EXPECT_EQ(registry.count<Nominee>(), 2U);
    EXPECT_EQ(registry.count<Nominee>(Hidden::including), 3U);
    const auto row = registry.nominations().rows()[1];
    EXPECT_THAT(row.nominees, ElementsAre("Employment Support Team"));
    EXPECT_THAT(row.nominee_ids, ElementsAre(world.team));
    EXPECT_EQ(registry.get(second.id).credits[0].nominee, twin.id);
    EXPECT_EQ(registry.unmerge(twin.id).name, "Employment Team");
    EXPECT_EQ(registry.nominations().nominee(world.team).count(), 1U);
    EXPECT_THAT(registry.nominations().rows()[1].nominees, ElementsAre("Employment Team"));
}

TEST_F(Mending, ChainsOfMergesComeApartInAnyOrder) {
    const auto a = nominee("A");
    const auto b = nominee("B");
    const auto c = nominee("C");
    for (const auto& each : {a, b, c}) nominate(each.id, each.name);
    registry.merge(b.id, a.id);
    registry.merge(c.id, b.id);
    EXPECT_EQ(registry.get(a.id).id, c.id);
    EXPECT_EQ(registry.nominations().nominee(a.id).count(), 3U);
    EXPECT_EQ(registry.nominations().nominee("B").count(), 3U);
    registry.unmerge(a.id);
    EXPECT_EQ(registry.nominations().nominee(a.id).count(), 1U);
    EXPECT_EQ(registry.nominations().nominee(c.id).count(), 2U);
    EXPECT_EQ(registry.get(b.id).id, c.id);
    registry.merge(b.id, a.id);
    registry.unmerge(b.id);
    EXPECT_EQ(registry.nominations().nominee(b.id).count(), 2U) << "A is still merged into B";
    EXPECT_EQ(registry.nominations().nominee(c.id).count(), 1U);
}

TEST_F(Mending, WhatComesAfterAMergeFollowsAndStays) {
    const auto twin = registry.add(Nominee{.name = "Employment Team"});
    registry.merge(world.team, twin.id);
    const auto later = nominate(twin.id, "later");
    EXPECT_THAT(registry.nominations().nominee(world.team).rows(), SizeIs(2));
    EXPECT_EQ(registry.ensure(Nominee{.name = "Employment Team"}).id, world.team);
    registry.revise(twin.id, [](auto& n) { n.url = "https://team.example"; });
    EXPECT_EQ(registry.get(world.team).url, "https://team.example");
    registry.add(Nominee{.name = "Half of it", .part_of = twin.id});
    EXPECT_THROW(registry.revise(world.team, [](auto& n) { n.part_of = Id<Nominee>(4); }), InvalidValue);
    registry.unmerge(twin.id);
    EXPECT_EQ(registry.get(later.id).credits[0].nominee, twin.id);
    EXPECT_EQ(registry.get(world.team).url, "https://team.example");
    EXPECT_EQ(registry.get(twin.id).url, "");
}

TEST_F(Mending, EnsureTakesMergedNomineesAsOne) {
    const auto twin = registry.add(Nominee{.name = "Employment Team"});
    const auto work = nominee("A Book", NomineeKind::work);
    const auto same_work = nominee("The Book", NomineeKind::work);
    const auto second = nominate(twin.id, "second");
    const auto third = registry.add(Nomination{.category = world.category, .work = same_work.id});
    const auto said = registry.add(Evidence{.subject = twin.id, .text = "a statement"});
    registry.merge(world.team, twin.id);
    registry.merge(work.id, same_work.id);
    const auto events = registry.checkpoint().seq;
    for (const auto who : {world.team, twin.id}) {
        const Nomination wanted{.category = world.category, .title = "second", .credits = {{.nominee = who}}};
        EXPECT_EQ(registry.ensure(wanted).id, second.id);
        EXPECT_EQ(registry.ensure(Evidence{.subject = who, .text = "a statement"}).id, said.id);
    }
    for (const auto what : {work.id, same_work.id})
        EXPECT_EQ(registry.ensure(Nomination{.category = world.category, .work = what}).id, third.id);
    registry.void_(second.id, "entered twice");
    EXPECT_TRUE(
        registry.ensure(Nomination{.category = world.category, .title = "second", .credits = {{.nominee = world.team}}})
            .voided);
    EXPECT_EQ(registry.checkpoint().seq, events + 1);
}

TEST_F(Mending, OneNomineeUnderTwoNamesInOneNominationCountsOnce) {
    const auto twin = registry.add(Nominee{.name = "Employment Team"});
    const auto joint = registry.add(Nomination{
        .category = world.category, .title = "joint", .credits = {{.nominee = world.team}, {.nominee = twin.id}}});
    registry.merge(world.team, twin.id);
    const auto rows = registry.nominations().rows();
    EXPECT_EQ(rows[1].id, joint.id);
    EXPECT_THAT(rows[1].nominees, ElementsAre("Employment Support Team"));
    EXPECT_EQ(registry.nominations().nominee(twin.id).count(), 2U);
}

TEST_F(Mending, MergedAwardsAndSeriesAnswerForEachOther) {
    const auto twin = registry.add(Award{.name = "CYP Now Awards"});
    const auto edition = registry.add(Edition{.award = twin.id, .label = "2024"});
    const auto series = registry.add(Series{.award = world.award, .name = "Care"});
    const auto other = registry.add(Series{.award = twin.id, .name = "Children in care"});
    EXPECT_THROW(registry.merge(series.id, other.id), InvalidValue) << "of different awards";
    registry.merge(world.award, twin.id);
    registry.merge(series.id, other.id);
    const auto category = registry.add(Category{.edition = edition.id, .name = "Care", .series = series.id});
    registry.revise(world.category, [&](auto& c) { c.series = other.id; });
    registry.add(Nomination{.category = category.id, .title = "2024"});
    EXPECT_EQ(registry.nominations().award(world.award).count(), 2U);
    EXPECT_EQ(registry.nominations().award("CYP Now Awards").count(), 2U);
    EXPECT_EQ(registry.nominations().series(other.id).count(), 2U);
    for (const auto& row : registry.nominations().rows()) {
        EXPECT_EQ(row.award, "Children & Young People Now Awards");
        EXPECT_EQ(row.award_id, world.award);
        EXPECT_EQ(row.series, "Care");
    }
    EXPECT_EQ(registry.ensure(Edition{.award = world.award, .label = "2024"}).id, edition.id);
    registry.add(Ceremony{.edition = edition.id, .date = When("2024-11"_date)});
    EXPECT_EQ(registry.ceremonies().award(world.award).rows()[0].award_id, world.award);
}

TEST_F(Mending, MergesThatCannotBeAreRefused) {
    const auto twin = nominee("Twin");
    const auto person = nominee("Person", NomineeKind::person);
    const auto refused = [&](Id<Nominee> kept, Id<Nominee> same) {
        return std::string(thrown<InvalidValue>([&] { registry.merge(kept, same); }).what());
    };
    EXPECT_THAT(refused(twin.id, twin.id), HasSubstr("itself"));
    EXPECT_THAT(refused(twin.id, person.id), HasSubstr("kind 'person'"));
    EXPECT_THAT(std::string(thrown<InvalidValue>([&] {
                                registry.revise(world.team, [](auto& n) { n.kind = NomineeKind::organisation; });
                                registry.merge(world.council, world.team);
                            }).what()),
                HasSubstr("part of the other"));
    registry.revise(world.team, [](auto& n) { n.kind = NomineeKind::team; });
    registry.merge(world.team, twin.id);
    EXPECT_EQ(registry.merge(world.team, twin.id).id, world.team) << "said twice it is said";
    EXPECT_THAT(refused(twin.id, world.team), HasSubstr("circle"));
    const auto third = nominee("Third");
    EXPECT_THAT(refused(third.id, twin.id), HasSubstr("already"));
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.unmerge(third.id); }).what(), HasSubstr("was not merged"));
    registry.void_(third.id, "no such team");
    EXPECT_THAT(refused(third.id, world.team), HasSubstr("void"));
    EXPECT_THROW(registry.merge(Id<Award>(1), Id<Award>(9)), NotFound);
}

TEST_F(Mending, WhatWasMergedIntoAVoidRecordIsHiddenWithIt) {
    const auto twin = nominee("Twin");
    nominate(twin.id, "second");
    registry.merge(world.team, twin.id);
    registry.void_(world.team, "no such team");
    EXPECT_TRUE(registry.hidden(twin.id));
    for (const auto& row : registry.nominations().rows()) EXPECT_THAT(row.nominees, IsEmpty());
    EXPECT_EQ(registry.count<Credit>(), 0U);
}

TEST_F(Mending, AVoidTwinBringsNothing) {
    const auto twin = nominee("Twin");
    const auto won = nominate(twin.id, "second");
    registry.decide(won.id, Outcome::won);
    registry.merge(world.team, twin.id);
    EXPECT_EQ(registry.count(world.team, world.edition, Count::wins), 1U);
    registry.void_(twin.id, "no such team");
    EXPECT_EQ(registry.count(world.team, world.edition, Count::wins), 0U);
    EXPECT_EQ(registry.nominations().nominee(world.team).count(), 1U);
    EXPECT_EQ(registry.nominations().nominee(world.team).including_void().count(), 2U);
}

TEST_F(Mending, AVoidCreditLeavesRoomForAnother) {
    const auto right = nominee("Fleet");
    const auto nomination = registry.add(Nomination{
        .category = world.category, .title = "N", .credits = {{.nominee = world.team, .share = Fraction(1, 1)}}});
    registry.void_(nomination.credits[0].id, "the wrong team");
    registry.revise(nomination.id,
                    [&](auto& n) { n.credits.push_back({.nominee = right.id, .share = Fraction(1, 1)}); });
    EXPECT_EQ(
        registry.ensure(Nomination{.category = world.category, .title = "N", .credits = {{.nominee = right.id}}}).id,
        nomination.id);
    EXPECT_THROW(registry.restore(nomination.credits[0].id, "both"), InvalidValue) << "the shares would make two";
}

// --- series and their lineage ---------------------------------------------------------------------------------------

TEST_F(Mending, QuestionsCrossTheLineageOfASeriesWhenAsked) {
    const auto old = registry.add(Series{.award = world.award, .name = "Actor"});
    const auto leading = registry.add(Series{.award = world.award, .name = "Leading Actor", .succeeds = {old.id}});
    const auto supporting =
        registry.add(Series{.award = world.award, .name = "Supporting Actor", .succeeds = {old.id}});
    const auto nominated = [&](Id<Series> series, const std::string& name) {
        const auto category = registry.add(Category{.edition = world.edition, .name = name, .series = series});
        return registry.add(Nomination{.category = category.id, .title = name}).id;
    };
    const auto first = nominated(old.id, "Actor");
    const auto second = nominated(leading.id, "Leading");
    const auto third = nominated(supporting.id, "Supporting");
    EXPECT_THAT(ids(registry.nominations().series(leading.id).rows()), ElementsAre(second));
    EXPECT_THAT(ids(registry.nominations().series(leading.id, Lineage::whole).rows()),
                ElementsAre(first, second, third));
    EXPECT_THAT(ids(registry.nominations().series("Actor", Lineage::whole).rows()), ElementsAre(first, second, third));
}

}  // namespace
