#include "text.hpp"
#include "wide.hpp"

#include <laurels/error.hpp>
#include <laurels/exact.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace laurels {
inline namespace v0 {
namespace {

using model::Wide;

constexpr int max_digits = 18;
constexpr Wide decimal_limit = model::power_of_ten(max_digits);

// Numerator and denominator in lowest terms, the denominator positive; nullopt where they do not fit 64 bits.
struct Terms {
    std::int64_t numerator;
    std::int64_t denominator;
};
std::optional<Terms> lowest_terms(Wide numerator, Wide denominator) {
    const Wide divisor = model::greatest_common_divisor(numerator, denominator) * (denominator < 0 ? -1 : 1);
    numerator /= divisor;
    denominator /= divisor;
    if (!model::fits(numerator) || !model::fits(denominator)) return std::nullopt;
    return Terms{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

[[noreturn]] void refuse_fraction(const std::string& what) {
    throw InvalidValue(what + " is no fraction of 64-bit numbers");
}

// Digits only, but for a minus where that may be, so no plus, no space and no "1e3".
std::optional<std::int64_t> parse_digits(std::string_view text, bool may_be_negative = false) {
    const std::string_view plain = text.substr(may_be_negative && text.starts_with('-') ? 1 : 0);
    const bool digits =
        !plain.empty() && std::all_of(plain.begin(), plain.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

// The digits of a number of 10^-places units, with "." and, where asked, commas between thousands.
std::string digits_of(Wide units, int places, bool commas) {
    const bool negative = units < 0;
    std::string reversed;
    int digit = -places;  // the power of ten that comes next
    for (Wide rest = model::magnitude(units); rest > 0 || digit <= 0; rest /= 10, ++digit) {
        if (digit == 0 && places > 0) reversed += '.';
        if (commas && digit > 0 && digit % 3 == 0) reversed += ',';
        reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
    }
    if (negative) reversed += '-';
    return {reversed.rbegin(), reversed.rend()};
}

[[noreturn]] void refuse_decimal(std::string_view text, const std::string& why) {
    throw InvalidValue("'" + model::shown(text) + "' is no decimal number: " + why);
}

}  // namespace

Fraction::Fraction(std::int64_t numerator, std::int64_t denominator) {
    const auto what = [&] { return std::to_string(numerator) + "/" + std::to_string(denominator); };
    if (denominator == 0) throw InvalidValue(what() + " is no fraction: its denominator is 0");
    const auto terms = lowest_terms(numerator, denominator);
    if (!terms) refuse_fraction(what());
    numerator_ = terms->numerator;
    denominator_ = terms->denominator;
}

Fraction Fraction::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto above = parse_digits(text.substr(0, slash), true);
    const auto below =
        slash == std::string_view::npos ? std::optional<std::int64_t>(1) : parse_digits(text.substr(slash + 1));
    if (!above || !below) {
        throw InvalidValue("'" + model::shown(text) + "' is no fraction: write it as '1/4' or '1', in whole numbers");
    }
    return {*above, *below};
}

std::string Fraction::text() const {
    return denominator_ == 1 ? std::to_string(numerator_)
                             : std::to_string(numerator_) + "/" + std::to_string(denominator_);
}

Fraction operator+(const Fraction& left, const Fraction& right) {
    const auto terms =
        lowest_terms(Wide(left.numerator_) * right.denominator_ + Wide(right.numerator_) * left.denominator_,
                     Wide(left.denominator_) * right.denominator_);
    if (!terms) refuse_fraction(left.text() + " + " + right.text());
    return {terms->numerator, terms->denominator};
}

Fraction operator-(const Fraction& left, const Fraction& right) {
    const auto terms =
        lowest_terms(Wide(left.numerator_) * right.denominator_ - Wide(right.numerator_) * left.denominator_,
                     Wide(left.denominator_) * right.denominator_);
    if (!terms) refuse_fraction(left.text() + " - " + right.text());
    return {terms->numerator, terms->denominator};
}

std::strong_ordering operator<=>(const Fraction& left, const Fraction& right) {
    return Wide(left.numerator_) * right.denominator_ <=> Wide(right.numerator_) * left.denominator_;
}

Decimal::Decimal(std::int64_t whole) : units_(whole) {
    if (model::magnitude(whole) >= decimal_limit) refuse_decimal(std::to_string(whole), "it has over 18 digits");
}

Decimal Decimal::parse(std::string_view text) {
    const bool negative = text.starts_with('-');
    const std::string_view plain = text.substr(negative ? 1 : 0);
    const auto dot = plain.find('.');
    const std::string_view whole = plain.substr(0, dot);
    const std::string_view fraction = dot == std::string_view::npos ? std::string_view() : plain.substr(dot + 1);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool digits = !whole.empty() && (dot == std::string_view::npos || !fraction.empty()) &&
                        std::all_of(whole.begin(), whole.end(), is_digit) &&
                        std::all_of(fraction.begin(), fraction.end(), is_digit);
    if (!digits) {
        refuse_decimal(text, "write digits and at most one point, as '-1075' or '41.9', "
                             "without thousands separators, exponent or unit");
    }
    if (whole.size() > 1 && whole.front() == '0') refuse_decimal(text, "it begins with a zero that says nothing");

    Decimal result;
    Wide units = 0;
    for (const std::string_view part : {whole, fraction}) {
        for (const char c : part) {
            units = units * 10 + (c - '0');
            if (units >= decimal_limit) refuse_decimal(text, "it has over 18 digits");
        }
    }
    if (fraction.size() > max_digits) refuse_decimal(text, "it has over 18 decimal places");
    result.units_ = static_cast<std::int64_t>(negative ? -units : units);
    result.places_ = static_cast<std::uint8_t>(fraction.size());
    return result;
}

std::string Decimal::text() const { return digits_of(units_, places_, false); }

std::string Decimal::display() const { return digits_of(units_, places_, true); }

Decimal operator-(const Decimal& left, const Decimal& right) {
    const int places = std::max(left.places_, right.places_);
    const Wide units = left.units_ * model::power_of_ten(places - left.places_) -
                       right.units_ * model::power_of_ten(places - right.places_);
    if (model::magnitude(units) >= decimal_limit) {
        throw InvalidValue(left.text() + " - " + right.text() + " has over 18 digits");
    }
    Decimal result;
    result.units_ = static_cast<std::int64_t>(units);
    result.places_ = static_cast<std::uint8_t>(places);
    return result;
}

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
    return left.units_ * model::power_of_ten(right.places_) <=> right.units_ * model::power_of_ten(left.places_);
}

Fraction Decimal::ratio(const Decimal& part, const Decimal& whole) {
    if (whole.units_ == 0) throw InvalidValue(part.text() + " / " + whole.text() + " is no fraction: the whole is 0");
    const auto terms = lowest_terms(part.units_ * model::power_of_ten(whole.places_),
                                    whole.units_ * model::power_of_ten(part.places_));
    if (!terms) refuse_fraction(part.text() + " / " + whole.text());
    return {terms->numerator, terms->denominator};
}

std::string percent_text(const Fraction& fraction, int places) {
    if (places < 0 || places > 15) throw InvalidValue("a percentage has 0 to 15 decimal places");
    const Wide scaled = Wide(fraction.numerator()) * 100 * model::power_of_ten(places);
    const Wide denominator = fraction.denominator();
    // Half away from zero: twice the rest against the whole, on magnitudes.
    const Wide quotient = model::magnitude(scaled) / denominator;
    const Wide rest = model::magnitude(scaled) % denominator;
    const Wide rounded = quotient + (2 * rest >= denominator ? 1 : 0);
    return digits_of(scaled < 0 ? -rounded : rounded, places, false);
}

}  // namespace v0
}  // namespace laurels
