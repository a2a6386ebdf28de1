#include "validate.hpp"

#include "calendar.hpp"
#include "mentions.hpp"
#include "origin.hpp"
#include "text.hpp"

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

#include <algorithm>

namespace laurels::inline v0::model {
namespace {

// Where a value stands. Its name is put together only for a message, since a bulk load checks millions of values.
struct ValuePlace {
    std::string_view record;
    std::string_view field;
    std::string_view doc;
    Trait traits;

    std::string name() const { return std::string(record) + "." + std::string(field); }
};

[[noreturn]] void refuse(const std::string& field, const std::string& why) { throw InvalidValue(field + why, field); }

template <class R>
std::string field_of(std::string_view field) {
    return std::string(Fields<R>::name) + "." + std::string(field);
}

// "Award.name is empty: give the name it goes by now".
[[noreturn]] void refuse_empty(const ValuePlace& place) {
    std::string wanted(place.doc);
    if (wanted.ends_with('.')) wanted.pop_back();
    if (wanted.front() >= 'A' && wanted.front() <= 'Z')
        wanted.front() = static_cast<char>(wanted.front() + ('a' - 'A'));
    refuse(place.name(), " is empty: give " + wanted);
}

[[noreturn]] void refuse_blank(const std::string& field) { refuse(field, " has only spaces or invisible characters"); }

// --- One value
// ----------------------------------------------------------------------------------------------------------

void check_name(std::string_view text, const ValuePlace& place) {
    if (!is_line(text)) check_line(text, place.name());
    if (!text.empty() && is_blank(text)) refuse_blank(place.name());
}

// A text in a list or map of a field: `what` says which, for messages.
void check_entry(std::string_view text, const ValuePlace& place, std::string_view what) {
    if (!is_line(text)) check_line(text, place.name());
    if (is_blank(text)) refuse(place.name(), " has " + std::string(what) + " that is empty or has only spaces");
}

void check_number(std::int64_t value, const ValuePlace& place) {
    if (value < 0) refuse(place.name(), " is " + std::to_string(value) + ": ids are whole numbers from 1");
}

void check(const std::string& text, const ValuePlace& place) {
    if (text.empty()) {
        if (has(place.traits, Trait::required)) refuse_empty(place);
        return;
    }
    if (has(place.traits, Trait::name)) return check_name(text, place);
    if (!is_prose(text)) check_prose(text, place.name());
}

void check(const std::optional<std::string>& text, const ValuePlace& place) {
    if (text && !is_prose(*text)) check_prose(*text, place.name());
}

template <class R>
void check(Id<R> id, const ValuePlace& place) {
    check_number(id.value, place);
    if (!id && has(place.traits, Trait::required)) refuse_empty(place);
}

template <class R>
void check(const std::optional<Id<R>>& id, const ValuePlace& place) {
    if (!id) return;
    check_number(id->value, place);
    if (!*id) refuse(place.name(), " is the id of a record that is not stored yet; add that first");
}

void check(RecordId id, const ValuePlace& place) {
    check_number(id.value, place);
    if (!id) refuse_empty(place);
}

template <RecordType R>
void check(const std::vector<Id<R>>& ids, const ValuePlace& place) {
    for (auto id = ids.begin(); id != ids.end(); ++id) {
        check(std::optional(*id), place);
        if (std::find(ids.begin(), id, *id) != id) refuse(place.name(), " has " + to_string(*id) + " twice");
    }
}

void check(const std::vector<Alias>& aliases, const ValuePlace& place) {
    for (auto alias = aliases.begin(); alias != aliases.end(); ++alias) {
        check_entry(alias->name, place, "a name");
        // A name may come back after a time, so the same one is there twice only with the same dates.
        const auto same = [&](const Alias& other) {
            return other.dates == alias->dates && key(other.name) == key(alias->name);
        };
        if (std::any_of(aliases.begin(), alias, same)) refuse(place.name(), " has '" + shown(alias->name) + "' twice");
    }
}

// The scheme is kept for where a record came from, by which an import finds it again.
void check_origin(const std::string& value, const ValuePlace& place) {
    if (value == erased_text) return;
    try {
        Origin::parse(value);
    } catch (const InvalidValue& error) {
        refuse(place.name(), " has the scheme '" + std::string(origin_scheme) + "': " + error.what());
    }
}

// Identifiers are lines; what stands in `extra` is prose, and may be empty.
void check(const std::map<std::string, std::string>& entries, const ValuePlace& place) {
    for (const auto& [name, value] : entries) {
        if (place.field == "identifiers") {
            check_entry(name, place, "a scheme");
            check_entry(value, place, "a value");
            if (name == origin_scheme) check_origin(value, place);
        } else {
            check_entry(name, place, "a key");
            if (!is_prose(value)) check_prose(value, place.name());
        }
    }
}

void check(const std::optional<Instant>& instant, const ValuePlace& place) {
    static const Instant first = day_of(1, 1, 1);
    static const Instant end = day_of(10000, 1, 1);
    if (instant && (*instant < first || *instant >= end)) refuse(place.name(), " is not within the years 0001 to 9999");
}

void check(const std::optional<Fraction>& share, const ValuePlace& place) {
    if (!share) return;
    if (*share > Fraction(0) && *share <= Fraction(1)) return;
    refuse(place.name(), " is " + share->text() + ": a share is more than 0 and at most 1");
}

void check(const std::optional<Measure>& measure, const ValuePlace& place) {
    if (!measure) return;
    check_name(measure->what, place);
    check_name(measure->unit, place);
    try {
        measure->difference();
    } catch (const InvalidValue& error) {
        refuse(place.name(), std::string(": the change is too exact to be kept; ") + error.what());
    }
}

template <NamedEnum E>
void check(E value, const ValuePlace& place) {
    if (static_cast<std::size_t>(value) < names_of<E>.size()) return;
    refuse(place.name(), " is the number " + std::to_string(static_cast<unsigned>(value)) + ", which has no name");
}

// These are right by construction, or have no rule of their own.
void check(bool, const ValuePlace&) {}
void check(std::int64_t, const ValuePlace&) {}
void check(const std::optional<std::int64_t>&, const ValuePlace&) {}
void check(const std::optional<Date>&, const ValuePlace&) {}
void check(const std::optional<When>&, const ValuePlace&) {}
void check(const Reached&, const ValuePlace&) {}

// --- Values together
// ---------------------------------------------------------------------------------------------------

template <class R>
void check_embargo(Disclosure disclosure, const std::optional<Instant>& embargo, std::string_view axis,
                   std::string_view instant) {
    if ((disclosure == Disclosure::embargoed) == embargo.has_value()) return;
    if (embargo) {
        refuse(field_of<R>(instant), " is given while " + std::string(axis) + " is '" + std::string(name(disclosure)) +
                                         "': only what is 'embargoed' has an instant");
    }
    refuse(field_of<R>(instant), " is missing: what is 'embargoed' needs the instant at which it becomes public");
}

template <class R>
void check_subject(RecordId subject, Kind other) {
    if (subject.kind == Kind::nomination || subject.kind == other) return;
    throw WrongKind(field_of<R>("subject") + " is " + to_string(subject) + ": it is a nomination or " +
                        (other == Kind::edition ? "an " : "a ") + std::string(name(other)),
                    {Kind::nomination, other}, subject.kind);
}

bool is_currency(std::string_view text) {
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_digest(std::string_view text) {
    constexpr std::string_view scheme = "sha256:";
    const auto is_hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.starts_with(scheme) && text.size() == scheme.size() + 64 &&
           std::all_of(text.begin() + scheme.size(), text.end(), is_hexadecimal);
}

void check_shares(const std::vector<Credit>& credits) {
    Fraction sum;
    for (const Credit& credit : credits) {
        if (credit.share && !credit.voided) sum = sum + *credit.share;
    }
    if (sum <= Fraction(1)) return;
    refuse("Credit.share", ": the shares of the credits make " + sum.text() + ", which is over the whole");
}

// What a list is worth is kept in `reached`, so the stage cannot lie beyond all that was reached; it may lie before it.
void check_reached(const Nomination& nomination) {
    if (nomination.reached.empty()) return;
    for (const auto& [stage, when] : nomination.reached) {
        if (static_cast<std::size_t>(stage) >= names_of<Stage>.size())
            refuse("Nomination.reached", " has a stage without name");
    }
    const Stage furthest = nomination.reached.rbegin()->first;
    if (nomination.stage <= furthest) return;
    refuse("Nomination.reached", " ends with '" + std::string(name(furthest)) + "' while the stage is '" +
                                     std::string(name(nomination.stage)) + "': add that stage, or give none");
}

template <class R>
void check_whole(const R&) {}

void check_whole(const Category& category) {
    check_embargo<Category>(category.list_disclosure, category.list_embargo, "list_disclosure", "list_embargo");
    check_embargo<Category>(category.result_disclosure, category.result_embargo, "result_disclosure", "result_embargo");
}

template <class R>
void check_not_itself(Id<R> id, const std::vector<Id<R>>& others, const char* field) {
    if (!id || std::ranges::find(others, id) == others.end()) return;
    refuse(std::string(Fields<R>::name) + "." + field, " has the " + std::string(name(kind_of<R>)) + " itself");
}

void check_whole(const Award& award) { check_not_itself(award.id, award.different_from, "different_from"); }

void check_whole(const Series& series) {
    check_not_itself(series.id, series.succeeds, "succeeds");
    check_not_itself(series.id, series.different_from, "different_from");
}

void check_whole(const Nominee& nominee) {
    check_not_itself(nominee.id, nominee.different_from, "different_from");
    if (nominee.id && nominee.part_of == nominee.id) refuse("Nominee.part_of", " is the nominee itself");
}

void check_whole(const Nomination& nomination) {
    check_embargo<Nomination>(nomination.disclosure, nomination.embargo, "disclosure", "embargo");
    if (nomination.place && *nomination.place < 1) {
        refuse("Nomination.place", " is " + std::to_string(*nomination.place) + ": places count from 1");
    }
    check_reached(nomination);
    for (const Credit& credit : nomination.credits) {
        validate(credit);
        if (credit.nomination && credit.nomination != nomination.id) {
            refuse("Credit.nomination",
                   " is " + to_string(credit.nomination) + ", another nomination than the one it stands in");
        }
    }
    check_shares(nomination.credits);
}

void check_whole(const Evidence& evidence) {
    check_subject<Evidence>(evidence.subject, Kind::nominee);
    if (!evidence.digest.empty() && !is_digest(evidence.digest)) {
        refuse("Evidence.digest",
               " is '" + shown(evidence.digest) + "': it is 'sha256:' and 64 hexadecimal digits in lower case");
    }
    const bool is_measure = evidence.kind == EvidenceKind::measure;
    if (is_measure && !evidence.measure) refuse("Evidence.measure", " is missing: evidence of kind 'measure' has one");
    if (!is_measure && evidence.measure) {
        refuse("Evidence.measure", " is given for evidence of kind '" + std::string(name(evidence.kind)) +
                                       "': only that of kind 'measure' has one");
    }
}

void check_whole(const Cost& cost) {
    check_subject<Cost>(cost.subject, Kind::edition);
    if (is_currency(cost.currency)) return;
    refuse("Cost.currency", " is '" + shown(cost.currency) + "': it is three capital letters of ISO 4217, as 'GBP'");
}

}  // namespace

template <RecordType R>
void validate(const R& record) {
    Fields<R>::each([&record](const auto& field) {
        check(record.*field.member, ValuePlace{Fields<R>::name, field.name, field.doc, field.traits});
    });
    check_whole(record);
}

void validate(const Source& source) {
    check_name(source.title, {"Source", "title", "", Trait::name});
    check_name(source.url, {"Source", "url", "", Trait::name});
}

#define LAURELS_INSTANTIATE(R) template void validate(const R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::model
