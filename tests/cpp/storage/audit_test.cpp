// verify: whatever is done to a file behind the library's back is found.

#include "model/text.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

#include <set>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::Folder;
using support::Raw;
using support::read_bytes;
using support::thrown;
using support::write_bytes;
using testing::HasSubstr;

/// Takes the guards of the journal off, changes something, and puts them back exactly as they were.
void behind_its_back(const std::filesystem::path& path, const std::string& sql) {
    Raw raw(path);
    raw.run("PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; BEGIN");
    const auto triggers = raw.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
    for (const auto& trigger : triggers) raw.run("DROP TRIGGER " + trigger[0]);
    raw.run(sql);
    for (const auto& trigger : triggers) raw.run(trigger[1]);
    raw.run("COMMIT");
}

class Tampering : public testing::Test {
  protected:
    void SetUp() override {
        {
            Registry registry = Registry::open(path, {.actor = "tests"});
            write(registry);
            kept = registry.checkpoint();
        }
        whole = read_bytes(path);
    }

    /// Three changes: one event; two events; one event about the first record again.
    virtual void write(Registry& registry) {
        registry.add(Award{.name = "Alpha"}, {.reason = "first"});
        auto change = registry.transaction({.reason = "the second"});
        change.add_all(std::vector<Nominee>{{.name = "Beta"}, {.name = "Gamma"}});
        change.commit();
        registry.revise(Id<Award>(1), [](auto& award) { award.url = "https://a.example/"; });
    }

    Verification verify() { return Registry::open(path, {.access = Access::read_only}).verify(); }

    /// What verify finds after this was done to the untouched file.
    Verification after(const std::string& sql) {
        write_bytes(path, whole);
        behind_its_back(path, sql);
        return verify();
    }
    void expect_found(const std::string& sql) {
        const Verification found = after(sql);
        EXPECT_FALSE(found.ok) << sql;
        EXPECT_NE(found.finding, "") << sql;
    }

    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    std::string whole;
    Checkpoint kept;
};

TEST_F(Tampering, OfNothingIsNotFound) {
    const Verification found = verify();
    EXPECT_TRUE(found.ok) << found.finding;
    EXPECT_TRUE(static_cast<bool>(found));
    EXPECT_EQ(found.changes, 3);
    EXPECT_EQ(found.events, 4);
    EXPECT_EQ(found.finding, "");
    EXPECT_EQ(found.checkpoint, kept);
    EXPECT_THAT(found.text(), HasSubstr("4 events in 3 changes"));
    const Verification same = after("SELECT 1");
    EXPECT_TRUE(same.ok) << "guards taken off and put back are as they were: " << same.finding;
}

TEST_F(Tampering, ThatTakesAnEventOutOfItsChangeIsRefusedByViews) {
    behind_its_back(path, "UPDATE event SET change = 99 WHERE seq = 2");
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    EXPECT_THROW(registry.known_on(Date::parse("9999-12-31")), Damaged);
}

TEST_F(Tampering, WithBytesThatAreNoTextIsRefusedInWords) {
    behind_its_back(path, "UPDATE award SET name = CAST(x'ff' AS TEXT); UPDATE meta SET value = CAST(x'ff' AS TEXT) "
                          "WHERE key = 'uuid'");
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    EXPECT_FALSE(model::invalid_utf8(thrown<Damaged>([&] { registry.all<Award>(); }).what()));
    for (const Verification& found : {registry.verify(), registry.verify(kept)}) {
        EXPECT_FALSE(found.ok);
        EXPECT_FALSE(model::invalid_utf8(found.finding));
    }
    const std::size_t name = whole.find("indexcost_subject") + 5;
    const std::size_t sql = whole.find("CREATE INDEX cost_subject");
    ASSERT_NE(sql, std::string::npos);
    support::write_bytes(path, whole);
    support::write_byte(path, name, '\xff');
    support::write_byte(path, sql, 'X');  // which SQLite refuses by that name
    EXPECT_FALSE(model::invalid_utf8(thrown<Damaged>([&] { Registry::open(path); }).what()));
}

// What was said of a nomination before it was known itself shows it by its name, for which its credits are looked for.
TEST_F(Tampering, WithTheTypeOfAnIdIsNoSurpriseToViews) {
    {
        Registry registry = Registry::open(path);
        const auto world = support::make_world(registry);
        registry.add(Evidence{.subject = world.nomination, .text = "seen"},
                     {.source = {.title = "Letter", .published = Date::parse("2020-01")}});
    }
    behind_its_back(path, "UPDATE event SET payload = replace(payload, '\"nomination\":1', '\"nomination\":\"1\"')");
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    EXPECT_EQ(registry.known_on(Date::parse("2020-06-01")).count<Evidence>(), 1U);
}

TEST_F(Tampering, OfAnEmptyRegistryIsNotFoundWhereThereIsNone) {
    Registry registry = Registry::in_memory();
    const Verification found = registry.verify();
    EXPECT_TRUE(found.ok);
    EXPECT_EQ(found.events, 0);
    EXPECT_TRUE(registry.verify(registry.checkpoint()).ok);
}

TEST_F(Tampering, WithAnyByteOfAnEventIsFoundAndNamesIt) {
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    for (const auto& row : Raw(path).rows("SELECT seq, payload, digest, salt FROM event")) {
        const std::int64_t seq = std::stoll(row[0]);
        for (const std::string& value : {row[1], row[2], row[3]}) {
            const std::size_t start = whole.find(value);
            ASSERT_NE(start, std::string::npos);
            for (std::size_t at = start; at < start + value.size(); ++at) {
                support::write_byte(path, at, static_cast<char>(whole[at] ^ 1));
                const Verification found = registry.verify();
                EXPECT_FALSE(found.ok) << "byte " << at;
                EXPECT_EQ(found.seq, seq) << "byte " << at << ": " << found.finding;
                support::write_byte(path, at, whole[at]);
            }
        }
    }
}

TEST_F(Tampering, WithAnyByteOfAChangeIsFound) {
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    for (const auto& row : Raw(path).rows("SELECT payload, digest, chain, salt FROM change WHERE id = 2")) {
        for (const std::string& value : row) {
            const std::size_t start = whole.find(value);
            ASSERT_NE(start, std::string::npos);
            for (std::size_t at = start; at < start + value.size(); ++at) {
                support::write_byte(path, at, static_cast<char>(whole[at] ^ 0x20));
                EXPECT_THAT(registry.verify().finding, HasSubstr("change 2")) << "byte " << at;
                support::write_byte(path, at, whole[at]);
            }
        }
    }
}

TEST_F(Tampering, WithANumberOfAnEventIsFound) {
    for (const char* column : {"change", "kind", "record", "previous", "format"}) {
        for (int seq = 1; seq <= 4; ++seq) {
            for (const char* by : {"+ 1", "- 1", "+ 256"}) {
                const Verification found = after(std::string("UPDATE event SET ") + column + " = " + column + by +
                                                 " WHERE seq = " + std::to_string(seq));
                EXPECT_FALSE(found.ok) << column << by << " of " << seq;
                EXPECT_EQ(found.seq, seq) << column << by << ": " << found.finding;
            }
        }
    }
    for (const char* sql : {"UPDATE event SET seq = 0 WHERE seq = 1", "UPDATE event SET seq = 9 WHERE seq = 4",
                            "UPDATE event SET seq = -seq", "UPDATE event SET salt = NULL WHERE seq = 2",
                            "UPDATE event SET salt = x'' WHERE seq = 2"})
        expect_found(sql);
}

TEST_F(Tampering, WithANumberOfAChangeIsFound) {
    for (const char* column : {"recorded", "first", "last", "format"}) {
        for (int id = 1; id <= 3; ++id) {
            for (const char* by : {"+ 1", "- 1"})
                expect_found(std::string("UPDATE change SET ") + column + " = " + column + by +
                             " WHERE id = " + std::to_string(id));
        }
    }
    for (const char* sql : {"UPDATE change SET id = 0 WHERE id = 1", "UPDATE change SET id = 9 WHERE id = 3",
                            "UPDATE change SET id = 9 WHERE id = 2", "UPDATE change SET id = -id"})
        expect_found(sql);
}

TEST_F(Tampering, ThatTakesEventsOutIsFound) {
    for (int seq = 1; seq <= 4; ++seq) {
        const Verification found = after("DELETE FROM event WHERE seq = " + std::to_string(seq));
        EXPECT_FALSE(found.ok);
        EXPECT_EQ(found.seq, seq) << found.finding;
        EXPECT_THAT(found.finding, HasSubstr("missing"));
    }
    for (int id = 1; id <= 3; ++id) expect_found("DELETE FROM change WHERE id = " + std::to_string(id));
    expect_found("DELETE FROM event; DELETE FROM change");
    // As if they had never been: what follows is moved up.
    expect_found("DELETE FROM event WHERE seq = 1; UPDATE event SET seq = seq - 1");
    expect_found("DELETE FROM event WHERE change = 2; DELETE FROM change WHERE id = 2; "
                 "UPDATE event SET seq = 2, change = 2 WHERE seq = 4; "
                 "UPDATE change SET id = 2, first = 2, last = 2 WHERE id = 3");
}

TEST_F(Tampering, ThatPutsEventsInIsFound) {
    const std::string copy = " SELECT %, change, kind, record, previous, format, salt, payload, digest FROM event "
                             "WHERE seq = ";
    const auto inserted = [&](const std::string& seq, const std::string& of) {
        std::string sql = "INSERT INTO event" + copy + of;
        return sql.replace(sql.find('%'), 1, seq);
    };
    for (const char* of : {"1", "2", "4"}) {
        const Verification found = after(inserted("5", of));
        EXPECT_EQ(found.seq, 5) << found.finding;
        EXPECT_FALSE(found.ok);
    }
    expect_found(inserted("0", "1"));
    expect_found(inserted("-1", "1"));
    // Between two others, which make room.
    expect_found("UPDATE event SET seq = 5 WHERE seq = 4; " + inserted("4", "3") +
                 "; UPDATE change SET last = 4 WHERE id = 2; UPDATE change SET first = 5, last = 5 WHERE id = 3");
    expect_found("INSERT INTO change SELECT 4, recorded + 1, 5, 5, format, salt, payload, digest, chain FROM change "
                 "WHERE id = 3");
    expect_found("INSERT INTO change SELECT 0, recorded - 1, 0, 0, format, salt, payload, digest, chain FROM change "
                 "WHERE id = 1");
}

TEST_F(Tampering, ThatPutsEventsInAnotherOrderIsFound) {
    expect_found("UPDATE event SET seq = 9 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3; "
                 "UPDATE event SET seq = 3 WHERE seq = 9");
    expect_found("UPDATE event SET seq = 9 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 4; "
                 "UPDATE event SET seq = 4 WHERE seq = 9");
    expect_found("UPDATE change SET id = 9 WHERE id = 1; UPDATE change SET id = 1 WHERE id = 3; "
                 "UPDATE change SET id = 3 WHERE id = 9");
    expect_found("UPDATE event SET payload = (SELECT payload FROM event WHERE seq = 3), digest = (SELECT digest FROM "
                 "event WHERE seq = 3), salt = (SELECT salt FROM event WHERE seq = 3) WHERE seq = 2");
}

TEST_F(Tampering, OfTheUuidIsFound) { expect_found("UPDATE meta SET value = replace(value, '-4', '-5')"); }

TEST_F(Tampering, OfTheSchemaIsFoundAndNamed) {
    const auto altered = [&](const std::string& sql) {
        write_bytes(path, whole);
        Raw(path).run(sql);
        return verify().finding;
    };
    for (const char* trigger : {"event_no_update", "event_no_delete", "change_no_update", "change_no_delete"})
        EXPECT_THAT(altered(std::string("DROP TRIGGER ") + trigger), HasSubstr(trigger));
    EXPECT_THAT(altered("DROP INDEX edition_award"), HasSubstr("edition_award"));
    EXPECT_THAT(altered("CREATE TABLE mine (x)"), HasSubstr("mine"));
    EXPECT_THAT(altered("CREATE VIEW mine AS SELECT 1"), HasSubstr("mine"));
    EXPECT_THAT(altered("CREATE TRIGGER mine AFTER INSERT ON award BEGIN SELECT 1; END"), HasSubstr("mine"));
    EXPECT_THAT(altered("ALTER TABLE award ADD COLUMN mine TEXT"), HasSubstr("award"));
    EXPECT_THAT(altered("DROP TRIGGER event_no_update; CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN "
                        "SELECT 1; END"),
                HasSubstr("event_no_update"));
}

// --- Against a checkpoint ------------------------------------------------------------------------------------------

TEST_F(Tampering, ThatCutsTheEndOffIsFoundAgainstAKeptCheckpoint) {
    {
        Registry registry = Registry::open(path);
        registry.add(Award{.name = "Later"});
        kept = registry.checkpoint();
    }
    write_bytes(path, whole);  // as it was before that change: whole in itself
    Registry registry = Registry::open(path);
    EXPECT_TRUE(registry.verify().ok);
    const Verification found = registry.verify(kept);
    EXPECT_FALSE(found.ok);
    EXPECT_THAT(found.finding, HasSubstr("end of the journal is missing"));
    registry.add(Award{.name = "In its place"});
    EXPECT_TRUE(registry.verify().ok);
    EXPECT_THAT(registry.verify(kept).finding, HasSubstr("checkpoint"));
}

TEST_F(Tampering, ThatRewritesTheChainIsFoundAgainstAKeptCheckpoint) {
    // Two files that began as one, each consistent in itself: one is the other, rewritten.
    const auto honest = folder / "honest.laurels";
    const auto forged = folder / "forged.laurels";
    { Registry::open(honest); }
    std::filesystem::copy_file(honest, forged);
    Registry original = Registry::open(honest);
    original.add(Award{.name = "Second prize"});
    original.add(Award{.name = "More"});
    Registry rewritten = Registry::open(forged);
    rewritten.add(Award{.name = "First prize!"});
    rewritten.add(Award{.name = "More"});
    EXPECT_TRUE(rewritten.verify().ok);
    const Verification found = rewritten.verify(original.checkpoint());
    EXPECT_FALSE(found.ok);
    EXPECT_THAT(found.finding, HasSubstr("another than the checkpoint's"));
    EXPECT_TRUE(original.verify(original.checkpoint()).ok);
}

TEST_F(Tampering, IsNotFoundInAJournalThatGrewSinceTheCheckpoint) {
    Registry registry = Registry::open(path);
    for (int i = 0; i < 3; ++i) {
        registry.add(Award{.name = "Later"});
        EXPECT_TRUE(registry.verify(kept).ok);
    }
}

TEST_F(Tampering, IsFoundByTheCheckpointOfAnotherFile) {
    Registry registry = Registry::open(path);
    const Verification found = registry.verify(Registry::in_memory().checkpoint());
    EXPECT_FALSE(found.ok);
    EXPECT_THAT(found.finding, HasSubstr("another file"));
    Checkpoint wrong = kept;
    wrong.seq -= 1;
    EXPECT_FALSE(registry.verify(wrong).ok);
    wrong = kept;
    wrong.digest[0] = wrong.digest[0] == '0' ? '1' : '0';
    EXPECT_FALSE(registry.verify(wrong).ok);
}

// --- What was erased ------------------------------------------------------------------------------------------------

class Erased : public Tampering {
  protected:
    void write(Registry& registry) override {
        auto change = registry.transaction({.actor = "Beta Person"});
        change.add(Award{.name = "Alpha"});
        change.add(Nominee{.name = "Beta Person", .kind = NomineeKind::person});
        change.commit();
        registry.add(Award{.name = "Prize"}, {.reason = "as Beta Person asked"});
        registry.erase(Id<Nominee>(1), {.reason = "asked for"});
        registry.add(Award{.name = "Later"});
    }
};

TEST_F(Erased, IsAsTheErasureLeftIt) {
    const Verification found = verify();
    EXPECT_TRUE(found.ok) << found.finding;
    EXPECT_EQ(Raw(path).text("SELECT count(*) FROM event WHERE salt IS NULL"), "2");
    EXPECT_EQ(Raw(path).text("SELECT count(*) FROM change WHERE salt IS NULL"), "1");
}

TEST_F(Erased, WithAnyByteAlteredIsFound) {
    const Registry registry = Registry::open(path, {.access = Access::read_only});
    const auto expect_each_byte = [&](const std::string& value, std::optional<std::int64_t> seq) {
        const std::size_t start = whole.find(value);
        ASSERT_NE(start, std::string::npos);
        for (std::size_t at = start; at < start + value.size(); ++at) {
            support::write_byte(path, at, static_cast<char>(whole[at] ^ 1));
            const Verification found = registry.verify();
            EXPECT_FALSE(found.ok) << "byte " << at;
            EXPECT_TRUE(!seq || found.seq == seq) << "byte " << at << ": " << found.finding;
            support::write_byte(path, at, whole[at]);
        }
    };
    for (const auto& row : Raw(path).rows("SELECT seq, payload FROM event WHERE salt IS NULL"))
        expect_each_byte(row[1], std::stoll(row[0]));
    for (const auto& row : Raw(path).rows("SELECT payload FROM change WHERE salt IS NULL"))
        expect_each_byte(row[0], std::nullopt);
    // The digest that it had is a part of the chain.
    for (const auto& row : Raw(path).rows("SELECT digest FROM event WHERE salt IS NULL"))
        expect_each_byte(row[0], std::nullopt);
    for (const auto& row : Raw(path).rows("SELECT salt, digest FROM erased")) {
        expect_each_byte(row[0], std::nullopt);
        expect_each_byte(row[1], std::nullopt);
    }
}

TEST_F(Erased, WithANumberAlteredIsFound) {
    for (const char* column : {"change", "kind", "record", "previous", "format"}) {
        for (const char* by : {"+ 1", "- 1"}) {
            for (const char* seq : {"2", "3"}) {
                const Verification found =
                    after(std::string("UPDATE event SET ") + column + " = " + column + by + " WHERE seq = " + seq);
                EXPECT_FALSE(found.ok) << column << by << " of " << seq;
            }
        }
    }
    for (const char* column : {"recorded", "first", "last", "format"}) {
        for (const char* by : {"+ 1", "- 1"})
            expect_found(std::string("UPDATE change SET ") + column + " = " + column + by + " WHERE id = 1");
    }
}

// What replay gives alone does not show that a blanked event is about another record than it was.
TEST_F(Erased, ThatIsMadeToSayItOfAnotherRecordIsFound) {
    const Verification found = after("UPDATE event SET kind = 1, record = 9 WHERE seq = 2");
    EXPECT_FALSE(found.ok);
    const Verification moved =
        after("UPDATE event SET record = 3 WHERE seq = 3; UPDATE event SET record = 2 WHERE seq = 5; "
              "UPDATE award SET revision = 9 WHERE id = 2; UPDATE award SET revision = 3, name = 'Prize' WHERE id = 3; "
              "UPDATE award SET revision = 5, name = 'Later' WHERE id = 2");
    EXPECT_FALSE(moved.ok);
}

TEST_F(Erased, IsToldFromWhatWasNot) {
    const Verification unlisted = after("UPDATE event SET salt = NULL WHERE seq = 1");
    EXPECT_EQ(unlisted.seq, 1);
    EXPECT_THAT(unlisted.finding, HasSubstr("event 1 has no salt"));
    const Verification last = after("UPDATE event SET salt = NULL WHERE seq = 5");
    EXPECT_EQ(last.seq, 5) << "what comes after the last erasure no erasure has blanked";
    EXPECT_THAT(after("UPDATE change SET salt = NULL WHERE id = 2").finding, HasSubstr("change 2 has no salt"));
    const Verification given = after("UPDATE event SET salt = zeroblob(16) WHERE seq = 2");
    EXPECT_EQ(given.seq, 2);
    EXPECT_EQ(after("UPDATE event SET salt = x'' WHERE seq = 2").seq, 2);
    EXPECT_THAT(after("UPDATE change SET salt = zeroblob(16) WHERE id = 1").finding, HasSubstr("change 1"));
    expect_found("DELETE FROM erased");
    expect_found("UPDATE erased SET record = 2");
    expect_found("INSERT INTO erased SELECT kind, record, 'x', digest FROM erased");
}

// With the digests computed anew, as whoever can write the file can: what the erasure says must still fit.
TEST_F(Erased, OfWhatIsNotBlankedIsFound) {
    write_bytes(path, whole);
    behind_its_back(path, "UPDATE event SET payload = replace(payload, '\"events\":{\"2\":', '\"events\":{\"1\":') "
                          "WHERE seq = 4");
    EXPECT_EQ(verify().seq, 4) << verify().finding;
}

// --- Edited state --------------------------------------------------------------------------------------------------

class EditedState : public Tampering {
  protected:
    void write(Registry& registry) override {
        auto change = registry.transaction();
        const auto world = support::make_world(change);
        const auto series = change.add(Series{.award = world.award, .name = "Care"}).id;
        change.add(Category{.edition = world.edition, .name = "Advice", .series = series});
        change.add(Ceremony{.edition = world.edition, .date = When("2025-11"_date)});
        change.add(Deadline{.edition = world.edition, .name = "entries close"});
        change.add(Evidence{.subject = world.nomination, .text = "statement"});
        change.add(Cost{.subject = world.edition, .amount = 100, .currency = "GBP"});
        change.add(Award{.name = "Second", .aliases = {{"Other", {}}}});
        change.commit();
        registry.revise(world.award, [](auto& award) { award.name = "Renamed"; });
    }
};

const char* const tables[] = {"award",   "edition",    "series", "category", "ceremony", "deadline",
                              "nominee", "nomination", "credit", "evidence", "cost"};

TEST_F(EditedState, IsFoundInEveryColumnOfEveryTableAndNamed) {
    for (const std::string table : tables) {
        for (const auto& column : Raw(path).rows("SELECT name, type FROM pragma_table_info('" + table + "')")) {
            if (column[0] == "id") continue;
            const std::string edit = column[1] == "INTEGER" ? "coalesce(" + column[0] + ", 0) + 1"
                                                            : "coalesce(" + column[0] + ", '') || 'x'";
            const std::string sql = "UPDATE " + table + " SET " + column[0] + " = " + edit + " WHERE id = 1";
            const Verification found = after(sql);
            EXPECT_FALSE(found.ok) << sql;
            if (found.record) {
                EXPECT_EQ(to_string(*found.record), table + ":1") << found.finding;
                EXPECT_THAT(found.finding, HasSubstr(table + "." + column[0]));
            } else {
                EXPECT_THAT(found.finding, HasSubstr(table)) << "what a constraint forbids SQLite finds first";
            }
        }
    }
}

TEST_F(EditedState, IsFoundWhereARowIsMissingAndNamesIt) {
    for (const std::string table : tables) {
        const Verification found = after("DELETE FROM " + table + " WHERE id = 1");
        EXPECT_FALSE(found.ok) << table;
        ASSERT_TRUE(found.record) << table << ": " << found.finding;
        EXPECT_EQ(to_string(*found.record), table + ":1") << found.finding;
        EXPECT_THAT(found.finding, HasSubstr("lacks"));
    }
}

TEST_F(EditedState, IsFoundWhereThereIsARowTooManyAndNamesIt) {
    for (const std::string table : tables) {
        for (const std::string id : {"0", "9"}) {
            std::string columns;
            for (const auto& column : Raw(path).rows("SELECT name FROM pragma_table_info('" + table + "')"))
                columns += column[0] == "id" ? id : ", " + column[0];
            const Verification found =
                after("INSERT INTO " + table + " SELECT " + columns + " FROM " + table + " WHERE id = 1");
            EXPECT_FALSE(found.ok) << table;
            ASSERT_TRUE(found.record) << table << ": " << found.finding;
            EXPECT_EQ(to_string(*found.record), table + ":" + id) << found.finding;
        }
    }
}

TEST_F(EditedState, IsFoundInTheLookupOfKeys) {
    for (const char* sql :
         {"UPDATE lookup SET key = 'x' WHERE record = 1 AND kind = 1 AND former = 0",
          "UPDATE lookup SET scope = 7 WHERE record = 1 AND kind = 2", "UPDATE lookup SET former = 1 WHERE kind = 2",
          "UPDATE lookup SET former = 0 WHERE kind = 1", "UPDATE lookup SET record = 2 WHERE kind = 2",
          "UPDATE lookup SET kind = 3 WHERE kind = 2", "DELETE FROM lookup WHERE kind = 2", "DELETE FROM lookup",
          "INSERT INTO lookup VALUES (1, 'x', 0, 1, 0)", "INSERT INTO lookup VALUES (1, 'x', 0, 1, 1)"})
        expect_found(sql);
    EXPECT_EQ(after("DELETE FROM lookup WHERE kind = 2").record, RecordId(Kind::edition, 1));
}

TEST_F(EditedState, IsNotFoundWhereNothingWasEdited) {
    const Verification found = verify();
    EXPECT_TRUE(found.ok) << found.finding;
}

TEST_F(EditedState, DoesNotSendTheLibraryInCircles) {
    behind_its_back(path, "UPDATE nominee SET part_of = 2 WHERE id = 1");
    Registry registry = Registry::open(path);
    EXPECT_FALSE(registry.verify().ok);
    EXPECT_EQ(registry.nominations().nominee(Id<Nominee>(1), Parts::including).count(), 1U);
    const auto third = registry.add(Nominee{.name = "Third"}).id;
    EXPECT_THROW(registry.revise(third, [](auto& n) { n.part_of = Id<Nominee>(1); }), Damaged);
    behind_its_back(path, "UPDATE event SET previous = seq WHERE kind = 1");
    EXPECT_THROW(registry.history(Id<Award>(1)), Damaged);
}

}  // namespace
