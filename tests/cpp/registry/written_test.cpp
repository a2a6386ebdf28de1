// What each change wrote: field by field, and in short.

#include "support.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// An entry in one line.
std::string told(const HistoryEntry& entry) {
    return std::to_string(entry.seq) + " " + entry.verb + " " + to_string(entry.record) + " " + entry.field + ": '" +
           entry.before + "' -> '" + entry.after + "'";
}

std::vector<std::string> told(const std::vector<HistoryEntry>& entries) {
    std::vector<std::string> lines;
    for (const HistoryEntry& entry : entries) lines.push_back(told(entry));
    return lines;
}

class Written : public testing::Test {
  protected:
    /// The entries of all records' histories, in the order of events, by change.
    std::map<std::int64_t, std::vector<std::string>> by_records(const Registry& of) {
        std::vector<HistoryEntry> entries;
        each_record([&]<class R>(const R&) {
            for (const R& record : of.all<R>(Hidden::including)) {
                for (HistoryEntry& entry : of.history(record.id)) {
                    if (entry.record == RecordId(record.id)) entries.push_back(std::move(entry));
                }
            }
        });
        std::ranges::stable_sort(entries, {}, &HistoryEntry::seq);
        std::map<std::int64_t, std::vector<std::string>> lines;
        for (const HistoryEntry& entry : entries) lines[entry.change].push_back(told(entry));
        return lines;
    }

    /// Something of most verbs, in a few changes.
    void write_some() {
        auto change = registry.transaction({.reason = "the start", .source = newsletter});
        world = support::make_world(change);
        change.commit();
        registry.revise(world.award, [](Award& award) { award.url = "https://a.example/"; });
        auto second = registry.transaction({.actor = "Ann"});
        second.revise(world.award, [](Award& award) { award.name = "CYP Now Awards"; });
        second.advance(world.nomination, Stage::shortlisted, {.on = When("2025-08-01"_date), .source = page});
        second.revise(world.award, [](Award& award) { award.aliases.push_back({.name = "CYPN", .dates = {}}); });
        second.revise(world.award, [](Award& award) { award.name = "CYP Awards"; }, {.reason = "shorter"});
        second.decide(world.nomination, Outcome::won);
        second.commit();
        registry.rule(Id<Credit>(1), Standing::declined, "its own wish");
    }

    /// One event that puts right what was known at two times, and hides something besides.
    void correct_much() {
        registry.revise(world.award, [](Award& award) { award.notes = "seen"; }, {.source = page});
        registry.correct(
            world.award,
            [](Award& award) {
                award.name = "Right";
                award.notes = "read";
            },
            "slips");
        registry.void_(world.nomination, "entered twice");
    }

    Registry registry = Registry::in_memory({.actor = "communications"});
    const Source newsletter{.title = "Staff newsletter", .published = "2025-08-15"_date};
    const Source page{.title = "Winners' page", .url = "https://example.org/", .published = "2025-11-21"_date};
    support::World world;
};

// --- All that one change wrote ---------------------------------------------------------------------------------------

TEST_F(Written, TellAllThatTheyWroteInTheOrderOfEvents) {
    write_some();
    EXPECT_THAT(told(registry.history(3)),
                ElementsAre("9 revise award:1 name: 'Children & Young People Now Awards' -> 'CYP Now Awards'",
                            "10 advance nomination:1 stage: 'submitted' -> 'shortlisted'",
                            "10 advance nomination:1 reached: 'submitted' -> 'submitted; shortlisted (1 August 2025)'",
                            "11 revise award:1 aliases: '' -> 'CYPN'",
                            "12 revise award:1 name: 'CYP Now Awards' -> 'CYP Awards'",
                            "13 decide nomination:1 outcome: 'pending' -> 'won'"));
    const auto entries = registry.history(3);
    EXPECT_EQ(entries[0].change, 3);
    EXPECT_EQ(entries[0].actor, "Ann");
    EXPECT_EQ(entries[1].source, page);
    EXPECT_EQ(entries[1].known, "2025-11-21"_date);
    EXPECT_EQ(entries[4].reason, "shorter");
    EXPECT_EQ(entries[0].recorded, registry.history(world.award).back().recorded);
    EXPECT_THAT(registry.history(1).at(0).reason, "the start");
    EXPECT_EQ(registry.history(1).at(0).source, newsletter);
}

TEST_F(Written, TellTheSameAsTheHistoriesOfTheirRecords) {
    write_some();
    const Registry views[] = {registry.as_of(4), registry.known_on("2025-08-20"_date),
                              registry.known_on("2030-01-01"_date),
                              registry.view({.change = 3, .known = "2030-01-01"_date})};
    std::vector<const Registry*> all{&registry};
    for (const Registry& view : views) all.push_back(&view);
    for (const Registry* of : all) {
        const auto expected = by_records(*of);
        EXPECT_GE(expected.size(), 1U);
        for (const auto& [change, lines] : expected) EXPECT_EQ(told(of->history(change)), lines) << "change " << change;
    }
}

TEST_F(Written, OfAViewTellTheSameOfWhatWasCorrected) {
    write_some();
    correct_much();
    for (const char* day : {"2025-08-20", "2025-12-31", "2030-01-01"}) {
        const Registry view = registry.known_on(Date::parse(day));
        std::vector<std::int64_t> numbers;
        for (const auto& [change, lines] : by_records(view)) {
            EXPECT_EQ(told(view.history(change)), lines) << day << " change " << change;
            numbers.push_back(change);
        }
        std::vector<std::int64_t> listed;
        for (const ChangeRow& row : view.changes()) listed.push_back(row.number);
        EXPECT_EQ(listed, numbers) << day;
    }
}

TEST_F(Written, OfAViewByWhatWasKnownTellOnlyThat) {
    write_some();
    const Registry view = registry.known_on("2025-08-20"_date);
    EXPECT_EQ(view.history(1).size(), registry.history(1).size());
    EXPECT_THAT(view.history(2), IsEmpty()) << "nobody had said so by then";
}

TEST_F(Written, ThatAreNotThereAreNotFound) {
    write_some();
    for (const std::int64_t number : {0L, -1L, 5L, 99L}) {
        const auto error = thrown<NotFound>([&] { registry.history(number); });
        EXPECT_EQ(error.wanted, std::to_string(number));
        EXPECT_THAT(error.what(), HasSubstr("up to 4"));
    }
    EXPECT_THROW(registry.as_of(2).history(3), NotFound);
    EXPECT_THROW(Registry::in_memory().history(1), NotFound);
}

TEST_F(Written, TellWhatIsBeingWrittenToThoseWhoWriteIt) {
    write_some();
    auto change = registry.transaction({.actor = "Bea", .source = page});
    EXPECT_THROW(change.history(5), NotFound) << "nothing is written yet";
    change.add(Award{.name = "New"});
    const auto entries = change.history(5);
    EXPECT_THAT(told(entries), ElementsAre("15 add award:2 name: '' -> 'New'"));
    EXPECT_EQ(entries[0].actor, "Bea");
    EXPECT_EQ(change.history(2).size(), 1U);
    EXPECT_THROW(registry.history(5), NotFound);
}

TEST_F(Written, ThatTouchOneRecordManyTimesAreTold) {
    const auto id = registry.add(Award{.name = "0"}).id;
    auto change = registry.transaction();
    constexpr int times = 3'000;
    for (int i = 1; i <= times; ++i) change.revise(id, [&](Award& award) { award.name = std::to_string(i); });
    change.commit();
    const auto entries = registry.history(2);
    ASSERT_EQ(entries.size(), times);
    for (std::size_t at = 0; at < times; ++at) {
        EXPECT_EQ(entries[at].before, std::to_string(at));
        EXPECT_EQ(entries[at].after, std::to_string(at + 1));
    }
}

TEST_F(Written, ThatAddedManyAreTold) {
    std::vector<Nominee> nominees(50'000);
    for (std::size_t at = 0; at < nominees.size(); ++at) nominees[at].name = "Nominee " + std::to_string(at);
    registry.add_all(nominees);
    const auto entries = registry.history(1);
    ASSERT_EQ(entries.size(), nominees.size());
    EXPECT_EQ(entries.back().after, nominees.back().name);
}

// --- In short ------------------------------------------------------------------------------------------------------

std::string in_short(const ChangeRow& row) { return std::to_string(row.number) + ": " + row.summary; }

std::vector<std::string> in_short(const std::vector<ChangeRow>& rows) {
    std::vector<std::string> lines;
    for (const ChangeRow& row : rows) lines.push_back(in_short(row));
    return lines;
}

TEST_F(Written, InShortSaysWhoWroteWhat) {
    write_some();
    const auto rows = registry.changes();
    EXPECT_THAT(in_short(rows),
                ElementsAre("1: added 2 nominees, 1 award, 1 edition, 1 category, 1 nomination", "2: revised award:1",
                            "3: revised award:1; advanced nomination:1; decided nomination:1", "4: ruled on credit:1"));
    EXPECT_EQ(rows[0].actor, "communications");
    EXPECT_EQ(rows[0].source, newsletter);
    EXPECT_EQ(rows[0].reason, "the start");
    EXPECT_EQ(rows[0].events, 7);
    EXPECT_EQ(rows[0].recorded, registry.history(world.team).at(0).recorded);
    EXPECT_THAT(rows[0].records,
                ElementsAre(RecordId(Kind::award, 1), RecordId(Kind::edition, 1), RecordId(Kind::category, 1),
                            RecordId(Kind::nominee, 1), RecordId(Kind::nominee, 2), RecordId(Kind::nomination, 1),
                            RecordId(Kind::credit, 1)));
    EXPECT_EQ(rows[2].actor, "Ann");
    EXPECT_TRUE(rows[2].source.empty()) << "what one of several writes says is not the change's";
    EXPECT_EQ(rows[3].reason, "its own wish") << "what all of them say is";
    EXPECT_EQ(rows[2].events, 5);
    EXPECT_THAT(rows[2].records, ElementsAre(RecordId(world.award), RecordId(world.nomination)));
}

TEST_F(Written, InShortBeginsAfterAChangeOrAnInstant) {
    write_some();
    const auto all = registry.changes();
    for (std::size_t after = 0; after <= all.size(); ++after) {
        const std::vector<ChangeRow> rest(all.begin() + static_cast<std::ptrdiff_t>(after), all.end());
        EXPECT_EQ(registry.changes(static_cast<std::int64_t>(after)), rest);
        const Instant instant = after == 0 ? Instant() : all[after - 1].recorded;
        EXPECT_EQ(registry.changes(instant), rest);
    }
    EXPECT_THAT(registry.changes(all.back().recorded + std::chrono::hours(1)), IsEmpty());
    for (const std::int64_t number : {-1L, 5L, 99L})
        EXPECT_EQ(thrown<NotFound>([&] { registry.changes(number); }).wanted, std::to_string(number));
    EXPECT_THAT(Registry::in_memory().changes(), IsEmpty());
}

TEST_F(Written, InShortOfViewsAndOpenChangesIsWhatTheyShow) {
    write_some();
    const auto all = registry.changes();
    EXPECT_EQ(registry.as_of(2).changes(), std::vector(all.begin(), all.begin() + 2));
    const Registry known = registry.known_on("2025-11-30"_date);
    EXPECT_THAT(
        in_short(known.changes()),
        ElementsAre("1: added 2 nominees, 1 award, 1 edition, 1 category, 1 nomination", "3: advanced nomination:1"));
    EXPECT_EQ(known.changes(1).at(0).events, 1);
    auto change = registry.transaction();
    change.add(Award{.name = "New"});
    EXPECT_EQ(change.changes().size(), 4U) << "what is not yet written has no number";
    change.rollback();
}

TEST_F(Written, InShortNamesFewAndCountsMany) {
    const auto ids = registry.add_all(std::vector<Award>{{.name = "A"}, {.name = "B"}, {.name = "C"}, {.name = "D"}});
    const auto url = [](Award& award) { award.url = "https://a.example/"; };
    for (const std::size_t many : {1U, 3U, 4U}) {
        auto change = registry.transaction();
        for (std::size_t at = 0; at < many; ++at) {
            change.revise(ids[at], [](Award& award) { award.notes += "x"; });
            change.revise(ids[at], [](Award& award) { award.notes += "y"; });
        }
        change.commit();
    }
    registry.revise(ids[0], url);
    EXPECT_THAT(in_short(registry.changes()),
                ElementsAre("1: added 4 awards", "2: revised award:1", "3: revised award:1, award:2, award:3",
                            "4: revised 4 awards", "5: revised award:1"));
}

TEST_F(Written, InShortListsTheFirstTenRecords) {
    std::vector<Nominee> nominees(1'234);
    for (std::size_t at = 0; at < nominees.size(); ++at) nominees[at].name = "Nominee " + std::to_string(at);
    registry.add_all(nominees);
    const auto row = registry.changes().at(0);
    EXPECT_EQ(row.events, 1'234);
    EXPECT_EQ(row.summary, "added 1,234 nominees");
    ASSERT_EQ(row.records.size(), 10U);
    EXPECT_EQ(row.records.back(), RecordId(Kind::nominee, 10));
}

TEST_F(Written, InShortCountsEveryKindInEnglish) {
    const auto world_ = support::make_world(registry);
    const auto award = world_.award;
    const auto edition = world_.edition;
    auto change = registry.transaction();
    for (const std::string name : {"a", "b"}) {
        change.add(Series{.award = award, .name = name});
        change.add(Category{.edition = edition, .name = name});
        change.add(Ceremony{.edition = edition, .name = name});
        change.add(Deadline{.edition = edition, .name = name});
        change.add(Evidence{.subject = world_.team, .text = name});
        change.add(Cost{.subject = edition, .amount = 1, .currency = "GBP"});
    }
    change.commit();
    EXPECT_EQ(registry.changes().back().summary,
              "added 2 series, 2 categories, 2 ceremonies, 2 deadlines, 2 pieces of evidence, 2 costs");
    registry.add(Evidence{.subject = world_.team, .text = "c"});
    EXPECT_EQ(registry.changes().back().summary, "added 1 piece of evidence");
    registry.add(Series{.award = award, .name = "c"});
    EXPECT_EQ(registry.changes().back().summary, "added 1 series");
}

TEST_F(Written, InShortTellsOfEachVerb) {
    world = support::make_world(registry);
    registry.decide(world.nomination, Outcome::won);
    registry.refuse(world.nomination);
    registry.accept(world.nomination, {.reason = "second thoughts"});
    registry.prevent(world.nomination, {.reason = "held back"});
    registry.disclose(world.nomination, Disclosure::private_, {}, {.reason = "not yet"});
    const auto twin = registry.add(Nominee{.name = "LCC", .kind = NomineeKind::organisation}).id;
    const auto start = registry.checkpoint().change;
    registry.correct(world.award, [](Award& award) { award.name = "CYPN Awards"; }, "a slip");
    registry.merge(world.council, twin);
    registry.unmerge(twin);
    registry.void_(twin, "entered twice");
    registry.restore(twin, "it was not");
    const auto claim = registry.claim(world.award, "name", "CYP Now Awards");
    registry.settle(claim.id, Settlement::taken, "they should know");
    std::vector<std::string> later;
    for (const ChangeRow& row : registry.changes(start)) later.push_back(row.summary);
    EXPECT_THAT(later,
                ElementsAre("corrected award:1", "merged nominee:3", "unmerged nominee:3", "declared void nominee:3",
                            "restored nominee:3", "added 1 claim", "settled award:1, claim:1"));
    std::vector<std::string> verbs;
    for (const ChangeRow& row : registry.changes(start - 6)) {
        if (row.number < start) verbs.push_back(row.summary);
    }
    EXPECT_THAT(verbs,
                ElementsAre("decided nomination:1", "noted the refusal of nomination:1",
                            "noted the acceptance of nomination:1", "noted the prevented acceptance of nomination:1",
                            "set who may know of nomination:1"));
}

TEST_F(Written, InShortCountsACreditThatWasAddedLater) {
    world = support::make_world(registry);
    registry.revise(world.nomination, [&](Nomination& n) { n.credits.push_back({.nominee = world.council}); });
    EXPECT_EQ(registry.changes().back().summary, "added 1 credit");
}

}  // namespace
