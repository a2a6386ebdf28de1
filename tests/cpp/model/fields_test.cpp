// A member of a record that is missing from its table of fields must not build: these are assertions for the compiler.

#include <laurels/fields.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace {

using namespace laurels;

// Every member can be made from {}, so an aggregate takes as many of them as it has members.
#define BRACES_1                                                                                                       \
    {}
#define BRACES_2                                                                                                       \
    BRACES_1, {}
#define BRACES_3                                                                                                       \
    BRACES_2, {}
#define BRACES_4                                                                                                       \
    BRACES_3, {}
#define BRACES_5                                                                                                       \
    BRACES_4, {}
#define BRACES_6                                                                                                       \
    BRACES_5, {}
#define BRACES_7                                                                                                       \
    BRACES_6, {}
#define BRACES_8                                                                                                       \
    BRACES_7, {}
#define BRACES_9                                                                                                       \
    BRACES_8, {}
#define BRACES_10                                                                                                      \
    BRACES_9, {}
#define BRACES_11                                                                                                      \
    BRACES_10, {}
#define BRACES_12                                                                                                      \
    BRACES_11, {}
#define BRACES_13                                                                                                      \
    BRACES_12, {}
#define BRACES_14                                                                                                      \
    BRACES_13, {}
#define BRACES_15                                                                                                      \
    BRACES_14, {}
#define BRACES_16                                                                                                      \
    BRACES_15, {}
#define BRACES_17                                                                                                      \
    BRACES_16, {}
#define BRACES_18                                                                                                      \
    BRACES_17, {}
#define BRACES_19                                                                                                      \
    BRACES_18, {}
#define BRACES_20                                                                                                      \
    BRACES_19, {}
#define BRACES_21                                                                                                      \
    BRACES_20, {}
#define BRACES_22                                                                                                      \
    BRACES_21, {}
#define BRACES_23                                                                                                      \
    BRACES_22, {}
#define BRACES_24                                                                                                      \
    BRACES_23, {}
#define BRACES_25                                                                                                      \
    BRACES_24, {}
#define BRACES_26                                                                                                      \
    BRACES_25, {}
#define BRACES_27                                                                                                      \
    BRACES_26, {}
#define BRACES_28                                                                                                      \
    BRACES_27, {}
#define TAKES(number)                                                                                                  \
    if constexpr (requires { R{BRACES_##number}; }) count = number

template <class R>
constexpr std::size_t members() {
    std::size_t count = 0;
    TAKES(1);
    TAKES(2);
    TAKES(3);
    TAKES(4);
    TAKES(5);
    TAKES(6);
    TAKES(7);
    TAKES(8);
    TAKES(9);
    TAKES(10);
    TAKES(11);
    TAKES(12);
    TAKES(13);
    TAKES(14);
    TAKES(15);
    TAKES(16);
    TAKES(17);
    TAKES(18);
    TAKES(19);
    TAKES(20);
    TAKES(21);
    TAKES(22);
    TAKES(23);
    TAKES(24);
    TAKES(25);
    TAKES(26);
    TAKES(27);
    TAKES(28);
    return count;
}

template <class R>
constexpr std::size_t fields() {
    std::size_t count = 0;
    Fields<R>::each([&count](const auto&) { ++count; });
    return count;
}

// The counting itself, on something whose members anyone can count.
struct Three {
    std::string text;
    std::optional<std::vector<int>> list;
    RecordId id;
};
static_assert(members<Three>() == 3);
static_assert(members<Alias>() == 2);

// id and revision are in every record and not in the table; a nomination's credits are records of their own.
constexpr std::size_t unlisted = 2;
static_assert(members<Award>() == fields<Award>() + unlisted);
static_assert(members<Edition>() == fields<Edition>() + unlisted);
static_assert(members<Series>() == fields<Series>() + unlisted);
static_assert(members<Category>() == fields<Category>() + unlisted);
static_assert(members<Ceremony>() == fields<Ceremony>() + unlisted);
static_assert(members<Deadline>() == fields<Deadline>() + unlisted);
static_assert(members<Nominee>() == fields<Nominee>() + unlisted);
static_assert(members<Nomination>() == fields<Nomination>() + unlisted + 1);
static_assert(members<Credit>() == fields<Credit>() + unlisted);
static_assert(members<Evidence>() == fields<Evidence>() + unlisted);
static_assert(members<Cost>() == fields<Cost>() + unlisted);
static_assert(members<Claim>() == fields<Claim>() + unlisted);
static_assert(members<Nomination>() < 28, "there must be room to see one member more");

// Where a member lies, as text, so that members of all types can be compared.
template <class R, class Value>
std::string position(const R& record, Value R::* member) {
    const auto* start = reinterpret_cast<const char*>(&record);
    return std::to_string(reinterpret_cast<const char*>(&(record.*member)) - start);
}

TEST(Fields, AreListedOnceEachWithADescription) {
    each_record([](const auto& record) {
        using R = std::decay_t<decltype(record)>;
        std::set<std::string> names;
        std::set<std::string> positions;
        Fields<R>::each([&](const auto& field) {
            EXPECT_TRUE(names.insert(std::string(field.name)).second) << Fields<R>::name << "." << field.name;
            EXPECT_TRUE(positions.insert(position(record, field.member)).second)
                << Fields<R>::name << "." << field.name;
            EXPECT_TRUE(field.doc.ends_with('.') || field.doc.ends_with('"')) << Fields<R>::name << "." << field.name;
        });
        EXPECT_EQ(names.size(), fields<R>());
    });
}

TEST(Fields, NamesBelongToTheirMembers) {
    std::string Award::* name = nullptr;
    std::string Award::* url = nullptr;
    Fields<Award>::each([&](const auto& field) {
        if constexpr (std::is_same_v<decltype(field.member), std::string Award::*>) {
            if (field.name == "name") name = field.member;
            if (field.name == "url") url = field.member;
        }
    });
    EXPECT_EQ(name, &Award::name);
    EXPECT_EQ(url, &Award::url);
}

TEST(Fields, WhatIsNeverPublicIsMarked) {
    each_record([](const auto& record) {
        using R = std::decay_t<decltype(record)>;
        Fields<R>::each([](const auto& field) {
            constexpr bool never = std::is_same_v<R, Cost> || std::is_same_v<R, Claim>;
            const bool about_disclosure = field.name.ends_with("disclosure") || field.name.ends_with("embargo");
            EXPECT_EQ(has(field.traits, Trait::unpublished), field.name == "notes" || about_disclosure || never)
                << Fields<R>::name << "." << field.name;
        });
    });
}

TEST(Fields, EachKindHasOneRecordInTheOrderOfItsNumber) {
    int number = 0;
    each_record([&number](const auto& record) {
        using R = std::decay_t<decltype(record)>;
        EXPECT_EQ(static_cast<int>(kind_of<R>), ++number);
        std::string lower(Fields<R>::name);
        lower.front() = static_cast<char>(lower.front() + ('a' - 'A'));
        EXPECT_EQ(name(kind_of<R>), lower);
    });
    EXPECT_EQ(number, 12);
}

}  // namespace
