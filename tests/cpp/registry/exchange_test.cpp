// JSON out and in: what goes out comes in as it was, what is new is added, and what is wrong is refused.

#include "support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace {

using namespace laurels;
using namespace laurels::literals;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string exported(const Registry& registry, const JsonExport& options = {}) {
    std::ostringstream out;
    registry.export_json(out, options);
    return std::move(out).str();
}

ImportReport imported(Registry& registry, const std::string& text, const JsonImport& options = {}) {
    std::istringstream in(text);
    return registry.import_json(in, options);
}

/// All records, as they stand.
std::vector<AnyRecord> records(const Registry& of) {
    std::vector<AnyRecord> all;
    each_record([&]<class R>(const R&) {
        for (R& record : of.all<R>(Hidden::including)) all.emplace_back(std::move(record));
    });
    return all;
}

/// A registry with everything in it: all kinds, forward references, merges, what is void, claims, embargoes.
struct Full {
    Registry registry = Registry::in_memory({.actor = "communications"});
    support::World world = support::make_world(registry);

    Full() {
        const Id<Award> award = world.award;
        registry.revise(award, [](auto& a) {
            a.aliases = {{"CYPN", Date::parse("2010/2019")}, {"CYPN Awards", {}}};
            a.notes = "ask first";
            a.identifiers = {{"wikidata", "Q42"}};
            a.extra = {{"key", "a\nvalue \"quoted\" \u00e9"}};
        });
        const Id<Award> twin = registry.add(Award{.name = "CYP Now"}).id;
        registry.merge(award, twin);
        const auto first = registry.add(Series{.award = award, .name = "Care"}).id;
        const auto second = registry.add(Series{.award = award, .name = "Children in Care"}).id;
        registry.revise(first, [&](auto& s) { s.succeeds = {second}; });
        registry.revise(world.category, [&](auto& c) {
            c.series = first;
            c.cancelled = "";
        });
        registry.revise(world.category, [&](auto& c) { c.cancelled.reset(); });
        registry.add(Ceremony{.edition = world.edition,
                              .name = "Gala",
                              .date = When::parse("2025-11-20T19:00[Europe/London]"),
                              .place = "Leeds"});
        registry.add(Deadline{.edition = world.edition, .name = "entries close", .date = When("2025-06"_date)});
        const auto region = registry.add(Nominee{.name = "North West", .kind = NomineeKind::organisation}).id;
        registry.revise(world.council, [&](auto& n) { n.part_of = region; });
        const auto again = registry.add(Nominee{.name = "Lancashire CC", .kind = NomineeKind::organisation}).id;
        const auto alike = registry.add(Nominee{.name = "Lancashire Council", .kind = NomineeKind::organisation}).id;
        registry.revise(world.council, [&](auto& n) { n.different_from = {alike}; });
        registry.revise(alike, [&](auto& n) { n.different_from = {world.council}; });
        registry.merge(world.council, again);
        registry.advance(world.nomination, Stage::longlisted, {.on = When("2025-08-01"_date)});
        registry.advance(world.nomination, Stage::shortlisted);
        registry.advance(world.nomination, Stage::longlisted, {.reason = "a recount"});
        registry.decide(world.nomination, Outcome::won, {.on = When("2025-11-20"_date), .share = Fraction(1, 2)});
        registry.disclose(world.category, Part::result, Disclosure::embargoed, parse_instant("2100-01-01T00:00:00Z"),
                          {.reason = "a surprise"});
        const auto work = registry.add(Nominee{.name = "A film", .kind = NomineeKind::work}).id;
        const auto other = registry.add(
            Nomination{.category = world.category,
                       .title = "Entry two",
                       .work = work,
                       .credits = {{.nominee = region, .role = "lead"}, {.nominee = again, .share = Fraction(1, 3)}}});
        registry.rule(other.credits.at(0).id, Standing::withdrawn, "at their wish");
        registry.claim(other.credits.at(1).id, "role", "producer");
        registry.void_(other.credits.at(1).id, "entered twice");
        registry.void_(registry.add(Edition{.award = award, .label = "2024"}).id, "it never was");
        registry.add(Edition{.award = award, .label = "2024"});
        registry.add(Evidence{.subject = world.nomination,
                              .kind = EvidenceKind::measure,
                              .measure = Measure{.what = "waiting",
                                                 .unit = "people",
                                                 .before = {"2024"_date, Decimal::parse("12.50")},
                                                 .after = {"2025"_date, Decimal::parse("7")}}});
        registry.add(Cost{.subject = world.edition, .amount = -500, .currency = "GBP", .kind = "refund"});
        registry.claim(world.nomination, "title", "Another");
        registry.claim(world.category, "series", std::to_string(second.value));
        registry.claim(first, "succeeds", Series{.succeeds = {second}});
        registry.revise(world.nomination, [&](auto& n) { n.credits.push_back({.nominee = region}); });
        registry.claim(world.team, world.edition, Count::wins, 2);
    }
};

const Full& full() {
    static const Full world;
    return world;
}

const std::string origin = "4e514b04-3fc2-464d-a550-13da333be076/";

std::string document(const std::string& lists) {
    return R"({"laurels":2,"content":"everything","records":{)" + lists + "}}";
}
std::string award(const std::string& more = {}, int id = 1) {
    return R"({"id":)" + std::to_string(id) + R"(,"origin":")" + origin + "award:" + std::to_string(id) +
           R"(","name":"A")" + more + "}";
}

json parsed(const std::string& text) { return json::parse(text); }

TEST(Json, WithoutJournalComesInAndGoesOutByteByByteTheSame) {
    const std::string text = exported(full().registry, {.everything = true});
    auto other = Registry::in_memory();
    const ImportReport report = imported(other, text);
    EXPECT_THAT(report.refused, IsEmpty()) << report.text();
    EXPECT_EQ(report.change, 1);
    EXPECT_EQ(report.kinds.at("nomination").added, 2);
    EXPECT_EQ(report.kinds.at("credit").added, 4);
    EXPECT_EQ(exported(other, {.everything = true}), text);
    EXPECT_TRUE(other.verify());
    EXPECT_NE(other.uuid(), full().registry.uuid());
    EXPECT_EQ(other.conflicts().size(), full().registry.conflicts().size());
    EXPECT_EQ(other.nominations().rows().size(), full().registry.nominations().rows().size());
}

TEST(Json, OfWhatIsPublicComesInAndGoesOutByteByByteTheSame) {
    const std::string text = exported(full().registry);
    EXPECT_THAT(text, AllOf(Not(HasSubstr("ask first")), Not(HasSubstr("won")), Not(HasSubstr("A film")),
                            Not(HasSubstr("a surprise")), Not(HasSubstr("2100-")), HasSubstr("Care leavers")));
    auto other = Registry::in_memory();
    EXPECT_THAT(imported(other, text).refused, IsEmpty());
    EXPECT_EQ(exported(other), text);
    EXPECT_EQ(exported(full().registry.public_()), text);
    EXPECT_EQ(exported(full().registry.public_(), {.everything = true}),
              [&] { return std::string(text).replace(text.find("public"), 6, "everything"); }());
}

TEST(Json, OfAViewIsWhatWasPublicThen) {
    const Full mine;
    const auto last = mine.registry.changes().back().number;
    EXPECT_EQ(exported(mine.registry.as_of(last)), exported(mine.registry));
    EXPECT_EQ(exported(mine.registry.as_of(last), {.everything = true}), exported(mine.registry, {.everything = true}));
    auto other = Registry::in_memory();
    EXPECT_THAT(imported(other, exported(mine.registry.known_on("2100-01-01"_date), {.everything = true})).refused,
                IsEmpty());
    EXPECT_THROW(exported(mine.registry.as_of(last), {.everything = true, .journal = true}), ReadOnly);
}

TEST(Json, AWholeJournalComesIntoAnEmptyRegistryAsItWas) {
    Full mine;
    const Checkpoint early = mine.registry.checkpoint();
    mine.registry.erase(mine.world.team, {.reason = "asked for"});
    mine.registry.add(Award{.name = "Later"});
    const std::string text = exported(mine.registry, {.everything = true, .journal = true});
    const support::Folder folder;
    {
        auto other = Registry::open(folder / "a.laurels");
        const ImportReport report = imported(other, text);
        EXPECT_EQ(report.change, mine.registry.changes().back().number);
        EXPECT_EQ(report.kinds.at("credit").added, 4);
        EXPECT_EQ(other.uuid(), mine.registry.uuid());
    }
    auto other = Registry::open(folder / "a.laurels");
    EXPECT_EQ(other.uuid(), mine.registry.uuid());
    EXPECT_TRUE(other.verify(early));
    EXPECT_EQ(other.checkpoint(), mine.registry.checkpoint());
    EXPECT_EQ(exported(other, {.everything = true, .journal = true}), text);
    EXPECT_EQ(records(other), records(mine.registry));
    EXPECT_TRUE(other.diff(mine.registry).empty());
    other.add(Award{.name = "Goes on"});
    EXPECT_TRUE(other.verify(mine.registry.checkpoint()));
}

TEST(Json, AJournalIsWrittenOnlyWithEverything) {
    const auto error = support::thrown<InvalidValue>([] { exported(full().registry, {.journal = true}); });
    EXPECT_THAT(error.what(), HasSubstr("everything=True"));
}

TEST(Json, AJournalThatWasChangedIsRefusedWhole) {
    const std::string text = exported(full().registry, {.everything = true, .journal = true});
    const auto at = text.find("\"payload\":\"{\\\"op\\\"");
    for (const auto& [what, changed] : std::vector<std::pair<std::string, std::string>>{
             {"a payload", std::string(text).replace(text.find("Care leavers", at), 4, "Cure")},
             {"a digest",
              [&] {
                  auto copy = text;
                  char& digit = copy[copy.find("\"digest\":\"", at) + 10];
                  digit = digit == '0' ? '1' : '0';
                  return copy;
              }()},
             {"the UUID", std::string(text).replace(text.find("\"uuid\":\"") + 8, 1, "z")},
             {"another UUID",
              [&] {
                  auto copy = text;
                  char& digit = copy[copy.find("\"uuid\":\"") + 8];
                  digit = digit == '0' ? '1' : '0';
                  return copy;
              }()},
             {"a seq", std::string(text).replace(text.find("\"seq\":2"), 7, "\"seq\":9")},
         }) {
        auto other = Registry::in_memory();
        const std::string uuid = other.uuid();
        EXPECT_THROW(imported(other, changed), InvalidValue) << what;
        EXPECT_EQ(other.uuid(), uuid);
        EXPECT_EQ(other.info().events, 0);
        EXPECT_TRUE(other.verify()) << what;
        other.add(Award{.name = "A"});
        EXPECT_TRUE(other.verify());
    }
}

TEST(Json, AnEmptyJournalIsTakenOverToo) {
    auto one = Registry::in_memory();
    auto other = Registry::in_memory();
    const std::string text = exported(one, {.everything = true, .journal = true});
    EXPECT_EQ(imported(other, text).change, 0);
    EXPECT_EQ(other.uuid(), one.uuid());
    EXPECT_EQ(exported(other, {.everything = true, .journal = true}), text);
}

TEST(Json, RecordsBesideAnotherJournalAreRefused) {
    auto one = Registry::in_memory();
    std::string text = exported(one, {.everything = true, .journal = true});
    text.replace(text.find("\"awards\":["), 10, "\"awards\":[" + award());
    auto other = Registry::in_memory();
    EXPECT_THROW(imported(other, text), InvalidValue);
    EXPECT_NE(other.uuid(), one.uuid());
}

TEST(Json, IntoARegistryThatHoldsSomethingGoesWhatIsNew) {
    Full mine;
    auto other = Registry::in_memory();
    other.add(Award{.name = "Another"});
    const auto first = imported(other, exported(mine.registry, {.everything = true, .journal = true}));
    EXPECT_THAT(first.refused, IsEmpty());
    EXPECT_THAT(first.remarks, SizeIs(1));
    const auto again = imported(other, exported(mine.registry, {.everything = true}));
    EXPECT_EQ(again.change, 0);
    for (const auto& [kind, tally] : again.kinds) EXPECT_EQ(tally.added, 0) << kind;
    EXPECT_EQ(again.kinds.at("nomination").unchanged, 2);
    EXPECT_EQ(again.kinds.at("credit").unchanged, 4);
    // What is there is left as it is, and a new credit of it is added.
    other.revise(other.find<Award>("CYPN").id, [](auto& a) { a.url = "https://a.example/"; });
    const auto person = mine.registry.add(Nominee{.name = "Ada", .kind = NomineeKind::person}).id;
    mine.registry.revise(mine.world.nomination, [&](auto& n) { n.credits.push_back({.nominee = person}); });
    const auto more = imported(other, exported(mine.registry, {.everything = true}));
    EXPECT_THAT(more.refused, IsEmpty()) << more.text();
    EXPECT_EQ(more.kinds.at("nominee").added, 1);
    EXPECT_EQ(more.kinds.at("credit").added, 1);
    EXPECT_EQ(more.kinds.at("nomination").added, 0);
    EXPECT_EQ(other.nominations().nominee("Ada").rows().at(0).title, "Care leavers into work");
    EXPECT_EQ(other.find<Award>("CYPN").url, "https://a.example/");
    EXPECT_TRUE(other.verify());
}

TEST(Json, IntoTheRegistryThatItIsOfGoesNothing) {
    Full mine;
    const auto report = imported(mine.registry, exported(mine.registry, {.everything = true}));
    EXPECT_EQ(report.change, 0);
    EXPECT_THAT(report.refused, IsEmpty());
    EXPECT_EQ(report.kinds.at("nominee").added, 0);
}

TEST(Json, CopiesThatWentOnApartAreToldByTheirDigests) {
    const support::Folder folder;
    auto one = Registry::open(folder / "one.laurels");
    one.add(Award{.name = "A"});
    one.backup(folder / "two.laurels");
    auto two = Registry::open(folder / "two.laurels");
    one.add(Award{.name = "B"});
    two.add(Award{.name = "C"});
    const auto report = imported(one, exported(two, {.everything = true}));
    ASSERT_THAT(report.refused, SizeIs(1));
    EXPECT_EQ(report.refused[0].column, "origin");
    EXPECT_EQ(report.refused[0].line, 4);
    EXPECT_EQ(report.kinds.at("award").unchanged, 1);
    EXPECT_THROW(imported(one, exported(two, {.everything = true}), {.strict = true}), InvalidValue);
}

TEST(Json, WhatIsErasedHereIsNotBroughtBack) {
    Full mine;
    const std::string text = exported(mine.registry, {.everything = true});
    auto other = Registry::in_memory();
    imported(other, text);
    const Id<Nominee> team = other.find<Nominee>("Employment Support Team").id;
    other.erase(team, {.reason = "asked for"});
    const auto report = imported(other, text);
    ASSERT_THAT(report.refused, SizeIs(1));
    EXPECT_THAT(report.refused[0].reason, HasSubstr("erased"));
    EXPECT_THROW(other.find<Nominee>("Employment Support Team"), NotFound);
    EXPECT_EQ(report.kinds.at("nomination").unchanged, 2);
    EXPECT_EQ(report.change, 0);
}

TEST(Json, ASelectionIsTheNominationsChosenAndWhatTheyReferTo) {
    const Full& mine = full();
    std::ostringstream out;
    mine.registry.nominations().nominee("Employment Support Team").export_json(out, {.everything = true});
    const json document = parsed(out.str());
    EXPECT_THAT(document["records"]["nominations"], SizeIs(1));
    EXPECT_THAT(document["records"]["editions"], SizeIs(1));
    EXPECT_THAT(document["records"]["series"], SizeIs(2));
    EXPECT_THAT(document["records"]["nominees"], SizeIs(3));
    EXPECT_THAT(document["records"]["nominations"][0]["credits"], SizeIs(2));
    EXPECT_THAT(document["records"]["ceremonies"], IsEmpty());
    EXPECT_THAT(document["records"]["costs"], IsEmpty());
    auto other = Registry::in_memory();
    EXPECT_THAT(imported(other, out.str()).refused, IsEmpty());
    EXPECT_EQ(exported(other, {.everything = true}), out.str());
    EXPECT_THROW(mine.registry.nominations().export_json(out, {.everything = true, .journal = true}), InvalidValue);
}

TEST(Json, ASelectionChoosesAmongWhatIsPublic) {
    const auto titles = [](const Nominations& query) {
        std::ostringstream out;
        query.export_json(out);
        return parsed(out.str())["records"]["nominations"].size();
    };
    const Full& mine = full();
    EXPECT_EQ(titles(mine.registry.nominations()), 1U);
    // Who would be chosen by a result that is under embargo would tell it.
    EXPECT_EQ(titles(mine.registry.nominations().outcome(Outcome::won)), 0U);
    EXPECT_EQ(titles(mine.registry.nominations().outcome(Outcome::pending)), 1U);
}

TEST(Json, ADryRunWritesNothing) {
    auto other = Registry::in_memory();
    const auto report = imported(other, exported(full().registry, {.everything = true}), {.dry_run = true});
    EXPECT_TRUE(report.dry_run);
    EXPECT_EQ(report.kinds.at("nomination").added, 2);
    EXPECT_EQ(report.change, 0);
    EXPECT_EQ(other.info().events, 0);
}

TEST(Json, ReasonAndSourceAreThoseOfTheImport) {
    auto other = Registry::in_memory({.actor = "archive"});
    imported(other, exported(full().registry), {.reason = "handed over", .source = {.title = "An export"}});
    const ChangeRow change = other.changes().back();
    EXPECT_EQ(change.actor, "archive");
    EXPECT_EQ(change.reason, "handed over");
    EXPECT_EQ(change.source.title, "An export");
}

TEST(Json, AFileIsPutInItsPlaceWhenItIsComplete) {
    const support::Folder folder;
    full().registry.export_json(folder / "a.json");
    full().registry.export_json(folder / "a.json", {.everything = true});
    EXPECT_EQ(folder.names(), std::vector<std::string>{"a.json"});
    auto other = Registry::open(folder / "b.laurels");
    EXPECT_THAT(other.import_json(folder / "a.json").refused, IsEmpty());
    EXPECT_THROW(other.export_json(folder / "b.laurels"), FileError);
    EXPECT_THROW(other.export_json(folder / "none" / "b.json"), FileError);
    EXPECT_THROW(other.export_json(folder.path()), FileError);
    EXPECT_THROW(other.import_json(folder / "c.json"), MissingFile);
    EXPECT_THAT(folder.names(), SizeIs(2));
}

// ------------------------------------------------------------------------------------------------------------ hostile

struct Hostile {
    const char* name;
    std::string text;
    const char* message;
};

class JsonHostile : public testing::TestWithParam<Hostile> {};

TEST_P(JsonHostile, IsRefusedWithItsPlaceAndWritesNothing) {
    auto registry = Registry::in_memory();
    const auto error = support::thrown<InvalidValue>([&] { imported(registry, GetParam().text); });
    EXPECT_THAT(error.what(), AllOf(HasSubstr("line "), HasSubstr(GetParam().message)));
    EXPECT_EQ(registry.info().events, 0);
    registry.add(Award{.name = "still works"});
}

INSTANTIATE_TEST_SUITE_P(
    , JsonHostile,
    testing::Values(
        Hostile{"Empty", "", "ends"}, Hostile{"NoObject", "[]", "where a document begins"},
        Hostile{"Deep", document(R"("awards":[{"name":)" + std::string(100'000, '[')), "64 levels"},
        Hostile{"DeepObjects",
                document(R"("awards":[)" +
                         [] {
                             std::string text;
                             for (int i = 0; i < 100'000; ++i) text += R"({"a":)";
                             return text;
                         }()),
                "64 levels"},
        Hostile{"DuplicateKeys", document(R"("awards":[{"id":1,"id":2}])"), "stands twice"},
        Hostile{"DuplicateLists", document(R"("awards":[],"awards":[])"), "out of its order"},
        Hostile{"OutOfOrder", document(R"("editions":[],"awards":[])"), "out of its order"},
        Hostile{"UnknownList", document(R"("medals":[])"), "no kind of record"},
        Hostile{"Truncated", document(R"("awards":[)" + award()).substr(0, 80), "ends"},
        Hostile{"TruncatedAfterARecord", document(R"("awards":[)" + award() + ","), "not JSON"},
        Hostile{"Trailing", document("") + "{}", "not JSON"},
        Hostile{"TooLarge", document(R"("awards":[{"id":18446744073709551616}])"), "within 64 bits"},
        Hostile{"Huge64", document(R"("awards":[{"id":9223372036854775808}])"), "64 bits"},
        Hostile{"Fraction", document(R"("awards":[{"id":1.5}])"), "whole number"},
        Hostile{"NaN", document(R"("awards":[{"id":NaN}])"), "not JSON"},
        Hostile{"BadUtf8", document("\"awards\":[{\"id\":1,\"name\":\"\xff\"}]"), "not JSON"},
        Hostile{"HugeText", document(R"("awards":[{"name":")" + std::string(17 << 20, 'a') + R"("}])"), "16 MiB"},
        Hostile{"HugeGap", document(std::string(17 << 20, ' ')), "16 MiB"},
        Hostile{"Newer", R"({"laurels":3,"content":"public","records":{}})", "another Laurels"},
        Hostile{"NoVersion", R"({"content":"public","records":{}})", "come first"},
        Hostile{"NoRecords", R"({"laurels":2,"content":"public"})", "no \"records\""},
        Hostile{"NoContent", R"({"laurels":2,"content":"all","records":{}})", "\"content\" is"},
        Hostile{"NoJournal", R"({"laurels":2,"content":"journal","records":{}})", "no \"journal\""},
        Hostile{"UnwantedJournal", R"({"laurels":2,"content":"public","records":{},"journal":{"uuid":"x"}})",
                "no place here"},
        Hostile{"NumbersInAList", document(R"("awards":[1])"), "list of objects"},
        Hostile{"JournalOutOfOrder", R"({"laurels":2,"content":"journal","records":{},"journal":{"events":[]}})",
                "no place here"},
        Hostile{"EventWithoutDigest",
                R"({"laurels":2,"content":"journal","records":{},"journal":{"uuid":)"
                R"("4e514b04-3fc2-464d-a550-13da333be076","events":[{"seq":1}]}})",
                "no \"change\""}),
    [](const auto& hostile) { return hostile.param.name; });

/// What is refused record by record: the rest comes in.
struct Bad {
    const char* name;
    std::string lists;
    const char* column;
    const char* reason;
};

class JsonBad : public testing::TestWithParam<Bad> {};

TEST_P(JsonBad, IsRefusedAloneOrWithStrictEndsTheImport) {
    auto registry = Registry::in_memory();
    const auto report = imported(registry, document(GetParam().lists));
    ASSERT_THAT(report.refused, SizeIs(1)) << report.text();
    EXPECT_EQ(report.refused[0].column, GetParam().column);
    EXPECT_THAT(report.refused[0].reason, HasSubstr(GetParam().reason));
    EXPECT_EQ(report.refused[0].line, 1);
    EXPECT_TRUE(registry.verify());
    auto strict = Registry::in_memory();
    const auto error =
        support::thrown<InvalidValue>([&] { imported(strict, document(GetParam().lists), {.strict = true}); });
    EXPECT_THAT(error.what(), AllOf(HasSubstr("line 1"), HasSubstr(GetParam().reason)));
    EXPECT_EQ(strict.info().events, 0);
}

std::string nominee(int id, const std::string& more) {
    return R"({"id":)" + std::to_string(id) + R"(,"origin":")" + origin + "nominee:" + std::to_string(id) +
           R"(","name":"N")" + more + "}";
}

INSTANTIATE_TEST_SUITE_P(
    , JsonBad,
    testing::Values(
        Bad{"MissingReference", R"("editions":[{"id":1,"origin":")" + origin + R"(edition:1","award":7,"label":"x"}])",
            "award", "award:7"},
        Bad{"RefusedReference", R"("awards":[{"id":1}],"editions":[])", "origin", "no \"origin\""},
        Bad{"UnknownField", R"("awards":[)" + award(R"(,"colour":"red")") + "]", "", "no field \"colour\""},
        Bad{"WrongType", R"("awards":[)" + award(R"(,"url":7)") + "]", "", "expected text"},
        Bad{"ControlCharacter", R"("awards":[)" + award(R"(,"url":"a\u0007b")") + "]", "url", "Award.url"},
        Bad{"WrongKind", R"("awards":[{"id":1,"origin":")" + origin + R"(edition:1","name":"A"}])", "", "kind edition"},
        Bad{"NoOrigin", R"("awards":[{"id":1,"origin":"here","name":"A"}])", "", "UUID"},
        Bad{"WrongDigest", R"("awards":[{"id":1,"origin":")" + origin + R"(award:1#12","name":"A"}])", "", "UUID"},
        Bad{"OriginAmongIdentifiers", R"("awards":[)" + award(R"(,"identifiers":{"laurels":"x"})") + "]", "identifiers",
            "kept"},
        Bad{"IdsGoUp", R"("awards":[)" + award() + "," + award() + "]", "id", "go up"},
        Bad{"Negative", R"("awards":[{"id":-1}])", "id", "go up"},
        Bad{"MergedInACircle",
            R"("nominees":[)" + nominee(1, R"(,"merged_into":2)") + "," + nominee(2, R"(,"merged_into":1)") + "]",
            "merged_into", "circle"},
        Bad{"MergedIntoItself", R"("nominees":[)" + nominee(1, R"(,"merged_into":1)") + "]", "merged_into", "circle"},
        Bad{"PartInACircle",
            R"("nominees":[)" + nominee(1, R"(,"part_of":2)") + "," + nominee(2, R"(,"part_of":1)") + "]", "part_of",
            "circle"},
        Bad{"PartOfNobody", R"("nominees":[)" + nominee(1, R"(,"part_of":5)") + "]", "part_of", "nominee:5"},
        Bad{"MergedIntoNobody", R"("nominees":[)" + nominee(1, R"(,"merged_into":5)") + "]", "merged_into",
            "nominee:5"}),
    [](const auto& bad) { return bad.param.name; });

TEST(Json, ARefusedRecordTakesAlongOnlyWhatRefersToIt) {
    auto registry = Registry::in_memory();
    const auto report = imported(registry, document(R"("awards":[{"id":1,"origin":")" + origin + R"(award:1","name":""},
)" + award({}, 2) + R"(],
"editions":[{"id":1,"origin":")" + origin + R"(edition:1","award":1,"label":"x"},
{"id":2,"origin":")" + origin + R"(edition:2","award":2,"label":"x"}])"));
    ASSERT_THAT(report.refused, SizeIs(2));
    EXPECT_EQ(report.refused[0].line, 1);
    EXPECT_EQ(report.refused[0].column, "name");
    EXPECT_EQ(report.refused[1].line, 3);
    EXPECT_EQ(report.refused[1].row, 3);
    EXPECT_EQ(registry.count<Edition>(), 1U);
    EXPECT_EQ(report.rows, 4);
}

TEST(Json, TheSameOriginTwiceIsOneRecord) {
    auto registry = Registry::in_memory();
    std::string twin = award({}, 1);
    twin.replace(twin.find(":1"), 2, ":2");
    const auto report = imported(registry, document("\"awards\":[" + award() + "," + twin + "]"));
    EXPECT_EQ(report.kinds.at("award").added, 1);
    EXPECT_EQ(report.kinds.at("award").unchanged, 1);
}

TEST(Json, TheSchemaIsJson) {
    const json schema = parsed(json_schema());
    EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema["properties"]["records"]["properties"].size(), kind_count - 2);
    EXPECT_EQ(schema["$defs"]["nomination"]["properties"]["stage"]["enum"].size(), 4U);
}

TEST(Json, IdentifiersKeepTheSchemeForOrigins) {
    auto registry = Registry::in_memory();
    EXPECT_THROW(registry.add(Award{.name = "A", .identifiers = {{"laurels", "x"}}}), InvalidValue);
}

}  // namespace
