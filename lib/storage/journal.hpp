#pragma once

// The journal: events, grouped in changes, chained by digests. The form is described in docs/file-format.md.

#include "codec/event.hpp"
#include "storage/connection.hpp"
#include "storage/digest.hpp"

#include <laurels/journal.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::storage {

/// A row of the table `event`.
struct StoredEvent {
    std::int64_t seq = 0;
    std::int64_t change = 0;
    RecordId record;
    std::int64_t previous = 0;  ///< the seq of the record's event before this one, 0 for its first
    std::int64_t format = 0;
    std::string salt;
    std::string payload;
    std::string digest;
    bool blanked = false;  ///< an erasure changed the payload and dropped the salt; the digest is the one it had

    codec::EventBody body() const;
};

/// A row of the table `change`.
struct StoredChange {
    std::int64_t id = 0;
    Instant recorded;
    std::int64_t first = 0;  ///< the seq of its first event
    std::int64_t last = 0;   ///< and of its last
    std::int64_t format = 0;
    std::string salt;
    std::string payload;
    std::string digest;
    std::string chain;
    bool blanked = false;  ///< as of an event

    codec::ChangeBody body() const;
};

/// The kind whose number a column holds. A number that no kind can have becomes none, so that it is not cut down to one
/// that is a kind.
Kind kind_at(const Statement& row, int column);

/// Digests as docs/file-format.md gives them. Of what was blanked, which has no salt, it is the one that the erasure
/// lists and not the row's own.
Digest digest_of(Sha256& hash, const StoredEvent& event);
Digest digest_of(Sha256& hash, const StoredChange& change);
/// What the first change is chained to.
Digest genesis(const std::string& uuid);

/// Where the journal ends.
struct Head {
    std::int64_t change = 0;
    std::int64_t seq = 0;
    Instant recorded{};
    std::string chain;
};
Head read_head(Connection& connection);

/// Writes one change. Events are appended as they happen, the change itself when it is finished.
class ChangeLog {
  public:
    explicit ChangeLog(Connection& connection);

    /// Appends an event about a record; gives its seq. `payload` is what codec::write_event() wrote.
    std::int64_t append(RecordId record, std::int64_t previous, const std::string& payload);
    /// Writes the change's own row. Gives its number, or 0 where nothing was appended.
    std::int64_t finish(const codec::ChangeBody& body);

    bool empty() const { return seq_ == head_.seq; }

  private:
    Connection& connection_;
    Head head_;
    std::int64_t seq_;
    Sha256 event_hash_;
    Sha256 chain_hash_;
    Salts salts_;
    std::unique_ptr<SQLite::Statement> insert_;
};

/// Runs an action on a connection that reads a journal, one moment at a time, so that writers get their turn between.
using ReadJournal = std::function<void(const std::function<void(Connection&)>&)>;

/// Calls `action` with the events from `first` to `last`, in order. They are read in batches, and while it runs nothing
/// is read.
void each_event(const ReadJournal& journal, std::int64_t first, std::int64_t last,
                const std::function<void(StoredEvent&)>& action);
void each_event(Connection& connection, std::int64_t first, std::int64_t last,
                const std::function<void(StoredEvent&)>& action);
/// The events from `first` to `last`, at most `limit`, in order.
std::vector<StoredEvent> read_events(Connection& connection, std::int64_t first, std::int64_t last, std::int64_t limit);
/// One event. Throws Damaged where it is not there.
StoredEvent read_event(Connection& connection, std::int64_t seq);
std::vector<StoredChange> read_changes(Connection& connection, std::int64_t first, std::int64_t last,
                                       std::int64_t limit);
std::optional<StoredChange> find_change(Connection& connection, std::int64_t id);

/// A copy of an event or change in a view's journal, which has no digests.
void copy_event(Connection& view, const StoredEvent& event);
void copy_change(Connection& view, const StoredChange& change);

/// Puts the payload that the event or change has here in the place of the stored one, and drops the salt. The guards
/// must be off.
void blank(Connection& connection, const StoredEvent& event);
void blank(Connection& connection, const StoredChange& change);

/// When the source of an event said it; the day of recording where there is none with a date.
Date known(const Source& source, Instant recorded);
/// The last day of that, which decides whether it was known by a day.
std::chrono::sys_days known_by(const Source& source, Instant recorded);

}  // namespace laurels::inline v0::storage
