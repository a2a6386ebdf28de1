// Ids, and the names of enumerations.

#include <laurels/axes.hpp>
#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>
#include <unordered_set>

namespace {

using namespace laurels;
using testing::AllOf;
using testing::HasSubstr;

static_assert(!std::is_convertible_v<Id<Award>, Id<Category>>);
static_assert(!std::is_constructible_v<Id<Category>, Id<Award>>);
static_assert(!std::is_convertible_v<std::int64_t, Id<Award>>);

template <class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const InvalidValue& error) {
        return error.what();
    }
    return "(nothing was thrown)";
}

TEST(RecordIds, AreWrittenWithTheirKind) {
    EXPECT_EQ(to_string(Id<Award>(3)), "award:3");
    EXPECT_EQ(to_string(RecordId(Kind::nomination, 41)), "nomination:41");
    EXPECT_EQ(to_string(RecordId(Id<Cost>(9'223'372'036'854'775'807))), "cost:9223372036854775807");
}

TEST(RecordIds, AreReadBack) {
    for (int kind = 1; kind <= 11; ++kind) {
        const RecordId id(static_cast<Kind>(kind), 17);
        EXPECT_EQ(RecordId::parse(to_string(id)), id);
    }
    EXPECT_EQ(RecordId::parse("cost:9223372036854775807").value, 9'223'372'036'854'775'807);
}

TEST(RecordIds, RefuseWhatIsNone) {
    for (const char* text :
         {"", ":", "award", "award:", ":3", "award:0", "award:-1", "award:+1", "award:03", "award:3 ", " award:3",
          "Award:3", "none:3", "prize:3", "award:3x", "award:9223372036854775808", "award:3:4"}) {
        EXPECT_THROW(RecordId::parse(text), InvalidValue) << text;
    }
    EXPECT_THAT(message_of([] { RecordId::parse("prize:3"); }),
                AllOf(HasSubstr("'prize:3'"), HasSubstr("award, edition"), HasSubstr("cost")));
    EXPECT_THAT(message_of([] { RecordId::parse("award"); }), HasSubstr("'award:3'"));
}

TEST(RecordIds, OfDifferentKindsDiffer) {
    const std::unordered_set<RecordId> ids{{Kind::award, 1}, {Kind::edition, 1}, {Kind::award, 2}, {Kind::award, 1}};
    EXPECT_EQ(ids.size(), 3U);
    EXPECT_FALSE(Id<Award>());
    EXPECT_TRUE(Id<Award>(1));
}

template <class Enum>
void expect_round_trip() {
    for (std::size_t i = 0; i < names_of<Enum>.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(parse<Enum>(names_of<Enum>[i])), i);
        EXPECT_EQ(name(static_cast<Enum>(i)), names_of<Enum>[i]);
    }
    EXPECT_THROW(parse<Enum>(""), InvalidValue);
    EXPECT_THROW(parse<Enum>("no such name"), InvalidValue);
}

TEST(Names, AreReadAndWritten) {
    expect_round_trip<Stage>();
    expect_round_trip<Outcome>();
    expect_round_trip<Standing>();
    expect_round_trip<Acceptance>();
    expect_round_trip<Disclosure>();
    expect_round_trip<NomineeKind>();
    expect_round_trip<CeremonyStatus>();
    expect_round_trip<EvidenceKind>();
    EXPECT_EQ(parse<Stage>("shortlisted"), Stage::shortlisted);
    EXPECT_EQ(parse<Outcome>("won"), Outcome::won);
    EXPECT_EQ(parse<Disclosure>("private"), Disclosure::private_);
    EXPECT_EQ(parse<Standing>("rescinded"), Standing::rescinded);
}

TEST(Names, ThatAreUnknownAreRefusedWithThoseThatExist) {
    EXPECT_EQ(message_of([] { parse<Stage>("finalist"); }),
              "'finalist' is no stage: it is 'draft', 'submitted', 'longlisted' or 'shortlisted'");
    EXPECT_EQ(message_of([] { parse<Disclosure>("PUBLIC"); }),
              "'PUBLIC' is no disclosure: it is 'private', 'embargoed' or 'public'");
    EXPECT_THAT(message_of([] { parse<Stage>("\xff\n"); }), HasSubstr("'\uFFFD '"))
        << "messages are always one line of UTF-8";
}

}  // namespace
