#pragma once

// From a kind known at run time to its record type.

#include <laurels/error.hpp>
#include <laurels/fields.hpp>

namespace laurels::inline v0::storage {

/// Calls `action` with a default record of the kind, and gives its result.
template <class Action>
decltype(auto) with_kind(Kind kind, Action&& action) {
    switch (kind) {
#define LAURELS_CASE(R)                                                                                                \
    case kind_of<R>: return action(R{});
        LAURELS_RECORDS(LAURELS_CASE)
#undef LAURELS_CASE
    }
    throw InvalidValue("there is no kind of record with the number " + std::to_string(static_cast<int>(kind)));
}

}  // namespace laurels::inline v0::storage
