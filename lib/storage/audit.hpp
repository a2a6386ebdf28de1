#pragma once

// Proof that a file is as the library wrote it: the chain of digests, and state against replay.

#include "storage/journal.hpp"

#include <laurels/journal.hpp>

#include <filesystem>
#include <optional>

namespace laurels::inline v0::storage {

/// Reads all of it. `path` is for messages.
Verification audit(const ReadJournal& journal, const std::filesystem::path& path,
                   const std::optional<Checkpoint>& kept);

/// The journal's head, with the file's UUID.
Checkpoint read_checkpoint(Connection& connection);

}  // namespace laurels::inline v0::storage
