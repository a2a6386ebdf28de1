#pragma once

// What a record refers to, by the table of fields.

#include "codec/value.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <vector>

namespace laurels::inline v0::codec {

/// Whether values of a type are ids, or lists of them.
template <class V>
inline constexpr bool holds_ids =
    requires(const V& value) { RecordId(value); } || requires(const V& value) { RecordId(*value); } || is_id_list<V>;

/// Puts in the place of each id in a value what `to(id)` gives, a std::optional<RecordId> of the same kind. Where that
/// is nothing, what may be absent goes, and anything else becomes 0. Values that are no ids stay.
template <class V, class Map>
void map_ids(V& value, const Map& to) {
    if constexpr (std::is_same_v<V, RecordId>) {
        if (value) value = to(value).value_or(RecordId());
    } else if constexpr (requires { RecordId(value); }) {
        if (value) value = V(to(RecordId(value)).value_or(RecordId()).value);
    } else if constexpr (requires { RecordId(*value); }) {
        if (!value) return;
        const std::optional<RecordId> mapped = to(RecordId(*value));
        value = mapped ? V(typename V::value_type(mapped->value)) : V();
    } else if constexpr (is_id_list<V>) {
        V mapped;
        for (const auto id : value) {
            if (const std::optional<RecordId> found = to(RecordId(id))) mapped.emplace_back(found->value);
        }
        std::ranges::sort(mapped);
        mapped.erase(std::ranges::unique(mapped).begin(), mapped.end());
        value = std::move(mapped);
    }
}

/// The same for all that a record refers to: `to(id, name of the field)`.
template <RecordType R, class Map>
void map_references(R& record, const Map& to) {
    Fields<R>::each([&](const auto& field) {
        map_ids(record.*field.member, [&](RecordId id) -> std::optional<RecordId> { return to(id, field.name); });
    });
}

/// Calls `visit(id, name of the field)` for each id that a record refers to.
template <RecordType R, class Visit>
void each_reference(const R& record, const Visit& visit) {
    R copy = record;
    map_references(copy, [&](RecordId id, std::string_view field) {
        visit(id, field);
        return std::optional(id);
    });
}

}  // namespace laurels::inline v0::codec
