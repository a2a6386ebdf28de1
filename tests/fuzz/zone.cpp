// Time zone files: whatever the bytes are, they are no zone, or one that has an offset at every instant and resolves
// every wall time to an instant that shows it.

#include "model/zone.hpp"

#include "fuzz.hpp"
#include "model/calendar.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace {

using namespace laurels;
using model::WallTime;
using model::Zone;
using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;

// Dates have the years 0001 to 9999, so no other wall times are asked for.
const sys_seconds first_time = model::day_of(1, 1, 1);
const sys_seconds last_time = model::day_of(9999, 12, 31);

bool in_range(sys_seconds time) { return time >= first_time && time <= last_time; }

// All offsets that a zone has anywhere.
std::set<seconds> offsets_of(const Zone& zone) {
    std::set<seconds> offsets(zone.offsets.begin(), zone.offsets.end());
    offsets.insert(zone.first_offset);
    if (zone.rule) offsets.insert(zone.rule->standard);
    if (zone.rule && zone.rule->changes) offsets.insert(zone.rule->summer);
    return offsets;
}

// Whether a wall time lies where a zone is as real ones are: no offset is a day or more, its rule goes on with the
// offset of the last change, and of the changes around the time, which are all listed, there is but one.
bool is_ordinary(const Zone& zone, const std::set<seconds>& offsets, WallTime time) {
    if (*offsets.begin() <= -days(1) || *offsets.rbegin() >= days(1)) return false;
    const bool by_rule = zone.rule && zone.rule->changes;
    if (zone.rule && !by_rule && !zone.offsets.empty() && zone.offsets.back() != zone.rule->standard) return false;
    if (by_rule && (zone.changes.empty() || time + days(3) > zone.changes.back())) return false;
    const auto from = std::lower_bound(zone.changes.begin(), zone.changes.end(), time - days(3));
    const auto to = std::upper_bound(zone.changes.begin(), zone.changes.end(), time + days(3));
    return to - from <= 1;
}

void check(const Zone& zone, const std::set<seconds>& offsets, WallTime time) {
    REQUIRE(offsets.contains(zone.offset_at(time)));
    const model::Resolved resolved = model::resolve(zone, time);
    if (!resolved.skipped) REQUIRE(resolved.instant + zone.offset_at(resolved.instant) == time);
    if (!is_ordinary(zone, offsets, time)) return;

    // The same by trying every offset.
    std::optional<sys_seconds> first;
    for (const seconds offset : offsets) {
        const sys_seconds instant = time - offset;
        if (zone.offset_at(instant) == offset && (!first || instant < *first)) first = instant;
    }
    REQUIRE(resolved.skipped == !first.has_value());
    if (first) REQUIRE(resolved.instant == *first);
    if (resolved.skipped) REQUIRE(resolved.from <= time && time < resolved.to);
}

void check(const Zone& zone) {
    REQUIRE(zone.changes.size() == zone.offsets.size());
    REQUIRE(std::is_sorted(zone.changes.begin(), zone.changes.end()));
    const auto offsets = offsets_of(zone);
    for (const int year : {1, 1582, 1970, 2025, 2037, 2038, 9999}) {
        for (const unsigned month : {1U, 3U, 7U, 10U})
            check(zone, offsets, model::day_of(year, month, 28) + std::chrono::minutes(90));
    }
    // Around its changes, which is where it is difficult; not all of them where there are many.
    const std::size_t step = 1 + zone.changes.size() / 16;
    for (std::size_t at = 0; at < zone.changes.size(); at += step) {
        const sys_seconds change = zone.changes[at];
        if (!in_range(change - days(4)) || !in_range(change + days(4))) continue;
        for (const seconds offset : offsets) {
            if (offset <= -days(2) || offset >= days(2)) continue;
            for (const int around : {-1, 0, 1, 1800}) check(zone, offsets, change + offset + seconds(around));
        }
    }
}

void check(const model::YearlyRule& rule) {
    for (const int year : {1, 1970, 2024, 2025, 9999}) {
        for (unsigned month = 1; month <= 12; ++month) {
            const seconds offset = rule.offset_at(model::day_of(year, month, 1));
            REQUIRE(offset == rule.standard || (rule.changes && offset == rule.summer));
        }
    }
}

}  // namespace

void fuzz::one(std::string_view input) {
    if (const auto zone = Zone::parse(input)) check(*zone);
    if (const auto rule = model::YearlyRule::parse(input)) check(*rule);
}
