#pragma once

// From a kind known at run time to its record type.

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

namespace laurels::inline v0::storage {

/// Calls `action` with a default record of the kind, and gives its result.
template <class Action>
decltype(auto) with_kind(Kind kind, Action&& action) {
    switch (kind) {
    case Kind::award: return action(Award{});
    case Kind::edition: return action(Edition{});
    case Kind::series: return action(Series{});
    case Kind::category: return action(Category{});
    case Kind::ceremony: return action(Ceremony{});
    case Kind::deadline: return action(Deadline{});
    case Kind::nominee: return action(Nominee{});
    case Kind::nomination: return action(Nomination{});
    case Kind::credit: return action(Credit{});
    case Kind::evidence: return action(Evidence{});
    case Kind::cost: return action(Cost{});
    }
    throw InvalidValue("there is no kind of record with the number " + std::to_string(static_cast<int>(kind)));
}

}  // namespace laurels::inline v0::storage
