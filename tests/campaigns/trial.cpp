#include "trial.hpp"

#include "campaign.hpp"
#include "failing_memory.hpp"
#include "random.hpp"

#include <algorithm>
#include <cstdlib>
#include <typeinfo>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;

const Award afterwards{.name = "Added afterwards"};

/// While it is there, temporary files are made in a folder, where those that stay behind are seen.
class TemporaryFilesIn {
  public:
    explicit TemporaryFilesIn(const Folder& folder) : before_(fs::temp_directory_path().string()) { set(folder / ""); }
    ~TemporaryFilesIn() { set(before_); }
    TemporaryFilesIn(const TemporaryFilesIn&) = delete;
    TemporaryFilesIn& operator=(const TemporaryFilesIn&) = delete;

  private:
    static void set(const fs::path& folder) { ::setenv("TMPDIR", folder.c_str(), 1); }
    std::string before_;
};

std::vector<AnyRecord> records_of(const fs::path& path) { return all_records(Registry::open(path, {.timeout = 0ms})); }

}  // namespace

std::vector<std::int64_t> chosen(std::int64_t calls, std::int64_t most, Random& random) {
    std::vector<std::int64_t> numbers;
    if (calls <= most) {
        for (std::int64_t nth = 1; nth <= calls; ++nth) numbers.push_back(nth);
        return numbers;
    }
    for (std::int64_t part = 0; part < most; ++part) {
        const std::int64_t first = calls * part / most;
        const std::int64_t end = calls * (part + 1) / most;
        numbers.push_back(first + 1 + static_cast<std::int64_t>(random.below(static_cast<std::size_t>(end - first))));
    }
    return numbers;
}

Pattern::Pattern(const Folder& folder) {
    const fs::path path = folder / "pattern.laurels";
    make_small_registry(path);
    bytes = read_bytes(path);
}

Trial::Trial(const Operation& operation, const Pattern& pattern, const std::function<void()>& counting,
             const std::function<void()>& counted)
    : operation_(operation), pattern_(pattern.bytes) {
    if (operation_.before != nullptr) {
        lay_out();
        Subject subject{folder_};
        operation_.before(subject);
        subject.registry.reset();
        pattern_ = read_bytes(subject.path);
    }
    lay_out();
    {
        Subject subject{folder_};
        operation_.prepare(subject);
        subject.change.reset();
        subject.registry.reset();
        bytes_before_ = read_bytes(subject.path);
        before_ = records_of(subject.path);
    }
    lay_out();
    {
        Subject subject{folder_};
        operation_.prepare(subject);
        counting();
        operation_.run(subject);
        counted();
        subject.change.reset();
        if (operation_.check != nullptr) operation_.check(subject);
        subject.registry.reset();
        after_ = records_of(subject.path);
    }
    // What is made once and kept, as the text of a statement, is there from here on.
    try_once({[] {}, [] { return false; }, [](const std::exception&) { return false; }});
}

void Trial::lay_out() const {
    folder_.clear();
    write_bytes(Subject{folder_}.path, pattern_);
}

Attempt Trial::attempt(const Failure& failure) {
    ++attempts_;
    const auto files = open_files();
    const auto memory = allocations::living();
    const Attempt attempt = try_once(failure);
    require(open_files() == files, "a file was left open");
    const auto left = allocations::living() - memory;
    require(left == 0, counted(left, "allocation") + " left behind");
    return attempt;
}

Attempt Trial::try_once(const Failure& failure) const {
    lay_out();
    const TemporaryFilesIn folder(folder_);
    Attempt attempt;
    Subject subject{folder_};
    operation_.prepare(subject);
    run(failure, subject, attempt);
    subject.change.reset();
    if (attempt.succeeded && operation_.check != nullptr) operation_.check(subject);
    check_file(subject, attempt);
    check_use(subject, attempt);
    subject.registry.reset();
    check_reopened(subject, attempt);
    return attempt;
}

void Trial::run(const Failure& failure, Subject& subject, Attempt& attempt) const {
    failure.begin();
    try {
        operation_.run(subject);
        attempt.reached = failure.end();
        attempt.succeeded = true;
    } catch (const Broken& broken) {
        throw Broken(std::string("it gave a wrong answer: ") + broken.what());
    } catch (const std::exception& error) {
        attempt.reached = failure.end();
        require(attempt.reached, std::string("it failed by itself: ") + error.what());
        require(failure.tells(error), std::string("it threw ") + typeid(error).name() + ": " + error.what());
    }
}

void Trial::check_file(const Subject& subject, Attempt& attempt) const {
    attempt.untouched = subject.folder.names() == std::vector<std::string>{subject.path.filename().string()} &&
                        read_bytes(subject.path) == bytes_before_;
    if (attempt.untouched) {
        require(!attempt.succeeded || before_ == after_, "it succeeded, and nothing is there");
        return;
    }
    const auto records = records_of(subject.path);
    require(records == after_ || (records == before_ && !attempt.succeeded),
            records == before_ ? "it succeeded, and nothing is there" : "what it wrote is half there");
}

void Trial::check_use(Subject& subject, Attempt& attempt) const {
    if (!subject.registry || !subject.registry->is_open() || subject.registry->read_only()) return;
    try {
        static_cast<void>(subject.registry->count<Award>());
        subject.registry->add(afterwards);
        attempt.used = true;
    } catch (const Error& error) {
        attempt.stuck = true;
        require(typeid(error) != typeid(Busy), std::string("a lock was left behind: ") + error.what());
    }
}

void Trial::check_reopened(const Subject& subject, const Attempt& attempt) const {
    auto registry = Registry::open(subject.path, {.timeout = 0ms});
    const auto awards = registry.all<Award>();
    require(std::ranges::count(awards, afterwards.name, &Award::name) == (attempt.used ? 1 : 0),
            "a change that was made afterwards is lost, or there without having been made");
    if (!attempt.used) registry.add(afterwards);
    // Verifying takes longer than all the rest, so where the failure left no trace in the file it is done now and then.
    if (!attempt.untouched || attempts_ % 8 == 0) {
        const Verification found = registry.verify();
        require(found.ok, found.text());
    }
    registry.close();
    require(subject.folder.names() == std::vector<std::string>{subject.path.filename().string()},
            "a file was left behind: " + subject.folder.names().front());
}

}  // namespace campaigns
