#pragma once

// Keys of several parts in one text, by what nominees are known again, and places in a mapping for messages.

#include "exchange/entry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace laurels::inline v0::exchange {

enum class Part : std::uint8_t { first, next };

/// Appends a part so that ("a|b", "c") and ("a", "b|c") are two keys.
void append_key(std::string& key, std::string_view part, Part which = Part::next);

/// Works and those who are credited may have the same numbers in their table, so works are kept apart by a mark that no
/// key has.
std::string marked_key(std::string_view key, NomineeKind kind);
/// Without the mark.
std::string source_key(const std::string& marked);
/// By what a nominee is known again within the data set: its key, marked, or what it is called, of what.
std::string nominee_key(const NomineeEntry& entry, std::optional<Id<Nominee>> part_of);

/// The same for records that say the same, and not 0.
template <RecordType R>
std::uint64_t print_of(const R& record);

/// "nomination.outcome"; the key alone at the top.
std::string place_of(std::string_view section, std::string_view key);

}  // namespace laurels::inline v0::exchange
