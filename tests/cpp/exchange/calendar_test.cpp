// Calendars: what a date becomes, by which a subscription knows an event again, and what is in it for whom.

#include "support.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace {

using namespace laurels;
using namespace laurels::literals;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// Lines as they were before they were folded.
std::vector<std::string> unfolded(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find("\r\n", from);
        if (end == std::string::npos) throw std::runtime_error("a line has no end");
        const std::string line = text.substr(from, end - from);
        EXPECT_LE(line.size(), 75U) << line;
        if (line.starts_with(' '))
            lines.back() += line.substr(1);
        else
            lines.push_back(line);
        from = end + 2;
    }
    return lines;
}

class Calendar : public testing::Test {
  protected:
    Registry registry = Registry::in_memory({.actor = "tester"});
    Id<Award> award = registry.add(Award{.name = "Social Work Awards", .notes = "late"}).id;
    Id<Edition> edition = registry.add(Edition{.award = award, .label = "2025"}).id;

    Id<Ceremony> ceremony(const char* date, CeremonyStatus status = CeremonyStatus::planned) {
        Ceremony made{.edition = edition, .name = "Gala", .place = "Leeds; Town Hall, main", .status = status};
        if (*date != '\0') made.date = When::parse(date);
        return registry.add(made).id;
    }
    /// The lines of the last event.
    std::vector<std::string> event(const CalendarExport& options = {}) const {
        const auto lines = unfolded(registry.to_ical(options));
        auto begin = std::find(lines.rbegin(), lines.rend(), "BEGIN:VEVENT").base();
        return {begin, std::find(begin, lines.end(), "END:VEVENT")};
    }
    static std::string value(const std::vector<std::string>& lines, const std::string& name) {
        for (const std::string& line : lines) {
            if (line.starts_with(name + ":") || line.starts_with(name + ";")) return line.substr(name.size() + 1);
        }
        return {};
    }
};

TEST_F(Calendar, ADayIsAnEventOfThatDay) {
    const auto id = ceremony("2025-11-20");
    const auto lines = event();
    EXPECT_EQ(value(lines, "UID"), to_string(id).replace(8, 1, "-") + "@" + registry.uuid());
    EXPECT_EQ(value(lines, "DTSTART"), "VALUE=DATE:20251120");
    EXPECT_EQ(value(lines, "DTEND"), "VALUE=DATE:20251121");
    EXPECT_EQ(value(lines, "SUMMARY"), "Social Work Awards 2025: Gala");
    EXPECT_EQ(value(lines, "STATUS"), "CONFIRMED");
    EXPECT_EQ(value(lines, "LOCATION"), "Leeds\\; Town Hall\\, main");
    EXPECT_EQ(value(lines, "SEQUENCE"), "0");
    EXPECT_EQ(value(lines, "DTSTAMP"), value(lines, "LAST-MODIFIED"));
    EXPECT_THAT(registry.to_ical(), StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Laurels//Laurels "));
}

TEST_F(Calendar, WhatIsKnownLessExactlyIsATentativeSpan) {
    ceremony("2025-11");
    EXPECT_EQ(value(event(), "DTSTART"), "VALUE=DATE:20251101");
    EXPECT_EQ(value(event(), "DTEND"), "VALUE=DATE:20251201");
    EXPECT_EQ(value(event(), "STATUS"), "TENTATIVE");
    EXPECT_EQ(value(event(), "TRANSP"), "TRANSPARENT");
    EXPECT_EQ(value(event(), "SUMMARY"), "Social Work Awards 2025: Gala (November 2025)");
    ceremony("2025-12-24~");
    EXPECT_EQ(value(event(), "DTEND"), "VALUE=DATE:20251225");
    EXPECT_EQ(value(event(), "SUMMARY"), "Social Work Awards 2025: Gala (about 24 December 2025)");
    EXPECT_EQ(value(event(), "STATUS"), "TENTATIVE");
    ceremony("2026-24");
    EXPECT_EQ(value(event(), "DTEND"), "VALUE=DATE:20270301");
}

TEST_F(Calendar, CancelledAndPostponedOnesSaySo) {
    ceremony("2025-11-20", CeremonyStatus::cancelled);
    EXPECT_EQ(value(event(), "STATUS"), "CANCELLED");
    EXPECT_THAT(value(event(), "SUMMARY"), StartsWith("Cancelled: Social Work"));
    ceremony("2025-11-21", CeremonyStatus::postponed);
    EXPECT_EQ(value(event(), "STATUS"), "TENTATIVE");
    EXPECT_THAT(value(event(), "SUMMARY"), StartsWith("Postponed: "));
    ceremony("2025-11-22", CeremonyStatus::held);
    EXPECT_EQ(value(event(), "STATUS"), "CONFIRMED");
}

TEST_F(Calendar, AClockTimeKeepsItsZone) {
    ceremony("2025-11-20T19:00[Europe/London]");
    EXPECT_EQ(value(event(), "DTSTART"), "TZID=Europe/London:20251120T190000");
    EXPECT_EQ(value(event(), "DTEND"), "");
    EXPECT_EQ(value(event(), "TRANSP"), "");
    const std::string text = registry.to_ical();
    EXPECT_THAT(text, HasSubstr("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"));
    EXPECT_THAT(text,
                HasSubstr("BEGIN:DAYLIGHT\r\nDTSTART:20250330T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"));
    EXPECT_THAT(text,
                HasSubstr("BEGIN:STANDARD\r\nDTSTART:20251026T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("2024033")));
}

TEST_F(Calendar, AnInstantIsInUtc) {
    registry.add(Deadline{.edition = edition, .name = "Entries close", .date = When::parse("2025-06-30T17:00Z")});
    EXPECT_EQ(value(event(), "DTSTART"), "20250630T170000Z");
    EXPECT_THAT(value(event(), "UID"), StartsWith("deadline-1@"));
    EXPECT_EQ(value(event(), "SUMMARY"), "Social Work Awards 2025: Entries close");
    EXPECT_THAT(registry.to_ical(), Not(HasSubstr("VTIMEZONE")));
}

TEST_F(Calendar, WhatHasNoPlaceIsLeftOutAndSaid) {
    ceremony("");
    ceremony("2026/..");
    ceremony("2025-11-20");
    std::ostringstream out;
    const CalendarReport report = registry.export_calendar(out);
    EXPECT_EQ(report.events, 1);
    ASSERT_THAT(report.left_out, SizeIs(2));
    EXPECT_THAT(report.text(),
                HasSubstr("1 event written\nleft out: ceremony:2, Social Work Awards 2025: Gala: its date"));
    EXPECT_THAT(report.text(), HasSubstr("is open at an end"));
    EXPECT_THAT(report.text(), HasSubstr("ceremony:1, Social Work Awards 2025: Gala: it has no date"));
    EXPECT_EQ(out.str(), registry.to_ical());
}

TEST_F(Calendar, AnEditRaisesTheNumberAndMovesTheStamp) {
    const auto id = ceremony("2025-11");
    const auto before = event();
    registry.revise(id, [](Ceremony& c) { c.date = When("2025-11-20"_date); });
    const auto after = event();
    EXPECT_EQ(value(before, "UID"), value(after, "UID"));
    EXPECT_EQ(value(after, "SEQUENCE"), "1");
    EXPECT_GE(value(after, "LAST-MODIFIED"), value(before, "LAST-MODIFIED"));
    registry.revise(award, [](Award& a) { a.name = "Social Worker Awards"; });
    EXPECT_EQ(value(event(), "SEQUENCE"), "2");
    EXPECT_EQ(value(event({.everything = true}), "SEQUENCE"), "2");
    registry.void_(id, "entered twice");
    EXPECT_THAT(registry.to_ical(), Not(HasSubstr("BEGIN:VEVENT")));
    registry.restore(id, "it was not");
    EXPECT_EQ(value(event(), "SEQUENCE"), "4");
}

TEST_F(Calendar, TheNumberNeverGoesBack) {
    ceremony("2025-11");
    for (const char* name : {"Social Worker Awards", "Social Work Prize"})
        registry.revise(award, [&](Award& a) { a.name = name; });
    const auto number = [&] { return std::stoi(value(event(), "SEQUENCE")); };
    int before = number();
    EXPECT_EQ(before, 2);
    const auto raised = [&] { return number() > std::exchange(before, number()); };
    const Id<Award> other = registry.add(Award{.name = "Care Prize"}).id;
    registry.merge(other, award, {.reason = "one and the same"});
    EXPECT_TRUE(raised()) << "merged";
    registry.unmerge(award, {.reason = "it is not"});
    EXPECT_TRUE(raised()) << "taken apart";
    registry.revise(edition, [&](Edition& e) { e.award = other; });
    EXPECT_TRUE(raised()) << "moved";
}

TEST_F(Calendar, NothingTellsOfEditsThatAreNotShown) {
    const auto id = ceremony("2025-11-20");
    const std::string before = registry.to_ical();
    registry.revise(id, [](Ceremony& c) { c.notes = "the caterer has not been paid"; });
    registry.revise(award, [](Award& a) { a.url = "https://awards.example/"; });
    EXPECT_EQ(registry.to_ical(), before);
}

TEST_F(Calendar, OfViewsToo) {
    const auto id = ceremony("2025-11");
    const std::string then = registry.to_ical();
    const std::int64_t change = registry.changes().back().number;
    registry.revise(id, [](Ceremony& c) { c.date = When("2025-11-20"_date); });
    EXPECT_EQ(registry.as_of(change).to_ical(), then);
    EXPECT_EQ(registry.as_of(change).public_().to_ical({.everything = true}), then);
    EXPECT_EQ(registry.public_().to_ical(), registry.to_ical());
}

TEST_F(Calendar, OfOneAward) {
    ceremony("2025-11-20");
    const auto other = registry.add(Award{.name = "Other"});
    EXPECT_THAT(registry.to_ical({.award = other.id}), Not(HasSubstr("VEVENT")));
    EXPECT_THAT(registry.to_ical({.award = other.id}), HasSubstr("X-WR-CALNAME:Other\r\n"));
    EXPECT_THAT(registry.to_ical({.award = award}), HasSubstr("VEVENT"));
    EXPECT_THROW(registry.to_ical({.award = Id<Award>(9)}), NotFound);
}

TEST_F(Calendar, LongTextsAreFoldedBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 60; ++i) name += "é€";
    registry.add(Ceremony{.edition = edition, .name = name, .date = When("2025-11-20"_date)});
    EXPECT_EQ(value(event(), "SUMMARY"), "Social Work Awards 2025: " + name);
    const std::string text = registry.to_ical();
    for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at + 1))
        EXPECT_NE(static_cast<unsigned char>(text[at + 3]) & 0xC0U, 0x80U);
}

TEST_F(Calendar, LinksAreThoseThatAreOne) {
    const auto id = ceremony("2025-11-20");
    registry.revise(id, [](Ceremony& c) { c.url = "https://awards.example/gala?a=1,2;3"; });
    EXPECT_EQ(value(event(), "URL"), "https://awards.example/gala?a=1,2;3");
    registry.revise(id, [](Ceremony& c) { c.url = "see the notice board"; });
    EXPECT_EQ(value(event(), "URL"), "");
}

}  // namespace
