#include "registry/gate.hpp"

#include <algorithm>

namespace laurels::inline v0::registry {

bool Gate::wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout,
                const std::function<void()>& meanwhile) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(timeout - (Clock::now() - began));
        if (freed_.wait_for(lock, std::min<std::chrono::microseconds>(left, slice), [this] { return !inside_; }))
            return true;
        if (left <= slice) return false;
        lock.unlock();  // whatever is called may want to write, too
        meanwhile();
        lock.lock();
    }
}

Gate::Entry Gate::enter(std::chrono::milliseconds timeout, const std::function<void()>& meanwhile) {
    std::unique_lock lock(mutex_);
    if (inside_ == std::this_thread::get_id()) return Entry::already_inside;
    if (!wait(lock, timeout, meanwhile)) return Entry::timed_out;
    inside_ = std::this_thread::get_id();
    return Entry::entered;
}

void Gate::leave() {
    const std::scoped_lock lock(mutex_);
    inside_.reset();
    freed_.notify_one();
}

bool Gate::wait_until_free(std::chrono::milliseconds timeout, const std::function<void()>& meanwhile) {
    std::unique_lock lock(mutex_);
    const bool free = wait(lock, timeout, meanwhile);
    if (free) freed_.notify_one();  // it did not enter, so the next in line may
    return free;
}

}  // namespace laurels::inline v0::registry
