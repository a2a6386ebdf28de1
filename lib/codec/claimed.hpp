#pragma once

// The value of a claim, which is text whatever the field: as files have it, and as a value of the field's type.

#include "codec/references.hpp"
#include "codec/value.hpp"

#include <laurels/fields.hpp>

#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <type_traits>

namespace laurels::inline v0::codec {

/// A value as a claim has it; nothing for none.
template <class V>
std::optional<std::string> claimed_text(const V& value) {
    if constexpr (is_optional<V>) {
        return value ? claimed_text(*value) : std::nullopt;
    } else if constexpr (WholeValue<V>) {
        return std::to_string(Value<V>::whole(value));
    } else if constexpr (TextValue<V>) {
        return std::string(Value<V>::text(value));
    } else {
        std::string json;
        write(json, V(), value);
        return json;
    }
}

/// The value that a claim's text says. Throws InvalidValue where it says none of that type.
template <class V>
V claimed_value(const std::optional<std::string>& text) {
    if constexpr (is_optional<V>) {
        if (!text) return std::nullopt;
        return claimed_value<typename V::value_type>(text);
    } else {
        if (!text) {
            // No text at all is what an empty one says; other fields always have a value.
            if constexpr (std::is_same_v<V, std::string> || CompositeValue<V>) return V();
            throw InvalidValue("there is always a value here, so it cannot be claimed that there is none");
        } else if constexpr (std::is_same_v<V, When>) {
            return When::parse(*text);
        } else if constexpr (WholeValue<V>) {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
            if (error != std::errc() || end != text->data() + text->size())
                throw InvalidValue("'" + *text + "' is not a whole number");
            return Value<V>::from(number);
        } else if constexpr (TextValue<V>) {
            return Value<V>::parse(*text);
        } else {
            V value{};
            Value<V>::apply(value, read(*text));
            return value;
        }
    }
}

/// Calls `visit` with the line of the table for this field. Throws InvalidValue, which lists the fields, for another.
template <RecordType R, class Visit>
void with_field(std::string_view name, Visit&& visit) {
    bool found = false;
    std::string names;
    Fields<R>::each([&](const auto& field) {
        names += (names.empty() ? "" : ", ") + std::string(field.name);
        if (field.name != name) return;
        found = true;
        visit(field);
    });
    if (!found)
        throw InvalidValue(std::string(Fields<R>::name) + " has no field '" + std::string(name) + "': it has " + names,
                           std::string(Fields<R>::name) + "." + std::string(name));
}

/// Puts other ids in the place of those in a claim's value, as map_ids() does: to ids of which a claim's value may be
/// made too. Throws InvalidValue where the value is none of the field's.
template <class Map>
void map_claimed(Claim& claim, const Map& to) {
    each_record([&]<class R>(const R&) {
        if (kind_of<R> != claim.subject.kind) return;
        with_field<R>(claim.field, [&]<class V>(const Field<R, V>&) {
            if constexpr (!holds_ids<V>) return;
            V value = claimed_value<V>(claim.value);
            const V before = value;
            map_ids(value, to);
            if (value != before) claim.value = claimed_text(value);
        });
    });
}

}  // namespace laurels::inline v0::codec
