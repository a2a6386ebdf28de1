// Suggestions of likely duplicates, and what becomes of those that are accepted or refused.

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

class Duplicates : public testing::Test {
  protected:
    void TearDown() override { EXPECT_EQ(registry.verify().finding, ""); }
    Registry registry = Registry::in_memory({.actor = "tests"});
    support::World world = support::make_world(registry);

    Id<Nominee> person(const std::string& name, const Identifiers& identifiers = {}) {
        return registry.add(Nominee{.name = name, .kind = NomineeKind::person, .identifiers = identifiers}).id;
    }
    Id<Nominee> team(const std::string& name, std::optional<Id<Nominee>> part_of = {}) {
        return registry.add(Nominee{.name = name, .kind = NomineeKind::team, .part_of = part_of}).id;
    }
    std::vector<LikelyDuplicate> nominees(double at_least = 0.5) const {
        return registry.duplicates<Nominee>({.at_least = at_least});
    }
};

TEST_F(Duplicates, AreSuggestedWithAScoreAndAReason) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    person("Emma Thompson");
    const auto found = nominees();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].kept, one);
    EXPECT_EQ(found[0].same, other);
    EXPECT_EQ(found[0].kept_name, "Frank Pierson");
    EXPECT_EQ(found[0].same_name, "Frank R. Pierson");
    EXPECT_GE(found[0].score, 0.9);
    EXPECT_EQ(found[0].reason, "an initial more, “r”");
    EXPECT_THAT(nominees(1), IsEmpty());
    EXPECT_EQ(thrown<InvalidValue>([&] { nominees(0); }).field, "at_least");
    EXPECT_THROW(nominees(1.1), InvalidValue);
}

TEST_F(Duplicates, TheOneOnWhichMoreHangsIsKept) {
    person("Frank Pierson");
    const auto nominated = person("Frank R. Pierson");
    registry.add(Nomination{.category = world.category, .credits = {{.nominee = nominated}}});
    EXPECT_EQ(nominees().at(0).kept, nominated);
}

TEST_F(Duplicates, OnlyOfOneKind) {
    person("Frank Pierson");
    team("Frank Pierson");
    EXPECT_THAT(nominees(), IsEmpty());
}

TEST_F(Duplicates, ACommonIdentifierIsEnoughAndAnotherSpeaksAgainst) {
    person("Darryl F. Zanuck", {{"imdb", "nm0953123"}});
    person("Gregory Rogers", {{"imdb", "nm0953123"}});
    ASSERT_THAT(nominees(), SizeIs(1));
    EXPECT_EQ(nominees()[0].score, 1);
    EXPECT_EQ(nominees()[0].reason, "both have the identifier imdb nm0953123");
    person("Arthur Schmidt", {{"imdb", "nm0772834"}});
    person("Arthur Schmidt", {{"imdb", "nm0772831"}});
    EXPECT_THAT(nominees(), SizeIs(1));
    person("Georges Perinal", {{"a data set", "georges-perinal"}});
    person("Georges Périnal", {{"a data set", "georges-périnal"}});
    EXPECT_THAT(nominees(), SizeIs(2));
}

TEST_F(Duplicates, AliasesAreNamesToo) {
    registry.add(Nominee{.name = "The Edge", .kind = NomineeKind::person, .aliases = {{.name = "Dave Evans"}}});
    person("Dave Evans");
    ASSERT_THAT(nominees(), SizeIs(1));
    EXPECT_EQ(nominees()[0].reason, "an alias of the one is the other's name");
}

TEST_F(Duplicates, WhoStandSideBySideAreHardlyOne) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    registry.add(Nomination{.category = world.category, .credits = {{.nominee = one}, {.nominee = other}}});
    EXPECT_THAT(nominees(), IsEmpty());
    const auto unlikely = nominees(0.001);
    ASSERT_THAT(unlikely, SizeIs(1));
    EXPECT_THAT(unlikely[0].reason, HasSubstr("but they stand side by side"));
}

TEST_F(Duplicates, TeamsOfTwoOrganisationsAreHardlyOne) {
    const auto one = registry.add(Nominee{.name = "North Council", .kind = NomineeKind::organisation}).id;
    const auto other = registry.add(Nominee{.name = "South Council", .kind = NomineeKind::organisation}).id;
    team("Fleet Services", one);
    const auto second = team("Fleet Services", other);
    EXPECT_THAT(nominees(), IsEmpty());
    registry.revise(second, [&](auto& nominee) { nominee.part_of = one; });
    EXPECT_THAT(nominees(), SizeIs(1));
}

TEST_F(Duplicates, AWholeIsNotItsPart) {
    const auto whole = team("Fleet Services");
    team("Fleet Service", whole);
    EXPECT_THAT(nominees(0.001), IsEmpty());
}

TEST_F(Duplicates, AwardsAndTheSeriesOfOneAward) {
    const auto other = registry.add(Award{.name = "Children and Young People Now Awards"}).id;
    const auto awards = registry.duplicates<Award>();
    ASSERT_THAT(awards, SizeIs(1));
    EXPECT_EQ(awards[0].same, other);
    const auto series = [&](Id<Award> award, const char* name) {
        return registry.add(Series{.award = award, .name = name}).id;
    };
    const auto first = series(world.award, "Writing (Adapted Screenplay)");
    const auto second = series(world.award, "Writing (Screenplay--Adapted)");
    series(other, "Writing (Adapted Screenplay)");
    auto found = registry.duplicates<Series>();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_EQ(found[0].kept, first);
    registry.add(Category{.edition = world.edition, .name = "One", .series = first});
    registry.add(Category{.edition = world.edition, .name = "Two", .series = second});
    EXPECT_THAT(registry.duplicates<Series>(), IsEmpty());
    registry.merge(world.award, other);
    EXPECT_THAT(registry.duplicates<Series>(), SizeIs(2));
}

TEST_F(Duplicates, WhatIsVoidOrMergedIsNotSuggested) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    registry.merge(one, other);
    EXPECT_THAT(nominees(), IsEmpty());
    // But the names of what was merged are looked at.
    const auto third = person("Frank Romer Pierson");
    ASSERT_THAT(nominees(), SizeIs(1));
    EXPECT_EQ(nominees()[0].kept, one);
    registry.void_(third, "entered twice");
    EXPECT_THAT(nominees(), IsEmpty());
}

// --- Refusing --------------------------------------------------------------------------------------------------------

TEST_F(Duplicates, WhatWasToldApartIsNeverSuggestedAgain) {
    const auto one = person("Arthur Schmidt");
    const auto other = person("Arthur P. Schmidt");
    ASSERT_THAT(nominees(), SizeIs(1));
    EXPECT_THAT(registry.distinguish(one, other, {.reason = "an editor and another"}).different_from,
                ElementsAre(other));
    EXPECT_THAT(registry.get(other).different_from, ElementsAre(one));
    EXPECT_THAT(nominees(0.001), IsEmpty());
    EXPECT_EQ(registry.history(one, "different_from").back().verb, "distinguish");
    const auto changes = registry.changes().size();
    registry.distinguish(other, one);
    EXPECT_THAT(registry.changes(), SizeIs(changes));  // nothing new, nothing written
    registry.revert(static_cast<std::int64_t>(changes));
    EXPECT_THAT(nominees(), SizeIs(1));
}

TEST_F(Duplicates, WhatWasToldApartIsNotMergedEitherNorItsTwins) {
    const auto one = person("Arthur Schmidt");
    const auto other = person("Arthur P. Schmidt");
    const auto twin = person("Art Schmidt");
    registry.distinguish(one, other);
    EXPECT_THAT(thrown<InvalidValue>([&] { registry.merge(one, other); }).what(), HasSubstr("distinguish()"));
    registry.merge(one, twin);
    EXPECT_THROW(registry.merge(other, one), InvalidValue);
    EXPECT_THROW(registry.distinguish(one, twin), InvalidValue);
    EXPECT_THROW(registry.distinguish(one, one), InvalidValue);
    EXPECT_THROW(registry.distinguish(one, Id<Nominee>(99)), NotFound);
    for (const auto& each : nominees(0.001)) EXPECT_NE(each.same, other);
    registry.unmerge(twin);
    registry.revise(one, [](auto& nominee) { nominee.different_from.clear(); });
    registry.revise(other, [](auto& nominee) { nominee.different_from.clear(); });
    EXPECT_EQ(registry.merge(one, other).id, one);
}

TEST_F(Duplicates, NothingIsAnotherThanItself) {
    const auto one = person("Full Name");
    const auto error =
        thrown<InvalidValue>([&] { registry.revise(one, [&](auto& nominee) { nominee.different_from = {one}; }); });
    EXPECT_EQ(error.field, "Nominee.different_from");
    EXPECT_THROW(registry.add(Nominee{.name = "Other", .different_from = {Id<Nominee>(99)}}), NotFound);
}

// --- Accepting -------------------------------------------------------------------------------------------------------

TEST_F(Duplicates, ManyAreMergedInOneChangeThatCanBeUndone) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    const auto third = person("Frank Romer Pierson");
    const auto found = nominees();
    ASSERT_THAT(found, SizeIs(3));
    const auto merged = registry.merge_all(found, 0.5);
    EXPECT_THAT(merged, SizeIs(2));  // the third says nothing that the two do not
    EXPECT_EQ(registry.get(other).id, one);
    EXPECT_EQ(registry.get(third).id, one);
    EXPECT_THAT(nominees(0.001), IsEmpty());
    const auto last = registry.changes().back();
    EXPECT_EQ(last.events, 2);
    EXPECT_EQ(registry.history(merged[0].same, "merged_into").back().reason, merged[0].reason);
    EXPECT_THAT(registry.merge_all(found), IsEmpty());
    registry.revert(last.number);
    EXPECT_EQ(nominees(), found);
}

TEST_F(Duplicates, OnlyThoseWithEnoughScoreAreMerged) {
    person("Frank Pierson");
    person("Frank R. Pierson");
    const auto found = nominees();
    EXPECT_THAT(registry.merge_all(found, 0.9999), IsEmpty());
    EXPECT_THAT(registry.merge_all(found, 0, {.reason = "looked up"}), SizeIs(1));
    EXPECT_EQ(registry.history(found[0].same, "merged_into").back().reason, "looked up");
}

TEST_F(Duplicates, WhatAnEarlierOneMadeImpossibleIsPassedOver) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    const auto third = person("Frank S. Pierson");
    registry.distinguish(other, third);
    const auto found = nominees();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_THAT(registry.merge_all(found), SizeIs(1));
    EXPECT_EQ(registry.get(other).id, one);
    EXPECT_EQ(registry.get(third).id, third);
}

TEST_F(Duplicates, WhatWasRefusedSinceIsPassedOver) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    const auto third = person("Georges Perinal");
    const auto fourth = person("Georges Q. Perinal");
    const auto found = nominees();
    ASSERT_THAT(found, SizeIs(2));
    registry.distinguish(one, other);
    EXPECT_THAT(registry.merge_all(found), SizeIs(1));
    EXPECT_EQ(registry.get(other).id, other);
    EXPECT_EQ(registry.get(fourth).id, third);
}

TEST_F(Duplicates, WhatCannotBeMergedIsRefusedBeforeAnythingIsWritten) {
    const auto one = person("Frank Pierson");
    const auto other = person("Frank R. Pierson");
    const auto changes = registry.changes().size();
    const LikelyDuplicate good{.kept = one, .same = other, .score = 1};
    for (const auto& bad :
         {LikelyDuplicate{.kept = one, .same = Id<Nominee>(99)}, LikelyDuplicate{.kept = one, .same = world.award},
          LikelyDuplicate{.kept = world.edition, .same = world.edition},
          LikelyDuplicate{.kept = one, .same = world.team}}) {
        EXPECT_THROW(registry.merge_all({good, bad}), Error);
    }
    EXPECT_THAT(registry.changes(), SizeIs(changes));
}

TEST_F(Duplicates, AnOpenChangeSeesItsOwn) {
    auto change = registry.transaction();
    change.add(Nominee{.name = "Frank Pierson", .kind = NomineeKind::person});
    change.add(Nominee{.name = "Frank R. Pierson", .kind = NomineeKind::person});
    EXPECT_THAT(change.duplicates<Nominee>(), SizeIs(1));
    EXPECT_THAT(nominees(), IsEmpty());
    EXPECT_THAT(change.merge_all(change.duplicates<Nominee>()), SizeIs(1));
    change.commit();
}

}  // namespace
