#pragma once

// Records that may be one and the same, as their names suggest: for a person to accept by merge() or merge_all(), or to
// refuse by distinguish(). How a score comes about and how far it can be trusted: docs/duplicates.md.

#include <laurels/id.hpp>

#include <string>

namespace laurels {
inline namespace v0 {

/// Two records that may be one.
struct LikelyDuplicate {
    RecordId kept{};          ///< the one to keep: the one that more hangs on, or that was there first
    RecordId same{};          ///< the one that may be the same
    std::string kept_name{};  ///< what they are called
    std::string same_name{};
    double score = 0;      ///< from 0 to 1: about how often such a pair is one
    std::string reason{};  ///< why, for people: "an initial more, “r”"

    friend bool operator==(const LikelyDuplicate&, const LikelyDuplicate&) = default;
};

/// Which duplicates to suggest.
struct DuplicateOptions {
    double at_least = 0.5;  ///< those with this score or more
};

}  // namespace v0
}  // namespace laurels
