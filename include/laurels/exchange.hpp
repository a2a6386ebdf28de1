#pragma once

// What goes out of a registry, and comes in. The form of the JSON is described in docs/json.md.

#include <laurels/journal.hpp>
#include <laurels/report.hpp>

#include <string>

namespace laurels {
inline namespace v0 {

/// What export_json() writes.
struct JsonExport {
    /// Not only what may be known outside now, but all there is, what is void or merged included.
    bool everything = false;
    /// The whole journal too, so that an empty registry becomes what this one is. Needs `everything`.
    bool journal = false;
};

/// How import_json() reads.
struct JsonImport {
    bool dry_run = false;  ///< only report what would be done
    bool strict = false;   ///< the first record that is refused ends the import, and nothing is written
    std::string reason{};  ///< why, for the journal
    Source source{};       ///< who says what the file says, for the journal
};

/// The JSON Schema (2020-12) of what export_json() writes.
LAURELS_API std::string json_schema();

}  // namespace v0
}  // namespace laurels
