#pragma once

// Builds a JSON value while it holds the limits; nlohmann-json's own builder has none.

#include "codec/json.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::codec {

class Builder : public nlohmann::json_sax<Json> {
  public:
    /// How deep values may be nested.
    static constexpr std::size_t deepest = 64;

    /// `text` is what is parsed, for the places of errors.
    explicit Builder(Json& root, std::string_view text = {}) : root_(root), text_(text) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            throw InvalidValue("JSON: " + std::to_string(value) + " does not fit into 64 bits");
        return put(value);
    }
    bool number_float(number_float_t, const string_t& text) override {
        throw InvalidValue("JSON: " + text.substr(0, 40) + " is not a whole number within 64 bits");
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
    bool parse_error(std::size_t position, const std::string& token,
                     const nlohmann::detail::exception& error) override {
        const std::string cause = cause_of(error.what());
        const std::size_t length = length_of(cause, token);
        const std::size_t end = std::min(position, text_.size());
        throw InvalidValue("not JSON: " + place_in(text_.substr(0, end - std::min(end, length))) + ": " + cause);
    }

    /// How many objects and lists are open.
    std::size_t depth() const { return open_.size(); }

  private:
    /// How much of what was read the error is about: texts and numbers are told where they begin, all else where it
    /// ends.
    static std::size_t length_of(std::string_view cause, std::string_view token) {
        if (cause.starts_with("unexpected end")) return 0;
        const bool whole = cause.starts_with("unexpected string") || cause.starts_with("unexpected number");
        return whole ? token.size() : 1;
    }
    /// "line 3, column 5", counted in characters.
    static std::string place_in(std::string_view text) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
        const auto lines = std::count(text.begin(), text.end(), '\n');
        text.remove_prefix(text.rfind('\n') + 1);  // of the last line; the whole where there is one only
        return "line " + std::to_string(lines + 1) + ", column " + std::to_string(model::count_characters(text) + 1);
    }
    /// "unexpected ']'", of all that nlohmann-json says, which ends with bytes that need not be UTF-8.
    static std::string cause_of(std::string_view said) {
        for (const std::string_view mark : {"] ", " - "}) {
            if (const auto found = said.find(mark); found != std::string_view::npos)
                said.remove_prefix(found + mark.size());
        }
        return std::string(said.substr(0, said.find("; last read")));
    }

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
    std::string_view text_;
    std::vector<Json*> open_;
    Json* slot_ = nullptr;
};

}  // namespace laurels::inline v0::codec
