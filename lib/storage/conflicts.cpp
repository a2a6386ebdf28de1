#include "storage/conflicts.hpp"

#include "codec/claimed.hpp"
#include "model/agree.hpp"
#include "model/text.hpp"
#include "storage/failure.hpp"
#include "storage/kinds.hpp"
#include "storage/names.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"
#include "storage/visibility.hpp"

#include <algorithm>
#include <utility>

namespace laurels::inline v0::storage {

namespace {

/// A name agrees with the record's name and with each of its other names.
template <RecordType R, class V>
bool agrees(Connection& connection, const R& record, const Field<R, V>& field, const V& claimed) {
    const V& shown_value = record.*field.member;
    if constexpr (is_id<V>) {
        return kept(connection, shown_value) == kept(connection, claimed);
    } else if constexpr (codec::is_optional<V>) {
        if constexpr (is_id<typename V::value_type>) {
            if (shown_value && claimed) return kept(connection, *shown_value) == kept(connection, *claimed);
        }
        return model::agree(shown_value, claimed);
    } else {
        if constexpr (std::is_same_v<V, std::string> && requires { record.aliases; }) {
            const auto same = [&](const Alias& alias) { return model::agree(alias.name, claimed); };
            if (field.name == "name" && std::ranges::any_of(record.aliases, same)) return true;
        }
        return model::agree(shown_value, claimed);
    }
}

Conflict conflict_of(Connection& connection, const Claim& claim, const codec::ChangeBody& open) {
    Conflict conflict;
    conflict.claim = claim.id;
    conflict.subject = kept(connection, claim.subject);
    conflict.called = Names(connection).plain(conflict.subject);
    conflict.field = claim.field;
    conflict.edition = claim.edition;
    const SaidEvent said = first_said(connection, claim.revision, open);
    conflict.source = said.source;
    conflict.known = known(said.source, said.recorded);
    conflict.actor = said.actor;
    conflict.reason = said.reason;
    return conflict;
}

std::optional<Conflict> about_count(Connection& connection, const Claim& claim, const codec::ChangeBody& open) {
    const Count what = claim.field == name(Count::wins) ? Count::wins : Count::shortlistings;
    const std::size_t counted = count_for(connection, Id<Nominee>(claim.subject.value), *claim.edition, what);
    const auto claimed = codec::claimed_value<std::int64_t>(claim.value);
    if (std::cmp_equal(counted, claimed)) return std::nullopt;
    Conflict conflict = conflict_of(connection, claim, open);
    conflict.shown = std::to_string(counted);
    conflict.claimed = std::to_string(claimed);
    return conflict;
}

template <RecordType R>
std::optional<Conflict> about_field(Connection& connection, const Claim& claim, const codec::ChangeBody& open) {
    const R record = get_record(connection, Id<R>(claim.subject.value));
    std::optional<Conflict> conflict;
    codec::with_field<R>(claim.field, [&]<class V>(const Field<R, V>& field) {
        const V claimed = codec::claimed_value<V>(claim.value);
        if (agrees(connection, record, field, claimed)) return;
        conflict = conflict_of(connection, claim, open);
        Names names(connection);
        conflict->shown = names.shown(record.*field.member);
        conflict->claimed = names.shown(claimed);
        if (const auto said = last_said(connection, record.revision, claim.field, open)) {
            conflict->shown_source = said->source;
            conflict->shown_known = known(said->source, said->recorded);
        }
    });
    return conflict;
}

}  // namespace

std::vector<Conflict> conflicts(Connection& connection, const codec::ChangeBody& open) {
    const Snapshot snapshot(connection);
    State state(connection);
    std::vector<Conflict> found;
    for (const Claim& claim : state.all<Claim>("settlement = 'open' AND " + visible(Kind::claim, "claim"))) {
        if (claim.edition && is_hidden(connection, *claim.edition)) continue;
        const auto conflict = decoding([&] { return to_string(claim.id); },
                                       [&] {
                                           if (claim.edition) return about_count(connection, claim, open);
                                           return with_kind(claim.subject.kind, [&]<class R>(const R&) {
                                               return about_field<R>(connection, claim, open);
                                           });
                                       });
        if (conflict) found.push_back(*conflict);
    }
    return found;
}

}  // namespace laurels::inline v0::storage
