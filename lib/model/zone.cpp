#include "zone.hpp"

#include "calendar.hpp"
#include "text.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace laurels::inline v0::model {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

// --- The rule at the end of a file, as POSIX writes TZ
// ----------------------------------------------------------------

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "GMT" or "<+0330>".
bool take_abbreviation(std::string_view& text) {
    if (take(text, '<')) {
        const auto end = text.find('>');
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end + 1);
        return true;
    }
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) ++size;
    text.remove_prefix(size);
    return size >= 3;
}

// A number of one to three digits.
std::optional<unsigned> take_number(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && size < 3 && is_digit(text[size])) ++size;
    return size == 0 ? std::nullopt : take_digits(text, size);
}

// "[+-]h[h[h]][:mm[:ss]]".
std::optional<seconds> take_time(std::string_view& text) {
    const bool negative = take(text, '-');
    if (!negative) take(text, '+');
    const auto hour = take_number(text);
    if (!hour || *hour > 167) return std::nullopt;
    seconds time = hours(*hour);
    for (const seconds unit : {seconds(minutes(1)), seconds(1)}) {
        if (!take(text, ':')) break;
        const auto part = take_digits(text, 2);
        if (!part || *part > 59) return std::nullopt;
        time += *part * unit;
    }
    return negative ? -time : time;
}

bool within(std::optional<unsigned> number, unsigned least, unsigned most) {
    return number && *number >= least && *number <= most;
}

// "M3.5.0/1", "J60" or "59", after a comma.
std::optional<ChangeDay> take_change_day(std::string_view& text) {
    if (!take(text, ',')) return std::nullopt;
    ChangeDay change;
    if (take(text, 'M')) {
        const auto month = take_number(text);
        const bool first_dot = take(text, '.');
        const auto week = take_number(text);
        const bool second_dot = take(text, '.');
        const auto weekday = take_number(text);
        if (!within(month, 1, 12) || !first_dot || !within(week, 1, 5) || !second_dot || !within(weekday, 0, 6))
            return std::nullopt;
        change.form = ChangeDay::Form::weekday_of_month;
        change.month = *month;
        change.week = *week;
        change.weekday = *weekday;
    } else {
        const bool julian = take(text, 'J');
        const auto day = take_number(text);
        if (!within(day, julian ? 1 : 0, 365)) return std::nullopt;
        change.form = julian ? ChangeDay::Form::day_of_365 : ChangeDay::Form::day_of_366;
        change.day = *day;
    }
    change.time = hours(2);
    if (take(text, '/')) {
        const auto time = take_time(text);
        if (!time) return std::nullopt;
        change.time = *time;
    }
    return change;
}

// The wall time of the change in a year.
WallTime in_year(const ChangeDay& change, int year) {
    const sys_days new_year = day_of(year, 1, 1);
    switch (change.form) {
    case ChangeDay::Form::day_of_365: {  // 29 February is never counted, so day 60 is always 1 March
        const bool leap = std::chrono::year(year).is_leap();
        return new_year + days(change.day - 1 + (leap && change.day >= 60 ? 1 : 0)) + change.time;
    }
    case ChangeDay::Form::day_of_366: return new_year + days(change.day) + change.time;
    default: break;
    }
    const std::chrono::weekday weekday(change.weekday);
    const std::chrono::year_month month{std::chrono::year(year), std::chrono::month(change.month)};
    if (change.week == 5) return sys_days(month / weekday[std::chrono::last]) + change.time;
    return sys_days(month / weekday[change.week]) + change.time;
}

// --- TZif
// --------------------------------------------------------------------------------------------------------------

// Reads big-endian numbers; once something is missing, `ok` is false and everything is 0.
struct Reader {
    std::string_view rest;
    bool ok = true;

    std::string_view bytes(std::size_t size) {
        if (rest.size() < size) {
            ok = false;
            rest = {};
            return {};
        }
        const auto taken = rest.substr(0, size);
        rest.remove_prefix(size);
        return taken;
    }
    std::int64_t number(std::size_t size) {
        const auto digits = bytes(size);
        if (digits.empty()) return 0;
        std::uint64_t value = 0;
        for (const char c : digits) value = (value << 8) | static_cast<unsigned char>(c);
        const unsigned unused = static_cast<unsigned>(64 - 8 * size);  // two's complement: spread the sign
        return static_cast<std::int64_t>(value << unused) >> unused;
    }
};

struct Header {
    char version = 0;
    std::size_t utc_flags = 0;
    std::size_t standard_flags = 0;
    std::size_t leap_seconds = 0;
    std::size_t changes = 0;
    std::size_t types = 0;
    std::size_t characters = 0;

    std::size_t body_size(std::size_t time_size) const {
        return changes * (time_size + 1) + types * 6 + characters + leap_seconds * (time_size + 4) + standard_flags +
               utc_flags;
    }
};

std::optional<Header> take_header(Reader& in) {
    if (in.bytes(4) != "TZif") return std::nullopt;
    Header header;
    const auto version = in.bytes(16);
    if (!in.ok) return std::nullopt;
    header.version = version.front();
    for (std::size_t Header::* count : {&Header::utc_flags, &Header::standard_flags, &Header::leap_seconds,
                                        &Header::changes, &Header::types, &Header::characters}) {
        const auto number = in.number(4);
        if (number < 0 || number > 100'000) return std::nullopt;
        header.*count = static_cast<std::size_t>(number);
    }
    if (!in.ok || header.types == 0) return std::nullopt;
    return header;
}

std::optional<Zone> take_body(Reader& in, const Header& header, std::size_t time_size) {
    Zone zone;
    for (std::size_t i = 0; i < header.changes; ++i) zone.changes.emplace_back(seconds(in.number(time_size)));
    const auto indexes = in.bytes(header.changes);
    std::vector<seconds> offsets;
    for (std::size_t i = 0; i < header.types; ++i) {
        offsets.emplace_back(in.number(4));
        in.bytes(2);  // whether it is summer time, and where its abbreviation begins
    }
    in.bytes(header.characters + header.leap_seconds * (time_size + 4) + header.standard_flags + header.utc_flags);
    if (!in.ok || !std::is_sorted(zone.changes.begin(), zone.changes.end())) return std::nullopt;
    zone.first_offset = offsets.front();
    for (const char index : indexes) {
        const auto type = static_cast<unsigned char>(index);
        if (type >= offsets.size()) return std::nullopt;
        zone.offsets.push_back(offsets[type]);
    }
    return zone;
}

// --- Names
// -------------------------------------------------------------------------------------------------------------

// A name may not lead out of the folder. Some files beside the zones mean another thing on another machine.
bool is_zone_name(std::string_view name) {
    const bool characters = std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
    });
    const bool other = name == "localtime" || name == "posixrules" || name == "Factory" || name.starts_with("posix/") ||
                       name.starts_with("right/");
    return !name.empty() && characters && !other && is_letter(name.front());
}

std::vector<std::filesystem::path> system_folders() {
    if (const char* folder = std::getenv("TZDIR"); folder != nullptr && *folder != '\0') return {folder};
    return {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
}

bool is_folder(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored);
}

}  // namespace

std::optional<YearlyRule> YearlyRule::parse(std::string_view text) {
    YearlyRule rule;
    if (!take_abbreviation(text)) return std::nullopt;
    const auto standard = take_time(text);
    if (!standard) return std::nullopt;
    rule.standard = -*standard;  // POSIX counts westwards
    if (text.empty()) return rule;

    if (!take_abbreviation(text)) return std::nullopt;
    rule.summer = rule.standard + hours(1);
    if (!text.starts_with(',')) {
        const auto summer = take_time(text);
        if (!summer) return std::nullopt;
        rule.summer = -*summer;
    }
    const auto start = take_change_day(text);
    const auto end = take_change_day(text);
    if (!start || !end || !text.empty()) return std::nullopt;
    rule.start = *start;
    rule.end = *end;
    rule.changes = true;
    return rule;
}

seconds YearlyRule::offset_at(sys_seconds instant) const {
    if (!changes) return standard;
    struct Change {
        sys_seconds instant;
        bool to_summer;
        bool operator<(const Change& other) const {  // where summer ends and begins at once, it goes on
            return instant != other.instant ? instant < other.instant : !to_summer && other.to_summer;
        }
    };
    const std::chrono::year_month_day date(std::chrono::floor<days>(instant));
    std::array<Change, 6> around;
    std::size_t count = 0;
    for (const int year :
         {static_cast<int>(date.year()) - 1, static_cast<int>(date.year()), static_cast<int>(date.year()) + 1}) {
        around[count++] = {in_year(start, year) - standard, true};
        around[count++] = {in_year(end, year) - summer, false};
    }
    std::sort(around.begin(), around.end());
    const auto next = std::find_if(around.begin(), around.end(), [&](const Change& c) { return c.instant > instant; });
    if (next == around.begin()) return around.front().to_summer ? standard : summer;
    return std::prev(next)->to_summer ? summer : standard;
}

std::optional<Zone> Zone::parse(std::string_view file) {
    Reader in{file};
    auto header = take_header(in);
    if (!header) return std::nullopt;
    std::size_t time_size = 4;
    if (header->version >= '2') {  // the same again with longer numbers follows
        in.bytes(header->body_size(time_size));
        header = take_header(in);
        if (!header) return std::nullopt;
        time_size = 8;
    }
    if (header->leap_seconds > 0) return std::nullopt;  // counts other seconds than UTC as computers keep it
    auto zone = take_body(in, *header, time_size);
    if (!zone || time_size == 4) return zone;

    const bool begins = take(in.rest, '\n');
    const auto end = in.rest.find('\n');
    if (!begins || end == std::string_view::npos) return std::nullopt;
    const auto rule = in.rest.substr(0, end);
    if (rule.empty()) return zone;
    zone->rule = YearlyRule::parse(rule);
    return zone->rule ? zone : std::nullopt;
}

seconds Zone::offset_at(sys_seconds instant) const {
    const auto next = std::upper_bound(changes.begin(), changes.end(), instant);
    const bool beyond = changes.empty() || instant > changes.back();
    if (beyond && rule) return rule->offset_at(instant);
    if (next == changes.begin()) return first_offset;
    return offsets[static_cast<std::size_t>(next - changes.begin()) - 1];
}

Resolved resolve(const Zone& zone, WallTime time) {
    // No offset is a day or more, so the offsets a day before and after are those of a change in between.
    const seconds before = zone.offset_at(time - days(1));
    const seconds after = zone.offset_at(time + days(1));
    const sys_seconds by_old = time - before;
    const sys_seconds by_new = time - after;
    const bool old_holds = zone.offset_at(by_old) == before;
    const bool new_holds = zone.offset_at(by_new) == after;
    if (old_holds && new_holds) return {std::min(by_old, by_new), false, {}, {}};
    if (old_holds) return {by_old, false, {}, {}};
    if (new_holds) return {by_new, false, {}, {}};

    // Skipped. The change lies between the two; at `high` the new offset holds.
    sys_seconds low = by_new;
    sys_seconds high = by_old;
    while (high - low > seconds(1)) {
        const sys_seconds middle = low + (high - low) / 2;
        (zone.offset_at(middle) == before ? low : high) = middle;
    }
    return {by_old, true, high + before, high + after};
}

std::optional<Zone> Zones::read(const std::string& name) const {
    for (const auto& folder : folders_) {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(folder / name, ignored)) continue;
        std::ostringstream bytes;
        bytes << std::ifstream(folder / name, std::ios::binary).rdbuf();  // what cannot be read is no zone
        if (auto zone = Zone::parse(bytes.view())) return zone;
    }
    return std::nullopt;
}

const Zone& Zones::find(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    if (const auto known = zones_.find(name); known != zones_.end()) return *known->second;
    if (auto zone = is_zone_name(name) ? read(name) : std::nullopt) {
        return *zones_.emplace(name, std::make_unique<const Zone>(std::move(*zone))).first->second;
    }
    if (std::none_of(folders_.begin(), folders_.end(), is_folder)) {
        throw InvalidDate("the time zone '" + shown(name) +
                              "' cannot be looked up: there is no time zone database in " + folders_.front().string() +
                              "; install tzdata, or name its folder in TZDIR",
                          shown(name));
    }
    throw InvalidDate("'" + shown(name) + "' is no time zone known here; zones are named as 'Europe/London' or 'UTC'",
                      shown(name));
}

Zones& Zones::system() {
    // Never destroyed: other threads may still ask while the process ends.
    static Zones& zones = *new Zones(system_folders());
    return zones;
}

}  // namespace laurels::inline v0::model
