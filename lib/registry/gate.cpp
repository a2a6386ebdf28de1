#include "registry/gate.hpp"

namespace laurels::inline v0::registry {

bool Gate::wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout,
                const std::function<void()>& meanwhile) {
    const auto is_free = [&](std::chrono::microseconds time) {
        return freed_.wait_for(lock, time, [this] { return !inside_; });
    };
    return in_slices(timeout, is_free, [&] {
        lock.unlock();  // whatever is called may want to write, too
        meanwhile();
        lock.lock();
    });
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
