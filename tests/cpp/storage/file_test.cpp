// Opening: what is made, what is refused, and that what is refused keeps its bytes.

#include "children.hpp"
#include "storage/schema.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

#include <cerrno>

namespace {

using namespace laurels;
using namespace std::chrono_literals;
using support::as_nobody;
using support::contents;
using support::Folder;
using support::Raw;
using support::read_bytes;
using support::thrown;
using support::write_bytes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t page_size = 4096;

class Files : public testing::Test {
  protected:
    /// Opens it for writing and for reading, which must fail with this error and touch nothing in the folder.
    template <class E>
    E refused(const std::filesystem::path& file) {
        const auto before = contents(folder);
        EXPECT_EQ(thrown<E>([&] { Registry::open(file, {.access = Access::read_only}); }).path, file);
        const E error = thrown<E>([&] { Registry::open(file); });
        EXPECT_EQ(error.path, file);
        EXPECT_THAT(error.what(), HasSubstr(file.filename().string()));
        EXPECT_TRUE(contents(folder) == before) << "bytes changed";
        return error;
    }

    /// A registry with something in each table, closed again.
    void make_registry() {
        Registry registry = Registry::open(path);
        auto change = registry.transaction();
        support::make_world(change);
        for (int i = 0; i < 200; ++i) change.add(Award{.name = "Award " + std::to_string(i)});
        change.commit();
    }

    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
};

// --- What is made ------------------------------------------------------------------------------------------------

TEST_F(Files, AreMadeWhereThereIsNone) {
    Registry registry = Registry::open(path);
    EXPECT_TRUE(registry.is_open());
    EXPECT_FALSE(registry.read_only());
    EXPECT_EQ(registry.path(), path);
    EXPECT_THAT(registry.uuid(), testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                                       "[0-9a-f]{12}"));
    EXPECT_TRUE(registry.verify().ok);
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels"));
}

TEST_F(Files, AreMarkedAsOurs) {
    { Registry::open(path); }
    Raw raw(path);
    EXPECT_EQ(raw.number("PRAGMA application_id"), 0x4c415552);
    EXPECT_EQ(read_bytes(path).substr(68, 4), "LAUR");
    EXPECT_EQ(raw.number("PRAGMA user_version"), storage::schema_version);
    EXPECT_EQ(raw.text("PRAGMA journal_mode"), "delete");
    EXPECT_EQ(raw.text("PRAGMA integrity_check"), "ok");
}

TEST_F(Files, KeepTheirUuidAndTheirRecords) {
    std::string uuid;
    {
        Registry registry = Registry::open(path);
        uuid = registry.uuid();
        registry.add(Award{.name = "A"});
    }
    Registry again = Registry::open(path);
    EXPECT_EQ(again.uuid(), uuid);
    EXPECT_EQ(again.get(Id<Award>(1)).name, "A");
}

TEST_F(Files, MayBeEmptyBefore) {
    write_bytes(path, "");
    EXPECT_NO_THROW(Registry::open(path).add(Award{.name = "A"}));
}

TEST_F(Files, AreNotMadeWhereTheOptionsSaySo) {
    EXPECT_EQ(thrown<MissingFile>([&] { Registry::open(path, {.create = Create::never}); }).code, ENOENT);
    EXPECT_THROW(Registry::open(path, {.access = Access::read_only}), MissingFile);
    EXPECT_THAT(folder.names(), IsEmpty());
    write_bytes(path, "");
    EXPECT_THROW(Registry::open(path, {.create = Create::never}), NotLaurels);
    EXPECT_THROW(Registry::open(path, {.access = Access::read_only}), NotLaurels);
    EXPECT_EQ(read_bytes(path), "");
}

TEST_F(Files, AreNotTouchedByReading) {
    make_registry();
    const auto before = contents(folder);
    {
        Registry reader = Registry::open(path, {.access = Access::read_only});
        EXPECT_EQ(reader.count<Award>(), 201U);
        EXPECT_TRUE(reader.verify().ok);
        EXPECT_EQ(reader.as_of(1).count<Award>(), 201U);
        Registry writer = Registry::open(path);
        EXPECT_EQ(writer.count<Award>(), 201U);
    }
    EXPECT_TRUE(contents(folder) == before);
}

TEST_F(Files, MayHaveAnyName) {
    for (const std::string name : {"with space", "ünï 漢", "a?b=c&mode=ro#x", "%41", "'quoted'", "file:x"}) {
        {
            Registry::open(folder / name).add(Award{.name = "A"});
        }
        EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
        EXPECT_EQ(Registry::open(folder / name, {.access = Access::read_only}).count<Award>(), 1U) << name;
    }
}

TEST_F(Files, InMemoryLeaveNothingBehind) {
    EXPECT_EQ(Registry::in_memory().path(), std::filesystem::path());
    EXPECT_TRUE(Registry::in_memory().verify().ok);
    Registry one = Registry::in_memory();
    Registry other = Registry::in_memory();
    one.add(Award{.name = "A"});
    EXPECT_EQ(other.count<Award>(), 0U);
    EXPECT_NE(one.uuid(), other.uuid());
    EXPECT_THROW(Registry::open(":memory:"), FileError);
    EXPECT_THROW(Registry::open(""), FileError);
}

// --- What is no file of ours -----------------------------------------------------------------------------------------

TEST_F(Files, ThatAreNoSqliteAreRefused) {
    for (const std::string& bytes :
         {std::string("x"), std::string("a text, not a database\n"), std::string(5000, 'x'), std::string(8192, '\0'),
          std::string("SQLite format 2") + std::string(4096, 'x'), std::string("\0", 1)}) {
        write_bytes(path, bytes);
        SCOPED_TRACE(bytes.substr(0, 16) + " " + std::to_string(bytes.size()));
        EXPECT_THAT(refused<NotLaurels>(path).what(), HasSubstr("not an SQLite file"));
    }
}

TEST_F(Files, OfAnotherProgramAreRefused) {
    Raw(path).run("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    EXPECT_THAT(refused<NotLaurels>(path).what(), HasSubstr("another program"));
}

TEST_F(Files, OfAnotherProgramWithAMarkOfItsOwnAreRefused) {
    Raw(path).run("PRAGMA application_id = 7; CREATE TABLE t (x)");
    refused<NotLaurels>(path);
}

TEST_F(Files, OfAnotherProgramInWalModeAreRefused) {
    Raw(path).run("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    refused<NotLaurels>(path);
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels"));
}

TEST_F(Files, OfAnotherProgramThatIsWritingItAreRefused) {
    Raw other(path);
    other.run("PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA wal_autocheckpoint = 0; INSERT INTO t VALUES (1)");
    refused<NotLaurels>(path);
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels", "awards.laurels-shm", "awards.laurels-wal"));
    other.run("INSERT INTO t VALUES (2)");
    EXPECT_EQ(other.number("SELECT count(*) FROM t"), 2);
}

/// Leaves a file in the middle of a change, as a process that was killed does: with a journal that is to be played
/// back. `write` prepares the file, `half` runs in the change.
void leave_hot_journal(const std::filesystem::path& path, const std::filesystem::path& with, const std::string& half) {
    Raw raw(path);
    raw.run("PRAGMA cache_size = 1; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; " + half);
    sqlite3_db_cacheflush(raw.handle());
    std::filesystem::copy_file(path, with);
    std::filesystem::copy_file(path.string() + "-journal", with.string() + "-journal");
    raw.run("ROLLBACK");
}

TEST_F(Files, OfAnotherProgramThatDiedKeepTheirJournal) {
    const auto other = folder / "other.db";
    Raw(other).run("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(20000))");
    leave_hot_journal(other, path, "UPDATE t SET x = randomblob(20000)");
    refused<NotLaurels>(path);
    EXPECT_TRUE(std::filesystem::exists(path.string() + "-journal"));
    EXPECT_EQ(Raw(path).text("SELECT hex(x) = hex(zeroblob(20000)) FROM t"), "1") << "its owner can recover it";
}

TEST_F(Files, OfOursThatWereLeftInAChangeRecover) {
    make_registry();
    const auto crashed = folder / "crashed.laurels";
    leave_hot_journal(path, crashed, "UPDATE award SET notes = 'half written'");
    const auto error = thrown<ReadOnly>([&] { Registry::open(crashed, {.access = Access::read_only}); });
    EXPECT_THAT(error.what(), HasSubstr("open it once for writing"));
    {
        Registry registry = Registry::open(crashed);
        EXPECT_EQ(registry.get(Id<Award>(1)).notes, "");
        EXPECT_TRUE(registry.verify().ok);
    }
    EXPECT_NO_THROW(Registry::open(crashed, {.access = Access::read_only}));
}

TEST_F(Files, OfOursThatWerePutIntoWalModeArePutRight) {
    make_registry();
    Raw(path).run("PRAGMA journal_mode = WAL");
    Registry::open(path).add(Award{.name = "after it"});
    EXPECT_EQ(Raw(path).text("PRAGMA journal_mode"), "delete");
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels"));
    EXPECT_TRUE(Registry::open(path).verify().ok);
}

TEST_F(Files, MarkedAsOursWithoutOurTablesAreDamaged) {
    Raw(path).run("PRAGMA application_id = 1279350098; CREATE TABLE t (x)");
    refused<Damaged>(path);
}

TEST_F(Files, OfANewerVersionAreRefused) {
    make_registry();
    Raw(path).run("PRAGMA user_version = 7");
    const auto error = refused<NewerFile>(path);
    EXPECT_EQ(error.found, 7);
    EXPECT_EQ(error.supported, storage::schema_version);
    EXPECT_THAT(error.what(), HasSubstr("update Laurels"));
}

TEST_F(Files, OfAVersionThatNeverWasAreDamagedAndNotBroughtUpToDate) {
    make_registry();
    for (const char* version : {"0", "-1", "-2147483648"}) {
        Raw(path).run(std::string("PRAGMA user_version = ") + version);
        EXPECT_THAT(refused<Damaged>(path).what(), HasSubstr(std::string("no file format ") + version));
    }
}

// --- Folders and rights ------------------------------------------------------------------------------------------

TEST_F(Files, WithANameThatIsTooLongAreRefused) {
    EXPECT_EQ(thrown<FileError>([&] { Registry::open(folder / std::string(300, 'a')); }).code, ENAMETOOLONG);
}

TEST_F(Files, InAMissingFolderAreRefused) {
    const auto error = thrown<MissingFile>([&] { Registry::open(folder / "missing/awards.laurels"); });
    EXPECT_EQ(error.code, ENOENT);
    EXPECT_EQ(error.path, folder / "missing/awards.laurels");
    EXPECT_THAT(folder.names(), IsEmpty());
    write_bytes(folder / "file", "x");
    EXPECT_THROW(Registry::open(folder / "file/awards.laurels"), MissingFile);
}

TEST_F(Files, ThatAreFoldersAreRefused) {
    EXPECT_EQ(thrown<FileError>([&] { Registry::open(folder.path()); }).code, EISDIR);
    EXPECT_THAT(folder.names(), IsEmpty());
}

template <class E, class Action>
bool throws(const Action& action) {
    try {
        action();
    } catch (const E&) {
        return true;
    }
    return false;
}

TEST_F(Files, ThatCanOnlyBeReadOpenForReading) {
    make_registry();
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(path, std::filesystem::perms(0444));
    const auto before = contents(folder);
    EXPECT_TRUE(as_nobody([&] {
        return throws<ReadOnly>([&] { Registry::open(path); }) &&
               Registry::open(path, {.access = Access::read_only}).count<Award>() == 201 &&
               Registry::open(path, {.access = Access::read_only}).verify().ok;
    }));
    EXPECT_TRUE(contents(folder) == before);
}

TEST_F(Files, ThatMayNotBeReadAreRefused) {
    make_registry();
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(path, std::filesystem::perms(0000));
    EXPECT_TRUE(as_nobody([&] {
        return throws<FileError>([&] { Registry::open(path); }) &&
               throws<FileError>([&] { Registry::open(path, {.access = Access::read_only}); });
    }));
}

TEST_F(Files, AreNotMadeInAFolderThatMayNotBeWritten) {
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0555));
    EXPECT_TRUE(as_nobody([&] { return throws<FileError>([&] { Registry::open(path); }); }));
    EXPECT_THAT(folder.names(), IsEmpty());
}

// --- Damage ------------------------------------------------------------------------------------------------------

TEST_F(Files, ThatWereTruncatedAreDamagedWhereverTheyEnd) {
    make_registry();
    const std::string whole = read_bytes(path);
    ASSERT_EQ(whole.size() % page_size, 0U);
    const auto cut = folder / "cut.laurels";
    for (std::size_t size = page_size; size < whole.size(); size += page_size) {
        SCOPED_TRACE(size);
        write_bytes(cut, whole.substr(0, size));
        refused<Damaged>(cut);
    }
    for (const std::size_t size : {16UL, 90UL, 100UL, 511UL, 512UL, page_size - 1, page_size + 1, whole.size() - 1}) {
        SCOPED_TRACE(size);
        write_bytes(cut, whole.substr(0, size));
        refused<Damaged>(cut);
    }
}

TEST_F(Files, WithABrokenPageAreFoundOutAtATouchAndByVerify) {
    make_registry();
    const std::string whole = read_bytes(path);
    std::size_t opened = 0;
    for (std::size_t page = 1; page < whole.size() / page_size; ++page) {
        std::string bytes = whole;
        bytes.replace(page * page_size, page_size, page_size, '\x5a');
        write_bytes(path, bytes);
        try {
            Registry registry = Registry::open(path, {.access = Access::read_only});
            ++opened;
            const Verification found = registry.verify();
            EXPECT_FALSE(found.ok) << "page " << page + 1;
            EXPECT_NE(found.finding, "");
        } catch (const Damaged& error) {
            EXPECT_EQ(error.path, path);
        }
        EXPECT_TRUE(read_bytes(path) == bytes);
    }
    EXPECT_GT(opened, 10U) << "opening does not read everything";
}

TEST_F(Files, WithABrokenPageGiveAnErrorWhenItIsRead) {
    make_registry();
    const std::int64_t root_page = Raw(path).number("SELECT rootpage FROM sqlite_schema WHERE name = 'award'");
    std::string bytes = read_bytes(path);
    bytes.replace(static_cast<std::size_t>(root_page - 1) * page_size, page_size, page_size, '\x5a');
    write_bytes(path, bytes);
    Registry registry = Registry::open(path);
    EXPECT_EQ(registry.count<Edition>(), 1U) << "what is whole can be read";
    EXPECT_EQ(thrown<Damaged>([&] { registry.all<Award>(); }).path, path);
    EXPECT_EQ(thrown<Damaged>([&] { registry.get(Id<Award>(1)); }).path, path);
    EXPECT_THROW(registry.add(Award{.name = "B"}), Damaged);
    registry.close();
    EXPECT_TRUE(read_bytes(path) == bytes);
}

TEST_F(Files, WhoseRowsSayNothingValidAreDamaged) {
    make_registry();
    Raw(path).run("UPDATE edition SET date = '2025-13'");
    Registry registry = Registry::open(path);
    const auto error = thrown<Damaged>([&] { registry.get(Id<Edition>(1)); });
    EXPECT_EQ(error.path, path);
    EXPECT_THAT(error.what(), HasSubstr("edition:1"));
}

// --- Backups -----------------------------------------------------------------------------------------------------

class Backups : public Files {};

TEST_F(Backups, AreEqualOpenAndVerify) {
    make_registry();
    Registry registry = Registry::open(path);
    const auto copy = folder / "copy.laurels";
    registry.backup(copy);
    constexpr std::size_t header = 100;  // with SQLite's own count of writes
    EXPECT_TRUE(read_bytes(copy).substr(header) == read_bytes(path).substr(header));
    Registry opened = Registry::open(copy);
    EXPECT_EQ(opened.uuid(), registry.uuid());
    EXPECT_EQ(opened.checkpoint(), registry.checkpoint());
    EXPECT_EQ(opened.all<Nomination>(), registry.all<Nomination>());
    EXPECT_TRUE(opened.verify(registry.checkpoint()).ok);
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels", "copy.laurels"));
    opened.add(Award{.name = "only there"});
    EXPECT_EQ(registry.count<Award>() + 1, opened.count<Award>());
}

TEST_F(Backups, AreOfWhatIsCommitted) {
    Registry registry = Registry::open(path);
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    registry.backup(folder / "copy.laurels");
    EXPECT_EQ(Registry::open(folder / "copy.laurels").count<Award>(), 0U);
    change.commit();
}

TEST_F(Backups, AreMadeOfMemoryToo) {
    Registry registry = Registry::in_memory();
    registry.add(Award{.name = "A"});
    registry.backup(folder / "copy.laurels");
    Registry copy = Registry::open(folder / "copy.laurels");
    EXPECT_EQ(copy.all<Award>(), registry.all<Award>());
    EXPECT_TRUE(copy.verify(registry.checkpoint()).ok);
}

TEST_F(Backups, NeverReplaceAFile) {
    make_registry();
    Registry registry = Registry::open(path);
    write_bytes(folder / "there", "mine");
    std::filesystem::create_symlink(folder / "nowhere", folder / "link");
    const auto before = contents(folder);
    const auto error = thrown<FileError>([&] { registry.backup(folder / "there"); });
    EXPECT_EQ(error.code, EEXIST);
    EXPECT_EQ(error.path, folder / "there");
    EXPECT_THROW(registry.backup(path), FileError);
    EXPECT_THROW(registry.backup(folder / "link"), FileError);
    EXPECT_THROW(registry.backup(folder / "missing/copy"), MissingFile);
    EXPECT_TRUE(contents(folder) == before);
}

TEST_F(Backups, LeaveFilesBesideTheTargetAlone) {
    make_registry();
    write_bytes(folder / "copy.laurels.partial", "mine");
    try {
        Registry::open(path).backup(folder / "copy.laurels");
    } catch (const FileError&) {}
    EXPECT_EQ(read_bytes(folder / "copy.laurels.partial"), "mine");
}

}  // namespace
