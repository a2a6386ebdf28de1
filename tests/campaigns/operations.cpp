#include "operations.hpp"

#include "campaign.hpp"
#include "fuzz/registry.hpp"

#include <laurels/fields.hpp>

#include <sstream>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;

// What fuzz::make_registry() adds, and what make_small_registry() adds to it.
constexpr Id<Award> award(1);
constexpr Id<Edition> edition(1);
constexpr Id<Series> series(1);
constexpr Id<Series> later_series(2);
constexpr Id<Category> category(1);
constexpr Id<Ceremony> ceremony(1);
constexpr Id<Nominee> council(1);
constexpr Id<Nominee> team(2);
constexpr Id<Nominee> merged_team(4);
constexpr Id<Nominee> next_nominee(5);
constexpr Id<Nomination> winner(1);
constexpr Id<Nomination> void_entry(2);
constexpr Id<Nomination> entry(3);
constexpr Id<Nomination> next_nomination(4);
constexpr Id<Credit> partner(2);
constexpr Id<Claim> open_claim(2);
constexpr Id<Claim> next_claim(3);
// And its changes, of which there are so many.
constexpr std::int64_t first_entry = 1;
constexpr std::int64_t renaming_the_ceremony = 13;
constexpr std::int64_t adding_the_entry = 16;
constexpr std::int64_t changes = 16;

const Source& page() {
    static const Source source{.title = "News page", .published = Date::parse("2025-12-03")};
    return source;
}

std::vector<Nominee> many_nominees(std::size_t count, std::size_t notes) {
    std::vector<Nominee> nominees;
    for (std::size_t i = 0; i < count; ++i)
        nominees.push_back({.name = "Of many " + std::to_string(i), .notes = std::string(notes, 'x')});
    return nominees;
}

void open(Subject& subject, int cache_mb) {
    // No waiting: whoever holds a lock here holds it for good.
    subject.registry = Registry::open(subject.path, {.actor = "tester", .timeout = 0ms, .cache_mb = cache_mb});
}
void opened(Subject& subject) { open(subject, 50); }
/// With a cache so small that a change is written to the file before it is committed.
void opened_with_small_cache(Subject& subject) { open(subject, 0); }
/// After a change, so that the connection that writes is there already.
void written_before(Subject& subject) {
    opened(subject);
    subject.registry->add(Award{.name = "Written before"});
}
void begun(Subject& subject) {
    opened(subject);
    subject.change = subject.registry->transaction({.reason = "begun"});
    subject.change->add(Award{.name = "Begun"});
    subject.change->add(Nominee{.name = "Begun, too"});
}
void begun_and_spilled(Subject& subject) {
    opened_with_small_cache(subject);
    subject.change = subject.registry->transaction();
    for (int i = 0; i < 40; ++i)
        subject.change->add(Award{.name = "Spilled " + std::to_string(i), .notes = std::string(3'000, 'x')});
}
/// After a second nominee that turns out to be the council.
void twin_added(Subject& subject) {
    opened(subject);
    subject.registry->add(
        Nominee{.name = "Lancs CC", .kind = NomineeKind::organisation, .aliases = {{"The council", {}}}});
}
/// After a second nominee whose name is nearly the council's.
void like_twin_added(Subject& subject) {
    opened(subject);
    Nominee twin = subject.registry->get(council);
    twin = {.name = twin.name + "s", .kind = twin.kind};
    subject.registry->add(twin);
}
void import_rows(Subject& subject, const std::string& title) {
    const Mapping mapping = Mapping::parse(R"({"laurels_mapping": 1, "data_set": "rows", "key": ["id"],
        "award": {"name": "award"}, "edition": {"label": "year"}, "category": {"name": {"value": "Fiction"}},
        "nomination": {"title": "title", "outcome": {"column": "won", "values": {"yes": "won", "": ""}}},
        "credits": [{"split": {"columns": ["who"], "by": "; "}, "nominee": {"name": "who"}}]})");
    std::vector<std::vector<std::optional<std::string>>> rows;
    for (int i = 0; i < 5; ++i) {
        const std::string number = std::to_string(i);
        rows.push_back(
            {number, "Prize", "2001", title + " " + number, i == 0 ? "yes" : "", "Name " + number + "; Name", "x"});
    }
    ArrowArrayStream stream = stream_rows({"id", "award", "year", "title", "won", "who", "note"}, std::move(rows));
    require(subject.registry->import_table(stream, mapping).refused.empty(), "rows were refused");
}
/// What another registry exports.
const std::string& other_registry() {
    static const std::string document = [] {
        auto registry = Registry::in_memory({.actor = "tester"});
        const auto prize = registry.add(Award{.name = "Another prize"});
        const auto held = registry.add(Edition{.award = prize.id, .label = "1999"});
        const auto verse = registry.add(Category{.edition = held.id, .name = "Verse"});
        const auto poet = registry.add(Nominee{.name = "A poet", .kind = NomineeKind::person});
        registry.add(Nomination{.category = verse.id, .title = "Poems", .credits = {{.nominee = poet.id}}});
        std::ostringstream out;
        registry.export_json(out, {.everything = true});
        return out.str();
    }();
    return document;
}
void claimed(Subject& subject) {
    opened(subject);
    subject.registry->claim(ceremony, "place", "Preston", {.source = page()});
}
void erased(Subject& subject) {
    opened(subject);
    subject.registry->erase(council, {.reason = "as they asked"});
}
/// With room in the file that nothing needs any more.
void with_free_room(Subject& subject) {
    opened_with_small_cache(subject);
    subject.registry->add_all(many_nominees(40, 3'000));
    subject.registry->revert(changes + 1);
    for (int i = 0; i < 3; ++i)
        subject.registry->revise(team, [&](Nominee& nominee) { nominee.notes.assign(20'000, 'x'); });
    subject.registry->revise(team, [](Nominee& nominee) { nominee.notes.clear(); });
}
void older(Subject& subject) { make_older_file(subject.path); }
void nothing_there(Subject& subject) { fs::remove(subject.path); }
void nothing(Subject&) {}

fs::path copy_of(const Subject& subject) { return subject.folder / "copy.laurels"; }

void ask(const Questions& registry) {
    require(registry.get(award).name == "Booker Prize", "get gave another record");
    require(registry.all<Nomination>().size() == 2, "all gave other records");
    require(registry.count<Credit>() == 3, "count gave another number");
    const auto rows = registry.nominations().rows();
    require(rows.size() == 2 && rows[0].nominees.size() == 2 && rows[0].award == "Booker Prize", "rows gave others");
    require(registry.nominations().award("man booker").nominee(council, Parts::including).records().size() == 2,
            "records gave others");
    require(registry.nominations().within(Date::parse("2025-11")).count() == 2, "within gave others");
    require(registry.ceremonies().upcoming(Date::parse("2025-11-01")).rows().size() == 1, "no ceremony");
    require(registry.deadlines().edition("2025").rows().size() == 1, "no deadline");
    require(registry.winners(category).size() == 1, "no winner");
    require(registry.evidence(winner).size() == 1 && registry.costs(winner).size() == 1, "no evidence or cost");
}

void ask_about_hidden(const Questions& registry) {
    require(registry.hidden(void_entry) && !registry.hidden(entry), "another is hidden");
    require(registry.all<Nomination>(Hidden::including).size() == 3, "all gave other records");
    require(registry.count<Credit>(Hidden::including) == 4, "count gave another number");
    require(registry.nominations().including_void().rows().size() == 3, "rows gave others");
    require(registry.get(merged_team).id == team, "get gave the twin");
    require(registry.nominations().nominee(merged_team).count() == 1, "the twin has other nominations");
}

void ask_about_claims(const Questions& registry) {
    const auto conflicts = registry.conflicts();
    require(conflicts.size() == 1 && conflicts[0].claim == open_claim && conflicts[0].shown == "1" &&
                conflicts[0].claimed == "3",
            "other conflicts");
    require(registry.claims(team).size() == 1 && registry.claims(ceremony).size() == 1, "other claims");
    require(registry.count(team, edition, Count::wins) == 1, "another number of wins");
}

/// The nominee's name stands neither in the journal nor, once the file was rewritten, between its rows.
void require_erased(Subject& subject) {
    subject.registry->compact();  // as the report of an erasure advises where the file could not be rewritten
    require(read_bytes(subject.path).find("Lancashire") == std::string::npos, "the name is still in the file");
}

/// What is wrong with a file where something only failed must not be taken for damage, nor may it be a crash: it is
/// told as a finding, and here thrown.
void consult(const fs::path& path) {
    const Diagnosis said = doctor(path);
    if (said.ok) return;
    for (const Diagnosis::Finding& finding : said.findings) {
        const bool blames = finding.what.find("damaged") != std::string::npos ||
                            finding.what.find("altered") != std::string::npos ||
                            finding.advice.find("backup that verifies") != std::string::npos;
        require(!finding.bad || !blames, "the doctor finds damage where there is none: " + said.text());
    }
    throw FileError(said.text(), path);
}

constexpr Operation table[] = {
    {"open a new file", nothing_there, opened},
    {"open", nothing, opened},
    {"open read-only", nothing,
     [](Subject& subject) {
         subject.registry = Registry::open(subject.path, {.access = Access::read_only, .timeout = 0ms});
     }},
    {"add", opened,
     [](Subject& subject) {
         const auto added = subject.registry->add(Nominee{.name = "Added", .aliases = {{"Alias", {}}}},
                                                  {.source = {.title = "A source"}, .reason = "because"});
         require(added.id == next_nominee, "another id");
     }},
    {"add, not for the first time", written_before,
     [](Subject& subject) {
         subject.registry->add(Nomination{
             .category = category, .title = "Added", .credits = {{.nominee = council}}, .stage = Stage::longlisted});
     }},
    {"ensure what is there", opened,
     [](Subject& subject) {
         require(subject.registry->ensure(Award{.name = "Man Booker"}).id == award, "ensured another");
         require(subject.registry->ensure(Edition{.award = award, .label = "2025"}).id == edition, "ensured another");
     }},
    {"ensure what is not there", opened,
     [](Subject& subject) {
         const Nomination nomination{
             .category = category, .title = "Ensured", .credits = {{.nominee = council}, {.nominee = team}}};
         require(subject.registry->ensure(nomination).id == next_nomination, "another id");
     }},
    {"revise what was read", opened,
     [](Subject& subject) {
         const Nomination read = subject.registry->get(winner);
         Nomination changed = read;
         changed.title = "Revised";
         changed.credits[0].role = "lead";
         subject.registry->revise(read, changed);
     }},
    {"revise by id", opened,
     [](Subject& subject) {
         subject.registry->revise(council, [](Nominee& nominee) { nominee.name = "Lancashire"; });
     }},
    {"add_all", opened, [](Subject& subject) { subject.registry->add_all(many_nominees(10, 10)); }},
    {"add_all, more than the cache holds", opened_with_small_cache,
     [](Subject& subject) { subject.registry->add_all(many_nominees(40, 3'000)); }},
    {"advance", opened,
     [](Subject& subject) { subject.registry->advance(entry, Stage::shortlisted, {.on = Date::parse("2025-09")}); }},
    {"decide", opened,
     [](Subject& subject) {
         subject.registry->decide(entry, Outcome::runner_up, {.place = 2, .source = {.title = "News"}});
     }},
    {"rule on a nomination", opened,
     [](Subject& subject) { subject.registry->rule(entry, Standing::withdrawn, "as they asked"); }},
    {"rule on a credit", opened,
     [](Subject& subject) { subject.registry->rule(partner, Standing::ineligible, "not of the team"); }},
    {"accept, refuse, prevent", opened,
     [](Subject& subject) {
         auto change = subject.registry->transaction({.reason = "corrected"});
         change.refuse(winner);
         change.prevent(winner);
         change.accept(winner);
         change.commit();
     }},
    {"disclose", opened,
     [](Subject& subject) {
         auto change = subject.registry->transaction({.reason = "by the rules"});
         change.disclose(entry, Disclosure::private_);
         change.disclose(category, Part::result, Disclosure::embargoed, parse_instant("2030-01-01T00:00:00Z"));
         change.commit();
     }},
    {"void", opened, [](Subject& subject) { subject.registry->void_(entry, "entered twice"); }},
    {"void, with all that hangs on it", opened,
     [](Subject& subject) {
         auto change = subject.registry->transaction();
         change.void_(edition, "there was none");
         require(change.count<Nomination>() == 0, "what hangs on it is not hidden");
         change.commit();
     }},
    {"restore", opened,
     [](Subject& subject) {
         require(!subject.registry->restore(void_entry, "they are two").voided, "it is still void");
     }},
    {"correct", opened,
     [](Subject& subject) {
         const auto edit = [](Nomination& nomination) {
             nomination.reached.erase(Stage::shortlisted);
             nomination.stage = Stage::longlisted;
             nomination.outcome = Outcome::pending;
         };
         subject.registry->correct(winner, edit, "it was of another year", page());
     }},
    {"correct what was read", opened,
     [](Subject& subject) {
         const Credit read = subject.registry->get(partner);
         Credit changed = read;
         changed.nominee = team;
         subject.registry->correct(read, changed, "it was the team");
     }},
    {"merge", opened,
     [](Subject& subject) {
         require(subject.registry->merge(council, next_nominee, {.source = page()}).id == council, "kept another");
     },
     nullptr, twin_added},
    {"merge likely duplicates", opened,
     [](Subject& subject) {
         const auto likely = subject.registry->duplicates<Nominee>();
         require(!likely.empty() && likely[0].kept == RecordId(council), "other duplicates");
         require(subject.registry->merge_all(likely).size() == likely.size(), "merged others");
     },
     nullptr, like_twin_added},
    {"tell apart", opened,
     [](Subject& subject) {
         require(!subject.registry->distinguish(council, next_nominee).different_from.empty(), "told nobody apart");
     },
     nullptr, like_twin_added},
    {"unmerge", opened,
     [](Subject& subject) {
         require(subject.registry->unmerge(merged_team).id == merged_team, "another stands alone");
     }},
    {"claim", opened,
     [](Subject& subject) {
         const Claim claim = subject.registry->claim(winner, "outcome", "runner_up", {.source = page()});
         require(claim.id == next_claim, "another id");
     }},
    {"claim as a record", opened,
     [](Subject& subject) {
         subject.registry->claim(ceremony, "date", Ceremony{.date = When(Date::parse("2025-11-21"))});
     }},
    {"claim a count", opened,
     [](Subject& subject) {
         subject.registry->claim(council, edition, Count::shortlistings, 7, {.source = page(), .reason = "they say"});
     }},
    {"settle, keeping", opened,
     [](Subject& subject) { subject.registry->settle(open_claim, Settlement::kept, "it was counted"); }},
    {"settle, taking over", opened,
     [](Subject& subject) { subject.registry->settle(next_claim, Settlement::taken, "they were there"); }, nullptr,
     claimed},
    {"revert", opened,
     [](Subject& subject) {
         const Reversal done = subject.registry->revert(renaming_the_ceremony);
         require(done.undone == 1 && done.left.empty(), "it undid something else");
     }},
    {"revert what was added", opened,
     [](Subject& subject) {
         const Reversal done = subject.registry->revert(adding_the_entry, Later::refuse, {.reason = "never was"});
         require(done.undone == 1 && done.left.empty(), "it undid something else");
     }},
    {"revert, refused", opened,
     [](Subject& subject) {
         try {
             subject.registry->revert(first_entry);
         } catch (const TouchedLater&) {
             return;
         }
         throw Broken("it undid what was touched later");
     }},
    {"revert, keeping what was touched later", opened,
     [](Subject& subject) {
         require(!subject.registry->revert(first_entry, Later::keep).left.empty(), "nothing was left");
     }},
    {"import a table", opened, [](Subject& subject) { import_rows(subject, "T"); },
     [](Subject& subject) { require(subject.registry->find<Nominee>("Name 3").id.value > 0, "a row is lost"); }},
    {"import a table again", opened, [](Subject& subject) { import_rows(subject, "U"); },
     [](Subject& subject) {
         require(subject.registry->all<Nomination>().back().title.starts_with("U "), "a row is lost");
     },
     [](Subject& subject) {
         opened(subject);
         import_rows(subject, "T");
     }},
    {"import JSON",
     [](Subject& subject) {
         static_cast<void>(other_registry());
         opened(subject);
     },
     [](Subject& subject) {
         std::istringstream document(other_registry());
         require(subject.registry->import_json(document).refused.empty(), "records were refused");
     }},
    {"exports", opened,
     [](Subject& subject) {
         std::ostringstream out;
         subject.registry->nominations().to_csv(out, {.everything = true, .editable = true});
         subject.registry->export_json(out, {.everything = true, .journal = true});
         subject.registry->export_json(out);
         subject.registry->export_calendar(out);
         out << subject.registry->announce(category, {.everything = true});
         require(!out.bad() && out.str().size() > 1'000, "little was written");
     }},
    {"erase", opened,
     [](Subject& subject) {
         const auto report = subject.registry->erase(council, {.text = {"LCC"}, .reason = "as they asked"});
         require(report.done && !report.erased.empty(), "nothing was erased");
         require(!report.rewritten || read_bytes(subject.path).find("Lancashire") == std::string::npos,
                 "the name is still in the file");
     },
     require_erased},
    {"erase, only to see", opened,
     [](Subject& subject) {
         const auto report = subject.registry->erase(council, {.reason = "as they asked", .dry_run = true});
         require(!report.done && !report.erased.empty(), "another report");
     }},
    {"ensure what was erased", opened,
     [](Subject& subject) {
         const Nominee nominee{.name = "lancashire county council", .kind = NomineeKind::organisation};
         require(subject.registry->ensure(nominee).id == council, "ensured another");
     },
     nullptr, erased},
    {"compact", opened,
     [](Subject& subject) {
         const Compaction done = subject.registry->compact();
         require(done.after < done.before, "nothing was won");
     },
     nullptr, with_free_room},
    {"a transaction of several verbs", opened,
     [](Subject& subject) {
         auto change = subject.registry->transaction({.reason = "together", .source = {.title = "Minutes"}});
         const auto fleet = change.ensure(Nominee{.name = "Fleet", .part_of = council});
         const auto added = change.add(Nomination{.category = category, .credits = {{.nominee = fleet.id}}});
         change.advance(added.id, Stage::longlisted);
         change.advance(added.id, Stage::shortlisted);
         change.decide(added.id, Outcome::commended);
         change.revise(added.id, [](Nomination& nomination) { nomination.notes = "seen"; });
         change.add(Cost{.subject = added.id, .amount = -500, .currency = "GBP", .kind = "refund"});
         require(change.nominations().category(category).count() == 3, "a change does not see its own writes");
         require(change.history(added.id).size() >= 6, "a change does not see its own history");
         require(change.commit() != 0, "nothing was written");
     }},
    {"commit", begun, [](Subject& subject) { subject.change->commit(); }},
    {"commit, spilled", begun_and_spilled, [](Subject& subject) { subject.change->commit(); }},
    {"roll back", begun, [](Subject& subject) { subject.change->rollback(); }},
    {"roll back, spilled", begun_and_spilled, [](Subject& subject) { subject.change->rollback(); }},
    {"leave a change behind", begun, [](Subject& subject) { subject.change.reset(); }},
    {"close amid a change", begun, [](Subject& subject) { subject.registry->close(); }},
    {"questions", opened, [](Subject& subject) { ask(*subject.registry); }},
    {"find by name", opened,
     [](Subject& subject) {
         require(subject.registry->find<Award>("MAN BOOKER").id == award, "found another");
         require(subject.registry->find<Nominee>("lancashire county council").id == council, "found another");
     }},
    {"history", opened,
     [](Subject& subject) {
         require(subject.registry->history(winner, "outcome").size() == 1, "another history");
         require(subject.registry->history(winner).size() > 8, "another history");
     }},
    {"history of a change", opened,
     [](Subject& subject) {
         require(subject.registry->history(first_entry).size() > 30, "another history");
         const auto renamed = subject.registry->history(renaming_the_ceremony);
         require(renamed.size() == 1 && renamed[0].after == "Awards dinner", "another history");
     }},
    {"changes", opened,
     [](Subject& subject) {
         const auto all = subject.registry->changes();
         require(all.size() == changes && all[0].reason == "first entry", "other changes");
         require(subject.registry->changes(all[9].recorded) == subject.registry->changes(10), "others since then");
     }},
    {"differences between moments", opened,
     [](Subject& subject) {
         const auto found =
             subject.registry->diff({.change = renaming_the_ceremony - 1}, {.change = renaming_the_ceremony});
         require(found.size() == 1 && found[0].record == ceremony && found[0].before == "Dinner", "other differences");
     }},
    {"differences from a view", opened,
     [](Subject& subject) {
         const auto found = subject.registry->diff(subject.registry->as_of(first_entry));
         require(!found.empty(), "no differences");
     }},
    {"hidden and merged records", opened, [](Subject& subject) { ask_about_hidden(*subject.registry); }},
    {"conflicts, claims and counts", opened, [](Subject& subject) { ask_about_claims(*subject.registry); }},
    {"lineage", opened,
     [](Subject& subject) {
         require(subject.registry->lineage(award).size() == 2, "another life of the award");
         require(subject.registry->lineage(later_series).size() == 2, "another life of the series");
         require(subject.registry->nominations().series(later_series, Lineage::whole).count() ==
                     subject.registry->nominations().series(series).count(),
                 "it does not cross the lineage");
     }},
    {"info", opened,
     [](Subject& subject) {
         const Info info = subject.registry->info();
         require(info.changes == changes && info.counts.at("nomination") == 3 && info.open_claims == 1, "another info");
     }},
    {"as_of", opened,
     [](Subject& subject) {
         const Registry view = subject.registry->as_of(1);
         require(view.count<Nomination>() == 1 && view.get(winner).outcome == Outcome::pending, "another moment");
     }},
    {"known_on", opened,
     [](Subject& subject) {
         const Registry view = subject.registry->known_on(Date::parse("2025-09-01"));
         require(view.get(winner).outcome == Outcome::pending, "another moment");
     }},
    {"view by both times", opened,
     [](Subject& subject) {
         const Registry view = subject.registry->view({.change = adding_the_entry, .known = Date::parse("2025-12-31")});
         require(view.get(winner).outcome == Outcome::won && view.conflicts().size() == 2, "another moment");
     }},
    {"verify", opened,
     [](Subject& subject) {
         const Verification found = subject.registry->verify();
         require(found.ok, found.text());
     }},
    {"checkpoint", opened,
     [](Subject& subject) { require(subject.registry->checkpoint().change == changes, "another checkpoint"); }},
    {"backup", opened, [](Subject& subject) { subject.registry->backup(copy_of(subject)); },
     [](Subject& subject) {
         const auto copy = Registry::open(copy_of(subject), {.access = Access::read_only});
         require(copy.verify().ok && all_records(copy) == all_records(*subject.registry), "the copy is another");
         fs::remove(copy_of(subject));
     }},
    {"doctor", opened, [](Subject& subject) { consult(subject.path); }},
    {"doctor of an older file", nothing, [](Subject& subject) { consult(subject.path); }, nullptr, older},
    {"open an older file", nothing,
     [](Subject& subject) {
         opened(subject);
         require(subject.registry->info().format > 1, "it is not up to date");
         require(subject.registry->count<Nomination>() == 2, "it holds other records");
     },
     nullptr, older},
    {"open an older file with a small cache", nothing, opened_with_small_cache, nullptr, older},
    {"open an older file read-only", nothing,
     [](Subject& subject) {
         try {
             subject.registry = Registry::open(subject.path, {.access = Access::read_only, .timeout = 0ms});
         } catch (const ReadOnly&) {
             return;
         }
         throw Broken("it was opened");
     },
     nullptr, older},
    {"close", written_before, [](Subject& subject) { subject.registry->close(); }},
    {"in memory", nothing,
     [](Subject&) {
         auto registry = Registry::in_memory({.timeout = 0ms});
         registry.add(Award{.name = "In memory"});
         auto change = registry.transaction();
         change.add(Nominee{.name = "Taken back"});
         change.rollback();
         require(registry.count<Award>() == 1 && registry.count<Nominee>() == 0, "other records in memory");
     }},
};

}  // namespace

void make_small_registry(const fs::path& path) {
    fuzz::make_registry(path);
    auto registry = Registry::open(path);
    registry.add(Nomination{.category = category, .title = "Another", .credits = {{.nominee = council}}});
}

void make_older_file(const fs::path& path) {
    write_bytes(path, read_bytes(fs::path(LAURELS_SOURCE_DIR) / "tests/data/format-1.laurels"));
}

std::span<const Operation> operations() { return table; }

std::vector<AnyRecord> all_records(const Questions& registry) {
    std::vector<AnyRecord> records;
    each_record([&]<class R>(const R&) {
        for (R& record : registry.all<R>(Hidden::including)) records.emplace_back(std::move(record));
    });
    return records;
}

}  // namespace campaigns
