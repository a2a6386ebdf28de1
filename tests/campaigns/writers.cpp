// Many processes write one file while others read it: no change is lost, none is there twice, nobody starves, and what
// one of them read is never overwritten unseen.

#include "campaign.hpp"
#include "child.hpp"
#include "files.hpp"
#include "random.hpp"

#include <laurels/laurels.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <sstream>

namespace campaigns {

namespace {

using namespace laurels;
using namespace std::chrono_literals;

constexpr int processes = 8;
constexpr int shared_records = 5;

std::string shared_name(std::size_t number) { return "shared " + std::to_string(number); }

/// One process that writes, and says of each change that was acknowledged to it what it wrote: "NUMBER NAME TOKEN",
/// where the number is 0 if it was not told.
class Writer {
  public:
    Writer(const fs::path& path, const Settings& settings, int number)
        : registry_(Registry::open(path, {.actor = "writer " + std::to_string(number), .timeout = 2s})),
          random_(settings.seed, static_cast<std::uint64_t>(number + 1)),
          name_(std::to_string(number)) {}

    void write(int changes, const Pipe& pipe) {
        const auto started = Clock::now();
        for (int i = 0; i < changes; ++i) {
            const std::string token = name_ + "." + std::to_string(i);
            const auto time = time_of([&] { pipe.say(change(token)); });
            longest_ = std::max(longest_, time);
        }
        const auto all = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
        pipe.say("end " + std::to_string(all.count()) + " " + std::to_string(longest_.count()) + " " +
                 std::to_string(busy_) + " " + std::to_string(stale_));
    }

  private:
    std::string change(const std::string& token) {
        while (true) {
            try {
                switch (random_.below(4)) {
                case 0: return add(token);
                case 1: return ensure_and_add(token);
                case 2: return revise_alone(token);
                default: return revise_in_a_change(token);
                }
            } catch (const Busy&) {
                ++busy_;
            } catch (const Stale&) {
                ++stale_;
            }
        }
    }

    std::string add(const std::string& token) {
        registry_.add(Nominee{.name = token});
        return "0 added " + token;
    }

    std::string ensure_and_add(const std::string& token) {
        auto change = registry_.transaction({.reason = "both or none"});
        change.ensure(Award{.name = shared_name(random_.below(shared_records))});
        change.add(Nominee{.name = token});
        return std::to_string(change.commit()) + " added " + token;
    }

    /// Reads, and writes what it read with one token more: lost to nobody, since a Stale tells of the others.
    std::string revise_alone(const std::string& token) {
        const Nominee read = registry_.find<Nominee>(shared_name(random_.below(shared_records)));
        Nominee changed = read;
        changed.notes += token + " ";
        registry_.revise(read, changed);
        return "0 noted " + token;
    }

    std::string revise_in_a_change(const std::string& token) {
        auto change = registry_.transaction();
        const Nominee shared = change.find<Nominee>(shared_name(random_.below(shared_records)));
        change.revise<Nominee>(shared.id, [&](Nominee& nominee) { nominee.notes += token + " "; });
        return std::to_string(change.commit()) + " noted " + token;
    }

    Registry registry_;
    Random random_;
    std::string name_;
    std::chrono::microseconds longest_{};
    int busy_ = 0;
    int stale_ = 0;
};

/// Asks until the writers have ended: what was there once stays there.
void read(const fs::path& path, const fs::path& stop, const Pipe& pipe) {
    const auto registry = Registry::open(path, {.access = Access::read_only, .timeout = 20s});
    std::size_t nominees = 0;
    std::size_t notes = 0;
    std::int64_t questions = 0;
    while (!fs::exists(stop)) {
        const std::size_t count = registry.count<Nominee>();
        require(count >= nominees, "a reader saw fewer nominees than before");
        nominees = count;
        const Nominee shared = registry.find<Nominee>(shared_name(0));
        require(shared.notes.size() >= notes, "a reader saw notes that had gone back");
        notes = shared.notes.size();
        questions += 2;
    }
    pipe.say(std::to_string(questions));
}

/// What was acknowledged to all writers, and how they fared.
struct Acknowledged {
    std::int64_t changes = 0;
    std::set<std::int64_t> numbers;
    std::set<std::string> added;
    std::set<std::string> noted;
    std::int64_t busy = 0;
    std::int64_t stale = 0;
    std::chrono::microseconds first = std::chrono::hours(1);
    std::chrono::microseconds last{};
    std::chrono::microseconds longest{};

    void take(const std::string& line) {
        std::istringstream words(line);
        if (line.starts_with("end ")) {
            std::string end;
            std::int64_t all = 0;
            std::int64_t wait = 0;
            std::int64_t busy_times = 0;
            std::int64_t stale_times = 0;
            words >> end >> all >> wait >> busy_times >> stale_times;
            first = std::min(first, std::chrono::microseconds(all));
            last = std::max(last, std::chrono::microseconds(all));
            longest = std::max(longest, std::chrono::microseconds(wait));
            busy += busy_times;
            stale += stale_times;
            return;
        }
        std::int64_t number = 0;
        std::string what;
        std::string token;
        words >> number >> what >> token;
        ++changes;
        if (number != 0)
            require(numbers.insert(number).second, "change " + std::to_string(number) + " was acknowledged twice");
        (what == "added" ? added : noted).insert(token);
    }
};

/// All that was acknowledged is in the file, once, and nothing else is.
void check(const fs::path& path, const Acknowledged& acknowledged, std::int64_t before) {
    const auto registry = Registry::open(path);
    const std::int64_t changes = registry.checkpoint().change;
    require(changes == before + acknowledged.changes,
            figure(acknowledged.changes) + " changes were acknowledged, " + figure(changes - before) + " are there");
    require(acknowledged.numbers.empty() || *acknowledged.numbers.rbegin() <= changes, "a change is not there");
    std::multiset<std::string> added;
    std::multiset<std::string> noted;
    for (const Nominee& nominee : registry.all<Nominee>()) {
        if (!nominee.name.starts_with("shared")) {
            added.insert(nominee.name);
            continue;
        }
        std::istringstream tokens(nominee.notes);
        for (std::string token; tokens >> token;) noted.insert(token);
    }
    require(std::ranges::equal(added, acknowledged.added), "the nominees are not those that were acknowledged");
    require(std::ranges::equal(noted, acknowledged.noted), "the notes are not those that were acknowledged");
    require(registry.count<Award>() <= shared_records, "ensure added an award twice");
    const Verification found = registry.verify();
    require(found.ok, found.text());
}

}  // namespace

std::string writers(const Settings& settings) {
    const int each = settings.size(200, 200);
    const Folder folder;
    const fs::path path = folder / "written.laurels";
    const fs::path stop = folder / "stop";
    std::int64_t before = 0;
    {
        auto registry = Registry::open(path);
        auto change = registry.transaction();
        for (std::size_t i = 0; i < shared_records; ++i) change.add(Nominee{.name = shared_name(i)});
        before = change.commit();
    }
    std::list<Child> reading;
    for (int i = 0; i < 2; ++i) reading.emplace_back([&](const Pipe& pipe) { read(path, stop, pipe); });
    std::list<Child> writing;
    for (int i = 0; i < processes; ++i)
        writing.emplace_back([&, i](const Pipe& pipe) { Writer(path, settings, i).write(each, pipe); });
    Acknowledged acknowledged;
    for (Child& child : writing) {
        for (const std::string& line : child.lines()) acknowledged.take(line);
    }
    write_bytes(stop, "stop");
    std::int64_t questions = 0;
    for (Child& child : reading) questions += std::stoll(child.lines().at(0));
    require(acknowledged.changes == std::int64_t{each} * processes, "a writer ended early");
    check(path, acknowledged, before);
    return std::to_string(processes) + " processes, " + figure(acknowledged.changes) +
           " acknowledged changes, each there once; " + counted(questions, "question") + " of 2 readers; " +
           figure(acknowledged.stale) + " times Stale and " + figure(acknowledged.busy) +
           " times Busy, tried again; processes took " + text(acknowledged.first) + " to " + text(acknowledged.last) +
           ", longest wait for a change " + text(acknowledged.longest);
}

}  // namespace campaigns
