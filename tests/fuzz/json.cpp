// JSON: what is read within the limits is what anybody else reads, and is written so that it reads the same.

#include "codec/json.hpp"

#include "fuzz.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace {

using namespace laurels;
using codec::Json;

std::optional<Json> read(std::string_view text) {
    std::optional<Json> json;
    fuzz::accepted([&] { json = codec::read(text); });
    return json;
}

// Writes a value with what the library writes fields with; gives its number of levels.
int write(std::string& out, const Json& json) {
    int levels = 0;
    const char* separator = "";
    if (json.is_object()) {
        out += '{';
        for (const auto& [key, value] : json.items()) {
            out += separator;
            codec::write_text(out, key);
            out += ':';
            levels = std::max(levels, write(out, value));
            separator = ",";
        }
        out += '}';
    } else if (json.is_array()) {
        out += '[';
        for (const Json& value : json) {
            out += separator;
            levels = std::max(levels, write(out, value));
            separator = ",";
        }
        out += ']';
    } else if (json.is_string()) {
        codec::write_text(out, codec::read_text(json));
        return 0;
    } else if (json.is_number()) {
        codec::write_whole(out, codec::read_whole(json));
        return 0;
    } else {
        out += json.dump();
        return 0;
    }
    return levels + 1;
}

void check(const Json& json, std::string_view text) {
    REQUIRE(Json::parse(text) == json);
    std::string written;
    REQUIRE(write(written, json) <= 64);
    const auto again = read(written);
    REQUIRE(again == json);
    std::string twice;
    write(twice, *again);
    REQUIRE(twice == written);
}

// Any text can be written, and what is not UTF-8 can't be read.
void check_text(std::string_view text) {
    std::string written;
    codec::write_text(written, text);
    const auto json = read(written);
    REQUIRE(json.has_value() == !model::invalid_utf8(text));
    if (json) REQUIRE(codec::read_text(*json) == text);
}

}  // namespace

void fuzz::one(std::string_view input) {
    if (const auto json = read(input)) check(*json, input);
    check_text(input);
}
