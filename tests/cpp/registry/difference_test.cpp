// What differs between two moments of a registry, and between two copies of it.

#include "support.hpp"

#include <gmock/gmock.h>

#include <random>
#include <thread>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> told(const std::vector<Difference>& differences) {
    std::vector<std::string> lines;
    for (const Difference& each : differences)
        lines.push_back(std::string(name(each.how)) + " " + to_string(each.record) + " " + each.called + "." +
                        each.field + ": '" + each.before + "' -> '" + each.after + "'");
    return lines;
}

class Differences : public testing::Test {
  protected:
    std::int64_t last() const { return registry.checkpoint().change; }

    support::Folder folder;
    Registry registry = Registry::open(folder / "awards.laurels", {.actor = "tests"});
    support::World world = support::make_world(registry);
    const std::int64_t start = last();
    const Source newsletter{.title = "Staff newsletter", .published = "2025-08-15"_date};
};

// --- Between moments -------------------------------------------------------------------------------------------------

TEST_F(Differences, TellTheFieldsOfEachRecord) {
    registry.revise(world.award, [](Award& award) {
        award.url = "https://a.example/";
        award.notes = "seen";
    });
    registry.decide(world.nomination, Outcome::won);
    registry.rule(Id<Credit>(1), Standing::declined, "its own wish");
    const auto ceremony = registry.add(Ceremony{.edition = world.edition, .date = "2025-09-25"_date}).id;
    registry.revise(ceremony, [](Ceremony& c) { c.place = "Leeds"; });
    EXPECT_THAT(
        told(registry.diff({.change = start})),
        ElementsAre("changed award:1 Children & Young People Now Awards.url: '' -> 'https://a.example/'",
                    "changed award:1 Children & Young People Now Awards.notes: '' -> 'seen'",
                    "added ceremony:1 Children & Young People Now Awards 2025.edition: '' -> '2025 (edition:1)'",
                    "added ceremony:1 Children & Young People Now Awards 2025.date: '' -> '25 September 2025'",
                    "added ceremony:1 Children & Young People Now Awards 2025.place: '' -> 'Leeds'",
                    "changed nomination:1 Care leavers into work.outcome: 'pending' -> 'won'",
                    "changed credit:1 Employment Support Team.standing: 'active' -> 'declined'"));
}

TEST_F(Differences, OfWhatWentForthAndBackAreNone) {
    registry.revise(world.award, [](Award& award) { award.url = "https://a.example/"; });
    registry.revise(world.award, [](Award& award) { award.url = ""; });
    EXPECT_THAT(registry.diff({.change = start}), IsEmpty());
    EXPECT_EQ(registry.diff({.change = start}, {.change = start + 1}).size(), 1U);
}

TEST_F(Differences, GoBothWays) {
    registry.add(Award{.name = "Other"});
    registry.revise(world.award, [](Award& award) { award.url = "https://a.example/"; });
    auto there = registry.diff({.change = start});
    for (Difference& each : there) {
        std::swap(each.before, each.after);
        if (each.how == Differing::added) each.how = Differing::removed;
    }
    EXPECT_EQ(registry.diff({}, {.change = start}), there);
    EXPECT_THAT(told(there).back(), "removed award:2 Other.name: 'Other' -> ''");
}

TEST_F(Differences, GoByInstantToo) {
    registry.add(Award{.name = "B"});
    registry.add(Award{.name = "C"});
    const auto rows = registry.changes();
    for (const ChangeRow& row : rows)
        EXPECT_EQ(registry.diff({.recorded = row.recorded}), registry.diff({.change = row.number}));
    EXPECT_THAT(told(registry.diff({.change = last(), .recorded = rows.at(rows.size() - 2).recorded})),
                ElementsAre("added award:3 C.name: '' -> 'C'"))
        << "the stricter bound decides";
    EXPECT_EQ(registry.diff({.recorded = Instant()}), registry.diff({.change = 0}));
    EXPECT_THAT(registry.diff({}), IsEmpty());
}

TEST_F(Differences, NeedChangesThatAreThere) {
    for (const std::int64_t number : {std::int64_t{-1}, start + 1}) {
        EXPECT_EQ(thrown<NotFound>([&] { registry.diff({.change = number}); }).wanted, std::to_string(number));
        EXPECT_EQ(thrown<NotFound>([&] { registry.diff({}, {.change = number}); }).wanted, std::to_string(number));
    }
    EXPECT_THROW(registry.diff({.known = "2025-08"_date}), InvalidDate);
    registry.close();
    EXPECT_THROW(registry.diff({}), Closed);
}

TEST_F(Differences, OfWhatWasKnownFollowThat) {
    // Entered today, said in August; and said of something that nobody had recorded as known then.
    const auto early = registry.add(Award{.name = "Early"}, {.source = newsletter}).id;
    registry.revise(early, [](Award& award) { award.url = "https://a.example/"; });
    registry.advance(world.nomination, Stage::shortlisted, {.source = newsletter});
    EXPECT_THAT(told(registry.diff({.known = "2025-08-14"_date}, {.known = "2025-08-15"_date})),
                ElementsAre("added award:2 Early.name: '' -> 'Early'",
                            "added nomination:1 Care leavers into work.category: '' -> 'The Children in Care Award "
                            "(category:1)'",
                            "added nomination:1 Care leavers into work.title: '' -> 'Care leavers into work'",
                            "added nomination:1 Care leavers into work.stage: '' -> 'shortlisted'",
                            "added nomination:1 Care leavers into work.reached: '' -> 'shortlisted'"));
    const auto since = told(registry.diff({.known = "2025-08-15"_date}));
    EXPECT_THAT(since, testing::Contains("changed award:2 Early.url: '' -> 'https://a.example/'"));
    EXPECT_THAT(since, testing::Contains("added edition:1 Children & Young People Now Awards 2025.label: '' -> '2025'"))
        << "shown by its name only is not there";
    EXPECT_THAT(registry.diff({.change = start, .known = "2025-08-15"_date}, {.known = "2025-08-14"_date}), IsEmpty());
}

TEST_F(Differences, OfAViewStayWithinIt) {
    registry.add(Award{.name = "B"});
    registry.add(Award{.name = "C"});
    const Registry view = registry.as_of(start + 1);
    EXPECT_THAT(told(view.diff({.change = start})), ElementsAre("added award:2 B.name: '' -> 'B'"));
    EXPECT_THAT(view.diff({.change = start + 2}), IsEmpty()) << "a view of a view only narrows";
    EXPECT_EQ(registry.known_on("2030-01-01"_date).diff({.change = start}).size(), 2U);
    EXPECT_THAT(registry.known_on("2025-01-01"_date).diff({.change = start}), IsEmpty());
}

// --- Between copies --------------------------------------------------------------------------------------------------

TEST_F(Differences, FromAnEarlierCopyAreThoseOfItsMoment) {
    registry.backup(folder / "old.laurels");
    registry.decide(world.nomination, Outcome::won);
    registry.add(Award{.name = "B"});
    const Registry old = Registry::open(folder / "old.laurels", {.access = Access::read_only});
    EXPECT_EQ(registry.diff(old), registry.diff({.change = start}));
    EXPECT_EQ(old.diff(registry), registry.diff({}, {.change = start}));
    EXPECT_EQ(registry.diff(registry.as_of(start)), registry.diff({.change = start}));
    EXPECT_THAT(registry.as_of(last()).diff(registry), IsEmpty());
    EXPECT_THAT(registry.diff(registry), IsEmpty());
}

TEST_F(Differences, ShowWhatIsHidden) {
    registry.backup(folder / "old.laurels");
    const Registry old = Registry::open(folder / "old.laurels", {.access = Access::read_only});
    registry.void_(world.edition, "entered twice");
    const auto twin = registry.add(Nominee{.name = "LCC", .kind = NomineeKind::organisation}).id;
    registry.merge(world.council, twin);
    EXPECT_THAT(told(registry.diff(old)),
                ElementsAre("changed edition:1 Children & Young People Now Awards 2025.voided: '' -> 'yes'",
                            "added nominee:3 LCC.name: '' -> 'LCC'", "added nominee:3 LCC.kind: '' -> 'organisation'",
                            "added nominee:3 LCC.merged_into: '' -> 'Lancashire County Council (nominee:1)'"));
}

TEST_F(Differences, CallRecordsWhatTheyAreCalledThere) {
    const auto plain =
        registry
            .add(Nomination{.category = world.category,
                            .credits = {{.nominee = world.team}, {.nominee = world.council, .credited_as = "LCC"}}})
            .id;
    registry.add(Evidence{.subject = plain, .text = "seen"});
    registry.add(Cost{.subject = plain, .amount = 100, .currency = "GBP"});
    registry.backup(folder / "old.laurels");
    const Registry old = Registry::open(folder / "old.laurels", {.access = Access::read_only});
    registry.revise(world.team, [](Nominee& nominee) { nominee.name = "Work Team"; });
    registry.revise(world.category, [](Category& category) { category.name = "Care Award"; });
    registry.decide(plain, Outcome::won);
    registry.revise(Id<Evidence>(1), [](Evidence& evidence) { evidence.text = "read"; });
    registry.revise(Id<Cost>(1), [](Cost& cost) { cost.kind = "fee"; });
    const auto now = registry.diff(old);
    const auto then = old.diff(registry);
    ASSERT_EQ(now.size(), 5U);
    ASSERT_EQ(then.size(), 5U);
    EXPECT_EQ(now[0].called, "Care Award");
    EXPECT_EQ(now[1].called, "Work Team");
    EXPECT_EQ(now[2].called, "Care Award: Work Team, LCC");
    EXPECT_EQ(now[3].called, "evidence about Care Award: Work Team, LCC");
    EXPECT_EQ(now[4].called, "a cost of Care Award: Work Team, LCC");
    EXPECT_EQ(then[2].called, "The Children in Care Award: Employment Support Team, LCC");
}

TEST_F(Differences, FromAnotherRegistryAreRefused) {
    const Registry other = Registry::open(folder / "other.laurels");
    const auto error = thrown<InvalidValue>([&] { registry.diff(other); });
    EXPECT_THAT(error.what(), HasSubstr(registry.uuid()));
    EXPECT_THAT(error.what(), HasSubstr(other.uuid()));
    EXPECT_THROW(registry.diff(Registry::in_memory()), InvalidValue);
}

TEST(DifferencesInMemory, DoNotWaitForEachOther) {
    Registry one = Registry::in_memory();
    support::make_world(one);
    const Registry other = one.as_of(2);
    constexpr int times = 200;
    std::thread back([&] {
        for (int i = 0; i < times; ++i) EXPECT_FALSE(other.diff(one).empty());
    });
    for (int i = 0; i < times; ++i) EXPECT_FALSE(one.diff(other).empty());
    back.join();
}

// --- Both ways give the same -----------------------------------------------------------------------------------------

TEST_F(Differences, OfMomentsAreThoseOfTheirViews) {
    // NOLINTNEXTLINE(bugprone-random-generator-seed,cert-msc32-c,cert-msc51-cpp): the same each time
    std::mt19937 random(2025);
    const auto dice = [&](int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random); };
    for (int i = 0; i < 40; ++i) {
        auto change = registry.transaction();
        for (int j = dice(4); j >= 0; --j) {
            switch (dice(5)) {
            case 0: change.add(Award{.name = "Award " + std::to_string(i) + "." + std::to_string(j)}); break;
            case 1: change.revise(world.award, [&](Award& award) { award.notes = std::to_string(dice(3)); }); break;
            case 2: change.revise(world.edition, [&](Edition& e) { e.url = std::to_string(dice(2)); }); break;
            case 3:
                change.add(Nomination{.category = world.category, .title = "N", .credits = {{.nominee = world.team}}});
                break;
            default:
                change.revise(world.nomination, [&](Nomination& n) { n.credits[0].role = std::to_string(dice(3)); });
            }
        }
        change.commit();
    }
    for (int i = 0; i < 30; ++i) {
        const std::int64_t from = dice(static_cast<int>(last()) + 1);
        const std::int64_t to = dice(static_cast<int>(last()) + 1);
        EXPECT_EQ(registry.diff({.change = from}, {.change = to}), registry.as_of(to).diff(registry.as_of(from)))
            << from << " to " << to;
    }
}

}  // namespace
