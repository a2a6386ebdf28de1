#pragma once

// What questions show of the tables of state: what is void is hidden with all that hangs on it, and what was merged
// into another is answered as that other. Nothing is rewritten for either, so taking it back is exact.

#include "storage/connection.hpp"

#include <laurels/records.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::storage {

/// Whether records of the kind can be merged into one another.
constexpr bool is_mergeable(Kind kind) { return kind == Kind::award || kind == Kind::series || kind == Kind::nominee; }

/// SQL that holds for a row of the kind, of a table named or joined as `alias`, that is not void and hangs on nothing
/// void: a record hangs on its parents, a credit on its nominee too, and a merged record on the one that was kept.
std::string visible(Kind kind, std::string_view alias);
/// The same of the row alone, for where its parents are joined and asked as well.
std::string visible_alone(Kind kind, std::string_view alias);

/// Whether anything is void at all. Mostly nothing is, and questions about whole tables need not look at each row.
bool anything_void(Connection& connection);
/// Whether anything was merged into another.
bool anything_merged(Connection& connection);

/// Whether the record is void or hangs on something void. False for one that is not there.
bool is_hidden(Connection& connection, RecordId record);

/// SQL for the ids of what was merged into the record with the id bound, that itself included: a list for IN.
std::string twins_sql(Kind kind);
/// The same, with an id in it.
std::vector<std::int64_t> twins(Connection& connection, RecordId record);

/// The record that stands for this one: itself, or what it was merged into in the end. Throws Damaged for a circle.
RecordId kept(Connection& connection, RecordId record);
template <RecordType R>
Id<R> kept(Connection& connection, Id<R> id) {
    return Id<R>(kept(connection, RecordId(id)).value);
}

/// Whether a nominee is, or is part of, another, by whatever way and with all their merged twins.
bool is_part_of(Connection& connection, Id<Nominee> part, Id<Nominee> whole);

/// The names of what records were merged into, looked up once each: of one question.
class KeptNames {
  public:
    explicit KeptNames(Connection& connection) : connection_(connection) {}

    struct Kept {
        std::int64_t id = 0;
        std::string name;
        bool voided = false;
    };
    const Kept& of(RecordId record);

  private:
    Connection& connection_;
    std::map<RecordId, Kept> known_;
};

}  // namespace laurels::inline v0::storage
