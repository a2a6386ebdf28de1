// Processes that are killed while they write: whatever was acknowledged is there, and of what was not there is all or
// nothing.

#include "campaign.hpp"
#include "child.hpp"
#include "files.hpp"
#include "random.hpp"

#include <laurels/laurels.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

namespace campaigns {

namespace {

using namespace laurels;

constexpr int cycles_of_a_file = 50;
constexpr int cycles_between_verifying = 10;

/// One change of one cycle, the same whenever it is made: some nominees and a note of who wrote last. One in a few is
/// so large that it does not fit its cache, and then lies partly in the file while it is written.
struct Work {
    std::string name;
    std::size_t nominees;

    static Work of(std::uint64_t seed, int cycle, int number) {
        Random random(seed ^ static_cast<std::uint64_t>(cycle) << 20, static_cast<std::uint64_t>(number));
        const std::size_t nominees = random.one_in(5) ? 20 + random.below(300) : 1 + random.below(4);
        return {std::to_string(cycle) + "." + std::to_string(number), nominees};
    }
    void write(Registry& registry) const {
        auto change = registry.transaction({.reason = name});
        std::vector<Nominee> records;
        for (std::size_t i = 0; i < nominees; ++i)
            records.push_back({.name = name + "." + std::to_string(i), .notes = std::string(2'000, 'x')});
        change.add_all(records);
        const Award award = change.ensure(Award{.name = "written by all"});
        change.revise<Award>(award.id, [&](Award& edited) { edited.notes = name; });
        change.commit();
    }
};

/// Works until it is killed, and says how many changes were acknowledged.
void work(const fs::path& path, std::uint64_t seed, int cycle, const Pipe& pipe) {
    auto registry = Registry::open(path, {.actor = "to be killed", .cache_mb = 0});
    for (int number = 0;; ++number) {
        Work::of(seed, cycle, number).write(registry);
        pipe.say("there");
    }
}

/// What a file must hold.
class Expected {
  public:
    /// After a cycle in which so many changes were acknowledged: looks whether the one in flight is there, too.
    void look(const Registry& registry, std::uint64_t seed, int cycle, int acknowledged) {
        for (int number = 0; number < acknowledged; ++number) take(Work::of(seed, cycle, number));
        std::map<std::string, std::size_t> found;  // by change
        for (const Nominee& nominee : registry.all<Nominee>()) ++found[nominee.name.substr(0, nominee.name.rfind('.'))];
        const Work in_flight = Work::of(seed, cycle, acknowledged);
        if (found.contains(in_flight.name)) {
            take(in_flight);
            ++in_flight_there_;
        }
        for (const auto& [name, nominees] : nominees_) {
            const auto there = found.find(name);
            require(there != found.end(), "change " + name + " was acknowledged, and is not there");
            require(there->second == nominees, "change " + name + " is half there");
        }
        require(found.size() == nominees_.size(), "there is what nobody wrote");
        require(registry.checkpoint().change == static_cast<std::int64_t>(nominees_.size()),
                "the journal has another number of changes");
        const auto awards = registry.all<Award>();
        require(awards.size() == (nominees_.empty() ? 0U : 1U) && (awards.empty() || awards[0].notes == last_),
                "the last change is half there");
    }
    void clear() {
        nominees_.clear();
        last_.clear();
    }
    std::int64_t in_flight_there() const { return in_flight_there_; }

  private:
    void take(const Work& work) {
        nominees_[work.name] = work.nominees;
        last_ = work.name;
    }

    std::map<std::string, std::size_t> nominees_;
    std::string last_;
    std::int64_t in_flight_there_ = 0;
};

void verify(const Registry& registry) {
    const Verification found = registry.verify();
    require(found.ok, found.text());
}

}  // namespace

std::string kill(const Settings& settings) {
    const int cycles = settings.size(200, 10'000);
    const Folder folder;
    const fs::path path = folder / "killed.laurels";
    Random random(settings.seed);
    Expected expected;
    std::int64_t acknowledged = 0;
    std::int64_t left_open = 0;
    std::chrono::microseconds longest{};
    for (int cycle = 0; cycle < cycles; ++cycle) {
        if (cycle % cycles_of_a_file == 0) {
            folder.clear();
            expected.clear();
        }
        Child child([&](const Pipe& pipe) { work(path, settings.seed, cycle, pipe); });
        std::this_thread::sleep_for(std::chrono::microseconds(random.below(30'000)));
        child.kill();
        const End end = child.end();
        require(end.signal != 0, "cycle " + std::to_string(cycle) + ": " + end.text());
        const int there = static_cast<int>(end.lines.size());
        acknowledged += there;
        if (fs::exists(path.string() + "-journal")) ++left_open;
        try {
            std::optional<Registry> registry;
            longest = std::max(longest, time_of([&] {
                                   registry.emplace(Registry::open(path));
                                   static_cast<void>(registry->count<Award>());
                               }));
            expected.look(*registry, settings.seed, cycle, there);
            if (cycle % cycles_between_verifying == 0 || (cycle + 1) % cycles_of_a_file == 0 || cycle + 1 == cycles)
                verify(*registry);
        } catch (const std::exception& error) {
            throw Broken("cycle " + std::to_string(cycle) + ": " + error.what());
        }
    }
    return counted(cycles, "cycle") + ", " + counted(acknowledged, "acknowledged change") + ", all there; " +
           counted(left_open, "kill") + " amid a write, " + figure(expected.in_flight_there()) +
           " changes there whole before they were acknowledged, none half; longest opening " + text(longest);
}

}  // namespace campaigns
