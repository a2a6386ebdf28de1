// JSON within limits: what is read, and what is refused rather than misunderstood.

#include "codec/json.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>

namespace {

using namespace laurels;
using codec::Json;
using testing::HasSubstr;

std::string nested(std::size_t levels, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 0; i < levels; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < levels; ++i) text += close;
    return text;
}

std::string refusal(const std::string& text) {
    try {
        codec::read(text);
    } catch (const InvalidValue& error) {
        return error.what();
    }
    return "(read)";
}

TEST(JsonReading, GivesTheSameAsNlohmannJsonWhereItIsWithinTheLimits) {
    for (const std::string text :
         {R"({"a":1,"b":[true,false,null,"x",-7,{}],"c":{"d":{"e":[]}},"":""})", R"([[1,2],[],[[3]]])", R"("\u00e9\n")",
          "0", "-0", "  [ 1 ,\n2 ]  ", "null", R"({"a":{"b":1},"c":{"b":2}})"}) {
        EXPECT_EQ(codec::read(text), Json::parse(text)) << text;
    }
}

TEST(JsonReading, TakesSixtyFourLevelsAndNoMore) {
    EXPECT_EQ(codec::read(nested(64, "[", "]")), Json::parse(nested(64, "[", "]")));
    EXPECT_EQ(codec::read(nested(64, "{\"a\":", "}")), Json::parse(nested(64, "{\"a\":", "}")));
    EXPECT_THAT(refusal(nested(65, "[", "]")), HasSubstr("64 levels"));
    EXPECT_THAT(refusal(nested(65, "{\"a\":", "}")), HasSubstr("64 levels"));
    EXPECT_THAT(refusal(nested(100'000, "[{\"a\":", "}]")), HasSubstr("64 levels"));
    EXPECT_THAT(refusal(std::string(1'000'000, '[')), HasSubstr("64 levels")) << "not even closed";
}

TEST(JsonReading, CountsLevelsNotContainers) {
    std::string many = "[";
    for (int i = 0; i < 1000; ++i) many += "[{}],";
    many += "[]]";
    EXPECT_EQ(codec::read(many).size(), 1001U);
}

TEST(JsonReading, RefusesAKeyThatStandsTwice) {
    EXPECT_THAT(refusal(R"({"a":1,"a":2})"), HasSubstr("\"a\" stands twice"));
    EXPECT_THAT(refusal(R"({"x":[{"a":1,"b":1,"a":1}]})"), HasSubstr("\"a\" stands twice"));
    EXPECT_THAT(refusal(R"({"a":1,"\u0061":2})"), HasSubstr("stands twice")) << "escapes do not hide it";
    EXPECT_EQ(refusal(R"({"a":{"a":1},"b":{"a":1}})"), "(read)") << "the same key in several objects is fine";
}

TEST(JsonReading, TakesWholeNumbersOf64BitsWithSignAndNoOthers) {
    EXPECT_EQ(codec::read("9223372036854775807").get<std::int64_t>(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(codec::read("-9223372036854775808").get<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    for (const std::string text : {"9223372036854775808", "18446744073709551615", "18446744073709551616",
                                   "-9223372036854775809", "1.0", "1.5", "1e3", "1E400", "-0.0"}) {
        EXPECT_THROW(codec::read(text), InvalidValue) << text;
    }
    EXPECT_THAT(refusal(R"({"n":18446744073709551616})"), HasSubstr("18446744073709551616"));
}

TEST(JsonReading, RefusesWhatIsNoJson) {
    for (const std::string text : {"",          " ",
                                   "NaN",       "Infinity",
                                   "-Infinity", "nan",
                                   "nul",       "{",
                                   "[1",        "[1,]",
                                   "{\"a\"}",   "{\"a\":}",
                                   "{a:1}",     "\"",
                                   "\"\\x\"",   "\"\\ud800\"",
                                   "01",        "+1",
                                   "1 2",       "{} {}",
                                   "'a'",       "[1] // no comments",
                                   "\"a\nb\""}) {
        EXPECT_THROW(codec::read(text), InvalidValue) << text;
    }
}

TEST(JsonReading, RefusesWhatIsNotUtf8) {
    for (const std::string text :
         {"\"\xff\"", "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "{\"\xfe\":1}"}) {
        EXPECT_THROW(codec::read(text), InvalidValue);
    }
    EXPECT_EQ(codec::read("\"\xc3\xa9\"").get<std::string>(), "\xc3\xa9");
}

TEST(JsonReading, RefusesEveryTruncationOfAText) {
    const std::string whole = R"({"op":"add","set":{"name":"Caf\u00e9 \"x\"","n":12},"reason":"r"})";
    ASSERT_NO_THROW(codec::read(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW(codec::read(whole.substr(0, size)), InvalidValue) << size;
}

TEST(JsonWriting, EscapesNoMoreThanItMust) {
    const auto written = [](std::string_view text) {
        std::string out;
        codec::write_text(out, text);
        return out;
    };
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(written("plain / 'text' é 🏆"), R"("plain / 'text' é 🏆")");
    EXPECT_EQ(written("a\"b\\c\n\t\r\b\f"), R"("a\"b\\c\n\t\r\b\f")");
    EXPECT_EQ(written(std::string("\x01\x1f\0", 3)), R"("\u0001\u001f\u0000")");
    EXPECT_EQ(written("\x7f"), "\"\x7f\"");
}

TEST(JsonWriting, IsReadBackForEveryCharacter) {
    std::string every;
    for (char c = 0; c < 0x7f; ++c) every += c;
    every += "\x7f é ÿ 漢 \u2028 🏆";
    std::string out;
    codec::write_text(out, every);
    EXPECT_EQ(codec::read(out).get<std::string>(), every);
    EXPECT_EQ(Json::parse(out).get<std::string>(), every) << "as another reader understands it";
}

TEST(JsonWriting, GivesWholeNumbersInFull) {
    std::string out;
    codec::write_whole(out, std::numeric_limits<std::int64_t>::min());
    out += ' ';
    codec::write_whole(out, 0);
    out += ' ';
    codec::write_whole(out, std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(out, "-9223372036854775808 0 9223372036854775807");
}

TEST(JsonTypes, SaysWhatWasFoundInstead) {
    EXPECT_THROW(codec::read_text(codec::read("1")), InvalidValue);
    EXPECT_THROW(codec::read_whole(codec::read("\"1\"")), InvalidValue);
    EXPECT_THROW(codec::read_whole(codec::read("true")), InvalidValue);
    EXPECT_THROW(codec::require_object(codec::read("[]")), InvalidValue);
}

TEST(JsonValues, AreEmptyOnceTheyAreDismantled) {
    for (const std::string text : {R"({"a":[1,{"b":"c"}],"d":{}})", R"([[[1]],2])", "[]", "{}"}) {
        Json json = codec::read(text);
        codec::dismantle(json);
        EXPECT_TRUE(json.empty()) << text;
    }
    Json text = "text";
    codec::dismantle(text);
    EXPECT_EQ(text, "text");
}

}  // namespace
