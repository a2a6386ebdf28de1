#pragma once

// No exception of SQLite or of a decoder leaves the library: here they become the library's own.

#include <laurels/error.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

namespace laurels::inline v0::storage {

/// A path as it stands in a message.
inline std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// To be called while an exception is handled: throws what it means for the file, or the exception itself where that is
/// the library's already.
/// `timeout` is how long SQLite waited before it said that the file is busy.
[[noreturn]] void rethrow(const std::filesystem::path& path, std::chrono::milliseconds timeout = {});

/// To be called while an exception is handled: whether it says that a row does not fit the tables.
bool is_misfit();

/// Runs `action` and translates whatever it throws.
template <class Action>
decltype(auto) guarded(const std::filesystem::path& path, Action&& action, std::chrono::milliseconds timeout = {}) {
    try {
        return std::forward<Action>(action)();
    } catch (...) {
        rethrow(path, timeout);
    }
}

/// Runs a decoder over stored data, where bad input means a damaged file; `place` says whose data it is.
template <class Place, class Action>
decltype(auto) decoding(Place&& place, Action&& action) {
    try {
        return std::forward<Action>(action)();
    } catch (const InvalidValue& error) {
        throw Damaged(std::forward<Place>(place)() + ": " + error.what(), {});
    } catch (const WrongKind& error) {
        throw Damaged(std::forward<Place>(place)() + ": " + error.what(), {});
    }
}

}  // namespace laurels::inline v0::storage
