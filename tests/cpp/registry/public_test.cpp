// What may be known outside: at the second before an embargo ends, at that second and after it.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Instant lists = parse_instant("2025-10-01T09:00:00Z");
const Instant results = parse_instant("2025-11-20T21:30:00Z");

/// One category whose shortlist is public from one instant on and its result from a later one, with two on the list and
/// one entry that never was; and one category whose result nobody won.
class Public : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "communications"});
    Id<Award> award = registry.add(Award{.name = "Social Work Awards", .notes = "the invoice is late"}).id;
    Id<Edition> edition = registry.add(Edition{.award = award, .label = "2025"}).id;
    Id<Category> category = registry.add(embargoed("Team of the Year")).id;
    Id<Category> nobody = registry.add(embargoed("Lifetime Achievement")).id;
    Id<Nominee> council = nominee("Leeds City Council", NomineeKind::organisation);
    Id<Nominee> winner = registry.add(Nominee{.name = "Fostering Team", .part_of = council}).id;
    Id<Nominee> loser = nominee("Adoption Team");
    Id<Nominee> secret = nominee("Emergency Duty Team");
    Id<Nomination> won = listed("A home for good", winner);
    Id<Nomination> lost = listed("Forever families", loser);
    Id<Nomination> entered = registry
                                 .add(Nomination{.category = category,
                                                 .title = "Out of hours",
                                                 .credits = {{.nominee = secret}},
                                                 .stage = Stage::submitted})
                                 .id;

    void SetUp() override {
        registry.decide(won, Outcome::won,
                        {.on = When("2025-11-20"_date), .place = 1, .share = Fraction(1), .source = {.title = "Jury"}});
        registry.accept(won);
        registry.decide(lost, Outcome::not_placed);
        registry.revise(nobody, [](auto& c) { c.no_award = "none of the entries was worthy"; });
        registry.add(Cost{.subject = won, .amount = 25'000, .currency = "GBP"});
        registry.add(Evidence{.subject = won, .text = "a letter"});
        registry.add(Evidence{.subject = entered, .text = "another letter"});
        registry.claim(won, "title", "A home");
    }

    Category embargoed(const char* name) const {
        return {.edition = edition,
                .name = name,
                .list_disclosure = Disclosure::embargoed,
                .list_embargo = lists,
                .result_disclosure = Disclosure::embargoed,
                .result_embargo = results};
    }
    Id<Nominee> nominee(const char* name, NomineeKind kind = NomineeKind::team) {
        return registry.add(Nominee{.name = name, .kind = kind}).id;
    }
    Id<Nomination> listed(const char* title, Id<Nominee> who) {
        return registry
            .add(Nomination{.category = category,
                            .title = title,
                            .credits = {{.nominee = who, .share = Fraction(1)}},
                            .stage = Stage::shortlisted,
                            .reached = {{Stage::submitted, When("2025-06-30"_date)}},
                            .extra = {{"Status", "Finalist"}}})
            .id;
    }

    static std::vector<std::string> names(const Registry& of) {
        std::vector<std::string> names;
        for (const Nominee& nominee : of.all<Nominee>(Hidden::including)) names.push_back(nominee.name);
        return names;
    }
    static std::vector<std::string> titles(const std::vector<NominationRow>& rows) {
        std::vector<std::string> titles;
        for (const NominationRow& row : rows) titles.push_back(row.title);
        return titles;
    }
    /// All records of a view, as values.
    static std::vector<AnyRecord> records(const Registry& of) {
        std::vector<AnyRecord> all;
        each_record([&]<class R>(const R&) {
            for (R& record : of.all<R>(Hidden::including)) all.emplace_back(std::move(record));
        });
        return all;
    }
};

TEST_F(Public, BeforeTheListsNothingOfTheNominationsIsThere) {
    const Registry outside = registry.public_(lists - seconds(1));
    EXPECT_EQ(outside.count<Nomination>(), 0U);
    EXPECT_EQ(outside.count<Credit>(), 0U);
    EXPECT_EQ(outside.nominations().count(), 0U);
    EXPECT_THAT(names(outside), IsEmpty());
    EXPECT_THAT(outside.shortlist(category), IsEmpty());
    EXPECT_EQ(outside.count<Category>(), 2U);
    EXPECT_EQ(outside.count<Evidence>(), 0U);
    EXPECT_THROW(outside.get(won), NotFound);
    EXPECT_THROW(outside.get(winner), NotFound);
    EXPECT_THROW(outside.find<Nominee>("Fostering Team"), NotFound);
}

TEST_F(Public, WithTheListsComeTheirNamesButNoResult) {
    for (const Instant on : {lists, results - seconds(1)}) {
        const Registry outside = registry.public_(on);
        EXPECT_EQ(outside.nominations().count(), 2U);
        EXPECT_EQ(outside.count<Nomination>(Hidden::including), 2U);
        EXPECT_THAT(titles(outside.shortlist(category)), ElementsAre("A home for good", "Forever families"));
        EXPECT_THAT(outside.winners(category), IsEmpty());
        EXPECT_THAT(names(outside), UnorderedElementsAre("Leeds City Council", "Fostering Team", "Adoption Team"));
        EXPECT_EQ(outside.count(winner, edition, Count::wins), 0U);
        EXPECT_EQ(outside.count(winner, edition, Count::shortlistings), 1U);
        const Nomination seen = outside.get(won);
        EXPECT_EQ(seen.outcome, Outcome::pending);
        EXPECT_EQ(seen.acceptance, Acceptance::unknown);
        EXPECT_EQ(seen.decided, std::nullopt);
        EXPECT_EQ(seen.place, std::nullopt);
        EXPECT_EQ(seen.share, std::nullopt);
        EXPECT_EQ(seen.reached, (Reached{{Stage::shortlisted, {}}}));
        EXPECT_EQ(seen.credits.at(0).share, std::nullopt);
        EXPECT_THAT(seen.extra, IsEmpty());
        EXPECT_EQ(outside.get(nobody).no_award, std::nullopt);
        EXPECT_EQ(outside.get(nobody).result_embargo, std::nullopt);
    }
}

TEST_F(Public, AtTheEndOfTheEmbargoTheResultIsThere) {
    for (const Instant on : {results, results + seconds(1)}) {
        const Registry outside = registry.public_(on);
        EXPECT_EQ(outside.count<Nomination>(), 2U);
        EXPECT_THAT(titles(outside.winners(category)), ElementsAre("A home for good"));
        EXPECT_EQ(outside.get(won).share, Fraction(1));
        EXPECT_EQ(outside.get(won).extra.at("Status"), "Finalist");
        EXPECT_EQ(outside.get(nobody).no_award, "none of the entries was worthy");
        EXPECT_EQ(outside.count(winner, edition, Count::wins), 1U);
    }
}

TEST_F(Public, NotesCostsClaimsAndTheJournalAreNeverThere) {
    const Registry outside = registry.public_(results);
    EXPECT_EQ(outside.get(award).notes, "");
    EXPECT_EQ(outside.count<Cost>(), 0U);
    EXPECT_EQ(outside.count<Claim>(), 0U);
    EXPECT_THAT(outside.costs(won), IsEmpty());
    EXPECT_THAT(outside.conflicts(), IsEmpty());
    EXPECT_EQ(outside.get(won).revision, 0);
    const auto refused = support::thrown<ReadOnly>([&] { outside.history(won); });
    EXPECT_THAT(refused.what(), HasSubstr("not public"));
    EXPECT_THROW(outside.history(won, "title"), ReadOnly);
    EXPECT_THROW(outside.history(1), ReadOnly);
    EXPECT_THROW(outside.changes(), ReadOnly);
    EXPECT_THROW(outside.changes(results), ReadOnly);
    EXPECT_THROW(outside.verify(), ReadOnly);
    EXPECT_THROW(outside.checkpoint(), ReadOnly);
    EXPECT_EQ(outside.info().events, 0);
    EXPECT_EQ(outside.info().changes, 0);
    EXPECT_EQ(outside.info().first_recorded, std::nullopt);
}

TEST_F(Public, EvidenceIsPublicWithTheResultOfItsSubject) {
    registry.add(Evidence{.subject = council, .text = "who they are"});
    const Registry listed = registry.public_(lists);
    EXPECT_THAT(listed.evidence(won), IsEmpty());
    EXPECT_THAT(listed.evidence(council), testing::SizeIs(1));
    EXPECT_EQ(listed.count<Evidence>(), 1U);
    const Registry outside = registry.public_(results);
    EXPECT_THAT(outside.evidence(won), testing::SizeIs(1));
    EXPECT_EQ(outside.count<Evidence>(), 2U);
}

TEST_F(Public, ANominationMayBeStricterThanItsCategory) {
    registry.disclose(lost, Disclosure::private_, {}, {.reason = "at the family's wish"});
    const Registry outside = registry.public_(results);
    EXPECT_THROW(outside.get(lost), NotFound);
    EXPECT_THAT(names(outside), UnorderedElementsAre("Leeds City Council", "Fostering Team"));
}

TEST_F(Public, AnEmbargoOfItsOwnIsKeptToTheSecond) {
    registry.disclose(lost, Disclosure::embargoed, results + seconds(5), {.reason = "a later announcement"});
    EXPECT_THROW(registry.public_(results + seconds(4)).get(lost), NotFound);
    EXPECT_EQ(registry.public_(results + seconds(5)).get(lost).outcome, Outcome::not_placed);
}

TEST_F(Public, WhereListsStayPrivateOnlyThosePlacedAreKnown) {
    registry.disclose(category, Part::list, Disclosure::private_, {}, {.reason = "winners only"});
    EXPECT_EQ(registry.public_(results - seconds(1)).nominations().count(), 0U);
    const Registry outside = registry.public_(results);
    EXPECT_THAT(titles(outside.nominations().rows()), ElementsAre("A home for good"));
    EXPECT_THAT(names(outside), UnorderedElementsAre("Leeds City Council", "Fostering Team"));
    EXPECT_EQ(outside.get(won).stage, Stage::draft);
    EXPECT_THAT(outside.get(won).reached, IsEmpty());
    EXPECT_THAT(outside.shortlist(category), IsEmpty());
}

TEST_F(Public, ARescissionBelongsToTheResultAndOtherRulingsToTheLists) {
    registry.rule(won, Standing::rescinded, "it was not theirs");
    registry.rule(lost, Standing::withdrawn, "at their wish");
    const Registry listed = registry.public_(results - seconds(1));
    EXPECT_EQ(listed.get(won).standing, Standing::active);
    EXPECT_THAT(titles(listed.shortlist(category)), ElementsAre("A home for good"));
    EXPECT_EQ(registry.public_(results).get(won).standing, Standing::rescinded);
}

TEST_F(Public, WhatIsVoidIsNotThereAndWhatWasMergedIsTheOneKept) {
    const Id<Nominee> twin = nominee("Fostering Svc");
    registry.revise(lost, [&](auto& n) { n.credits.push_back({.nominee = twin}); });
    registry.merge(winner, twin);
    const Id<Nominee> gone = nominee("Gone");
    registry.revise(lost, [&](auto& n) { n.credits.push_back({.nominee = gone}); });
    registry.void_(registry.get(lost).credits.back().id, "entered by mistake");
    const Registry outside = registry.public_(results);
    EXPECT_THAT(names(outside), UnorderedElementsAre("Leeds City Council", "Fostering Team", "Adoption Team"));
    EXPECT_THAT(outside.get(lost).credits, testing::SizeIs(2));
    EXPECT_EQ(outside.get(lost).credits.at(1).nominee, winner);
    EXPECT_THROW(outside.get(twin), NotFound);
    registry.void_(edition, "it never was");
    EXPECT_EQ(registry.public_(results).count<Nomination>(Hidden::including), 0U);
    EXPECT_THAT(names(registry.public_(results)), IsEmpty());
}

TEST_F(Public, WithOtherBoundsItOnlyNarrows) {
    const auto before = registry.changes().back().number;
    registry.disclose(lost, Disclosure::private_, {}, {.reason = "at the family's wish"});
    // Then it was public, by its own disclosure, but now it is withheld.
    EXPECT_THROW(registry.as_of(before).public_(results).get(lost), NotFound);
    EXPECT_THROW(registry.public_(results).as_of(before).get(lost), NotFound);
    EXPECT_THROW(registry.view({.known = "2100-01-01"_date, .public_on = results}).get(lost), NotFound);
    EXPECT_EQ(registry.as_of(before).public_(results).get(won).outcome, Outcome::won);
    // An embargo that ends in the future has not ended by the moment of the view, whatever is asked for.
    const Instant future = parse_instant("2100-01-01T00:00:00Z");
    registry.disclose(category, Part::result, Disclosure::embargoed, future, {.reason = "postponed"});
    const auto change = registry.changes().back();
    EXPECT_THAT(titles(registry.public_(future).winners(category)), ElementsAre("A home for good"));
    EXPECT_THAT(registry.as_of(change.recorded).public_(future).winners(category), IsEmpty());
    EXPECT_THAT(registry.view({.known = "2099-12-31"_date, .public_on = future}).winners(category), IsEmpty());
    EXPECT_THAT(titles(registry.view({.known = "2100-01-01"_date, .public_on = future}).winners(category)),
                ElementsAre("A home for good"));
}

TEST_F(Public, WhatTheJuryFirstSaidUnderEmbargoStaysSecretAfterIt) {
    const Instant recorded = registry.changes().back().recorded;
    registry.correct(won, [](auto& n) { n.outcome = Outcome::commended; }, "the wrong card");
    const Instant future = recorded + std::chrono::hours(24 * 365);
    registry.disclose(category, Part::result, Disclosure::embargoed, future, {.reason = "postponed"});
    EXPECT_THAT(registry.as_of(recorded).public_(future).winners(category), IsEmpty());
}

TEST_F(Public, AViewOfAViewKeepsTheStricterInstant) {
    EXPECT_EQ(*registry.public_(results).public_(lists).bounds()->public_on, lists);
    EXPECT_EQ(*registry.public_(lists).public_(results).bounds()->public_on, lists);
    EXPECT_THAT(registry.public_(lists).public_(results).winners(category), IsEmpty());
}

TEST_F(Public, DifferencesTellWhatBecamePublic) {
    const auto differences = registry.public_(results).diff(registry.public_(results - seconds(1)));
    EXPECT_TRUE(std::ranges::any_of(differences, [&](const Difference& d) {
        return d.record == RecordId(won) && d.field == "outcome" && d.after == "won";
    }));
    EXPECT_TRUE(registry.diff({.public_on = lists}, {.public_on = results - seconds(1)}).empty());
    EXPECT_EQ(registry.diff({.public_on = results - seconds(1)}, {.public_on = results}), differences);
}

TEST_F(Public, WhatIsShownDoesNotDependOnWhatIsWithheld) {
    const auto seen = records(registry.public_(results - seconds(1)));
    registry.decide(won, Outcome::runner_up, {.place = 2, .reason = "counted again"});
    registry.decide(lost, Outcome::won, {.share = Fraction(1, 2)});
    registry.rule(lost, Standing::rescinded, "counted once more");
    registry.refuse(won, {.reason = "by letter"});
    registry.revise(nobody, [](auto& c) { c.no_award.reset(); });
    registry.revise(won, [](auto& n) { n.extra["Status"] = "Second"; });
    registry.revise(entered, [](auto& n) { n.title = "Nights"; });
    registry.revise(secret, [](auto& n) { n.name = "Night Team"; });
    registry.add(Nomination{.category = category, .title = "Late", .credits = {{.nominee = nominee("Late Team")}}});
    EXPECT_EQ(records(registry.public_(results - seconds(1))), seen);
}

TEST_F(Public, OfAFileTooAndReadOnly) {
    const support::Folder folder;
    Registry file = Registry::open(folder / "a.laurels");
    const support::World world = support::make_world(file);
    EXPECT_EQ(file.public_().count<Nomination>(), 0U);
    file.advance(world.nomination, Stage::shortlisted);
    const Registry outside = file.public_();
    EXPECT_EQ(outside.count<Nomination>(), 1U);
    EXPECT_TRUE(outside.read_only());
    EXPECT_TRUE(outside.bounds()->public_on.has_value());
    EXPECT_EQ(outside.lineage(world.award).size(), file.lineage(world.award).size());
    EXPECT_EQ(folder.names(), std::vector<std::string>{"a.laurels"});
}

}  // namespace
