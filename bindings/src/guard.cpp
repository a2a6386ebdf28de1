#include "guard.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#if defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

namespace laurels::python {

namespace {

// The thread that tears the interpreter down: the only one that may take the lock from then on.
std::atomic<std::thread::id> exiting_thread{};

bool finalizing() noexcept {
#if PY_VERSION_HEX >= 0x030D0000
    return Py_IsFinalizing() != 0;
#else
    return _Py_IsFinalizing() != 0;
#endif
}

[[noreturn]] void sleep_until_exit() noexcept {
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

// This thread's state while it is without the lock.
thread_local PyThreadState* lockless = nullptr;

/// Calls what takes the lock, unless the interpreter is or gets torn down by another thread.
template <class Take>
auto take_while_there_is_one(Take take) noexcept {
    if (finalizing() && exiting_thread.load() != std::this_thread::get_id()) sleep_until_exit();
#if defined(__GLIBCXX__)
    try {
        return take();
    } catch (const abi::__forced_unwind&) {
        sleep_until_exit();  // the interpreter ended while this thread waited, and up to 3.13 ends the thread
    }
#else
    return take();
#endif
}

/// Calls `work`, then `give`, and raises then what it raised.
template <class Give>
void work_and_give(const std::function<void()>& work, Give give) {
    std::exception_ptr raised;
    try {
        work();
    } catch (...) {
        raised = std::current_exception();
    }
    give();
    if (raised) std::rethrow_exception(raised);
}

}  // namespace

PyThreadState* give_lock() { return lockless = PyEval_SaveThread(); }

void take_lock(PyThreadState* state) noexcept {
    lockless = nullptr;
    take_while_there_is_one([state] { PyEval_RestoreThread(state); });
}

void locked(const std::function<void()>& work) {
    if (lockless != nullptr) {
        take_lock(lockless);
        return work_and_give(work, [] { give_lock(); });
    }
    if (PyGILState_GetThisThreadState() != nullptr) return work();  // it has the lock
    const PyGILState_STATE state = take_while_there_is_one([] { return PyGILState_Ensure(); });
    work_and_give(work, [state] { PyGILState_Release(state); });
}

void handle_signals() {
    // Taking the lock can cost a few milliseconds where other threads compute.
    using Clock = std::chrono::steady_clock;
    thread_local Clock::time_point last{};
    if (lockless == nullptr || Clock::now() - last < std::chrono::milliseconds(50)) return;
    take_lock(lockless);
    const auto check = [] {
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    };
    work_and_give(check, [&] {
        give_lock();
        last = Clock::now();
    });
}

void bind_guard(py::module_& /*module*/) {
    // Exit functions run in the thread that exits, before the interpreter counts as finalizing.
    py::module_::import("atexit").attr("register")(
        py::cpp_function([] { exiting_thread.store(std::this_thread::get_id()); }));
}

}  // namespace laurels::python
