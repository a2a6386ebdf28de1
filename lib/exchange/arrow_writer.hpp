#pragma once

// Rows of questions as an Arrow stream, in columns that other programs take as they are.

#include <laurels/arrow.hpp>

#include <vector>

namespace laurels::inline v0::exchange {

/// Takes the rows over; the stream that it gives needs nothing else. Whoever gets it releases it.
///
/// Ids and values of enumerations are text, lists are lists. A date is its text, and besides the first and the last day
/// that it can be ("decided_first", "decided_last"); a share is its text, and besides a number ("share_value").
template <class Row>
ArrowArrayStream stream_of(std::vector<Row> rows);

}  // namespace laurels::inline v0::exchange
