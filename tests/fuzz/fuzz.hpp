#pragma once

// What all fuzzing targets share. A target is one file that defines fuzz::one(), which is called with any bytes at all:
// it states what must hold of them, whatever they are.

#include "model/text.hpp"

#include <laurels/error.hpp>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace fuzz {

/// The target.
void one(std::string_view input);

[[noreturn]] inline void broken(const char* what, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    std::abort();
}

/// Ends the run where a condition does not hold; also where assert() would be compiled away.
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) ::fuzz::broken(#condition, __FILE__, __LINE__);                                              \
    } while (false)

/// Whether the library accepts what `action` asks of it. It may refuse by its own errors only, and what they say must
/// be text; any other exception escapes and ends the run.
template <class Action>
bool accepted(Action&& action) {
    try {
        std::forward<Action>(action)();
        return true;
    } catch (const laurels::Error& error) {
        const std::string_view message = error.what();
        REQUIRE(!message.empty());
        REQUIRE(!laurels::model::invalid_utf8(message));
        return false;
    }
}

/// The input up to each line feed, so that inputs with several parts can be written with an editor. Never empty.
inline std::vector<std::string_view> lines(std::string_view input) {
    std::vector<std::string_view> lines;
    while (true) {
        const auto end = input.find('\n');
        lines.push_back(input.substr(0, end));
        if (end == std::string_view::npos) return lines;
        input.remove_prefix(end + 1);
    }
}

}  // namespace fuzz
