#pragma once

// What goes out for others to read: tables, calendars, announcements. Each takes by default what may be known outside
// now, and all there is only where `everything` says so. Forms and examples: docs/exporting.md.

#include <laurels/mapping.hpp>
#include <laurels/records.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels {
inline namespace v0 {

/// What to_csv() writes.
struct CsvExport {
    bool everything = false;  ///< not only what may be known outside now
    /// Puts an apostrophe before a text that a spreadsheet would take for a formula. nominations_mapping() takes it
    /// off.
    bool guard = true;
    bool byte_order_mark = false;  ///< for Excel, which takes UTF-8 for another encoding without it
    /// Adds a column `exported`, which says from which registry a row is and when it was written. By it
    /// nominations_mapping() tells what was edited in the table from what was changed here since.
    bool editable = false;
};

/// What an Arrow stream has: what rows() would answer, or of that what may be known outside now.
enum class Shown : std::uint8_t { all, public_only };

/// What export_calendar() writes.
struct CalendarExport {
    bool everything = false;           ///< not only what may be known outside now
    std::optional<Id<Award>> award{};  ///< only this award's
};

/// What export_calendar() wrote, and what has no place in a calendar.
struct CalendarReport {
    struct LeftOut {
        RecordId record{};
        std::string called{};  ///< what it is called, for people
        std::string reason{};  ///< a sentence

        friend bool operator==(const LeftOut&, const LeftOut&) = default;
    };
    std::int64_t events = 0;
    std::vector<LeftOut> left_out{};

    /// In lines, for people.
    LAURELS_API std::string text() const;

    friend bool operator==(const CalendarReport&, const CalendarReport&) = default;
};

/// What is announced, and in which form.
enum class Announced : std::uint8_t { shortlist, result };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Announced>{"shortlist", "result"};
enum class Markup : std::uint8_t { markdown, html };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Markup>{"markdown", "html"};

/// What announce() is told.
struct Announcement {
    Announced kind = Announced::result;
    Markup format = Markup::markdown;
    /// A template of one's own; without it the one that announcement_template() gives.
    std::optional<std::string> template_{};
    bool everything = false;  ///< also what is under embargo or private, as to write it in advance
};

/// The template that is used where none is given, to start one's own from: docs/exporting.md.
LAURELS_API std::string announcement_template(Announced kind, Markup format);

/// The mapping by which import_table() takes a CSV of nominations back in, after someone edited it: rows are known by
/// their ids, what was edited is a revision, and the guard against formulas is taken off. The CSV must be `editable`.
LAURELS_API Mapping nominations_mapping();

}  // namespace v0
}  // namespace laurels
