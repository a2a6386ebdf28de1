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

}  // namespace
