// Instants, clock times and time zones. What UTC a local time is was taken from Python's zoneinfo.

#include "model/zone.hpp"

#include <laurels/date.hpp>
#include <laurels/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace {

using namespace laurels;
using namespace laurels::literals;
using namespace std::chrono_literals;
using namespace std::string_literals;
using model::YearlyRule;
using model::Zone;
using model::Zones;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using testing::HasSubstr;

template <class Call>
std::string error_of(Call call) {
    try {
        call();
    } catch (const InvalidDate& error) {
        return error.what();
    }
    return "(nothing was thrown)";
}
std::string instant_error(std::string_view text) {
    return error_of([text] { (void)parse_instant(text); });
}
std::string when_error(std::string_view text) {
    return error_of([text] { (void)When::parse(text); });
}

// --- Instants
// ----------------------------------------------------------------------------------------------------------

TEST(Instants, AreReadAndWritten) {
    for (const char* text : {"2026-03-02T10:30:00Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z",
                             "2026-03-02T10:30:00.000001Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"}) {
        EXPECT_EQ(to_string(parse_instant(text)), text);
    }
    // Examples of RFC 3339, section 5.8.
    EXPECT_EQ(to_string(parse_instant("1985-04-12T23:20:50.52Z")), "1985-04-12T23:20:50.520000Z");
    EXPECT_EQ(to_string(parse_instant("1996-12-19T16:39:57-08:00")), "1996-12-20T00:39:57Z");
    EXPECT_EQ(to_string(parse_instant("1937-01-01T12:00:27.87+00:20")), "1937-01-01T11:40:27.870000Z");
    EXPECT_EQ(parse_instant("2001-09-09T01:46:40Z").time_since_epoch(), 1'000'000'000s);
    EXPECT_EQ(to_string(parse_instant("2026-03-02t10:30z")), "2026-03-02T10:30:00Z");
}

TEST(Instants, RefuseWhatIsNone) {
    EXPECT_EQ(
        instant_error("2026-03-02T10:30:00"),
        "2026-03-02T10:30:00: a time without time zone is no instant; end it with 'Z' or an offset such as '+01:00'");
    EXPECT_THAT(instant_error("2026-03-02"), HasSubstr("an instant is written as"));
    EXPECT_THAT(instant_error("2026-02-30T10:30:00Z"), HasSubstr("February 2026 has 28 days"));
    EXPECT_THAT(instant_error("2026-03T10:30:00Z"), HasSubstr("belongs to one day"));
    EXPECT_THAT(instant_error("2026-03-02T24:00:00Z"), HasSubstr("there is no hour 24"));
    EXPECT_THAT(instant_error("2026-03-02T10:60:00Z"), HasSubstr("there is no minute 60"));
    EXPECT_THAT(instant_error("1990-12-31T23:59:60Z"), HasSubstr("there is no second 60"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00.1234567Z"), HasSubstr("six decimals"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00.Z"), HasSubstr("six decimals"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00+0100"), HasSubstr("'+01:00'"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00+24:00"), HasSubstr("'+01:00'"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00 Z"), HasSubstr("ends with 'Z'"));
    EXPECT_THAT(instant_error("2026-03-02T10:30:00Zulu"), HasSubstr("something follows"));
    EXPECT_THAT(instant_error("2026-03-02T1:30Z"), HasSubstr("a clock time is written as"));
    EXPECT_THAT(instant_error("0001-01-01T00:00:00+00:01"), HasSubstr("years 0001 to 9999"));
    EXPECT_THAT(instant_error("9999-12-31T23:59:59-00:01"), HasSubstr("years 0001 to 9999"));
    EXPECT_THAT(instant_error(""), HasSubstr("an instant is written as"));
}

// --- Local times
// -------------------------------------------------------------------------------------------------------

TEST(Whens, AreReadAndWritten) {
    for (const char* text : {"2025-09-25", "2025-11~", "../..", "2025-09-25T19:00[Europe/London]",
                             "2025-09-25T19:00:30[Europe/London]", "2025-09-25T00:00Z", "2025-09-25T23:59:59Z",
                             "2025-09-25T12:00[Etc/GMT+5]", "2025-09-25T12:00[America/Argentina/Buenos_Aires]"}) {
        const When when = When::parse(text);
        EXPECT_EQ(when.text(), text);
        EXPECT_EQ(When::parse(when.text()), when);
        EXPECT_EQ(When::parse_stored(text), when);
    }
    const When gala = When::parse("2025-09-25T19:00:00[Europe/London]");
    EXPECT_EQ(gala.text(), "2025-09-25T19:00[Europe/London]");
    EXPECT_EQ(gala.date(), "2025-09-25"_date);
    EXPECT_EQ(gala.time(), 19h);
    EXPECT_EQ(gala.zone(), "Europe/London");
    EXPECT_EQ(gala, When("2025-09-25"_date, 19h, "Europe/London"));
    EXPECT_EQ(When("2025-11"_date).time(), std::nullopt);
    EXPECT_EQ(When("2025-11"_date).instant(), std::nullopt);
}

TEST(Whens, AreShown) {
    EXPECT_EQ(When::parse("2025-09-25T19:00[Europe/London]").display(), "25 September 2025, 19:00 (Europe/London)");
    EXPECT_EQ(When::parse("2025-09-25T18:05:09Z").display(), "25 September 2025, 18:05:09 UTC");
    EXPECT_EQ(When::parse("2025-11~").display(), "about November 2025");
}

TEST(Whens, OfInstantsAreUtcToTheSecond) {
    const When when(parse_instant("2026-03-02T10:30:05.999999Z"));
    EXPECT_EQ(when.text(), "2026-03-02T10:30:05Z");
    EXPECT_EQ(when.zone(), "UTC");
    EXPECT_EQ(*when.instant(), parse_instant("2026-03-02T10:30:05Z"));
    EXPECT_EQ(When(parse_instant("1969-12-31T23:59:59.5Z")).text(), "1969-12-31T23:59:59Z");
    EXPECT_THROW(When{Instant::max()}, InvalidDate);
    EXPECT_THROW(When{Instant::min()}, InvalidDate);
}

TEST(Whens, HaveTheInstantOfTheirZone) {
    const std::pair<const char*, const char*> known[] = {
        {"2025-03-30T00:59:59[Europe/London]", "2025-03-30T00:59:59Z"},
        {"2025-03-30T02:00[Europe/London]", "2025-03-30T01:00:00Z"},
        {"2025-07-01T12:00[Europe/London]", "2025-07-01T11:00:00Z"},
        {"2025-10-26T00:59:59[Europe/London]", "2025-10-25T23:59:59Z"},
        {"2025-10-26T01:30[Europe/London]", "2025-10-26T00:30:00Z"},  // occurs twice: the first
        {"2025-10-26T02:00[Europe/London]", "2025-10-26T02:00:00Z"},
        {"1969-07-01T12:00[Europe/London]", "1969-07-01T11:00:00Z"},
        {"2025-03-09T01:59:59[America/New_York]", "2025-03-09T06:59:59Z"},
        {"2025-03-09T03:00[America/New_York]", "2025-03-09T07:00:00Z"},
        {"2025-11-02T01:30[America/New_York]", "2025-11-02T05:30:00Z"},
        {"1945-08-01T12:00[America/New_York]", "1945-08-01T16:00:00Z"},
        {"2025-01-15T12:00[Europe/Dublin]", "2025-01-15T12:00:00Z"},
        {"2025-07-15T12:00[Europe/Dublin]", "2025-07-15T11:00:00Z"},
        {"2025-01-15T12:00[Australia/Lord_Howe]", "2025-01-15T01:00:00Z"},
        {"2025-07-15T12:00[Australia/Lord_Howe]", "2025-07-15T01:30:00Z"},
        {"1985-12-31T12:00[Asia/Kathmandu]", "1985-12-31T06:30:00Z"},
        {"2025-06-01T12:00[Asia/Kathmandu]", "2025-06-01T06:15:00Z"},
        {"2011-12-29T12:00[Pacific/Apia]", "2011-12-29T22:00:00Z"},
        {"2011-12-31T12:00[Pacific/Apia]", "2011-12-30T22:00:00Z"},
        {"2018-12-01T12:00[America/Sao_Paulo]", "2018-12-01T14:00:00Z"},
        {"2025-07-01T12:00[Etc/GMT+5]", "2025-07-01T17:00:00Z"},
        {"2025-09-25T18:00Z", "2025-09-25T18:00:00Z"},
    };
    for (const auto& [local, utc] : known) EXPECT_EQ(to_string(*When::parse(local).instant()), utc) << local;
}

TEST(BadWhens, WithoutZoneOrWithOneThatIsNone) {
    EXPECT_EQ(when_error("2025-09-25T19:00"), "2025-09-25T19:00: a clock time needs its time zone, as in "
                                              "'2025-09-25T19:00[Europe/London]', or 'Z' for UTC");
    EXPECT_EQ(when_error("2025-09-25T19:00[Europe/Leeds]"),
              "'Europe/Leeds' is no time zone known here; zones are named as 'Europe/London' or 'UTC'");
    for (const char* zone : {"BST?", "europe london", "", "localtime", "posixrules", "Factory", "posix/Europe/London",
                             "right/Europe/London", "../zoneinfo/Europe/London", "/usr/share/zoneinfo/Europe/London",
                             "Europe", "tzdata.zi", "zone.tab", "Z", "Europe/London/", "Europe//London\n"}) {
        EXPECT_THROW(When("2025-09-25"_date, 19h, zone), InvalidDate) << zone;
    }
    EXPECT_THAT(when_error("2025-09-25T19:00+01:00"), HasSubstr("an offset does not say which time zone"));
    EXPECT_THAT(when_error("2025-09-25T19:00+01:00[Europe/London]"),
                HasSubstr("leave the offset out, as in '2025-09-25T19:00[Europe/London]'"));
    EXPECT_THAT(when_error("2025-09-25T19:00.5Z"), HasSubstr("told to the second"));
    EXPECT_THAT(when_error("2025-09-25T19:00 Europe/London"), HasSubstr("'[Europe/London]'"));
    EXPECT_THAT(when_error("2025-09-25T19:00[Europe/London"), HasSubstr("'[Europe/London]'"));
}

TEST(BadWhens, ThatDoNotExist) {
    EXPECT_EQ(when_error("2025-03-30T01:30[Europe/London]"),
              "2025-03-30T01:30[Europe/London]: this time does not exist in Europe/London, where the clock was put "
              "forward from "
              "01:00 to 02:00");
    EXPECT_THAT(when_error("2025-03-30T01:00[Europe/London]"), HasSubstr("does not exist"));
    EXPECT_THAT(when_error("2025-03-30T01:59:59[Europe/London]"), HasSubstr("does not exist"));
    EXPECT_THAT(when_error("2025-10-05T02:10[Australia/Lord_Howe]"), HasSubstr("from 02:00 to 02:30"));
    EXPECT_THAT(when_error("2011-12-30T12:00[Pacific/Apia]"),
                HasSubstr("from 00:00 on 30 December 2011 to 00:00 on 31 December 2011"));
    EXPECT_THAT(when_error("2025-02-30T19:00Z"), HasSubstr("February 2025 has 28 days"));
    EXPECT_THAT(when_error("2025-09T19:00Z"), HasSubstr("belongs to one day"));
    EXPECT_THAT(when_error("2025-09-25?T19:00Z"), HasSubstr("belongs to one day"));
    EXPECT_THAT(when_error("2025-09-25T25:00Z"), HasSubstr("no hour 25"));
    EXPECT_THAT(when_error("2025-09-25T19Z"), HasSubstr("a clock time is written as"));
    EXPECT_THROW(When("2025-09"_date, 19h, "UTC"), InvalidDate);
    EXPECT_THROW(When("2025-09-25"_date, 24h, "UTC"), InvalidDate);
    EXPECT_THROW(When("2025-09-25"_date, -1s, "UTC"), InvalidDate);
}

TEST(Whens, ThatWereStoredAreReadWithoutTheDatabase) {
    // A later version of the database may no longer have the zone, or have put the clock forward just then.
    const When unknown = When::parse_stored("2025-09-25T19:00[Europe/Leeds]");
    EXPECT_EQ(unknown.text(), "2025-09-25T19:00[Europe/Leeds]");
    EXPECT_THROW((void)unknown.instant(), InvalidDate);
    const When skipped = When::parse_stored("2025-03-30T01:30[Europe/London]");
    EXPECT_EQ(to_string(*skipped.instant()), "2025-03-30T01:30:00Z") << "counted on from the clock before";
    EXPECT_THROW(When::parse_stored("2025-13"), InvalidDate);
}

TEST(WhenOrder, IsByDateThenTimeThenZone) {
    const char* in_order[] = {"2025-09-24T23:00Z",
                              "2025-09-25",
                              "2025-09-25T18:00[Europe/London]",
                              "2025-09-25T18:00Z",
                              "2025-09-25T18:00:01[Europe/London]",
                              "2025-09"};
    // A month that begins earlier comes before its days, by the order of dates.
    EXPECT_LT(When::parse("2025-09"), When::parse(in_order[0]));
    for (std::size_t i = 0; i + 1 < std::size(in_order); ++i) {
        for (std::size_t j = 0; j + 1 < std::size(in_order); ++j) {
            EXPECT_EQ(When::parse(in_order[i]) <=> When::parse(in_order[j]), i <=> j)
                << in_order[i] << " " << in_order[j];
        }
    }
}

// --- The rules at the end of zone files
// ---------------------------------------------------------------------------------

seconds offset(const YearlyRule& rule, const char* utc) {
    return rule.offset_at(std::chrono::floor<seconds>(parse_instant(utc)));
}

TEST(YearlyRules, OfLondon) {
    const auto rule = YearlyRule::parse("GMT0BST,M3.5.0/1,M10.5.0");
    ASSERT_TRUE(rule);
    EXPECT_EQ(offset(*rule, "2040-01-01T12:00:00Z"), 0h);
    EXPECT_EQ(offset(*rule, "2040-03-25T00:59:59Z"), 0h);  // the last Sunday of March
    EXPECT_EQ(offset(*rule, "2040-03-25T01:00:00Z"), 1h);
    EXPECT_EQ(offset(*rule, "2040-10-28T00:59:59Z"), 1h);
    EXPECT_EQ(offset(*rule, "2040-10-28T01:00:00Z"), 0h);
    EXPECT_EQ(offset(*rule, "2040-12-31T23:59:59Z"), 0h);
}

TEST(YearlyRules, OfTheSouthGoOverTheNewYear) {
    const auto rule = YearlyRule::parse("AEST-10AEDT,M10.1.0,M4.1.0/3");
    ASSERT_TRUE(rule);
    EXPECT_EQ(offset(*rule, "2039-12-31T23:59:59Z"), 11h);
    EXPECT_EQ(offset(*rule, "2040-01-01T00:00:00Z"), 11h);
    EXPECT_EQ(offset(*rule, "2040-07-01T00:00:00Z"), 10h);
}

TEST(YearlyRules, OfUnusualPlaces) {
    const auto dublin = YearlyRule::parse("IST-1GMT0,M10.5.0,M3.5.0/1");  // its summer time is the standard one
    ASSERT_TRUE(dublin);
    EXPECT_EQ(offset(*dublin, "2040-01-15T12:00:00Z"), 0h);
    EXPECT_EQ(offset(*dublin, "2040-07-15T12:00:00Z"), 1h);
    const auto nuuk = YearlyRule::parse("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");  // on the evening before
    ASSERT_TRUE(nuuk);
    EXPECT_EQ(offset(*nuuk, "2045-03-26T00:59:59Z"), -2h);
    EXPECT_EQ(offset(*nuuk, "2045-03-26T01:00:00Z"), -1h);
    const auto lord_howe = YearlyRule::parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    ASSERT_TRUE(lord_howe);
    EXPECT_EQ(offset(*lord_howe, "2040-07-01T00:00:00Z"), 10h + 30min);
    EXPECT_EQ(offset(*lord_howe, "2040-01-01T00:00:00Z"), 11h);
    const auto always = YearlyRule::parse("XXX3EDT4,0/0,J365/23");  // RFC 8536: summer time all the year
    ASSERT_TRUE(always);
    for (const char* utc :
         {"2040-01-01T03:59:59Z", "2040-01-01T04:00:00Z", "2040-06-01T00:00:00Z", "2040-12-31T23:59:59Z"}) {
        EXPECT_EQ(offset(*always, utc), -4h) << utc;
    }
    const auto julian = YearlyRule::parse("AAA0BBB,J60/0,J61/0");  // 1 March, whether or not there is a 29 February
    ASSERT_TRUE(julian);
    EXPECT_EQ(offset(*julian, "2040-02-29T23:59:59Z"), 0h);
    EXPECT_EQ(offset(*julian, "2040-03-01T00:00:00Z"), 1h);
    EXPECT_EQ(offset(*julian, "2041-03-01T00:00:00Z"), 1h);
    EXPECT_EQ(offset(*julian, "2041-02-28T23:59:59Z"), 0h);
    EXPECT_EQ(offset(*YearlyRule::parse("<+0545>-5:45"), "2040-01-01T00:00:00Z"), 5h + 45min);
}

TEST(YearlyRules, RefuseWhatIsNone) {
    for (const char* text :
         {"", "GMT", "G0", "0", "<GMT0", "GMT0BST,", "GMT0BST,M3.5.0/1", "GMT0BST,M3.5.0/1,M13.5.0",
          "GMT0BST,M3.6.0,M10.5.0", "GMT0BST,M3.5.7,M10.5.0", "GMT0BST,M3.5,M10.5.0", "GMT0BST,J0,J300",
          "GMT0BST,366,1", "GMT0BST,M3.5.0/168,M10.5.0", "GMT0:60", "GMT0BST,M3.5.0/1,M10.5.0 ", "GMT0BST"}) {
        EXPECT_FALSE(YearlyRule::parse(text)) << text;
    }
}

// --- Zone files
// --------------------------------------------------------------------------------------------------------

std::string big_endian(std::int64_t number, int size) {
    std::string bytes;
    for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i));
    return bytes;
}

// A block of a TZif file: two types, -75 s (local mean time) and 0 s, and the changes between them at given times.
std::string block(char version, const std::vector<std::int64_t>& changes, int time_size, int leap_seconds = 0) {
    std::string bytes = "TZif"s + version + std::string(15, '\0');
    for (const std::size_t count : {std::size_t(0), std::size_t(0), static_cast<std::size_t>(leap_seconds),
                                    changes.size(), std::size_t(2), std::size_t(8)}) {
        bytes += big_endian(static_cast<std::int64_t>(count), 4);
    }
    for (const auto change : changes) bytes += big_endian(change, time_size);
    for (std::size_t i = 0; i < changes.size(); ++i) bytes += '\1';
    bytes += big_endian(-75, 4) + "\0\0"s + big_endian(0, 4) + "\0\4"s + "LMT\0GMT\0"s;
    for (int i = 0; i < leap_seconds; ++i) bytes += std::string(static_cast<std::size_t>(time_size) + 4, '\0');
    return bytes;
}
const std::int64_t change_of_1847 = -3'852'662'325;  // 1 December 1847, when Britain took Greenwich time
std::string slim_file() { return block('2', {}, 4) + block('2', {change_of_1847}, 8) + "\nGMT0BST,M3.5.0/1,M10.5.0\n"; }

TEST(ZoneFiles, ThatAreSlimFollowTheirRule) {
    const auto zone = Zone::parse(slim_file());
    ASSERT_TRUE(zone);
    EXPECT_EQ(zone->offset_at(sys_seconds(seconds(change_of_1847 - 1))), -75s);
    EXPECT_EQ(zone->offset_at(sys_seconds(seconds(change_of_1847))), 0s);
    EXPECT_EQ(zone->offset_at(std::chrono::floor<seconds>(parse_instant("2025-07-01T12:00:00Z"))), 1h);
    EXPECT_EQ(zone->offset_at(std::chrono::floor<seconds>(parse_instant("2125-07-01T12:00:00Z"))), 1h);
    EXPECT_EQ(zone->offset_at(std::chrono::floor<seconds>(parse_instant("2125-01-01T12:00:00Z"))), 0h);
}

TEST(ZoneFiles, OfTheFirstVersionHaveNoRule) {
    const auto zone = Zone::parse(block('\0', {-1'000, 1'000}, 4));
    ASSERT_TRUE(zone);
    EXPECT_FALSE(zone->rule);
    EXPECT_EQ(zone->offset_at(sys_seconds(-1'001s)), -75s);
    EXPECT_EQ(zone->offset_at(sys_seconds(5'000s)), 0s);
}

TEST(ZoneFiles, ThatAreBrokenAreNone) {
    const std::string whole = slim_file();
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(Zone::parse(whole.substr(0, size))) << size;
    EXPECT_FALSE(Zone::parse(block('2', {}, 4) + block('2', {}, 8, 3) + "\n\n")) << "with leap seconds";
    EXPECT_FALSE(Zone::parse(block('2', {}, 4) + block('2', {5, 4}, 8) + "\n\n")) << "out of order";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; byte += 5) {  // whatever it is read as, nothing lies outside
            std::string changed = whole;
            changed[at] = static_cast<char>(byte);
            if (const auto zone = Zone::parse(changed)) (void)model::resolve(*zone, sys_seconds(1'000'000'000s));
        }
    }
}

TEST(ZoneFolders, ThatAreMissingAreSaidToBe) {
    Zones none({"/nowhere/zoneinfo", "/nowhere/else"});
    const auto error = error_of([&none] { (void)none.find("Europe/London"); });
    EXPECT_EQ(error,
              "the time zone 'Europe/London' cannot be looked up: there is no time zone database in /nowhere/zoneinfo; "
              "install tzdata, or name its folder in TZDIR");
}

TEST(ZoneFolders, AreReadOnce) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "laurels-zones";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "Slim", std::ios::binary) << slim_file();
    std::ofstream(folder / "Broken", std::ios::binary) << "no zone";
    Zones zones({"/nowhere", folder});
    const Zone& zone = zones.find("Slim");
    EXPECT_THROW((void)zones.find("Broken"), InvalidDate);
    std::filesystem::remove_all(folder);
    EXPECT_EQ(&zones.find("Slim"), &zone);
}

TEST(ZoneFolders, ServeSeveralThreads) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            for (const char* zone : {"Europe/Paris", "Asia/Tokyo", "America/Chicago", "Africa/Cairo"}) {
                for (int n = 0; n < 50; ++n) (void)When("2025-07-01"_date, 12h, zone).instant();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(to_string(*When("2025-07-01"_date, 12h, "Asia/Tokyo").instant()), "2025-07-01T03:00:00Z");
}

}  // namespace
