#pragma once

// Text: what may be stored, and the two foldings. `key` decides whether two names are the same; `loose` only helps to
// find and to suggest.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace laurels::inline v0::model {

/// The offset of the first byte that is not part of well-formed UTF-8; nullopt where all is well.
std::optional<std::size_t> invalid_utf8(std::string_view text);

/// The identity of a name: NFKC and full case folding, with quotes, dashes and spaces unified, spaces collapsed and
/// trimmed, invisible characters dropped and marks kept. Names with one key are one name. Throws InvalidValue for what
/// is not UTF-8.
std::string key(std::string_view text);

/// key() without marks: "Café" and "CAFE" meet. For text searches and suggestions only.
std::string loose(std::string_view text);

bool is_ascii(std::string_view text);

/// How many characters UTF-8 has.
std::size_t count_characters(std::string_view text);

/// True for text that shows nothing: empty, or of spaces and invisible characters only.
bool is_blank(std::string_view text);

/// True for a line of text, as names are: UTF-8 without control characters (C0, DEL, C1) and line separators.
bool is_line(std::string_view text);

/// True for prose: UTF-8 with any line breaks and tabs, but without U+0000.
bool is_prose(std::string_view text);

/// Throw InvalidValue where the text is no line, or no prose: with the field ("Award.name"), what is wrong, where, and
/// what is allowed.
void check_line(std::string_view text, std::string_view field);
void check_prose(std::string_view text, std::string_view field);

/// Text from outside as it can stand in a message: in one line, as UTF-8, cut where it is long.
std::string shown(std::string_view text);

}  // namespace laurels::inline v0::model
