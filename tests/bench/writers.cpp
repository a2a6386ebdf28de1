// Many processes that write one file, one add a commit each, against as many that commit the same rows by SQLite alone
// at the same settings.

#include "adds.hpp"
#include "report.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>
#include <functional>
#include <stdexcept>
#include <vector>

namespace {

using namespace bench;
using namespace std::chrono_literals;

constexpr std::size_t writers = 24;
constexpr std::size_t each = 25;  // adds of each writer in each repetition

/// A line on which all wait until the last is there.
class Start {
  public:
    Start() {
        if (::pipe(ready_.data()) != 0 || ::pipe(go_.data()) != 0) throw std::runtime_error("no pipe");
    }
    ~Start() {
        for (const int end : {ready_[0], ready_[1], go_[0]}) ::close(end);
    }
    Start(const Start&) = delete;
    Start& operator=(const Start&) = delete;

    /// Of those who wait.
    void wait() {
        ::close(go_[1]);
        char byte = 0;
        if (::write(ready_[1], &byte, 1) == 1) static_cast<void>(::read(go_[0], &byte, 1));  // ends when it is closed
    }
    /// Of the one who starts them.
    void give(std::size_t runners) {
        char byte = 0;
        for (std::size_t at = 0; at < runners; ++at) {
            if (::read(ready_[0], &byte, 1) != 1) throw std::runtime_error("a writer did not come");
        }
    }
    void go() { ::close(go_[1]); }

  private:
    std::array<int, 2> ready_{};
    std::array<int, 2> go_{};
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double children_cpu() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What it takes until all writers have done their part. `prepare` gives what writes the add with a number.
Spent together(std::size_t first, const std::function<std::function<void(std::size_t)>()>& prepare) {
    Start start;
    const double cpu = children_cpu();
    std::vector<::pid_t> children;
    for (std::size_t writer = 0; writer < writers; ++writer) {
        const ::pid_t child = ::fork();
        if (child == 0) {
            int result = 1;
            try {
                const auto write = prepare();
                start.wait();
                for (std::size_t at = 0; at < each; ++at) write(first + writer * each + at);
                result = 0;
            } catch (const std::exception& error) {
                std::fprintf(stderr, "a writer: %s\n", error.what());
            }
            ::_exit(result);
        }
        children.push_back(child);
    }
    start.give(writers);
    const Spent began = now();
    start.go();
    bool well = true;
    for (const ::pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        well = well && status == 0;
    }
    if (!well) throw std::runtime_error("a writer failed");
    return {now().wall - began.wall, children_cpu() - cpu};
}

void many_writers(benchmark::State& state) {
    static const Adds source("writers", writers * each * repetitions);
    static std::size_t first = 0;
    if (first == source.size()) {
        state.SkipWithError("each row is added once: repetitions are fixed");
        return;
    }
    for (auto _ : state) {
        Pair pair{.target = 1 / 0.7, .items = writers * each, .label = "commits of 24 writers / of their rows"};
        pair.ours = together(first, [] {
            auto registry = std::make_shared<laurels::Registry>(
                laurels::Registry::open(source.ours, {.actor = "benchmark", .timeout = 60s}));
            return [registry](std::size_t number) { registry->add(source.nomination(number)); };
        });
        pair.peer = together(first, [] {
            auto peer = std::make_shared<RawAdds>(source);
            return [peer](std::size_t number) { peer->commit(number); };
        });
        first += writers * each;
        report(state, pair);
    }
}
LAURELS_PAIR(many_writers);

}  // namespace
