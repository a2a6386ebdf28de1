#pragma once

// What a record refers to, by the table of fields.

#include <laurels/fields.hpp>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <vector>

namespace laurels::inline v0::codec {

/// Puts in the place of each id that a record refers to what `to(id, trait)` gives, a std::optional<RecordId> of the
/// same kind. Where that is nothing, a reference that may be absent goes, and any other becomes 0.
template <RecordType R, class Map>
void map_references(R& record, const Map& to) {
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        V& value = record.*field.member;
        if constexpr (std::is_same_v<V, RecordId>) {
            if (value) value = to(value, field.traits).value_or(RecordId());
        } else if constexpr (requires { RecordId(value); }) {
            if (value) value = V(to(RecordId(value), field.traits).value_or(RecordId()).value);
        } else if constexpr (requires { RecordId(*value); }) {
            if (!value) return;
            const std::optional<RecordId> mapped = to(RecordId(*value), field.traits);
            value = mapped ? V(typename V::value_type(mapped->value)) : V();
        } else if constexpr (std::is_same_v<V, std::vector<Id<Series>>>) {
            V mapped;
            for (const Id<Series> id : value) {
                if (const auto found = to(RecordId(id), field.traits)) mapped.emplace_back(found->value);
            }
            std::ranges::sort(mapped);
            mapped.erase(std::ranges::unique(mapped).begin(), mapped.end());
            value = std::move(mapped);
        }
    });
}

/// Calls `visit(id)` for each id that a record refers to.
template <RecordType R, class Visit>
void each_reference(const R& record, const Visit& visit) {
    R copy = record;
    map_references(copy, [&](RecordId id, Trait) {
        visit(id);
        return std::optional(id);
    });
}

}  // namespace laurels::inline v0::codec
