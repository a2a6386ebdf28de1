#pragma once

// Which records may be one and the same: from who bears which names to suggestions.

#include "storage/bearers.hpp"

#include <laurels/duplicates.hpp>

#include <vector>

namespace laurels::inline v0::detail {

/// The suggestions with this score or more, the likeliest first.
std::vector<LikelyDuplicate> suggest(const storage::Bearers& bearers, double at_least);

}  // namespace laurels::inline v0::detail
