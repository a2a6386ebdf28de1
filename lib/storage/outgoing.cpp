#include "storage/outgoing.hpp"

#include "codec/references.hpp"
#include "storage/kinds.hpp"

#include <limits>

namespace laurels::inline v0::storage {

AllRecords::AllRecords(Connection& connection) : state_(connection) {
    each_record([&]<class R>(const R&) {
        auto query = connection.statement("SELECT id FROM " + std::string(name(kind_of<R>)));
        while (query.step()) ids_[static_cast<std::size_t>(kind_of<R>)].add(query.whole(0));
    });
}

IdSets closure(AllRecords& records, const std::vector<Id<Nomination>>& nominations) {
    IdSets found;
    std::vector<RecordId> open;
    const auto add = [&](RecordId id) {
        if (found[static_cast<std::size_t>(id.kind)].add(id.value)) open.push_back(id);
    };
    for (const Id<Nomination> nomination : nominations) {
        add(nomination);
        while (!open.empty()) {
            const RecordId id = open.back();
            open.pop_back();
            with_kind(id.kind, [&]<class R>(const R&) {
                const auto record = records.find(Id<R>(id.value));
                if (!record) return;
                codec::each_reference(*record, [&](RecordId other, std::string_view field) {
                    if (field != "different_from") add(other);  // those are only alike by name
                });
            });
            if (id.kind != Kind::nomination) continue;
            for (const Credit& credit : records.credits(Id<Nomination>(id.value))) add(credit.id);
        }
    }
    return found;
}

void gather_first_events(Connection& from, Connection& into) {
    into.execute(
        "CREATE TEMP TABLE first_event (kind INTEGER, record INTEGER, digest BLOB, PRIMARY KEY (kind, record)) "
        "WITHOUT ROWID");
    constexpr const char* first = "SELECT kind, record, digest FROM event WHERE previous = 0";
    if (&from == &into) {
        into.execute(std::string("INSERT OR IGNORE INTO first_event ") + first + " ORDER BY 1, 2");
        return;
    }
    into.execute("BEGIN");
    auto query = from.statement(first);
    while (query.step()) {
        into.statement("INSERT OR IGNORE INTO first_event VALUES (?, ?, ?)")
            .bind(query.whole(0))
            .bind(query.whole(1))
            .bind_blob(query.text(2))
            .run();
    }
    into.execute("COMMIT");
}

std::string FirstEvents::digest_of(RecordId record) {
    if (kind_ != record.kind) {
        kind_ = record.kind;
        rows_.reset();
        rows_.emplace(
            connection_.statement("SELECT record, digest FROM temp.first_event WHERE kind = ? ORDER BY record"));
        rows_->bind(static_cast<std::int64_t>(kind_));
        more_ = rows_->step();
    }
    while (more_ && rows_->whole(0) < record.value) more_ = rows_->step();
    return more_ && rows_->whole(0) == record.value ? hex(rows_->text(1)) : std::string();
}

std::string first_digest(Connection& connection, RecordId record) {
    auto query = connection.statement("SELECT digest FROM temp.first_event WHERE kind = ? AND record = ?");
    query.bind(static_cast<std::int64_t>(record.kind)).bind(record.value);
    return query.step() ? hex(query.text(0)) : std::string();
}

namespace {

constexpr std::int64_t rows_at_once = 1'000;
constexpr std::int64_t to_the_end = std::numeric_limits<std::int64_t>::max();

}  // namespace

void each_event(Connection& connection, const std::function<void(const StoredEvent&)>& action) {
    for (std::int64_t next = 1;;) {
        const auto events = read_events(connection, next, to_the_end, rows_at_once);
        if (events.empty()) return;
        for (const StoredEvent& event : events) action(event);
        next = events.back().seq + 1;
    }
}

void each_change(Connection& connection, const std::function<void(const StoredChange&)>& action) {
    for (std::int64_t next = 1;;) {
        const auto changes = read_changes(connection, next, to_the_end, rows_at_once);
        if (changes.empty()) return;
        for (const StoredChange& change : changes) action(change);
        next = changes.back().id + 1;
    }
}

}  // namespace laurels::inline v0::storage
