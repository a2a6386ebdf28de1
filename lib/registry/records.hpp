#pragma once

// What the operations say about records.

#include "storage/column.hpp"

#include <laurels/fields.hpp>

#include <string_view>
#include <vector>

namespace laurels::inline v0::detail {

/// The verb by which an axis changes, for messages.
constexpr std::string_view verb_of(std::string_view axis) {
    if (axis == "stage" || axis == "reached") return "advance()";
    if (axis == "outcome" || axis == "decided" || axis == "place" || axis == "share") return "decide()";
    if (axis == "standing") return "rule()";
    if (axis == "acceptance") return "accept(), refuse() or prevent()";
    if (axis == "voided") return "void() and restore()";
    if (axis == "merged_into") return "merge() and unmerge()";
    if (axis == "settlement") return "settle()";
    return "disclose()";
}

/// What a record belongs to, and is hidden with.
template <RecordType R>
std::vector<RecordId> parents_of(const R& record) {
    std::vector<RecordId> ids;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (storage::is_id<V> || std::is_same_v<V, RecordId>) {
            if (has(field.traits, Trait::parent)) ids.push_back(record.*field.member);
        }
    });
    return ids;
}

}  // namespace laurels::inline v0::detail
