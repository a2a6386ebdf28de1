// What an import did, in lines for people.

#include "model/display.hpp"

#include <laurels/fields.hpp>
#include <laurels/report.hpp>

#include <algorithm>

namespace laurels::inline v0 {

namespace {

constexpr std::size_t most_shown = 20;

/// "  nomination      12,137 added        0 revised        0 unchanged", in the order of the kinds.
std::string tallies_text(const ImportReport& report) {
    std::string text;
    each_record([&]<class R>(const R&) {
        const auto found = report.kinds.find(std::string(name(kind_of<R>)));
        if (found == report.kinds.end()) return;
        const auto& tally = found->second;
        std::string label(found->first);
        label.resize(12, ' ');
        const auto column = [&](std::int64_t number, const char* what) {
            const std::string figure = model::display(number);
            text.append(figure.size() < 11 ? 11 - figure.size() : 1, ' ').append(figure).append(" ").append(what);
        };
        text += "\n  " + label;
        column(tally.added, "added");
        column(tally.revised, "revised");
        column(tally.unchanged, "unchanged");
    });
    return text;
}

std::string place_of(const ImportReport::Refusal& refusal) {
    std::string place;
    const auto add = [&](const std::string& part) { place.append(place.empty() ? "" : ", ").append(part); };
    if (refusal.line > 0) add("line " + model::display(refusal.line));
    if (refusal.row > 0) add("row " + model::display(refusal.row));
    if (!refusal.column.empty()) add("column '" + refusal.column + "'");
    if (!refusal.value.empty()) add("'" + refusal.value + "'");
    return place;
}

template <class Item, class Write>
void list(std::string& text, const std::string& heading, const std::vector<Item>& items, Write&& write) {
    if (items.empty()) return;
    text += "\n" + heading + ":";
    for (std::size_t i = 0; i < std::min(items.size(), most_shown); ++i) text += "\n  " + write(items[i]);
    if (items.size() > most_shown)
        text += "\n  and " + model::display(static_cast<std::int64_t>(items.size() - most_shown)) + " more";
}

}  // namespace

std::string ImportReport::text() const {
    std::string text = model::counted(rows, "row", "rows") + " read";
    if (dry_run)
        text += "; a dry run: nothing was written";
    else if (change == 0)
        text += "; nothing was written";
    else
        text += "; written as change " + std::to_string(change);
    text += tallies_text(*this);
    if (claims > 0)
        text += "\n" + model::counted(claims, "value differs", "values differ") +
                " from what others had set: put beside them as claims, see conflicts()";
    list(text, model::counted(static_cast<std::int64_t>(refused.size()), "row was refused", "rows were refused"),
         refused, [](const Refusal& refusal) { return place_of(refusal) + ": " + refusal.reason; });
    list(text,
         model::counted(static_cast<std::int64_t>(vanished.size()), "record", "records") +
             " of this data set no longer there, and left as they are",
         vanished, [](const Vanished& gone) { return to_string(gone.record) + ", '" + gone.key + "'"; });
    list(text, "Worth a look", remarks, [](const std::string& remark) { return remark; });
    return text;
}

}  // namespace laurels::inline v0
