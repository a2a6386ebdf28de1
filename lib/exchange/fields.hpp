#pragma once

// Fields that a mapping may fill, by name, and how a text becomes their value.

#include <laurels/fields.hpp>
#include <laurels/mapping.hpp>

#include <string>
#include <string_view>

namespace laurels::inline v0::exchange {

/// "identifiers.imdb" is the field "identifiers" and the key "imdb".
struct FieldName {
    std::string_view field;
    std::string_view key;
};
FieldName parse_field(std::string_view name);

/// Throws InvalidValue for what is no field of the record, or none that a table can fill: references to other records
/// follow from the rows, and what hides a record is declared.
template <RecordType R>
void check_field(std::string_view name);

/// Whether a field is a date or a local time, for which a mapping may declare a form.
template <RecordType R>
bool is_date_field(std::string_view name);

/// Sets the field to what the text says. `form` and `zone` are for dates. Throws InvalidValue and InvalidDate.
template <RecordType R>
void set_field(R& record, std::string_view name, std::string_view text, std::string_view form, const std::string& zone);

/// The column that gives the field of an error, "Nomination.share": the first that does. The field itself where no one
/// column does.
std::string column_of(const Mapping& mapping, const std::string& field);

/// Whether rows are nominations, and not about awards, editions, categories or dates alone.
bool is_of_nominations(const Mapping& mapping);

/// What parse() checks besides the form: that what belongs together is there.
void check_mapping(const Mapping& mapping);

}  // namespace laurels::inline v0::exchange
