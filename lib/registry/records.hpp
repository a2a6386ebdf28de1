#pragma once

// What the operations say about records.

#include <string_view>

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

}  // namespace laurels::inline v0::detail
