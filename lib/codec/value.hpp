#pragma once

// How each type of field value is written and read: one specialisation of Value a type, used for JSON and for columns.
//
// A value is either text (a string in JSON, TEXT in a table), whole (a number, INTEGER), or composite (a JSON object,
// kept as its text in a table). An optional is its value or null. Collections are objects, so that a patch can name
// what was added and, with null, what was taken out; an empty one is null in a table.

#include "codec/json.hpp"

#include <laurels/error.hpp>
#include <laurels/records.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace laurels::inline v0::codec {

template <class V>
struct Value {
    static_assert(sizeof(V) == 0, "no codec for this type of field: add a specialisation of Value in codec/value.hpp");
};

/// Text: `text` gives it, `parse` reads it and throws InvalidValue.
template <class V>
concept TextValue = requires(const V& value, std::string_view text) {
    { Value<V>::text(value) } -> std::convertible_to<std::string_view>;
    { Value<V>::parse(text) } -> std::same_as<V>;
};

/// A whole number.
template <class V>
concept WholeValue = requires(const V& value, std::int64_t number) {
    { Value<V>::whole(value) } -> std::same_as<std::int64_t>;
    { Value<V>::from(number) } -> std::same_as<V>;
};

/// A JSON object: `patch` writes what turns one value into another, `apply` does that.
template <class V>
concept CompositeValue = requires(V& value, std::string& out, const Json& json) {
    Value<V>::patch(out, value, value);
    Value<V>::apply(value, json);
};

template <class V>
inline constexpr bool is_optional = false;
template <class V>
inline constexpr bool is_optional<std::optional<V>> = true;

template <>
struct Value<std::string> {
    static const std::string& text(const std::string& value) { return value; }
    static std::string parse(std::string_view text) { return std::string(text); }
};

template <NamedEnum E>
struct Value<E> {
    static std::string_view text(E value) { return name(value); }
    static E parse(std::string_view text) { return laurels::parse<E>(text); }
};

/// Types that have text() and a static parse().
template <class V>
struct SpokenValue {
    static std::string text(const V& value) { return value.text(); }
    static V parse(std::string_view text) { return V::parse(text); }
};
template <>
struct Value<Date> : SpokenValue<Date> {};
template <>
struct Value<When> {
    static std::string text(const When& value) { return value.text(); }
    // What was checked when it was recorded is not checked again: zone databases differ from machine to machine.
    static When parse(std::string_view text) { return When::parse_stored(text); }
};
template <>
struct Value<Fraction> : SpokenValue<Fraction> {};

template <>
struct Value<Instant> {
    static std::string text(Instant value) { return to_string(value); }
    static Instant parse(std::string_view text) { return parse_instant(text); }
};

template <>
struct Value<RecordId> {
    static std::string text(RecordId value) { return value ? to_string(value) : std::string(); }
    static RecordId parse(std::string_view text) { return text.empty() ? RecordId() : RecordId::parse(text); }
};

template <>
struct Value<std::int64_t> {
    static std::int64_t whole(std::int64_t value) { return value; }
    static std::int64_t from(std::int64_t number) { return number; }
};

/// 1 or 0.
template <>
struct Value<bool> {
    static std::int64_t whole(bool value) { return value ? 1 : 0; }
    static bool from(std::int64_t number) {
        if (number != 0 && number != 1) throw InvalidValue("expected 0 or 1, found " + std::to_string(number));
        return number == 1;
    }
};

template <RecordType R>
struct Value<Id<R>> {
    static std::int64_t whole(Id<R> value) { return value.value; }
    static Id<R> from(std::int64_t number) { return Id<R>(number); }
};

/// Identifiers and Extra.
template <>
struct Value<Identifiers> {
    static void patch(std::string& out, const Identifiers& from, const Identifiers& to);
    static void apply(Identifiers& value, const Json& json);
    /// Reads what patch() wrote without a parser, in a tenth of the time; false for what has escapes, or is anything
    /// else than entries of plain text.
    static bool read_plain(Identifiers& value, std::string_view json);
};

/// {"Whitbread Prize": ["1971/2005"], "Costa": [""]}, ordered by name: a name may come back after a time.
template <>
struct Value<std::vector<Alias>> {
    static void patch(std::string& out, const std::vector<Alias>& from, const std::vector<Alias>& to);
    static void apply(std::vector<Alias>& value, const Json& json);
};

/// {"longlisted": "2025-07-15", "shortlisted": ""}, in the order of the stages.
template <>
struct Value<Reached> {
    static void patch(std::string& out, const Reached& from, const Reached& to);
    static void apply(Reached& value, const Json& json);
    /// Likewise, of stages without a date.
    static bool read_plain(Reached& value, std::string_view json);
};

/// {"series:3": "", "series:4": ""}, ordered by id.
template <RecordType R>
struct Value<std::vector<Id<R>>> {
    static void patch(std::string& out, const std::vector<Id<R>>& from, const std::vector<Id<R>>& to);
    static void apply(std::vector<Id<R>>& value, const Json& json);
};
template <class V>
inline constexpr bool is_id_list = false;
template <RecordType R>
inline constexpr bool is_id_list<std::vector<Id<R>>> = true;

/// {"what": …, "unit": …, "before": {"date": …, "value": "1850"}, "after": {…}}, always whole.
template <>
struct Value<Measure> {
    static void patch(std::string& out, const Measure& from, const Measure& to);
    static void apply(Measure& value, const Json& json);
};

/// Writes what turns `from` into `to` as JSON.
template <class V>
void write(std::string& out, const V& from, const V& to) {
    if constexpr (is_optional<V>) {
        using Inner = typename V::value_type;
        if (to)
            write(out, from ? *from : Inner(), *to);
        else
            out += "null";
    } else if constexpr (WholeValue<V>) {
        write_whole(out, Value<V>::whole(to));
    } else if constexpr (TextValue<V>) {
        write_text(out, Value<V>::text(to));
    } else {
        static_assert(CompositeValue<V>);
        Value<V>::patch(out, from, to);
    }
}

/// Applies what write() wrote. Throws InvalidValue where the JSON is of another type or its text says nothing valid.
template <class V>
void apply(V& value, const Json& json) {
    if constexpr (is_optional<V>) {
        using Inner = typename V::value_type;
        if (is_null(json)) {
            value.reset();
        } else {
            if (!value) value.emplace();
            apply<Inner>(*value, json);
        }
    } else if constexpr (WholeValue<V>) {
        value = Value<V>::from(read_whole(json));
    } else if constexpr (TextValue<V>) {
        value = Value<V>::parse(read_text(json));
    } else {
        Value<V>::apply(value, json);
    }
}

/// Puts collections into the one order in which they are kept.
template <class R>
void canonicalise(R& record);

}  // namespace laurels::inline v0::codec
