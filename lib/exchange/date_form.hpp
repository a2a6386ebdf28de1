#pragma once

// Dates as tables have them, read by a form that the mapping declares: never guessed.

#include <laurels/date.hpp>

#include <string>
#include <string_view>

namespace laurels::inline v0::exchange {

/// Throws InvalidValue for a form with codes that there are none of, or without a year.
void check_date_form(std::string_view form);

/// Reads a date or a local time. The codes are those of strptime: %Y %y %m %d %b %B %H %M %S %p %I %z %%, where months
/// are English, 00 or 0000 for month or day is one that is not known, and %z is an offset from UTC or Z. "%Y/%y" is a
/// span of two years. What stands in brackets may be missing: "[[%d ]%B ]%Y". Spaces in the form match any number of
/// them. A clock time needs a zone: `zone`, or %z. Without a form, dates are EDTF. A midnight that the form does not
/// read, and without a form one without a zone, is a day. Throws InvalidDate.
When read_when(std::string_view text, std::string_view form, const std::string& zone);
/// The same where only a date is wanted: a clock time that the form reads is left out.
Date read_date(std::string_view text, std::string_view form);

}  // namespace laurels::inline v0::exchange
