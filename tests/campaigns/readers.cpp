// Questions while one large change is written, by another thread and then by another process: each answer is from
// before the change or from after it, and none takes long.

#include "bench/data.hpp"
#include "campaign.hpp"
#include "child.hpp"
#include "files.hpp"

#include <laurels/laurels.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <thread>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;

constexpr auto pause = 50ms;
constexpr std::chrono::microseconds aim = 1s;

struct Asked {
    std::int64_t questions = 0;
    std::int64_t from_before = 0;
    std::chrono::microseconds longest{};
};

/// What is written: the nominations in one change, on top of all that they refer to.
struct Load {
    explicit Load(std::size_t nominations) : data(bench::make_data(nominations)) {}

    void prepare(const fs::path& path) const {
        auto registry = Registry::open(path);
        auto change = registry.transaction();
        bench::add_all_but_nominations(change, data);
        change.commit();
    }
    void write(Registry& registry) const { registry.add_all(data.nominations); }

    bench::Data data;
};

/// Asks a question every 50 ms until `over` says so, and once more.
Asked ask(const Registry& registry, const Load& load, const std::function<bool()>& over) {
    const Id<Category> category(1);
    const auto all = load.data.nominations.size();
    const auto in_category =
        static_cast<std::size_t>(std::ranges::count(load.data.nominations, category, &Nomination::category));
    Asked asked;
    const auto question = [&](std::size_t whole, const auto& answer) {
        std::size_t got = 0;
        asked.longest = std::max(asked.longest, time_of([&] { got = answer(); }));
        require(got == 0 || got == whole, "an answer from between: " + std::to_string(got));
        ++asked.questions;
        if (got == 0) ++asked.from_before;
        return got;
    };
    for (bool last = false; !last;) {
        last = over();
        const auto before = question(all, [&] { return registry.count<Nomination>(); });
        const auto after =
            question(in_category, [&] { return registry.nominations().category(category).rows().size(); });
        require(before == 0 || after != 0, "an answer went back to before the change");
        require(!last || after != 0, "the change is over, and not there");
        if (!last) std::this_thread::sleep_for(pause);
    }
    return asked;
}

Asked beside_a_thread(const fs::path& path, const Load& load) {
    auto registry = Registry::open(path, {.timeout = 60s});
    std::atomic<bool> over = false;
    std::exception_ptr failure;
    std::thread writing([&] {
        try {
            load.write(registry);
        } catch (...) {
            failure = std::current_exception();
        }
        over = true;
    });
    std::exception_ptr broken;
    Asked asked;
    try {
        asked = ask(registry, load, [&] { return over.load(); });
    } catch (...) {
        broken = std::current_exception();
    }
    writing.join();
    for (const auto& exception : {failure, broken}) {
        if (exception) std::rethrow_exception(exception);
    }
    return asked;
}

Asked beside_a_process(const fs::path& path, const fs::path& written, const Load& load) {
    Child child([&](const Pipe&) {
        auto registry = Registry::open(path, {.timeout = 60s});
        load.write(registry);
        write_bytes(written, "written");
    });
    const auto started = Clock::now();
    const auto over = [&] {
        require(Clock::now() - started < 10min, "the other process does not end");
        return fs::exists(written);
    };
    const Asked asked = ask(Registry::open(path, {.access = Access::read_only, .timeout = 60s}), load, over);
    child.lines();
    return asked;
}

void verify(const fs::path& path) {
    const Verification found = Registry::open(path).verify();
    require(found.ok, found.text());
}

}  // namespace

std::string readers(const Settings& settings) {
    const std::size_t nominations = settings.size(200'000U, 200'000U);
    const Folder folder;
    const Load load(nominations);
    const fs::path first = folder / "thread.laurels";
    const fs::path second = folder / "process.laurels";
    load.prepare(first);
    fs::copy_file(first, second);
    const Asked process = beside_a_process(second, folder / "written", load);
    const Asked thread = beside_a_thread(first, load);
    verify(first);
    verify(second);
    const auto told = [](const Asked& asked) {
        return counted(asked.questions, "question") + " (" + figure(asked.from_before) +
               " answered from before it), longest " + text(asked.longest) + (asked.longest > aim ? " MISSED" : "");
    };
    return figure(static_cast<std::int64_t>(nominations)) + " nominations in one change; by a thread: " + told(thread) +
           "; by a process: " + told(process) + "; no answer from between, aim " + text(aim);
}

}  // namespace campaigns
