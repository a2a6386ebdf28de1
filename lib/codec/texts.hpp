#pragma once

// The texts in what an event sets, found by the table of fields: to search them, and to put others in their place.

#include "codec/json.hpp"

#include <laurels/id.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace laurels::inline v0::codec {

/// What a text is within its field.
enum class TextPart : std::uint8_t {
    whole,  ///< the field itself, or what a measure measures and in which unit
    name,   ///< the name of an alias
    key,    ///< a scheme among the identifiers, or a key in `extra`
    entry   ///< what stands there
};

/// Gives what is to stand in the place of a text of this field; the same text where it stays.
using TextEdit = std::function<std::string(std::string_view field, TextPart part, const std::string& text)>;

/// Edits all texts of a set of fields. Names or keys that become one have what both had; an entry taken out gives way
/// to one put in. Dates, numbers, ids and choices are no texts. Throws InvalidValue for what is no such set.
template <RecordType R>
void edit_texts(Json& set, const TextEdit& edit);

/// The same of what a claim says of a field, which is text whatever the field. What holds no texts stays as it is.
template <RecordType R>
std::string edit_claimed(std::string_view field, const std::string& claimed, const TextEdit& edit);

/// Whether a field of this name is a text, or holds texts.
template <RecordType R>
bool holds_texts(std::string_view field);

/// Appends a set that was read as write_set() would write it.
template <RecordType R>
void write_set(std::string& out, const Json& set);

}  // namespace laurels::inline v0::codec
