#include "display.hpp"

#include <chrono>

namespace laurels::inline v0::model {
namespace {

bool is_break(char c) { return c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f'; }

// Entries in one line; commas are common within them.
template <class Range, class Show>
std::string joined(const Range& range, Show show) {
    std::string line;
    for (const auto& entry : range) {
        if (!line.empty()) line += "; ";
        line += show(entry);
    }
    return line;
}

template <class Value>
std::string in_brackets(const std::optional<Value>& value) {
    return value ? " (" + display(*value) + ")" : std::string();
}

}  // namespace

std::string display(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    bool pending = false;  // a space for the breaks since the last character
    for (const char c : text) {
        if (is_break(c)) {
            pending = true;
            continue;
        }
        if (pending && !line.empty() && line.back() != ' ' && c != ' ') line += ' ';
        pending = false;
        line += c;
    }
    return line;
}

std::string display(std::int64_t number) { return std::to_string(number); }

std::string display(bool value) { return value ? "yes" : ""; }

std::string display(RecordId id) { return id ? to_string(id) : std::string(); }

std::string display(const Date& date) { return date.display(); }

std::string display(const When& when) { return when.display(); }

std::string display(Instant instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    std::string line = When(Instant(seconds)).display();
    const auto fraction = (instant - seconds).count();
    if (fraction == 0) return line;
    const std::string digits = std::to_string(1'000'000 + fraction).substr(1);
    const auto zone = line.rfind(" UTC");
    const bool whole_minute = seconds == std::chrono::floor<std::chrono::minutes>(seconds);
    return line.insert(zone, (whole_minute ? ":00." : ".") + digits);
}

std::string display(const Fraction& fraction) { return fraction.text(); }

std::string display(const Decimal& decimal) { return decimal.display(); }

std::string display(const Measure& measure) { return measure.display(); }

std::string display(const Identifiers& entries) {
    return joined(entries, [](const auto& entry) { return display(entry.first) + ": " + display(entry.second); });
}

std::string display(const std::vector<Alias>& aliases) {
    return joined(aliases, [](const Alias& alias) { return display(alias.name) + in_brackets(alias.dates); });
}

std::string display(const Reached& reached) {
    return joined(reached, [](const auto& entry) { return display(entry.first) + in_brackets(entry.second); });
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return display(Decimal(number)) + " " + std::string(number == 1 ? one : many);
}

std::string counted(std::int64_t number, Kind kind) {
    const std::string one(name(kind));
    switch (kind) {
    case Kind::series: return counted(number, one, one);
    case Kind::category: return counted(number, one, "categories");
    case Kind::ceremony: return counted(number, one, "ceremonies");
    case Kind::evidence: return counted(number, "piece of evidence", "pieces of evidence");
    default: return counted(number, one, one + "s");
    }
}

std::string display(const std::optional<std::string>& reason) {
    if (!reason) return {};
    return reason->empty() ? "no reason given" : display(*reason);
}

}  // namespace laurels::inline v0::model
