// Erasure by law: who was erased is found nowhere, and all else is as it was.

#include "codec/event.hpp"
#include "model/mentions.hpp"
#include "model/text.hpp"
#include "storage/digest.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>
#include <thread>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::chrono_literals;
using support::Folder;
using support::Raw;
using support::read_bytes;
using support::thrown;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string gone(model::erased_text);
const Erasure asked{.reason = "asked for under Article 17 of the GDPR"};

Erasure with_text(std::vector<std::string> text) { return {.text = std::move(text), .reason = asked.reason}; }

std::vector<std::string> places(const std::vector<ErasureReport::Place>& list) {
    std::vector<std::string> texts;
    for (const auto& place : list)
        texts.push_back((place.record ? to_string(*place.record) : "change:" + std::to_string(place.change)) + " " +
                        place.where);
    return texts;
}

class Erasing : public testing::Test {
  protected:
    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    Registry registry = Registry::open(path, {.actor = "communications"});
    support::World world = support::make_world(registry);
    Id<Nominee> ann = registry.add(Nominee{.name = "Ann Example", .kind = NomineeKind::person}).id;

    void expect_well() {
        const Verification found = registry.verify();
        EXPECT_TRUE(found.ok) << found.finding;
    }
    void expect_nowhere(const std::vector<std::string>& texts) {
        EXPECT_THAT(folder.names(), Not(Contains("awards.laurels-journal")));
        const std::string bytes = read_bytes(path);
        for (const std::string& text : texts) {
            EXPECT_EQ(bytes.find(text), std::string::npos) << text;
            EXPECT_EQ(bytes.find(model::key(text)), std::string::npos) << text << ", folded";
        }
    }
    std::string payload(std::int64_t seq) {
        return Raw(path, SQLITE_OPEN_READONLY).text("SELECT payload FROM event WHERE seq = " + std::to_string(seq));
    }
};

TEST_F(Erasing, BlanksTheNomineeWhole) {
    registry.revise(ann, [](auto& n) {
        n.name = "Ann Q. Example";
        n.aliases = {{"Annie", {}}, {"A. Example", "1999/2005"_date}};
        n.url = "https://ann.example/";
        n.notes = "met her";
        n.identifiers = {{"wikidata", "Q99012345"}};
        n.extra = {{"phone", "0123 456 789"}, {"Annie likes", "tea"}};
    });
    const auto report = registry.erase(ann, asked);
    EXPECT_TRUE(report.done);
    EXPECT_TRUE(report.rewritten);
    EXPECT_THAT(report.nominees, ElementsAre(RecordId(ann)));
    EXPECT_EQ(report.texts, 4U);
    EXPECT_THAT(report.left, IsEmpty());
    const Nominee now = registry.get(ann);
    EXPECT_EQ(now.name, gone);
    EXPECT_THAT(now.aliases, ElementsAre(Alias{gone, {}}, Alias{gone, "1999/2005"_date}));
    EXPECT_EQ(now.url, gone);
    EXPECT_EQ(now.notes, gone);
    EXPECT_EQ(now.identifiers, (Identifiers{{"wikidata", gone}}));
    EXPECT_EQ(now.extra, (Extra{{"phone", gone}, {"[erased] likes", gone}}));
    EXPECT_EQ(now.kind, NomineeKind::person);
    expect_well();
    expect_nowhere(
        {"Ann E", "Ann Q", "Annie", "Example", "https://ann.example/", "met her", "Q99012345", "0123 456 789"});
}

TEST_F(Erasing, SaysWhereEachTextStood) {
    registry.revise(ann, [](auto& n) { n.url = "https://ann.example/"; }, {.reason = "Ann Example asked"});
    const auto report = registry.erase(ann, asked);
    EXPECT_THAT(places(report.erased),
                ElementsAre("nominee:3 Nominee.name", "nominee:3 Nominee.url", "nominee:3 reason"));
    EXPECT_EQ(report.erased[0].seq, 8);
    EXPECT_EQ(report.erased[0].change, 7);
    EXPECT_THAT(report.remarks, Contains(HasSubstr("copies and backups")));
    EXPECT_THAT(report.remarks, Contains(HasSubstr("other words")));
    const std::string text = report.text();
    EXPECT_THAT(text, HasSubstr("nominee:3: 1 spelling erased in 3 places"));
    EXPECT_THAT(text, HasSubstr("change 7, event 8, nominee:3: Nominee.name"));
    EXPECT_THAT(text, Not(HasSubstr("Ann")));
}

TEST_F(Erasing, TakesNamesOutOfTextsEverywhere) {
    auto change =
        registry.transaction({.actor = "Ann Example",
                              .reason = "Ann Example's list",
                              .source = {.title = "Letter of Ann Example", .url = "https://x.example/Ann%20E"}});
    const auto id = change
                        .add(Nomination{.category = world.category,
                                        .title = "For ann  EXAMPLE",
                                        .text = "Ann Example did it. Ann Examples did not.",
                                        .notes = "ask Ann Example",
                                        .identifiers = {{"id", "ann example"}},
                                        .extra = {{"of Ann Example", "Ann Example"}}},
                             {.source = {.title = "Ann Example"}, .reason = "Ann Example"})
                        .id;
    change.add(Evidence{
        .subject = id,
        .kind = EvidenceKind::measure,
        .text = "Ann Example counted",
        .measure =
            Measure{"calls to Ann Example", "Ann Example", {{}, Decimal::parse("1")}, {{}, Decimal::parse("2")}}});
    change.add(Cost{.subject = id, .amount = 100, .currency = "GBP", .kind = "Ann Example's fare"});
    change.add(Award{.name = "The Ann Example Prize", .aliases = {{"Ann Example Cup", {}}, {"Other", {}}}});
    change.commit();
    registry.revise(world.category, [](auto& c) { c.no_award = "Ann Example withdrew"; });
    const auto report = registry.erase(ann, asked);
    EXPECT_THAT(report.left, IsEmpty());
    const Nomination now = registry.get(id);
    EXPECT_EQ(now.title, "For [erased]");
    EXPECT_EQ(now.text, "[erased] did it. Ann Examples did not.");
    EXPECT_EQ(now.notes, "ask [erased]");
    EXPECT_EQ(now.identifiers, (Identifiers{{"id", gone}}));
    EXPECT_EQ(now.extra, (Extra{{"of [erased]", gone}}));
    const Evidence evidence = registry.evidence(id).at(0);
    EXPECT_EQ(evidence.text, "[erased] counted");
    EXPECT_EQ(evidence.measure->what, "calls to [erased]");
    EXPECT_EQ(evidence.measure->unit, gone);
    EXPECT_EQ(evidence.measure->difference(), Decimal::parse("1"));
    EXPECT_EQ(registry.costs(id).at(0).kind, "[erased]'s fare");
    const Award award = registry.get(Id<Award>(2));
    EXPECT_EQ(award.name, "The [erased] Prize");
    EXPECT_THAT(award.aliases, ElementsAre(Alias{"Other", {}}, Alias{"[erased] Cup", {}}));
    EXPECT_EQ(registry.find<Award>("the [ERASED] prize").id, award.id);
    EXPECT_EQ(registry.get(world.category).no_award, "[erased] withdrew");
    const auto entry = registry.history(id).at(0);
    EXPECT_EQ(entry.actor, gone);
    EXPECT_EQ(entry.source.title, gone);
    EXPECT_EQ(entry.reason, gone);
    expect_well();
    expect_nowhere({"Ann Example'", "Ann Example<", "letter of Ann", "ann  EXAMPLE", "ann example"});
}

TEST_F(Erasing, LeavesWhatIsSomebodyElsesAndSaysWhere) {
    const auto other = registry
                           .add(Nominee{.name = "Ann Example",
                                        .kind = NomineeKind::person,
                                        .aliases = {{"Ann Example the Younger", {}}},
                                        .notes = "not Ann Example"})
                           .id;
    registry.revise(world.nomination, [&](auto& n) {
        n.credits.push_back({.nominee = other, .credited_as = "Ann Example jr.", .role = "for Ann Example"});
    });
    registry.add(Evidence{.subject = ann, .text = "she was there", .url = "https://a.example/"});
    registry.add(Evidence{.subject = ann, .text = "Ann Example"});
    const auto report = registry.erase(ann, asked);
    EXPECT_THAT(places(report.left),
                ElementsAre("nominee:4 Nominee.name", "nominee:4 Nominee.aliases", "credit:2 Credit.credited_as",
                            "evidence:1 Evidence.text", "evidence:1 Evidence.url"));
    const Nominee now = registry.get(other);
    EXPECT_EQ(now.name, "Ann Example");
    EXPECT_EQ(now.aliases.at(0).name, "Ann Example the Younger");
    EXPECT_EQ(now.notes, "not [erased]");
    const Credit credit = registry.get(world.nomination).credits.at(1);
    EXPECT_EQ(credit.credited_as, "Ann Example jr.");
    EXPECT_EQ(credit.role, "for [erased]");
    EXPECT_EQ(registry.evidence(ann).at(1).text, gone);
    EXPECT_EQ(registry.find<Nominee>("Ann Example").id, other);
    expect_well();
}

TEST_F(Erasing, BlanksHowTheyWereCreditedEver) {
    registry.revise(world.nomination, [&](auto& n) {
        n.credits.push_back({.nominee = ann,
                             .credited_as = "Miss E.",
                             .role = "lead",
                             .share = Fraction(1, 2),
                             .notes = "rather shy",
                             .identifiers = {{"imdb", "nm1234567"}},
                             .extra = {{"seat", "row four"}}});
    });
    registry.add(Nomination{.category = world.category, .title = "Miss E. speaks"});
    // Credited once and no more: it is hers all the same.
    registry.revise(world.nomination, [&](auto& n) {
        n.credits[1].nominee = world.council;
        n.credits[1].credited_as = "The Council";
    });
    registry.erase(ann, asked);
    const Credit credit = registry.get(world.nomination).credits.at(1);
    EXPECT_EQ(credit.credited_as, gone);
    EXPECT_EQ(credit.notes, gone);
    EXPECT_EQ(credit.identifiers, (Identifiers{{"imdb", gone}}));
    EXPECT_EQ(credit.extra, (Extra{{"seat", gone}}));
    EXPECT_EQ(credit.role, "lead");
    EXPECT_EQ(credit.share, Fraction(1, 2));
    EXPECT_EQ(registry.get(Id<Nomination>(2)).title, "[erased] speaks");
    expect_well();
    expect_nowhere({"Miss E.", "rather shy", "nm1234567", "row four"});
}

TEST_F(Erasing, FindsNamesThatAreHardToFind) {
    const std::vector<std::string> names = {
        "Ann \"Babs\" O'Neill",     "back\\slash \\n", "Zo\u00eb M\u00fcller",
        "\u5c71\u7530\u592a\u90ce", "Zoe\u0308 Two",   "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
        "\U0001F3BB Trio",          "%_; DROP TABLE"};
    const std::vector<std::string> texts = {"by ANN \u201cBABS\u201d O\u2019NEILL!",
                                            "see back\\slash  \\n.",
                                            "ZOE\u0308  M\u00dcLLER's",
                                            "\u53d7\u8cde\u8005\u306f\u5c71\u7530\u592a\u90ce\u3055\u3093",
                                            "zo\u00eb\ttwo\nand",
                                            "\u0418\u0412\u0410\u041d\u00a0\u041f\u0415\u0422\u0420\u041e\u0412!",
                                            "the \U0001F3BB\u3000trio",
                                            "a %_; drop\ntable"};
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto id = registry.add(Nominee{.name = names[at]}).id;
        const auto said = registry.add(Nomination{.category = world.category, .text = texts[at]}).id;
        registry.erase(id, asked);
        EXPECT_THAT(registry.get(said).text, HasSubstr(gone)) << names[at];
        EXPECT_NE(registry.get(said).text, gone) << names[at] << ": what is around it stays";
        EXPECT_EQ(model::key(registry.get(said).text).find(model::key(names[at])), std::string::npos);
        expect_nowhere({names[at], texts[at]});
    }
    expect_well();
}

TEST_F(Erasing, TakesTheOtherTextsGiven) {
    registry.revise(world.edition, [](auto& e) { e.notes = "Postbox 17, and the Queen of Hearts; postboxes 17"; });
    const auto report = registry.erase(ann, with_text({"Postbox 17", "queen of hearts"}));
    EXPECT_EQ(registry.get(world.edition).notes, "[erased], and the [erased]; postboxes 17");
    EXPECT_EQ(report.texts, 3U);
    expect_well();
}

TEST_F(Erasing, RefusesWhatCannotBeMeant) {
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.erase(ann, {}); }).field, "reason");
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.erase(ann, {.reason = " \u200b"}); }).field, "reason");
    for (const std::string text : {"", " ", "x", " x ", "\u200b"})
        EXPECT_EQ(thrown<InvalidValue>([&] { registry.erase(ann, with_text({text})); }).field, "text") << text;
    EXPECT_EQ(thrown<InvalidValue>([&] { registry.erase(ann, with_text({"\xff\xff"})); }).field, "text");
    EXPECT_EQ(thrown<NotFound>([&] { registry.erase(Id<Nominee>(99), asked); }).wanted, "nominee:99");
    EXPECT_THROW(registry.as_of(1).erase(ann, asked), ReadOnly);
    EXPECT_THROW(Registry::open(path, {.access = Access::read_only}).erase(ann, asked), ReadOnly);
    {
        auto change = registry.transaction();
        EXPECT_THROW(registry.erase(ann, asked), TransactionError);
    }
    registry.close();
    EXPECT_THROW(registry.erase(ann, asked), Closed);
}

TEST_F(Erasing, OnlySaysWhatItWouldDoWhereThatIsAsked) {
    registry.add(Nomination{.category = world.category, .title = "By Ann Example"});
    registry.add(Nominee{.name = "Ann Example"});
    const auto before = support::contents(folder);
    Erasure dry = asked;
    dry.dry_run = true;
    const auto would = registry.erase(ann, dry);
    EXPECT_FALSE(would.done);
    EXPECT_FALSE(would.rewritten);
    EXPECT_EQ(support::contents(folder), before);
    EXPECT_THAT(would.text(), HasSubstr("would be erased"));
    const auto did = registry.erase(ann, asked);
    EXPECT_EQ(places(would.erased), places(did.erased));
    EXPECT_EQ(places(would.left), places(did.left));
    EXPECT_EQ(would.texts, did.texts);
}

TEST_F(Erasing, KeepsCheckpointsOfBeforeAndAfter) {
    const Checkpoint before = registry.checkpoint();
    registry.add(Award{.name = "Between"});
    const Checkpoint between = registry.checkpoint();
    registry.erase(ann, asked);
    const Checkpoint after = registry.checkpoint();
    registry.add(Award{.name = "Later"});
    for (const Checkpoint& kept : {before, between, after}) {
        const Verification found = registry.verify(kept);
        EXPECT_TRUE(found.ok) << found.finding;
    }
    EXPECT_EQ(after.change, between.change + 1);
    EXPECT_TRUE(Registry::open(path, {.access = Access::read_only}).verify(before).ok);
}

TEST_F(Erasing, IsAnEventOfItsOwn) {
    registry.erase(ann, {.text = {"secret"}, .reason = "asked for by Ann Example, the secret one"});
    const auto event = codec::read_event(payload(9));
    EXPECT_EQ(event.verb, "erase");
    EXPECT_EQ(event.said.reason, "asked for by [erased], the [erased] one");
    EXPECT_TRUE(event.set.empty());
    ASSERT_TRUE(event.erased);
    EXPECT_EQ(event.erased->events.size(), 1U);
    EXPECT_TRUE(event.erased->events.contains(8));
    EXPECT_TRUE(event.erased->changes.empty());
    ASSERT_EQ(event.erased->keys.size(), 1U);
    EXPECT_EQ(registry.get(ann).revision, 9);
    Raw raw(path);
    const auto rows = raw.rows("SELECT kind, record, salt, digest FROM erased");
    EXPECT_THAT(rows, ElementsAre(ElementsAre("7", "3", event.erased->keys[0].salt, event.erased->keys[0].digest)));
    EXPECT_EQ(raw.text("SELECT count(*) FROM event WHERE salt IS NULL"), "1");
}

TEST_F(Erasing, KeepsWhatItFindsThemByWithoutTellingWho) {
    registry.revise(ann, [](auto& n) {
        n.aliases = {{"Annie", {}}};
        n.identifiers = {{"wikidata", "Q99012345"}};
    });
    registry.erase(ann, asked);
    for (const std::string name : {"Ann Example", "ANN  example", "Annie"}) {
        const Nominee again = registry.ensure(Nominee{.name = name, .kind = NomineeKind::person});
        EXPECT_EQ(again.id, ann) << name;
        EXPECT_EQ(again.name, gone);
    }
    EXPECT_EQ(registry.count<Nominee>(), 3U);
    EXPECT_NE(registry.ensure(Nominee{.name = "Ann Example", .kind = NomineeKind::work}).id, ann);
    EXPECT_NE(registry.ensure(Nominee{.name = "Ann Example", .kind = NomineeKind::person, .part_of = world.council}).id,
              ann);
    EXPECT_NE(registry.ensure(Nominee{.name = "Ann", .kind = NomineeKind::person}).id, ann);
    // A namesake may be added, and is then the one who bears the name.
    const auto namesake = registry.add(Nominee{.name = "Annie", .kind = NomineeKind::person}).id;
    EXPECT_EQ(registry.ensure(Nominee{.name = "annie", .kind = NomineeKind::person}).id, namesake);
    expect_well();
    Raw raw(path);
    const auto rows = raw.rows("SELECT salt, digest FROM erased");
    ASSERT_EQ(rows.size(), 3U);
    std::set<std::string> salts;
    for (const auto& row : rows) salts.insert(row[0]);
    EXPECT_EQ(salts.size(), 3U);
}

TEST_F(Erasing, KeepsViewsAndHistories) {
    registry.revise(ann, [](auto& n) { n.name = "Ann Later"; }, {.source = {.published = "2020"_date}});
    registry.revise(ann, [](auto& n) { n.aliases = {{"Annie", {}}, {"Nan", "2001"_date}}; });
    registry.revise(ann, [](auto& n) { n.aliases = {{"Nan", "2001"_date}}; });
    registry.erase(ann, asked);
    EXPECT_EQ(registry.as_of(7).get(ann).name, gone);
    EXPECT_EQ(registry.as_of(9).get(ann).aliases.size(), 2U);
    EXPECT_THAT(registry.as_of(10).get(ann).aliases, ElementsAre(Alias{gone, "2001"_date}));
    EXPECT_THAT(registry.get(ann).aliases, ElementsAre(Alias{gone, "2001"_date}));
    EXPECT_EQ(registry.known_on("2021-01-01"_date).get(ann).name, gone);
    EXPECT_EQ(registry.known_on("2999-01-01"_date).get(ann).name, gone);
    for (const auto& entry : registry.history(ann)) {
        EXPECT_THAT(entry.before + entry.after, Not(HasSubstr("Ann"))) << entry.field;
        EXPECT_THAT(entry.before + entry.after, Not(HasSubstr("Nan"))) << entry.field;
    }
    expect_well();
}

TEST_F(Erasing, LeavesARecordThatCanGoOn) {
    registry.revise(ann, [](auto& n) { n.aliases = {{"Annie", {}}, {"Nan", {}}, {"N.", "2001"_date}}; });
    registry.erase(ann, asked);
    EXPECT_EQ(registry.get(ann).aliases.size(), 2U) << "two that now are the same are one";
    registry.revise(ann, [](auto& n) { n.url = "https://new.example/"; });
    registry.revise(world.nomination, [&](auto& n) { n.credits.push_back({.nominee = ann}); });
    EXPECT_EQ(registry.get(ann).url, "https://new.example/");
    expect_well();
}

// --- With what else is known of them --------------------------------------------------------------------------------

TEST_F(Erasing, TakesTheTwinsAlong) {
    const auto twin = registry
                          .add(Nominee{.name = "A. N. Other",
                                       .kind = NomineeKind::person,
                                       .part_of = world.council,
                                       .aliases = {{"Nan Other", {}}},
                                       .identifiers = {{"wikidata", "Q77012345"}}})
                          .id;
    const auto third = registry.add(Nominee{.name = "Third Name", .kind = NomineeKind::person}).id;
    const auto former = registry.add(Nominee{.name = "Former Twin", .kind = NomineeKind::person}).id;
    registry.merge(ann, twin);
    registry.merge(twin, third);
    registry.merge(ann, former);
    registry.unmerge(former);
    const auto id = registry
                        .add(Nomination{.category = world.category,
                                        .title = "Third Name, A. N. Other, Ann Example, Former Twin",
                                        .credits = {{.nominee = third, .credited_as = "T. Name"}}})
                        .id;
    // Whichever of them is named, it is all of them.
    const auto report = registry.erase(twin, asked);
    EXPECT_THAT(report.nominees, ElementsAre(RecordId(twin), RecordId(ann), RecordId(third)));
    EXPECT_EQ(registry.get(id).title, "[erased], [erased], [erased], Former Twin");
    EXPECT_EQ(registry.get(id).credits.at(0).credited_as, gone);
    EXPECT_EQ(registry.get(former).name, "Former Twin");
    expect_well();
    expect_nowhere({"A. N. Other", "Nan Other", "Q77012345", "Third Name", "Ann Example", "T. Name"});
    for (const std::string name : {"Ann Example", "Third Name", "Nan Other"}) {
        EXPECT_EQ(registry.ensure(Nominee{.name = name, .kind = NomineeKind::person}).id, ann) << name;
        EXPECT_EQ(registry.ensure(Nominee{.name = name, .kind = NomineeKind::person, .part_of = world.council}).id,
                  ann);
    }
    // What was merged can be taken apart, and put together again.
    registry.unmerge(third);
    EXPECT_EQ(registry.get(third).name, gone);
    registry.merge(ann, third);
    expect_well();
}

TEST_F(Erasing, BlanksWhatIsClaimedOfThem) {
    registry.revise(world.nomination, [&](auto& n) { n.credits.push_back({.nominee = ann, .role = "lead"}); });
    const Id<Credit> credit = registry.get(world.nomination).credits.at(1).id;
    const auto name = registry.claim(ann, "name", "Anna Sample", {.source = {.title = "Ann Example's letter"}}).id;
    const auto aliases = registry.claim(ann, "aliases", R"({"Nanny":["2001"],"Nan":[""]})").id;
    const auto identifiers = registry.claim(ann, "identifiers", R"({"wikidata":"Q5"})").id;
    const auto kind = registry.claim(ann, "kind", "team").id;
    const auto part_of = registry.claim(ann, "part_of", "1").id;
    const auto wins = registry.claim(ann, world.edition, Count::wins, 12, {}).id;
    const auto as = registry.claim(credit, "credited_as", "Anna S.").id;
    const auto who = registry.claim(credit, "nominee", "2").id;
    const auto role = registry.claim(credit, "role", "friend of Ann Example").id;
    const auto title = registry.claim(world.nomination, "title", "By Ann Example").id;
    const auto date = registry.claim(world.edition, "date", "2024").id;
    const auto extra = registry.claim(world.edition, "extra", R"({"of \"Ann Example\"":"2024"})").id;
    registry.settle(name, Settlement::taken, "she says so herself");
    // "12" and "2024" are a count and a date there, and no texts.
    registry.erase(ann, with_text({"12", "2024", "name"}));
    const auto value = [&](Id<Claim> id) { return registry.get(id).value; };
    EXPECT_EQ(value(name), gone);
    EXPECT_EQ(value(aliases), R"({"[erased]":["","2001"]})");
    EXPECT_EQ(value(identifiers), R"({"wikidata":"[erased]"})");
    EXPECT_EQ(value(kind), "team");
    EXPECT_EQ(value(part_of), "1");
    EXPECT_EQ(value(wins), "12");
    EXPECT_EQ(value(as), gone);
    EXPECT_EQ(value(who), "2");
    EXPECT_EQ(value(role), "friend of [erased]");
    EXPECT_EQ(value(title), "By [erased]");
    EXPECT_EQ(value(date), "2024");
    EXPECT_EQ(value(extra), R"({"of \"[erased]\"":"[erased]"})");
    EXPECT_EQ(registry.get(name).field, "name");
    EXPECT_EQ(registry.get(ann).name, gone);
    EXPECT_FALSE(registry.conflicts().empty());
    expect_well();
    expect_nowhere({"Anna Sample", "Anna S.", "Nanny", "Ann Example"});
}

TEST_F(Erasing, GoesOnWithCorrectionsAndVoids) {
    registry.correct(ann, [](auto& n) { n.name = "Ann Corrected"; }, "Ann Example was wrong");
    registry.void_(ann, "double");
    registry.erase(ann, asked);
    registry.restore(ann, "not double");
    EXPECT_EQ(registry.get(ann).name, gone);
    EXPECT_EQ(registry.history(ann, "voided").at(0).reason, "double");
    expect_well();
    expect_nowhere({"Ann Example", "Ann Corrected"});
    EXPECT_EQ(registry.known_on("2999-01-01"_date).get(ann).name, gone);
    // What was done since then is undone as ever.
    const auto change = registry.checkpoint().change;
    registry.revert(change);
    expect_well();
}

TEST_F(Erasing, CanBeDoneAgain) {
    registry.add(Nomination{.category = world.category, .title = "Ann Example and Bob Sample"});
    const auto bob = registry.add(Nominee{.name = "Bob Sample", .kind = NomineeKind::person}).id;
    registry.erase(ann, {.reason = "asked for by Bob Sample"});
    const auto first = registry.checkpoint();
    const auto again = registry.erase(ann, asked);
    EXPECT_THAT(again.erased, IsEmpty());
    EXPECT_EQ(again.texts, 0U);
    expect_well();
    // Another erasure blanks what this one left, its reason included.
    const auto report = registry.erase(bob, asked);
    EXPECT_THAT(places(report.erased),
                ElementsAre("nomination:2 Nomination.title", "nominee:4 Nominee.name", "nominee:3 reason"));
    EXPECT_EQ(registry.get(Id<Nomination>(2)).title, "[erased] and [erased]");
    EXPECT_TRUE(registry.verify(first).ok);
    expect_well();
    expect_nowhere({"Ann Example", "Bob Sample"});
    EXPECT_EQ(registry.ensure(Nominee{.name = "Ann Example", .kind = NomineeKind::person}).id, ann);
    // A name that came back is erased anew.
    registry.revise(ann, [](auto& n) { n.name = "Ann Example"; });
    registry.erase(ann, asked);
    expect_nowhere({"Ann Example"});
    expect_well();
}

TEST_F(Erasing, OfWhoIsCalledAsWhatIsLeftEnds) {
    const auto odd = registry.add(Nominee{.name = "Erased", .notes = "x"}).id;
    const auto id = registry.add(Nomination{.category = world.category, .title = "Erased, the band"}).id;
    const auto report = registry.erase(odd, asked);
    EXPECT_THAT(report.left, IsEmpty());
    EXPECT_EQ(registry.get(id).title, "[erased], the band");
    EXPECT_TRUE(registry.erase(odd, asked).erased.empty());
    expect_well();
}

TEST_F(Erasing, OfANameOfOneCharacterBlanksItsRecordsOnly) {
    const auto z = registry.add(Nominee{.name = "Z", .kind = NomineeKind::work}).id;
    const auto id = registry.add(Nomination{.category = world.category, .title = "Z"}).id;
    const auto report = registry.erase(z, asked);
    EXPECT_EQ(registry.get(z).name, gone);
    EXPECT_EQ(registry.get(id).title, "Z");
    EXPECT_THAT(report.remarks, Contains(HasSubstr("single character")));
    EXPECT_EQ(registry.ensure(Nominee{.name = "Z", .kind = NomineeKind::work}).id, z);
    expect_well();
}

TEST_F(Erasing, WarnsWhereTheActorIsTheOneErased) {
    Registry own = Registry::open(path, {.actor = "Ann Example"});
    const auto report = own.erase(ann, asked);
    EXPECT_THAT(report.remarks, Contains(HasSubstr("actor")));
    expect_nowhere({"Ann Example"});
    EXPECT_EQ(Raw(path).text("SELECT payload FROM change ORDER BY id DESC LIMIT 1"), "{\"actor\":\"[erased]\"}");
    expect_well();
}

TEST_F(Erasing, WorksInMemory) {
    Registry memory = Registry::in_memory();
    const auto id = memory.add(Nominee{.name = "Ann Example"}).id;
    memory.add(Nominee{.name = "Other", .notes = "of Ann Example"});
    const auto report = memory.erase(id, asked);
    EXPECT_TRUE(report.rewritten);
    EXPECT_EQ(memory.get(id).name, gone);
    const Verification found = memory.verify();
    EXPECT_TRUE(found.ok) << found.finding;
    EXPECT_EQ(memory.ensure(Nominee{.name = "Ann Example"}).id, id);
    memory.backup(folder / "copy.laurels");
    EXPECT_EQ(read_bytes(folder / "copy.laurels").find("Ann Example"), std::string::npos);
}

TEST_F(Erasing, SaysSoWhereTheFileIsInUse) {
    registry.close();
    registry = Registry::open(path, {.timeout = 50ms});
    Raw reader(path, SQLITE_OPEN_READONLY);
    // A reader that holds its lock lets nobody commit; one that comes between committing and rewriting lets nobody
    // rewrite, which cannot be timed here.
    reader.run("BEGIN");
    reader.rows("SELECT * FROM award");
    const auto before = read_bytes(path);
    EXPECT_THROW(registry.erase(ann, asked), Busy);
    reader.run("COMMIT");
    EXPECT_EQ(read_bytes(path), before);
    EXPECT_EQ(registry.get(ann).name, "Ann Example");
    EXPECT_TRUE(registry.erase(ann, asked).rewritten);
}

TEST_F(Erasing, ThatIsInterruptedLeavesTheFileAsItWas) {
    registry.close();
    int calls = 0;
    int stop_at = 0;
    registry = Registry::open(path, {.meanwhile = [&] {
                                  if (++calls == stop_at) throw std::runtime_error("stop");
                              }});
    const auto before = support::contents(folder);
    for (stop_at = 1; stop_at <= 4; ++stop_at) {
        calls = 0;
        EXPECT_THROW(registry.erase(ann, asked), std::runtime_error) << stop_at;
        EXPECT_EQ(support::contents(folder), before);
    }
    stop_at = 0;
    EXPECT_TRUE(registry.erase(ann, asked).done);
    expect_well();
}

TEST_F(Erasing, ThatIsCalledOffFromOutsideLeavesTheFileAsItWas) {
    registry.close();
    registry = Registry::open(path, {.meanwhile = [&] { registry.close(); }});
    const auto before = support::contents(folder);
    EXPECT_THROW(registry.erase(ann, asked), Error);
    EXPECT_EQ(support::contents(folder), before);
}

/// Erases in a child process that may write no file beyond this size; says how that went.
enum class Ending : std::uint8_t { refused, erased, rewritten, lost };
Ending erase_within(const std::filesystem::path& path, Id<Nominee> id, std::uintmax_t size) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        auto outcome = Ending::lost;
        try {
            Registry own = Registry::open(path);
            ::signal(SIGXFSZ, SIG_IGN);
            const ::rlimit limit{size, size};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            outcome = own.erase(id, asked).rewritten ? Ending::rewritten : Ending::erased;
        } catch (const FileError&) {
            outcome = Ending::refused;
        } catch (...) {}
        ::_exit(static_cast<int>(outcome));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? static_cast<Ending>(WEXITSTATUS(status)) : Ending::lost;
}

// The disk is full at one point after the other: all is erased, or all is as it was.
TEST_F(Erasing, ThatFindsNoRoomIsDoneWholeOrNotAtAll) {
    registry.add(Nomination{.category = world.category, .title = "By Ann Example"});
    registry.close();
    const auto before = read_bytes(path);
    const auto size = std::filesystem::file_size(path);
    std::set<Ending> outcomes;
    for (std::uintmax_t limit = 0; limit < 3 * size; limit += size / 8) {
        support::write_bytes(path, before);
        const Ending outcome = erase_within(path, ann, limit);
        outcomes.insert(outcome);
        registry = Registry::open(path);
        if (outcome == Ending::refused) {
            EXPECT_EQ(registry.get(ann).name, "Ann Example") << limit;
            EXPECT_EQ(registry.get(Id<Nomination>(2)).title, "By Ann Example") << limit;
        } else {
            EXPECT_NE(outcome, Ending::lost) << limit;
            EXPECT_EQ(registry.get(ann).name, gone) << limit;
            EXPECT_EQ(registry.get(Id<Nomination>(2)).title, "By [erased]") << limit;
        }
        expect_well();
        registry.close();
    }
    EXPECT_THAT(outcomes, ElementsAre(Ending::refused, Ending::erased, Ending::rewritten));
}

TEST_F(Erasing, DoesNotHideThatSomethingWasAltered) {
    registry.add(Nomination{.category = world.category, .title = "By Ann Example"});
    registry.close();
    {
        Raw raw(path);
        raw.run("DROP TRIGGER event_no_update");
        raw.run("UPDATE event SET payload = replace(payload, 'By Ann', 'For Ann') WHERE kind = 8");
        raw.run("CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never "
                "changed'); END");
    }
    registry = Registry::open(path);
    const auto before = support::contents(folder);
    const auto error = thrown<Damaged>([&] { registry.erase(ann, asked); });
    EXPECT_THAT(error.what(), HasSubstr("event 9 was altered"));
    EXPECT_EQ(support::contents(folder), before);
    EXPECT_EQ(registry.verify().seq, 9);
}

TEST_F(Erasing, LeavesTheGuardsOfTheJournalOn) {
    registry.erase(ann, asked);
    registry.close();
    Raw raw(path);
    EXPECT_THROW(raw.run("UPDATE event SET payload = '{}'"), std::runtime_error);
    EXPECT_THROW(raw.run("DELETE FROM event"), std::runtime_error);
    EXPECT_THROW(raw.run("UPDATE change SET payload = '{}'"), std::runtime_error);
    EXPECT_THROW(raw.run("DELETE FROM change"), std::runtime_error);
}

TEST_F(Erasing, IsSeenByOthersThatHaveTheFileOpen) {
    Registry other = Registry::open(path);
    EXPECT_EQ(other.get(ann).name, "Ann Example");
    registry.erase(ann, asked);
    EXPECT_EQ(other.get(ann).name, gone);
    other.revise(ann, [](auto& n) { n.url = "x"; });
    EXPECT_TRUE(other.verify().ok);
    expect_well();
}

// Erasing goes on while others read and verify: they see either, and never take it for damage.
TEST_F(Erasing, IsNoDamageToWhoVerifiesMeanwhile) {
    std::vector<Nominee> many;
    for (int i = 0; i < 20; ++i) many.push_back({.name = "Person Number" + std::to_string(i)});
    const auto ids = registry.add_all(many);
    std::atomic<bool> done = false;
    std::thread eraser([&] {
        Registry own = Registry::open(path, {.timeout = 60s});
        for (const auto id : ids) own.erase(id, asked);
        done = true;
    });
    const Registry reader = Registry::open(path, {.access = Access::read_only, .timeout = 60s});
    while (!done) {
        const Verification found = reader.verify();
        EXPECT_TRUE(found.ok) << found.finding;
    }
    eraser.join();
}

}  // namespace
