// What doctor() says of files, each made so; and that it never writes.

#include "children.hpp"
#include "storage/schema.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace {

using namespace laurels;
using support::as_nobody;
using support::contents;
using support::Folder;
using support::Raw;
using support::read_bytes;
using support::write_bytes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace fs = std::filesystem;

class Doctor : public testing::Test {
  protected:
    void make_registry() {
        Registry registry = Registry::open(path, {.actor = "tests"});
        support::make_world(registry);
        registry.claim(Id<Award>(1), "name", "CYPN Awards");
    }

    /// What is said of the file, during which nothing in the folder changes.
    Diagnosis look(const fs::path& at) {
        const auto before = contents(folder);
        Diagnosis said = doctor(at);
        EXPECT_TRUE(contents(folder) == before) << "it wrote";
        EXPECT_EQ(said.ok, std::ranges::none_of(said.findings, &Diagnosis::Finding::bad));
        EXPECT_EQ(static_cast<bool>(said), said.ok);
        EXPECT_THAT(said.findings, Not(IsEmpty()));
        EXPECT_THAT(said.text(), HasSubstr(said.ok ? "' is well" : "' is not well"));
        for (const auto& finding : said.findings) {
            EXPECT_THAT(said.text(), HasSubstr(finding.what));
            EXPECT_THAT(said.text(), HasSubstr(finding.advice));
            EXPECT_TRUE(!finding.bad || !finding.advice.empty()) << finding.what;
        }
        return said;
    }
    Diagnosis look() { return look(path); }

    /// The one thing that is wrong, with what can be done.
    Diagnosis::Finding wrong(const fs::path& at) {
        const Diagnosis said = look(at);
        EXPECT_FALSE(said.ok) << said.text();
        EXPECT_EQ(std::ranges::count_if(said.findings, &Diagnosis::Finding::bad), 1) << said.text();
        return said.findings.at(0);
    }
    Diagnosis::Finding wrong() { return wrong(path); }

    /// Takes the guards of the journal off, changes something, and puts them back as they were.
    void behind_its_back(const std::string& sql) {
        Raw raw(path);
        const auto triggers = raw.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
        for (const auto& trigger : triggers) raw.run("DROP TRIGGER " + trigger[0]);
        raw.run(sql);
        for (const auto& trigger : triggers) raw.run(trigger[1]);
    }

    Folder folder;
    fs::path path = folder / "awards.laurels";
};

TEST_F(Doctor, FindsNothingWrongWithAFileThatIsWell) {
    make_registry();
    const Diagnosis said = look();
    EXPECT_TRUE(said.ok);
    EXPECT_EQ(said.path, path);
    ASSERT_EQ(said.findings.size(), 1U) << said.text();
    EXPECT_FALSE(said.findings[0].bad);
    EXPECT_THAT(said.findings[0].what, HasSubstr("nothing is wrong: 8 events in 7 changes"));
    EXPECT_EQ(said.findings[0].advice, "");
    EXPECT_EQ(said.text(), "'" + path.string() + "' is well\n- " + said.findings[0].what);
}

TEST_F(Doctor, LooksAtAFileThatIsOpenHere) {
    Registry registry = Registry::open(path);
    support::make_world(registry);
    EXPECT_TRUE(look().ok);
    auto change = registry.transaction();
    change.add(Award{.name = "A"});
    EXPECT_TRUE(look().ok) << "what is not committed is not looked at";
    change.commit();
    EXPECT_THAT(look().findings.at(0).what, HasSubstr("in 7 changes"));
    EXPECT_NO_THROW(registry.add(Award{.name = "B"})) << "and its locks are where they were";
}

TEST_F(Doctor, FindsARegistryWithoutAnyRecordWell) {
    { Registry::open(path); }
    EXPECT_THAT(look().findings.at(0).what, HasSubstr("nothing is wrong: 0 events in 0 changes"));
}

// --- From the outside ------------------------------------------------------------------------------------------------

TEST_F(Doctor, FindsWhatIsNotThere) {
    EXPECT_THAT(wrong().what, HasSubstr("there is no file"));
    EXPECT_THAT(wrong(folder / "missing/awards.laurels").what, HasSubstr("there is no folder"));
    EXPECT_THAT(wrong("").what, HasSubstr("no file was named"));
    write_bytes(path.string() + "-journal", "x");
    EXPECT_THAT(wrong().what, HasSubstr("but its journal"));
    EXPECT_THAT(wrong().advice, HasSubstr("put it back beside its journal"));
}

TEST_F(Doctor, FindsWhatIsNoFile) {
    EXPECT_THAT(wrong(folder.path()).what, HasSubstr("is a folder"));
    const auto pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const Diagnosis said = doctor(pipe);
    EXPECT_FALSE(said.ok);
    EXPECT_THAT(said.findings.at(0).what, HasSubstr("no regular file"));
}

TEST_F(Doctor, FindsWhatMayNotBeReadOrWritten) {
    make_registry();
    const auto says = [&](const std::string& what, bool ok) {
        return as_nobody([&] {
            const Diagnosis said = doctor(path);
            const bool told = said.text().find(what) != std::string::npos && said.ok == ok;
            if (!told) std::fprintf(stderr, "%s\n", said.text().c_str());
            return told;
        });
    };
    const auto before = contents(folder);
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(path, fs::perms(0444));
    EXPECT_TRUE(says("may be read by this user, but not written", true));
    fs::permissions(path, fs::perms(0666));
    if (::geteuid() != 0) fs::permissions(folder.path(), fs::perms(0555));
    EXPECT_TRUE(says("a change needs a journal beside the file", true));
    fs::permissions(path, fs::perms(0000));
    EXPECT_TRUE(says("may not be read by this user", false));
    fs::permissions(folder.path(), fs::perms(0000));
    EXPECT_TRUE(says("cannot be reached", false));
    fs::permissions(folder.path(), fs::perms(0755));
    fs::permissions(path, fs::perms(0644));
    EXPECT_TRUE(contents(folder) == before);
}

TEST_F(Doctor, RemarksThatTheDiskIsNearlyFull) {
    make_registry();
    std::error_code error;
    fs::resize_file(path, fs::space(folder.path()).available + (1U << 30U), error);  // with a hole, which takes no room
    if (error) GTEST_SKIP() << "no file with a hole can be made here";
    const Diagnosis said = doctor(path);
    EXPECT_TRUE(said.ok) << said.text();
    ASSERT_EQ(said.findings.size(), 2U);
    EXPECT_THAT(said.findings[1].what, HasSubstr("free, less than the file has"));
    EXPECT_THAT(said.findings[1].advice, HasSubstr("make room"));
}

// --- From its header -------------------------------------------------------------------------------------------------

TEST_F(Doctor, FindsWhatIsEmpty) {
    write_bytes(path, "");
    EXPECT_THAT(wrong().what, HasSubstr("is empty"));
}

TEST_F(Doctor, FindsWhatIsNoSqlite) {
    for (const std::string& bytes :
         {std::string("x"), std::string("name,year\nBooker,1969\n"), std::string(8192, '\0')}) {
        write_bytes(path, bytes);
        EXPECT_THAT(wrong().what, HasSubstr("is not an SQLite file"));
    }
}

TEST_F(Doctor, FindsWhatIsAnotherPrograms) {
    Raw(path).run("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    EXPECT_THAT(wrong().what, HasSubstr("another program"));
}

TEST_F(Doctor, FindsWhatIsOfANewerFormat) {
    make_registry();
    Raw(path).run("PRAGMA user_version = " + std::to_string(storage::schema_version + 1));
    EXPECT_THAT(wrong().what, HasSubstr("newer Laurels"));
    EXPECT_THAT(wrong().advice, HasSubstr("update Laurels"));
}

TEST_F(Doctor, RemarksThatAFormatIsOlderAndLooksAtItAsItWillBe) {
    fs::copy_file(fs::path(LAURELS_SOURCE_DIR) / "tests/data/format-1.laurels", path);
    const Diagnosis said = look();
    EXPECT_TRUE(said.ok) << said.text();
    ASSERT_EQ(said.findings.size(), 2U);
    EXPECT_THAT(said.findings[0].what, HasSubstr("nothing is wrong: 31 events in 16 changes"));
    EXPECT_THAT(said.findings[1].what, HasSubstr("file format 1"));
    EXPECT_THAT(said.findings[1].advice, HasSubstr("brought up to date when it is opened for writing"));
    behind_its_back("UPDATE event SET payload = replace(payload, 'Fleet', 'Fleed') WHERE seq = 2");
    EXPECT_THAT(wrong().what, HasSubstr("event 2 was altered"));
    behind_its_back("UPDATE event SET payload = '{}' WHERE seq = 3");
    EXPECT_FALSE(look().ok);
}

TEST_F(Doctor, FindsWhatEndsEarly) {
    make_registry();
    const std::string whole = read_bytes(path);
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{4096}, std::size_t{50}}) {
        write_bytes(path, whole.substr(0, size));
        EXPECT_THAT(wrong().what, HasSubstr("ends after " + std::to_string(size))) << size;
    }
}

TEST_F(Doctor, FindsTheModeInWhichReadingWrites) {
    make_registry();
    Raw(path).run("PRAGMA journal_mode = WAL");
    EXPECT_THAT(wrong().what, HasSubstr("WAL mode"));
    { Registry::open(path).add(Award{.name = "puts it right"}); }
    EXPECT_TRUE(look().ok);
}

// --- From the inside -------------------------------------------------------------------------------------------------

TEST_F(Doctor, FindsWhatWasLeftInTheMiddleOfAWrite) {
    make_registry();
    const auto crashed = folder / "crashed.laurels";
    {
        Raw raw(path);
        raw.run("PRAGMA cache_size = 1; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; UPDATE award SET notes = 'half'");
        sqlite3_db_cacheflush(raw.handle());
        fs::copy_file(path, crashed);
        fs::copy_file(path.string() + "-journal", crashed.string() + "-journal");
        raw.run("ROLLBACK");
    }
    EXPECT_THAT(wrong(crashed).what, HasSubstr("left in the middle of a write"));
    EXPECT_THAT(wrong(crashed).advice, HasSubstr("keep the two together"));
    { Registry::open(crashed); }
    EXPECT_TRUE(look(crashed).ok);
}

TEST_F(Doctor, RemarksThatSomeoneIsWriting) {
    make_registry();
    Raw other(path);
    other.run("BEGIN IMMEDIATE; UPDATE award SET notes = 'being written'");
    const Diagnosis said = look();
    EXPECT_TRUE(said.ok) << said.text();
    ASSERT_EQ(said.findings.size(), 2U);
    EXPECT_THAT(said.findings[1].what, HasSubstr("someone is writing the file now"));
    other.run("ROLLBACK");
}

TEST_F(Doctor, FindsBrokenPages) {
    make_registry();
    const std::int64_t root = Raw(path).number("SELECT rootpage FROM sqlite_schema WHERE name = 'edition_award'");
    std::string bytes = read_bytes(path);
    bytes.replace(static_cast<std::size_t>(root - 1) * 4096, 4096, 4096, '\x5a');
    write_bytes(path, bytes);
    EXPECT_THAT(wrong().what, HasSubstr("damaged"));
}

TEST_F(Doctor, FindsEveryBrokenPage) {
    make_registry();
    const std::string whole = read_bytes(path);
    for (std::size_t page = 0; page < whole.size() / 4096; ++page) {
        std::string bytes = whole;
        bytes.replace(page * 4096, 4096, 4096, '\x5a');
        write_bytes(path, bytes);
        EXPECT_FALSE(look().ok) << "page " << page + 1;
    }
}

TEST_F(Doctor, FindsAnAlteredSchema) {
    make_registry();
    Raw(path).run("CREATE INDEX my_own ON award (notes)");
    EXPECT_THAT(wrong().what, HasSubstr("'my_own' is not as Laurels made it"));
    EXPECT_THAT(wrong().advice, HasSubstr("backup()"));
}

TEST_F(Doctor, FindsAnEditedJournal) {
    make_registry();
    behind_its_back("UPDATE event SET payload = replace(payload, 'Lancashire', 'Yorkshire')");
    EXPECT_THAT(wrong().what, HasSubstr("event 4 was altered"));
    EXPECT_THAT(wrong().advice, HasSubstr("not to be relied on from there on"));
}

TEST_F(Doctor, FindsEditedTables) {
    make_registry();
    Raw(path).run("UPDATE edition SET label = '2026'");
    EXPECT_THAT(wrong().what, HasSubstr("edition:1 is not what the journal gives"));
    EXPECT_THAT(wrong().advice, HasSubstr("as_of(7)"));
}

TEST_F(Doctor, FindsWhatSaysNothingValid) {
    make_registry();
    behind_its_back("UPDATE change SET payload = CAST(x'ff' AS TEXT)");
    EXPECT_FALSE(look().ok);
    behind_its_back("UPDATE meta SET value = 'x' WHERE key = 'least_reader'");
    EXPECT_THAT(wrong().what, HasSubstr("which versions can read it"));
}

}  // namespace
