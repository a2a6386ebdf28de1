#pragma once

// Whole numbers of 128 bits: products and sums of 64-bit numbers fit, so that exactness is checked once, at the end.

#include <cstdint>
#include <limits>

namespace laurels::inline v0::model {

__extension__ using Wide = __int128;

constexpr Wide magnitude(Wide number) { return number < 0 ? -number : number; }

constexpr bool fits(Wide number) {
    return number >= std::numeric_limits<std::int64_t>::min() && number <= std::numeric_limits<std::int64_t>::max();
}

/// Ten to a power from 0 to 38.
constexpr Wide power_of_ten(int exponent) {
    Wide result = 1;
    while (exponent-- > 0) result *= 10;
    return result;
}

constexpr Wide greatest_common_divisor(Wide a, Wide b) {
    a = magnitude(a);
    b = magnitude(b);
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

}  // namespace laurels::inline v0::model
