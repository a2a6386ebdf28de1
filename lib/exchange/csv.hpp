#pragma once

// Rows of questions as CSV: RFC 4180, UTF-8, headings named as the rows' fields.

#include <laurels/exporting.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::exchange {

/// Takes the text in parts.
using Sink = std::function<void(std::string_view)>;

/// A text that no spreadsheet takes for a formula: with an apostrophe before it where it begins as one does, and also
/// where it begins with apostrophes and then so, which keeps the two apart when the guard is taken off.
std::string guarded(std::string_view text);

/// What the column `exported` says of rows of this registry at this instant, and what it said; nullopt for other texts.
struct ExportedFrom {
    std::string uuid;
    Instant on{};
    bool everything = false;  ///< not only what was public

    std::string text() const;
    static std::optional<ExportedFrom> parse(std::string_view text);
};

/// With `from` the table is editable.
template <class Row>
void write_csv(const Sink& sink, const std::vector<Row>& rows, const CsvExport& options,
               const std::optional<ExportedFrom>& from);

}  // namespace laurels::inline v0::exchange
