#include "exchange/cell.hpp"

#include "exchange/entry.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>

#include <algorithm>

namespace laurels::inline v0::exchange {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr std::string_view no_break_space = "\xC2\xA0";

/// Mappings come from anywhere, and a few lines of one can double a text without end.
constexpr std::size_t longest_text = std::size_t(1) << 26;
std::string too_long() { return "the mapping makes a text of over " + std::to_string(longest_text) + " bytes of it"; }

}  // namespace

std::string_view trimmed(std::string_view text) {
    for (;;) {
        if (!text.empty() && is_space(text.front()))
            text.remove_prefix(1);
        else if (text.starts_with(no_break_space))
            text.remove_prefix(no_break_space.size());
        else
            break;
    }
    for (;;) {
        if (!text.empty() && is_space(text.back()))
            text.remove_suffix(1);
        else if (text.ends_with(no_break_space))
            text.remove_suffix(no_break_space.size());
        else
            return text;
    }
}

std::string one_line(std::string_view text) {
    text = trimmed(text);
    if (text.find_first_of("\t\n\v\f\r") == std::string_view::npos && text.find("  ") == std::string_view::npos)
        return std::string(text);
    std::string line;
    for (const char c : text) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (!space)
            line += c;
        else if (line.back() != ' ')
            line += ' ';
    }
    return line;
}

CompiledCell::CompiledCell(const Cell& cell, const std::string& place, const FindColumn& find)
    : column_(cell.column.empty() ? place : cell.column),
      constant_(cell.value),
      otherwise_(cell.otherwise),
      date_(cell.date),
      zone_(cell.zone) {
    if (!cell.column.empty()) slot_ = find(cell.column, place);
    if (!cell.text.empty()) read_template(cell.text, place, find);
    for (const auto& [pattern, means] : cell.replace) replace_.emplace_back(Pattern(pattern), means);
    for (const auto& [pattern, means] : cell.patterns) patterns_.emplace_back(Pattern(pattern), means);
    for (const auto& [value, means] : cell.values) {
        values_.emplace(value, means);
        folded_.emplace(model::key(value), means);
        allowed_ += (allowed_.empty() ? "'" : ", '") + model::shown(value) + "'";
    }
}

void CompiledCell::read_template(const std::string& text, const std::string& place, const FindColumn& find) {
    std::string_view rest = text;
    for (;;) {
        const std::size_t open = rest.find('{');
        if (open == std::string_view::npos) break;
        const std::size_t close = rest.find('}', open);
        if (close == std::string_view::npos)
            throw InvalidValue("mapping, at " + place + ": the template '" + model::shown(text) + "' has a { without }",
                               place);
        const std::string column(rest.substr(open + 1, close - open - 1));
        pieces_.push_back({std::string(rest.substr(0, open)), find(column, place)});
        rest.remove_prefix(close + 1);
    }
    pieces_.push_back({std::string(rest), std::nullopt});
}

std::vector<std::size_t> CompiledCell::slots() const {
    std::vector<std::size_t> slots;
    if (slot_) slots.push_back(*slot_);
    for (const Piece& piece : pieces_) {
        if (piece.slot) slots.push_back(*piece.slot);
    }
    return slots;
}

std::string_view CompiledCell::raw(std::span<const std::string_view> row) const {
    if (slot_) return row[*slot_];
    if (constant_) return *constant_;
    // A template whose columns are all empty says nothing.
    made_.clear();
    bool any = false;
    for (const Piece& piece : pieces_) {
        made_ += piece.before;
        if (!piece.slot) continue;
        made_ += row[*piece.slot];
        any = any || !row[*piece.slot].empty();
        if (made_.size() > longest_text) throw RowError(column_, "", too_long());
    }
    return any ? trimmed(made_) : std::string_view();
}

std::optional<std::string> CompiledCell::translate(const std::string& text) const {
    // Nothing that means nothing says nothing.
    const auto meaning = [&](const std::string& means) {
        return text.empty() && means.empty() ? std::nullopt : std::optional(means);
    };
    if (const auto found = values_.find(text); found != values_.end()) return meaning(found->second);
    if (!folded_.empty()) {
        if (const auto found = folded_.find(model::key(text)); found != folded_.end()) return meaning(found->second);
    }
    for (const auto& [pattern, means] : patterns_) {
        if (means.size() * text.size() > longest_text) throw RowError(column_, "", too_long());
        if (auto rewritten = pattern.rewritten(text, means)) return rewritten;
    }
    if (otherwise_) return otherwise_->empty() ? std::nullopt : otherwise_;
    if (text.empty()) return std::nullopt;
    throw RowError(column_, model::shown(text),
                   "the mapping gives it no meaning" + (allowed_.empty() ? std::string() : "; it knows " + allowed_) +
                       ": add it to 'values', or say what is meant 'otherwise'");
}

std::optional<std::string_view> CompiledCell::evaluate(std::span<const std::string_view> row) const {
    std::string_view text = raw(row);
    if (!replace_.empty()) {
        std::string replaced(text);
        for (const auto& [pattern, with] : replace_) {
            if (!pattern.replace_all(replaced, with, longest_text)) throw RowError(column_, "", too_long());
        }
        made_ = std::move(replaced);
        text = trimmed(made_);
    }
    if (values_.empty() && patterns_.empty() && !otherwise_) {
        if (text.empty()) return std::nullopt;
        return text;
    }
    if (!last_ || last_->text != text) {
        std::string whole(text);
        auto means = translate(whole);
        last_ = {std::move(whole), std::move(means)};
    }
    return last_->means;
}

}  // namespace laurels::inline v0::exchange
