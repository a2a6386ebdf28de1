#pragma once

// What the journal tells: who said what, when; and proof that nothing was changed.
//
// Three times are kept apart. `recorded` is this file's clock: when it was written down here. `known` is when the
// source said it: its publication date, or the day of recording where there is none. Dates in records, such as a
// ceremony's, are data. `known` is therefore neither the system time nor the valid time of a bitemporal database.

#include <laurels/records.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace laurels {
inline namespace v0 {

/// What is said along with a write: its source and its reason. What is empty is taken from the change.
struct Said {
    Source source{};
    std::string reason{};
};

/// One field as one event left it.
struct HistoryEntry {
    std::int64_t seq = 0;     ///< the event's number in the file, from 1
    std::int64_t change = 0;  ///< the change it is part of, from 1
    RecordId record{};        ///< the record; among a nomination's entries also its credits
    std::string verb{};       ///< what was called: "add", "revise", "advance", "decide", "rule", …
    std::string field{};      ///< the field's name
    std::string before{};     ///< its value before, for people; empty for none
    std::string after{};      ///< its value after
    Instant recorded{};       ///< when it was written down here
    Date known{};             ///< when the source said it
    Source source{};          ///< who said it; empty() where nobody is named
    std::string actor{};      ///< who wrote it down
    std::string reason{};     ///< why, where a reason was given
};

/// The state of a journal at one moment, to keep elsewhere and verify against later: a file that was changed since, or
/// whose end was cut off, no longer matches it.
struct Checkpoint {
    std::string uuid{};       ///< the file's
    std::int64_t change = 0;  ///< the last change, 0 in an empty file
    std::int64_t seq = 0;     ///< the last event, 0 in an empty file
    std::string digest{};     ///< of the chain up to there: SHA-256, 64 hexadecimal digits

    /// One line: "laurels-checkpoint:1:UUID:CHANGE:SEQ:DIGEST".
    LAURELS_API std::string text() const;
    /// Reads that line. Throws InvalidValue.
    LAURELS_API static Checkpoint parse(std::string_view text);

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// What verify() found. Tamper-evident against a checkpoint that you kept elsewhere; a whole file can be forged.
struct Verification {
    bool ok = false;
    std::int64_t changes = 0;           ///< changes read
    std::int64_t events = 0;            ///< events read
    std::string finding{};              ///< what is wrong, in a sentence; empty if ok
    std::optional<std::int64_t> seq{};  ///< the first bad event, where one is
    std::optional<RecordId> record{};   ///< the first row of state that replay does not give, where one is
    Checkpoint checkpoint{};            ///< the journal's head as read

    /// One line for people.
    LAURELS_API std::string text() const;
    explicit operator bool() const { return ok; }
};

/// The bounds of a view, both included. What is not set does not narrow.
struct Bounds {
    std::optional<std::int64_t> change{};  ///< recorded in this change or an earlier one
    std::optional<Instant> recorded{};     ///< recorded at this instant or earlier
    std::optional<Date> known{};           ///< said by the end of this day, which must be exact
};

}  // namespace v0
}  // namespace laurels
