#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace laurels;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Errors, SayWhichOfManyRecordsTheyAreAbout) {
    InvalidValue error("Award.name is empty", "Award.name");
    EXPECT_STREQ(error.what(), "Award.name is empty");
    EXPECT_EQ(error.index(), std::nullopt);
    error.stands_at(3);
    EXPECT_EQ(error.index(), 3U);
    EXPECT_THAT(error.what(), AllOf(StartsWith("record 3 "), EndsWith(": Award.name is empty")));
    error.stands_at(4);
    EXPECT_THAT(error.what(), AllOf(StartsWith("record 4 "), EndsWith(": Award.name is empty"), Not(HasSubstr("3"))));
    try {
        throw error;
    } catch (const Error& caught) {
        EXPECT_STREQ(caught.what(), error.what()) << "a copy says the same";
    }
}

TEST(Errors, AreSortedByWhatOneCanDoAboutThem) {
    EXPECT_THROW(throw InvalidDate("no date", "2025-13"), InvalidValue);
    EXPECT_THROW(throw Duplicate("twice", "Edition.label", Id<Edition>(3)), InvalidValue);
    EXPECT_THROW(throw MissingFile("no file", "nowhere"), FileError);
    EXPECT_THROW(throw WrongKind("another kind", {Kind::award}, Kind::cost), Error);
    EXPECT_THROW(throw Closed("closed"), std::runtime_error);
}

}  // namespace
