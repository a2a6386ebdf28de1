#pragma once

// The records: plain values. Every member has a default, and members are only ever appended. What each field means
// stands in fields.hpp, beside the table that storage, JSON and Python are made from.

#include <laurels/axes.hpp>
#include <laurels/date.hpp>
#include <laurels/exact.hpp>
#include <laurels/id.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace laurels {
inline namespace v0 {

/// Scheme to value, such as "wikidata" to "Q42": what names the same thing elsewhere.
using Identifiers = std::map<std::string, std::string>;

/// Text to text, for what has no field. The library gives it no meaning.
using Extra = std::map<std::string, std::string>;

/// Each stage that a nomination was put on, with the date or instant where that is known.
using Reached = std::map<Stage, std::optional<When>>;

/// Who said so: a publication, a page, a meeting. Part of the journal, field by field.
struct Source {
    std::string title{};
    std::string url{};
    std::optional<Date> published{};

    /// True where nothing is said: no source.
    bool empty() const { return title.empty() && url.empty() && !published; }

    friend bool operator==(const Source&, const Source&) = default;
};

/// Another name, with the time during which it was in use where that is known.
struct Alias {
    std::string name{};
    std::optional<Date> dates{};

    friend bool operator==(const Alias&, const Alias&) = default;
};

/// One figure of a measure: its value on a date.
struct Figure {
    std::optional<Date> date{};
    Decimal value{};

    /// True where both were printed alike: 12.50 is another figure than 12.5, though the same number.
    friend bool operator==(const Figure& left, const Figure& right) {
        return left.date == right.date && left.value == right.value && left.value.places() == right.value.places();
    }
};

/// Something counted twice. Its change is computed from the two figures, never copied from a claim.
struct Measure {
    std::string what{};  ///< what is measured: "older people waiting for an assessment"
    std::string unit{};  ///< "people", "days"; "%" for a percentage
    Figure before{};
    Figure after{};

    /// after - before, exactly; of a percentage in points. Throws InvalidValue where it has over 18 digits.
    LAURELS_API Decimal difference() const;
    /// difference() as an exact fraction of `before`; nullopt for a percentage and where `before` is 0.
    LAURELS_API std::optional<Fraction> relative_change() const;
    /// "1,850 to 1,075 people: -775 (-41.9 %)", or "40 to 43 %: +3 points".
    LAURELS_API std::string display() const;

    friend bool operator==(const Measure&, const Measure&) = default;
};

/// A recurring programme: "Booker Prize".
struct Award {
    Id<Award> id{};
    std::int64_t revision = 0;
    std::string name{};
    std::vector<Alias> aliases{};
    std::string url{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;
    std::optional<Id<Award>> merged_into{};
    std::vector<Id<Award>> different_from{};

    friend bool operator==(const Award&, const Award&) = default;
};

/// One running of an award: the edition "2025".
struct Edition {
    Id<Edition> id{};
    std::int64_t revision = 0;
    Id<Award> award{};
    std::string label{};
    std::optional<Date> date{};
    std::string url{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Edition&, const Edition&) = default;
};

/// The same category through the editions, whatever its wording that year.
struct Series {
    Id<Series> id{};
    std::int64_t revision = 0;
    Id<Award> award{};
    std::string name{};
    std::vector<Alias> aliases{};
    std::vector<Id<Series>> succeeds{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;
    std::optional<Id<Series>> merged_into{};
    std::vector<Id<Series>> different_from{};

    friend bool operator==(const Series&, const Series&) = default;
};

/// What is won in one edition.
struct Category {
    Id<Category> id{};
    std::int64_t revision = 0;
    Id<Edition> edition{};
    std::string name{};
    std::optional<Id<Series>> series{};
    std::string description{};
    std::optional<std::string> no_award{};
    std::optional<std::string> cancelled{};
    Disclosure list_disclosure = Disclosure::public_;
    std::optional<Instant> list_embargo{};
    Disclosure result_disclosure = Disclosure::public_;
    std::optional<Instant> result_embargo{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Category&, const Category&) = default;
};

/// Where and when an edition's awards are given.
struct Ceremony {
    Id<Ceremony> id{};
    std::int64_t revision = 0;
    Id<Edition> edition{};
    std::string name{};
    std::optional<When> date{};
    std::string place{};
    CeremonyStatus status = CeremonyStatus::planned;
    std::string url{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Ceremony&, const Ceremony&) = default;
};

/// A date to meet in an edition.
struct Deadline {
    Id<Deadline> id{};
    std::int64_t revision = 0;
    Id<Edition> edition{};
    std::string name{};
    std::optional<When> date{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// Who or what is honoured: a team, person, organisation or work.
struct Nominee {
    Id<Nominee> id{};
    std::int64_t revision = 0;
    std::string name{};
    NomineeKind kind = NomineeKind::team;
    std::optional<Id<Nominee>> part_of{};
    std::vector<Alias> aliases{};
    std::string url{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;
    std::optional<Id<Nominee>> merged_into{};
    std::vector<Id<Nominee>> different_from{};

    friend bool operator==(const Nominee&, const Nominee&) = default;
};

/// One nominee's share in a nomination. Written through its nomination.
struct Credit {
    Id<Credit> id{};
    std::int64_t revision = 0;
    Id<Nomination> nomination{};
    Id<Nominee> nominee{};
    std::string credited_as{};
    std::string role{};
    std::optional<Fraction> share{};
    Standing standing = Standing::active;
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Credit&, const Credit&) = default;
};

/// One thing put forward in one category.
struct Nomination {
    Id<Nomination> id{};
    std::int64_t revision = 0;
    Id<Category> category{};
    std::string title{};
    std::string text{};
    std::string url{};
    std::optional<Id<Nominee>> work{};
    std::vector<Credit> credits{};
    Stage stage = Stage::draft;
    Reached reached{};
    Outcome outcome = Outcome::pending;
    std::optional<When> decided{};
    std::optional<std::int64_t> place{};
    std::optional<Fraction> share{};
    Standing standing = Standing::active;
    Acceptance acceptance = Acceptance::unknown;
    Disclosure disclosure = Disclosure::public_;
    std::optional<Instant> embargo{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Nomination&, const Nomination&) = default;
};

/// What supports a nomination, a nominee or an organisation.
struct Evidence {
    Id<Evidence> id{};
    std::int64_t revision = 0;
    RecordId subject{};
    EvidenceKind kind = EvidenceKind::statement;
    std::string text{};
    std::string url{};
    std::string digest{};
    std::optional<Measure> measure{};
    std::optional<Date> date{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// What a nomination or an edition cost.
struct Cost {
    Id<Cost> id{};
    std::int64_t revision = 0;
    RecordId subject{};
    std::int64_t amount = 0;
    std::string currency{};
    std::string kind{};
    std::optional<Date> date{};
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Cost&, const Cost&) = default;
};

/// What somebody says otherwise: a value beside the one shown. Made by claim() and ended by settle().
struct Claim {
    Id<Claim> id{};
    std::int64_t revision = 0;
    RecordId subject{};
    std::string field{};
    std::optional<Id<Edition>> edition{};
    std::optional<std::string> value{};
    Settlement settlement = Settlement::open;
    std::string notes{};
    Identifiers identifiers{};
    Extra extra{};
    bool voided = false;

    friend bool operator==(const Claim&, const Claim&) = default;
};

/// A record of any kind, as errors and questions across kinds give it.
using AnyRecord = std::variant<Award, Edition, Series, Category, Ceremony, Deadline, Nominee, Nomination, Credit,
                               Evidence, Cost, Claim>;

}  // namespace v0
}  // namespace laurels

/// Calls MACRO for each record that add, ensure and revise take.
#define LAURELS_WRITABLE_RECORDS(MACRO)                                                                                \
    MACRO(Award)                                                                                                       \
    MACRO(Edition)                                                                                                     \
    MACRO(Series)                                                                                                      \
    MACRO(Category)                                                                                                    \
    MACRO(Ceremony)                                                                                                    \
    MACRO(Deadline)                                                                                                    \
    MACRO(Nominee)                                                                                                     \
    MACRO(Nomination)                                                                                                  \
    MACRO(Evidence)                                                                                                    \
    MACRO(Cost)

/// Calls MACRO for each record.
#define LAURELS_RECORDS(MACRO)                                                                                         \
    LAURELS_WRITABLE_RECORDS(MACRO)                                                                                    \
    MACRO(Credit)                                                                                                      \
    MACRO(Claim)

/// Calls MACRO for each record that merge takes.
#define LAURELS_MERGEABLE_RECORDS(MACRO)                                                                               \
    MACRO(Award)                                                                                                       \
    MACRO(Series)                                                                                                      \
    MACRO(Nominee)
