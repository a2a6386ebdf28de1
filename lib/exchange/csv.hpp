#pragma once

// Rows of questions as CSV: RFC 4180, UTF-8, headings named as the rows' fields.

#include <laurels/exporting.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::exchange {

/// Takes the text in parts.
using Sink = std::function<void(std::string_view)>;

/// A text that no spreadsheet takes for a formula: with an apostrophe before it where it begins as one does, and also
/// where it begins with apostrophes and then so, which keeps the two apart when the guard is taken off.
std::string guarded(std::string_view text);

template <class Row>
void write_csv(const Sink& sink, const std::vector<Row>& rows, const CsvExport& options);

}  // namespace laurels::inline v0::exchange
