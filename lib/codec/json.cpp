#include "codec/json.hpp"

#include <laurels/error.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <vector>

namespace laurels::inline v0::codec {

namespace {

constexpr std::size_t deepest = 64;

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

/// Builds the value while it holds the limits; nlohmann-json's own builder has none.
class Builder : public nlohmann::json_sax<Json> {
  public:
    explicit Builder(Json& root) : root_(root) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            throw InvalidValue("JSON: " + std::to_string(value) + " does not fit into 64 bits");
        return put(value);
    }
    bool number_float(number_float_t, const string_t& text) override {
        throw InvalidValue("JSON: " + text + " is not a whole number within 64 bits");
    }
    bool string(string_t& text) override { return put(std::move(text)); }
    bool binary(binary_t&) override { throw InvalidValue("JSON: binary values have no place here"); }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& text) override {
        auto [place, fresh] = open_.back()->emplace(text, nullptr);
        if (!fresh) throw InvalidValue("JSON: the key \"" + text + "\" stands twice in one object");
        slot_ = &*place;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        throw InvalidValue("not JSON: stopped at byte " + std::to_string(position));
    }

  private:
    template <class V>
    bool put(V&& value) {
        place() = std::forward<V>(value);
        return true;
    }
    Json& place() {
        if (open_.empty()) return root_;
        if (open_.back()->is_array()) return open_.back()->emplace_back(nullptr);
        return *slot_;
    }
    bool open(Json container) {
        if (open_.size() == deepest)
            throw InvalidValue("JSON: nested more than " + std::to_string(deepest) + " levels deep");
        Json& here = place();
        here = std::move(container);
        open_.push_back(&here);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    Json& root_;
    std::vector<Json*> open_;
    Json* slot_ = nullptr;
};

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

void write_whole(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

Json read(std::string_view text) {
    Json root;
    Builder builder(root);
    try {
        Json::sax_parse(text.begin(), text.end(), &builder);
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
