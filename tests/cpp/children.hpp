#pragma once

// Child processes for tests: what another process does, or another user.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>

namespace support {

/// A child process that runs an action and says whether all went well there. Started before anything is opened here,
/// where it is to open files of its own.
class Child {
  public:
    template <class Action>
    explicit Child(const Action& action) : process_(::fork()) {
        if (process_ != 0) return;
        int result = 1;
        try {
            result = action() ? 0 : 2;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "in the child: %s\n", error.what());
        }
        ::_exit(result);  // no destructors: they are the parent's
    }
    bool went_well() const {
        int status = 0;
        ::waitpid(process_, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    /// Ends it at once, wherever it is.
    void kill() const {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

  private:
    ::pid_t process_;
};

/// Runs an action as somebody who may not write everything: the superuser does so in a child that gives that up.
template <class Action>
bool as_nobody(const Action& action) {
    if (::geteuid() != 0) return action();
    return Child([&] {
               constexpr ::uid_t nobody = 65534;
               return ::setgid(nobody) == 0 && ::setuid(nobody) == 0 && action();
           })
        .went_well();
}

}  // namespace support
