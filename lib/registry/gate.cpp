#include "registry/gate.hpp"

namespace laurels::inline v0::registry {

Gate::Entry Gate::enter(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    if (inside_ == std::this_thread::get_id()) return Entry::already_inside;
    if (!freed_.wait_for(lock, timeout, [this] { return !inside_; })) return Entry::timed_out;
    inside_ = std::this_thread::get_id();
    return Entry::entered;
}

void Gate::leave() {
    const std::scoped_lock lock(mutex_);
    inside_.reset();
    freed_.notify_one();
}

bool Gate::wait_until_free(std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    const bool free = freed_.wait_for(lock, timeout, [this] { return !inside_; });
    if (free) freed_.notify_one();  // it did not enter, so the next in line may
    return free;
}

}  // namespace laurels::inline v0::registry
