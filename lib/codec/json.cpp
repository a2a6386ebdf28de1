#include "codec/json.hpp"

#include "codec/builder.hpp"

#include <laurels/error.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace laurels::inline v0::codec {

namespace {

bool plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

void write_escape(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
        out += "\\u00";
        out += hex[static_cast<unsigned char>(c) >> 4];
        out += hex[static_cast<unsigned char>(c) & 15];
    }
}

}  // namespace

void write_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (plain(text[at])) continue;
        out.append(text, from, at - from);
        write_escape(out, text[at]);
        from = at + 1;
    }
    out.append(text, from, text.size() - from);
    out += '"';
}

void write_texts(std::string& out, std::span<const std::string> texts) {
    out += '[';
    for (const std::string& text : texts) {
        if (&text != &texts.front()) out += ',';
        write_text(out, text);
    }
    out += ']';
}

void write_whole(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

Json read(std::string_view text) {
    Json root;
    Builder builder(root, text);
    try {
        Json::sax_parse(text.begin(), text.end(), &builder);
        // A NUL byte ends the text to nlohmann-json, whatever follows.
        if (const auto nul = text.find('\0'); nul != std::string_view::npos)
            throw InvalidValue("not JSON: a NUL at byte " + std::to_string(nul + 1));
    } catch (...) {
        dismantle(root);
        throw;
    }
    return root;
}

const std::string& read_text(const Json& json) {
    if (!json.is_string()) throw InvalidValue(std::string("expected text, found ") + json.type_name());
    return json.get_ref<const std::string&>();
}

std::int64_t read_whole(const Json& json) {
    if (!json.is_number_integer())
        throw InvalidValue(std::string("expected a whole number, found ") + json.type_name());
    return json.get<std::int64_t>();
}

void require_object(const Json& json) {
    if (!json.is_object()) throw InvalidValue(std::string("expected an object, found ") + json.type_name());
}

bool is_null(const Json& json) { return json.is_null(); }

void dismantle(Json& json) noexcept {
    if (auto* const array = json.get_ptr<Json::array_t*>()) {
        for (; !array->empty(); array->pop_back()) dismantle(array->back());
    } else if (auto* const object = json.get_ptr<Json::object_t*>()) {
        for (; !object->empty(); object->erase(object->begin())) dismantle(object->begin()->second);
    }
}

}  // namespace laurels::inline v0::codec
