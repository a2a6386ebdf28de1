#include "storage/journal.hpp"

#include "storage/failure.hpp"

#include <algorithm>

namespace laurels::inline v0::storage {

Kind kind_at(const Statement& row, int column) {
    const std::int64_t number = row.whole(column);
    return number >= 0 && number <= 255 ? static_cast<Kind>(number) : Kind{};
}

namespace {

constexpr const char* event_columns = "seq, change, kind, record, previous, format, salt, payload, digest";
constexpr const char* change_columns = "id, recorded, first, last, format, salt, payload, digest, chain";

StoredEvent event_at(const Statement& row) {
    return {row.whole(0), row.whole(1), RecordId(kind_at(row, 2), row.whole(3)),
            row.whole(4), row.whole(5), row.text(6),
            row.text(7),  row.text(8),  row.is_null(6)};
}

StoredChange change_at(const Statement& row) {
    return {row.whole(0), Instant(std::chrono::microseconds(row.whole(1))),
            row.whole(2), row.whole(3),
            row.whole(4), row.text(5),
            row.text(6),  row.text(7),
            row.text(8),  row.is_null(5)};
}

void require_format(std::int64_t format, const std::string& place) {
    if (format < codec::oldest_event_format || format > codec::event_format)
        throw Damaged(place + " has the format " + std::to_string(format) +
                          ", which no Laurels of this file's version writes",
                      {});
}

Instant now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

}  // namespace

codec::EventBody StoredEvent::body() const {
    const auto place = [&] { return "event " + std::to_string(seq); };
    require_format(format, place());
    return decoding(place, [&] { return codec::read_event(payload); });
}

codec::ChangeBody StoredChange::body() const {
    const auto place = [&] { return "change " + std::to_string(id); };
    require_format(format, place());
    return decoding(place, [&] { return codec::read_change(payload); });
}

Digest digest_of(Sha256& hash, const StoredEvent& event) {
    return hash.start()
        .add(event.salt)
        .add(event.format)
        .add(event.seq)
        .add(event.change)
        .add(static_cast<std::int64_t>(event.record.kind))
        .add(event.record.value)
        .add(event.previous)
        .add(event.payload)
        .finish();
}

Digest digest_of(Sha256& hash, const StoredChange& change) {
    return hash.start()
        .add(change.salt)
        .add(change.format)
        .add(change.id)
        .add(change.recorded.time_since_epoch().count())
        .add(change.first)
        .add(change.last)
        .add(change.payload)
        .finish();
}

Digest genesis(const std::string& uuid) {
    Sha256 hash;
    return hash.start().add("laurels").add(uuid).finish();
}

Head read_head(Connection& connection) {
    auto query = connection.statement("SELECT id, last, recorded, chain FROM change ORDER BY id DESC LIMIT 1");
    if (!query.step()) return {};
    return {query.whole(0), query.whole(1), Instant(std::chrono::microseconds(query.whole(2))), query.text(3)};
}

ChangeLog::ChangeLog(Connection& connection) : connection_(connection), head_(read_head(connection)), seq_(head_.seq) {
    if (head_.change == 0) {
        auto query = connection.statement("SELECT value FROM meta WHERE key = 'uuid'");
        head_.chain = bytes_of(genesis(query.step() ? query.text(0) : std::string()));
    }
    chain_hash_.start().add(head_.chain);
}

std::int64_t ChangeLog::append(RecordId record, std::int64_t previous, const std::string& payload) {
    if (!insert_)
        insert_ = connection_.prepare(std::string("INSERT INTO event (") + event_columns +
                                      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const std::int64_t seq = seq_ + 1;
    const std::string_view salt = salts_.next();
    const Digest digest = event_hash_.start()
                              .add(salt)
                              .add(std::int64_t{codec::event_format})
                              .add(seq)
                              .add(head_.change + 1)
                              .add(static_cast<std::int64_t>(record.kind))
                              .add(record.value)
                              .add(previous)
                              .add(payload)
                              .finish();
    insert_->bind(1, seq);
    insert_->bind(2, head_.change + 1);
    insert_->bind(3, static_cast<std::int64_t>(record.kind));
    insert_->bind(4, record.value);
    insert_->bind(5, previous);
    insert_->bind(6, std::int64_t{codec::event_format});
    insert_->bindNoCopy(7, salt.data(), static_cast<int>(salt.size()));
    insert_->bindNoCopy(8, payload);
    insert_->bindNoCopy(9, digest.data(), static_cast<int>(digest.size()));
    insert_->exec();
    insert_->reset();
    chain_hash_.add(bytes_of(digest));
    seq_ = seq;
    return seq;
}

std::int64_t ChangeLog::finish(const codec::ChangeBody& body) {
    if (empty()) return 0;
    StoredChange change;
    change.id = head_.change + 1;
    // The clock never goes back here, whatever the system's does, and no two changes share an instant.
    change.recorded = std::max(now(), head_.recorded + std::chrono::microseconds(1));
    change.first = head_.seq + 1;
    change.last = seq_;
    change.format = codec::event_format;
    change.salt = salts_.next();
    codec::write_change(change.payload, body);
    change.digest = bytes_of(digest_of(event_hash_, change));
    change.chain = bytes_of(chain_hash_.add(change.digest).finish());
    copy_change(connection_, change);
    return change.id;
}

void each_event(const ReadJournal& journal, std::int64_t first, std::int64_t last,
                const std::function<void(StoredEvent&)>& action) {
    constexpr std::int64_t batch = 20'000;
    while (first <= last) {
        std::vector<StoredEvent> events;
        journal([&](Connection& connection) { events = read_events(connection, first, last, batch); });
        if (events.empty()) return;
        for (StoredEvent& event : events) action(event);
        first = events.back().seq + 1;
    }
}

void each_event(Connection& connection, std::int64_t first, std::int64_t last,
                const std::function<void(StoredEvent&)>& action) {
    each_event([&](const std::function<void(Connection&)>& read) { read(connection); }, first, last, action);
}

std::vector<StoredEvent> read_events(Connection& connection, std::int64_t first, std::int64_t last,
                                     std::int64_t limit) {
    auto query = connection.statement(std::string("SELECT ") + event_columns +
                                      " FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?");
    query.bind(first).bind(last).bind(limit);
    std::vector<StoredEvent> events;
    while (query.step()) events.push_back(event_at(query));
    return events;
}

StoredEvent read_event(Connection& connection, std::int64_t seq) {
    auto events = read_events(connection, seq, seq, 1);
    if (events.empty()) throw Damaged("event " + std::to_string(seq) + " is missing", {});
    return std::move(events.front());
}

std::vector<StoredChange> read_changes(Connection& connection, std::int64_t first, std::int64_t last,
                                       std::int64_t limit) {
    auto query = connection.statement(std::string("SELECT ") + change_columns +
                                      " FROM change WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?");
    query.bind(first).bind(last).bind(limit);
    std::vector<StoredChange> changes;
    while (query.step()) changes.push_back(change_at(query));
    return changes;
}

std::optional<StoredChange> find_change(Connection& connection, std::int64_t id) {
    auto changes = read_changes(connection, id, id, 1);
    if (changes.empty()) return std::nullopt;
    return std::move(changes.front());
}

namespace {

Statement& bind_salt(Statement& statement, const std::string& salt, bool blanked) {
    return blanked ? statement.bind_null() : statement.bind_blob(salt);
}

}  // namespace

void copy_event(Connection& view, const StoredEvent& event) {
    auto insert =
        view.statement(std::string("INSERT INTO event (") + event_columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(event.seq)
        .bind(event.change)
        .bind(static_cast<std::int64_t>(event.record.kind))
        .bind(event.record.value)
        .bind(event.previous)
        .bind(event.format);
    bind_salt(insert, event.salt, event.blanked).bind(event.payload).bind_blob(event.digest).run();
}

void copy_change(Connection& view, const StoredChange& change) {
    auto insert =
        view.statement(std::string("INSERT INTO change (") + change_columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(change.id)
        .bind(change.recorded.time_since_epoch().count())
        .bind(change.first)
        .bind(change.last)
        .bind(change.format);
    bind_salt(insert, change.salt, change.blanked)
        .bind(change.payload)
        .bind_blob(change.digest)
        .bind_blob(change.chain)
        .run();
}

void blank(Connection& connection, const StoredEvent& event) {
    connection.statement("UPDATE event SET payload = ?, salt = NULL WHERE seq = ?")
        .bind(event.payload)
        .bind(event.seq)
        .run();
}

void blank(Connection& connection, const StoredChange& change) {
    connection.statement("UPDATE change SET payload = ?, salt = NULL WHERE id = ?")
        .bind(change.payload)
        .bind(change.id)
        .run();
}

Date known(const Source& source, Instant recorded) {
    if (source.published && source.published->latest()) return *source.published;
    return Date::of(std::chrono::floor<std::chrono::days>(recorded));
}

std::chrono::sys_days known_by(const Source& source, Instant recorded) {
    if (source.published) {
        if (const auto last = source.published->latest()) return *last;
    }
    return std::chrono::floor<std::chrono::days>(recorded);
}

}  // namespace laurels::inline v0::storage
