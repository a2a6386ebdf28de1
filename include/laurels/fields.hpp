#pragma once

// The one table of fields. Storage, JSON, patches, comparison, the Python classes and their docstrings are all made by
// walking it, so a field is added by a member in records.hpp and a line here.
//
// `id` and `revision` belong to every record and are not listed; a nomination's `credits` are records of their own.

#include <laurels/records.hpp>

#include <string_view>

namespace laurels {
inline namespace v0 {

/// What is particular about a field. Traits combine with `|`.
enum class Trait : std::uint16_t {
    none = 0,
    key = 1,          ///< part of the natural key, in constructors by position
    required = 2,     ///< may not be empty
    name = 4,         ///< a line of text: no control characters (other text is prose, with line breaks and tabs)
    parent = 8,       ///< the record it belongs to
    axis = 16,        ///< changes by its verb only
    unpublished = 32  ///< never public
};
constexpr Trait operator|(Trait left, Trait right) {
    return static_cast<Trait>(static_cast<std::uint16_t>(left) | static_cast<std::uint16_t>(right));
}
/// True where `traits` has all of `wanted`.
constexpr bool has(Trait traits, Trait wanted) {
    return (static_cast<std::uint16_t>(traits) & static_cast<std::uint16_t>(wanted)) ==
           static_cast<std::uint16_t>(wanted);
}

/// A line of the table.
template <class Record, class Value>
struct Field {
    using value_type = Value;
    std::string_view name;
    Value Record::* member;
    Trait traits;
    std::string_view doc;
};

// Said outright for Clang before 17, which does not deduce the arguments of aggregates.
template <class Record, class Value>
Field(std::string_view, Value Record::*, Trait, std::string_view) -> Field<Record, Value>;

/// The table of a record type: its name, what it is, and `each(visit)`, which calls `visit` with every Field in the
/// order in which they were added. `each` is a template and costs nothing until it is used.
template <class Record>
struct Fields;

template <>
struct Fields<Award> {
    static constexpr std::string_view name = "Award";
    static constexpr std::string_view doc = "A recurring awards programme, competition or prize.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"name", &Award::name, key | required | Trait::name, "The name it goes by now."});
        visit(Field{"aliases", &Award::aliases, none, "Other names, with the dates during which they were used."});
        visit(Field{"url", &Award::url, Trait::name, "Its page on the web."});
        visit(Field{"notes", &Award::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Award::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Award::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Award::voided, axis, "True where it was declared void: it does not count."});
        visit(Field{"merged_into", &Award::merged_into, axis, "The one that it was found to be the same as."});
        visit(Field{"different_from", &Award::different_from, none,
                    "Those that it is known not to be, though the names are alike."});
    }
};

template <>
struct Fields<Edition> {
    static constexpr std::string_view name = "Edition";
    static constexpr std::string_view doc = "One running of an award: a season or cycle.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"award", &Edition::award, key | required | parent, "The award that it is a running of."});
        visit(Field{"label", &Edition::label, key | required | Trait::name,
                    "What it is called, unique within its award: \"2025\", \"1931/32\"."});
        visit(Field{"date", &Edition::date, none, "The year or span that it honours."});
        visit(Field{"url", &Edition::url, Trait::name, "Its page on the web."});
        visit(Field{"notes", &Edition::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Edition::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Edition::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Edition::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Series> {
    static constexpr std::string_view name = "Series";
    static constexpr std::string_view doc = "The same category through the editions, whatever its wording that year.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"award", &Series::award, key | required | parent, "The award that it belongs to."});
        visit(Field{"name", &Series::name, key | required | Trait::name, "The name it goes by."});
        visit(Field{"aliases", &Series::aliases, none, "Other names, with the dates during which they were used."});
        visit(Field{"succeeds", &Series::succeeds, none, "The series that it was split from or merged from."});
        visit(Field{"notes", &Series::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Series::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Series::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Series::voided, axis, "True where it was declared void: it does not count."});
        visit(Field{"merged_into", &Series::merged_into, axis, "The one that it was found to be the same as."});
        visit(Field{"different_from", &Series::different_from, none,
                    "Those that it is known not to be, though the names are alike."});
    }
};

template <>
struct Fields<Category> {
    static constexpr std::string_view name = "Category";
    static constexpr std::string_view doc = "What is won in one edition.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"edition", &Category::edition, key | required | parent, "The edition that it belongs to."});
        visit(Field{"name", &Category::name, key | required | Trait::name, "Its wording in this edition."});
        visit(Field{"series", &Category::series, none, "The series that it continues."});
        visit(Field{"description", &Category::description, none, "What it is for, in the programme's words."});
        visit(Field{"no_award", &Category::no_award, none,
                    "Set where nobody won: the reason given, empty where none was."});
        visit(Field{"cancelled", &Category::cancelled, none,
                    "Set where it was cancelled: the reason given, empty where none was."});
        visit(Field{"list_disclosure", &Category::list_disclosure, axis | unpublished, "Who may know its lists."});
        visit(Field{"list_embargo", &Category::list_embargo, axis | unpublished,
                    "The instant at which embargoed lists are public."});
        visit(Field{"result_disclosure", &Category::result_disclosure, axis | unpublished, "Who may know its result."});
        visit(Field{"result_embargo", &Category::result_embargo, axis | unpublished,
                    "The instant at which an embargoed result is public."});
        visit(Field{"notes", &Category::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Category::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Category::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Category::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Ceremony> {
    static constexpr std::string_view name = "Ceremony";
    static constexpr std::string_view doc = "Where and when an edition's awards are given.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"edition", &Ceremony::edition, key | required | parent, "The edition that it belongs to."});
        visit(Field{"name", &Ceremony::name, key | Trait::name, "Its name where the edition has several."});
        visit(Field{"date", &Ceremony::date, none, "The date as far as it is known, or a local time with its zone."});
        visit(Field{"place", &Ceremony::place, Trait::name, "Town, venue or both."});
        visit(Field{"status", &Ceremony::status, none, "Planned, held, postponed or cancelled."});
        visit(Field{"url", &Ceremony::url, Trait::name, "Its page on the web."});
        visit(Field{"notes", &Ceremony::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Ceremony::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Ceremony::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Ceremony::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Deadline> {
    static constexpr std::string_view name = "Deadline";
    static constexpr std::string_view doc = "A date to meet in an edition.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"edition", &Deadline::edition, key | required | parent, "The edition that it belongs to."});
        visit(Field{"name", &Deadline::name, key | required | Trait::name, "What is due: \"entries close\"."});
        visit(Field{"date", &Deadline::date, none, "The date as far as it is known, or a local time with its zone."});
        visit(Field{"notes", &Deadline::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Deadline::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Deadline::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Deadline::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Nominee> {
    static constexpr std::string_view name = "Nominee";
    static constexpr std::string_view doc = "Who or what is honoured: a team, person, organisation or work.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"name", &Nominee::name, key | required | Trait::name, "The name it goes by now."});
        visit(Field{"kind", &Nominee::kind, key, "Team, person, organisation or work."});
        visit(Field{"part_of", &Nominee::part_of, key,
                    "The nominee that it is a part of, as a team of its organisation."});
        visit(Field{"aliases", &Nominee::aliases, none, "Other names, with the dates during which they were used."});
        visit(Field{"url", &Nominee::url, Trait::name, "Its page on the web."});
        visit(Field{"notes", &Nominee::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Nominee::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Nominee::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Nominee::voided, axis, "True where it was declared void: it does not count."});
        visit(Field{"merged_into", &Nominee::merged_into, axis, "The one that it was found to be the same as."});
        visit(Field{"different_from", &Nominee::different_from, none,
                    "Those that it is known not to be, though the names are alike."});
    }
};

template <>
struct Fields<Nomination> {
    static constexpr std::string_view name = "Nomination";
    static constexpr std::string_view doc = "One thing put forward in one category.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"category", &Nomination::category, key | required | parent,
                    "The category that it is put forward in."});
        visit(Field{"title", &Nomination::title, key | Trait::name, "Its title as entered."});
        visit(Field{"text", &Nomination::text, none, "The submission's text."});
        visit(Field{"url", &Nomination::url, Trait::name, "Its page on the web."});
        visit(Field{"work", &Nomination::work, key, "The nominee of kind work that it is for."});
        visit(Field{"stage", &Nomination::stage, axis, "How far it is now."});
        visit(Field{"reached", &Nomination::reached, axis, "Each stage it was put on, with its date where known."});
        visit(Field{"outcome", &Nomination::outcome, axis, "What became of it."});
        visit(Field{"decided", &Nomination::decided, axis, "When the outcome was decided or announced."});
        visit(Field{"place", &Nomination::place, axis, "Its place, counted from 1, where places are given."});
        visit(Field{"share", &Nomination::share, axis, "Its share of the category's award, where that is divided."});
        visit(Field{"standing", &Nomination::standing, axis, "Whether it counts."});
        visit(Field{"acceptance", &Nomination::acceptance, axis, "Whether the award was taken."});
        visit(Field{"disclosure", &Nomination::disclosure, axis | unpublished,
                    "Who may know of it; its category may be stricter."});
        visit(Field{"embargo", &Nomination::embargo, axis | unpublished,
                    "The instant at which it is public, if embargoed."});
        visit(Field{"notes", &Nomination::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Nomination::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Nomination::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Nomination::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Credit> {
    static constexpr std::string_view name = "Credit";
    static constexpr std::string_view doc = "One nominee's share in a nomination.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"nomination", &Credit::nomination, parent, "The nomination that it is part of, set when stored."});
        visit(Field{"nominee", &Credit::nominee, key | required, "Who is credited."});
        visit(Field{"credited_as", &Credit::credited_as, Trait::name, "The name as entered, where it is another."});
        visit(Field{"role", &Credit::role, Trait::name, "What they did: \"producer\"."});
        visit(
            Field{"share", &Credit::share, none, "The share of the nomination; those of all credits make at most 1."});
        visit(Field{"standing", &Credit::standing, axis, "Whether this credit counts."});
        visit(Field{"notes", &Credit::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Credit::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Credit::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Credit::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Evidence> {
    static constexpr std::string_view name = "Evidence";
    static constexpr std::string_view doc = "What supports a nomination, a nominee or an organisation.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"subject", &Evidence::subject, key | required | parent,
                    "The nomination or nominee that it supports."});
        visit(Field{"kind", &Evidence::kind, none, "Statement, link, document or measure."});
        visit(Field{"text", &Evidence::text, none, "The statement, or a description."});
        visit(Field{"url", &Evidence::url, Trait::name, "Where it is on the web."});
        visit(Field{"digest", &Evidence::digest, Trait::name,
                    "A document's digest: \"sha256:\" and 64 hexadecimal digits."});
        visit(Field{"measure", &Evidence::measure, none, "Two dated figures, whose change is computed."});
        visit(Field{"date", &Evidence::date, none, "The date of the statement or document."});
        visit(Field{"notes", &Evidence::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Evidence::identifiers, none, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Evidence::extra, none, "Text to text, for what has no field."});
        visit(Field{"voided", &Evidence::voided, axis, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Cost> {
    static constexpr std::string_view name = "Cost";
    static constexpr std::string_view doc = "What a nomination or an edition cost. Never public.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"subject", &Cost::subject, key | required | parent | unpublished,
                    "The nomination or edition that it is for."});
        visit(Field{"amount", &Cost::amount, key | unpublished,
                    "Minor units of the currency, as pence; a refund is negative."});
        visit(Field{"currency", &Cost::currency, key | required | Trait::name | unpublished,
                    "The ISO 4217 code: \"GBP\"."});
        visit(Field{"kind", &Cost::kind, Trait::name | unpublished, "What for: \"entry fee\"."});
        visit(Field{"date", &Cost::date, unpublished, "When it was paid or due."});
        visit(Field{"notes", &Cost::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Cost::identifiers, unpublished, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Cost::extra, unpublished, "Text to text, for what has no field."});
        visit(
            Field{"voided", &Cost::voided, axis | unpublished, "True where it was declared void: it does not count."});
    }
};

template <>
struct Fields<Claim> {
    static constexpr std::string_view name = "Claim";
    static constexpr std::string_view doc = "What somebody says otherwise: a value beside the one shown. Never public.";
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"subject", &Claim::subject, key | required | parent | unpublished, "The record that it is about."});
        visit(Field{"field", &Claim::field, key | required | Trait::name | unpublished,
                    "The field of the record, or the count of a nominee: \"wins\" or \"shortlistings\"."});
        visit(Field{"edition", &Claim::edition, unpublished, "Of a count, the edition in which is counted."});
        visit(Field{"value", &Claim::value, unpublished,
                    "The value claimed, written as in files; nothing where it is claimed that there is none."});
        visit(Field{"settlement", &Claim::settlement, axis | unpublished,
                    "Open, kept (what is shown stays) or taken (over)."});
        visit(Field{"notes", &Claim::notes, unpublished, "Remarks for those who keep the record; never public."});
        visit(Field{"identifiers", &Claim::identifiers, unpublished, "Scheme to value: what names it elsewhere."});
        visit(Field{"extra", &Claim::extra, unpublished, "Text to text, for what has no field."});
        visit(
            Field{"voided", &Claim::voided, axis | unpublished, "True where it was declared void: it does not count."});
    }
};

/// Calls `visit` with a default record of every kind, in the order of Kind: how code is made for all of them.
template <class Visit>
constexpr void each_record(Visit&& visit) {
    visit(Award{});
    visit(Edition{});
    visit(Series{});
    visit(Category{});
    visit(Ceremony{});
    visit(Deadline{});
    visit(Nominee{});
    visit(Nomination{});
    visit(Credit{});
    visit(Evidence{});
    visit(Cost{});
    visit(Claim{});
}

}  // namespace v0
}  // namespace laurels
