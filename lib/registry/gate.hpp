#pragma once

// One change at a time: who wants to write waits here for the others of this process, before SQLite makes it wait for
// those of other processes.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace laurels::inline v0::registry {

/// How long a wait goes on before others have their say.
inline constexpr std::chrono::milliseconds slice{50};

/// A time as a message tells it.
inline std::string seconds_text(std::chrono::milliseconds time) {
    return std::to_string(std::chrono::duration<double>(time).count()).substr(0, 4) + " s";
}

/// Calls `attempt(time)`, with a slice of the time that is left, until it gives true, and `between()` in between;
/// either may end this by throwing. False when the time ran out.
template <class Attempt, class Between>
bool in_slices(std::chrono::milliseconds timeout, const Attempt& attempt, const Between& between) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(timeout - (Clock::now() - began));
        if (attempt(std::min<std::chrono::microseconds>(left, slice))) return true;
        if (left <= slice) return false;
        between();
    }
}

class Gate {
  public:
    enum class Entry : std::uint8_t { entered, timed_out, already_inside };

    /// Waits until nobody is inside. A thread that is inside already is told so at once. `meanwhile` is called now and
    /// then, and ends the wait by throwing.
    Entry enter(std::chrono::milliseconds timeout, const std::function<void()>& meanwhile);
    /// May be called by any thread: a change can end elsewhere than where it began.
    void leave();
    /// Waits until nobody is inside, without entering; false when the time ran out.
    bool wait_until_free(std::chrono::milliseconds timeout, const std::function<void()>& meanwhile);

  private:
    bool wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout,
              const std::function<void()>& meanwhile);

    std::mutex mutex_;
    std::condition_variable freed_;
    std::optional<std::thread::id> inside_;
};

}  // namespace laurels::inline v0::registry
