#pragma once

// Every value of a field as one line for people, empty for none: in histories, representations and messages.

#include <laurels/records.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::model {

/// Text as it is, with line breaks and tabs as single spaces.
std::string display(std::string_view text);
inline std::string display(const std::string& text) { return display(std::string_view(text)); }
inline std::string display(const char* text) { return display(std::string_view(text)); }

std::string display(std::int64_t number);
/// "yes"; empty for no.
std::string display(bool value);

/// "nomination:4"; empty for the id of nothing.
std::string display(RecordId id);
template <RecordType R>
std::string display(Id<R> id) {
    return display(RecordId(id));
}

/// "25 September 2025".
std::string display(const Date& date);
/// "25 September 2025, 19:00 (Europe/London)".
std::string display(const When& when);
/// "2 March 2026, 10:30 UTC", with seconds and their fraction where there are any.
std::string display(Instant instant);

/// The name with its underscores as spaces: "highly commended".
template <NamedEnum E>
std::string display(E value) {
    std::string text(name(value));
    for (char& c : text) {
        if (c == '_') c = ' ';
    }
    return text;
}

/// "1/4".
std::string display(const Fraction& fraction);
/// "1,850".
std::string display(const Decimal& decimal);
/// "1,850 to 1,075 people: -775 (-41.9 %)".
std::string display(const Measure& measure);

/// "imdb: tt0046250; wikidata: Q42". Identifiers and Extra are of one type.
std::string display(const Identifiers& entries);
/// "Whitbread Prize (1971–2005); Costa".
std::string display(const std::vector<Alias>& aliases);
/// "longlisted (15 July 2025); shortlisted".
std::string display(const Reached& reached);
/// "series:3; series:4".
template <RecordType R>
std::string display(const std::vector<Id<R>>& ids) {
    std::string text;
    for (const Id<R> id : ids) text += (text.empty() ? "" : "; ") + display(id);
    return text;
}

/// A number of things: "1 event", "1,850 events".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);
/// Of records: "1 category", "2 categories", "3 series", "1 piece of evidence".
std::string counted(std::int64_t number, Kind kind);

/// Of a reason that was not given, as where nobody won and nobody said why: "no reason given".
std::string display(const std::optional<std::string>& reason);
template <class Value>
std::string display(const std::optional<Value>& value) {
    return value ? display(*value) : std::string();
}

}  // namespace laurels::inline v0::model
