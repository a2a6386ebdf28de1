#pragma once

#include <laurels/export.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace laurels {
inline namespace v0 {

/// An exact fraction in lowest terms with a positive denominator, used for shares: 1/2 + 1/4 + 1/4 is the whole.
class LAURELS_API Fraction {
  public:
    constexpr Fraction() = default;

    /// numerator/denominator, reduced. Throws InvalidValue for a denominator of 0 or numbers out of 64 bits.
    Fraction(std::int64_t numerator, std::int64_t denominator = 1);

    /// Reads "1/4" or "1". Throws InvalidValue.
    static Fraction parse(std::string_view text);

    std::int64_t numerator() const { return numerator_; }
    std::int64_t denominator() const { return denominator_; }

    /// "1/4"; "1" for a whole number.
    std::string text() const;

    /// Sums and differences are exact; both throw InvalidValue where the result does not fit 64 bits.
    friend LAURELS_API Fraction operator+(const Fraction& left, const Fraction& right);
    friend LAURELS_API Fraction operator-(const Fraction& left, const Fraction& right);
    friend LAURELS_API std::strong_ordering operator<=>(const Fraction& left, const Fraction& right);
    friend bool operator==(const Fraction&, const Fraction&) = default;

  private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

/// An exact decimal number as a source printed it: digits and the number of decimal places, so "12.50" stays "12.50"
/// while it equals "12.5". At most 18 digits.
class LAURELS_API Decimal {
  public:
    constexpr Decimal() = default;
    /// Throws InvalidValue for more than 18 digits.
    Decimal(std::int64_t whole);  // NOLINT: a whole number is a decimal

    /// Reads "-1075", "41.9". Throws InvalidValue for anything else, exponents and more than 18 digits included.
    static Decimal parse(std::string_view text);

    /// The number times ten to the power of places(), as a whole number.
    std::int64_t units() const { return units_; }
    /// The number of decimal places, 0 to 18.
    int places() const { return places_; }

    /// "-1075", "12.50".
    std::string text() const;
    /// With thousands separated by commas: "1,850".
    std::string display() const;

    /// The difference is exact and has the larger number of places. Throws InvalidValue where it has over 18 digits.
    friend LAURELS_API Decimal operator-(const Decimal& left, const Decimal& right);
    /// Compares values: 12.50 equals 12.5.
    friend LAURELS_API std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);
    friend bool operator==(const Decimal& left, const Decimal& right) { return (left <=> right) == 0; }

    /// part/whole as an exact fraction. Throws InvalidValue for a whole of 0 or a result out of 64 bits.
    static Fraction ratio(const Decimal& part, const Decimal& whole);

  private:
    std::int64_t units_ = 0;
    std::uint8_t places_ = 0;
};

/// A fraction as a percentage rounded half away from zero: percent_text({-31, 74}, 1) is "-41.9".
LAURELS_API std::string percent_text(const Fraction& fraction, int places = 1);

}  // namespace v0
}  // namespace laurels
