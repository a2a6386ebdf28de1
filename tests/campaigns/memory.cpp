// Every operation, with each of its allocations failing once: of C++ and of SQLite. Each operation has a process of its
// own, so that a crash is told of as what it is. Built with the address sanitizer it also looks for leaks.

#include "campaign.hpp"
#include "child.hpp"
#include "failing_memory.hpp"
#include "random.hpp"
#include "trial.hpp"

#include <algorithm>
#include <new>
#include <sstream>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace campaigns {

namespace {

bool tells(const std::exception& error) {
    return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
           dynamic_cast<const laurels::Error*>(&error) != nullptr;
}

void check_leaks() {
#ifdef __SANITIZE_ADDRESS__
    require(__lsan_do_recoverable_leak_check() == 0, "the sanitizer found a leak");
#endif
}

std::string told(std::int64_t nth, bool stays) {
    return "allocation " + std::to_string(nth) + (stays ? " and all after it" : "") + " failing";
}

struct Counts {
    std::int64_t failures = 0;
    std::int64_t succeeded = 0;
    std::int64_t stuck = 0;
    std::int64_t allocations = 0;
};

/// Says before each attempt what will fail, and at the end the counts.
void try_all(const Operation& operation, const Settings& settings, const Pattern& pattern, const Pipe& pipe) {
    Counts counts;
    Trial trial(operation, pattern, allocations::count_from_here, [&] { counts.allocations = allocations::count(); });
    Random random(settings.seed);
    for (const bool stays : {false, true}) {
        const auto most = settings.size<std::int64_t>(30, 3'000);
        for (const std::int64_t nth : chosen(counts.allocations, most, random)) {
            pipe.say(told(nth, stays));
            const Attempt attempt = trial.attempt({[&] { allocations::fail(nth, stays); }, allocations::stop, tells});
            ++counts.failures;
            if (attempt.succeeded) ++counts.succeeded;
            if (attempt.stuck) ++counts.stuck;
        }
    }
    check_leaks();
    pipe.say(std::to_string(counts.failures) + " " + std::to_string(counts.succeeded) + " " +
             std::to_string(counts.stuck) + " " + std::to_string(counts.allocations));
}

Counts try_apart(const Operation& operation, const Settings& settings, const Pattern& pattern) {
    const End end = Child([&](const Pipe& pipe) { try_all(operation, settings, pattern, pipe); }).end();
    if (!end.went_well)
        throw Broken(std::string(operation.name) + ", with " +
                     (end.lines.empty() ? "nothing failing" : end.lines.back()) + ": " + end.text());
    Counts counts;
    std::istringstream(end.lines.back()) >> counts.failures >> counts.succeeded >> counts.stuck >> counts.allocations;
    return counts;
}

}  // namespace

std::string memory(const Settings& settings) {
    allocations::install();
    const Folder folder;
    const Pattern pattern(folder);
    Counts all;
    std::int64_t operations_tried = 0;
    for (const Operation& operation : operations()) {
        if (!settings.only.empty() && settings.only != operation.name) continue;
        const Counts counts = try_apart(operation, settings, pattern);
        all.failures += counts.failures;
        all.succeeded += counts.succeeded;
        all.stuck += counts.stuck;
        all.allocations += counts.allocations;
        ++operations_tried;
    }
    require(operations_tried > 0, "there is no operation '" + settings.only + "'");
    return counted(operations_tried, "operation") + " with " + counted(all.allocations, "allocation") + ", " +
           counted(all.failures, "failure") + ", for once and lasting: " + figure(all.succeeded) +
           " did no harm, the others were refused, " + figure(all.stuck) +
           " left a registry that had to be opened again; no crash, no leak, nothing lost, nothing half there";
}

}  // namespace campaigns
