// What somebody says otherwise: claims beside what is shown, and how they are settled.

#include "codec/claimed.hpp"
#include "model/counts.hpp"
#include "model/text.hpp"
#include "model/validate.hpp"
#include "registry/perform.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/column.hpp"
#include "storage/kinds.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

namespace {

/// The value as it is kept. Throws InvalidValue for a field that the kind does not have, for one that cannot be
/// claimed, and for a value that is none of the field's.
template <RecordType R>
std::optional<std::string> kept_value(std::string_view name, const std::optional<std::string>& value,
                                      const std::function<void(RecordId, std::string_view)>& check_stored) {
    std::optional<std::string> text;
    codec::with_field<R>(name, [&]<class V>(const Field<R, V>& field) {
        const std::string place = std::string(Fields<R>::name) + "." + std::string(field.name);
        if (field.name == "voided" || field.name == "merged_into" || field.name == "settlement")
            throw InvalidValue(place + " is decided here, by " + std::string(verb_of(field.name)) +
                                   ", and not by what others say",
                               place);
        try {
            R record;
            record.*field.member = codec::claimed_value<V>(value);
            codec::canonicalise(record);
            if constexpr (storage::is_id<V>) check_stored(record.*field.member, place);
            if constexpr (codec::is_optional<V>) {
                if constexpr (storage::is_id<typename V::value_type>) {
                    if (record.*field.member) check_stored(*(record.*field.member), place);
                }
            }
            if constexpr (std::is_same_v<V, std::string>) {
                if (has(field.traits, Trait::required) && model::is_blank(record.*field.member))
                    throw InvalidValue("it is never empty");
                if (has(field.traits, Trait::name)) model::check_line(record.*field.member, place);
            }
            text = codec::claimed_text(record.*field.member);
        } catch (const InvalidDate& error) {
            throw InvalidDate("claim() about " + place + ": " + error.what(), error.text);
        } catch (const InvalidValue& error) {
            throw InvalidValue("claim() about " + place + ": " + error.what(), place);
        }
    });
    return text;
}

}  // namespace

void Writer::check_claim(const Claim& claim) {
    const auto check = [&](RecordId id, std::string_view place) { check_stored(id, place); };
    if (claim.subject.kind == Kind::claim)
        throw WrongKind("Claim.subject is " + to_string(claim.subject) + ": a claim is about a record, not a claim", {},
                        claim.subject.kind);
    if (!claim.edition) {
        storage::with_kind(claim.subject.kind,
                           [&]<class R>(const R&) { kept_value<R>(claim.field, claim.value, check); });
        return;
    }
    const bool counted = claim.field == name(Count::wins) || claim.field == name(Count::shortlistings);
    if (!counted || claim.subject.kind != Kind::nominee)
        throw InvalidValue("Claim.edition is for what is counted of a nominee: its wins or its shortlistings",
                           "Claim.edition");
    if (codec::claimed_value<std::int64_t>(claim.value) < 0)
        throw InvalidValue("Claim.value is " + *claim.value + ": a number of " + claim.field + " is 0 or more",
                           "Claim.value");
}

std::optional<Claim> Writer::find_claim(const Claim& wanted, const Said& said) {
    const Source& source = said.source.empty() ? options_.source : said.source;
    std::optional<Claim> found;
    for (const Claim& claim : state().select<Claim>("subject = ?", std::string_view(to_string(wanted.subject)))) {
        if (claim.field != wanted.field || claim.edition != wanted.edition || claim.value != wanted.value) continue;
        if (storage::first_said(connection(), claim.revision, open_change()).source != source) continue;
        if (!found || found->voided) found = claim;
    }
    return found;
}

Claim Writer::add_claim(Claim claim, const Said& said) {
    // Said again by the same source it is the same claim, so that a script can run again.
    if (const auto found = find_claim(claim, said)) return *found;
    model::validate(claim);
    check_parents(claim);
    write_new(claim, said);
    return claim;
}

Claim Writer::claim(RecordId subject, std::string_view field, const std::optional<std::string>& value,
                    const Said& said) {
    return perform([&] {
        check_said(said);
        if (subject.kind == Kind::claim)
            throw WrongKind("claim() is about a record, and " + to_string(subject) + " is itself a claim", {},
                            subject.kind);
        check_stored(subject, "the subject of the claim");
        Claim claim;
        claim.subject = subject;
        claim.field = field;
        claim.value = storage::with_kind(subject.kind, [&]<class R>(const R&) {
            return kept_value<R>(field, value, [&](RecordId id, std::string_view place) { check_stored(id, place); });
        });
        return add_claim(std::move(claim), said);
    });
}

template <RecordType R>
Claim Writer::claim(Id<R> subject, std::string_view field, const R& as_claimed, const Said& said) {
    std::optional<std::string> value;
    codec::with_field<R>(field, [&](const auto& line) { value = codec::claimed_text(as_claimed.*line.member); });
    return claim(RecordId(subject), field, value, said);
}

Claim Writer::claim(Id<Nominee> nominee, Id<Edition> edition, Count what, std::int64_t number, const Said& said) {
    return perform([&] {
        check_said(said);
        check_stored(nominee, "the subject of the claim");
        check_stored(edition, "the edition of the claim");
        if (number < 0)
            throw InvalidValue("claim(): a number of " + std::string(name(what)) + " is 0 or more, not " +
                                   std::to_string(number),
                               std::string(name(what)));
        Claim claim;
        claim.subject = nominee;
        claim.field = name(what);
        claim.edition = edition;
        claim.value = std::to_string(number);
        return add_claim(std::move(claim), said);
    });
}

template <RecordType R>
void Writer::take_over(const R& before, const Claim& claim, const Said& said) {
    R after = before;
    codec::with_field<R>(claim.field, [&]<class V>(const Field<R, V>& field) {
        after.*field.member = codec::claimed_value<V>(claim.value);
    });
    codec::canonicalise(after);
    if constexpr (std::is_same_v<R, Nomination>) {
        if (after.outcome != before.outcome) {
            // What was said of the other outcome does not hold for this one.
            after.decided.reset();
            after.place.reset();
            after.share.reset();
        }
        model::settle_stage(after, claim.field == "stage");
    }
    check_revised(before, after);
    write_revised("settle", before, after, said);
}

Claim Writer::settle(Id<Claim> id, Settlement how, const Said& said) {
    return perform([&] {
        check_said(said);
        const Claim before = get(id);
        if (before.settlement != Settlement::open)
            throw InvalidValue("settle(): " + to_string(id) + " was settled before: it was " +
                                   std::string(before.settlement == Settlement::kept ? "decided to keep what was shown"
                                                                                     : "taken over") +
                                   "; correct(…, settlement='open', reason=…) opens it again",
                               "Claim.settlement");
        if (how == Settlement::open)
            throw InvalidValue("settle(): a claim is settled by 'kept' or 'taken'", "Claim.settlement");
        check_reason("settle()", said);
        if (how == Settlement::taken && before.edition)
            throw InvalidValue("settle(): " + before.field + " is counted, not stored, so " + to_string(id) +
                                   " cannot be taken over: put the nominations right, and it agrees by itself",
                               "Claim.settlement");
        if (how == Settlement::taken) {
            Said as_claimed = said;
            if (as_claimed.source.empty())
                as_claimed.source = storage::first_said(connection(), before.revision, open_change()).source;
            storage::with_kind(before.subject.kind, [&]<class R>(const R&) {
                take_over(get(Id<R>(before.subject.value)), before, as_claimed);
            });
        }
        Claim after = before;
        after.settlement = how;
        write_revised("settle", before, after, said);
        return after;
    });
}

#define LAURELS_INSTANTIATE(R) template Claim Writer::claim(Id<R>, std::string_view, const R&, const Said&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
