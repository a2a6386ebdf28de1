// The mapping by which a CSV of nominations comes back in, as text: so it shows in one piece what it does.

#include <laurels/exporting.hpp>

#include <string>
#include <string_view>

namespace laurels::inline v0 {

namespace {

/// GUARDED("x") is the column x without the apostrophe that to_csv() puts before what looks like a formula.
constexpr std::string_view own_mapping = R"json({
  "laurels_mapping": 1,
  "data_set": "laurels csv",
  "about": "A CSV of nominations, as to_csv() writes it, after someone edited it. Rows are known by their ids.",
  "id": "id",
  "exported": "exported",
  "overwrites": true,
  "partial": true,
  "ignore": ["award_id", "edition_id", "category_id", "series_id", "series", "disclosure", "voided"],
  "award": {"name": GUARDED("award")},
  "edition": {"label": GUARDED("edition")},
  "category": {"name": GUARDED("category")},
  "nomination": {
    "title": GUARDED("title"),
    "stage": "stage",
    "outcome": "outcome",
    "decided": "decided",
    "place": "place",
    "share": "share",
    "standing": "standing",
    "acceptance": "acceptance"
  },
  "work": {"id": "work_id", "name": GUARDED("work"), "kind": {"value": "work"}},
  "credits": [{
    "split": {"columns": ["nominees", "nominee_ids"], "by": ["\n"]},
    "nominee": {"id": "nominee_ids", "name": GUARDED("nominees")}
  }]
})json";

std::string with_guards(std::string_view text) {
    constexpr std::string_view open = "GUARDED(";
    constexpr std::string_view rest =
        R"json(, "replace": [{"pattern": "^'('*[=+\\-@\\t\\r\\n＝＋－＠])", "with": "\\1"}]})json";
    std::string out;
    for (;;) {
        const std::size_t at = text.find(open);
        out += text.substr(0, at);
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + open.size());
        const std::size_t close = text.find(')');
        out += R"({"column": )" + std::string(text.substr(0, close)) + std::string(rest);
        text.remove_prefix(close + 1);
    }
}

}  // namespace

Mapping nominations_mapping() { return Mapping::parse(with_guards(own_mapping)); }

}  // namespace laurels::inline v0
