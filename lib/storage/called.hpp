#pragma once

// What records are called, and values for people, ids among them by the names of what they refer to.

#include "codec/value.hpp"
#include "model/display.hpp"
#include "storage/column.hpp"
#include "storage/connection.hpp"

#include <string>
#include <vector>

namespace laurels::inline v0::storage {

/// "Fleet (nominee:2)"; the id alone for what has no name.
std::string called(Connection& connection, RecordId record);

/// A value of a field for people, in one line; empty for none.
template <class V>
std::string shown(Connection& connection, const V& value) {
    if constexpr (is_id<V> || std::is_same_v<V, RecordId>)
        return called(connection, value);
    else if constexpr (codec::is_optional<V>) {
        if constexpr (is_id<typename V::value_type>)
            return value ? called(connection, *value) : std::string();
        else
            return model::display(value);
    } else
        return model::display(value);
}

}  // namespace laurels::inline v0::storage
