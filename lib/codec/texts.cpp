#include "codec/texts.hpp"

#include "codec/value.hpp"

#include <laurels/fields.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace laurels::inline v0::codec {

namespace {

template <class V>
struct Inner {
    using Type = V;
};
template <class V>
struct Inner<std::optional<V>> {
    using Type = V;
};

/// One edit, of one field.
struct FieldEdit {
    std::string_view field;
    const TextEdit& edit;
    std::string operator()(TextPart part, const std::string& text) const { return edit(field, part, text); }
};

/// Values without texts.
template <class V>
struct Texts {
    static constexpr bool any = false;
    static void edit(Json&, const FieldEdit&) {}
};

template <>
struct Texts<std::string> {
    static constexpr bool any = true;
    static void edit(Json& value, const FieldEdit& edit) { value = edit(TextPart::whole, read_text(value)); }
};

template <>
struct Texts<Identifiers> {
    static constexpr bool any = true;
    static void edit(Json& value, const FieldEdit& edit) {
        require_object(value);
        Owned edited(Json::object());
        for (const auto& [key, entry] : value.items()) {
            Json after;
            if (!entry.is_null()) after = edit(TextPart::entry, read_text(entry));
            Json& place = edited.value[edit(TextPart::key, key)];
            if (place.is_null()) place = std::move(after);
        }
        value.swap(edited.value);
    }
};

template <>
struct Texts<std::vector<Alias>> {
    static constexpr bool any = true;
    static void edit(Json& value, const FieldEdit& edit) {
        require_object(value);
        Owned edited(Json::object());
        for (const auto& [name, dates] : value.items()) join(edited.value[edit(TextPart::name, name)], dates);
        value.swap(edited.value);
    }

  private:
    /// The dates of two names that became one, each once.
    static void join(Json& dates, const Json& more) {
        if (more.is_null()) return;
        if (dates.is_null()) {
            dates = more;
            return;
        }
        for (const Json& date : more) {
            if (std::ranges::find(dates, date) == dates.end()) dates.push_back(date);
        }
        std::sort(dates.begin(), dates.end());
    }
};

template <>
struct Texts<Measure> {
    static constexpr bool any = true;
    static void edit(Json& value, const FieldEdit& edit) {
        require_object(value);
        for (const char* part : {"what", "unit"}) {
            const auto found = value.find(part);
            if (found != value.end()) *found = edit(TextPart::whole, read_text(*found));
        }
    }
};

// --- Writing ---------------------------------------------------------------------------------------------------------

void write_json(std::string& out, const Json& value);

void write_members(std::string& out, const Json& object, const std::vector<std::string>& keys) {
    out += '{';
    for (const std::string& key : keys) {
        if (&key != &keys.front()) out += ',';
        write_text(out, key);
        out += ':';
        write_json(out, object.at(key));
    }
    out += '}';
}

/// The keys of a patch in the order in which write() has them: what was put in before what was taken out.
template <class Order>
std::vector<std::string> keys_of(const Json& object, const Order& order) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    std::ranges::sort(keys, {},
                      [&](const std::string& key) { return std::pair(object.at(key).is_null(), order(key)); });
    return keys;
}

void write_json(std::string& out, const Json& value) {
    if (value.is_string()) {
        write_text(out, read_text(value));
    } else if (value.is_number()) {
        write_whole(out, read_whole(value));
    } else if (value.is_array()) {
        const char* separator = "[";
        for (const Json& element : value) {
            out += separator;
            separator = ",";
            write_json(out, element);
        }
        out += value.empty() ? "[]" : "]";
    } else if (value.is_object()) {
        write_members(out, value, keys_of(value, [](const std::string& key) { return key; }));
    } else {
        out += value.is_null() ? "null" : value.get<bool>() ? "true" : "false";
    }
}

template <class V>
void write_value(std::string& out, const Json& value) {
    if (value.is_object()) {
        if constexpr (std::is_same_v<V, Reached>) {
            return write_members(out, value, keys_of(value, laurels::parse<Stage>));
        } else if constexpr (is_id_list<V>) {
            return write_members(out, value, keys_of(value, RecordId::parse));
        } else if constexpr (std::is_same_v<V, Measure>) {
            Measure measure;
            Value<Measure>::apply(measure, value);
            return write(out, Measure(), measure);
        }
    }
    write_json(out, value);
}

}  // namespace

template <RecordType R>
void edit_texts(Json& set, const TextEdit& edit) {
    require_object(set);
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const auto found = set.find(field.name);
        if (found == set.end() || found->is_null()) return;
        Texts<typename Inner<V>::Type>::edit(*found, {field.name, edit});
    });
}

template <RecordType R>
std::string edit_claimed(std::string_view name, const std::string& claimed, const TextEdit& edit) {
    std::string edited = claimed;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        using Texts = Texts<typename Inner<V>::Type>;
        if (field.name != name || !Texts::any) return;
        Owned json(CompositeValue<typename Inner<V>::Type> ? read(claimed) : Json(claimed));
        Texts::edit(json.value, {field.name, edit});
        edited.clear();
        if (json.value.is_string())
            edited = read_text(json);
        else
            write_value<typename Inner<V>::Type>(edited, json);
    });
    return edited;
}

template <RecordType R>
bool holds_texts(std::string_view name) {
    bool holds = false;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        holds = holds || (field.name == name && Texts<typename Inner<V>::Type>::any);
    });
    return holds;
}

template <RecordType R>
void write_set(std::string& out, const Json& set) {
    out += '{';
    std::size_t written = 0;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const auto found = set.find(field.name);
        if (found == set.end()) return;
        if (written++ != 0) out += ',';
        out += '"';
        out += field.name;
        out += "\":";
        write_value<typename Inner<V>::Type>(out, *found);
    });
    if (written != set.size()) throw InvalidValue(std::string(Fields<R>::name) + " has no such field");
    out += '}';
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void edit_texts<R>(Json&, const TextEdit&);                                                               \
    template std::string edit_claimed<R>(std::string_view, const std::string&, const TextEdit&);                       \
    template bool holds_texts<R>(std::string_view);                                                                    \
    template void write_set<R>(std::string&, const Json&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::codec
