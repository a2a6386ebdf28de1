#pragma once

// Erasure by law: what names somebody is blanked where it stands in the journal, state follows, and salted digests of
// the names stay. How verify() accepts that is described in docs/file-format.md.

#include "storage/search.hpp"
#include "storage/state.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::storage {

/// Blanks all that was found; gives what the event of the erasure has to say of it. Throws Damaged where something to
/// be blanked is not as it was written, since nobody could tell afterwards.
codec::Erased blank(Connection& connection, const Search& search);

/// Rows of state that follow from events which are about to change: made before that, it takes away what the events
/// gave as they were, and finish() puts what they give then. Nothing but replay says what that is.
class Rebuilding {
  public:
    Rebuilding(Connection& connection, State& state, const std::set<RecordId>& records);
    ~Rebuilding();
    Rebuilding(const Rebuilding&) = delete;
    Rebuilding& operator=(const Rebuilding&) = delete;
    void finish();

  private:
    /// Replays the events about a record, and nothing else, into the scratch database.
    void replay_alone(RecordId record);

    Connection& connection_;
    State& state_;
    const std::set<RecordId>& records_;
    std::unique_ptr<Connection> scratch_;
    std::unique_ptr<State> scratch_state_;
};

/// The records of a kind of which a name or source key with this key was erased, by id.
std::vector<std::int64_t> find_erased(Connection& connection, Kind kind, std::string_view key);
/// Whether names of the record were erased.
bool is_erased(Connection& connection, RecordId record);

/// Has SQLite overwrite with zeros what it frees; gives what held before.
std::int64_t set_secure_delete(Connection& connection, std::int64_t mode);

/// Writes the file anew, so that nothing is left in its free pages or between its rows, and sets what secure_delete was
/// before. False where it cannot be done now, as when others use the file, or where memory has run out: by then the
/// erasure is committed, and nothing may make it look as if it had failed.
bool rewrite(Connection& connection, std::int64_t secure_delete) noexcept;

}  // namespace laurels::inline v0::storage
