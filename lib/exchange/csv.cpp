#include "exchange/csv.hpp"

#include "exchange/columns.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

/// What formulas begin with in one spreadsheet or another; the last four are full-width forms, which some read alike.
constexpr std::array<std::string_view, 11> formula_signs{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

constexpr std::size_t at_once = std::size_t(1) << 16;

/// One cell after the other, quoted where they must be.
class CsvText {
  public:
    explicit CsvText(bool guard) : guard_(guard) {}

    void cell(std::string_view text) {
        if (std::exchange(any_, true)) out_ += ',';
        if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
            out_ += text;
            return;
        }
        out_ += '"';
        for (const char c : text) {
            if (c == '"') out_ += '"';
            out_ += c;
        }
        out_ += '"';
    }
    void end_line() {
        out_ += "\r\n";
        any_ = false;
    }
    void flush(const Sink& sink) {
        if (!out_.empty()) sink(out_);
        out_.clear();
    }
    std::size_t size() const { return out_.size(); }

    // What each type of value looks like; nothing is an empty cell.
    void put(const std::string& text) { cell(guard_ ? guarded(text) : text); }
    /// Each on a line of its own, for a name is one line and so may hold anything but that.
    void put(const std::vector<std::string>& texts) {
        std::string list;
        for (const std::string& text : texts) {
            if (!list.empty()) list += '\n';
            list += guard_ ? guarded(text) : text;
        }
        cell(list);
    }
    template <RecordType R>
    void put(Id<R> id) {
        cell(to_string(id));
    }
    template <RecordType R>
    void put(const std::vector<Id<R>>& ids) {
        std::string list;
        for (const Id<R> id : ids) list += (list.empty() ? "" : "\n") + to_string(id);
        cell(list);
    }
    template <NamedEnum E>
    void put(E value) {
        cell(name(value));
    }
    void put(Truth truth) { cell(name(truth)); }
    void put(const When& when) { cell(when.text()); }
    void put(const Fraction& share) { cell(share.text()); }
    void put(std::int64_t number) { cell(std::to_string(number)); }
    void put(bool value) { cell(value ? "true" : "false"); }
    template <class V>
    void put(const std::optional<V>& value) {
        if (value)
            put(*value);
        else
            cell("");
    }

  private:
    bool guard_;
    bool any_ = false;
    std::string out_;
};

}  // namespace

std::string guarded(std::string_view text) {
    const std::string_view after = text.substr(std::min(text.find_first_not_of('\''), text.size()));
    const bool formula =
        std::ranges::any_of(formula_signs, [&](std::string_view sign) { return after.starts_with(sign); });
    return formula ? "'" + std::string(text) : std::string(text);
}

namespace {

constexpr std::string_view all_of_it = " everything";

}  // namespace

std::string ExportedFrom::text() const {
    return (uuid + " " + to_string(on)).append(everything ? all_of_it : std::string_view());
}

std::optional<ExportedFrom> ExportedFrom::parse(std::string_view text) {
    const bool everything = text.ends_with(all_of_it);
    if (everything) text.remove_suffix(all_of_it.size());
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    try {
        return ExportedFrom{std::string(text.substr(0, space)), parse_instant(text.substr(space + 1)), everything};
    } catch (const InvalidValue&) {
        return std::nullopt;
    }
}

template <class Row>
void write_csv(const Sink& sink, const std::vector<Row>& rows, const CsvExport& options,
               const std::optional<ExportedFrom>& from) {
    CsvText out(options.guard);
    if (options.byte_order_mark) sink("\xEF\xBB\xBF");
    Columns<Row>::each([&](std::string_view name, const auto&) { out.cell(name); });
    if (from) out.cell("exported");
    out.end_line();
    for (const Row& row : rows) {
        Columns<Row>::each([&](std::string_view, const auto& member) { out.put(row.*member); });
        if (from) out.cell(from->text());
        out.end_line();
        if (out.size() > at_once) out.flush(sink);
    }
    out.flush(sink);
}

template void write_csv(const Sink&, const std::vector<NominationRow>&, const CsvExport&,
                        const std::optional<ExportedFrom>&);
template void write_csv(const Sink&, const std::vector<CeremonyRow>&, const CsvExport&,
                        const std::optional<ExportedFrom>&);
template void write_csv(const Sink&, const std::vector<DeadlineRow>&, const CsvExport&,
                        const std::optional<ExportedFrom>&);

}  // namespace laurels::inline v0::exchange
