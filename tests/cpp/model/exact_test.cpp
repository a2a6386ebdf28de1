// Fractions, decimals, percentages and measures: everything exact.

#include <laurels/error.hpp>
#include <laurels/records.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <numeric>

namespace {

using namespace laurels;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

TEST(Fractions, AreInLowestTerms) {
    EXPECT_EQ(Fraction(2, 4).text(), "1/2");
    EXPECT_EQ(Fraction(-2, -4).text(), "1/2");
    EXPECT_EQ(Fraction(2, -4).text(), "-1/2");
    EXPECT_EQ(Fraction(0, -7).text(), "0");
    EXPECT_EQ(Fraction(6, 3).text(), "2");
    EXPECT_EQ(Fraction(smallest, smallest), Fraction(1));
    EXPECT_EQ(Fraction(smallest, 2).numerator(), smallest / 2);
    EXPECT_EQ(Fraction().text(), "0");
}

TEST(Fractions, ComeBackFromTheirTextAtTheEndsOf64Bits) {
    for (const Fraction& fraction :
         {Fraction(smallest), Fraction(largest), Fraction(smallest, largest), Fraction(-1, largest)})
        EXPECT_EQ(Fraction::parse(fraction.text()), fraction) << fraction.text();
    for (const char* text : {"-9223372036854775809", "1/-2", "--1", "-", "-/2", "1/9223372036854775808"})
        EXPECT_THROW(Fraction::parse(text), InvalidValue) << text;
}

TEST(Fractions, OfThreeLaureatesMakeTheWhole) {
    EXPECT_EQ(Fraction(1, 2) + Fraction(1, 4) + Fraction(1, 4), Fraction(1));
    EXPECT_EQ(Fraction(1, 3) + Fraction(1, 3) + Fraction(1, 3), Fraction(1));
    EXPECT_EQ(Fraction(1) - Fraction(1, 3), Fraction(2, 3));
}

TEST(Fractions, AgreeWithWholeNumbersOverACommonDenominator) {
    for (int a = -7; a <= 7; ++a) {
        for (int b = 1; b <= 7; ++b) {
            for (int c = -7; c <= 7; ++c) {
                for (int d = 1; d <= 7; ++d) {
                    const Fraction left(a, b);
                    const Fraction right(c, d);
                    EXPECT_EQ(left <=> right, a * d <=> c * b);
                    EXPECT_EQ(left + right, Fraction(a * d + c * b, b * d));
                    EXPECT_EQ(left - right, Fraction(a * d - c * b, b * d));
                    EXPECT_EQ(std::gcd((left + right).numerator(), (left + right).denominator()), 1);
                    EXPECT_GT((left + right).denominator(), 0);
                }
            }
        }
    }
}

TEST(Fractions, AreReadAndWritten) {
    for (const char* text : {"0", "1", "1/4", "3/4", "-1/2", "12", "9223372036854775807/2"}) {
        EXPECT_EQ(Fraction::parse(text).text(), text);
    }
    EXPECT_EQ(Fraction::parse("2/8").text(), "1/4");
    for (const char* text : {"", "/", "1/", "/4", "1/0", "1/-4", "+1/4", "1 / 4", " 1", "0.5", "1/4/2", "1e3", "--1",
                             "half", "9223372036854775808", "1/99999999999999999999"}) {
        EXPECT_THROW(Fraction::parse(text), InvalidValue) << text;
    }
}

TEST(Fractions, OutOfRangeAreRefusedAndNotRounded) {
    EXPECT_THROW(Fraction(1, 0), InvalidValue);
    EXPECT_THROW(Fraction(1, smallest), InvalidValue);
    EXPECT_THROW(Fraction(largest) + Fraction(1), InvalidValue);
    EXPECT_THROW(Fraction(smallest) - Fraction(1), InvalidValue);
    EXPECT_THROW(Fraction(1, largest) + Fraction(1, largest - 1), InvalidValue);
    EXPECT_EQ(Fraction(largest, 2) + Fraction(largest, 2), Fraction(largest));
    EXPECT_LT(Fraction(1, largest), Fraction(1, largest - 1));
    EXPECT_GT(Fraction(largest), Fraction(largest - 1));
}

TEST(Decimals, KeepWhatWasPrinted) {
    for (const char* text : {"0", "0.0", "7", "-1075", "41.9", "12.50", "0.05", "-0.5", "999999999999999999",
                             "0.000000000000000001", "123456789.987654321"}) {
        EXPECT_EQ(Decimal::parse(text).text(), text);
    }
    EXPECT_EQ(Decimal::parse("12.50").places(), 2);
    EXPECT_EQ(Decimal::parse("12.50").units(), 1250);
    EXPECT_EQ(Decimal::parse("-0.0").text(), "0.0");
}

TEST(Decimals, RefuseWhatIsNoPlainNumber) {
    for (const char* text : {"",
                             "-",
                             ".",
                             "5.",
                             ".5",
                             "+5",
                             "1,850",
                             "1 850",
                             "1e3",
                             "0x10",
                             "1.2.3",
                             "--5",
                             "nan",
                             "inf",
                             " 5",
                             "5 ",
                             "5%",
                             "007",
                             "00.5",
                             "1234567890123456789",
                             "0.1234567890123456789",
                             "\xc2\xbd"}) {
        EXPECT_THROW(Decimal::parse(text), InvalidValue) << text;
    }
    EXPECT_THROW(Decimal(1'000'000'000'000'000'000), InvalidValue);
    EXPECT_EQ(Decimal(999'999'999'999'999'999).text(), "999999999999999999");
}

TEST(Decimals, CompareByValue) {
    EXPECT_EQ(Decimal::parse("12.50"), Decimal::parse("12.5"));
    EXPECT_LT(Decimal::parse("-12.50"), Decimal::parse("-12.5") - Decimal::parse("-0.01"));
    EXPECT_LT(Decimal::parse("9"), Decimal::parse("9.00000000000000001"));
    EXPECT_GT(Decimal::parse("999999999999999999"), Decimal::parse("0.999999999999999999"));
}

TEST(Decimals, AreSubtractedExactly) {
    EXPECT_EQ((Decimal::parse("1075") - Decimal::parse("1850")).text(), "-775");
    EXPECT_EQ((Decimal::parse("0.3") - Decimal::parse("0.1")).text(), "0.2");
    EXPECT_EQ((Decimal::parse("12.50") - Decimal::parse("12.5")).text(), "0.00");
    EXPECT_THROW(Decimal::parse("999999999999999999") - Decimal::parse("-1"), InvalidValue);
    EXPECT_THROW(Decimal::parse("999999999999999999") - Decimal::parse("0.1"), InvalidValue);
}

TEST(Decimals, AreShownWithThousands) {
    EXPECT_EQ(Decimal(0).display(), "0");
    EXPECT_EQ(Decimal(999).display(), "999");
    EXPECT_EQ(Decimal(1000).display(), "1,000");
    EXPECT_EQ(Decimal(-1850).display(), "-1,850");
    EXPECT_EQ(Decimal(1'234'567).display(), "1,234,567");
    EXPECT_EQ(Decimal::parse("1234.5678").display(), "1,234.5678");
    EXPECT_EQ(Decimal::parse("-999.50").display(), "-999.50");
    EXPECT_EQ(Decimal::parse("0.001").display(), "0.001");
}

TEST(Decimals, HaveExactRatios) {
    EXPECT_EQ(Decimal::ratio(Decimal(-775), Decimal(1850)), Fraction(-31, 74));
    EXPECT_EQ(Decimal::ratio(Decimal::parse("0.25"), Decimal::parse("12.5")), Fraction(1, 50));
    EXPECT_THROW(Decimal::ratio(Decimal(1), Decimal(0)), InvalidValue);
    EXPECT_THROW(Decimal::ratio(Decimal(999'999'999'999'999'999), Decimal::parse("0.000000000000000007")),
                 InvalidValue);
}

TEST(Percentages, AreRoundedHalfAwayFromZero) {
    EXPECT_EQ(percent_text({-31, 74}, 1), "-41.9");  // 0.41891…
    EXPECT_EQ(percent_text({-31, 74}, 0), "-42");
    EXPECT_EQ(percent_text({-31, 74}, 3), "-41.892");
    EXPECT_EQ(percent_text({1, 2000}, 1), "0.1");    // 0.05
    EXPECT_EQ(percent_text({-1, 2000}, 1), "-0.1");  // -0.05
    EXPECT_EQ(percent_text({1, 2001}, 1), "0.0");
    EXPECT_EQ(percent_text({-1, 2001}, 1), "0.0") << "no minus before what is shown as nothing";
    EXPECT_EQ(percent_text({1, 3}, 2), "33.33");
    EXPECT_EQ(percent_text({2, 3}, 2), "66.67");
    EXPECT_EQ(percent_text(Fraction(1), 1), "100.0");
    EXPECT_EQ(percent_text(Fraction(0), 0), "0");
    EXPECT_EQ(percent_text(Fraction(largest), 15), "922337203685477580700.000000000000000");
    EXPECT_THROW(percent_text({1, 3}, -1), InvalidValue);
}

Measure measure(const char* before, const char* after, const char* unit) {
    return {.what = "", .unit = unit, .before = {{}, Decimal::parse(before)}, .after = {{}, Decimal::parse(after)}};
}

TEST(Measures, ComputeTheirChange) {
    // The council's own figures: 1,850 to 1,075 is a fall of 41.9 %, not of 48 %.
    const Measure waiting = measure("1850", "1075", "people");
    EXPECT_EQ(waiting.difference().text(), "-775");
    EXPECT_EQ(waiting.relative_change(), Fraction(-31, 74));
    EXPECT_EQ(waiting.display(), "1,850 to 1,075 people: -775 (-41.9 %)");
}

TEST(Measures, OfPercentagesChangeInPoints) {
    const Measure share = measure("40", "43", "%");
    EXPECT_EQ(share.relative_change(), std::nullopt);
    EXPECT_EQ(share.display(), "40 to 43 %: +3 points");
    EXPECT_EQ(measure("41.5", "40.25", "%").display(), "41.5 to 40.25 %: -1.25 points");
    EXPECT_EQ(measure("40", "41", "%").display(), "40 to 41 %: +1 point");
    EXPECT_EQ(measure("40", "40", "%").display(), "40 to 40 %: 0 points");
}

TEST(Measures, SayWhatCanBeSaid) {
    EXPECT_EQ(measure("0", "12", "days").display(), "0 to 12 days: +12");
    EXPECT_EQ(measure("0", "12", "days").relative_change(), std::nullopt);
    EXPECT_EQ(measure("8", "9", "").display(), "8 to 9: +1 (+12.5 %)");
    EXPECT_EQ(measure("100000", "100001", "").display(), "100,000 to 100,001: +1 (0.0 %)");
    EXPECT_EQ(measure("999999999999999999", "0.1", "m").display(), "999,999,999,999,999,999 to 0.1 m");
}

}  // namespace
