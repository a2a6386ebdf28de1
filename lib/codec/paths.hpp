#pragma once

// What an event sets, field by field, and of a collection entry by entry.

#include "codec/json.hpp"

#include <string>
#include <vector>

namespace laurels::inline v0::codec {

/// A field that an event sets, or one entry of a collection.
struct Path {
    std::string field;
    std::string entry;  ///< empty for the whole field

    friend auto operator<=>(const Path&, const Path&) = default;
};

/// The paths that an event's `set` sets.
std::vector<Path> paths_of(const Json& set);
/// Whether the `set` sets the path. A nomination's stage is set by what it reached, too.
bool sets(const Json& set, const Path& path);
/// Takes what one `set` sets at the path over into another, once. Nothing is copied: a half-made copy would need memory
/// to go.
void move_path(Json& from, const Path& path, Json& to);

}  // namespace laurels::inline v0::codec
