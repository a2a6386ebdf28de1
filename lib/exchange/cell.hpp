#pragma once

// A cell of a mapping, ready to be asked about row after row.

#include "exchange/pattern.hpp"

#include <laurels/mapping.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace laurels::inline v0::exchange {

/// Gives the place of a column among the texts of a row. Throws InvalidValue for one that is not there.
using FindColumn = std::function<std::size_t(const std::string& column, const std::string& place)>;

/// Without the spaces around it.
std::string_view trimmed(std::string_view text);
/// In one line, however it was broken in its cell: a name, a heading.
std::string one_line(std::string_view text);

class CompiledCell {
  public:
    CompiledCell(const Cell& cell, const std::string& place, const FindColumn& find);

    /// What the row says here; nullopt for nothing. An empty text is one only where the mapping says that something
    /// means it. Stands until the row goes, or the cell is asked again. Throws RowError for what it gives no meaning
    /// to.
    std::optional<std::string_view> evaluate(std::span<const std::string_view> row) const;

    /// The columns that it reads.
    std::vector<std::size_t> slots() const;
    const std::string& date_form() const { return date_; }
    const std::string& zone() const { return zone_; }
    /// For messages: the column, or the place in the mapping.
    const std::string& column() const { return column_; }

  private:
    /// A piece of a template: text, then a column.
    struct Piece {
        std::string before;
        std::optional<std::size_t> slot;
    };
    void read_template(const std::string& text, const std::string& place, const FindColumn& find);
    std::string_view raw(std::span<const std::string_view> row) const;
    /// What translate() gave for the text before, since rows that follow one another often say the same.
    struct Translated {
        std::string text;
        std::optional<std::string> means;
    };
    std::optional<std::string> translate(const std::string& text) const;

    std::string column_;
    std::optional<std::size_t> slot_;
    std::optional<std::string> constant_;
    std::vector<Piece> pieces_;
    std::vector<std::pair<Pattern, std::string>> replace_;
    std::unordered_map<std::string, std::string> values_;
    std::unordered_map<std::string, std::string> folded_;
    std::vector<std::pair<Pattern, std::string>> patterns_;
    std::optional<std::string> otherwise_;
    std::string date_;
    std::string zone_;
    std::string allowed_;
    mutable std::optional<Translated> last_;
    mutable std::string made_;  // what evaluate() gives of what stands in no one column
};

}  // namespace laurels::inline v0::exchange
