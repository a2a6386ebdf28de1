#pragma once

// Time zones from the system's IANA database (TZif files, RFC 8536). Read here rather than by Hinnant's date 3.0.1,
// which ignores the rule at the end of a file: it is wrong after 2037, and from 1996 on where the files are slim.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::model {

/// Seconds of a clock on a wall, counted as if it showed UTC.
using WallTime = std::chrono::sys_seconds;

/// A day of a year on which clocks change, and the wall time of the change from that day's start.
struct ChangeDay {
    enum class Form : std::uint8_t { weekday_of_month, day_of_365, day_of_366 } form{};
    unsigned month = 0;
    unsigned week = 0;  // 5: the last
    unsigned weekday = 0;
    unsigned day = 0;
    std::chrono::seconds time{};
};

/// The rule for all years after the last listed change, as "GMT0BST,M3.5.0/1,M10.5.0".
struct YearlyRule {
    std::chrono::seconds standard{};
    std::chrono::seconds summer{};
    ChangeDay start;
    ChangeDay end;
    bool changes = false;  // false: standard time all the year

    /// nullopt for what is no such rule.
    static std::optional<YearlyRule> parse(std::string_view text);
    std::chrono::seconds offset_at(std::chrono::sys_seconds instant) const;
};

/// One zone: what to add to UTC, and when.
struct Zone {
    std::chrono::seconds first_offset{};
    std::vector<std::chrono::sys_seconds> changes;
    std::vector<std::chrono::seconds> offsets;  // from each change on
    std::optional<YearlyRule> rule;             // after the last change

    /// nullopt for what is no TZif file.
    static std::optional<Zone> parse(std::string_view file);
    std::chrono::seconds offset_at(std::chrono::sys_seconds instant) const;
};

/// What a wall time in a zone means. A clock put forward skips some: then `instant` counts on from the old offset, and
/// from and to are what the clock showed. Of a wall time that occurs twice, the first is meant.
struct Resolved {
    std::chrono::sys_seconds instant;
    bool skipped = false;
    WallTime from;
    WallTime to;
};
Resolved resolve(const Zone& zone, WallTime time);

/// The zones in folders of TZif files, read once each. May be used by several threads.
class Zones {
  public:
    explicit Zones(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

    /// Throws InvalidDate for a name that no zone has, and where there is no database.
    const Zone& find(const std::string& name);

    /// Those of the system, or of the folder that the environment variable TZDIR names.
    static Zones& system();

  private:
    std::optional<Zone> read(const std::string& name) const;

    std::vector<std::filesystem::path> folders_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<const Zone>, std::less<>> zones_;
};

}  // namespace laurels::inline v0::model
