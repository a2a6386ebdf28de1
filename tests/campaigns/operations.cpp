#include "operations.hpp"

#include "campaign.hpp"
#include "fuzz/registry.hpp"

#include <laurels/fields.hpp>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;

// What fuzz::make_registry() adds first, and what make_small_registry() adds to it.
constexpr Id<Award> award(1);
constexpr Id<Edition> edition(1);
constexpr Id<Category> category(1);
constexpr Id<Nominee> council(1);
constexpr Id<Nomination> winner(1);
constexpr Id<Nomination> entry(2);
constexpr Id<Credit> partner(2);

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
void nothing_there(Subject& subject) { fs::remove(subject.path); }
void nothing(Subject&) {}

fs::path copy_of(const Subject& subject) { return subject.folder / "copy.laurels"; }

std::vector<Nominee> many_nominees(std::size_t count, std::size_t notes) {
    std::vector<Nominee> nominees;
    for (std::size_t i = 0; i < count; ++i)
        nominees.push_back({.name = "Of many " + std::to_string(i), .notes = std::string(notes, 'x')});
    return nominees;
}

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
         require(added.id == Id<Nominee>(4), "another id");
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
             .category = category, .title = "Ensured", .credits = {{.nominee = council}, {.nominee = Id<Nominee>(2)}}};
         require(subject.registry->ensure(nomination).id == Id<Nomination>(3), "another id");
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
    {"a transaction of several verbs", opened,
     [](Subject& subject) {
         auto change = subject.registry->transaction({.reason = "together", .source = {.title = "Minutes"}});
         const auto team = change.ensure(Nominee{.name = "Fleet", .part_of = council});
         const auto added = change.add(Nomination{.category = category, .credits = {{.nominee = team.id}}});
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
    {"verify", opened,
     [](Subject& subject) {
         const Verification found = subject.registry->verify();
         require(found.ok, found.text());
     }},
    {"checkpoint", opened,
     [](Subject& subject) { require(subject.registry->checkpoint().change == 6, "another checkpoint"); }},
    {"backup", opened, [](Subject& subject) { subject.registry->backup(copy_of(subject)); },
     [](Subject& subject) {
         const auto copy = Registry::open(copy_of(subject), {.access = Access::read_only});
         require(copy.verify().ok && all_records(copy) == all_records(*subject.registry), "the copy is another");
         fs::remove(copy_of(subject));
     }},
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

std::span<const Operation> operations() { return table; }

std::vector<AnyRecord> all_records(const Questions& registry) {
    std::vector<AnyRecord> records;
    each_record([&]<class R>(const R&) {
        for (R& record : registry.all<R>()) records.emplace_back(std::move(record));
    });
    return records;
}

}  // namespace campaigns
