// Names in running text: found whatever their spelling, and nowhere else.

#include "codec/json.hpp"
#include "model/mentions.hpp"
#include "model/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace laurels::model;

Mentions of(std::initializer_list<std::string_view> spellings) {
    Mentions mentions;
    for (const std::string_view spelling : spellings) mentions.add(spelling);
    return mentions;
}

struct Case {
    const char* name;
    const char* text;
    const char* without;
};

const Case cases[] = {
    {"Ann", "Ann", "[erased]"},
    {"Ann", "for Ann's sake", "for [erased]'s sake"},
    {"Ann", "Annual report, banns, and Ann.", "Annual report, banns, and [erased]."},
    {"Ann", "Ann1 and 1Ann", "Ann1 and 1Ann"},
    {"Ann", "(Ann)Ann-Ann", "([erased])[erased]-[erased]"},
    {"Ann", "ANN and ann", "[erased] and [erased]"},
    {"Ann Smith", "ann  \n smith won", "[erased] won"},
    {"Ann Smith", "Ann Smithson, Ann  Smith", "Ann Smithson, [erased]"},
    {"Ann  Smith ", "Ann Smith", "[erased]"},
    {"Ann O'Neill", "Ann O’Neill; Ann O´Neill", "[erased]; [erased]"},
    {"“Babs” Jones", "\"Babs\" Jones", "[erased]"},
    {"A\\B \"C\"", "see A\\B \"C\"!", "see [erased]!"},
    {"Zoë", "Zoe\u0308 and ZOË, not Zoe", "[erased] and [erased], not Zoe"},
    {"Zoe", "Zoë, Zoe\u0308", "Zoë, Zoe\u0308"},  // a mark makes it another letter
    {"Ann", "An\u00adn and A\u200bnn", "[erased] and [erased]"},
    {"Ann", "Ann\u00adual", "Ann\u00adual"},
    {"Straße", "STRASSE", "[erased]"},
    {"ﬁn", "fin FIN ﬁn", "[erased] [erased] [erased]"},
    {"Ａｎｎ", "Ann", "[erased]"},
    {"山田太郎", "受賞者は山田太郎さん", "受賞者は[erased]さん"},
    {"山田", "Ann山田Ann", "Ann[erased]Ann"},
    {"김철수", "김철수는", "[erased]는"},
    {"สมชาย", "คุณสมชายได้รับ", "คุณ[erased]ได้รับ"},
    {"Иван Петров", "ИВАН ПЕТРОВ и Иван Петровский", "[erased] и Иван Петровский"},
    {"erased", "the erased [erased]", "the [erased] [erased]"},
    {"🎻 Trio", "the 🎻 trio", "the [erased]"},
};

TEST(Mentions, AreTakenOutOfTheTextAroundThem) {
    for (const Case& c : cases) {
        const Mentions mentions = of({c.name});
        EXPECT_EQ(mentions.without(c.text), c.without) << c.name;
        EXPECT_EQ(mentions.occur_in(c.text), std::string(c.text) != c.without) << c.name << " in " << c.text;
        EXPECT_FALSE(mentions.occur_in(c.without)) << c.name << " in " << c.without;
    }
}

TEST(Mentions, ThatOverlapAreOneGap) {
    const Mentions mentions = of({"Ann Smith", "Smith Jones", "Ann"});
    EXPECT_EQ(mentions.without("Ann Smith Jones and Ann"), "[erased] and [erased]");
    EXPECT_EQ(mentions.without("Ann Smith"), "[erased]");
}

TEST(Mentions, ThatCannotBeToldFromWhatIsAroundThemTakeItAlong) {
    // One character that stands for two letters and a part of the name.
    const Mentions mentions = of({"co Ltd"});
    ASSERT_EQ(key("№ ㏇ Ltd"), "no co. ltd");
    const Mentions number = of({"no ㏇ Ltd"});
    EXPECT_EQ(number.without("№ Co. Ltd"), "[erased]");
    // U+33C7 is "Co." in one character, so the name ends within it.
    EXPECT_EQ(of({"the Co"}).without("the ㏇"), "[erased]");
    EXPECT_FALSE(mentions.occur_in("№ ㏇ Ltd"));
}

TEST(Mentions, OfOneCharacterAreLookedForNowhere) {
    Mentions mentions;
    EXPECT_FALSE(mentions.add("Z"));
    EXPECT_FALSE(mentions.add(" é "));
    EXPECT_FALSE(mentions.add("李"));
    EXPECT_EQ(mentions.size(), 0U);
    EXPECT_FALSE(mentions.occur_in("Z"));
    EXPECT_FALSE(mentions.may_occur_in_json("Z"));
    EXPECT_TRUE(mentions.add("ZZ"));
    EXPECT_TRUE(mentions.add("zz"));
    EXPECT_TRUE(mentions.add("ZZ"));
    EXPECT_EQ(mentions.size(), 2U) << "spellings are counted, each once";
}

// A filter that finds too much costs time; one that finds too little leaves somebody's name behind.
TEST(Mentions, AreNeverMissedInJson) {
    for (const Case& c : cases) {
        for (const std::string around : {"", " Zoë «x» ", "\t\"quoted\"\n", "\\", "\u0308", "\u00a8"}) {
            const Mentions mentions = of({c.name});
            std::string json = R"({"op":"add","set":{"notes":)";
            const std::string text = around + c.text + around;
            laurels::codec::write_text(json, text);
            json += "}}";
            EXPECT_LE(mentions.occur_in(text), mentions.may_occur_in_json(json)) << c.name << " in " << json;
        }
    }
    EXPECT_FALSE(of({"Ann Smith"}).may_occur_in_json(R"({"op":"add","set":{"name":"Ann Jones"}})"));
    EXPECT_FALSE(of({"Ann Smith"}).may_occur_in_json(R"({"op":"add","set":{"name":"Zoë Jones"}})"));
    EXPECT_TRUE(of({"\" \""}).may_occur_in_json("{}")) << "nothing of it is kept as it is";
}

TEST(Mentions, InVeryLongTextsAreFoundInTime) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "word   \u00ad ";
    const Mentions mentions = of({"Ann Smith"});
    EXPECT_EQ(mentions.without(text + "Ann Smith"), text + "[erased]");
    const std::string blanks(200'000, ' ');
    EXPECT_EQ(mentions.without("Ann" + blanks + "Smith Ann" + blanks + "x"), "[erased] Ann" + blanks + "x");
}

}  // namespace
