#pragma once

// Writing canonical JSON straight into a buffer, and reading JSON within limits. Canonical means: no white space,
// fields in the order of their table, and of the control characters, quotes and backslashes the shortest escape.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace laurels::inline v0::codec {

using Json = nlohmann::json;

void write_text(std::string& out, std::string_view text);
void write_texts(std::string& out, std::span<const std::string> texts);
void write_whole(std::string& out, std::int64_t number);

/// Reads one JSON text. Throws InvalidValue for what is not JSON or not UTF-8, for more than 64 levels, for a key that
/// stands twice in one object, and for numbers that are not whole or not within 64 bits: none of those is ever written.
Json read(std::string_view text);

/// Throw InvalidValue where the value is of another type.
const std::string& read_text(const Json& json);
std::int64_t read_whole(const Json& json);
void require_object(const Json& json);

bool is_null(const Json& json);

/// Empties a value from its innermost parts outwards. nlohmann-json's own destructor allocates where there are parts,
/// and so ends the process where memory has run out.
void dismantle(Json& json) noexcept;

/// A value that goes without needing memory.
class Owned {
  public:
    explicit Owned(Json&& json) noexcept : value(std::move(json)) {}
    ~Owned() { dismantle(value); }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    operator const Json&() const { return value; }

    Json value;
};

}  // namespace laurels::inline v0::codec
