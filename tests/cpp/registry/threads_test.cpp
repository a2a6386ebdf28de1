// Many threads on one registry. Short, and made to be run under the thread sanitizer.

#include "support.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace {

using namespace laurels;
using namespace std::chrono_literals;

class Threads : public testing::TestWithParam<bool> {
  protected:
    support::Folder folder;
    Options options{.actor = "tests", .timeout = 60s};
    Registry registry = GetParam() ? Registry::in_memory(options) : Registry::open(folder / "awards.laurels", options);
    std::atomic<int> surprises = 0;

    /// Runs this many threads at once, each with its number; what one throws is a surprise.
    template <class Action>
    void run(int count, const Action& action) {
        std::vector<std::thread> threads;
        for (int number = 0; number < count; ++number) {
            threads.emplace_back([&, number] {
                try {
                    action(number);
                } catch (const std::exception& error) {
                    ++surprises;
                    ADD_FAILURE() << error.what();
                }
            });
        }
        for (auto& thread : threads) thread.join();
    }
};
INSTANTIATE_TEST_SUITE_P(, Threads, testing::Bool(),
                         [](const auto& place) { return place.param ? "InMemory" : "InAFile"; });

TEST_P(Threads, AWaitCanBeEnded) {
    struct Enough {};
    int calls = 0;
    options.meanwhile = [&calls] {
        if (++calls == 3) throw Enough();
    };
    registry = GetParam() ? Registry::in_memory(options) : Registry::open(folder / "ended.laurels", options);
    std::atomic<int> step = 0;
    run(2, [&](int number) {
        if (number == 0) {
            const auto change = registry.transaction();
            step = 1;
            while (step == 1) std::this_thread::sleep_for(1ms);
        } else {
            while (step == 0) std::this_thread::sleep_for(1ms);
            EXPECT_THROW(registry.add(Award{.name = "a"}), Enough);
            step = 2;
        }
    });
    EXPECT_EQ(calls, 3);
    EXPECT_EQ(registry.count<Award>(), 0U);
    registry.add(Award{.name = "b"});
    if (!GetParam()) {
        auto other = Registry::open(folder / "ended.laurels", options);
        const auto change = registry.transaction();
        calls = 0;
        EXPECT_THROW(other.add(Award{.name = "c"}), Enough) << "waiting for another connection";
    }
    calls = 2;
    EXPECT_THROW(registry.verify(), Enough);
    calls = 2;
    EXPECT_THROW(registry.as_of(1), Enough);
    EXPECT_TRUE(registry.verify());
}

TEST_P(Threads, AskAndWriteAtOnce) {
    const auto world = support::make_world(registry);
    constexpr int writes = 12;
    run(8, [&](int number) {
        for (int i = 0; i < writes; ++i) {
            const std::string title = std::to_string(number) + "." + std::to_string(i);
            switch (number % 4) {
            case 0:
                registry.add(Nomination{.category = world.category, .title = title, .stage = Stage::shortlisted});
                break;
            case 1: {
                auto change = registry.transaction({.reason = "two at once"});
                const auto id = change.add(Nomination{.category = world.category, .title = title}).id;
                change.advance(id, Stage::shortlisted);
                if (change.get(id).stage != Stage::shortlisted) ++surprises;
                if (i % 2 == 0) change.commit();
                break;
            }
            case 2:
                for (const auto& row : registry.nominations().stage(Stage::shortlisted).rows()) {
                    if (row.category_id != world.category) ++surprises;
                }
                static_cast<void>(registry.checkpoint());
                break;
            default:
                registry.revise(world.award, [&](auto& award) { award.notes = title; });
                static_cast<void>(registry.history(world.award, "notes"));
                static_cast<void>(registry.as_of(1).count<Award>());
            }
        }
    });
    EXPECT_EQ(surprises, 0);
    EXPECT_EQ(registry.count<Nomination>(), 1U + 2 * writes + 2 * writes / 2);
    EXPECT_TRUE(registry.verify().ok);
}

TEST_P(Threads, VerifyWhileOthersWrite) {
    run(4, [&](int number) {
        for (int i = 0; i < 6; ++i) {
            if (number == 0) {
                const Verification found = registry.verify();
                EXPECT_TRUE(found.ok) << found.finding;
            } else if (number == 1) {
                registry.backup(folder / ("copy " + std::to_string(i)));
            } else {
                registry.add(Award{.name = std::to_string(i)});
            }
        }
    });
    EXPECT_EQ(registry.count<Award>(), 12U);
    EXPECT_TRUE(Registry::open(folder / "copy 5").verify().ok);
}

TEST_P(Threads, MeetARegistryThatIsClosed) {
    std::atomic<bool> began = false;
    std::thread closing([&] {
        while (!began) std::this_thread::yield();
        std::this_thread::sleep_for(5ms);
        registry.close();
    });
    run(6, [&](int number) {
        began = true;
        try {
            for (int i = 0; i < 10'000; ++i) {
                if (number % 2 == 0)
                    registry.add(Award{.name = "A"});
                else
                    static_cast<void>(registry.count<Award>());
            }
        } catch (const Closed&) {
        } catch (const TransactionError&) {  // closed in the middle of a change
        }
    });
    closing.join();
    EXPECT_EQ(surprises, 0);
    EXPECT_FALSE(registry.is_open());
}

/// Whether a process that is forked off here, amid whatever the other threads do, finds the registry closed.
bool is_closed_in_a_child(const Registry& registry) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        int result = 1;
        try {
            static_cast<void>(registry.count<Award>());
        } catch (const Closed&) {
            result = registry.is_open() ? 2 : 0;
        } catch (...) {
            result = 3;
        }
        ::_exit(result);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_P(Threads, AskWriteAndLookBackUntilOneOfThemForksAndCloses) {
    const auto world = support::make_world(registry);
    constexpr int count = 8;
    std::atomic<int> at_work = 0;
    const auto work = [&](int number) {
        switch (number % 4) {
        case 0: registry.add(Nomination{.category = world.category, .stage = Stage::longlisted}); break;
        case 1: {
            auto change = registry.transaction();
            change.ensure(Award{.name = "both"});
            if (change.count<Award>() < 2) ++surprises;
            if (number == 1) change.commit();
            break;
        }
        case 2:
            if (registry.nominations().stage(Stage::submitted).rows().size() != 1) ++surprises;
            static_cast<void>(registry.history(world.nomination));
            break;
        default:
            if (registry.as_of(1).count<Nomination>() != 0) ++surprises;
            if (!registry.verify()) ++surprises;
        }
    };
    run(count, [&](int number) {
        try {
            work(number);
            ++at_work;
            if (number == count - 1) {
                while (at_work < count) std::this_thread::yield();
                EXPECT_TRUE(is_closed_in_a_child(registry));
                registry.close();
            }
            while (true) work(number);
        } catch (const Closed&) {
        } catch (const TransactionError&) {  // closed in the middle of a change
        }
    });
    EXPECT_EQ(surprises, 0);
    EXPECT_FALSE(registry.is_open());
    if (GetParam()) return;
    EXPECT_TRUE(Registry::open(folder / "awards.laurels").verify());
}

}  // namespace
