// Records that may be stored, and each way in which one may not.

#include "campaigns/failing_memory.hpp"
#include "model/validate.hpp"

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::string_literals;
using model::validate;
using testing::ElementsAre;
using testing::HasSubstr;

// A record of each kind that is as full as it may be.
Award award() {
    return {.name = "Booker Prize",
            .aliases = {{"Man Booker Prize", "2002/2019"_date}, {"Booker–McConnell Prize", {}}},
            .url = "https://example.org/",
            .notes = "Two lines\nof prose",
            .identifiers = {{"wikidata", "Q160082"}},
            .extra = {{"laureate", "winner"}, {"empty", ""}}};
}
Edition edition() { return {.award = Id<Award>(1), .label = "1931/32", .date = "1931/1932"_date}; }
Series series() {
    return {.id = Id<Series>(3), .award = Id<Award>(1), .name = "Actor", .succeeds = {Id<Series>(1), Id<Series>(2)}};
}
Category category() {
    return {.edition = Id<Edition>(1),
            .name = "The Children in Care Award",
            .series = Id<Series>(3),
            .no_award = "",
            .list_disclosure = Disclosure::embargoed,
            .list_embargo = parse_instant("2026-03-02T10:30:00Z")};
}
Ceremony ceremony() { return {.edition = Id<Edition>(1), .date = When("2025-11"_date), .place = "Leeds"}; }
Deadline deadline() { return {.edition = Id<Edition>(1), .name = "entries close"}; }
Nominee nominee() { return {.id = Id<Nominee>(2), .name = "Fleet", .part_of = Id<Nominee>(1)}; }
Credit credit(std::int64_t who = 2) {
    return {.nominee = Id<Nominee>(who), .credited_as = "Fleet Services", .share = Fraction(1, 3)};
}
Nomination nomination() {
    return {.id = Id<Nomination>(4),
            .category = Id<Category>(1),
            .title = "Safer roads",
            .credits = {credit(1), credit(2), credit(3)},
            .stage = Stage::shortlisted,
            .reached = {{Stage::shortlisted, When("2025-08-15"_date)}},
            .place = 1,
            .share = Fraction(1)};
}
Evidence evidence() {
    return {.subject = Id<Nominee>(1),
            .kind = EvidenceKind::measure,
            .digest = "sha256:" + std::string(64, 'a'),
            .measure = Measure{"waiting", "people", {"2025-04"_date, Decimal(1850)}, {"2025-07"_date, Decimal(1075)}}};
}
Cost cost() { return {.subject = Id<Edition>(1), .amount = -2500, .currency = "GBP", .kind = "entry fee"}; }

template <class R>
void expect_refused(const R& record, const std::string& field, const std::string& part_of_message) {
    try {
        validate(record);
        ADD_FAILURE() << field << ": nothing was thrown; expected " << part_of_message;
    } catch (const InvalidValue& error) {
        EXPECT_EQ(error.field, field);
        EXPECT_THAT(error.what(), HasSubstr(part_of_message));
        EXPECT_THAT(error.what(), HasSubstr(field));
    }
}

template <class R>
R changed(R record, const std::function<void(R&)>& change) {
    change(record);
    return record;
}

TEST(Validate, TakesFullRecords) {
    EXPECT_NO_THROW(validate(award()));
    EXPECT_NO_THROW(validate(edition()));
    EXPECT_NO_THROW(validate(series()));
    EXPECT_NO_THROW(validate(category()));
    EXPECT_NO_THROW(validate(ceremony()));
    EXPECT_NO_THROW(validate(deadline()));
    EXPECT_NO_THROW(validate(nominee()));
    EXPECT_NO_THROW(validate(credit()));
    EXPECT_NO_THROW(validate(nomination()));
    EXPECT_NO_THROW(validate(evidence()));
    EXPECT_NO_THROW(validate(cost()));
}

// Since a bulk load must not pay for records that are right.
TEST(Validate, AllocatesNothingForRecordsThatAreRight) {
    const auto category_ = category();
    const auto nomination_ = nomination();
    const auto nominee_ = nominee();
    const auto edition_ = edition();
    const auto evidence_ = evidence();
    campaigns::allocations::count_from_here();
    validate(category_);
    validate(nomination_);
    validate(nominee_);
    validate(edition_);
    validate(evidence_);
    EXPECT_EQ(campaigns::allocations::count(), 0);
}

// Each text of each kind of record, made bad in turn: none may be forgotten.
template <class R>
void expect_every_text_checked(const R& good) {
    Fields<R>::each([&good](const auto& field) {
        const std::string name = std::string(Fields<R>::name) + "." + std::string(field.name);
        R record = good;
        auto& value = record.*field.member;
        using Value = std::remove_reference_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::string> || std::is_same_v<Value, std::optional<std::string>>) {
            value = "caf\xe9";
            expect_refused(record, name, "not UTF-8");
            value = "a\0b"s;
            expect_refused(record, name, "U+0000");
            if (has(field.traits, Trait::name)) {
                value = "two\nlines";
                expect_refused(record, name, "U+000A");
                value = " \u00a0 ";
                expect_refused(record, name, "only spaces");
            }
        } else if constexpr (std::is_same_v<Value, Identifiers>) {
            for (const char* bad : {"caf\xe9", "two\nlines", "", " "}) {
                value = {{bad, "value"}};
                expect_refused(record, name, "");
            }
            value = {{"key", "caf\xe9"}};
            expect_refused(record, name, "not UTF-8");
        } else if constexpr (std::is_same_v<Value, std::vector<Alias>>) {
            for (const char* bad : {"caf\xe9", "two\nlines", "", " "}) {
                value = {{"Fine", {}}, {bad, {}}};
                expect_refused(record, name, "");
            }
        }
    });
}

TEST(Validate, ChecksEveryText) {
    expect_every_text_checked(award());
    expect_every_text_checked(edition());
    expect_every_text_checked(series());
    expect_every_text_checked(category());
    expect_every_text_checked(ceremony());
    expect_every_text_checked(deadline());
    expect_every_text_checked(nominee());
    expect_every_text_checked(credit());
    expect_every_text_checked(nomination());
    expect_every_text_checked(evidence());
    expect_every_text_checked(cost());
}

// Each required field, left empty in turn.
template <class R>
void expect_every_requirement(const R& good, int expected) {
    int count = 0;
    Fields<R>::each([&](const auto& field) {
        if (!has(field.traits, Trait::required)) return;
        ++count;
        R record = good;
        record.*field.member = {};
        expect_refused(record, std::string(Fields<R>::name) + "." + std::string(field.name), "is empty: give ");
    });
    EXPECT_EQ(count, expected) << Fields<R>::name;
}

TEST(Validate, RequiresWhatIsRequired) {
    expect_every_requirement(award(), 1);
    expect_every_requirement(edition(), 2);
    expect_every_requirement(series(), 2);
    expect_every_requirement(category(), 2);
    expect_every_requirement(ceremony(), 1);
    expect_every_requirement(deadline(), 2);
    expect_every_requirement(nominee(), 1);
    expect_every_requirement(nomination(), 1);
    expect_every_requirement(credit(), 1);
    expect_every_requirement(evidence(), 1);
    expect_every_requirement(cost(), 2);
}

TEST(Validate, SaysWhatToGive) {
    try {
        validate(Award{});
        FAIL();
    } catch (const InvalidValue& error) {
        EXPECT_STREQ(error.what(), "Award.name is empty: give the name it goes by now");
    }
}

TEST(Validate, RefusesIdsThatAreNone) {
    expect_refused(changed<Edition>(edition(), [](auto& e) { e.award = Id<Award>(-1); }), "Edition.award", "is -1");
    expect_refused(changed<Nominee>(nominee(), [](auto& n) { n.part_of = Id<Nominee>(); }), "Nominee.part_of",
                   "not stored yet");
    expect_refused(changed<Nominee>(nominee(), [](auto& n) { n.part_of = Id<Nominee>(-3); }), "Nominee.part_of",
                   "is -3");
    expect_refused(changed<Cost>(cost(), [](auto& c) { c.subject = RecordId(Kind::edition, -1); }), "Cost.subject",
                   "is -1");
}

TEST(Validate, RefusesAliasesThatAreThereTwice) {
    auto record = award();
    record.aliases = {{"Whitbread", "1971"_date}, {"Costa", {}}, {"WHITBREAD", "1971"_date}};
    expect_refused(record, "Award.aliases", "'WHITBREAD' twice");
    record.aliases.back().dates = "1985"_date;
    EXPECT_NO_THROW(validate(record)) << "a name may come back";
}

TEST(Validate, WantsAnInstantExactlyForAnEmbargo) {
    const Instant instant = parse_instant("2026-03-02T10:30:00Z");
    for (const auto disclosure : {Disclosure::private_, Disclosure::embargoed, Disclosure::public_}) {
        for (const bool given : {false, true}) {
            const auto embargo = given ? std::optional(instant) : std::nullopt;
            Nomination entry = nomination();
            entry.disclosure = disclosure;
            entry.embargo = embargo;
            Category list = category();
            list.list_disclosure = disclosure;
            list.list_embargo = embargo;
            Category result = category();
            result.result_disclosure = disclosure;
            result.result_embargo = embargo;
            if ((disclosure == Disclosure::embargoed) == given) {
                EXPECT_NO_THROW(validate(entry));
                EXPECT_NO_THROW(validate(list));
                EXPECT_NO_THROW(validate(result));
            } else {
                expect_refused(entry, "Nomination.embargo", "instant");
                expect_refused(list, "Category.list_embargo", "instant");
                expect_refused(result, "Category.result_embargo", "instant");
            }
        }
    }
    auto entry = nomination();
    entry.disclosure = Disclosure::embargoed;
    entry.embargo = Instant(std::chrono::sys_days(std::chrono::year(10000) / 1 / 1));
    expect_refused(entry, "Nomination.embargo", "years 0001 to 9999");
}

TEST(Validate, WantsPlacesFromOne) {
    for (const std::int64_t place : {0, -1}) {
        expect_refused(changed<Nomination>(nomination(), [&](auto& n) { n.place = place; }), "Nomination.place",
                       "count from 1");
    }
}

TEST(Validate, WantsSharesOfAtMostTheWhole) {
    for (const auto& share : {Fraction(0), Fraction(-1, 2), Fraction(3, 2)}) {
        expect_refused(changed<Nomination>(nomination(), [&](auto& n) { n.share = share; }), "Nomination.share",
                       "more than 0 and at most 1");
        expect_refused(changed<Credit>(credit(), [&](auto& c) { c.share = share; }), "Credit.share",
                       "more than 0 and at most 1");
    }
    auto joint = nomination();
    joint.credits[0].share = Fraction(1, 2);
    expect_refused(joint, "Credit.share", "make 7/6, which is over the whole");
    joint.credits[1].share = Fraction(1, 4);
    joint.credits[2].share = Fraction(1, 4);
    EXPECT_NO_THROW(validate(joint));
    joint.credits.push_back(Credit{.nominee = Id<Nominee>(9)});
    EXPECT_NO_THROW(validate(joint)) << "not every credit has a share";
}

TEST(Validate, LooksIntoTheCreditsOfANomination) {
    expect_refused(changed<Nomination>(nomination(), [](auto& n) { n.credits[1].role = "a\nb"; }), "Credit.role",
                   "U+000A");
    expect_refused(changed<Nomination>(nomination(), [](auto& n) { n.credits[1].nominee = {}; }), "Credit.nominee",
                   "is empty");
    expect_refused(changed<Nomination>(nomination(), [](auto& n) { n.credits[1].nomination = Id<Nomination>(5); }),
                   "Credit.nomination", "nomination:5");
    EXPECT_NO_THROW(validate(changed<Nomination>(nomination(), [](auto& n) { n.credits[1].nomination = n.id; })));
}

TEST(Validate, WantsTheStageAmongThoseReached) {
    auto entry = nomination();
    entry.reached = {{Stage::longlisted, std::nullopt}};
    expect_refused(entry, "Nomination.reached", "ends with 'longlisted' while the stage is 'shortlisted'");
    entry.stage = Stage::submitted;
    EXPECT_NO_THROW(validate(entry)) << "a ruling may have lowered it";
    entry.stage = Stage::shortlisted;
    entry.reached.clear();
    EXPECT_NO_THROW(validate(entry)) << "what is added need not say it twice";
}

TEST(Validate, RefusesLoopsOfOne) {
    expect_refused(changed<Nominee>(nominee(), [](auto& n) { n.part_of = n.id; }), "Nominee.part_of", "itself");
    expect_refused(changed<Series>(series(), [](auto& s) { s.succeeds = {s.id}; }), "Series.succeeds", "itself");
    expect_refused(changed<Series>(series(), [](auto& s) { s.succeeds = {Id<Series>(1), Id<Series>(1)}; }),
                   "Series.succeeds", "series:1 twice");
    expect_refused(changed<Series>(series(), [](auto& s) { s.succeeds = {Id<Series>(0)}; }), "Series.succeeds",
                   "not stored yet");
}

TEST(Validate, RefusesSubjectsOfAnotherKind) {
    try {
        validate(changed<Evidence>(evidence(), [](auto& e) { e.subject = Id<Award>(7); }));
        FAIL();
    } catch (const WrongKind& error) {
        EXPECT_STREQ(error.what(), "Evidence.subject is award:7: it is a nomination or a nominee");
        EXPECT_EQ(error.given, Kind::award);
        EXPECT_THAT(error.allowed, ElementsAre(Kind::nomination, Kind::nominee));
    }
    EXPECT_THROW(validate(changed<Evidence>(evidence(), [](auto& e) { e.subject = Id<Edition>(7); })), WrongKind);
    EXPECT_NO_THROW(validate(changed<Evidence>(evidence(), [](auto& e) { e.subject = Id<Nomination>(7); })));
    EXPECT_THROW(validate(changed<Cost>(cost(), [](auto& c) { c.subject = Id<Nominee>(7); })), WrongKind);
    EXPECT_NO_THROW(validate(changed<Cost>(cost(), [](auto& c) { c.subject = Id<Nomination>(7); })));
}

TEST(Validate, WantsCurrenciesAndDigestsInTheirForms) {
    for (const char* currency : {"gbp", "GB", "GBPX", "£", "G1P"}) {
        expect_refused(changed<Cost>(cost(), [&](auto& c) { c.currency = currency; }), "Cost.currency", "as 'GBP'");
    }
    const std::string hexadecimal(64, '0');
    for (const auto& digest :
         {"sha256:"s, "sha256:" + std::string(63, '0'), "sha256:0" + hexadecimal, "md5:" + hexadecimal,
          "sha256:" + std::string(64, 'g'), "sha256:" + std::string(64, 'A'), hexadecimal}) {
        expect_refused(changed<Evidence>(evidence(), [&](auto& e) { e.digest = digest; }), "Evidence.digest",
                       "64 hexadecimal digits");
    }
}

TEST(Validate, WantsAMeasureExactlyForMeasures) {
    for (std::size_t kind = 0; kind < names_of<EvidenceKind>.size(); ++kind) {
        auto with = evidence();
        with.kind = static_cast<EvidenceKind>(kind);
        auto without = with;
        without.measure.reset();
        const bool is_measure = with.kind == EvidenceKind::measure;
        if (is_measure) {
            EXPECT_NO_THROW(validate(with));
            expect_refused(without, "Evidence.measure", "is missing");
        } else {
            EXPECT_NO_THROW(validate(without));
            expect_refused(with, "Evidence.measure", "only that of kind 'measure'");
        }
    }
    expect_refused(changed<Evidence>(evidence(), [](auto& e) { e.measure->unit = "a\nb"; }), "Evidence.measure",
                   "U+000A");
    expect_refused(changed<Evidence>(evidence(),
                                     [](auto& e) {
                                         e.measure->before.value = Decimal(999'999'999'999'999'999);
                                         e.measure->after.value = Decimal(-1);
                                     }),
                   "Evidence.measure", "18 digits");
}

TEST(Validate, RefusesNumbersThatAreNoValue) {
    expect_refused(changed<Nomination>(nomination(), [](auto& n) { n.outcome = static_cast<Outcome>(6); }),
                   "Nomination.outcome", "no name");
    expect_refused(changed<Nominee>(nominee(), [](auto& n) { n.kind = static_cast<NomineeKind>(200); }), "Nominee.kind",
                   "no name");
}

TEST(Validate, ChecksSources) {
    EXPECT_NO_THROW(validate(Source{}));
    EXPECT_NO_THROW(validate(Source{"Staff newsletter", "https://example.org/", "2025-08-15"_date}));
    expect_refused(Source{"Staff\nnewsletter", "", {}}, "Source.title", "U+000A");
    expect_refused(Source{"", "caf\xe9", {}}, "Source.url", "not UTF-8");
}

}  // namespace
