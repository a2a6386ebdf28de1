#pragma once

// What all campaigns share. A campaign tries one kind of trouble many times over and states what must hold each time;
// it is one function in a file of its own, and a line in main.cpp.

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace campaigns {

/// How a campaign is run.
struct Settings {
    std::uint64_t seed = 1;
    bool long_run = false;
    std::string only{};  ///< of those that can: just this one of what they try

    template <class T>
    T size(T in_short, T in_long) const {
        return long_run ? in_long : in_short;
    }
};

/// What must hold does not.
class Broken : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* what) {
    if (!holds) throw Broken(what);
}
inline void require(bool holds, const std::string& what) {
    if (!holds) throw Broken(what);
}

// Each gives its line of result, and throws Broken.
std::string writers(const Settings& settings);
std::string ensure(const Settings& settings);
std::string readers(const Settings& settings);
std::string kill(const Settings& settings);
std::string faults(const Settings& settings);
std::string memory(const Settings& settings);
std::string damage(const Settings& settings);

/// A number for people: 1,532.
std::string figure(std::int64_t number);
/// The same with what it counts: "1 file", "1,532 files".
std::string counted(std::int64_t number, const std::string& what);

using Clock = std::chrono::steady_clock;

/// What an action takes.
template <class Action>
std::chrono::microseconds time_of(const Action& action) {
    const auto start = Clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
}
/// A time for people: "340 µs", "12 ms", "1.25 s".
std::string text(std::chrono::microseconds time);

}  // namespace campaigns
