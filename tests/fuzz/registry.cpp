#include "registry.hpp"

#include "fuzz.hpp"

#include <laurels/fields.hpp>

#include <unistd.h>

#include <stdexcept>

namespace fuzz {

using namespace laurels;
using namespace std::chrono_literals;

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "laurels-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder to fuzz in");
    path_ = name;
}

Folder::~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

void make_registry(const std::filesystem::path& path) {
    Registry registry = Registry::open(path, {.actor = "communications"});
    Id<Nomination> nomination;
    {
        auto change = registry.transaction(
            {.reason = "first entry", .source = {.title = "Staff newsletter", .published = Date::parse("2025-08-15")}});
        const auto award =
            change.add(Award{.name = "Booker Prize", .aliases = {{"Man Booker", Date::parse("2002/2019")}}});
        const auto edition = change.add(Edition{.award = award.id, .label = "2025", .date = Date::parse("2025")});
        const auto series = change.add(Series{.award = award.id, .name = "Fiction"});
        change.add(Series{.award = award.id, .name = "Novel", .succeeds = {series.id}});
        const auto category = change.add(Category{
            .edition = edition.id,
            .name = "The Children in Care Award",
            .series = series.id,
        });
        change.add(Ceremony{.edition = edition.id,
                            .name = "Dinner",
                            .date = When(Date::parse("2025-11-20"), 19h, "Europe/London"),
                            .place = "Novotel London West"});
        change.add(Deadline{.edition = edition.id, .name = "Entries", .date = Date::parse("2025-07")});
        const auto council =
            change.add(Nominee{.name = "Lancashire County Council", .kind = NomineeKind::organisation});
        const auto team = change.add(Nominee{.name = "Employment Support Team", .part_of = council.id});
        const auto work = change.add(Nominee{.name = "Café étude", .kind = NomineeKind::work});
        nomination = change
                         .add(Nomination{.category = category.id,
                                         .title = "Care leavers into work",
                                         .work = work.id,
                                         .credits = {{.nominee = team.id, .share = Fraction(1, 2)},
                                                     {.nominee = council.id, .role = "partner"}},
                                         .stage = Stage::submitted})
                         .id;
        change.add(Evidence{.subject = nomination,
                            .kind = EvidenceKind::measure,
                            .measure = Measure{.what = "people waiting",
                                               .unit = "people",
                                               .before = {Date::parse("2025-04"), Decimal(1850)},
                                               .after = {Date::parse("2025-07"), Decimal::parse("1075.50")}}},
                   {.source = {.title = "Inspection", .published = Date::parse("2025-06")}});
        change.add(Cost{.subject = nomination, .amount = 12000, .currency = "GBP", .kind = "entry fee"});
        change.commit();
    }
    registry.advance(nomination, Stage::shortlisted,
                     {.on = Date::parse("2025-09-25"), .source = {.title = "Shortlist", .url = "https://example.org"}});
    registry.revise<Nomination>(nomination, [](Nomination& edited) {
        edited.notes = "seen in print";
        edited.identifiers["wikidata"] = "Q42";
    });
    registry.decide(
        nomination, Outcome::won,
        {.on = When(parse_instant("2025-11-20T22:00:00Z")), .source = {.published = Date::parse("2025-11")}});
    registry.accept(nomination);
    // What was put right since: a twin merged, a double entry void, a claim settled and one open, a change undone.
    const Id<Nominee> team(2);
    const Id<Nominee> twin = registry.add(Nominee{.name = "Employment Team"}).id;
    registry.merge(team, twin, {.reason = "the same team"});
    const auto twice =
        registry.add(Nomination{.category = Id<Category>(1), .title = "twice", .credits = {{.nominee = twin}}});
    registry.void_(twice.id, "entered twice");
    const Source page{.title = "News page", .published = Date::parse("2025-12-01")};
    const auto claim = registry.claim(Id<Ceremony>(1), "place", "Leeds", {.source = page});
    registry.settle(claim.id, Settlement::kept, "the programme says London");
    registry.claim(team, Id<Edition>(1), Count::wins, 3, {.source = page});
    registry.correct(Id<Ceremony>(1), [](Ceremony& c) { c.name = "Awards dinner"; }, "its full name");
    registry.revise(Id<Award>(1), [](Award& a) { a.url = "https://example.org"; });
    registry.revert(registry.checkpoint().change);
}

// What is read is UTF-8, whatever a file holds.
template <class R>
void check_text(const R& record) {
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (std::is_same_v<V, std::string>) REQUIRE(!model::invalid_utf8(record.*field.member));
    });
}

template <class Question>
void ask(Question question) {
    accepted([&] { static_cast<void>(question()); });
}

void ask_for_records(const Registry& registry) {
    each_record([&]<class R>(const R&) {
        accepted([&] {
            for (const R& record : registry.all<R>()) check_text(record);
        });
    });
    accepted([&] {
        for (const NominationRow& row : registry.nominations().rows()) {
            for (const std::string* text :
                 {&row.award, &row.edition, &row.category, &row.series, &row.title, &row.work})
                REQUIRE(!model::invalid_utf8(*text));
            for (const std::string& nominee : row.nominees) REQUIRE(!model::invalid_utf8(nominee));
        }
    });
}

void ask_everything(const Registry& registry) {
    ask_for_records(registry);
    each_record([&]<class R>(const R&) { ask([&] { return registry.history(Id<R>(1)); }); });
    ask([&] { return registry.find<Award>("man booker"); });
    ask([&] { return registry.find<Nominee>("Employment Support Team"); });
    ask([&] { return registry.nominations().records(); });
    ask([&] { return registry.nominations().nominee(Id<Nominee>(1), Parts::including).count(); });
    ask([&] {
        return registry.nominations().award("Booker Prize").edition("2025").within(Date::parse("2025-11")).rows();
    });
    ask([&] { return registry.ceremonies().upcoming(Date::parse("2025-11-01")).rows(); });
    ask([&] { return registry.deadlines().upcoming(Date::parse("2025-07-15")).records(); });
    ask([&] { return registry.winners(Id<Category>(1)); });
    ask([&] { return registry.shortlist(Id<Category>(1)); });
    ask([&] { return registry.evidence(Id<Nomination>(1)); });
    ask([&] { return registry.costs(Id<Nomination>(1)); });
    ask([&] { return registry.nominations().including_void().rows(); });
    ask([&] { return registry.nominations().series(Id<Series>(2), Lineage::whole).rows(); });
    ask([&] { return registry.conflicts(); });
    ask([&] { return registry.claims(Id<Nominee>(2)); });
    ask([&] { return registry.count(Id<Nominee>(2), Id<Edition>(1), Count::wins); });
    ask([&] { return registry.lineage(Id<Award>(1)); });
    ask([&] { return registry.lineage(Id<Series>(2)); });
    ask([&] { return registry.changes(); });
    ask([&] { return registry.history(std::int64_t{1}); });
    ask([&] { return registry.diff({.change = 1}); });
    ask([&] { return registry.info().text(); });
    ask([&] { return registry.checkpoint().text(); });
    // A day when the evidence was known and what it supports was not, and the end.
    accepted([&] { ask_for_records(registry.known_on(Date::parse("2025-07-01"))); });
    accepted([&] { ask_for_records(registry.known_on(Date::parse("9999-12-31"))); });
}

bool same_records(const Registry& left, const Registry& right) {
    bool same = true;
    each_record([&]<class R>(const R&) { same = same && left.all<R>() == right.all<R>(); });
    return same;
}

}  // namespace fuzz
