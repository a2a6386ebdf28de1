#pragma once

// The form of the JSON in which registries go from one to another: docs/json.md.

#include <laurels/id.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace laurels::inline v0::exchange {

/// The version of the form: that of the file format whose fields it has.
inline constexpr std::int64_t json_version = 2;

/// How long the JSON of one record, and of one event or change, may be.
inline constexpr std::size_t longest_record = std::size_t{16} << 20U;
inline constexpr std::size_t longest_event = std::size_t{64} << 20U;

/// What a document has.
enum class Content : std::uint8_t { public_, everything, journal };
constexpr std::string_view name(Content content) {
    return content == Content::public_ ? "public" : content == Content::everything ? "everything" : "journal";
}

/// The name of the list that has the records of a kind; empty for credits, which stand in their nominations.
constexpr std::string_view list_of(Kind kind) {
    switch (kind) {
    case Kind::award: return "awards";
    case Kind::edition: return "editions";
    case Kind::series: return "series";
    case Kind::category: return "categories";
    case Kind::ceremony: return "ceremonies";
    case Kind::deadline: return "deadlines";
    case Kind::nominee: return "nominees";
    case Kind::nomination: return "nominations";
    case Kind::credit: return "";
    case Kind::evidence: return "evidence";
    case Kind::cost: return "costs";
    case Kind::claim: return "claims";
    }
    return "";
}

/// A row of a journal, its bytes in hexadecimal digits. What was blanked has no salt.
struct JournalEvent {
    std::int64_t seq = 0;
    std::int64_t change = 0;
    RecordId record{};
    std::int64_t previous = 0;
    std::int64_t format = 0;
    std::string salt;
    std::string payload;
    std::string digest;
};
struct JournalChange {
    std::int64_t id = 0;
    std::string recorded;  ///< RFC 3339
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t format = 0;
    std::string salt;
    std::string payload;
    std::string digest;
    std::string chain;
};

/// Takes bytes.
using Sink = std::function<void(std::string_view)>;
/// Gives up to so many bytes; 0 at the end.
using Source = std::function<std::size_t(char*, std::size_t)>;

}  // namespace laurels::inline v0::exchange
