#include "storage/erasure.hpp"

#include "storage/file.hpp"
#include "storage/kinds.hpp"
#include "storage/replay.hpp"
#include "storage/schema.hpp"

#include <algorithm>

namespace laurels::inline v0::storage {

namespace {

/// What is blanked cannot be checked against its own digest any more, so it must be as it was written until then.
template <class Row>
void require_as_written(Sha256& hash, const Row& row, std::int64_t number, const std::string& what,
                        const std::map<std::int64_t, std::string>& earlier) {
    const Digest digest = digest_of(hash, row);
    const auto listed = earlier.find(number);
    const bool as_written = row.blanked ? listed != earlier.end() && listed->second == hex(bytes_of(digest))
                                        : bytes_of(digest) == row.digest;
    if (!as_written)
        throw Damaged(what + " " + std::to_string(number) +
                          " was altered, which an erasure would hide: nothing was erased; see what verify() finds",
                      {});
}

/// Puts a payload in the place of a row's; gives the digest of the row as it is left.
template <class Row>
std::string leave(Connection& connection, Sha256& hash, Row& row, const std::string& payload) {
    row.payload = payload;
    row.salt.clear();
    row.blanked = true;
    blank(connection, row);
    return hex(bytes_of(digest_of(hash, row)));
}

void blank_events(Connection& connection, const Search& search, codec::Erased& erased) {
    Sha256 hash;
    for (const auto& [seq, payload] : search.events()) {
        StoredEvent event = read_event(connection, seq);
        require_as_written(hash, event, seq, "event", search.earlier().events);
        erased.events[seq] = leave(connection, hash, event, payload);
    }
}

void blank_changes(Connection& connection, const Search& search, codec::Erased& erased) {
    Sha256 hash;
    for (const auto& [id, payload] : search.changes()) {
        auto change = find_change(connection, id);
        if (!change) throw Damaged("change " + std::to_string(id) + " is missing", {});
        require_as_written(hash, *change, id, "change", search.earlier().changes);
        erased.changes[id] = leave(connection, hash, *change, payload);
    }
}

std::string salted(Sha256& hash, std::string_view salt, std::string_view key) {
    return hex(bytes_of(hash.start().add(salt).add(key).finish()));
}

/// The bytes that hexadecimal digits stand for.
std::string bytes_of_hex(std::string_view digits) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
        bytes += static_cast<char>(value(digits[at]) * 16 + value(digits[at + 1]));
    return bytes;
}

struct KeyRow {
    LookupKey key;
    std::int64_t former;
};

std::vector<KeyRow> all_keys(Connection& connection) {
    auto query = connection.statement("SELECT key, scope, former FROM lookup");
    std::vector<KeyRow> rows;
    while (query.step()) rows.push_back({{query.text(0), query.whole(1)}, query.whole(2)});
    return rows;
}

}  // namespace

codec::Erased blank(Connection& connection, const Search& search) {
    codec::Erased erased;
    drop_guards(connection);
    blank_events(connection, search, erased);
    blank_changes(connection, search, erased);
    create_guards(connection);
    Sha256 hash;
    Salts salts;
    for (const std::string& key : search.keys()) {
        const std::string salt(salts.next());
        erased.keys.push_back({hex(salt), salted(hash, salt, key)});
    }
    return erased;
}

Rebuilding::Rebuilding(Connection& connection, State& state, const std::set<RecordId>& records)
    : connection_(connection),
      state_(state),
      records_(records),
      scratch_(new_view()),
      scratch_state_(std::make_unique<State>(*scratch_)) {
    for (const RecordId record : records_) {
        replay_alone(record);
        for (const KeyRow& row : all_keys(*scratch_)) {
            connection_.statement("DELETE FROM lookup WHERE kind = ? AND key = ? AND scope = ? AND record = ?")
                .bind(static_cast<std::int64_t>(record.kind))
                .bind(row.key.text)
                .bind(row.key.scope)
                .bind(record.value)
                .run();
        }
    }
}

Rebuilding::~Rebuilding() { scratch_state_.reset(); }

void Rebuilding::finish() {
    for (const RecordId record : records_) {
        replay_alone(record);
        with_kind(record.kind, [&]<class R>(const R&) {
            const auto before = state_.find(Id<R>(record.value));
            const auto after = scratch_state_->find(Id<R>(record.value));
            if (!before || !after) throw Damaged(to_string(record) + " is missing among the records", {});
            state_.update(*before, *after);
        });
        for (const KeyRow& row : all_keys(*scratch_)) {
            connection_
                .statement("INSERT OR REPLACE INTO lookup (kind, key, scope, record, former) VALUES (?, ?, ?, ?, ?)")
                .bind(static_cast<std::int64_t>(record.kind))
                .bind(row.key.text)
                .bind(row.key.scope)
                .bind(record.value)
                .bind(row.former)
                .run();
        }
    }
}

void Rebuilding::replay_alone(RecordId record) {
    scratch_->execute("DELETE FROM " + std::string(name(record.kind)));
    scratch_->execute("DELETE FROM lookup");
    scratch_->execute("DELETE FROM erased");
    for (const StoredEvent& event : events_of(connection_, record)) replay(*scratch_state_, event);
}

std::vector<std::int64_t> find_erased(Connection& connection, Kind kind, std::string_view key) {
    auto query = connection.statement("SELECT record, salt, digest FROM erased WHERE kind = ? ORDER BY record");
    query.bind(static_cast<std::int64_t>(kind));
    Sha256 hash;
    std::vector<std::int64_t> records;
    while (query.step()) {
        if (salted(hash, bytes_of_hex(query.text(1)), key) != query.text(2)) continue;
        if (records.empty() || records.back() != query.whole(0)) records.push_back(query.whole(0));
    }
    return records;
}

bool is_erased(Connection& connection, RecordId record) {
    auto query = connection.statement("SELECT 1 FROM erased WHERE kind = ? AND record = ? LIMIT 1");
    return query.bind(static_cast<std::int64_t>(record.kind)).bind(record.value).step();
}

std::int64_t set_secure_delete(Connection& connection, std::int64_t mode) {
    const std::int64_t before = connection.number("PRAGMA secure_delete");
    connection.number("PRAGMA secure_delete = " + std::to_string(mode));
    return before;
}

bool rewrite(Connection& connection, std::int64_t secure_delete) noexcept {
    const auto succeeds = [](const auto& action) {
        try {
            action();
            return true;
        } catch (...) {
            return false;
        }
    };
    // Where it fails, the next rewriting cleans up; and overwriting what is freed longer than need be only takes time.
    const bool rewritten = succeeds([&] { connection.execute("VACUUM"); });
    succeeds([&] { set_secure_delete(connection, secure_delete); });
    return rewritten;
}

}  // namespace laurels::inline v0::storage
