// A file system that fails. tests/campaigns tries every call of every operation; here is what went wrong once.

#include "campaigns/failing_files.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace laurels;
using campaigns::files::Call;
using campaigns::files::Way;
using testing::ElementsAre;

class FailingFiles : public testing::Test {
  protected:
    static void SetUpTestSuite() { campaigns::files::install(); }
    static void TearDownTestSuite() { campaigns::files::uninstall(); }

    support::Folder folder;
    Registry registry = Registry::open(folder / "awards.laurels");

    FailingFiles() { support::make_world(registry); }

    /// Runs an action with each of its reads failing in turn, and says how often that threw a FileError.
    template <class Action>
    int failing_reads(bool stays, const Action& action) {
        int errors = 0;
        for (std::int64_t nth = 1;; ++nth) {
            campaigns::files::fail(Call::read, Way::refused, nth, stays);
            try {
                action();
            } catch (const FileError& error) {
                EXPECT_EQ(typeid(error), typeid(FileError)) << error.what();
                ++errors;
            }
            if (!campaigns::files::stop()) return errors;
        }
    }
};

TEST_F(FailingFiles, ABackupThatFailsLeavesNothingBehind) {
    const auto copy = folder / "copy.laurels";
    const int errors = failing_reads(true, [&] { registry.backup(copy); });
    EXPECT_GT(errors, 10);
    EXPECT_THAT(folder.names(), ElementsAre("awards.laurels", "copy.laurels"));
    EXPECT_TRUE(Registry::open(copy).verify().ok);
}

TEST_F(FailingFiles, APageThatCannotBeReadIsNoFinding) {
    const int errors = failing_reads(false, [&] {
        const Verification found = registry.verify();
        EXPECT_TRUE(found.ok) << found.finding;
    });
    EXPECT_GT(errors, 10);
}

TEST_F(FailingFiles, ARegistryInMemoryThatCannotBeOpenedLeavesNothingBehind) {
    const support::Folder temporary;
    const std::string before = std::filesystem::temp_directory_path().string();
    ::setenv("TMPDIR", temporary.path().c_str(), 1);
    const int errors = failing_reads(true, [] { Registry::in_memory(); });
    ::setenv("TMPDIR", before.c_str(), 1);
    EXPECT_GT(errors, 0);
    EXPECT_THAT(temporary.names(), testing::IsEmpty());
}

/// Whether an action came to its end in a process that is killed at the `nth` write.
template <class Action>
bool survives(std::int64_t nth, const Action& action) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        campaigns::files::fail(Call::write, Way::killed, nth, false);
        try {
            action();
            ::_exit(0);
        } catch (...) {
            ::_exit(1);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

TEST_F(FailingFiles, AProcessThatDiesWhileItMakesAFileLeavesOneThatOpens) {
    const auto path = folder / "made.laurels";
    // The smallest cache, which nearly every write of a change spills.
    const auto make = [&] { Registry::open(path, {.cache_mb = 0}); };
    std::int64_t writes = 1;
    for (; !survives(writes, make); ++writes) {
        EXPECT_NO_THROW(EXPECT_TRUE(Registry::open(path).verify())) << "killed at write " << writes;
        std::filesystem::remove(path);
        std::filesystem::remove(path.string() + "-journal");
    }
    EXPECT_GT(writes, 10);
}

}  // namespace
