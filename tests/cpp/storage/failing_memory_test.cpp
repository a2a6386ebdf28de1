// Memory that runs out. tests/campaigns tries every allocation of every operation; here is what went wrong once, where
// the process was ended instead of an exception thrown.

#include "campaigns/failing_memory.hpp"
#include "codec/json.hpp"
#include "codec/paths.hpp"
#include "codec/texts.hpp"
#include "support.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <new>

namespace {

using namespace laurels;
using namespace laurels::literals;
using codec::Json;
using codec::TextPart;
namespace allocations = campaigns::allocations;

/// Runs an action with memory running out at each of its allocations in turn, and says how often that was told.
template <class Action>
int failing_allocations(const Action& action) {
    int told = 0;
    for (std::int64_t nth = 1;; ++nth) {
        allocations::fail(nth, true);
        try {
            action();
        } catch (const std::bad_alloc&) {
            ++told;
        }
        if (!allocations::stop()) return told;
    }
}

TEST(FailingMemory, TextsAreEditedOrNot) {
    const auto edit = [](std::string_view, TextPart, const std::string& text) { return text + ", edited at length"; };
    const int told = failing_allocations([&] {
        codec::Owned set(codec::read(R"({"name":"A","aliases":{"B":["2001","2002"],"C":[""]},"extra":{"k":"v"}})"));
        codec::edit_texts<Award>(set.value, edit);
    });
    EXPECT_GT(told, 20);
    const int told_of_a_claim =
        failing_allocations([&] { codec::edit_claimed<Award>("aliases", R"({"B":["2001","2002"],"C":[""]})", edit); });
    EXPECT_GT(told_of_a_claim, 10);
}

TEST(FailingMemory, PathsAreMovedOrNot) {
    const int told = failing_allocations([] {
        codec::Owned set(codec::read(
            R"({"measure":{"what":"w","unit":"u","before":{"date":"","value":"1"},"after":{"date":"","value":"2"}}})"));
        codec::Owned moved(Json::object());
        for (const codec::Path& path : codec::paths_of(set)) codec::move_path(set.value, path, moved.value);
    });
    EXPECT_GT(told, 10);
}

TEST(FailingMemory, ANameIsLookedForOrNot) {
    auto registry = Registry::in_memory();
    const auto nominee = registry.add(Nominee{.name = "Jane", .aliases = {{"J", "2001"_date}, {"Janet", {}}}}).id;
    registry.claim(nominee, "aliases", R"({"Jane B":["2001"]})");
    const int told =
        failing_allocations([&] { registry.erase(nominee, {.reason = "as they asked", .dry_run = true}); });
    EXPECT_GT(told, 100);
    EXPECT_TRUE(registry.verify().ok);
}

}  // namespace
