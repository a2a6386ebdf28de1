#pragma once

// Which pairs of many names are worth comparing: those that have something rare in common. All pairs of a hundred
// thousand names would be five thousand million; these are a few million.

#include "model/likeness.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace laurels::inline v0::model {

/// Pairs of names, by their places in the list, the first before the second.
struct Candidates {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs{};
    std::size_t crowded = 0;  ///< how many keys more names had than are compared with one another
};

/// Names share a key where they have the same letters, a word, two words, a surname and an initial, or a word but for
/// one letter. Of a key that more than `most_in_block` names share, single words count for nothing, and of the rest
/// each is compared with its neighbours in the alphabet only. Of a short list all pairs are given.
Candidates candidates(const Names& names);

}  // namespace laurels::inline v0::model
