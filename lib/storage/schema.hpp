#pragma once

// The tables of a file, made from the table of fields. The form is described in docs/file-format.md.

#include "storage/connection.hpp"

#include <laurels/id.hpp>

#include <string>
#include <string_view>

namespace laurels::inline v0::storage {

/// "LAUR": what marks a file as ours.
inline constexpr int application_id = 0x4c415552;
/// The version of the tables that this library writes.
inline constexpr int schema_version = 2;
/// The oldest library, by its schema_version, that can read what this one writes.
inline constexpr int least_reader = 2;

/// The names of a record's columns, in order: id, revision, and the fields.
template <RecordType R>
const std::string& columns();

/// Makes the tables of state: one for each kind, the lookup of natural keys, and the digests of erased names.
void create_state(Connection& connection);
/// Takes the tables of state away, whatever version made them.
void drop_state(Connection& connection);
/// Makes the tables of the journal and their guards.
void create_journal(Connection& connection);
/// Takes off what keeps the journal append-only, and puts it back as it was: for an erasure, within its transaction.
void drop_guards(Connection& connection);
void create_guards(Connection& connection);
/// Makes a whole file's tables, and marks it; within a transaction.
void create_file(Connection& connection, const std::string& uuid);

/// Marks a file as being of this version.
void mark_version(Connection& connection);

/// Gives a file another UUID: that of the journal which it takes over.
void set_uuid(Connection& connection, const std::string& uuid);

/// A value of the table `meta`; empty where there is none.
std::string meta(Connection& connection, std::string_view key);

/// The name of the first table, index or trigger that is not as create_file() makes it; empty if all are.
std::string altered_schema(Connection& connection);

}  // namespace laurels::inline v0::storage
