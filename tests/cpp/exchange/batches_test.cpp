// Arrow columns as text, whatever their type; and the types that have none.

#include "exchange/arrow_stream.hpp"
#include "exchange/batches.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <utility>

namespace laurels::exchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// One column of a type with buffers of fixed width, in one batch.
class OneColumn : public Producer {
  public:
    OneColumn(std::string format, std::vector<std::uint32_t> words, std::int64_t rows)
        : format_(std::move(format)),
          words_(std::make_shared<std::vector<std::uint32_t>>(std::move(words))),
          rows_(rows) {}

    ArrowType type() const override { return {"", "+s", {{"column", format_, {}}}}; }
    ArrowArray next() override {
        if (std::exchange(done_, true)) return {};
        Children<ArrowArray> columns;
        columns.add([&] { return make_array(rows_, 0, {words_, {nullptr, words_->data()}, 2}); });
        return make_array(rows_, 0, {.count = 1}, std::move(columns));
    }

  private:
    std::string format_;
    std::shared_ptr<std::vector<std::uint32_t>> words_;
    std::int64_t rows_;
    bool done_ = false;
};

/// The texts of a column, and whether keys may not be of it.
std::pair<std::vector<std::string>, bool> read(const std::string& format, std::vector<std::uint32_t> words,
                                               std::int64_t rows) {
    auto stream = make_stream(std::make_unique<OneColumn>(format, std::move(words), rows));
    Batches batches(stream);
    std::vector<std::string> texts;
    while (batches.next()) {
        for (std::size_t row = 0; row < batches.rows(); ++row)
            texts.emplace_back(batches.cell(0, row).value_or("nothing"));
    }
    return {texts, batches.columns()[0].is_number()};
}

constexpr std::uint32_t ones = 0xffffffff;

TEST(Batches, DecimalsHaveAllTheirDigits) {
    EXPECT_THAT(read("d:9,2,32", {150, 0, 5, ones - 4, 123'456'789}, 5).first,
                ElementsAre("1.50", "0.00", "0.05", "-0.05", "1234567.89"));
    EXPECT_THAT(read("d:18,0,64", {7, 0, ones, ones}, 2).first, ElementsAre("7", "-1"));
    EXPECT_THAT(read("d:38,-2", {12, 0, 0, 0, 0, 0, 0, 0}, 2).first, ElementsAre("1200", "0"));
    EXPECT_THAT(read("d:38,3", {ones, ones, ones, 0x7fffffff, 0, 0, 0, 0x80000000}, 2).first,
                ElementsAre("170141183460469231731687303715884105.727", "-170141183460469231731687303715884105.728"));
    EXPECT_THAT(read("d:76,76,256", {1, 0, 0, 0, 0, 0, 0, 0}, 1).first, ElementsAre("0." + std::string(75, '0') + "1"));
    EXPECT_TRUE(read("d:9,2,32", {150}, 1).second);
}

TEST(Batches, TimesAreTextAndTimestampsHaveAlwaysAClock) {
    EXPECT_THAT(read("tts", {0, 70'200, 86'399}, 3).first, ElementsAre("00:00:00", "19:30:00", "23:59:59"));
    EXPECT_THAT(read("ttm", {70'200'999}, 1).first, ElementsAre("19:30:00"));
    EXPECT_THAT(read("ttu", {70'200'000, 0}, 1).first, ElementsAre("00:01:10"));
    EXPECT_THAT(read("tss:", {0, 0, 70'200, 0}, 2).first, ElementsAre("1970-01-01T00:00:00", "1970-01-01T19:30:00"));
    EXPECT_THAT(read("tss:Europe/London", {0, 0}, 1).first, ElementsAre("1970-01-01T00:00:00Z"));
    EXPECT_FALSE(read("tts", {0}, 1).second);
    EXPECT_THROW(read("tts", {86'400}, 1), InvalidValue);
    EXPECT_THROW(read("tts", {ones}, 1), InvalidValue);
}

TEST(Batches, WhatHasNoTextSaysNothing) {
    for (const char* format :
         {"z",    "Z",  "vz",  "w:4",   "tiM",     "tDs",         "+s",     "+m",      "+us:0", "+r",   "tt", "ttx",
          "ttss", "d:", "d:5", "d:x,2", "d:5,2,7", "d:5,2,128,1", "d:5,99", "d:5,-99", "ts",    "tsx:", "e",  ""}) {
        auto stream = make_stream(std::make_unique<OneColumn>(format, std::vector<std::uint32_t>{0, 0, 0, 0}, 1));
        Batches batches(stream);
        ASSERT_TRUE(batches.next());
        const Column& column = batches.columns()[0];
        EXPECT_EQ(column.storage, Storage::unread) << format;
        EXPECT_EQ(batches.cell(0, 0), std::nullopt) << format;
        try {
            column.check_read("at key: ");
            FAIL() << format;
        } catch (const InvalidValue& error) {
            EXPECT_THAT(error.what(), HasSubstr("at key: column 'column'")) << format;
        }
    }
}

}  // namespace
}  // namespace laurels::exchange
