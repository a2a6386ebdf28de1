// Tables and mappings: a mapping, a line with "%%", and rows of cells apart by tabs. What is taken verifies, and the
// same again writes nothing; of what was refused nothing is left. And dates, by whatever form.

#include "exchange/date_form.hpp"
#include "fuzz.hpp"

#include <laurels/laurels.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace laurels;

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(by);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

ArrowArrayStream rows_of(std::string_view text) {
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;
    for (const std::string_view line : split(text, '\n')) {
        const auto cells = split(line, '\t');
        if (columns.empty()) {
            columns.assign(cells.begin(), cells.end());
            continue;
        }
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i)
            row.push_back(i < cells.size() ? std::optional<std::string>(cells[i]) : std::nullopt);
    }
    return stream_rows(std::move(columns), std::move(rows));
}

void check_dates(std::string_view form, std::string_view text) {
    if (!fuzz::accepted([&] { exchange::check_date_form(form); })) return;
    fuzz::accepted([&] {
        const When when = exchange::read_when(text, form, "Europe/London");
        REQUIRE(When::parse_stored(when.text()) == when);
    });
}

}  // namespace

void fuzz::one(std::string_view input) {
    const std::size_t border = input.find("\n%%\n");
    if (border == std::string_view::npos) {
        const std::size_t line = std::min(input.find('\n'), input.size());
        check_dates(input.substr(0, line), input.substr(std::min(line + 1, input.size())));
        return;
    }
    Mapping mapping;
    if (!accepted([&] { mapping = Mapping::parse(input.substr(0, border)); })) return;
    REQUIRE(Mapping::parse(mapping.text()) == mapping);
    const std::string_view table = input.substr(border + 4);
    accepted([&] {
        auto rows = rows_of(table);
        const Mapping proposed = Mapping::suggest(rows, "proposed");
        REQUIRE(Mapping::parse(proposed.text()) == proposed);
    });
    auto registry = Registry::in_memory();
    const auto import = [&] {
        auto rows = rows_of(table);
        return registry.import_table(rows, mapping);
    };
    ImportReport report;
    if (!accepted([&] { report = import(); })) {
        REQUIRE(registry.info().events == 0);
        return;
    }
    REQUIRE(registry.verify());
    const ImportReport again = import();
    REQUIRE(again.change == 0);
    REQUIRE(again.refused.size() == report.refused.size());
}
