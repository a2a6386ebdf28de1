#pragma once

// What can be done with a registry, as one table that `faults` and `memory` both walk. A new verb is one entry in
// operations.cpp.

#include "files.hpp"

#include <laurels/laurels.hpp>

#include <optional>
#include <span>
#include <string>

namespace campaigns {

/// Writes the registry that operations begin with.
void make_small_registry(const fs::path& path);

/// Writes a registry of the first file format, with other records.
void make_older_file(const fs::path& path);

/// What an operation works on: in the folder is the small registry, as registry.laurels, and nothing else.
struct Subject {
    const Folder& folder;
    fs::path path = folder / "registry.laurels";
    std::optional<laurels::Registry> registry{};
    std::optional<laurels::Change> change{};
};

struct Operation {
    const char* name;
    /// What comes before it, while all goes well.
    void (*prepare)(Subject& subject);
    /// The operation, once: one change at most, so that afterwards it is there or not. States by require() what must
    /// hold of its answers.
    void (*run)(Subject& subject);
    /// Where it leaves more behind than the registry: checks that and takes it away, once all goes well again.
    void (*check)(Subject& subject) = nullptr;
    /// What is in the file before all of this: done once, and kept as the file that each time begins with.
    void (*before)(Subject& subject) = nullptr;
};

std::span<const Operation> operations();

/// All records of a registry, hidden ones too, to compare.
std::vector<laurels::AnyRecord> all_records(const laurels::Questions& registry);

}  // namespace campaigns
