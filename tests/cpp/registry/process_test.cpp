// Several processes on one file, and what a fork does to a registry.

#include "children.hpp"
#include "support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace laurels;
using namespace std::chrono_literals;
using support::Child;
using support::Folder;

template <class Action>
bool in_child(const Action& action) {
    return Child(action).went_well();
}

template <class E, class Action>
bool throws(const Action& action) {
    try {
        action();
    } catch (const E&) {
        return true;
    } catch (...) {}
    return false;
}

class Processes : public testing::Test {
  protected:
    Folder folder;
    std::filesystem::path path = folder / "awards.laurels";
    Options patient{.actor = "tests", .timeout = 20s};
};

TEST_F(Processes, WriteInTurns) {
    constexpr int each = 20;
    const auto write = [&] {
        Registry registry = Registry::open(path, patient);
        for (int i = 0; i < each; ++i) registry.add(Award{.name = std::to_string(i)});
        return true;
    };
    const Child first(write);
    const Child second(write);
    const Child third([&] {
        Registry registry = Registry::open(path, patient);
        for (int i = 0; i < each; ++i) {
            auto change = registry.transaction();
            change.add(Award{.name = "taken back"});
            change.rollback();
            if (registry.count<Award>() > 2 * each) return false;
        }
        return true;
    });
    EXPECT_TRUE(first.went_well());
    EXPECT_TRUE(second.went_well());
    EXPECT_TRUE(third.went_well());
    Registry registry = Registry::open(path);
    EXPECT_EQ(registry.count<Award>(), 2U * each);
    EXPECT_EQ(registry.checkpoint().change, 2 * each);
    EXPECT_TRUE(registry.verify().ok);
}

TEST_F(Processes, EnsureOneRecordTogether) {
    const auto ensure = [&] {
        Registry registry = Registry::open(path, patient);
        for (int i = 0; i < 10; ++i) registry.ensure(Award{.name = std::to_string(i)});
        return true;
    };
    const Child first(ensure);
    const Child second(ensure);
    EXPECT_TRUE(first.went_well());
    EXPECT_TRUE(second.went_well());
    EXPECT_EQ(Registry::open(path).count<Award>(), 10U);
}

TEST_F(Processes, LeaveAFileThatRecoversWhenTheyDieInAChange) {
    { Registry::open(path).add(Award{.name = "A"}); }
    EXPECT_TRUE(in_child([&] {
        Registry registry = Registry::open(path);
        auto change = registry.transaction();
        change.add(Award{.name = "lost"});
        ::_exit(0);
        return true;
    }));
    Registry registry = Registry::open(path);
    EXPECT_EQ(registry.count<Award>(), 1U);
    EXPECT_TRUE(registry.verify().ok);
    EXPECT_NO_THROW(registry.add(Award{.name = "B"}));
}

// --- Fork after open -----------------------------------------------------------------------------------------------

TEST_F(Processes, ThatWereForkedFindTheRegistryClosed) {
    Registry registry = Registry::open(path);
    registry.add(Award{.name = "A"});
    const auto query = registry.nominations();
    EXPECT_TRUE(in_child([&] {
        return throws<Closed>([&] { registry.count<Award>(); }) && throws<Closed>([&] { query.rows(); }) &&
               throws<Closed>([&] { registry.add(Award{.name = "B"}); }) &&
               throws<Closed>([&] { registry.transaction(); }) && throws<Closed>([&] { registry.verify(); }) &&
               throws<Closed>([&] { registry.as_of(1); }) && throws<Closed>([&] { registry.checkpoint(); }) &&
               throws<Closed>([&] { registry.backup(folder / "copy"); }) && !registry.is_open();
    }));
    EXPECT_EQ(registry.count<Award>(), 1U) << "the parent goes on";
    registry.add(Award{.name = "B"});
    EXPECT_TRUE(registry.verify().ok);
}

TEST_F(Processes, ThatWereForkedMayOpenTheFileAgain) {
    Registry registry = Registry::open(path);
    registry.add(Award{.name = "A"});
    EXPECT_TRUE(in_child([&] { return Registry::open(path).add(Award{.name = "B"}).id == Id<Award>(2); }));
    EXPECT_EQ(registry.count<Award>(), 2U);
}

TEST_F(Processes, ThatWereForkedLeaveAnOpenChangeAlone) {
    std::optional<Registry> registry(Registry::open(path));
    registry->add(Award{.name = "A"});
    std::optional<Change> change(registry->transaction());
    change->add(Award{.name = "B"});
    EXPECT_TRUE(in_child([&] {
        const bool closed = throws<Closed>([&] { change->add(Award{.name = "C"}); }) &&
                            throws<Closed>([&] { change->count<Award>(); }) &&
                            throws<Closed>([&] { change->commit(); }) && throws<Closed>([&] { change->rollback(); });
        change.reset();
        registry->close();
        registry.reset();
        return closed;
    }));
    EXPECT_TRUE(std::filesystem::exists(path.string() + "-journal")) << "the change's journal is still there";
    change->commit();
    EXPECT_EQ(registry->count<Award>(), 2U);
    EXPECT_TRUE(registry->verify().ok);
}

TEST_F(Processes, ThatWereForkedLeaveViewsAndMemoryAlone) {
    std::optional<Registry> registry(Registry::in_memory());
    registry->add(Award{.name = "A"});
    std::optional<Registry> view(registry->as_of(1));
    EXPECT_TRUE(in_child([&] {
        const bool closed =
            throws<Closed>([&] { registry->count<Award>(); }) && throws<Closed>([&] { view->count<Award>(); });
        view.reset();
        registry.reset();
        return closed;
    }));
    EXPECT_EQ(view->count<Award>(), 1U);
    EXPECT_EQ(registry->add(Award{.name = "B"}).id, Id<Award>(2));
}

}  // namespace
