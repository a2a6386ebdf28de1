// How alike two names are, and which of many are compared at all.

#include "model/blocking.hpp"
#include "model/likeness.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels::model;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

std::vector<std::string> texts(const std::vector<Word>& words) {
    std::vector<std::string> result;
    for (const Word& word : words) result.push_back(word.text);
    return result;
}

double score(Naming naming, const std::string& one, const std::string& other) {
    return score_of(Names(naming, std::vector{one, other}).compare(0, 1).odds);
}
double people(const std::string& one, const std::string& other) { return score(Naming::person, one, other); }
double titles(const std::string& one, const std::string& other) { return score(Naming::title, one, other); }

std::string reason(Naming naming, const std::string& one, const std::string& other) {
    return Names(naming, std::vector{one, other}).compare(0, 1).reason();
}

// --- Words ----------------------------------------------------------------------------------------------------------

TEST(Words, AreFoldedAndWithoutPoints) {
    EXPECT_THAT(texts(words_of("J.C. Carrière", Naming::person)), ElementsAre("j", "c", "carriere"));
    EXPECT_THAT(texts(words_of("Karen A. O’Hara", Naming::person)), ElementsAre("karen", "a", "ohara"));
    EXPECT_THAT(texts(words_of("Daniel Day-Lewis", Naming::person)), ElementsAre("daniel", "day", "lewis"));
    EXPECT_THAT(texts(words_of("Bjørn Łukasz", Naming::person)), ElementsAre("bjorn", "lukasz"));
    EXPECT_THAT(texts(words_of("文学賞 2", Naming::title)), ElementsAre("文学賞", "2"));
    EXPECT_THAT(words_of(" – ", Naming::title), IsEmpty());
}

TEST(Words, ASurnameBeforeACommaComesLast) {
    EXPECT_THAT(texts(words_of("Le Guin, Ursula K.", Naming::person)), ElementsAre("ursula", "k", "le", "guin"));
    EXPECT_THAT(texts(words_of("Al Overton, Jr.", Naming::person)), ElementsAre("al", "overton", "jr"));
    EXPECT_THAT(texts(words_of("One, Two", Naming::title)), ElementsAre("one", "two"));
}

TEST(Words, KnowWhatTheyAre) {
    EXPECT_EQ(words_of("Dr. Full Name Jr.", Naming::person)[0].sort, Word::Sort::honour);
    EXPECT_EQ(words_of("Dr. Full Name Jr.", Naming::person)[3].sort, Word::Sort::generation);
    EXPECT_EQ(words_of("Full N. Name", Naming::person)[1].sort, Word::Sort::initial);
    EXPECT_EQ(words_of("The Class of II", Naming::title)[0].sort, Word::Sort::filler);
    EXPECT_EQ(words_of("The Class of II", Naming::title)[3].sort, Word::Sort::number);
    EXPECT_EQ(words_of("Not a Musical", Naming::title)[0].sort, Word::Sort::negation);
}

TEST(Words, NumbersMeanTheSameHoweverTheyAreWritten) {
    for (const char* const three : {"3", "03", "iii", "third", "three", "3rd"})
        EXPECT_EQ(number_of(three), "3") << three;
    EXPECT_EQ(number_of("0"), "0");
    for (const char* const none : {"", "i", "3d", "thirds"}) EXPECT_EQ(number_of(none), "") << none;
}

TEST(Words, EditsAreCountedInLettersAndUpToALimit) {
    EXPECT_EQ(edits_between("joan", "joan", 2), 0U);
    EXPECT_EQ(edits_between("joan", "joanne", 2), 2U);
    EXPECT_EQ(edits_between("caht", "chat", 2), 1U);
    EXPECT_EQ(edits_between("périnal", "pèrinal", 2), 1U);
    EXPECT_EQ(edits_between("joan", "theodore", 2), 3U);
    EXPECT_EQ(edits_between("", "ab", 2), 2U);
}

// --- People ----------------------------------------------------------------------------------------------------------

TEST(PeoplesNames, ThatMayBeOnes) {
    EXPECT_THAT(people("Frank Pierson", "Frank R. Pierson"), Ge(0.9));
    EXPECT_THAT(people("Georges Périnal", "Georges Perinal"), Ge(0.99));
    EXPECT_THAT(people("Francis Coppola", "Francis Ford Coppola"), Ge(0.9));
    EXPECT_THAT(people("Bill Guttentag", "William Guttentag"), Ge(0.9));
    EXPECT_THAT(people("Bob Laing", "Robert W. Laing"), Ge(0.9));
    EXPECT_THAT(people("E. H. Hansen", "Edmund H. Hansen"), Ge(0.7));
    EXPECT_THAT(people("Charles 'Bud' Grenzbach", "Bud Grenzbach"), Ge(0.9));
    EXPECT_THAT(people("Kenji Mizoguchi", "Mizoguchi Kenji"), Ge(0.99));
    EXPECT_THAT(people("Don Feld", "Donfeld"), Ge(0.9));
    EXPECT_THAT(people("Dr. Miklos Rozsa", "Miklos Rozsa"), Ge(0.99));
}

TEST(PeoplesNames, ThatAreOthers) {
    EXPECT_THAT(people("Julian Fellowes", "Emma Thompson"), Le(0.01));
    EXPECT_THAT(people("Charles Huguenot van der Linden", "Martina Huguenot van der Linden"), Le(0.2));
    EXPECT_THAT(people("George DeTitta Jr.", "George DeTitta Sr."), Le(0.2));
    EXPECT_THAT(people("Robert Downey", "Robert Downey Jr."), Le(0.9));
    EXPECT_THAT(people("Robert A. MacDonald", "Robert B. MacDonald"), Le(0.4));
    EXPECT_THAT(people("David Cutler-Kreutz", "Sam Cutler-Kreutz"), Le(0.2));
}

TEST(PeoplesNames, RareOnesSayMore) {
    std::vector<std::string> names{"John Hughes", "John J. Hughes", "Pembroke Herring", "Pembroke J. Herring"};
    for (char letter = 'A'; letter <= 'Z'; ++letter) {
        names.push_back("John " + std::string(5, letter));
        names.push_back(std::string(4, letter) + " Hughes");
    }
    const Names all(Naming::person, names);
    EXPECT_LT(all.compare(0, 1).odds + 3, all.compare(2, 3).odds);
}

TEST(PeoplesNames, SayWhy) {
    const auto why = [](const std::string& one, const std::string& other) {
        return reason(Naming::person, one, other);
    };
    EXPECT_EQ(why("Full Name", "full  NAME"), "the same name");
    EXPECT_EQ(why("Georges Périnal", "Georges Perinal"), "the same but for marks, points and titles");
    EXPECT_EQ(why("Carlos DeMattos", "Carlos de Mattos"), "the same but for spaces, points and hyphens");
    EXPECT_EQ(why("Full Name", "Name Full"), "the same words in another order");
    EXPECT_EQ(why("Frank Pierson", "Frank R. Pierson"), "an initial more, “r”");
    EXPECT_EQ(why("Al Overton", "Al Overton Jr."), "“jr” with one of them only, so they may be parent and child");
    EXPECT_EQ(why("D. Name", "David Name"), "“d” may stand for “david”");
    EXPECT_EQ(why("William Name", "Bill Name"), "“bill” may be short for “william”");
    EXPECT_EQ(why("Joan Woollard", "Joan Wollard"), "“woollard” is spelt nearly as “wollard”");
    EXPECT_EQ(why("Joan Steiner", "Joan Stiener"), "“steiner” has the letters of “stiener”");
}

// --- Titles ----------------------------------------------------------------------------------------------------------

TEST(Titles, ThatMayBeOnes) {
    EXPECT_THAT(titles("Writing (Screenplay--Adapted)", "Writing (Adapted Screenplay)"), Ge(0.9));
    EXPECT_THAT(titles("Class II", "Class 2"), Ge(0.9));
    EXPECT_THAT(titles("The Fleet Safety Award", "Fleet Safety Award"), Ge(0.8));
    EXPECT_THAT(titles("Road Safety Team", "Road Saftey Team"), Ge(0.8));
}

TEST(Titles, ThatAreOthers) {
    EXPECT_THAT(titles("Scientific Award (Class I)", "Scientific Award (Class II)"), Le(0.6));
    EXPECT_THAT(titles("Scientific Award (Class II)", "Scientific Award (Class III)"), Le(0.3));
    EXPECT_THAT(titles("Actor in a Leading Role", "Actress in a Leading Role"), Le(0.5));
    EXPECT_THAT(titles("Actor in a Leading Role", "Actor in a Supporting Role"), Le(0.5));
    EXPECT_THAT(titles("Art Direction (Color)", "Art Direction (Black-and-White)"), Le(0.5));
    EXPECT_THAT(titles("For a Musical", "For not a Musical"), Le(0.3));
    EXPECT_THAT(titles("Sound", "Cinematography"), Le(0.01));
    EXPECT_EQ(reason(Naming::title, "Sound", "Sound Mixing"), "“mixing” in one of them only");
}

TEST(Titles, NamesWithoutLettersAndLongOnesAreNoTrouble) {
    EXPECT_NO_THROW(people("–", "Full Name"));
    EXPECT_NO_THROW(titles("–", "…"));
    std::string lengthy;
    for (int i = 0; i < 100; ++i) lengthy += "word" + std::to_string(i) + " ";
    EXPECT_THAT(people(lengthy, lengthy + "more"), AllOf(Ge(0.5), Le(1.0)));
}

// --- Which are compared ----------------------------------------------------------------------------------------------

bool has(const Candidates& found, std::uint32_t one, std::uint32_t other) {
    return std::ranges::find(found.pairs, std::pair(one, other)) != found.pairs.end();
}

/// Names that have little to do with one another, after those given.
std::vector<std::string> among_others(std::vector<std::string> names, std::size_t count) {
    const auto word = [](std::size_t number) {
        std::string text;
        for (; number > 0; number /= 23) text += static_cast<char>('b' + number % 23);
        return text;
    };
    for (std::size_t i = 1; i <= count; ++i)
        names.push_back("John " + word(i * 7919) + std::string(" ") + word(i * 104729));
    return names;
}

TEST(Blocking, OfAShortListAllPairsAreCompared) {
    const Names names(Naming::title, std::vector<std::string>{"a", "b", "c"});
    EXPECT_EQ(candidates(names).pairs.size(), 3U);
}

TEST(Blocking, OfALongListThoseThatHaveSomethingInCommon) {
    const Names names(Naming::person, among_others({"Bill Guttentag", "William Guttentag", "Joan Woollard",
                                                    "Joan Wollard", "Don Feld", "Donfeld", "Emma Thompson"},
                                                   5000));
    const Candidates found = candidates(names);
    EXPECT_TRUE(has(found, 0, 1));
    EXPECT_TRUE(has(found, 2, 3));
    EXPECT_TRUE(has(found, 4, 5));
    EXPECT_FALSE(has(found, 0, 6));
    EXPECT_LT(found.pairs.size(), names.size() * 40);
    EXPECT_GT(found.crowded, 0U);  // of those who are called John
}

TEST(Blocking, EachPairOnceAndInOrder) {
    const Candidates found =
        candidates(Names(Naming::title, among_others({"Fleet Safety Award", "Award of Fleet Safety"}, 1000)));
    EXPECT_TRUE(has(found, 0, 1));
    EXPECT_TRUE(std::ranges::is_sorted(found.pairs));
    EXPECT_EQ(std::ranges::adjacent_find(found.pairs), found.pairs.end());
    for (const auto& [one, other] : found.pairs) EXPECT_LT(one, other);
}

}  // namespace
