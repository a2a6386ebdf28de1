#pragma once

// Lists for explicit instantiation, and what the operations say about records.

#include <string_view>

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
    MACRO(Credit)

namespace laurels::inline v0::detail {

/// The verb by which an axis changes, for messages.
constexpr std::string_view verb_of(std::string_view axis) {
    if (axis == "stage" || axis == "reached") return "advance()";
    if (axis == "outcome" || axis == "decided" || axis == "place" || axis == "share") return "decide()";
    if (axis == "standing") return "rule()";
    if (axis == "acceptance") return "accept(), refuse() or prevent()";
    return "disclose()";
}

}  // namespace laurels::inline v0::detail
