#pragma once

// Where a record came from: the registry, its id there, and the digest of its first event there. That names a record
// anywhere. A registry keeps it among the identifiers of what it has from elsewhere.

#include <laurels/records.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace laurels::inline v0::model {

/// The scheme under which it stands among the identifiers.
inline constexpr std::string_view origin_scheme = "laurels";

struct Origin {
    std::string uuid;
    RecordId record;
    std::string digest;  ///< in hexadecimal digits; empty where it is not known

    /// Without the digest: "4e514b04-3fc2-464d-a550-13da333be076/award:3".
    std::string key() const;
    /// The same with "#" and the digest, where that is known.
    std::string text() const;
    /// Reads that. Throws InvalidValue.
    static Origin parse(std::string_view text);

    friend bool operator==(const Origin&, const Origin&) = default;
};

/// Whether a text is a UUID as registries have it.
bool is_uuid(std::string_view text);

/// Takes the origin out of the identifiers; nothing where there is none, or where it was erased.
std::optional<std::string> take_origin(Identifiers& identifiers);

}  // namespace laurels::inline v0::model
