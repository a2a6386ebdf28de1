// add, add_all and ensure: what is stored, what is refused, and what is found again.

#include "support.hpp"

#include <laurels/fields.hpp>

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;

class Adding : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tests"});
    World world = support::make_world(registry);

    /// How much is stored: nothing may be added where something was refused.
    std::int64_t events() const { return registry.checkpoint().seq; }
};

TEST_F(Adding, GivesIdsFromOneInEachKindAndTheRevisionOfItsEvent) {
    EXPECT_EQ(world.award, Id<Award>(1));
    EXPECT_EQ(world.team, Id<Nominee>(2));
    const Award award = registry.add(Award{.name = "Booker Prize"});
    EXPECT_EQ(award.id, Id<Award>(2));
    EXPECT_EQ(award.revision, events());
    EXPECT_EQ(registry.get(award.id), award);
}

TEST_F(Adding, GivesTheRecordAsItIsStoredForEveryKind) {
    const auto same = [&](const auto& stored) { EXPECT_EQ(registry.get(stored.id), stored); };
    same(registry.add(Award{.name = "A", .aliases = {{"Z", {}}, {"B", "1990"_date}}, .url = "https://example.org/"}));
    same(registry.add(Edition{.award = world.award, .label = "1931/32", .date = "1931/1932"_date}));
    const auto actor = registry.add(Series{.award = world.award, .name = "Actor"});
    same(registry.add(Series{.award = world.award, .name = "Best Actor", .succeeds = {actor.id}}));
    same(registry.add(Category{.edition = world.edition,
                               .name = "Actor",
                               .series = actor.id,
                               .no_award = "",
                               .list_disclosure = Disclosure::embargoed,
                               .list_embargo = parse_instant("2026-03-02T10:30:00Z")}));
    same(registry.add(Ceremony{.edition = world.edition, .date = When("2025-11"_date), .place = "London"}));
    same(registry.add(Deadline{
        .edition = world.edition, .name = "entries close", .date = When::parse("2025-05-30T17:00[Europe/London]")}));
    same(registry.add(Nominee{.name = "Ein Buch", .kind = NomineeKind::work, .identifiers = {{"isbn", "1"}}}));
    same(registry.add(Nomination{.category = world.category,
                                 .title = "Second",
                                 .credits = {{.nominee = world.team, .credited_as = "EST", .share = Fraction(1, 2)},
                                             {.nominee = world.council, .role = "host", .share = Fraction(1, 4)}},
                                 .outcome = Outcome::won,
                                 .decided = When("2025-11-20"_date),
                                 .place = 1,
                                 .share = Fraction(1, 3)}));
    same(registry.add(Evidence{.subject = world.council,
                               .kind = EvidenceKind::measure,
                               .measure = Measure{"waiting", "people", {{}, 1850}, {"2025"_date, 1075}}}));
    same(registry.add(Cost{.subject = world.nomination, .amount = -12'50, .currency = "GBP", .kind = "refund"}));
    EXPECT_TRUE(registry.verify().ok);
}

TEST_F(Adding, PutsWhatIsListedOnItsStage) {
    const auto listed = registry.add(Nomination{.category = world.category, .stage = Stage::shortlisted});
    EXPECT_EQ(listed.reached, (Reached{{Stage::shortlisted, {}}}));
    const auto dated = registry.add(
        Nomination{.category = world.category, .title = "x", .reached = {{Stage::longlisted, When("2025-07"_date)}}});
    EXPECT_EQ(dated.stage, Stage::longlisted);
}

TEST_F(Adding, TakesTheSameNominationTwice) {
    const Nomination again{.category = world.category, .title = "Same"};
    EXPECT_NE(registry.add(again).id, registry.add(again).id) << "two results must never become one";
}

TEST_F(Adding, RefusesARecordThatIsStoredAlready) {
    const auto before = events();
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.add(registry.get(world.award)); }).field, "Award.id");
    EXPECT_EQ(events(), before);
}

TEST_F(Adding, RefusesWhatIsNotThere) {
    const auto before = events();
    const auto error = thrown<NotFound>([&] { registry.add(Edition{.award = Id<Award>(9), .label = "x"}); });
    EXPECT_EQ(error.wanted, "award:9");
    EXPECT_THAT(error.what(), HasSubstr("Edition.award"));
    EXPECT_THROW(registry.add(Nominee{.name = "x", .part_of = Id<Nominee>(99)}), NotFound);
    EXPECT_THROW(registry.add(Nomination{.category = Id<Category>(2)}), NotFound);
    EXPECT_THROW(registry.add(Nomination{.category = world.category, .credits = {{.nominee = Id<Nominee>(99)}}}),
                 NotFound);
    EXPECT_THROW(registry.add(Nomination{.category = world.category, .work = Id<Nominee>(99)}), NotFound);
    EXPECT_THROW(registry.add(Category{.edition = world.edition, .name = "x", .series = Id<Series>(1)}), NotFound);
    EXPECT_THROW(registry.add(Series{.award = world.award, .name = "x", .succeeds = {Id<Series>(1)}}), NotFound);
    EXPECT_THROW(registry.add(Evidence{.subject = Id<Nomination>(99), .text = "x"}), NotFound);
    EXPECT_THROW(registry.add(Cost{.subject = Id<Edition>(99), .amount = 1, .currency = "GBP"}), NotFound);
    EXPECT_EQ(events(), before);
}

TEST_F(Adding, RefusesAnIdOfAnotherKind) {
    const auto error = thrown<WrongKind>([&] { registry.add(Evidence{.subject = world.edition, .text = "x"}); });
    EXPECT_EQ(error.given, Kind::edition);
    EXPECT_THAT(error.allowed, ElementsAre(Kind::nomination, Kind::nominee));
    EXPECT_THROW(registry.add(Cost{.subject = world.team, .amount = 1, .currency = "GBP"}), WrongKind);
}

TEST_F(Adding, RefusesASecondEditionWithALabel) {
    const auto error = thrown<Duplicate>([&] { registry.add(Edition{.award = world.award, .label = " 2025"}); });
    EXPECT_EQ(error.existing, RecordId(world.edition));
    EXPECT_EQ(error.field, "Edition.label");
    const auto other = registry.add(Award{.name = "Another"});
    EXPECT_NO_THROW(registry.add(Edition{.award = other.id, .label = "2025"})) << "of another award it is another";
}

TEST_F(Adding, RefusesAWorkAsACredit) {
    const auto book = registry.add(Nominee{.name = "Book", .kind = NomineeKind::work}).id;
    const auto error = thrown<InvalidValue>(
        [&] { registry.add(Nomination{.category = world.category, .credits = {{.nominee = book}}}); });
    EXPECT_EQ(error.field, "Credit.nominee");
    const auto other =
        thrown<InvalidValue>([&] { registry.add(Nomination{.category = world.category, .work = world.team}); });
    EXPECT_EQ(other.field, "Nomination.work");
    EXPECT_NO_THROW(registry.add(Nomination{.category = world.category, .work = book}));
}

TEST_F(Adding, RefusesASeriesOfAnotherAward) {
    const auto other = registry.add(Award{.name = "Another"});
    const auto series = registry.add(Series{.award = other.id, .name = "Care"});
    const Category category{.edition = world.edition, .name = "Care", .series = series.id};
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.add(category); }).field, "Category.series");
}

TEST_F(Adding, RefusesSharesOverTheWhole) {
    const auto share = [&](int over) { return Nomination{.category = world.category, .share = Fraction(1, over)}; };
    registry.add(share(2));
    registry.add(share(4));
    const auto before = events();
    const auto error = thrown<InvalidValue>([&] { registry.add(share(3)); });
    EXPECT_EQ(error.field, "Nomination.share");
    EXPECT_THAT(error.what(), HasSubstr("13/12"));
    EXPECT_EQ(events(), before);
    EXPECT_NO_THROW(registry.add(share(4))) << "1/2 + 1/4 + 1/4 is the whole";
}

TEST_F(Adding, RefusesABadSourceReasonOrActor) {
    const auto before = events();
    EXPECT_THROW(registry.add(Award{.name = "x"}, {.source = {.title = "a\nb"}}), InvalidValue);
    EXPECT_THROW(registry.add(Award{.name = "x"}, {.reason = "\xff"}), InvalidValue);
    EXPECT_THROW(registry.transaction({.actor = "a\tb"}), InvalidValue);
    EXPECT_EQ(events(), before);
    EXPECT_NO_THROW(registry.add(Award{.name = "y"})) << "and the registry goes on";
}

TEST_F(Adding, RefusesAnEmbargoWithoutItsInstantAndAnInstantWithoutEmbargo) {
    EXPECT_EQ(thrown<InvalidValue>([&] {
                  registry.add(Nomination{.category = world.category, .disclosure = Disclosure::embargoed});
              }).field,
              "Nomination.embargo");
    EXPECT_THROW(registry.add(Category{.edition = world.edition, .name = "x", .result_embargo = Instant()}),
                 InvalidValue);
}

TEST_F(Adding, RefusesAWinnerWhereThereIsNoAward) {
    const auto none = registry.add(Category{.edition = world.edition, .name = "None", .no_award = "nobody fit"});
    EXPECT_EQ(
        thrown<InvalidValue>([&] { registry.add(Nomination{.category = none.id, .outcome = Outcome::won}); }).field,
        "Category.no_award");
}

// --- add_all -----------------------------------------------------------------------------------------------------

TEST_F(Adding, ManyGivesTheirIdsInOrder) {
    const auto ids = registry.add_all(std::vector<Nominee>{{.name = "A"}, {.name = "B"}, {.name = "C"}});
    EXPECT_THAT(ids, ElementsAre(Id<Nominee>(3), Id<Nominee>(4), Id<Nominee>(5)));
    EXPECT_EQ(registry.get(ids[1]).name, "B");
    EXPECT_TRUE(registry.add_all(std::vector<Award>{}).empty());
}

TEST_F(Adding, ManyIsOneChange) {
    const auto before = registry.checkpoint().change;
    registry.add_all(std::vector<Nominee>(100, Nominee{.name = "Same"}));
    EXPECT_EQ(registry.checkpoint().change, before + 1);
}

TEST_F(Adding, ManyAddsNoneIfOneIsBadAndSaysWhich) {
    const auto before = events();
    const auto error = thrown<InvalidValue>(
        [&] { registry.add_all(std::vector<Award>{{.name = "A"}, {.name = "B"}, {.name = ""}, {.name = "C"}}); });
    EXPECT_EQ(error.index(), 2U);
    EXPECT_EQ(error.field, "Award.name");
    EXPECT_EQ(events(), before);
    EXPECT_EQ(registry.count<Award>(), 1U);
}

TEST_F(Adding, ManyLeavesAnOpenChangeAsItWas) {
    auto change = registry.transaction();
    change.add(Award{.name = "First"});
    EXPECT_THROW(change.add_all(std::vector<Award>{{.name = "A"}, {.name = ""}}), InvalidValue);
    change.add(Award{.name = "Last"});
    change.commit();
    EXPECT_EQ(registry.count<Award>(), 3U);
}

TEST_F(Adding, ManyRefusesLabelsThatAreTheSameAmongThem) {
    const auto error = thrown<Duplicate>([&] {
        registry.add_all(std::vector<Edition>{{.award = world.award, .label = "2026"},
                                              {.award = world.award, .label = "2027"},
                                              {.award = world.award, .label = "2026 "}});
    });
    EXPECT_EQ(error.index(), 2U);
    EXPECT_THROW(registry.add_all(std::vector<Edition>{{.award = world.award, .label = "2025"}}), Duplicate);
    EXPECT_EQ(registry.count<Edition>(), 1U);
}

TEST_F(Adding, ManyRefusesSharesThatAreOverTheWholeTogether) {
    const Nomination half{.category = world.category, .share = Fraction(1, 2)};
    const auto error = thrown<InvalidValue>([&] { registry.add_all(std::vector<Nomination>{half, half, half}); });
    EXPECT_EQ(error.index(), 2U);
    EXPECT_EQ(error.field, "Nomination.share");
    EXPECT_EQ(registry.count<Nomination>(), 1U);
    EXPECT_NO_THROW(registry.add_all(std::vector<Nomination>{half, half}));
}

TEST_F(Adding, ManyNominationsEachKeepTheirCredits) {
    std::vector<Nomination> nominations;
    for (int i = 0; i < 20; ++i) {
        Nomination nomination{.category = world.category, .title = std::to_string(i)};
        for (int j = 0; j < i % 4; ++j) nomination.credits.push_back({.nominee = j == 0 ? world.team : world.council});
        nominations.push_back(nomination);
    }
    const auto ids = registry.add_all(nominations);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const Nomination stored = registry.get(ids[i]);
        ASSERT_EQ(stored.credits.size(), i % 4);
        for (const Credit& credit : stored.credits) EXPECT_EQ(credit.nomination, ids[i]);
    }
    EXPECT_EQ(registry.all<Nomination>().back(), registry.get(ids.back()));
}

// --- ensure ------------------------------------------------------------------------------------------------------

class Ensuring : public Adding {
  protected:
    /// Ensures the record twice: it is added once, found the second time, and then nothing is written.
    template <class R>
    R ensured_twice(const R& record) {
        const R first = registry.ensure(record);
        const auto before = events();
        const R second = registry.ensure(record);
        EXPECT_EQ(second, first);
        EXPECT_EQ(events(), before);
        return first;
    }
};

TEST_F(Ensuring, IsIdempotentForEveryKind) {
    ensured_twice(Award{.name = "Booker Prize", .aliases = {{"The Booker", {}}}});
    ensured_twice(Edition{.award = world.award, .label = "2026"});
    const auto series = ensured_twice(Series{.award = world.award, .name = "Care"});
    ensured_twice(Category{.edition = world.edition, .name = "Care", .series = series.id});
    ensured_twice(Ceremony{.edition = world.edition, .date = When("2025-11"_date)});
    ensured_twice(Ceremony{.edition = world.edition, .name = "Second night"});
    ensured_twice(Deadline{.edition = world.edition, .name = "entries close"});
    ensured_twice(Nominee{.name = "New", .part_of = world.council});
    ensured_twice(Nomination{.category = world.category, .title = "Other", .credits = {{.nominee = world.team}}});
    ensured_twice(Nomination{.category = world.category, .title = "Neither nominee nor work"});
    ensured_twice(Evidence{.subject = world.nomination, .text = "statement"});
    ensured_twice(Cost{.subject = world.edition, .amount = 100, .currency = "GBP"});
}

TEST_F(Ensuring, FoldsNames) {
    EXPECT_EQ(registry.ensure(Award{.name = "children &  YOUNG people now awards"}).id, world.award);
    EXPECT_NE(registry.ensure(Award{.name = "Children & Young Péople Now Awards"}).id, world.award)
        << "marks are part of a name";
}

TEST_F(Ensuring, ChangesNothingThatIsThere) {
    const auto ceremony = registry.ensure(Ceremony{.edition = world.edition, .date = When("2025-11"_date)});
    registry.revise(ceremony.id, std::function<void(Ceremony&)>([](Ceremony& c) { c.date = When("2025-11-20"_date); }));
    const auto again = registry.ensure(Ceremony{.edition = world.edition, .date = When("2025-11"_date)});
    EXPECT_EQ(again.id, ceremony.id);
    EXPECT_EQ(again.date, When("2025-11-20"_date));
    const Nomination found = registry.ensure(Nomination{.category = world.category,
                                                        .title = "Care leavers into work",
                                                        .credits = {{.nominee = world.team}},
                                                        .stage = Stage::draft});
    EXPECT_EQ(found.id, world.nomination);
    EXPECT_EQ(found.stage, Stage::submitted);
}

TEST_F(Ensuring, FindsANomineeByAnAlias) {
    const auto it = registry.add(Nominee{.name = "Costa", .aliases = {{"Whitbread", "1971/2005"_date}}});
    EXPECT_EQ(registry.ensure(Nominee{.name = "whitbread"}).id, it.id);
}

TEST_F(Ensuring, KeepsKindsAndWholesApart) {
    const auto in_council = registry.ensure(Nominee{.name = "Fleet", .part_of = world.council}).id;
    const auto alone = registry.ensure(Nominee{.name = "Fleet"}).id;
    const auto person = registry.ensure(Nominee{.name = "Fleet", .kind = NomineeKind::person}).id;
    EXPECT_EQ((std::set{in_council, alone, person}).size(), 3U);
    EXPECT_EQ(registry.ensure(Nominee{.name = "Fleet"}).id, alone);
    EXPECT_EQ(registry.ensure(Nominee{.name = "Fleet", .kind = NomineeKind::person}).id, person);
}

TEST_F(Ensuring, KeepsNomineesOfANominationApart) {
    const Nomination by_council{.category = world.category, .title = "T", .credits = {{.nominee = world.council}}};
    const Nomination joint{
        .category = world.category, .title = "T", .credits = {{.nominee = world.council}, {.nominee = world.team}}};
    const auto first = registry.ensure(by_council).id;
    const auto second = registry.ensure(joint).id;
    EXPECT_NE(first, second);
    Nomination turned = joint;
    std::swap(turned.credits[0], turned.credits[1]);
    EXPECT_EQ(registry.ensure(turned).id, second) << "whatever their order";
    EXPECT_EQ(registry.ensure(by_council).id, first);
}

TEST_F(Ensuring, FindsARecordByTheKeyThatItBoreBefore) {
    const auto rename = [](const auto& name) { return [name](auto& record) { record.name = name; }; };
    registry.revise(world.award, rename("CYP Now Awards"));
    EXPECT_EQ(registry.ensure(Award{.name = "Children & Young People Now Awards"}).id, world.award);
    registry.revise(world.edition, [](auto& edition) { edition.label = "2025/26"; });
    EXPECT_EQ(registry.ensure(Edition{.award = world.award, .label = "2025"}).id, world.edition);
    registry.revise(world.category, rename("Children in Care"));
    EXPECT_EQ(registry.ensure(Category{.edition = world.edition, .name = "The Children in Care Award"}).id,
              world.category);
    registry.revise(world.team, [](auto& team) { team.part_of.reset(); });
    EXPECT_EQ(registry.ensure(Nominee{.name = "Employment Support Team", .part_of = world.council}).id, world.team);
    registry.revise(world.nomination, [](auto& nomination) { nomination.title = "Into work"; });
    EXPECT_EQ(registry
                  .ensure(Nomination{.category = world.category,
                                     .title = "Care leavers into work",
                                     .credits = {{.nominee = world.team}}})
                  .id,
              world.nomination);
    const auto cost = registry.add(Cost{.subject = world.edition, .amount = 100, .currency = "GBP"});
    registry.revise(cost.id, [](auto& entry) { entry.amount = 120; });
    EXPECT_EQ(registry.ensure(Cost{.subject = world.edition, .amount = 100, .currency = "GBP"}).id, cost.id);
}

TEST_F(Ensuring, FindsANominationByItsFormerNominees) {
    const auto other = registry.add(Nominee{.name = "Other"}).id;
    registry.revise(world.nomination, [&](auto& n) { n.credits[0].nominee = other; });
    const Nomination as_entered{
        .category = world.category, .title = "Care leavers into work", .credits = {{.nominee = world.team}}};
    EXPECT_EQ(registry.ensure(as_entered).id, world.nomination);
}

TEST_F(Ensuring, FindsANominationThatHadNoCreditsAtFirst) {
    const Nomination bare{.category = world.category, .title = "Bare"};
    const auto id = registry.add(bare).id;
    registry.revise(id, [&](auto& n) { n.credits.push_back({.nominee = world.team}); });
    EXPECT_EQ(registry.ensure(bare).id, id);
}

TEST_F(Ensuring, PrefersWhatBearsTheKeyNow) {
    registry.revise(world.award, [](auto& award) { award.name = "Renamed"; });
    const auto second = registry.add(Award{.name = "Children & Young People Now Awards"});
    EXPECT_EQ(registry.ensure(Award{.name = "Children & Young People Now Awards"}).id, second.id);
    // The kind is part of a nominee's key.
    const auto was_team = registry.add(Nominee{.name = "Fleet"}).id;
    registry.revise(was_team, [](auto& n) { n.kind = NomineeKind::organisation; });
    EXPECT_EQ(registry.ensure(Nominee{.name = "Fleet"}).id, was_team);
    const auto is_team = registry.add(Nominee{.name = "Fleet"}).id;
    EXPECT_EQ(registry.ensure(Nominee{.name = "Fleet"}).id, is_team);
    // So are a nomination's nominees.
    const Nomination one{.category = world.category, .title = "T", .credits = {{.nominee = world.team}}};
    const auto first = registry.add(one).id;
    registry.revise(first, [&](auto& n) { n.credits[0].nominee = world.council; });
    const auto now = registry.add(one).id;
    EXPECT_EQ(registry.ensure(one).id, now);
}

TEST_F(Ensuring, ListsThemWhereSeveralHaveTheKey) {
    const auto a = registry.add(Nominee{.name = "Twin"}).id;
    const auto b = registry.add(Nominee{.name = "TWIN"}).id;
    const auto before = events();
    const auto error = thrown<Ambiguous>([&] { registry.ensure(Nominee{.name = "twin"}); });
    EXPECT_THAT(error.candidates, ElementsAre(RecordId(a), RecordId(b)));
    EXPECT_THAT(error.what(), HasSubstr("nominee:3, nominee:4"));
    EXPECT_EQ(events(), before);
}

TEST_F(Ensuring, RefusesWhatAddRefuses) {
    EXPECT_THROW(registry.ensure(Award{}), InvalidValue);
    EXPECT_THROW(registry.ensure(Edition{.award = Id<Award>(9), .label = "x"}), NotFound);
    EXPECT_THROW(registry.ensure(registry.get(world.award)), InvalidValue);
}

}  // namespace
