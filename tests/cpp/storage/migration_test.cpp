// Files of older formats: what they hold is found again, and whatever happens on the way loses nothing.

#include "children.hpp"
#include "storage/file.hpp"
#include "storage/migration.hpp"
#include "storage/schema.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::chrono_literals;
using support::Child;
using support::Folder;
using support::Raw;
using support::read_bytes;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

fs::path data_file(int format, const char* suffix) {
    return fs::path(LAURELS_SOURCE_DIR) / "tests/data" / ("format-" + std::to_string(format) + suffix);
}

TEST(Formats, HaveAFileEach) {
    // The newest gets its file at its release, and from then on keeps it.
    for (int format = 1; format < storage::schema_version; ++format) {
        EXPECT_TRUE(fs::exists(data_file(format, ".laurels"))) << "format " << format;
        EXPECT_TRUE(fs::exists(data_file(format, ".json"))) << "format " << format;
    }
}

/// A copy of a file of each older format, and what was in it.
class OldFiles : public testing::TestWithParam<int> {
  protected:
    void SetUp() override {
        fs::copy_file(data_file(GetParam(), ".laurels"), path);
        fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
        told = nlohmann::json::parse(read_bytes(data_file(GetParam(), ".json")));
        kept = Checkpoint::parse(told.at("checkpoint").get<std::string>());
    }

    std::int64_t version() { return Raw(path).number("PRAGMA user_version"); }

    void expect_records(const Registry& registry) {
        std::size_t records = 0;
        each_record([&]<class R>(const R&) {
            for (const R& record : registry.all<R>(Hidden::including)) {
                const std::string id = to_string(record.id);
                ASSERT_TRUE(told.at("records").contains(id)) << id;
                std::vector<std::vector<std::string>> history;
                for (const HistoryEntry& each : registry.history(record.id))
                    history.push_back(
                        {to_string(each.record), each.verb, each.field, each.before, each.after, each.reason});
                EXPECT_EQ(nlohmann::json(history), told.at("records").at(id).at("history")) << id;
                ++records;
            }
        });
        EXPECT_EQ(records, told.at("records").size());
    }

    void expect_as_told(const Registry& registry) {
        expect_records(registry);
        const Verification found = registry.verify(kept);
        EXPECT_TRUE(found.ok) << found.finding;
        EXPECT_EQ(found.checkpoint, kept) << "bringing it up to date is no change";
    }

    Folder folder;
    fs::path path = folder / "old.laurels";
    nlohmann::json told;
    Checkpoint kept;
};

INSTANTIATE_TEST_SUITE_P(Each, OldFiles, testing::Range(1, storage::schema_version));

TEST_P(OldFiles, HoldWhatWasInThem) {
    {
        Registry registry = Registry::open(path);
        expect_as_told(registry);
        EXPECT_EQ(registry.info().format, storage::schema_version);
    }
    EXPECT_EQ(version(), storage::schema_version);
    EXPECT_THAT(folder.names(), ElementsAre("old.laurels"));
    EXPECT_EQ(Raw(path).text("PRAGMA integrity_check"), "ok");
    expect_as_told(Registry::open(path, {.access = Access::read_only}));
}

TEST_P(OldFiles, CanBeWrittenOn) {
    Registry registry = Registry::open(path, {.actor = "tests"});
    const auto award = registry.add(Award{.name = "New"}).id;
    registry.void_(award, "a test");
    EXPECT_TRUE(registry.verify(kept).ok);
    EXPECT_EQ(registry.as_of(kept.change).count<Award>() + 1, registry.count<Award>(Hidden::including));
}

TEST_P(OldFiles, AreNotTouchedByReading) {
    const auto before = support::contents(folder);
    const auto error = thrown<ReadOnly>([&] { Registry::open(path, {.access = Access::read_only}); });
    EXPECT_THAT(error.what(), HasSubstr("file format " + std::to_string(GetParam())));
    EXPECT_THAT(error.what(), HasSubstr("format " + std::to_string(storage::schema_version)));
    EXPECT_THAT(error.what(), HasSubstr("open it once for writing"));
    EXPECT_TRUE(support::contents(folder) == before);
}

TEST_P(OldFiles, WhoseWriterDiedOnTheWayAreAsTheyWere) {
    const std::string before = read_bytes(path);
    const Child died([&] {
        storage::Connection connection(path.string(), SQLite::OPEN_READWRITE, {.cache_mb = 1, .foreign_keys = false});
        connection.execute("BEGIN IMMEDIATE");
        storage::rebuild_state(connection);
        sqlite3_db_cacheflush(connection.database().getHandle());
        return ::kill(::getpid(), SIGKILL) == 0;
    });
    EXPECT_FALSE(died.went_well());
    EXPECT_FALSE(read_bytes(path) == before) << "it was in the middle of it";
    EXPECT_THAT(folder.names(), ElementsAre("old.laurels", "old.laurels-journal"));
    EXPECT_EQ(version(), GetParam()) << "which plays the journal back";
    EXPECT_TRUE(read_bytes(path) == before);
    EXPECT_THAT(folder.names(), ElementsAre("old.laurels"));
    expect_as_told(Registry::open(path));
}

TEST_P(OldFiles, AreOldOrNewWheneverTheirWriterDies) {
    const std::string before = read_bytes(path);
    for (int step = 0; step < 30; ++step) {
        support::write_bytes(path, before);
        const Child opens([&] {
            Registry::open(path);
            return true;
        });
        std::this_thread::sleep_for(step * 1ms);
        opens.kill();
        if (version() == GetParam()) {  // which plays a journal back
            EXPECT_TRUE(read_bytes(path) == before) << step;
        }
        expect_as_told(Registry::open(path));
        EXPECT_THAT(folder.names(), ElementsAre("old.laurels"));
    }
}

TEST_P(OldFiles, WhoseJournalDoesNotAddUpStayAsTheyAre) {
    // The last two can be replayed, and only their digests tell.
    for (const char* edit : {"payload = replace(payload, '\"name\"', '\"nome\"')", "previous = 1", "format = 99",
                             "payload = replace(payload, 'Fleet', 'Fleed')", "salt = zeroblob(16)"}) {
        fs::remove(path);
        fs::copy_file(data_file(GetParam(), ".laurels"), path);
        Raw(path).run("DROP TRIGGER event_no_update; UPDATE event SET " + std::string(edit) + " WHERE seq IN (2, 20)");
        const auto before = support::contents(folder);
        EXPECT_EQ(thrown<Damaged>([&] { Registry::open(path); }).path, path) << edit;
        EXPECT_TRUE(support::contents(folder) == before) << edit;
        EXPECT_EQ(version(), GetParam());
    }
}

TEST_P(OldFiles, OfWhichAPartIsMissingStayAsTheyAre) {
    Raw(path).run("DROP TRIGGER change_no_update");
    const auto before = support::contents(folder);
    const auto error = thrown<Damaged>([&] { Registry::open(path); });
    EXPECT_THAT(error.what(), HasSubstr("change_no_update"));
    EXPECT_THAT(error.what(), HasSubstr("left as it is"));
    EXPECT_TRUE(support::contents(folder) == before);
}

TEST_P(OldFiles, AreBroughtUpToDateOnceByThoseWhoOpenThemTogether) {
    const auto opens = [&](int writer) {
        return [this, writer] {
            Registry registry = Registry::open(path, {.actor = "tests", .timeout = 30s});
            registry.add(Award{.name = "of writer " + std::to_string(writer)});
            return registry.verify(kept).ok;
        };
    };
    const Child first(opens(1));
    const Child second(opens(2));
    const Child third(opens(3));
    EXPECT_TRUE(first.went_well());
    EXPECT_TRUE(second.went_well());
    EXPECT_TRUE(third.went_well());
    Registry registry = Registry::open(path);
    EXPECT_EQ(registry.checkpoint().change, kept.change + 3);
    expect_records(registry.as_of(kept.change));
}

TEST_P(OldFiles, AreBroughtUpToDateByThreadsToo) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] { EXPECT_EQ(Registry::open(path, {.timeout = 30s}).checkpoint(), kept); });
    for (std::thread& thread : threads) thread.join();
    expect_as_told(Registry::open(path));
}

/// What is in the first of them, in typed fields.
class FirstFormat : public OldFiles {};
INSTANTIATE_TEST_SUITE_P(The, FirstFormat, testing::Values(1));

TEST_P(FirstFormat, HoldsItsFields) {
    const Registry registry = Registry::open(path);
    EXPECT_EQ(registry.count<Nominee>(), 3U);
    EXPECT_EQ(registry.count<Nomination>(), 2U);
    EXPECT_EQ(registry.count<Credit>(), 3U);
    EXPECT_EQ(registry.count<Claim>(), 0U);
    const Award award = registry.get(Id<Award>(1));
    EXPECT_EQ(award.aliases, (std::vector<Alias>{{"Fleet Safety Awards", "2005/2015"_date}}));
    EXPECT_FALSE(award.voided);
    EXPECT_EQ(award.merged_into, std::nullopt);
    const Nomination joint = registry.get(Id<Nomination>(1));
    EXPECT_EQ(joint.stage, Stage::shortlisted);
    EXPECT_EQ(joint.reached, (Reached{{Stage::shortlisted, When("2025-08-01"_date)}}));
    EXPECT_EQ(joint.outcome, Outcome::won);
    EXPECT_EQ(joint.share, Fraction::parse("1/2"));
    EXPECT_EQ(joint.acceptance, Acceptance::accepted);
    ASSERT_EQ(joint.credits.size(), 2U);
    EXPECT_EQ(joint.credits[1].standing, Standing::declined);
    EXPECT_EQ(registry.get(Id<Series>(2)).succeeds, std::vector{Id<Series>(1)});
    EXPECT_EQ(registry.get(Id<Ceremony>(1)).date, When::parse("2025-09-25T19:00[Europe/London]"));
    EXPECT_EQ(registry.get(Id<Evidence>(1)).measure->after.value.text(), "1075.50");
    EXPECT_EQ(registry.get(Id<Cost>(2)).amount, -500);
    EXPECT_EQ(registry.find<Nominee>("fleet services").identifiers, (Identifiers{{"wikidata", "Q42"}}));
    EXPECT_EQ(registry.winners(Id<Category>(1)).at(0).nominees, std::vector<std::string>{"Fleet Services"});
    EXPECT_EQ(registry.known_on("2025-08-31"_date).get(Id<Nominee>(2)).name, "Fleet");
}

// --- Newer ones ------------------------------------------------------------------------------------------------------

TEST(NewerFiles, AreRefusedByBothNumbersAndNotTouched) {
    const Folder folder;
    const fs::path path = folder / "new.laurels";
    { Registry::open(path).add(Award{.name = "A"}); }
    const int newer = storage::schema_version + 1;
    Raw(path).run("PRAGMA user_version = " + std::to_string(newer));
    const auto before = support::contents(folder);
    for (const Access access : {Access::read_write, Access::read_only}) {
        const auto error = thrown<NewerFile>([&] { Registry::open(path, {.access = access}); });
        EXPECT_EQ(error.found, newer);
        EXPECT_EQ(error.supported, storage::schema_version);
        EXPECT_EQ(error.path, path);
        EXPECT_THAT(error.what(), HasSubstr("file format " + std::to_string(newer)));
        EXPECT_THAT(error.what(), HasSubstr("reads up to " + std::to_string(storage::schema_version)));
    }
    EXPECT_TRUE(support::contents(folder) == before);
}

}  // namespace
