// Exact numbers: what is read is written so that it reads the same, and arithmetic agrees with itself.

#include "fuzz.hpp"
#include "model/wide.hpp"

#include <laurels/exact.hpp>
#include <laurels/records.hpp>

#include <algorithm>
#include <optional>

namespace {

using namespace laurels;

template <class Number>
std::optional<Number> read(std::string_view text) {
    std::optional<Number> number;
    fuzz::accepted([&] { number = Number::parse(text); });
    return number;
}

// nullopt where the result does not fit.
template <class Number>
std::optional<Number> difference(const Number& left, const Number& right) {
    std::optional<Number> number;
    fuzz::accepted([&] { number = left - right; });
    return number;
}

void check(const Fraction& fraction) {
    REQUIRE(fraction.denominator() > 0);
    REQUIRE(fraction.numerator() == 0
                ? fraction.denominator() == 1
                : model::greatest_common_divisor(fraction.numerator(), fraction.denominator()) == 1);
    REQUIRE(Fraction::parse(fraction.text()) == fraction);
    REQUIRE(Fraction(fraction.numerator(), fraction.denominator()) == fraction);
    REQUIRE(fraction - fraction == Fraction());
    if (const auto negative = difference(Fraction(), fraction)) {
        REQUIRE((*negative > Fraction()) == (fraction < Fraction()));
        const std::string percent = percent_text(fraction, 2);
        const std::string opposite = percent_text(*negative, 2);
        REQUIRE(percent == opposite || percent == "-" + opposite || "-" + percent == opposite);
    }
}

void check(const Fraction& left, const Fraction& right) {
    REQUIRE((left < right) == (right > left));
    REQUIRE((left == right) == std::is_eq(left <=> right));
    fuzz::accepted([&] {
        const Fraction sum = left + right;
        REQUIRE(sum == right + left);
        REQUIRE(sum - right == left);
    });
    if (const auto rest = difference(left, right)) REQUIRE((*rest <=> Fraction()) == (left <=> right));
}

void check(const Decimal& decimal) {
    const Decimal again = Decimal::parse(decimal.text());
    REQUIRE(again.units() == decimal.units() && again.places() == decimal.places());
    std::string display = decimal.display();
    std::erase(display, ',');
    REQUIRE(display == decimal.text());
    REQUIRE((decimal - decimal).units() == 0);
}

void check(const Decimal& left, const Decimal& right) {
    REQUIRE((left < right) == (right > left));
    const auto rest = difference(left, right);
    if (rest) REQUIRE((*rest <=> Decimal()) == (left <=> right));
    if (right != Decimal()) {
        fuzz::accepted([&] { REQUIRE((Decimal::ratio(left, right) == Fraction(1)) == (left == right)); });
    }
    Measure measure{.what = "people", .unit = "people", .before = {.value = left}, .after = {.value = right}};
    REQUIRE(!measure.display().empty());
    measure.unit = "%";
    REQUIRE(!measure.display().empty());
    REQUIRE(!measure.relative_change());
}

}  // namespace

void fuzz::one(std::string_view input) {
    const auto parts = lines(input);
    const std::string_view first = parts.front();
    const std::string_view second = parts.size() > 1 ? parts[1] : "1";
    const auto left = read<Fraction>(first);
    const auto right = read<Fraction>(second);
    if (left) check(*left);
    if (left && right) check(*left, *right);
    const auto one = read<Decimal>(first);
    const auto other = read<Decimal>(second);
    if (one) check(*one);
    if (one && other) check(*one, *other);
}
