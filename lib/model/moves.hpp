#pragma once

// The one table of moves: which changes of an axis go freely, which need a reason, which are refused. Values given when
// a record is added are a start, not moves.

#include <laurels/axes.hpp>
#include <laurels/id.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::model {

enum class Move : std::uint8_t { same, free, needs_reason, refused };

/// What it takes to go from one value to another, on the axes Stage, Outcome, Standing, Acceptance and Disclosure.
template <NamedEnum E>
Move move(E from, E to);

/// The names of the values that `from` may go to without a reason, in their order.
template <NamedEnum E>
std::vector<std::string> free_moves(E from);

/// Throws MoveError unless the move is allowed; `axis` is the name of the field. No move at all is allowed.
template <NamedEnum E>
void check_move(RecordId record, std::string_view axis, E from, E to, bool has_reason);

}  // namespace laurels::inline v0::model
