// Changes: all or nothing, one at a time, and what happens to those that end otherwise.

#include "support.hpp"

#include <gmock/gmock.h>

#include <future>
#include <thread>

namespace {

using namespace laurels;
using namespace std::chrono_literals;
using support::Folder;
using support::Raw;
using support::thrown;
using testing::HasSubstr;

/// What runs in another thread, to its end.
template <class Action>
void elsewhere(const Action& action) {
    std::async(std::launch::async, action).get();
}

class Changes : public testing::TestWithParam<bool> {
  protected:
    Options options(std::chrono::milliseconds timeout = 2s) const { return {.actor = "tests", .timeout = timeout}; }
    Registry open(std::chrono::milliseconds timeout = 2s) {
        return GetParam() ? Registry::in_memory(options(timeout)) : Registry::open(path, options(timeout));
    }

    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    Registry registry = open();
};
INSTANTIATE_TEST_SUITE_P(, Changes, testing::Bool(),
                         [](const auto& place) { return place.param ? "InMemory" : "InAFile"; });

TEST_P(Changes, AreSeenWhenTheyAreCommitted) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    EXPECT_EQ(change.count<Award>(), 1U) << "the questions of a change see its writes";
    EXPECT_EQ(registry.count<Award>(), 0U) << "those of the registry do not";
    EXPECT_TRUE(change.active());
    EXPECT_EQ(change.commit(), 1);
    EXPECT_FALSE(change.active());
    EXPECT_EQ(registry.count<Award>(), 1U);
    EXPECT_TRUE(registry.verify().ok);
}

TEST_P(Changes, TakeEverythingBackByRollback) {
    const auto before = registry.checkpoint();
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    change.rollback();
    EXPECT_FALSE(change.active());
    EXPECT_EQ(registry.count<Award>(), 0U);
    EXPECT_EQ(registry.checkpoint(), before);
    EXPECT_EQ(registry.add(Award{.name = "B"}).id, Id<Award>(1)) << "no id was used up";
}

TEST_P(Changes, TakeEverythingBackAtTheEndOfTheirScope) {
    {
        auto change = registry.transaction();
        change.add(Award{.name = "A"});
    }
    EXPECT_EQ(registry.count<Award>(), 0U);
    EXPECT_NO_THROW(registry.add(Award{.name = "B"}));
}

TEST_P(Changes, TakeEverythingBackWhenAnErrorLeavesTheirScope) {
    EXPECT_THROW(
        {
            auto change = registry.transaction();
            change.add(Award{.name = "A"});
            change.add(Award{});
        },
        InvalidValue);
    EXPECT_EQ(registry.count<Award>(), 0U);
}

TEST_P(Changes, GoOnAfterBadInput) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    EXPECT_THROW(change.add(Award{}), InvalidValue);
    EXPECT_THROW(change.get(Id<Award>(9)), NotFound);
    change.commit();
    EXPECT_EQ(registry.count<Award>(), 1U);
}

TEST_P(Changes, WithoutAWriteAreNone) {
    auto change = registry.transaction();
    EXPECT_EQ(change.commit(), 0);
    EXPECT_EQ(registry.checkpoint().change, 0);
}

TEST_P(Changes, CountFromOne) {
    registry.add(Award{.name = "A"});
    auto change = registry.transaction();
    change.add(Award{.name = "B"});
    EXPECT_EQ(change.commit(), 2);
}

TEST_P(Changes, DoNotNest) {
    auto change = registry.transaction();
    EXPECT_THROW(registry.transaction(), TransactionError);
    EXPECT_THAT(thrown<TransactionError>([&] { registry.add(Award{.name = "A"}); }).what(), HasSubstr("do not nest"));
    change.add(Award{.name = "B"});
    change.commit();
    EXPECT_EQ(registry.count<Award>(), 1U);
}

TEST_P(Changes, MayFollowOneAnother) {
    registry.transaction().commit();
    registry.transaction().rollback();
    EXPECT_NO_THROW(registry.transaction().commit());
}

TEST_P(Changes, ThatHaveEndedSaySo) {
    auto committed = registry.transaction();
    committed.commit();
    EXPECT_THAT(thrown<TransactionError>([&] { committed.add(Award{.name = "A"}); }).what(), HasSubstr("committed"));
    EXPECT_THROW(committed.commit(), TransactionError);
    EXPECT_THROW(committed.count<Award>(), TransactionError);
    auto rolled_back = registry.transaction();
    rolled_back.rollback();
    EXPECT_THAT(thrown<TransactionError>([&] { rolled_back.commit(); }).what(), HasSubstr("rolled back"));
    EXPECT_NO_THROW(rolled_back.rollback()) << "there is nothing to take back";
}

TEST_P(Changes, CanBeMoved) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    Change moved = std::move(change);
    EXPECT_FALSE(change.active());                                   // NOLINT(bugprone-use-after-move)
    EXPECT_THROW(change.add(Award{.name = "B"}), TransactionError);  // NOLINT
    EXPECT_THROW(change.commit(), TransactionError);                 // NOLINT
    EXPECT_THROW(change.count<Award>(), Closed);                     // NOLINT
    EXPECT_THROW(change.nominations().rows(), Closed);               // NOLINT
    EXPECT_THROW(change.winners(Id<Category>(1)), Closed);           // NOLINT
    moved.commit();
    EXPECT_EQ(registry.count<Award>(), 1U);
}

TEST_P(Changes, AreRolledBackWhenAnotherIsMovedInto) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    elsewhere([&] {
        Registry other = Registry::in_memory();
        change = other.transaction();
        change.rollback();
    });
    EXPECT_EQ(registry.count<Award>(), 0U);
    EXPECT_NO_THROW(registry.add(Award{.name = "B"}));
}

TEST_P(Changes, WaitForThoseOfOtherThreads) {
    auto change = registry.transaction();
    change.add(Award{.name = "First"});
    auto second = std::async(std::launch::async, [&] { return registry.add(Award{.name = "Second"}).id; });
    std::this_thread::sleep_for(50ms);
    change.commit();
    EXPECT_EQ(second.get(), Id<Award>(2));
}

TEST_P(Changes, OfAnotherThreadMakeItBusyAtLast) {
    Registry impatient = open(100ms);
    auto change = impatient.transaction();
    elsewhere([&] {
        const auto start = std::chrono::steady_clock::now();
        const auto error = thrown<Busy>([&] { impatient.add(Award{.name = "A"}); });
        EXPECT_NEAR(error.waited, 0.1, 0.001);
        EXPECT_GE(std::chrono::steady_clock::now() - start, 100ms);
        EXPECT_EQ(impatient.count<Award>(), 0U) << "questions do not wait";
    });
    change.commit();
}

TEST_P(Changes, BelongToTheirThread) {
    Registry impatient = open(50ms);
    auto change = impatient.transaction();
    elsewhere([&] {
        EXPECT_THROW(change.add(Award{.name = "A"}), Busy);
        EXPECT_THROW(change.commit(), Busy);
        EXPECT_THROW(change.count<Award>(), Busy);
    });
    change.add(Award{.name = "B"});
    change.commit();
    elsewhere([&] { EXPECT_THROW(change.add(Award{.name = "C"}), TransactionError) << "it has ended"; });
    EXPECT_EQ(impatient.count<Award>(), 1U);
}

TEST_P(Changes, AreRolledBackWhenTheRegistryIsClosed) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    registry.close();
    EXPECT_FALSE(registry.is_open());
    EXPECT_FALSE(change.active());
    EXPECT_THROW(change.add(Award{.name = "B"}), TransactionError);
    EXPECT_THROW(change.commit(), TransactionError);
    if (!GetParam()) {
        EXPECT_EQ(open().count<Award>(), 0U);
    }
}

TEST_P(Changes, AreRolledBackWhenTheRegistryIsGone) {
    std::optional<Registry> gone(open());
    auto change = gone->transaction();
    change.add(Award{.name = "A"});
    gone.reset();
    EXPECT_THROW(change.commit(), TransactionError);
}

TEST_P(Changes, LeaveTheirQueriesBehindThem) {
    auto change = registry.transaction();
    const auto query = change.nominations();
    EXPECT_EQ(query.count(), 0U);
    change.commit();
    EXPECT_THROW(query.count(), TransactionError);
}

// --- A closed or moved registry ------------------------------------------------------------------------------------

TEST_P(Changes, NeedAnOpenRegistry) {
    const auto query = registry.nominations();
    registry.close();
    registry.close();
    EXPECT_THROW(registry.add(Award{.name = "A"}), Closed);
    EXPECT_THROW(registry.transaction(), Closed);
    EXPECT_THROW(registry.count<Award>(), Closed);
    EXPECT_THROW(query.rows(), Closed);
    EXPECT_THROW(registry.verify(), Closed);
    EXPECT_THROW(registry.checkpoint(), Closed);
    EXPECT_THROW(registry.as_of(0), Closed);
    EXPECT_THROW(registry.backup(folder / "copy.laurels"), Closed);
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.laurels"));
}

TEST_P(Changes, NeedARegistryThatWasNotMovedAway) {
    Registry moved = std::move(registry);
    EXPECT_FALSE(registry.is_open());                        // NOLINT(bugprone-use-after-move)
    EXPECT_THROW(registry.add(Award{.name = "A"}), Closed);  // NOLINT
    EXPECT_THROW(registry.transaction(), Closed);            // NOLINT
    EXPECT_THROW(registry.count<Award>(), Closed);           // NOLINT
    EXPECT_THROW(registry.nominations().count(), Closed);    // NOLINT
    EXPECT_THROW(registry.ceremonies().rows(), Closed);      // NOLINT
    EXPECT_THROW(registry.history(Id<Award>(1)), Closed);    // NOLINT
    EXPECT_THROW(registry.verify(), Closed);                 // NOLINT
    EXPECT_THROW(registry.checkpoint(), Closed);             // NOLINT
    EXPECT_THROW(registry.as_of(0), Closed);                 // NOLINT
    EXPECT_THROW(registry.backup(folder / "copy"), Closed);  // NOLINT
    EXPECT_THROW(registry.uuid(), Closed);                   // NOLINT
    EXPECT_THROW(registry.read_only(), Closed);              // NOLINT
    EXPECT_THROW(registry.path(), Closed);                   // NOLINT
    EXPECT_NO_THROW(registry.close());                       // NOLINT
    EXPECT_NO_THROW(moved.add(Award{.name = "B"}));
    registry = std::move(moved);
    EXPECT_EQ(registry.count<Award>(), 1U);
}

TEST_P(Changes, OfAViewAreRefused) {
    registry.add(Award{.name = "A"});
    Registry view = registry.as_of(1);
    EXPECT_TRUE(view.read_only());
    EXPECT_THROW(view.add(Award{.name = "B"}), ReadOnly);
    EXPECT_THROW(view.transaction(), ReadOnly);
    EXPECT_THROW(view.verify(), ReadOnly);
    EXPECT_THROW(view.checkpoint(), ReadOnly);
    EXPECT_THROW(view.backup(folder / "copy"), ReadOnly);
}

// --- Several registries on one file --------------------------------------------------------------------------------

class OneFile : public testing::Test {
  protected:
    Registry open(const Options& options = {.timeout = 2s}) { return Registry::open(path, options); }

    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    Registry first = open();
};

TEST_F(OneFile, ShowsEachWhatTheOtherCommitted) {
    Registry second = open();
    Registry reader = open({.access = Access::read_only});
    first.add(Award{.name = "A"});
    EXPECT_EQ(second.count<Award>(), 1U);
    EXPECT_EQ(second.add(Award{.name = "B"}).id, Id<Award>(2));
    EXPECT_EQ(first.count<Award>(), 2U);
    EXPECT_EQ(reader.count<Award>(), 2U);
    EXPECT_EQ(first.uuid(), second.uuid());
    EXPECT_TRUE(reader.verify().ok);
    EXPECT_THROW(reader.add(Award{.name = "C"}), ReadOnly);
    EXPECT_TRUE(reader.read_only());
}

TEST_F(OneFile, LetsOneWriteAtATime) {
    Registry impatient = open({.timeout = 50ms});
    auto change = first.transaction();
    change.add(Award{.name = "A"});
    const auto error = thrown<Busy>([&] { impatient.add(Award{.name = "B"}); });
    EXPECT_NEAR(error.waited, 0.05, 0.001);
    EXPECT_EQ(impatient.count<Award>(), 0U);
    change.commit();
    EXPECT_NO_THROW(impatient.add(Award{.name = "B"}));
}

TEST_F(OneFile, IsBusyForAReaderWhileSomeoneHoldsItAlone) {
    first.add(Award{.name = "A"});
    Registry impatient = open({.timeout = 50ms});
    Raw other(path);
    other.run("BEGIN EXCLUSIVE");
    EXPECT_NEAR(thrown<Busy>([&] { impatient.count<Award>(); }).waited, 0.05, 0.001);
    EXPECT_THROW(impatient.backup(folder / "copy.laurels"), Busy);
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.laurels")) << "no half of a backup";
    other.run("ROLLBACK");
    EXPECT_EQ(impatient.count<Award>(), 1U);
}

TEST_F(OneFile, GivesACommitThatReadersHoldUpBackAsBusy) {
    first.add(Award{.name = "A"});
    Registry impatient = open({.timeout = 50ms});
    Raw other(path);
    other.run("BEGIN; SELECT count(*) FROM award");
    auto change = impatient.transaction();
    change.add(Award{.name = "B"});
    EXPECT_THROW(change.commit(), Busy);
    EXPECT_FALSE(change.active());
    other.run("ROLLBACK");
    EXPECT_EQ(impatient.count<Award>(), 1U) << "nothing of it was written";
    EXPECT_NO_THROW(impatient.add(Award{.name = "C"}));
}

TEST_F(OneFile, WaitsForAnotherToLetGo) {
    auto change = first.transaction();
    change.add(Award{.name = "A"});
    auto second = std::async(std::launch::async, [&] { return open().add(Award{.name = "B"}).id; });
    std::this_thread::sleep_for(50ms);
    change.commit();
    EXPECT_EQ(second.get(), Id<Award>(2));
}

TEST_F(OneFile, LeavesAChangeThatFailedMidwayOnlyToBeRolledBack) {
    first.add(Award{.name = "A"});
    auto change = first.transaction();
    change.add(Award{.name = "B"});
    change.rollback();
    // An event that the library did not write takes the number of the next.
    Raw(path).run("INSERT INTO event (seq, change, kind, record, previous, format, payload, digest) "
                  "VALUES (2, 9, 1, 9, 0, 1, '{}', x'00')");
    auto poisoned = first.transaction();
    EXPECT_THROW(poisoned.add(Award{.name = "C"}), Damaged);
    EXPECT_TRUE(poisoned.active());
    EXPECT_THAT(thrown<TransactionError>([&] { poisoned.add(Award{.name = "D"}); }).what(), HasSubstr("rolled back"));
    EXPECT_THROW(poisoned.commit(), TransactionError);
    EXPECT_THROW(poisoned.count<Award>(), TransactionError);
    poisoned.rollback();
    EXPECT_FALSE(poisoned.active());
    EXPECT_EQ(first.count<Award>(), 1U);
}

}  // namespace
