#pragma once

// The one way in which a verb runs.

#include "registry/writer.hpp"
#include "storage/failure.hpp"

namespace laurels::inline v0::detail {

template <class Verb>
auto Writer::perform(const Verb& verb) -> decltype(verb()) {
    core_->check_process();
    check_turn();
    const std::scoped_lock lock(mutex_);
    check_active();
    writing_ = false;
    try {
        return storage::guarded(core_->place().path, verb, core_->options().timeout);
    } catch (...) {
        if (writing_) status_ = Status::failed;
        throw;
    }
}

}  // namespace laurels::inline v0::detail
