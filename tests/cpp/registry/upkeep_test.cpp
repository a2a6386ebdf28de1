// What a registry says of itself, and taking the free room out of its file.

#include "storage/schema.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

#include <future>
#include <thread>

namespace {

using namespace laurels;
using namespace std::chrono_literals;
using support::contents;
using support::Folder;
using support::Raw;
using support::thrown;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class Upkeep : public testing::Test {
  protected:
    /// Leaves free pages in a file, as an erasure or a migration does.
    void leave_room() {
        Raw raw(path);
        raw.run("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(1000000)); DROP TABLE t");
        ASSERT_GT(raw.number("PRAGMA freelist_count"), 200);
    }

    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    Options options{.actor = "tests", .timeout = 200ms};
    Registry registry = Registry::open(path, options);
};

// --- Facts -----------------------------------------------------------------------------------------------------------

TEST_F(Upkeep, InfoOfANewFileIsOfAnEmptyOne) {
    const Info info = registry.info();
    EXPECT_EQ(info.path, path);
    EXPECT_EQ(info.uuid, registry.uuid());
    EXPECT_EQ(info.format, storage::schema_version);
    EXPECT_EQ(info.library, version);
    EXPECT_EQ(info.sqlite, sqlite3_libversion());
    EXPECT_EQ(info.bytes, static_cast<std::int64_t>(std::filesystem::file_size(path)));
    EXPECT_EQ(info.free_bytes, 0);
    EXPECT_EQ(info.counts.size(), kind_count - 1) << "every kind";
    for (const auto& [kind, count] : info.counts) EXPECT_EQ(count, 0) << kind;
    EXPECT_EQ(info.changes, 0);
    EXPECT_EQ(info.events, 0);
    EXPECT_EQ(info.first_recorded, std::nullopt);
    EXPECT_EQ(info.last_recorded, std::nullopt);
    EXPECT_THAT(info.text(), HasSubstr("records       none"));
    EXPECT_THAT(info.text(), HasSubstr("journal       0 events in 0 changes"));
    EXPECT_THAT(info.text(), Not(HasSubstr("recorded")));
}

TEST_F(Upkeep, InfoCountsWhatIsThere) {
    const auto world = support::make_world(registry);
    const auto twin = registry.add(Nominee{.name = "LCC", .kind = NomineeKind::organisation}).id;
    registry.merge(world.council, twin);
    registry.void_(world.nomination, "entered twice");
    registry.claim(world.award, "name", "CYPN Awards");
    const auto settled = registry.claim(world.award, "url", "https://a.example/").id;
    registry.settle(settled, Settlement::kept, "not theirs");
    const Info info = registry.info();
    EXPECT_EQ(info.counts.at("nominee"), 3);
    EXPECT_EQ(info.counts.at("nomination"), 1);
    EXPECT_EQ(info.counts.at("credit"), 1);
    EXPECT_EQ(info.counts.at("claim"), 2);
    EXPECT_EQ(info.hidden, 2);
    EXPECT_EQ(info.open_claims, 1);
    EXPECT_EQ(info.erasures, 0);
    const auto rows = registry.changes();
    EXPECT_EQ(info.changes, static_cast<std::int64_t>(rows.size()));
    EXPECT_EQ(info.events, registry.checkpoint().seq);
    EXPECT_EQ(info.first_recorded, rows.front().recorded);
    EXPECT_EQ(info.last_recorded, rows.back().recorded);
    EXPECT_THAT(info.text(),
                HasSubstr("records       1 award, 1 edition, 1 category, 3 nominees, 1 nomination, 1 credit, "
                          "2 claims"));
    EXPECT_THAT(info.text(), HasSubstr("hidden        of these, 2 are void or merged into another"));
    EXPECT_THAT(info.text(), HasSubstr("open claims   1"));
    EXPECT_THAT(info.text(), HasSubstr(path.string()));
    EXPECT_THAT(info.text(), ContainsRegex("recorded      from .* UTC to .* UTC"));
}

TEST_F(Upkeep, InfoCountsErasures) {
    const auto person = registry.add(Nominee{.name = "Jo Bloggs", .kind = NomineeKind::person}).id;
    EXPECT_EQ(registry.info().erasures, 0);
    registry.erase(person, {.reason = "asked for"});
    EXPECT_EQ(registry.info().erasures, 1);
    EXPECT_EQ(registry.changes().back().summary, "erased text of nominee:1");
    EXPECT_THAT(registry.info().text(), HasSubstr("erasures      1"));
}

TEST_F(Upkeep, InfoSaysHowItIsOpened) {
    EXPECT_THAT(registry.info().settings,
                testing::UnorderedElementsAre(testing::Pair("access", "read_write"), testing::Pair("timeout", "0.20 s"),
                                              testing::Pair("cache_mb", "200"), testing::Pair("journal_mode", "delete"),
                                              testing::Pair("synchronous", "extra")));
    const Registry reader = Registry::open(path, {.access = Access::read_only, .timeout = 5s, .cache_mb = 7});
    EXPECT_EQ(reader.info().settings.at("access"), "read_only");
    EXPECT_EQ(reader.info().settings.at("timeout"), "5.00 s");
    EXPECT_EQ(reader.info().settings.at("cache_mb"), "7");
    EXPECT_THAT(reader.info().text(), HasSubstr("journal_mode delete"));
}

TEST_F(Upkeep, InfoOfMemoryAndOfViews) {
    Registry memory = Registry::in_memory();
    support::make_world(memory);
    memory.add(Award{.name = "B"});
    const Info info = memory.info();
    EXPECT_EQ(info.path, std::filesystem::path());
    EXPECT_GT(info.bytes, 0);
    EXPECT_EQ(info.settings.at("journal_mode"), "memory");
    EXPECT_THAT(info.text(), HasSubstr("it is in memory"));
    const Info view = memory.as_of(1).info();
    EXPECT_EQ(view.uuid, memory.uuid());
    EXPECT_EQ(view.bytes, 0);
    EXPECT_EQ(view.changes, 1);
    EXPECT_EQ(view.counts.at("award"), 1);
    EXPECT_EQ(view.settings.at("access"), "read_only");
    EXPECT_THAT(view.text(), HasSubstr("it is a view"));
    memory.close();
    EXPECT_THROW(memory.info(), Closed);
}

// --- Free room -------------------------------------------------------------------------------------------------------

TEST_F(Upkeep, CompactGivesFreeRoomBack) {
    support::make_world(registry);
    const Checkpoint kept = registry.checkpoint();
    const auto nominations = registry.all<Nomination>();
    leave_room();
    const auto size = [&] { return static_cast<std::int64_t>(std::filesystem::file_size(path)); };
    const std::int64_t before = size();
    EXPECT_GT(registry.info().free_bytes, 900'000);
    EXPECT_THAT(registry.info().text(), ContainsRegex("size          [0-9,]+ bytes, of which [0-9,]+ bytes are free"));
    const Compaction done = registry.compact();
    EXPECT_EQ(done.before, before);
    EXPECT_EQ(done.after, size());
    EXPECT_LT(done.after, before - 900'000);
    EXPECT_EQ(registry.info().free_bytes, 0);
    EXPECT_EQ(registry.all<Nomination>(), nominations);
    EXPECT_EQ(registry.checkpoint(), kept);
    EXPECT_TRUE(registry.verify(kept).ok);
    registry.add(Award{.name = "written after it"});
    EXPECT_TRUE(registry.verify(kept).ok);
    registry.close();
    EXPECT_THAT(folder.names(), testing::ElementsAre("awards.laurels"));
    Raw raw(path);
    EXPECT_EQ(raw.text("PRAGMA journal_mode"), "delete");
    EXPECT_EQ(raw.number("PRAGMA application_id"), storage::application_id);
    EXPECT_EQ(raw.number("PRAGMA user_version"), storage::schema_version);
    EXPECT_EQ(raw.text("PRAGMA integrity_check"), "ok");
}

TEST_F(Upkeep, CompactTakesNothingWhereNothingIsFree) {
    support::make_world(registry);
    registry.compact();
    const Compaction done = registry.compact();
    EXPECT_EQ(done.before, done.after);
}

TEST_F(Upkeep, CompactIsOfMemoryToo) {
    Registry memory = Registry::in_memory();
    support::make_world(memory);
    const Checkpoint kept = memory.checkpoint();
    EXPECT_GT(memory.compact().after, 0);
    EXPECT_TRUE(memory.verify(kept).ok);
    memory.add(Award{.name = "B"});
    EXPECT_EQ(memory.count<Award>(), 2U);
}

TEST_F(Upkeep, CompactIsRefusedWhereOnlyReadingIsPossible) {
    support::make_world(registry);
    const auto before = contents(folder);
    Registry reader = Registry::open(path, {.access = Access::read_only});
    EXPECT_THAT(thrown<ReadOnly>([&] { reader.compact(); }).what(), HasSubstr("read-only"));
    Registry view = registry.as_of(1);
    EXPECT_THAT(thrown<ReadOnly>([&] { view.compact(); }).what(), HasSubstr("a view"));
    EXPECT_TRUE(contents(folder) == before);
    registry.close();
    EXPECT_THROW(registry.compact(), Closed);
}

TEST_F(Upkeep, CompactWaitsForOthersAndThenSaysBusy) {
    support::make_world(registry);
    {
        Raw other(path);
        other.run("BEGIN; SELECT * FROM award");
        EXPECT_THAT(thrown<Busy>([&] { registry.compact(); }).what(), HasSubstr("did not let it be rewritten"));
        other.run("COMMIT; BEGIN IMMEDIATE");
        EXPECT_EQ(thrown<Busy>([&] { registry.compact(); }).waited, 0.2);
    }
    EXPECT_NO_THROW(registry.compact());
    EXPECT_NO_THROW(registry.add(Award{.name = "B"}));
}

TEST_F(Upkeep, CompactDoesNotGoIntoAnOpenChange) {
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    EXPECT_THAT(thrown<TransactionError>([&] { registry.compact(); }).what(),
                HasSubstr("this thread has a change open"));
    const bool busy = std::async(std::launch::async, [&] {
                          try {
                              registry.compact();
                          } catch (const Busy&) {
                              return true;
                          }
                          return false;
                      }).get();
    EXPECT_TRUE(busy) << "in another thread";
    change.commit();
    EXPECT_EQ(registry.count<Award>(), 1U);
    EXPECT_NO_THROW(registry.compact());
}

TEST_F(Upkeep, CompactGoesOnWhileOthersAsk) {
    support::make_world(registry);
    std::atomic<bool> done = false;
    std::thread asks([&] {
        while (!done) EXPECT_EQ(registry.count<Award>(), 1U);
    });
    for (int i = 0; i < 20; ++i) EXPECT_NO_THROW(registry.compact());
    done = true;
    asks.join();
    EXPECT_TRUE(registry.verify().ok);
}

}  // namespace
