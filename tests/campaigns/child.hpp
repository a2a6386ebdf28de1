#pragma once

// Child processes that report by a pipe, so that what they said is known however they end.

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace campaigns {

/// The child's end: a line is there for the parent once say() has returned, whatever becomes of the child then.
class Pipe {
  public:
    explicit Pipe(int end) : end_(end) {}
    void say(std::string_view line) const;

  private:
    int end_;
};

/// How a child ended.
struct End {
    std::vector<std::string> lines;  ///< what it said
    int signal = 0;                  ///< what ended it, where a signal did
    bool went_well = false;          ///< it came to its end, and nothing was thrown
    std::string error;               ///< what was thrown

    /// What went wrong, for people.
    std::string text() const;
};

/// A process that runs `work`, forked off here: to be started while nothing of the library is open.
class Child {
  public:
    explicit Child(const std::function<void(const Pipe&)>& work);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Ends it where it stands.
    void kill() const;
    /// Waits for its end.
    End end();
    /// The same for one that must go well: gives what it said. Throws Broken.
    std::vector<std::string> lines();

  private:
    ::pid_t process_ = -1;
    int pipe_ = -1;
};

}  // namespace campaigns
