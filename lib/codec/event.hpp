#pragma once

// Events as text: what one write says about one record. {"op":"revise","set":{"place":"Leeds"},"reason":…,"source":…}
// sets only the fields it is about. The form is described in docs/file-format.md.

#include "codec/json.hpp"

#include <laurels/journal.hpp>
#include <laurels/records.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::codec {

/// The version of the form below, stored with each event. Format 1 had fewer fields, kinds and verbs, and no erasures:
/// what it wrote is read as it is.
inline constexpr int event_format = 2;
inline constexpr int oldest_event_format = 1;

/// Writes {"field":value,…} of the fields in which `to` differs from `from`; false where none does.
///
/// Of a nomination the stage is left out where it follows from `reached`, so that a list entered late, but known early,
/// has its effect in a view by `known` too.
template <RecordType R>
bool write_set(std::string& out, const R& from, const R& to);

/// Sets the fields named. Throws InvalidValue for a field or a value that is none.
template <RecordType R>
void apply_set(R& record, const Json& set);

/// The names of the fields in which two records differ, in the order of their table.
template <RecordType R>
std::vector<std::string> differing(const R& left, const R& right);

/// What an erasure leaves of what it blanked. All digests and salts are hexadecimal.
struct Erased {
    /// The salted digest of a name that was erased.
    struct Key {
        std::string salt;
        std::string digest;
        friend bool operator==(const Key&, const Key&) = default;
    };
    std::map<std::int64_t, std::string> events;   ///< by seq, the digest of each event as left, without a salt
    std::map<std::int64_t, std::string> changes;  ///< by number, the same of changes
    std::vector<Key> keys;

    friend bool operator==(const Erased&, const Erased&) = default;
};

/// What is written with an event besides its fields.
struct EventBody {
    EventBody() = default;
    EventBody(EventBody&&) noexcept = default;
    EventBody& operator=(EventBody&&) noexcept = default;
    ~EventBody() { dismantle(set); }

    std::string verb;
    Json set;
    Said said;
    std::optional<Erased> erased{};  ///< with the verb "erase", and no other
};

/// Appends an event's payload: `set` is what write_set() wrote.
void write_event(std::string& out, std::string_view verb, std::string_view set, const Said& said,
                 const Erased* erased = nullptr);
EventBody read_event(std::string_view payload);

/// Whether a payload that write_event() wrote has the verb "erase"; needs no decoding.
bool is_erasure(std::string_view payload);

/// What is written with a change.
struct ChangeBody {
    std::string actor;
    Said said;
    std::string data_set{};                ///< of an import: whose rows it wrote
    std::vector<std::string> data_sets{};  ///< of records from elsewhere: whose keys they may have
};

void write_change(std::string& out, const ChangeBody& body);
ChangeBody read_change(std::string_view payload);

}  // namespace laurels::inline v0::codec
