// CSV: its form, its guard against formulas, what it tells to whom, and the way back in.

#include "exchange/csv.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace {

using namespace laurels;
using namespace laurels::literals;
using support::thrown;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using Table = std::vector<std::vector<std::string>>;

/// RFC 4180, in as few lines as it can be read in.
Table parse(const std::string& text) {
    Table table(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = table.back().back();
        if (quoted && text[i] == '"' && text.substr(i + 1, 1) == "\"")
            cell += text[++i];
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text[i] == ',')
            table.back().emplace_back();
        else if (!quoted && text[i] == '\r' && text.substr(i + 1, 1) == "\n")
            ++i, table.push_back({""});
        else
            cell += text[i];
    }
    table.pop_back();
    return table;
}

TEST(CsvGuard, IsPutBeforeWhatLooksLikeAFormula) {
    for (const char* text :
         {"=1+1", "+44 20", "-2", "@home", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a", "'=x", "''-"})
        EXPECT_EQ(exchange::guarded(text), std::string("'") + text);
    for (const char* text : {"", "'", "'Tis", "a=b", "1+1", " =1", "…", "''"}) EXPECT_EQ(exchange::guarded(text), text);
}

class Csv : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tester"});
    support::World world = support::make_world(registry);

    template <class Query>
    static std::string csv(const Query& query, const CsvExport& options = {}) {
        std::ostringstream out;
        query.to_csv(out, options);
        return out.str();
    }
    /// Everything, as a table.
    Table table() const { return parse(csv(registry.nominations(), {.everything = true, .editable = true})); }
    static std::string& cell(Table& table, std::size_t row, const std::string& column) {
        const auto at = std::ranges::find(table.front(), column) - table.front().begin();
        return table.at(row).at(static_cast<std::size_t>(at));
    }
    ImportReport bring_back(const Table& table, Registry& to) {
        std::vector<std::vector<std::optional<std::string>>> rows;
        for (std::size_t i = 1; i < table.size(); ++i) rows.emplace_back(table[i].begin(), table[i].end());
        auto stream = stream_rows(table.front(), rows);
        return to.import_table(stream, nominations_mapping());
    }
    ImportReport bring_back(const Table& table) { return bring_back(table, registry); }
};

TEST_F(Csv, HasTheFieldsOfRowsAsHeadingsAndIdsAsText) {
    registry.advance(world.nomination, Stage::shortlisted);
    EXPECT_EQ(csv(registry.nominations()),
              "id,award_id,edition_id,category_id,series_id,award,edition,category,series,nominee_ids,nominees,title,"
              "work_id,work,stage,outcome,decided,place,share,standing,acceptance,disclosure,voided\r\n"
              "nomination:1,award:1,edition:1,category:1,,Children & Young People Now Awards,2025,"
              "The Children in Care Award,,nominee:2,Employment Support Team,Care leavers into work,,,shortlisted,"
              "pending,,,,active,unknown,public,false\r\n");
}

TEST_F(Csv, QuotesWhatNeedsItAndListsInLines) {
    registry.revise(world.nomination, [&](Nomination& n) {
        n.title = "\"Quoted\", with commas";
        n.credits.push_back({.nominee = world.council, .credited_as = "Lancashire, the county"});
    });
    const std::string text = csv(registry.nominations(), {.everything = true});
    EXPECT_THAT(text, HasSubstr("nominee:2\nnominee:1"));
    EXPECT_THAT(text, HasSubstr("\"Employment Support Team\nLancashire, the county\",\"\"\"Quoted\"\", with commas\""));
    auto back = parse(text);
    EXPECT_EQ(cell(back, 1, "title"), "\"Quoted\", with commas");
}

TEST_F(Csv, CeremoniesAndDeadlinesToo) {
    registry.add(Ceremony{.edition = world.edition, .name = "=gala", .date = When("2025-11"_date), .place = "Leeds"});
    registry.add(
        Deadline{.edition = world.edition, .name = "Entries", .date = When::parse("2025-06-30T17:00[Europe/London]")});
    EXPECT_EQ(
        csv(registry.ceremonies()),
        "id,award_id,edition_id,award,edition,name,date,place,status,upcoming,voided\r\n"
        "ceremony:1,award:1,edition:1,Children & Young People Now Awards,2025,'=gala,2025-11,Leeds,planned,,false\r\n");
    EXPECT_THAT(csv(registry.ceremonies(), {.guard = false}), HasSubstr(",=gala,"));
    EXPECT_THAT(csv(registry.deadlines().upcoming("2025-01-01"_date)),
                HasSubstr("2025-06-30T17:00[Europe/London],yes"));
}

TEST_F(Csv, TellsWhatIsPublicUnlessAskedForEverything) {
    EXPECT_THAT(parse(csv(registry.nominations())), SizeIs(1));  // submitted and not listed
    EXPECT_THAT(parse(csv(registry.nominations(), {.everything = true})), SizeIs(2));
    registry.advance(world.nomination, Stage::shortlisted);
    registry.decide(world.nomination, Outcome::won);
    registry.disclose(world.category, Part::result, Disclosure::private_, {}, {.reason = "not yet"});
    EXPECT_THAT(csv(registry.nominations()), Not(HasSubstr("won")));
    EXPECT_THAT(csv(registry.public_().nominations(), {.everything = true}), Not(HasSubstr("won")));
    // Who is chosen by a result would tell it.
    EXPECT_THAT(parse(csv(registry.nominations().outcome(Outcome::won))), SizeIs(1));
}

TEST_F(Csv, WithAByteOrderMarkWhereAsked) {
    EXPECT_THAT(csv(registry.nominations(), {.byte_order_mark = true}), StartsWith("\xEF\xBB\xBFid,"));
}

TEST_F(Csv, FilesAreWholeOrNotThere) {
    const support::Folder folder;
    registry.nominations().to_csv(folder / "all.csv", {.everything = true});
    EXPECT_EQ(support::read_bytes(folder / "all.csv"), csv(registry.nominations(), {.everything = true}));
    EXPECT_THAT(folder.names(), ElementsAre("all.csv"));
    EXPECT_THAT(thrown<FileError>([&] { registry.nominations().to_csv(folder / "no" / "a.csv"); }).what(),
                HasSubstr("is its folder there?"));
    EXPECT_THAT(thrown<FileError>([&] { registry.nominations().to_csv(folder.path()); }).what(), HasSubstr("a folder"));
    const auto kept = Registry::open(folder / "kept.laurels");
    EXPECT_THAT(thrown<FileError>([&] { kept.nominations().to_csv(folder / "kept.laurels"); }).what(),
                HasSubstr("does not replace"));
    const auto change = registry.transaction();
    EXPECT_THROW(csv(change.nominations()), TransactionError);
}

// ---- And back

TEST_F(Csv, BringsBackExactlyWhatWasEdited) {
    const auto other = registry.add(Nomination{.category = world.category, .title = "Another"});
    Table edited = table();
    cell(edited, 1, "title") = "Care Leavers into Work";  // in other letters
    cell(edited, 1, "outcome") = "won";
    cell(edited, 1, "decided") = "2025-11-20";
    const auto report = bring_back(edited);
    EXPECT_THAT(report.refused, IsEmpty()) << report.text();
    EXPECT_EQ(report.kinds.at("nomination"), (ImportReport::Tally{0, 1, 1}));
    const auto history = registry.history(report.change);
    EXPECT_THAT(history, SizeIs(3));
    for (const HistoryEntry& entry : history) EXPECT_EQ(entry.record, RecordId(world.nomination)) << entry.field;
    const auto row = registry.nominations().rows().front();
    EXPECT_EQ(row.title, "Care Leavers into Work");
    EXPECT_EQ(row.outcome, Outcome::won);
    EXPECT_EQ(registry.get(other.id), other);
    EXPECT_EQ(bring_back(edited).change, 0);
    EXPECT_EQ(bring_back(table()).change, 0);
}

TEST_F(Csv, BringsBackNothingWhereNothingWasEdited) {
    registry.revise(world.award, [](Award& award) { award.name = "=Award of 1+1"; });
    const auto person = registry.add(Nominee{.name = "@ann", .kind = NomineeKind::person});
    const auto work = registry.add(Nominee{.name = "-minus", .kind = NomineeKind::work});
    registry.add(Nominee{.name = "-minus", .kind = NomineeKind::work});  // another of that name
    registry.add(Nomination{.category = world.category,
                            .title = "'=already guarded",
                            .work = work.id,
                            .credits = {{.nominee = person.id, .credited_as = "+Ann"},
                                        {.nominee = person.id, .role = "writer"},
                                        {.nominee = world.council, .share = Fraction(1, 4)}},
                            .stage = Stage::shortlisted,
                            .outcome = Outcome::runner_up,
                            .place = 2,
                            .share = Fraction(1, 4),
                            .acceptance = Acceptance::refused});
    registry.add(Nomination{.category = world.category, .title = "two  spaces"});
    const Table before = table();
    EXPECT_EQ(before.at(2).at(5), "'=Award of 1+1");
    EXPECT_EQ(before.at(2).at(10), "'+Ann\n'@ann\nLancashire County Council");
    EXPECT_EQ(before.at(2).at(11), "''=already guarded");
    const auto report = bring_back(before);
    EXPECT_EQ(report.change, 0) << report.text();
    EXPECT_THAT(report.refused, IsEmpty()) << report.text();
    EXPECT_THAT(report.remarks, IsEmpty()) << report.text();
}

TEST_F(Csv, AnEditedNameOfANomineeIsHowItIsCredited) {
    Table edited = table();
    cell(edited, 1, "nominees") = "The Employment Team";
    bring_back(edited);
    EXPECT_EQ(registry.get(world.nomination).credits.front().credited_as, "The Employment Team");
    EXPECT_EQ(registry.get(world.team).name, "Employment Support Team");
    EXPECT_EQ(bring_back(edited).change, 0);
}

TEST_F(Csv, AWorkIsNotRenamedByItsNominations) {
    const auto film = registry.add(Nominee{.name = "Film", .kind = NomineeKind::work});
    registry.revise(world.nomination, [&](Nomination& n) { n.work = film.id; });
    Table edited = table();
    cell(edited, 1, "work") = "Another film";
    const auto report = bring_back(edited);
    EXPECT_EQ(report.change, 0);
    EXPECT_THAT(report.remarks, ElementsAre("nominee:3 is called 'Film' here and 'Another film' in the row: it is left "
                                            "as it is"));
    EXPECT_EQ(registry.get(world.nomination).work, film.id);
}

TEST_F(Csv, NothingElseIsRenamedByOtherLetters) {
    Table edited = table();
    cell(edited, 1, "award") = "CHILDREN & YOUNG PEOPLE NOW AWARDS";
    cell(edited, 1, "category") = "the children in care award";
    const auto report = bring_back(edited);
    EXPECT_EQ(report.change, 0) << report.text();
    EXPECT_THAT(report.refused, IsEmpty());
}

TEST_F(Csv, ANewRowIsANewNomination) {
    Table edited = table();
    auto fresh = edited.back();
    edited.push_back(fresh);
    cell(edited, 2, "id") = "";
    cell(edited, 2, "title") = "A late entry";
    const auto report = bring_back(edited);
    EXPECT_EQ(report.kinds.at("nomination"), (ImportReport::Tally{1, 0, 1})) << report.text();
    const auto row = registry.nominations().rows().back();
    EXPECT_EQ(row.title, "A late entry");
    EXPECT_THAT(row.nominee_ids, ElementsAre(world.team));
    EXPECT_EQ(bring_back(edited).change, 0);
}

TEST_F(Csv, RowsOfAnotherRegistryAreRefused) {
    auto other = Registry::in_memory();
    const auto award = other.add(Award{.name = "Another award"});
    const auto edition = other.add(Edition{.award = award.id, .label = "1999"});
    const auto category = other.add(Category{.edition = edition.id, .name = "Fiction"});
    other.add(Nomination{.category = category.id, .title = "Its own"});
    const auto report = bring_back(table(), other);
    ASSERT_THAT(report.refused, SizeIs(1));
    EXPECT_THAT(report.refused.front().reason,
                HasSubstr("it is in 'Fiction' of 'Another award', '1999' here, and not where the row says"));
    EXPECT_EQ(report.change, 0);
    Table more = table();
    cell(more, 1, "id") = "nomination:99";
    EXPECT_THAT(bring_back(more).refused.front().reason, HasSubstr("there is no such nomination here"));
    cell(more, 1, "id") = "award:1";
    EXPECT_THAT(bring_back(more).refused.front().reason, HasSubstr("it is no nomination"));
}

TEST_F(Csv, WhatASpreadsheetMadeOfAValueIsRefused) {
    Table edited = table();
    cell(edited, 1, "decided") = "20/11/2025";
    EXPECT_EQ(bring_back(edited).refused.front().column, "decided");
    edited = table();
    cell(edited, 1, "share") = "04-Jan";
    EXPECT_EQ(bring_back(edited).refused.front().column, "share");
}

TEST(NominationsMapping, IsWrittenAsItIsRead) {
    const Mapping mapping = nominations_mapping();
    EXPECT_EQ(Mapping::parse(mapping.text()), mapping);
    EXPECT_EQ(mapping.work->id, "work_id");
    EXPECT_EQ(mapping.credits.front().nominee.fields.at("name").replace.front().means, "\\1");
}

}  // namespace
