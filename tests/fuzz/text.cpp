// Text: folding what is folded changes nothing, what comes out is UTF-8, and what is said of a text agrees.

#include "fuzz.hpp"

#include <optional>

namespace {

using namespace laurels;

// nullopt for what is not UTF-8.
template <class Fold>
std::optional<std::string> folded(Fold fold, std::string_view text) {
    std::optional<std::string> result;
    fuzz::accepted([&] { result = fold(text); });
    REQUIRE(result.has_value() == !model::invalid_utf8(text));
    if (!result) return result;
    REQUIRE(!model::invalid_utf8(*result));
    REQUIRE(!result->starts_with(' ') && !result->ends_with(' ') && result->find("  ") == std::string::npos);
    REQUIRE(fold(*result) == *result);
    return result;
}

}  // namespace

void fuzz::one(std::string_view input) {
    const auto key = folded(model::key, input);
    const auto loose = folded(model::loose, input);
    if (key) {
        REQUIRE(model::loose(*key) == *loose);  // names with one key are found together
        REQUIRE(model::is_blank(input) == key->empty());
    } else {
        REQUIRE(!model::is_line(input) && !model::is_prose(input) && !model::is_blank(input));
    }
    REQUIRE(!model::is_line(input) || model::is_prose(input));
    REQUIRE(model::is_line(input) == accepted([&] { model::check_line(input, "Award.name"); }));
    REQUIRE(model::is_prose(input) == accepted([&] { model::check_prose(input, "Award.notes"); }));

    const std::string shown = model::shown(input);
    REQUIRE(model::is_line(shown));
    REQUIRE(shown.size() <= 256);  // 80 bytes, of which each may have become one of three
    if (model::is_line(input) && input.size() <= 80) REQUIRE(shown == input);
}
