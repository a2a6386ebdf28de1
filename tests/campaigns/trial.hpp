#pragma once

// One operation, tried again and again with something failing in its midst, and what must hold after each time.

#include "operations.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace campaigns {

class Random;

/// Which of so many calls are made to fail: each, or where there are more than `most`, that many spread by chance.
std::vector<std::int64_t> chosen(std::int64_t calls, std::int64_t most, Random& random);

/// The small registry, and what is in it.
struct Pattern {
    explicit Pattern(const Folder& folder);
    std::string bytes;
};

/// Something that goes wrong at one point of an operation.
struct Failure {
    std::function<void()> begin;
    std::function<bool()> end;  ///< whether it came to that point
    /// Whether an exception tells of it.
    bool (*tells)(const std::exception& error);
};

/// What came of one time.
struct Attempt {
    bool reached = false;    ///< the operation came to the failure
    bool succeeded = false;  ///< it ended as if nothing had been
    bool untouched = false;  ///< the file's bytes stayed as they were
    bool used = false;       ///< the registry took another change afterwards, without being opened again
    bool stuck = false;      ///< it refused that
};

class Trial {
  public:
    /// Runs it once with nothing failing, to know what it gives. `counting` is called right before, `counted` right
    /// after.
    Trial(const Operation& operation, const Pattern& pattern, const std::function<void()>& counting,
          const std::function<void()>& counted);

    /// Runs it once with a failure. Throws Broken where afterwards something does not hold:
    ///  - what it threw is one of the library's errors, and tells of the failure
    ///  - the registry answers, and takes another change or refuses it cleanly
    ///  - the file holds what it held before or what the operation gives; the latter where it succeeded
    ///  - it opens again, verifies, and takes another change
    ///  - nothing was left behind: neither files nor open files nor memory
    Attempt attempt(const Failure& failure);

  private:
    Attempt try_once(const Failure& failure) const;
    void lay_out() const;
    void run(const Failure& failure, Subject& subject, Attempt& attempt) const;
    void check_file(const Subject& subject, Attempt& attempt) const;
    void check_use(Subject& subject, Attempt& attempt) const;
    void check_reopened(const Subject& subject, const Attempt& attempt) const;

    const Operation& operation_;
    Folder folder_;
    std::string pattern_;  // what the file is laid out as
    std::string bytes_before_;
    std::vector<laurels::AnyRecord> before_;
    std::vector<laurels::AnyRecord> after_;
    std::int64_t attempts_ = 0;
};

}  // namespace campaigns
