#pragma once

// What the journal tells: who said what, when; and proof that nothing was changed.
//
// Three times are kept apart. `recorded` is this file's clock: when it was written down here. `known` is when the
// source said it: its publication date, or the day of recording where there is none. Dates in records, such as a
// ceremony's, are data. `known` is therefore neither the system time nor the valid time of a bitemporal database.

#include <laurels/records.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// One change of the journal: who made it, when, by which source, and what it wrote.
struct ChangeRow {
    std::int64_t number = 0;          ///< from 1
    Instant recorded{};               ///< when it was committed
    std::string actor{};              ///< who wrote it down
    Source source{};                  ///< who said it: with the change, or with all of its few events
    std::string reason{};             ///< why, likewise
    std::int64_t events = 0;          ///< how many events it has
    std::string summary{};            ///< for people: "added 3 nominations, 1 category; advanced nomination:4"
    std::vector<RecordId> records{};  ///< the first records that it is about, at most 10, in the order of their events
    std::string data_set{};           ///< of an import: the data set whose rows it wrote

    friend bool operator==(const ChangeRow&, const ChangeRow&) = default;
};

/// How a record is other than it was.
enum class Differing : std::uint8_t { added, changed, removed };
template <>
inline constexpr std::array<std::string_view, 3> names_of<Differing>{"added", "changed", "removed"};

/// A field in which two moments, or two registries, differ.
struct Difference {
    RecordId record{};
    std::string called{};  ///< what the record is called, for people
    Differing how{};       ///< of the record: added and removed ones have an entry for each field that is set
    std::string field{};
    std::string before{};  ///< for people; empty for none
    std::string after{};

    friend bool operator==(const Difference&, const Difference&) = default;
};

/// A claim that nobody has settled, and that differs from what is shown.
struct Conflict {
    Id<Claim> claim{};
    RecordId subject{};
    std::string called{};                  ///< what the subject is called, for people
    std::string field{};                   ///< the field, or "wins" or "shortlistings"
    std::optional<Id<Edition>> edition{};  ///< of a count
    std::string shown{};                   ///< what is shown, for people; empty for none
    Source shown_source{};                 ///< who said that; empty() where nobody is named, and for a count
    std::optional<Date> shown_known{};     ///< since when that is known; nothing for a count and for what was never set
    std::string claimed{};                 ///< what is claimed, for people; empty for none
    Source source{};                       ///< who claims it
    Date known{};                          ///< since when
    std::string actor{};                   ///< who wrote the claim down
    std::string reason{};                  ///< what was said with it

    friend bool operator==(const Conflict&, const Conflict&) = default;
};

/// What revert() did not undo, since later changes touched it.
struct Left {
    RecordId record{};
    std::string field{};      ///< empty for a whole record, which later ones hang on
    std::int64_t change = 0;  ///< the later change
    std::string text{};       ///< a sentence

    friend bool operator==(const Left&, const Left&) = default;
};

/// What revert() did.
struct Reversal {
    std::int64_t change = 0;   ///< the change that was undone
    std::int64_t undone = 0;   ///< how many records were put back as they were, or declared void
    std::vector<Left> left{};  ///< what later changes had touched, and was left as it is

    friend bool operator==(const Reversal&, const Reversal&) = default;
};

/// A chapter in the life of an award or a series.
struct LineageEntry {
    std::optional<Date> dates{};  ///< when, as far as it is known
    /// "called", "paused", "cancelled", "split from", "merged from", "continues" or "became".
    std::string what{};
    std::string text{};               ///< a sentence
    std::optional<RecordId> other{};  ///< the series that it came from or became

    friend bool operator==(const LineageEntry&, const LineageEntry&) = default;
};

/// The bounds of a view, both included. What is not set does not narrow.
struct Bounds {
    std::optional<std::int64_t> change{};  ///< recorded in this change or an earlier one
    std::optional<Instant> recorded{};     ///< recorded at this instant or earlier
    std::optional<Date> known{};           ///< said by the end of this day, which must be exact
    /// What may be known outside at this instant; such a view has no journal. With the other bounds it is what was
    /// public at their moment, or at this instant where that is earlier, and is withheld neither then nor now.
    std::optional<Instant> public_on{};
};

}  // namespace v0
}  // namespace laurels
