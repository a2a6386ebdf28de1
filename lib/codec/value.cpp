#include "codec/value.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace laurels::inline v0::codec {

namespace {

/// Writes {"key": value, …} of what differs between two ordered collections, with null for what is gone. `key_of` gives
/// the JSON key of an entry and `write_value` writes its value.
template <class Entries, class KeyOf, class WriteValue>
void write_difference(std::string& out, const Entries& from, const Entries& to, KeyOf key_of, WriteValue write_value) {
    out += '{';
    bool first = true;
    const auto write_key = [&](const auto& entry) {
        if (!first) out += ',';
        first = false;
        write_text(out, key_of(entry));
        out += ':';
    };
    const auto find = [](const Entries& entries, const auto& entry, const auto& key) {
        return std::find_if(entries.begin(), entries.end(),
                            [&](const auto& other) { return key(other) == key(entry); });
    };
    for (const auto& entry : to) {
        const auto old = find(from, entry, key_of);
        if (old != from.end() && *old == entry) continue;
        write_key(entry);
        write_value(entry);
    }
    for (const auto& entry : from) {
        if (find(to, entry, key_of) != to.end()) continue;
        write_key(entry);
        out += "null";
    }
    out += '}';
}

template <class V>
std::string text_or_empty(const std::optional<V>& value) {
    return value ? value->text() : std::string();
}

template <class V>
std::optional<V> parse_or_none(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return Value<V>::parse(text);
}

}  // namespace

void Value<Identifiers>::patch(std::string& out, const Identifiers& from, const Identifiers& to) {
    write_difference(
        out, from, to, [](const auto& entry) -> const std::string& { return entry.first; },
        [&out](const auto& entry) { write_text(out, entry.second); });
}

void Value<Identifiers>::apply(Identifiers& value, const Json& json) {
    require_object(json);
    for (const auto& [key, text] : json.items()) {
        if (text.is_null())
            value.erase(key);
        else
            value.insert_or_assign(key, read_text(text));
    }
}

namespace {

/// Calls `visit` with the key and the text of each entry, until it gives false. False for what is anything else than
/// entries of plain text.
template <class Visit>
bool each_plain(std::string_view json, const Visit& visit) {
    std::size_t at = 0;
    const auto next_is = [&](char wanted) {
        if (at == json.size() || json[at] != wanted) return false;
        ++at;
        return true;
    };
    const auto text = [&](std::string_view& to) {
        if (!next_is('"')) return false;
        const std::size_t from = at;
        while (at < json.size() && json[at] != '"') {
            if (json[at] == '\\' || static_cast<unsigned char>(json[at]) < 0x20) return false;
            ++at;
        }
        to = json.substr(from, at - from);
        return next_is('"');
    };
    if (!next_is('{')) return false;
    std::string_view key;
    std::string_view entry;
    do {
        if (!text(key) || !next_is(':') || !text(entry) || !visit(key, entry)) return false;
    } while (next_is(','));
    return next_is('}') && at == json.size();
}

}  // namespace

bool Value<Identifiers>::read_plain(Identifiers& value, std::string_view json) {
    return each_plain(json, [&](std::string_view key, std::string_view entry) {
        const std::size_t before = value.size();
        value.emplace_hint(value.end(), key, entry);  // they are in order
        return value.size() > before;
    });
}

namespace {

using Spans = std::map<std::string_view, std::vector<std::string>>;

/// The times of each name.
Spans spans_of(const std::vector<Alias>& aliases) {
    Spans spans;
    for (const Alias& alias : aliases) spans[alias.name].push_back(text_or_empty(alias.dates));
    for (auto& [name, dates] : spans) std::ranges::sort(dates);
    return spans;
}

void write_list(std::string& out, const std::vector<std::string>& texts) {
    out += '[';
    for (const std::string& text : texts) {
        if (&text != &texts.front()) out += ',';
        write_text(out, text);
    }
    out += ']';
}

/// The one order of aliases: by name, then as their dates are written.
void sort_aliases(std::vector<Alias>& aliases) {
    std::ranges::sort(aliases, [](const Alias& left, const Alias& right) {
        return std::pair(std::string_view(left.name), text_or_empty(left.dates)) <
               std::pair(std::string_view(right.name), text_or_empty(right.dates));
    });
}

}  // namespace

void Value<std::vector<Alias>>::patch(std::string& out, const std::vector<Alias>& from, const std::vector<Alias>& to) {
    write_difference(
        out, spans_of(from), spans_of(to), [](const auto& entry) { return entry.first; },
        [&out](const auto& entry) { write_list(out, entry.second); });
}

void Value<std::vector<Alias>>::apply(std::vector<Alias>& value, const Json& json) {
    require_object(json);
    for (const auto& [name, spans] : json.items()) {
        std::erase_if(value, [&](const Alias& alias) { return alias.name == name; });
        if (spans.is_null()) continue;
        if (!spans.is_array()) throw InvalidValue("expected the dates of '" + name + "', found " + spans.type_name());
        for (const Json& dates : spans) value.push_back({name, parse_or_none<Date>(read_text(dates))});
    }
    sort_aliases(value);
}

void Value<Reached>::patch(std::string& out, const Reached& from, const Reached& to) {
    write_difference(
        out, from, to, [](const auto& entry) { return name(entry.first); },
        [&out](const auto& entry) { write_text(out, text_or_empty(entry.second)); });
}

void Value<Reached>::apply(Reached& value, const Json& json) {
    require_object(json);
    for (const auto& [stage, when] : json.items()) {
        if (when.is_null())
            value.erase(laurels::parse<Stage>(stage));
        else
            value.insert_or_assign(laurels::parse<Stage>(stage), parse_or_none<When>(read_text(when)));
    }
}

bool Value<Reached>::read_plain(Reached& value, std::string_view json) {
    return each_plain(json, [&](std::string_view key, std::string_view entry) {
        const auto stage = std::ranges::find(names_of<Stage>, key);
        if (!entry.empty() || stage == names_of<Stage>.end()) return false;
        return value.try_emplace(static_cast<Stage>(stage - names_of<Stage>.begin())).second;
    });
}

template <RecordType R>
void Value<std::vector<Id<R>>>::patch(std::string& out, const std::vector<Id<R>>& from, const std::vector<Id<R>>& to) {
    write_difference(out, from, to, [](Id<R> id) { return to_string(id); }, [&out](Id<R>) { write_text(out, ""); });
}

template <RecordType R>
void Value<std::vector<Id<R>>>::apply(std::vector<Id<R>>& value, const Json& json) {
    require_object(json);
    for (const auto& [text, mark] : json.items()) {
        const RecordId id = RecordId::parse(text);
        if (id.kind != kind_of<R>)
            throw InvalidValue("expected a record of the kind " + std::string(name(kind_of<R>)) + ", found " + text);
        std::erase(value, Id<R>(id.value));
        if (!mark.is_null()) value.emplace_back(id.value);
    }
    std::ranges::sort(value);
}

#define LAURELS_INSTANTIATE(R) template struct Value<std::vector<Id<R>>>;
LAURELS_MERGEABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

void Value<Measure>::patch(std::string& out, const Measure&, const Measure& to) {
    const auto write_figure = [&](const Figure& figure) {
        out += "{\"date\":";
        write_text(out, text_or_empty(figure.date));
        out += ",\"value\":";
        write_text(out, figure.value.text());
        out += '}';
    };
    out += "{\"what\":";
    write_text(out, to.what);
    out += ",\"unit\":";
    write_text(out, to.unit);
    out += ",\"before\":";
    write_figure(to.before);
    out += ",\"after\":";
    write_figure(to.after);
    out += '}';
}

void Value<Measure>::apply(Measure& value, const Json& json) {
    const auto part = [](const Json& object, const char* key) -> const Json& {
        require_object(object);
        const auto found = object.find(key);
        if (found == object.end()) throw InvalidValue(std::string("a measure without \"") + key + "\"");
        return *found;
    };
    const auto figure = [&](const Json& object) {
        return Figure{parse_or_none<Date>(read_text(part(object, "date"))),
                      Decimal::parse(read_text(part(object, "value")))};
    };
    value = {read_text(part(json, "what")), read_text(part(json, "unit")), figure(part(json, "before")),
             figure(part(json, "after"))};
}

template <class R>
void canonicalise(R& record) {
    if constexpr (requires { record.aliases; }) sort_aliases(record.aliases);
    if constexpr (requires { record.succeeds; }) std::ranges::sort(record.succeeds);
    if constexpr (requires { record.different_from; }) std::ranges::sort(record.different_from);
}

#define LAURELS_INSTANTIATE(R) template void canonicalise(R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::codec
