// Every operation, with each of its calls to the file system failing once, in each way in which it can.

#include "campaign.hpp"
#include "child.hpp"
#include "failing_files.hpp"
#include "random.hpp"
#include "trial.hpp"

#include <map>

namespace campaigns {

namespace {

using namespace laurels;
using files::Call;
using files::Way;

struct Fault {
    const char* name;
    Call call;
    Way way = Way::refused;
};

constexpr Fault all_faults[] = {
    {"reading", Call::read},
    {"writing", Call::write},
    {"writing to a full disk", Call::write, Way::disk_full},
    {"writing, after a part", Call::write, Way::partly},
    {"syncing", Call::sync},
    {"truncating", Call::truncate},
    {"opening", Call::open},
    {"deleting", Call::remove},
    {"locking", Call::lock},
    {"looking for a file", Call::access},
    {"asking for the size", Call::size},
};

template <class... Errors>
bool is_one_of(const std::exception& error) {
    return ((dynamic_cast<const Errors*>(&error) != nullptr) || ...);
}

/// An error that blames something else would mislead.
bool tells(const std::exception& error) {
    return is_one_of<FileError, Busy, ReadOnly>(error) && !is_one_of<MissingFile, NotLaurels, NewerFile>(error);
}

struct Counts {
    std::int64_t failures = 0;
    std::int64_t succeeded = 0;
    std::int64_t stuck = 0;
};

class Faults {
  public:
    Faults(const Settings& settings) : settings_(settings), random_(settings.seed), pattern_(folder_) {}

    void try_all(const Operation& operation) {
        std::map<Call, std::int64_t> calls;
        Trial trial(operation, pattern_, files::count_from_here, [&] {
            for (const Fault& fault : all_faults) calls[fault.call] = files::count(fault.call);
        });
        const std::int64_t most = settings_.size<std::int64_t>(10, 1'000'000);
        for (const Fault& fault : all_faults) {
            for (const bool stays : {false, true}) {
                for (const std::int64_t nth : chosen(calls[fault.call], most, random_))
                    try_one(trial, operation, fault, nth, stays);
            }
        }
    }
    const Counts& counts() const { return counts_; }

  private:
    void try_one(Trial& trial, const Operation& operation, const Fault& fault, std::int64_t nth, bool stays) {
        try {
            const Attempt attempt =
                trial.attempt({[&] { files::fail(fault.call, fault.way, nth, stays); }, files::stop, tells});
            require(attempt.reached, "it did not come to that call");
            ++counts_.failures;
            if (attempt.succeeded) ++counts_.succeeded;
            if (attempt.stuck) ++counts_.stuck;
        } catch (const std::exception& error) {
            throw Broken(std::string(operation.name) + ", " + fault.name + " fails at call " + std::to_string(nth) +
                         (stays ? " and from then on" : "") + ": " + error.what());
        }
    }

    const Settings& settings_;
    Random random_;
    Folder folder_;
    Pattern pattern_;
    Counts counts_;
};

}  // namespace

std::string faults(const Settings& settings) {
    files::install();
    Faults faults(settings);
    std::int64_t operations_tried = 0;
    for (const Operation& operation : operations()) {
        if (!settings.only.empty() && settings.only != operation.name) continue;
        faults.try_all(operation);
        ++operations_tried;
    }
    require(operations_tried > 0, "there is no operation '" + settings.only + "'");
    const Counts& counts = faults.counts();
    return counted(operations_tried, "operation") + ", " + counted(counts.failures, "failure") + " of " +
           std::to_string(std::size(all_faults)) + " kinds, for once and lasting: " + figure(counts.succeeded) +
           " did no harm, the others were refused by errors of the library, " + figure(counts.stuck) +
           " left a registry that had to be opened again; nothing lost, nothing half there";
}

}  // namespace campaigns
