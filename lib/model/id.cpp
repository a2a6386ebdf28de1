#include "text.hpp"

#include <laurels/error.hpp>
#include <laurels/id.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace laurels {
inline namespace v0 {
namespace {

// By number; no record has kind 0.
constexpr std::array<std::string_view, kind_count> kind_names{
    "none",    "award",      "edition", "series",   "category", "ceremony", "deadline",
    "nominee", "nomination", "credit",  "evidence", "cost",     "claim"};

[[noreturn]] void refuse_id(std::string_view text, const std::string& why) {
    throw InvalidValue("'" + model::shown(text) + "' is no record id: " + why);
}

Kind parse_kind(std::string_view whole, std::string_view text) {
    const auto found = std::find(kind_names.begin() + 1, kind_names.end(), text);
    if (found != kind_names.end()) return static_cast<Kind>(found - kind_names.begin());
    std::string known;
    for (std::size_t i = 1; i < kind_names.size(); ++i) known += (i == 1 ? "" : ", ") + std::string(kind_names[i]);
    refuse_id(whole, "the kinds are " + known);
}

}  // namespace

std::string_view name(Kind kind) {
    const auto number = static_cast<std::size_t>(kind);
    return number < kind_names.size() ? kind_names[number] : "unknown";
}

RecordId RecordId::parse(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) refuse_id(text, "write its kind and number, as 'award:3'");
    const Kind kind = parse_kind(text, text.substr(0, colon));
    const std::string_view digits = text.substr(colon + 1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    if (!whole || number < 1 || digits.front() == '0')
        refuse_id(text, "the number is a whole one from 1, as in 'award:3'");
    return {kind, number};
}

std::string to_string(RecordId id) { return std::string(name(id.kind)) + ":" + std::to_string(id.value); }

}  // namespace v0
}  // namespace laurels
