// Questions: every filter, alone and with others; rows with names; what is upcoming; descriptions.

#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::IsEmpty;

/// Two awards over two years. The Book Prize has a renamed award, a series, a joint nomination, a book, a withdrawn
/// finalist; the Team Prize has teams of one organisation.
class Questions : public testing::Test {
  protected:
    Registry registry = Registry::in_memory();
    Id<Award> books = registry.add(Award{.name = "Costa", .aliases = {{"Whitbread", "1971/2005"_date}}}).id;
    Id<Award> teams = registry.add(Award{.name = "Team Prize"}).id;
    Id<Edition> books_2024 = edition(books, "2024", "2024");
    Id<Edition> books_2025 = edition(books, "2025", "2025");
    Id<Edition> teams_2025 = edition(teams, "2025", "");
    Id<Series> novels = registry.add(Series{.award = books, .name = "Novel", .aliases = {{"Best Novel", {}}}}).id;
    Id<Category> novel_2024 = category(books_2024, "Novel", novels);
    Id<Category> novel_2025 = category(books_2025, "The Novel", novels);
    Id<Category> poetry_2025 = category(books_2025, "Poetry");
    Id<Category> fleet_2025 = category(teams_2025, "Fleet");
    Id<Nominee> council = nominee("Council", NomineeKind::organisation);
    Id<Nominee> fleet = nominee("Fleet", NomineeKind::team, council);
    Id<Nominee> garage = nominee("Garage", NomineeKind::team, fleet);
    Id<Nominee> parks = nominee("Parks", NomineeKind::team, council);
    Id<Nominee> ann = nominee("Ann", NomineeKind::person);
    Id<Nominee> bob = nominee("Bob", NomineeKind::person);
    Id<Nominee> book = nominee("The Book", NomineeKind::work);

    Id<Nomination> ann_2024 = add({.category = novel_2024,
                                   .title = "Early",
                                   .credits = {{.nominee = ann}},
                                   .stage = Stage::shortlisted,
                                   .outcome = Outcome::not_placed});
    Id<Nomination> both_2025 = add({.category = novel_2025,
                                    .work = book,
                                    .credits = {{.nominee = ann, .credited_as = "A. Author"}, {.nominee = bob}},
                                    .stage = Stage::shortlisted,
                                    .outcome = Outcome::won,
                                    .decided = When("2026-01-20"_date)});
    Id<Nomination> bob_2025 =
        add({.category = poetry_2025, .title = "Poems", .credits = {{.nominee = bob}}, .stage = Stage::longlisted});
    Id<Nomination> joint = add({.category = fleet_2025,
                                .title = "Greener vans",
                                .credits = {{.nominee = fleet}, {.nominee = garage}, {.nominee = parks}},
                                .stage = Stage::shortlisted});
    Id<Nomination> council_only = add({.category = fleet_2025,
                                       .credits = {{.nominee = council}},
                                       .stage = Stage::shortlisted,
                                       .standing = Standing::withdrawn});
    Id<Nomination> nobody = add({.category = fleet_2025, .title = "A row with neither nominee nor work"});

    Id<Edition> edition(Id<Award> award, const std::string& label, const std::string& date) {
        Edition edition{.award = award, .label = label};
        if (!date.empty()) edition.date = Date::parse(date);
        return registry.add(edition).id;
    }
    Id<Category> category(Id<Edition> edition_, const std::string& name, std::optional<Id<Series>> series = {}) {
        return registry.add(Category{.edition = edition_, .name = name, .series = series}).id;
    }
    Id<Nominee> nominee(const std::string& name, NomineeKind kind, std::optional<Id<Nominee>> part_of = {}) {
        return registry.add(Nominee{.name = name, .kind = kind, .part_of = part_of}).id;
    }
    Id<Nomination> add(const Nomination& nomination) { return registry.add(nomination).id; }

    Nominations all() const { return registry.nominations(); }

    /// The ids that a query finds, after a look that rows, records, count and first agree about them.
    static std::vector<Id<Nomination>> found(const Nominations& query) {
        std::vector<Id<Nomination>> ids;
        for (const auto& row : query.rows()) ids.push_back(row.id);
        EXPECT_EQ(query.count(), ids.size()) << query.describe();
        std::vector<Id<Nomination>> of_records;
        for (const auto& record : query.records()) of_records.push_back(record.id);
        EXPECT_EQ(of_records, ids) << query.describe();
        const auto rows = query.rows();
        for (std::size_t limit = 0; limit <= rows.size() + 1; ++limit) {
            const auto expected =
                std::vector(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(limit, rows.size())));
            EXPECT_EQ(query.first(limit), expected) << query.describe() << ", the first " << limit;
        }
        return ids;
    }
};

// --- Rows --------------------------------------------------------------------------------------------------------

TEST_F(Questions, GiveRowsWithTheNamesAroundThem) {
    const auto rows = all().rows();
    ASSERT_EQ(rows.size(), 6U);
    const NominationRow& row = rows[1];
    EXPECT_EQ(row.id, both_2025);
    EXPECT_EQ(row.award_id, books);
    EXPECT_EQ(row.edition_id, books_2025);
    EXPECT_EQ(row.category_id, novel_2025);
    EXPECT_EQ(row.series_id, novels);
    EXPECT_EQ(row.award, "Costa");
    EXPECT_EQ(row.edition, "2025");
    EXPECT_EQ(row.category, "The Novel");
    EXPECT_EQ(row.series, "Novel");
    EXPECT_THAT(row.nominee_ids, ElementsAre(ann, bob));
    EXPECT_THAT(row.nominees, ElementsAre("A. Author", "Bob"));
    EXPECT_EQ(row.work_id, book);
    EXPECT_EQ(row.work, "The Book");
    EXPECT_EQ(row.stage, Stage::shortlisted);
    EXPECT_EQ(row.outcome, Outcome::won);
    EXPECT_EQ(row.decided, When("2026-01-20"_date));
    EXPECT_EQ(rows[2].series_id, std::nullopt);
    EXPECT_EQ(rows[2].series, "");
    EXPECT_EQ(rows[2].work, "");
    EXPECT_THAT(rows[5].nominees, IsEmpty());
}

TEST_F(Questions, GiveRecordsAsGetDoes) {
    for (const auto& record : all().records()) EXPECT_EQ(record, registry.get(record.id));
    EXPECT_EQ(all().records(), registry.all<Nomination>());
}

// --- Filters -----------------------------------------------------------------------------------------------------

TEST_F(Questions, ByNothingFindAll) {
    EXPECT_THAT(found(all()), ElementsAre(ann_2024, both_2025, bob_2025, joint, council_only, nobody));
}

TEST_F(Questions, ByAward) {
    EXPECT_THAT(found(all().award(books)), ElementsAre(ann_2024, both_2025, bob_2025));
    EXPECT_THAT(found(all().award("costa")), ElementsAre(ann_2024, both_2025, bob_2025));
    EXPECT_THAT(found(all().award("Whitbread")), ElementsAre(ann_2024, both_2025, bob_2025)) << "by an alias";
    EXPECT_THAT(found(all().award(Id<Award>(99))), IsEmpty());
}

TEST_F(Questions, ByEdition) {
    EXPECT_THAT(found(all().edition(books_2025)), ElementsAre(both_2025, bob_2025));
    EXPECT_THAT(found(all().edition("2025")), ElementsAre(both_2025, bob_2025, joint, council_only, nobody))
        << "of any award";
    EXPECT_THAT(found(all().edition("1999")), IsEmpty());
}

TEST_F(Questions, BySeries) {
    EXPECT_THAT(found(all().series(novels)), ElementsAre(ann_2024, both_2025));
    EXPECT_THAT(found(all().series("best novel")), ElementsAre(ann_2024, both_2025));
}

TEST_F(Questions, ByCategory) {
    EXPECT_THAT(found(all().category(poetry_2025)), ElementsAre(bob_2025));
    EXPECT_THAT(found(all().category("novel")), ElementsAre(ann_2024)) << "this wording, not its series";
}

TEST_F(Questions, ByTheStageThatWasEverReached) {
    const auto shortlisted = registry.nominations().stage(Stage::shortlisted).count();
    EXPECT_EQ(registry.nominations().reached(Stage::shortlisted).count(), shortlisted);
    registry.advance(joint, Stage::longlisted, {.reason = "a recount"});
    EXPECT_EQ(registry.nominations().stage(Stage::shortlisted).count(), shortlisted - 1);
    EXPECT_EQ(registry.nominations().reached(Stage::shortlisted).count(), shortlisted);
    EXPECT_EQ(registry.nominations().reached(Stage::shortlisted).describe(), "nominations that reached shortlisted");
}

TEST_F(Questions, ByNominee) {
    EXPECT_THAT(found(all().nominee(ann)), ElementsAre(ann_2024, both_2025));
    EXPECT_THAT(found(all().nominee("ANN")), ElementsAre(ann_2024, both_2025));
    EXPECT_THAT(found(all().nominee(book)), ElementsAre(both_2025)) << "a work";
    EXPECT_THAT(found(all().nominee(fleet)), ElementsAre(joint));
}

TEST_F(Questions, ByNomineeWithItsPartsCountEachOnce) {
    EXPECT_THAT(found(all().nominee(council)), ElementsAre(council_only));
    EXPECT_THAT(found(all().nominee(council, Parts::including)), ElementsAre(joint, council_only));
    EXPECT_THAT(found(all().nominee("Council", Parts::including)), ElementsAre(joint, council_only));
    EXPECT_THAT(found(all().nominee(fleet, Parts::including)), ElementsAre(joint));
    EXPECT_THAT(found(all().nominee(garage, Parts::including)), ElementsAre(joint));
}

TEST_F(Questions, ByAxis) {
    EXPECT_THAT(found(all().stage(Stage::longlisted)), ElementsAre(bob_2025));
    EXPECT_THAT(found(all().stage(Stage::draft)), ElementsAre(nobody));
    EXPECT_THAT(found(all().outcome(Outcome::won)), ElementsAre(both_2025));
    EXPECT_THAT(found(all().standing(Standing::withdrawn)), ElementsAre(council_only));
}

TEST_F(Questions, BySeveralFindWhatMeetsAll) {
    EXPECT_THAT(found(all().award("Costa").edition("2025").stage(Stage::shortlisted)), ElementsAre(both_2025));
    EXPECT_THAT(found(all().nominee(ann).nominee(bob)), ElementsAre(both_2025)) << "both of them";
    EXPECT_THAT(found(all().nominee("Council", Parts::including).standing(Standing::active).edition(teams_2025)),
                ElementsAre(joint));
    EXPECT_THAT(found(all().series("Novel").outcome(Outcome::not_placed).within("2024"_date)), ElementsAre(ann_2024));
    EXPECT_THAT(found(all().stage(Stage::draft).stage(Stage::submitted)), IsEmpty());
}

TEST_F(Questions, ByANameThatNothingOrSeveralHaveSaySo) {
    EXPECT_EQ(thrown<NotFound>([&] { all().award("Nobel").count(); }).wanted, "Nobel");
    EXPECT_THROW(all().nominee("Bo").rows(), NotFound) << "names are compared whole";
    EXPECT_THROW(all().series("Poetry").rows(), NotFound);
    const auto twin = nominee("ann", NomineeKind::team);
    const auto query = all().nominee("Ann");
    EXPECT_THAT(thrown<Ambiguous>([&] { query.rows(); }).candidates, ElementsAre(RecordId(ann), RecordId(twin)));
    EXPECT_THROW(registry.find<Nominee>("Ann"), Ambiguous);
    EXPECT_THROW(registry.find<Nominee>("Nobody"), NotFound);
    EXPECT_EQ(registry.find<Nominee>(" the  book ").id, book);
}

// --- Spans -------------------------------------------------------------------------------------------------------

TEST_F(Questions, BySpanGoByTheDayOfTheDecision) {
    EXPECT_THAT(found(all().within("2026-01"_date)), ElementsAre(both_2025));
    EXPECT_THAT(found(all().within("2026-01-20"_date)), ElementsAre(both_2025));
    EXPECT_THAT(found(all().within("2026-01-21/2026-02"_date)), IsEmpty());
}

TEST_F(Questions, BySpanGoByTheEditionsDateElse) {
    EXPECT_THAT(found(all().within("2024"_date)), ElementsAre(ann_2024));
    EXPECT_THAT(found(all().within("2025-06"_date)), ElementsAre(bob_2025)) << "it may have been in that month";
    EXPECT_THAT(found(all().within("2025/.."_date)), ElementsAre(both_2025, bob_2025));
}

TEST_F(Questions, BySpanPreferTheCeremonyToTheEditionsDate) {
    registry.add(Ceremony{.edition = books_2025, .date = When("2026-02"_date)});
    EXPECT_THAT(found(all().within("2025"_date)), IsEmpty());
    EXPECT_THAT(found(all().within("2026-02-14"_date)), ElementsAre(bob_2025));
    registry.add(Ceremony{.edition = teams_2025, .date = When("2025-11-20"_date), .status = CeremonyStatus::cancelled});
    EXPECT_THAT(found(all().within("2025-11"_date)), IsEmpty()) << "a cancelled one is none";
}

// --- Winners and shortlists ----------------------------------------------------------------------------------------

TEST_F(Questions, WinnersAndShortlistsAreThoseThatCount) {
    EXPECT_THAT(registry.winners(novel_2025).at(0).id, both_2025);
    EXPECT_THAT(registry.winners(fleet_2025), IsEmpty());
    const auto listed = registry.shortlist(fleet_2025);
    ASSERT_EQ(listed.size(), 1U) << "the one withdrawn is not on it";
    EXPECT_EQ(listed[0].id, joint);
    registry.rule(both_2025, Standing::rescinded, "plagiarism");
    EXPECT_THAT(registry.winners(novel_2025), IsEmpty());
    EXPECT_THROW(registry.winners(Id<Category>(99)), NotFound);
    EXPECT_THROW(registry.shortlist(Id<Category>(99)), NotFound);
}

TEST_F(Questions, ARefusalStillWon) {
    registry.refuse(both_2025);
    EXPECT_EQ(registry.winners(novel_2025).size(), 1U);
}

TEST_F(Questions, OfEvidenceAndCostsGoBySubject) {
    const auto statement = registry.add(Evidence{.subject = council, .text = "x"});
    const auto fee = registry.add(Cost{.subject = joint, .amount = 100, .currency = "GBP"});
    EXPECT_THAT(registry.evidence(council), ElementsAre(statement));
    EXPECT_THAT(registry.evidence(fleet), IsEmpty());
    EXPECT_THAT(registry.costs(joint), ElementsAre(fee));
    EXPECT_THAT(registry.costs(teams_2025), IsEmpty());
}

// --- Ceremonies and deadlines --------------------------------------------------------------------------------------

class Upcoming : public Questions {
  protected:
    Id<Ceremony> ceremony(const std::string& date, CeremonyStatus status = CeremonyStatus::planned) {
        Ceremony ceremony{.edition = teams_2025, .name = "on " + date, .status = status};
        if (!date.empty()) ceremony.date = When::parse(date);
        return registry.add(ceremony).id;
    }
    /// "exact: yes" for each, in order.
    std::vector<std::pair<Id<Ceremony>, Truth>> upcoming(const Date& day) const {
        std::vector<std::pair<Id<Ceremony>, Truth>> found;
        for (const auto& row : registry.ceremonies().upcoming(day).rows()) found.emplace_back(row.id, *row.upcoming);
        return found;
    }
    std::vector<std::pair<Id<Ceremony>, Truth>> only(Id<Ceremony> id, Truth truth) const { return {{id, truth}}; }
    std::vector<std::pair<Id<Ceremony>, Truth>> none() const { return {}; }
};

TEST_F(Upcoming, OnADayIsSoUntilThatDay) {
    const auto id = ceremony("2025-11-20");
    EXPECT_EQ(upcoming("2025-11-19"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2025-11-20"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2025-11-21"_date), none());
}

TEST_F(Upcoming, InAMonthIsPossibleUntilTheMonthIsOver) {
    const auto id = ceremony("2025-11");
    EXPECT_EQ(upcoming("2025-10-31"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2025-11-01"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2025-11-02"_date), only(id, Truth::unknown));
    EXPECT_EQ(upcoming("2025-11-30"_date), only(id, Truth::unknown));
    EXPECT_EQ(upcoming("2025-12-01"_date), none());
}

TEST_F(Upcoming, InASeasonIsPossibleUntilTheSeasonIsOver) {
    const auto id = ceremony("2026-21", CeremonyStatus::postponed);
    EXPECT_EQ(upcoming("2026-03-01"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2026-05-31"_date), only(id, Truth::unknown));
    EXPECT_EQ(upcoming("2026-06-01"_date), none());
}

TEST_F(Upcoming, WithAnOpenEndIsAlwaysPossible) {
    const auto id = ceremony("2025-09/..");
    EXPECT_EQ(upcoming("2025-08-31"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2099-01-01"_date), only(id, Truth::unknown));
}

TEST_F(Upcoming, WithoutADateIsPossible) {
    const auto id = ceremony("");
    EXPECT_EQ(upcoming("2025-08-31"_date), only(id, Truth::unknown));
}

TEST_F(Upcoming, AtAClockTimeGoesByItsDate) {
    const auto id = ceremony("2025-11-20T19:00[Europe/London]");
    EXPECT_EQ(upcoming("2025-11-20"_date), only(id, Truth::yes));
    EXPECT_EQ(upcoming("2025-11-21"_date), none());
}

TEST_F(Upcoming, IsNotWhatWasHeldOrCancelled) {
    ceremony("2025-11-20", CeremonyStatus::held);
    ceremony("2025-11-21", CeremonyStatus::cancelled);
    EXPECT_EQ(upcoming("2025-01-01"_date), none());
    EXPECT_EQ(registry.ceremonies().count(), 2U);
}

TEST_F(Upcoming, NeedsOneDay) {
    EXPECT_EQ(thrown<InvalidDate>([&] { registry.ceremonies().upcoming("2025-11"_date).rows(); }).text, "2025-11");
    EXPECT_THROW(registry.deadlines().upcoming("2025-11-01?"_date).count(), InvalidDate);
}

TEST_F(Upcoming, IsInTheOrderOfTheDatesThoseWithoutLast) {
    const auto undated = ceremony("");
    const auto late = ceremony("2025-11-20T19:00[Europe/London]");
    const auto early = ceremony("2025-09-25");
    const auto month = ceremony("2025-11");
    const auto same_day = ceremony("2025-11-20");
    const auto second_undated = registry.add(Ceremony{.edition = books_2025}).id;
    std::vector<Id<Ceremony>> order;
    for (const auto& row : registry.ceremonies().rows()) order.push_back(row.id);
    EXPECT_THAT(order, ElementsAre(early, month, same_day, late, undated, second_undated));
    EXPECT_EQ(registry.ceremonies().records().front(), registry.get(early));
    EXPECT_EQ(registry.ceremonies().rows().front().upcoming, std::nullopt);
}

TEST_F(Upcoming, NarrowsByAwardAndEdition) {
    const auto team_night = ceremony("2025-11-20");
    const auto book_night = registry.add(Ceremony{.edition = books_2025, .place = "London"}).id;
    const auto ids = [](const Ceremonies& query) {
        std::vector<Id<Ceremony>> found;
        for (const auto& row : query.rows()) found.push_back(row.id);
        EXPECT_EQ(query.count(), found.size());
        return found;
    };
    EXPECT_THAT(ids(registry.ceremonies().award("Whitbread")), ElementsAre(book_night));
    EXPECT_THAT(ids(registry.ceremonies().award(teams)), ElementsAre(team_night));
    EXPECT_THAT(ids(registry.ceremonies().edition(books_2025)), ElementsAre(book_night));
    EXPECT_THAT(ids(registry.ceremonies().edition("2025")), ElementsAre(team_night, book_night));
    EXPECT_THAT(ids(registry.ceremonies().edition("2025").award("Costa").upcoming("2025-11-21"_date)),
                ElementsAre(book_night));
    const auto row = registry.ceremonies().award(books).rows().at(0);
    EXPECT_EQ(row.award, "Costa");
    EXPECT_EQ(row.edition, "2025");
    EXPECT_EQ(row.place, "London");
    EXPECT_THROW(registry.ceremonies().award("Nobel").count(), NotFound);
}

TEST_F(Upcoming, IsAskedOfDeadlinesToo) {
    const auto closed =
        registry.add(Deadline{.edition = teams_2025, .name = "entries", .date = When("2025-05-30"_date)});
    const auto open = registry.add(Deadline{.edition = teams_2025, .name = "tickets", .date = When("2025-11"_date)});
    const auto rows = registry.deadlines().upcoming("2025-11-05"_date).rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].id, open.id);
    EXPECT_EQ(rows[0].name, "tickets");
    EXPECT_EQ(rows[0].award, "Team Prize");
    EXPECT_EQ(rows[0].upcoming, Truth::unknown);
    EXPECT_THAT(registry.deadlines().records(), ElementsAre(closed, open));
}

// --- Queries are values --------------------------------------------------------------------------------------------

TEST_F(Questions, AreValuesThatReadNothingUntilTheyAreRun) {
    const auto query = all().award("Not there yet");
    const auto narrower = query.stage(Stage::shortlisted);
    EXPECT_THROW(query.count(), NotFound);
    registry.add(Award{.name = "Not there yet"});
    EXPECT_EQ(query.count(), 0U);
    EXPECT_EQ(narrower.count(), 0U);
    EXPECT_EQ(query.describe(), "nominations of award 'Not there yet'") << "narrowing one leaves it as it is";
}

TEST_F(Questions, SayForPeopleWhatTheyAsk) {
    EXPECT_EQ(all().describe(), "nominations");
    EXPECT_EQ(all().nominee("Fleet").stage(Stage::shortlisted).describe(),
              "nominations of nominee 'Fleet' at stage shortlisted");
    EXPECT_EQ(all().nominee(council, Parts::including).outcome(Outcome::highly_commended).describe(),
              "nominations of nominee:1 and its parts with outcome highly commended");
    EXPECT_EQ(all().award(books).edition("2025").series("Novel").category(poetry_2025).describe(),
              "nominations of award:1 of edition '2025' of series 'Novel' of category:3");
    EXPECT_EQ(all().within("2025-11"_date).standing(Standing::active).describe(),
              "nominations within November 2025 with standing active");
    EXPECT_EQ(registry.ceremonies().award("Costa").upcoming("2025-11-05"_date).describe(),
              "ceremonies of award 'Costa' upcoming from 5 November 2025");
    EXPECT_EQ(registry.deadlines().edition(books_2025).describe(), "deadlines of edition:2");
}

TEST_F(Questions, OutliveTheirRegistryByRefusing) {
    const auto query = all();
    {
        const Registry gone = std::move(registry);
        EXPECT_EQ(query.count(), 6U);
    }
    EXPECT_THROW(query.count(), Closed);
    EXPECT_EQ(query.describe(), "nominations");
}

TEST_F(Questions, OfAnIdThatIsNotThereSaySo) {
    EXPECT_EQ(thrown<NotFound>([&] { registry.get(Id<Nominee>(99)); }).wanted, "nominee:99");
    EXPECT_THROW(registry.get(Id<Nominee>(0)), NotFound);
    EXPECT_THROW(registry.get(Id<Nominee>(-1)), NotFound);
    EXPECT_EQ(registry.count<Nominee>(), 7U);
    EXPECT_EQ(registry.count<Credit>(), 8U);
}

}  // namespace
