// Tables in: rows to records, again, and beside what others said.

#include <laurels/laurels.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace {

using namespace laurels;
using namespace laurels::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Row = std::vector<std::optional<std::string>>;

constexpr const char* mapping_text = R"({
  "laurels_mapping": 1,
  "data_set": "prizes",
  "source": {"title": "Prizes", "published": "2020-01-01"},
  "none": ["?"],
  "key": ["id"],
  "together": true,
  "award": {"name": "prize"},
  "edition": {"label": "year", "date": "year"},
  "series": {"name": "genre"},
  "category": {"name": "genre"},
  "nomination": {
    "outcome": {"column": "result", "values": {"winner": "won", "runner-up": "runner_up", "shortlisted": ""}},
    "stage": {"column": "result", "values": {"shortlisted": "shortlisted"}, "otherwise": ""},
    "decided": {"column": "decided", "date": "%d/%m/%Y"}
  },
  "work": {"name": "book", "kind": {"value": "work"}, "identifiers.isbn": "isbn"},
  "credits": [{
    "split": {"columns": ["authors", "ids"], "by": ["|"]},
    "nominee": {"name": "authors", "kind": {"value": "person"}, "key": "ids"},
    "role": {"value": "author"}
  }]
})";

const std::vector<std::string> columns = {"id",   "prize", "year",    "genre", "result", "decided",
                                          "book", "isbn",  "authors", "ids",   "pages"};

Row row(std::string id, std::string result, std::string book, std::string authors, std::string ids,
        std::string decided = "") {
    return {std::move(id),
            "First Prize",
            "1999",
            "Fiction",
            std::move(result),
            std::move(decided),
            std::move(book),
            "?",
            std::move(authors),
            std::move(ids),
            "300"};
}

class Import : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tester"});
    Mapping mapping = Mapping::parse(mapping_text);

    ImportReport import(std::vector<Row> rows, const ImportOptions& options = {}) {
        auto stream = stream_rows(columns, std::move(rows));
        return registry.import_table(stream, mapping, options);
    }
    std::vector<Row> three() {
        return {row("1", "winner", "Book A", "Author A|Author B", "a|b", "01/12/1999"),
                row("2", "shortlisted", "Book B", "Author C", "c"), row("3", "runner-up", "Book C", "Author A", "a")};
    }
};

TEST_F(Import, MakesRecordsOfRows) {
    const auto report = import(three());
    EXPECT_EQ(report.rows, 3);
    EXPECT_EQ(report.change, 1);
    EXPECT_THAT(report.refused, IsEmpty());
    EXPECT_EQ(report.kinds.at("nomination").added, 3);
    EXPECT_EQ(report.kinds.at("nominee").added, 6);
    EXPECT_EQ(report.kinds.at("category").added, 1);
    const auto won = registry.nominations().outcome(Outcome::won).records();
    ASSERT_THAT(won, SizeIs(1));
    EXPECT_THAT(won[0].credits, SizeIs(2));
    EXPECT_EQ(won[0].credits[0].role, "author");
    EXPECT_EQ(won[0].decided, When("1999-12-01"_date));
    EXPECT_EQ(won[0].identifiers.at("prizes"), "1");
    EXPECT_EQ(won[0].extra, (Extra{{"pages", "300"}}));
    const auto listed = registry.nominations().stage(Stage::shortlisted).rows();
    ASSERT_THAT(listed, SizeIs(1));
    EXPECT_EQ(listed[0].work, "Book B");
    EXPECT_EQ(listed[0].series, "Fiction");
    EXPECT_TRUE(registry.verify());
    EXPECT_EQ(registry.changes()[0].data_set, "prizes");
}

TEST_F(Import, TheSameAgainWritesNothing) {
    import(three());
    const auto again = import(three());
    EXPECT_EQ(again.change, 0) << again.text();
    EXPECT_EQ(again.kinds.at("nomination").unchanged, 3);
    EXPECT_EQ(again.kinds.at("nominee").unchanged, 6);
    EXPECT_EQ(again.kinds.at("nominee").added, 0);
    EXPECT_EQ(registry.changes().size(), 1);
}

TEST_F(Import, ManyRowsComeInPortions) {
    std::vector<Row> rows;
    for (int n = 1; n <= 3'000; ++n) {
        const std::string number = std::to_string(n);
        rows.push_back(row("n" + number, n % 1'000 == 0 ? "perhaps" : "winner", "Book " + number, "Author " + number,
                           "a" + number));
    }
    std::vector<std::int64_t> told;
    const auto report = import(rows, {.progress = [&](std::int64_t done) { told.push_back(done); }});
    EXPECT_EQ(report.rows, 3'000);
    EXPECT_EQ(report.kinds.at("nomination").added, 2'997);
    ASSERT_THAT(report.refused, SizeIs(3));
    for (const std::size_t n : {0u, 1u, 2u}) EXPECT_EQ(report.refused[n].row, 1'000 * (n + 1));
    EXPECT_GT(told.size(), 1);
    EXPECT_TRUE(std::ranges::is_sorted(told));
    EXPECT_EQ(told.back(), 3'000);
    EXPECT_EQ(registry.get(*registry.get(Id<Nomination>(2'997)).work).name, "Book 2999");
    EXPECT_EQ(import(rows).change, 0);
    const auto again = import(rows, {.any_thread = true});
    EXPECT_EQ(again.change, 0);
    EXPECT_EQ(again.kinds.at("nomination").unchanged, 2'997);
}

TEST_F(Import, WhatGoesWrongInTheThreadThatReadsIsToldAndNothingWritten) {
    int batches = 0;
    auto stream = stream_rows(columns, [&](RowBatch& to) {
        if (++batches == 20) throw InvalidValue("the line is down");
        for (int n = 0; n < 300; ++n) {
            const std::string number = std::to_string(batches * 1'000 + n);
            for (const auto& cell : row("n" + number, "winner", "Book " + number, "Author " + number, "a" + number))
                to.add(cell);
            to.end_row();
        }
    });
    const auto fails = [&] { registry.import_table(stream, mapping, {.any_thread = true}); };
    EXPECT_THAT(fails, testing::Throws<Error>(testing::Property(&Error::what, HasSubstr("the line is down"))));
    EXPECT_TRUE(registry.changes().empty());
    EXPECT_EQ(import(three(), {.any_thread = true}).kinds.at("nomination").added, 3);
}

TEST_F(Import, AnImportThatEndsEarlyWaitsForTheThreadThatReads) {
    std::vector<Row> rows;
    for (int n = 1; n <= 5'000; ++n) {
        const std::string number = std::to_string(n);
        rows.push_back(row("n" + number, n == 10 ? "perhaps" : "winner", "Book " + number, "Author", "a"));
    }
    EXPECT_THROW(import(rows, {.strict = true, .any_thread = true}), InvalidValue);
    EXPECT_TRUE(registry.changes().empty());
}

TEST_F(Import, AnAliasThatIsTheNameItselfIsNone) {
    mapping.award["aliases"] = Cell{.column = "prize"};
    import(three());
    EXPECT_THAT(registry.get(Id<Award>(1)).aliases, IsEmpty());
    mapping.award["aliases"] = Cell{.text = "{prize} of {year}"};
    import(three());
    EXPECT_THAT(registry.get(Id<Award>(1)).aliases, ElementsAre(Alias{"First Prize of 1999", {}}));
    mapping.award["aliases"] = Cell{.column = "prize"};
    EXPECT_EQ(import(three()).change, 0);
}

TEST_F(Import, AChangedRowRevises) {
    import(three());
    auto rows = three();
    rows[1][4] = "winner";
    const auto report = import(rows);
    EXPECT_EQ(report.kinds.at("nomination").revised, 1) << report.text();
    const auto changed = registry.get(Id<Nomination>(2));
    EXPECT_EQ(changed.outcome, Outcome::won);
    EXPECT_EQ(changed.stage, Stage::shortlisted);
    rows[2][4] = "winner";
    import(rows);
    EXPECT_EQ(registry.get(Id<Nomination>(3)).outcome, Outcome::won);
    EXPECT_TRUE(registry.verify());
}

TEST_F(Import, WhatOthersSetBecomesAClaimOnce) {
    import(three());
    registry.decide(Id<Nomination>(2), Outcome::runner_up);
    // The row says nothing of the outcome.
    EXPECT_EQ(import(three()).change, 0);
    registry.decide(Id<Nomination>(1), Outcome::runner_up, {.reason = "recount"});
    // The row says what it said before.
    EXPECT_EQ(import(three()).change, 0);
    auto rows = three();
    rows[1][4] = "winner";
    const auto report = import(rows);
    EXPECT_EQ(report.claims, 1);
    EXPECT_EQ(registry.get(Id<Nomination>(2)).outcome, Outcome::runner_up);
    ASSERT_THAT(registry.conflicts(), SizeIs(1));
    EXPECT_EQ(registry.conflicts()[0].claimed, "won");
    EXPECT_EQ(registry.conflicts()[0].source.title, "Prizes");
    EXPECT_EQ(import(rows).change, 0);
}

TEST_F(Import, GapsAreFilledAndDatesRefined) {
    const auto award = registry.add(Award{.name = "FIRST PRIZE"});
    const auto edition = registry.add(Edition{.award = award.id, .label = "1999"});
    const auto category = registry.add(Category{.edition = edition.id, .name = "Fiction"});
    const auto work = registry.add(Nominee{.name = "Book A", .kind = NomineeKind::work});
    const auto author = registry.add(Nominee{.name = "Author A", .kind = NomineeKind::person});
    const auto other = registry.add(Nominee{.name = "Author B", .kind = NomineeKind::person});
    const auto mine = registry.add(Nomination{
        .category = category.id, .work = work.id, .credits = {{.nominee = author.id}, {.nominee = other.id}}});
    registry.decide(mine.id, Outcome::won, {.on = When("1999-12"_date)});
    const auto report = import(three());
    EXPECT_EQ(report.kinds.at("nomination").added, 2) << report.text();
    EXPECT_EQ(report.claims, 0);
    const auto now = registry.get(mine.id);
    EXPECT_EQ(now.decided, When("1999-12-01"_date));
    EXPECT_EQ(now.credits[0].role, "author");
    EXPECT_EQ(registry.get(edition.id).date, "1999"_date);
    EXPECT_EQ(registry.get(author.id).identifiers.at("prizes"), "a");
    EXPECT_EQ(registry.count<Award>(), 1);
    EXPECT_EQ(import(three()).change, 0);
}

TEST_F(Import, RowsTogetherAreOneNomination) {
    const auto report = import({row("1", "winner", "Book A", "Author A", "a"), row("2", "", "Book B", "Author C", "c"),
                                row("1", "winner", "Book A", "Author B", "b")});
    EXPECT_EQ(report.kinds.at("nomination").added, 2);
    EXPECT_THAT(registry.get(Id<Nomination>(1)).credits, SizeIs(2));
    mapping.together = false;
    registry = Registry::in_memory();
    const auto apart =
        import({row("1", "winner", "Book A", "Author A", "a"), row("1", "winner", "Book A", "Author A", "a")});
    EXPECT_EQ(apart.kinds.at("nomination").added, 2);
    EXPECT_EQ(registry.get(Id<Nomination>(2)).identifiers.at("prizes"), "1#2");
    EXPECT_EQ(
        import({row("1", "winner", "Book A", "Author A", "a"), row("1", "winner", "Book A", "Author A", "a")}).change,
        0);
}

TEST_F(Import, RefusedRowsStopNothing) {
    auto rows = three();
    rows[0][5] = "32/12/1999";
    rows[1][4] = "perhaps";
    rows[2][1] = std::nullopt;
    const auto report = import(rows);
    ASSERT_THAT(report.refused, SizeIs(3));
    EXPECT_EQ(report.refused[0].row, 1);
    EXPECT_EQ(report.refused[0].column, "decided");
    EXPECT_EQ(report.refused[0].value, "32/12/1999");
    EXPECT_THAT(report.refused[0].reason, HasSubstr("there is no day 32"));
    EXPECT_EQ(report.refused[1].column, "result");
    EXPECT_THAT(report.refused[1].reason, HasSubstr("'winner'"));
    EXPECT_EQ(report.refused[2].column, "prize");
    EXPECT_EQ(registry.count<Nomination>(), 0);
    EXPECT_THROW(import(rows, {.strict = true}), InvalidValue);
    EXPECT_EQ(registry.count<Award>(), 0);
}

TEST_F(Import, ADryRunWritesNothing) {
    const auto report = import(three(), {.dry_run = true});
    EXPECT_TRUE(report.dry_run);
    EXPECT_EQ(report.change, 0);
    EXPECT_EQ(report.kinds.at("nomination").added, 3);
    EXPECT_EQ(registry.count<Nomination>(), 0);
}

TEST_F(Import, KeysTurnedIntoNumbersStopIt) {
    import({row("007", "winner", "Book A", "Author A", "a")});
    for (const char* spoilt : {"7", "7.0", "0007"}) {
        EXPECT_THROW(import({row(spoilt, "winner", "Book A", "Author A", "a")}), InvalidValue) << spoilt;
    }
    EXPECT_THROW(import({row("12", "", "Book B", "Author A", "a"), row("12.0", "", "Book B", "Author A", "a")}),
                 InvalidValue);
    EXPECT_EQ(registry.count<Nomination>(), 1);
}

TEST_F(Import, VanishedRowsAreReported) {
    import(three());
    auto rows = three();
    rows.pop_back();
    const auto report = import(rows);
    EXPECT_EQ(report.change, 0);
    ASSERT_THAT(report.vanished, SizeIs(1));
    EXPECT_EQ(report.vanished[0].record, RecordId(Id<Nomination>(3)));
    EXPECT_EQ(report.vanished[0].key, "3");
    mapping.partial = true;
    EXPECT_THAT(import(rows).vanished, IsEmpty());
}

TEST_F(Import, StagesAddUp) {
    const auto stage = [&](const char* name) {
        mapping.nomination = {{"stage", {.value = name}}};
        mapping.partial = true;
        mapping.ignore = {"result", "decided"};
    };
    stage("longlisted");
    import(three());
    stage("shortlisted");
    auto rows = three();
    rows.pop_back();
    const auto report = import(rows);
    EXPECT_EQ(report.kinds.at("nomination").revised, 2);
    stage("longlisted");
    EXPECT_EQ(import(three()).change, 0);
    EXPECT_EQ(registry.nominations().stage(Stage::shortlisted).count(), 2);
    EXPECT_EQ(registry.nominations().reached(Stage::longlisted).count(), 3);
}

TEST_F(Import, UndoingAnImportKeepsWhatPeopleDid) {
    import(three());
    registry.revise(Id<Award>(1), [](auto& award) { award.url = "https://prize.example/"; });
    const auto undone = registry.revert(1, Later::keep, {.reason = "the wrong file"});
    EXPECT_EQ(registry.nominations().count(), 0);
    EXPECT_EQ(registry.get(Id<Award>(1)).url, "https://prize.example/");
    EXPECT_TRUE(registry.verify());
}

TEST_F(Import, AnErasedPersonIsNotBroughtBack) {
    import(three());
    const auto person = registry.find<Nominee>("Author C");
    registry.erase(person.id, {.reason = "asked for"});
    const auto again = import(three());
    ASSERT_THAT(again.refused, SizeIs(1)) << again.text();
    EXPECT_THAT(again.refused[0].reason, HasSubstr("erased"));
    EXPECT_THROW(registry.find<Nominee>("Author C"), NotFound);
}

TEST_F(Import, SharedIdentifiersAreRemarkedOn) {
    registry.add(Nominee{.name = "The Other Book", .kind = NomineeKind::work, .identifiers = {{"isbn", "978"}}});
    auto rows = three();
    rows[0][7] = "978";
    const auto report = import(rows);
    ASSERT_THAT(report.remarks, SizeIs(1));
    EXPECT_THAT(report.remarks[0], HasSubstr("both have the isbn identifier 978"));
}

TEST_F(Import, AMappingIsWrittenAndReadBack) {
    EXPECT_EQ(Mapping::parse(mapping.text()), mapping);
    EXPECT_EQ(Mapping::parse(mapping.text()).text(), mapping.text());
}

TEST_F(Import, APartIsNotMadeOfItself) {
    mapping.credits[0].extract = Extract{.column = "authors", .pattern = "(?P<authors>.*)"};
    EXPECT_THROW(import(three()), InvalidValue);
    EXPECT_EQ(registry.count<Nomination>(), 0);
}

TEST_F(Import, AMappingThatDoesNotFitIsRefused) {
    mapping.edition.at("label").column = "Year";
    try {
        import(three());
        FAIL();
    } catch (const InvalidValue& error) {
        EXPECT_THAT(error.what(), HasSubstr("edition.label"));
        EXPECT_THAT(error.what(), HasSubstr("'year'"));
    }
}

TEST_F(Import, AConstantThatNeverFitsIsFoundInTheMapping) {
    const auto place = [&](const Mapping& changed) -> std::string {
        try {
            Mapping::parse(changed.text());
        } catch (const InvalidValue& error) {
            return error.field;
        }
        return {};
    };
    EXPECT_EQ(place(mapping), "");
    Mapping changed = mapping;
    changed.work->fields.at("kind").value = "robot";
    EXPECT_EQ(place(changed), "work.kind");
    changed = mapping;
    changed.nomination.at("outcome").values["gold"] = "winner";
    EXPECT_EQ(place(changed), "nomination.outcome");
    changed = mapping;
    changed.nomination.at("outcome").otherwise = "winner";
    EXPECT_EQ(place(changed), "nomination.outcome");
    changed = mapping;
    changed.nomination.at("outcome").patterns = {{"^(w)", "\\1on"}};  // what that gives is not known here
    EXPECT_EQ(place(changed), "");
    changed.nomination.at("outcome").patterns = {{"^(w)", "\\2on"}};
    EXPECT_EQ(place(changed), "nomination.outcome");
    changed = mapping;
    changed.nomination.at("decided").values["spring"] = "2020-05-01";  // not of the form that is declared
    EXPECT_EQ(place(changed), "nomination.decided");
    changed = mapping;
    changed.nomination.at("decided").zone = "Mars/X";
    EXPECT_EQ(place(changed), "nomination.decided");
    changed = mapping;
    changed.credits[0].fields["share"].value = "some";
    EXPECT_EQ(place(changed), "credits[0].share");
}

TEST_F(Import, AColumnThatIsOptionalIsEmptyWhereItIsMissing) {
    mapping.nomination["notes"] = Cell{.column = "note"};
    EXPECT_THROW(import(three()), InvalidValue);
    mapping.optional = {" note", "pages"};
    EXPECT_EQ(Mapping::parse(mapping.text()), mapping);
    const auto report = import(three());
    EXPECT_EQ(report.kinds.at("nomination").added, 3) << report.text();
    EXPECT_EQ(registry.get(Id<Nomination>(1)).notes, "");
    EXPECT_EQ(registry.get(Id<Nomination>(1)).extra, (Extra{{"pages", "300"}}));
}

TEST_F(Import, RowsOfEmptyCellsAreNoRows) {
    auto rows = three();
    rows.insert(rows.begin(), Row(columns.size(), " \t"));
    rows.emplace_back(columns.size(), std::nullopt);
    const auto report = import(rows);
    EXPECT_THAT(report.refused, IsEmpty()) << report.text();
    EXPECT_EQ(report.rows, 5);
    EXPECT_EQ(registry.count<Nomination>(), 3);
}

TEST_F(Import, HeadingsAreTrimmed) {
    auto stream = stream_rows({" key ", "prize\u00a0"}, {{"1", "First Prize"}});
    Mapping awards{.data_set = "awards", .award = {{"name", {.column = "prize"}}}};
    EXPECT_EQ(registry.import_table(stream, awards).kinds.at("award").added, 1);
    auto twice = stream_rows({"prize", "prize "}, {{"1", "First Prize"}});
    EXPECT_THROW(registry.import_table(twice, awards), InvalidValue);
}

TEST_F(Import, ARowThatCouldNotBeReadNamesItsColumn) {
    bool done = false;
    auto stream = stream_rows({"prize"}, [&](RowBatch& batch) {
        if (std::exchange(done, true)) return;
        batch.refuse_row(7, "it is no text", "prize");
        batch.refuse_row(8, "it is too short");
    });
    const auto report =
        registry.import_table(stream, Mapping{.data_set = "awards", .award = {{"name", {.column = "prize"}}}});
    ASSERT_THAT(report.refused, SizeIs(2));
    EXPECT_EQ(report.refused[0], (ImportReport::Refusal{1, 7, "prize", "", "it is no text"}));
    EXPECT_EQ(report.refused[1], (ImportReport::Refusal{2, 8, "", "", "it is too short"}));
}

TEST_F(Import, SharesAndPlacesAreReadAsTablesHaveThem) {
    mapping.credits[0].fields["share"] = Cell{.column = "pages"};
    mapping.nomination["place"] = Cell{.column = "result", .replace = {{".+", "=2nd"}}};
    mapping.nomination.erase("outcome");
    mapping.nomination.erase("stage");
    auto rows = three();
    rows[0].back() = "33.3 %";
    rows[1].back() = "½";
    rows[2].back() = "0,5";
    const auto report = import(rows);
    ASSERT_THAT(report.refused, SizeIs(1)) << report.text();
    EXPECT_THAT(report.refused[0].reason, HasSubstr("comma"));
    EXPECT_EQ(registry.get(Id<Nomination>(1)).credits[0].share, Fraction(333, 1000));
    EXPECT_EQ(registry.get(Id<Nomination>(2)).credits[0].share, Fraction(1, 2));
    EXPECT_EQ(registry.get(Id<Nomination>(1)).place, 2);
}

}  // namespace
