// UTF-8, what names and prose may hold, and the two foldings. Expected forms are from Unicode's own tables.

#include "model/text.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace laurels;
using namespace std::string_literals;
using model::key;
using model::loose;
using testing::AllOf;
using testing::HasSubstr;

std::string encode(char32_t code) {
    const auto byte = [](char32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xc0 | (code >> 6)), byte(0x80 | (code & 0x3f))};
    if (code < 0x10000)
        return {byte(0xe0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3f)), byte(0x80 | (code & 0x3f))};
    return {byte(0xf0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3f)), byte(0x80 | ((code >> 6) & 0x3f)),
            byte(0x80 | (code & 0x3f))};
}

bool is_surrogate(char32_t code) { return code >= 0xd800 && code <= 0xdfff; }

TEST(Utf8, TakesEveryCharacter) {
    for (char32_t code = 0; code <= 0x10ffff; ++code) {
        if (is_surrogate(code)) continue;
        ASSERT_EQ(model::invalid_utf8(encode(code)), std::nullopt) << static_cast<unsigned>(code);
    }
}

TEST(Utf8, RefusesSurrogatesOverlongFormsAndWhatLiesBeyondUnicode) {
    for (char32_t code = 0xd800; code <= 0xdfff; ++code) ASSERT_EQ(model::invalid_utf8(encode(code)), 0U);
    for (const auto& bytes :
         {"\xc0\x80"s, "\xc1\xbf"s, "\xe0\x80\x80"s, "\xe0\x9f\xbf"s, "\xf0\x80\x80\x80"s, "\xf0\x8f\xbf\xbf"s,
          "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\xf8\x88\x80\x80\x80"s, "\xfe"s, "\xff"s, "\x80"s, "\xbf"s}) {
        EXPECT_EQ(model::invalid_utf8(bytes), 0U);
    }
}

TEST(Utf8, SaysWhereItBreaks) {
    EXPECT_EQ(model::invalid_utf8(""), std::nullopt);
    for (std::size_t before = 0; before < 20; ++before) {
        for (std::size_t behind = 0; behind < 20; ++behind) {
            const std::string text = std::string(before, 'a') + "\xe9" + std::string(behind, 'b');
            ASSERT_EQ(model::invalid_utf8(text), before);
        }
    }
    const std::string whole = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x8f\x86";  // a, é, €, a trophy
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const bool at_end_of_character = size == 0 || size == 1 || size == 3 || size == 6 || size == 10;
        EXPECT_EQ(model::invalid_utf8(whole.substr(0, size)).has_value(), !at_end_of_character) << size;
    }
}

TEST(Lines, RefuseControlCharactersWhereverTheyStand) {
    for (std::size_t at = 0; at < 20; ++at) {
        for (char32_t code = 0; code < 0x100; ++code) {
            std::string text(20, 'a');
            text.replace(at, 1, encode(code));
            const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
            ASSERT_EQ(model::is_line(text), !control) << at << " U+" << static_cast<unsigned>(code);
        }
    }
    EXPECT_FALSE(model::is_line("a\u2028b"));
    EXPECT_FALSE(model::is_line("a\u2029b"));
    EXPECT_FALSE(model::is_line("caf\xe9"));
    EXPECT_TRUE(model::is_line(""));
    EXPECT_TRUE(model::is_line("Virtual School’s Employment Support Team – “Łódź” \U0001F3C6"));
}

TEST(Prose, TakesLineBreaksAndTabsButNoNull) {
    EXPECT_TRUE(model::is_prose("One\n\ttwo\r\nthree\u2028four\u0085"));
    EXPECT_TRUE(model::is_prose(""));
    EXPECT_FALSE(model::is_prose("a\0b"s));
    EXPECT_FALSE(model::is_prose("é\0"s));
    EXPECT_FALSE(model::is_prose("caf\xe9"));
}

std::string line_error(std::string_view text) {
    try {
        model::check_line(text, "Award.name");
    } catch (const InvalidValue& error) {
        EXPECT_EQ(error.field, "Award.name");
        return error.what();
    }
    return "(nothing was thrown)";
}

TEST(Lines, SayWhatIsWrongAndWhere) {
    EXPECT_EQ(line_error("Gold\nAward"),
              "Award.name: character 5 is U+000A (line feed); it must be one line of UTF-8 text without "
              "control characters");
    EXPECT_THAT(line_error("é\tb"), HasSubstr("character 2 is U+0009 (tab)")) << "characters are counted, not bytes";
    EXPECT_THAT(line_error("é\u2028"), HasSubstr("character 2 is U+2028 (line separator)"));
    EXPECT_THAT(line_error("Caf\xe9"), AllOf(HasSubstr("the byte 0xE9 at offset 3 is not UTF-8")));
    EXPECT_EQ(line_error("Fine"), "(nothing was thrown)");
    EXPECT_THROW(model::check_prose("a\0"s, "Award.notes"), InvalidValue);
    EXPECT_NO_THROW(model::check_prose("a\nb", "Award.notes"));
}

TEST(Blank, IsWhatShowsNothing) {
    for (const char* text : {"", " ", "\t \n", "\u00a0\u2003\u3000", "\u200b\ufeff", " \u00ad "})
        EXPECT_TRUE(model::is_blank(text));
    for (const char* text : {"a", " a", "\u00e9", "\u3042", " -", "\xff"}) EXPECT_FALSE(model::is_blank(text)) << text;
}

TEST(Keys, FoldCaseFully) {
    EXPECT_EQ(key("Booker PRIZE"), "booker prize");
    EXPECT_EQ(key("STRASSE"), key("Straße"));
    EXPECT_EQ(key("ΣΊΣΥΦΟΣ"), key("σίσυφος"));
    EXPECT_EQ(key("ŁÓDŹ"), key("łódź"));
    EXPECT_EQ(key("ﬀ"), "ff");
}

TEST(Keys, DoNotTellCompatibleFormsApart) {
    EXPECT_EQ(key("ﬁnal"), "final");
    EXPECT_EQ(key("Ⅷ"), "viii");
    EXPECT_EQ(key("①②"), "12");
    EXPECT_EQ(key("ＢＯＯＫＥＲ　Ｐｒｉｚｅ"), "booker prize");
    EXPECT_EQ(key("ｶﾞ"), "\u30ac");
    EXPECT_EQ(key("\u212b"), "\u00e5");         // the sign for ångström
    EXPECT_EQ(key("Cafe\u0301"), "caf\u00e9");  // composed
    EXPECT_EQ(key("\u1100\u1161\u11a8"), "\uac01");
    EXPECT_EQ(key("q\u0307\u0323"), key("q\u0323\u0307"));  // marks in canonical order
}

TEST(Keys, UnifyQuotesDashesAndSpaces) {
    for (const char* quote : {"'", "’", "‘", "ʼ", "`", "´", "′", "＇"}) {
        EXPECT_EQ(key("Children"s + quote + "s Team"), "children's team") << quote;
    }
    for (const char* quote : {"\"", "“", "”", "„", "«", "»", "″", "＂"})
        EXPECT_EQ(key("The "s + quote + "Gold"), "the \"gold") << quote;
    for (const char* dash : {"-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "﹘"})
        EXPECT_EQ(key("Costa"s + dash + "Whitbread"), "costa-whitbread") << dash;
    for (const char* space : {" ", "  ", "\t", "\n", "\u00a0", "\u2009", "\u202f", "\u3000", "\u1680", " \u2003 "}) {
        EXPECT_EQ(key("Costa"s + space + "Book"), "costa book");
        EXPECT_EQ(key(space + "Costa"s + space), "costa");
    }
    EXPECT_EQ(key(""), "");
    EXPECT_EQ(key("   "), "");
}

TEST(Keys, DropWhatCannotBeSeen) { EXPECT_EQ(key("Costa\u200b Book\u00ad Award\ufeff"), "costa book award"); }

TEST(Keys, KeepMarksAndOtherDifferences) {
    EXPECT_NE(key("Resume"), key("Résumé"));
    EXPECT_NE(key("Łódź"), key("Lodz"));
    EXPECT_NE(key("C"), key("C++"));
    EXPECT_NE(key("Team 1"), key("Team 2"));
    EXPECT_NE(key("A&B"), key("A and B"));
    EXPECT_NE(key("コンクール"), key("コンク-ル")) << "the long vowel sign is a letter";
}

TEST(Keys, OfKeysAreTheSame) {
    for (char32_t code = 1; code <= 0x2fa1d; ++code) {
        if (code == 0x20000) code = 0x2f800;  // between them nothing folds
        if (is_surrogate(code)) continue;
        const std::string once = key("a" + encode(code) + "b");
        ASSERT_EQ(key(once), once) << "U+" << std::hex << static_cast<unsigned>(code);
    }
}

TEST(Keys, OfAsciiDoNotDependOnTheFastPath) {
    for (char32_t first = 1; first < 0x80; ++first) {
        for (char32_t second = 1; second < 0x80; ++second) {
            const std::string text = encode(first) + encode(second) + "x";
            ASSERT_EQ(key(text + "é"), key(text) + "é")
                << static_cast<unsigned>(first) << " " << static_cast<unsigned>(second);
            ASSERT_EQ(loose(text + "é"), key(text) + "e");
        }
    }
}

TEST(Keys, RefuseWhatIsNotUtf8) {
    EXPECT_THROW(key("caf\xe9"), InvalidValue);
    EXPECT_THROW(loose("caf\xe9"), InvalidValue);
}

TEST(LooseKeys, DropMarks) {
    EXPECT_EQ(loose("Café RÉSUMÉ"), "cafe resume");
    EXPECT_EQ(loose("Ångström"), "angstrom");
    EXPECT_EQ(loose("Dvořák"), loose("DVORAK"));
    EXPECT_EQ(loose("Ελλάδα"), loose("ελλαδα"));
    ASSERT_EQ(key("α\u0345"), key("ΑΙ"));
    EXPECT_EQ(loose("α\u0345"), loose("ΑΙ")) << "names with one key are found together";
    EXPECT_EQ(loose("“Costa” – Book’s"), "\"costa\" - book's");
    EXPECT_EQ(loose("plain"), key("plain"));
}

TEST(Shown, IsOneShortLineOfUtf8) {
    EXPECT_EQ(model::shown("2025-13"), "2025-13");
    EXPECT_EQ(model::shown("a\nb\xff"), "a b\uFFFD");
    const std::string text = model::shown(std::string(60, 'a') + std::string(40, '\xff') + "é");
    EXPECT_EQ(model::invalid_utf8(text), std::nullopt);
    const std::string cut = model::shown("é" + std::string(500, 'a') + "é");
    EXPECT_LT(cut.size(), 100U);
    EXPECT_TRUE(cut.ends_with("…"));
}

}  // namespace
