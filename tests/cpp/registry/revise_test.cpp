// revise: only what differs is written, and nobody's edit is lost silently.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using support::World;
using testing::ElementsAre;
using testing::HasSubstr;

class Revising : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tests"});
    World world = support::make_world(registry);

    std::int64_t events() const { return registry.checkpoint().seq; }
};

TEST_F(Revising, WritesOnlyWhatDiffers) {
    const Award read = registry.get(world.award);
    Award changed = read;
    changed.url = "https://example.org/";
    const Award revised = registry.revise(read, changed);
    EXPECT_EQ(revised.revision, read.revision + (events() - read.revision)) << "the seq of its last event";
    EXPECT_EQ(registry.get(world.award), revised);
    const auto history = registry.history(world.award);
    EXPECT_EQ(history.back().field, "url");
    EXPECT_EQ(history.back().verb, "revise");
    EXPECT_EQ(history.size(), 2U) << "the name, and the url";
}

TEST_F(Revising, WritesNothingWhereNothingDiffers) {
    const auto before = events();
    const Award read = registry.get(world.award);
    EXPECT_EQ(registry.revise(read, read), read);
    registry.revise(world.nomination, [](auto&) {});
    EXPECT_EQ(events(), before);
}

TEST_F(Revising, KeepsWhatTheJournalGivesWhereAFigureIsPrintedOtherwise) {
    const auto id =
        registry
            .add(Evidence{.subject = world.nomination,
                          .kind = EvidenceKind::measure,
                          .measure = Measure{.what = "people waiting", .after = {.value = Decimal::parse("12.5")}}})
            .id;
    registry.revise<Evidence>(id, [](Evidence& evidence) {
        evidence.measure->after.value = Decimal::parse("12.50");
        evidence.notes = "two places in the report";
    });
    EXPECT_EQ(registry.get(id).measure->after.value.text(), "12.50");
    EXPECT_TRUE(registry.verify().ok) << registry.verify().finding;
}

TEST_F(Revising, MergesDifferentFields) {
    const Award read = registry.get(world.award);
    Award mine = read;
    mine.url = "https://mine.example/";
    Award theirs = read;
    theirs.notes = "theirs";
    registry.revise(read, theirs);
    const Award merged = registry.revise(read, mine);
    EXPECT_EQ(merged.url, "https://mine.example/");
    EXPECT_EQ(merged.notes, "theirs");
}

TEST_F(Revising, SaysWhenSomeoneElseChangedTheSameField) {
    const Award read = registry.get(world.award);
    Award mine = read;
    mine.name = "Mine";
    mine.url = "https://mine.example/";
    Award theirs = read;
    theirs.name = "Theirs";
    registry.revise(read, theirs);
    const auto before = events();
    const auto stale = thrown<Stale>([&] { registry.revise(read, mine); });
    EXPECT_EQ(stale.record, RecordId(world.award));
    EXPECT_THAT(stale.fields, ElementsAre("name"));
    EXPECT_EQ(std::get<Award>(stale.mine).name, "Mine");
    EXPECT_EQ(std::get<Award>(stale.current).name, "Theirs");
    EXPECT_EQ(events(), before) << "nothing was written, the url neither";
    EXPECT_NO_THROW(registry.revise(std::get<Award>(stale.current), std::get<Award>(stale.mine)))
        << "the way to insist";
}

TEST_F(Revising, TakesTheSameEditTwice) {
    const Award read = registry.get(world.award);
    Award mine = read;
    mine.name = "New";
    registry.revise(read, mine);
    const auto before = events();
    EXPECT_EQ(registry.revise(read, mine).name, "New");
    EXPECT_EQ(events(), before);
}

TEST_F(Revising, MergesEntriesOfMaps) {
    registry.revise(world.award, [](auto& award) { award.identifiers = {{"a", "1"}, {"b", "2"}}; });
    const Award read = registry.get(world.award);
    Award mine = read;
    mine.identifiers["mine"] = "m";
    mine.identifiers.erase("a");
    Award theirs = read;
    theirs.identifiers["b"] = "22";
    registry.revise(read, theirs);
    EXPECT_EQ(registry.revise(read, mine).identifiers, (Identifiers{{"b", "22"}, {"mine", "m"}}));
    Award late = read;
    late.identifiers["b"] = "222";
    EXPECT_THAT(thrown<Stale>([&] { registry.revise(read, late); }).fields, ElementsAre("identifiers"));
}

TEST_F(Revising, MergesAliasesByName) {
    const Award read = registry.get(world.award);
    Award mine = read;
    mine.aliases = {{"Zed", {}}, {"Alpha", "1990"_date}};
    Award theirs = read;
    theirs.aliases = {{"Mid", {}}};
    registry.revise(read, theirs);
    const auto merged = registry.revise(read, mine).aliases;
    EXPECT_EQ(merged, (std::vector<Alias>{{"Alpha", "1990"_date}, {"Mid", {}}, {"Zed", {}}}));
    EXPECT_EQ(registry.find<Award>("alpha").id, world.award);
}

TEST_F(Revising, KeepsAliasesThatCameBack) {
    registry.revise(world.team, [](auto& team) { team.aliases = {{"EST", "2001"_date}, {"EST", "1990"_date}}; });
    EXPECT_EQ(registry.get(world.team).aliases, (std::vector<Alias>{{"EST", "1990"_date}, {"EST", "2001"_date}}));
    EXPECT_TRUE(registry.verify().ok);
}

TEST_F(Revising, ByIdEditsWhatIsThereNow) {
    const auto revised = registry.revise(world.award, [](auto& award) { award.notes = "noted"; }, {.reason = "asked"});
    EXPECT_EQ(revised.notes, "noted");
    EXPECT_EQ(registry.history(world.award, "notes").back().reason, "asked");
}

TEST_F(Revising, RefusesTheAxesAndNamesTheirVerbs) {
    const auto refused = [&](std::function<void(Nomination&)> edit) {
        return thrown<InvalidValue>([&] { registry.revise(world.nomination, edit); });
    };
    const auto before = events();
    EXPECT_EQ(refused([](Nomination& n) { n.stage = Stage::shortlisted; }).field, "Nomination.stage");
    EXPECT_THAT(refused([](Nomination& n) { n.stage = Stage::shortlisted; }).what(), HasSubstr("advance()"));
    EXPECT_THAT(refused([](Nomination& n) { n.reached[Stage::longlisted]; }).what(), HasSubstr("advance()"));
    EXPECT_THAT(refused([](Nomination& n) { n.outcome = Outcome::won; }).what(), HasSubstr("decide()"));
    EXPECT_THAT(refused([](Nomination& n) { n.decided = When("2025"_date); }).what(), HasSubstr("decide()"));
    EXPECT_THAT(refused([](Nomination& n) { n.place = 1; }).what(), HasSubstr("decide()"));
    EXPECT_THAT(refused([](Nomination& n) { n.share = Fraction(1, 2); }).what(), HasSubstr("decide()"));
    EXPECT_THAT(refused([](Nomination& n) { n.standing = Standing::withdrawn; }).what(), HasSubstr("rule()"));
    EXPECT_THAT(refused([](Nomination& n) { n.acceptance = Acceptance::refused; }).what(), HasSubstr("refuse()"));
    EXPECT_THAT(refused([](Nomination& n) { n.disclosure = Disclosure::private_; }).what(), HasSubstr("disclose()"));
    EXPECT_THAT(refused([](Nomination& n) { n.credits[0].standing = Standing::withdrawn; }).what(),
                HasSubstr("rule()"));
    EXPECT_THROW(registry.revise(world.category, [](auto& c) { c.list_disclosure = Disclosure::private_; }),
                 InvalidValue);
    EXPECT_EQ(events(), before);
}

TEST_F(Revising, RefusesOtherRecordsAndThoseNotStored) {
    const Award read = registry.get(world.award);
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.revise(Award{.name = "x"}, Award{.name = "y"}); }).field, "Award.id");
    const Award other = registry.add(Award{.name = "Other"});
    EXPECT_THROW(registry.revise(read, other), InvalidValue);
    Award unknown = read;
    unknown.id = Id<Award>(99);
    EXPECT_EQ(thrown<NotFound>([&] { registry.revise(unknown, unknown); }).wanted, "award:99");
    EXPECT_THROW(registry.revise(Id<Award>(99), [](auto&) {}), NotFound);
    EXPECT_THROW(registry.revise(world.award, [](auto& award) { award.id = Id<Award>(99); }), InvalidValue)
        << "an edit cannot make it another record";
}

TEST_F(Revising, ChecksWhatAddChecks) {
    const auto before = events();
    EXPECT_THROW(registry.revise(world.award, [](auto& award) { award.name = ""; }), InvalidValue);
    EXPECT_THROW(registry.revise(world.edition, [](auto& e) { e.award = Id<Award>(9); }), NotFound);
    const auto second = registry.add(Edition{.award = world.award, .label = "2026"});
    EXPECT_EQ(thrown<Duplicate>([&] { registry.revise(second.id, [](auto& e) { e.label = "2025"; }); }).existing,
              RecordId(world.edition));
    EXPECT_NO_THROW(registry.revise(second.id, [](auto& e) { e.notes = "its own label is no other's"; }));
    EXPECT_EQ(events(), before + 2);
}

TEST_F(Revising, RefusesACircleOfParts) {
    EXPECT_THROW(registry.revise(world.council, [&](auto& n) { n.part_of = world.council; }), InvalidValue);
    const auto error =
        thrown<InvalidValue>([&] { registry.revise(world.council, [&](auto& n) { n.part_of = world.team; }); });
    EXPECT_EQ(error.field, "Nominee.part_of");
    EXPECT_THAT(error.what(), HasSubstr("circle"));
    const auto part = registry.add(Nominee{.name = "Part of the team", .part_of = world.team}).id;
    EXPECT_THROW(registry.revise(world.council, [&](auto& n) { n.part_of = part; }), InvalidValue);
    EXPECT_NO_THROW(registry.revise(part, [&](auto& n) { n.part_of = world.council; }));
}

TEST_F(Revising, MovesANominationToAnotherCategoryWithAReasonOnly) {
    const auto other = registry.add(Category{.edition = world.edition, .name = "Advice"}).id;
    const auto move = [&](Nomination& nomination) { nomination.category = other; };
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.revise(world.nomination, move); }).field, "Nomination.category");
    EXPECT_EQ(registry.revise(world.nomination, move, {.reason = "fits better"}).category, other);
    EXPECT_EQ(registry.nominations().category(other).count(), 1U);
    EXPECT_EQ(registry.nominations().category(world.category).count(), 0U);
}

// --- Credits -----------------------------------------------------------------------------------------------------

TEST_F(Revising, AddsAndChangesCredits) {
    const auto revised = registry.revise(world.nomination, [&](auto& nomination) {
        nomination.credits[0].role = "lead";
        nomination.credits.push_back({.nominee = world.council, .share = Fraction(1, 2)});
    });
    ASSERT_EQ(revised.credits.size(), 2U);
    EXPECT_EQ(revised.credits[0].role, "lead");
    EXPECT_EQ(revised.credits[1].id, Id<Credit>(2));
    EXPECT_EQ(revised.credits[1].nomination, world.nomination);
    EXPECT_EQ(registry.get(world.nomination), revised);
    EXPECT_EQ(registry.get(Id<Credit>(2)), revised.credits[1]);
}

TEST_F(Revising, DropsNoCredit) {
    const auto error =
        thrown<InvalidValue>([&] { registry.revise(world.nomination, [](auto& n) { n.credits.clear(); }); });
    EXPECT_EQ(error.field, "Nomination.credits");
    EXPECT_THAT(error.what(), HasSubstr("credit:1"));
}

TEST_F(Revising, MergesCreditsOfTwoEditors) {
    const Nomination read = registry.get(world.nomination);
    Nomination mine = read;
    mine.credits[0].role = "mine";
    mine.credits.push_back({.nominee = world.council});
    Nomination theirs = read;
    theirs.credits[0].notes = "theirs";
    theirs.credits.push_back({.nominee = world.team, .role = "again"});
    registry.revise(read, theirs);
    const Nomination merged = registry.revise(read, mine);
    ASSERT_EQ(merged.credits.size(), 3U);
    EXPECT_EQ(merged.credits[0].role, "mine");
    EXPECT_EQ(merged.credits[0].notes, "theirs");
    EXPECT_EQ(registry.get(world.nomination), merged);
}

TEST_F(Revising, SaysWhenSomeoneElseChangedTheSameCredit) {
    const Nomination read = registry.get(world.nomination);
    Nomination mine = read;
    mine.credits[0].role = "mine";
    Nomination theirs = read;
    theirs.credits[0].role = "theirs";
    registry.revise(read, theirs);
    const auto stale = thrown<Stale>([&] { registry.revise(read, mine); });
    EXPECT_EQ(stale.record, RecordId(Kind::credit, 1));
    EXPECT_EQ(std::get<Credit>(stale.current).role, "theirs");
    EXPECT_EQ(std::get<Credit>(stale.mine).role, "mine");
}

TEST_F(Revising, ChecksCredits) {
    const auto with = [&](Credit credit) {
        return [this, credit] { registry.revise(world.nomination, [&](auto& n) { n.credits.push_back(credit); }); };
    };
    const auto before = events();
    EXPECT_THROW(with({.nominee = Id<Nominee>(99)})(), NotFound);
    EXPECT_THROW(with({.nominee = world.council, .credited_as = "a\nb"})(), InvalidValue);
    EXPECT_THROW(with({.id = Id<Credit>(99), .nominee = world.council})(), InvalidValue);
    EXPECT_EQ(events(), before);
    const auto book = registry.add(Nominee{.name = "Book", .kind = NomineeKind::work}).id;
    EXPECT_EQ(thrown<InvalidValue>(with({.nominee = book})).field, "Credit.nominee");
    registry.revise(world.nomination, [](auto& n) { n.credits[0].share = Fraction(2, 3); });
    EXPECT_EQ(thrown<InvalidValue>(with({.nominee = world.council, .share = Fraction(1, 2)})).field, "Credit.share");
    EXPECT_EQ(registry.get(world.nomination).credits.size(), 1U);
}

TEST_F(Revising, RefusesNoAwardWhileSomebodyHasWon) {
    registry.decide(world.nomination, Outcome::won);
    const auto nobody = [](Category& category) { category.no_award = "nobody fit"; };
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.revise(world.category, nobody); }).field, "Category.no_award");
    registry.decide(world.nomination, Outcome::not_placed, {.reason = "announced by mistake"});
    EXPECT_NO_THROW(registry.revise(world.category, nobody));
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.decide(world.nomination, Outcome::won); }).field,
              "Category.no_award");
}

}  // namespace
