#pragma once

// Keys of several parts in one text, and places in a mapping for messages.

#include <cstdint>
#include <string>
#include <string_view>

namespace laurels::inline v0::exchange {

enum class Part : std::uint8_t { first, next };

/// Appends a part so that ("a|b", "c") and ("a", "b|c") are two keys.
void append_key(std::string& key, std::string_view part, Part which = Part::next);

/// "nomination.outcome"; the key alone at the top.
std::string place_of(std::string_view section, std::string_view key);

}  // namespace laurels::inline v0::exchange
