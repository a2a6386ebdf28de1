// Many processes ensure the same nominees at once: each is there once, and all were given the same.

#include "campaign.hpp"
#include "child.hpp"
#include "files.hpp"
#include "random.hpp"

#include <laurels/laurels.hpp>

#include <algorithm>
#include <list>
#include <set>
#include <utility>

namespace campaigns {

namespace {

using namespace laurels;

constexpr int processes = 8;
constexpr int nominees = 200;

/// In an order of its own, saying which nominee it was given for which name.
void ensure_all(const fs::path& path, Random random, const Pipe& pipe) {
    auto registry = Registry::open(path, {.timeout = std::chrono::minutes(2)});
    std::vector<std::string> names;
    for (int i = 0; i < nominees; ++i) names.push_back("nominee " + std::to_string(i));
    for (std::size_t i = names.size(); i > 1; --i) std::swap(names[i - 1], names[random.below(i)]);
    for (const std::string& name : names)
        pipe.say(name + " is " + to_string(registry.ensure(Nominee{.name = name}).id));
}

}  // namespace

std::string ensure(const Settings& settings) {
    const Folder folder;
    const fs::path path = folder / "ensured.laurels";
    std::list<Child> children;
    std::set<std::string> given;
    const auto time = time_of([&] {
        for (std::uint64_t i = 0; i < processes; ++i)
            children.emplace_back([&, i](const Pipe& pipe) { ensure_all(path, Random(settings.seed, i), pipe); });
        for (Child& child : children) {
            for (std::string& line : child.lines()) given.insert(std::move(line));
        }
    });
    require(given.size() == nominees, "one name was given as two nominees");
    const auto registry = Registry::open(path);
    require(registry.count<Nominee>() == nominees, counted(nominees, "nominee") + " were ensured, " +
                                                       figure(static_cast<std::int64_t>(registry.count<Nominee>())) +
                                                       " are there");
    require(registry.checkpoint().change == nominees, "ensuring what is there wrote something");
    const Verification found = registry.verify();
    require(found.ok, found.text());
    return std::to_string(processes) + " processes ensured the same " + std::to_string(nominees) +
           " nominees, the file made by whoever came first: " + std::to_string(nominees) + " there; " + text(time);
}

}  // namespace campaigns
