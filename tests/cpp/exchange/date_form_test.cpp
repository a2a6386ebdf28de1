// Dates of tables, by the form that a mapping declares.

#include "exchange/date_form.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurels::exchange {
namespace {

using testing::HasSubstr;

struct Example {
    const char* form;
    const char* text;
    const char* date;
};

TEST(DateForm, ReadsWhatItDeclares) {
    for (const Example& example :
         {Example{"%d/%m/%Y", "31/12/1999", "1999-12-31"}, Example{"%B %d, %Y", "May 5, 2020", "2020-05-05"},
          Example{"%d %b %Y", "1 Sept. 2020", "2020-09-01"}, Example{"%B %Y", "november  2025", "2025-11"},
          Example{"%Y/%y", "1927/28", "1927/1928"}, Example{"%Y/%y", "1999/00", "1999/2000"},
          Example{"%Y-%m-%d", "1943-00-00", "1943"}, Example{"%Y-%m-%d", "1943-05-00", "1943-05"},
          Example{"%d.%m.%y", "1.2.69", "1969-02-01"}, Example{"%d.%m.%y", "1.2.68", "2068-02-01"},
          Example{"%Y%%", "1999%", "1999"}}) {
        EXPECT_EQ(read_date(example.text, example.form).text(), example.date) << example.form << " of " << example.text;
    }
}

TEST(DateForm, ReadsClockTimes) {
    EXPECT_EQ(read_when("2020-01-02T03:04:05-08:00", "%Y-%m-%dT%H:%M:%S%z", "").text(), "2020-01-02T11:04:05Z");
    EXPECT_EQ(read_when("25 Sep 2025 7:30 pm", "%d %b %Y %I:%M %p", "Europe/London").text(),
              "2025-09-25T19:30[Europe/London]");
    EXPECT_EQ(read_when("12 am 1/1/2020", "%I %p %d/%m/%Y", "UTC").text(), "2020-01-01T00:00Z");
    EXPECT_THROW(read_when("1/1/2020 10:00", "%d/%m/%Y %H:%M", ""), InvalidDate);
}

TEST(DateForm, SaysWhatIsWrong) {
    const auto said = [](std::string_view text, std::string_view form) -> std::string {
        try {
            read_date(text, form);
        } catch (const InvalidDate& error) {
            return error.what();
        }
        return {};
    };
    EXPECT_THAT(said("32/12/1999", "%d/%m/%Y"), HasSubstr("there is no day 32"));
    EXPECT_THAT(said("12-31-1999", "%d/%m/%Y"), HasSubstr("expected '/'"));
    EXPECT_THAT(said("1/1/1999x", "%d/%m/%Y"), HasSubstr("'x' is left over"));
    EXPECT_THAT(said("Mai 1999", "%B %Y"), HasSubstr("English month"));
    EXPECT_THAT(said("31/02/1999", "%d/%m/%Y"), HasSubstr("31"));
    // A form is any text, and the message is text too.
    EXPECT_FALSE(model::invalid_utf8(said("1999", "%Y\xc3\xa9")));
    EXPECT_FALSE(model::invalid_utf8(said("1999", "%Y\xcf")));
}

TEST(DateForm, AYearHasAllItsDigits) {
    EXPECT_THROW(read_date("18/5/20", "%d/%m/%Y"), InvalidDate);
    EXPECT_THROW(read_date("18/5/", "%d/%m/%Y"), InvalidDate);
    EXPECT_THROW(read_date("18/5/20204", "%d/%m/%Y"), InvalidDate);
    EXPECT_THROW(read_date("18/5/2", "%d/%m/%y"), InvalidDate);
    EXPECT_EQ(read_date("18/5/0020", "%d/%m/%Y").text(), "0020-05-18");
}

TEST(DateForm, AShortSecondYearFollowsTheFirst) {
    EXPECT_EQ(read_date("1901/99", "%Y/%y").text(), "1901/1999");
    EXPECT_EQ(read_date("1998/02", "%Y/%y").text(), "1998/2002");
    for (const char* backwards : {"2024/23", "1999/98", "1927/1"}) {
        EXPECT_THROW(read_date(backwards, "%Y/%y"), InvalidDate) << backwards;
    }
}

TEST(DateForm, AMidnightOfNoZoneIsADay) {
    EXPECT_EQ(read_date("2024-05-01T00:00:00", "").text(), "2024-05-01");
    EXPECT_EQ(read_date("2024-05-01 00:00:00", "").text(), "2024-05-01");
    EXPECT_EQ(read_date("2024-05-01T00:00:00", "%Y-%m-%d").text(), "2024-05-01");
    EXPECT_EQ(read_when("2024-05-01T00:00:00", "", "").text(), "2024-05-01");
    EXPECT_EQ(read_when("2024-05-01T00:00:00", "", "Europe/London").text(), "2024-05-01T00:00[Europe/London]");
    EXPECT_EQ(read_when("2024-05-01T10:30:00", "", "Europe/London").text(), "2024-05-01T10:30[Europe/London]");
    EXPECT_EQ(read_when("2024-05-01T00:00:00Z", "", "").text(), "2024-05-01T00:00Z");
    EXPECT_THROW(read_when("2024-05-01T10:30:00", "", ""), InvalidDate);
    EXPECT_THROW(read_date("2024-05-01T10:30:00", "%Y-%m-%d"), InvalidDate);
}

TEST(DateForm, AClockTimeIsLeftOutOfADateWhereTheFormSaysSo) {
    for (const char* text : {"2024-05-01T10:30:00", "2024-05-01 10:30:00", "2024-05-01T10:30:00Z"}) {
        try {
            read_date(text, "");
            FAIL() << text;
        } catch (const InvalidDate& error) {
            // The remedy works.
            const std::string said = error.what();
            const std::size_t from = said.find("\"%Y");
            ASSERT_NE(from, std::string::npos) << said;
            const std::string form = said.substr(from + 1, said.find('"', from + 1) - from - 1);
            EXPECT_EQ(read_date(text, form).text(), "2024-05-01") << form;
        }
    }
    EXPECT_THROW(read_date("2024-05-01T10:30:00.5", ""), InvalidDate);
}

TEST(DateForm, RefusesOtherForms) {
    EXPECT_THROW(check_date_form("%d/%m"), InvalidValue);
    EXPECT_THROW(check_date_form("%Y %q"), InvalidValue);
    EXPECT_THROW(check_date_form("%Y %"), InvalidValue);
    EXPECT_NO_THROW(check_date_form("%Y-%m-%dT%H:%M:%S%z"));
}

}  // namespace
}  // namespace laurels::exchange
