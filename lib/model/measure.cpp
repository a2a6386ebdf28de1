#include <laurels/error.hpp>
#include <laurels/records.hpp>

namespace laurels {
inline namespace v0 {
namespace {

// A fall has its minus; a rise gets a plus, for this is a change and no figure.
std::string with_sign(const std::string& number, bool rise) { return (rise ? "+" : "") + number; }

// The change in words, or nothing where it cannot be said in 18 digits.
std::string change_of(const Measure& measure) {
    try {
        const Decimal difference = measure.difference();
        const bool rise = difference > Decimal(0);
        std::string text = with_sign(difference.display(), rise);
        if (measure.unit == "%") {
            const bool one = difference == Decimal(1) || difference == Decimal(-1);
            text += one ? " point" : " points";
        } else if (const auto relative = measure.relative_change()) {
            const std::string percent = percent_text(*relative);
            text += " (" + with_sign(percent, *relative > Fraction(0) && percent != "0.0") + " %)";
        }
        return ": " + text;
    } catch (const InvalidValue&) {
        return {};
    }
}

}  // namespace

Decimal Measure::difference() const { return after.value - before.value; }

std::optional<Fraction> Measure::relative_change() const {
    if (unit == "%" || before.value == Decimal(0)) return std::nullopt;
    return Decimal::ratio(difference(), before.value);
}

std::string Measure::display() const {
    const std::string figures = before.value.display() + " to " + after.value.display();
    return figures + (unit.empty() ? "" : " " + unit) + change_of(*this);
}

}  // namespace v0
}  // namespace laurels
