#pragma once

// What goes out of a database that nobody writes: all records, or those that some refer to, with what names each of
// them anywhere.

#include "storage/idset.hpp"
#include "storage/journal.hpp"
#include "storage/state.hpp"

#include <laurels/records.hpp>

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace laurels::inline v0::storage {

/// One set of ids a kind.
using IdSets = std::array<IdSet, kind_count>;

/// All records, what is void or merged included. It has the same members as PublicRecords.
class AllRecords {
  public:
    explicit AllRecords(Connection& connection);
    const IdSet& ids(Kind kind) const { return ids_[static_cast<std::size_t>(kind)]; }
    template <RecordType R>
    void each(const std::function<void(R&)>& action) {
        state_.each<R>(action);
    }
    template <RecordType R>
    std::optional<R> find(Id<R> id) {
        return state_.find(id);
    }
    std::vector<Credit> credits(Id<Nomination> nomination) { return state_.credits(nomination); }

  private:
    State state_;
    IdSets ids_;
};

/// The nominations, and all that they refer to in the end, their credits among it.
IdSets closure(AllRecords& records, const std::vector<Id<Nomination>>& nominations);

/// Puts the digest of each record's first event in `from` into a table of `into`, which may be the same.
void gather_first_events(Connection& from, Connection& into);

/// Those digests, each asked for in the order of its kind's ids.
class FirstEvents {
  public:
    explicit FirstEvents(Connection& connection) : connection_(connection) {}
    /// In hexadecimal digits; empty where there is none.
    std::string digest_of(RecordId record);

  private:
    Connection& connection_;
    Kind kind_{};
    std::optional<Statement> rows_;
    bool more_ = false;
};

/// The same, looked up.
std::string first_digest(Connection& connection, RecordId record);

/// Calls `action` with every event, and every change, in order.
void each_event(Connection& connection, const std::function<void(const StoredEvent&)>& action);
void each_change(Connection& connection, const std::function<void(const StoredChange&)>& action);

}  // namespace laurels::inline v0::storage
