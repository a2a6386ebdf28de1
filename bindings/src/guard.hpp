#pragma once

// The bindings' only way to the registry. Everything that reads a file or waits for another thread runs without the
// interpreter lock: arguments are converted before, results afterwards. A thread that waited for the registry while it
// held the interpreter lock would stop the very thread it waits for.

#include "bind.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace laurels::python {

/// Gives up the interpreter lock. Returns what take_lock() needs.
PyThreadState* give_lock();

/// Takes the interpreter lock again. A thread that comes back when the interpreter is already being torn down sleeps
/// here until the process ends: it may neither go on nor unwind, for it holds references that are no longer valid.
void take_lock(PyThreadState* state) noexcept;

/// Lets Python handle the signals that came, as Ctrl-C, while a call goes on without the lock; throws what a handler
/// raises. For Options::meanwhile.
void handle_signals();

/// Takes the lock for a while within a call that goes on without it, as for what reads from a Python file; also in a
/// thread of the core's own, which Python does not know.
void locked(const std::function<void()>& work);

/// Calls `work` without the interpreter lock and gives what it gives.
template <class Work>
auto unlocked(Work&& work) {
    using Result = std::invoke_result_t<Work&>;
    std::exception_ptr error;
    PyThreadState* state = give_lock();
    if constexpr (std::is_void_v<Result>) {
        try {
            work();
        } catch (...) {
            error = std::current_exception();
        }
        take_lock(state);
        if (error) std::rethrow_exception(error);
    } else {
        std::optional<Result> result;
        try {
            result.emplace(work());
        } catch (...) {
            error = std::current_exception();
        }
        take_lock(state);
        if (error) std::rethrow_exception(error);
        return std::move(*result);
    }
}

/// Lets go of an object of the library, whose destructor may close a file.
template <class T>
void let_go(std::shared_ptr<T>&& object) noexcept {
    if (object.use_count() == 1 && PyGILState_Check() != 0) {
        PyThreadState* state = give_lock();
        object.reset();
        take_lock(state);
    } else {
        object.reset();
    }
}

/// An object of the library in Python's hands. It stays alive while a call on it runs, whatever other threads do.
template <class T>
class Guarded {
  public:
    explicit Guarded(std::shared_ptr<T> object) : object_(std::move(object)) {}
    explicit Guarded(T&& object) : object_(std::make_shared<T>(std::move(object))) {}
    Guarded(const Guarded&) = default;
    Guarded(Guarded&&) noexcept = default;
    Guarded& operator=(const Guarded&) = delete;
    Guarded& operator=(Guarded&&) = delete;
    ~Guarded() { let_go(std::move(object_)); }

    /// Calls `work` with the object, without the interpreter lock.
    template <class Work>
    auto call(Work&& work) const {
        return unlocked([object = object_, &work]() -> decltype(auto) { return work(*object); });
    }

    const std::shared_ptr<T>& shared() const { return object_; }

  private:
    std::shared_ptr<T> object_;
};

}  // namespace laurels::python
