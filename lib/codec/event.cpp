#include "codec/event.hpp"

#include "codec/value.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <charconv>

namespace laurels::inline v0::codec {

namespace {

/// The stage after an event that adds to `reached` without setting the stage: it lowers nobody.
Stage raised(Stage stage, const Reached& before, const Reached& after) {
    for (const auto& [entry, when] : after) {
        if (!before.contains(entry)) stage = std::max(stage, entry);
    }
    return stage;
}

/// Whether a field has to be written, given that it differs.
template <class R, class V>
bool is_said(const Field<R, V>& field, const R& from, const R& to) {
    if constexpr (std::is_same_v<R, Nomination> && std::is_same_v<V, Stage>)
        return to.stage != raised(from.stage, from.reached, to.reached);
    return from.*field.member != to.*field.member;
}

void write_source(std::string& out, const Source& source) {
    out += '{';
    const char* separator = "";
    const auto write_part = [&](std::string_view name, std::string_view text) {
        if (text.empty()) return;
        out += separator;
        separator = ",";
        write_text(out, name);
        out += ':';
        write_text(out, text);
    };
    write_part("title", source.title);
    write_part("url", source.url);
    if (source.published) write_part("published", source.published->text());
    out += '}';
}

Source read_source(const Json& json) {
    require_object(json);
    Source source;
    for (const auto& [key, value] : json.items()) {
        if (key == "title")
            source.title = read_text(value);
        else if (key == "url")
            source.url = read_text(value);
        else if (key == "published")
            source.published = Date::parse(read_text(value));
        else
            throw InvalidValue("a source has no \"" + key + "\"");
    }
    return source;
}

void write_said(std::string& out, const Said& said) {
    if (!said.reason.empty()) {
        out += ",\"reason\":";
        write_text(out, said.reason);
    }
    if (!said.source.empty()) {
        out += ",\"source\":";
        write_source(out, said.source);
    }
}

/// Reads "reason" or "source"; false for another key.
bool read_said(Said& said, const std::string& key, const Json& value) {
    if (key == "reason")
        said.reason = read_text(value);
    else if (key == "source")
        said.source = read_source(value);
    else
        return false;
    return true;
}

std::vector<std::string> read_texts(const Json& json) {
    if (!json.is_array()) throw InvalidValue(std::string("expected a list of texts, found ") + json.type_name());
    std::vector<std::string> texts;
    for (const Json& text : json) texts.push_back(read_text(text));
    return texts;
}

void write_digests(std::string& out, const std::map<std::int64_t, std::string>& digests) {
    const char* separator = "{";
    for (const auto& [number, digest] : digests) {
        out += separator;
        separator = ",";
        write_text(out, std::to_string(number));
        out += ':';
        write_text(out, digest);
    }
    out += digests.empty() ? "{}" : "}";
}

void write_erased(std::string& out, const Erased& erased) {
    out += ",\"erased\":{\"events\":";
    write_digests(out, erased.events);
    out += ",\"changes\":";
    write_digests(out, erased.changes);
    out += ",\"keys\":[";
    for (const Erased::Key& key : erased.keys) {
        out += &key == &erased.keys.front() ? "[" : ",[";
        write_text(out, key.salt);
        out += ',';
        write_text(out, key.digest);
        out += ']';
    }
    out += "]}";
}

const std::string& read_hex(const Json& json, std::size_t bytes) {
    const std::string& text = read_text(json);
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != 2 * bytes || !std::ranges::all_of(text, is_digit))
        throw InvalidValue("expected " + std::to_string(2 * bytes) + " hexadecimal digits in lower case");
    return text;
}

std::map<std::int64_t, std::string> read_digests(const Json& json) {
    require_object(json);
    std::map<std::int64_t, std::string> digests;
    for (const auto& [key, digest] : json.items()) {
        std::int64_t number = 0;
        std::from_chars(key.data(), key.data() + key.size(), number);
        if (number < 1 || std::to_string(number) != key) throw InvalidValue("expected a number from 1, found " + key);
        digests.emplace(number, read_hex(digest, 32));
    }
    return digests;
}

std::vector<Erased::Key> read_keys(const Json& json) {
    if (!json.is_array()) throw InvalidValue(std::string("expected a list of keys, found ") + json.type_name());
    std::vector<Erased::Key> keys;
    for (const Json& pair : json) {
        if (!pair.is_array() || pair.size() != 2) throw InvalidValue("expected a key's salt and digest");
        keys.push_back({read_hex(pair[0], 16), read_hex(pair[1], 32)});
    }
    return keys;
}

Erased read_erased(const Json& json) {
    require_object(json);
    Erased erased;
    for (const auto& [key, value] : json.items()) {
        if (key == "events")
            erased.events = read_digests(value);
        else if (key == "changes")
            erased.changes = read_digests(value);
        else if (key == "keys")
            erased.keys = read_keys(value);
        else
            throw InvalidValue("an erasure has no \"" + key + "\"");
    }
    return erased;
}

}  // namespace

template <RecordType R>
bool write_set(std::string& out, const R& from, const R& to) {
    out += '{';
    const std::size_t start = out.size();
    Fields<R>::each([&](const auto& field) {
        if (!is_said(field, from, to)) return;
        if (out.size() != start) out += ',';
        out += '"';
        out += field.name;
        out += "\":";
        write(out, from.*field.member, to.*field.member);
    });
    const bool any = out.size() != start;
    out += '}';
    return any;
}

template <RecordType R>
void apply_set(R& record, const Json& set) {
    require_object(set);
    std::size_t applied = 0;
    [[maybe_unused]] R before;
    if constexpr (std::is_same_v<R, Nomination>) before.reached = record.reached;
    Fields<R>::each([&](const auto& field) {
        const auto found = set.find(field.name);
        if (found == set.end()) return;
        apply(record.*field.member, *found);
        ++applied;
    });
    if constexpr (std::is_same_v<R, Nomination>) {
        if (!set.contains("stage")) record.stage = raised(record.stage, before.reached, record.reached);
    }
    if (applied == set.size()) return;
    for (const auto& [key, value] : set.items()) {
        bool known = false;
        Fields<R>::each([&](const auto& field) { known = known || field.name == key; });
        if (!known) throw InvalidValue(std::string(Fields<R>::name) + " has no field \"" + key + "\"");
    }
}

template <RecordType R>
std::vector<std::string> differing(const R& left, const R& right) {
    std::vector<std::string> names;
    Fields<R>::each([&](const auto& field) {
        if (left.*field.member != right.*field.member) names.emplace_back(field.name);
    });
    return names;
}

void write_event(std::string& out, std::string_view verb, std::string_view set, const Said& said,
                 const Erased* erased) {
    out += "{\"op\":\"";
    out += verb;
    out += "\",\"set\":";
    out += set;
    write_said(out, said);
    if (erased != nullptr) write_erased(out, *erased);
    out += '}';
}

bool is_erasure(std::string_view payload) { return payload.starts_with("{\"op\":\"erase\","); }

EventBody read_event(std::string_view payload) {
    Owned json(read(payload));
    require_object(json);
    EventBody body;
    for (auto& [key, value] : json.value.items()) {
        if (key == "op")
            body.verb = read_text(value);
        else if (key == "set")
            body.set = std::move(value);
        else if (key == "erased")
            body.erased = read_erased(value);
        else if (!read_said(body.said, key, value))
            throw InvalidValue("an event has no \"" + key + "\"");
    }
    if (body.verb.empty()) throw InvalidValue("an event without \"op\"");
    if ((body.verb == "erase") != body.erased.has_value())
        throw InvalidValue("an event that erases has \"erased\", and no other has");
    require_object(body.set);
    return body;
}

void write_change(std::string& out, const ChangeBody& body) {
    out += "{\"actor\":";
    write_text(out, body.actor);
    write_said(out, body.said);
    if (!body.data_set.empty()) {
        out += ",\"data_set\":";
        write_text(out, body.data_set);
    }
    if (!body.data_sets.empty()) {
        out += ",\"data_sets\":";
        write_texts(out, body.data_sets);
    }
    out += '}';
}

ChangeBody read_change(std::string_view payload) {
    const Owned json(read(payload));
    require_object(json);
    ChangeBody body;
    for (const auto& [key, value] : json.value.items()) {
        if (key == "actor")
            body.actor = read_text(value);
        else if (key == "data_set")
            body.data_set = read_text(value);
        else if (key == "data_sets")
            body.data_sets = read_texts(value);
        else if (!read_said(body.said, key, value))
            throw InvalidValue("a change has no \"" + key + "\"");
    }
    return body;
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template bool write_set(std::string&, const R&, const R&);                                                         \
    template void apply_set(R&, const Json&);                                                                          \
    template std::vector<std::string> differing(const R&, const R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::codec
