#include "storage/audit.hpp"

#include "model/text.hpp"
#include "storage/failure.hpp"
#include "storage/file.hpp"
#include "storage/kinds.hpp"
#include "storage/replay.hpp"
#include "storage/schema.hpp"

#include <sqlite3.h>

#include <charconv>
#include <map>
#include <sstream>

namespace laurels::inline v0::storage {

namespace {

constexpr std::int64_t events_at_once = 20'000;
constexpr std::int64_t changes_at_once = 1'000;

/// What is wrong; ends the audit.
struct Finding {
    std::string text;
    std::optional<std::int64_t> seq;
    std::optional<RecordId> record;
};

std::string plain(std::int64_t number) { return std::to_string(number); }

/// What has no salt, which only an erasure leaves so, against what erasures say of it.
class Blanked {
  public:
    void found(std::int64_t number, const std::string& digest) { found_[number] = digest; }
    /// `erasure` is the event that lists it, `before` what it must come before.
    void list(std::int64_t number, const std::string& digest, std::int64_t before, std::int64_t erasure) {
        if (number >= before)
            throw Finding{"event " + plain(erasure) + " says that it erased what was not there yet", erasure, {}};
        listed_[number] = digest;
    }

    /// To be called when all has been read, since what an erasure lists comes before it.
    void require(const std::string& kind) const {
        const auto finding = [&](std::int64_t number, const std::string& what) {
            return Finding{kind + " " + plain(number) + what,
                           kind == "event" ? std::optional(number) : std::optional<std::int64_t>(),
                           {}};
        };
        for (const auto& [number, digest] : found_) {
            const auto listed = listed_.find(number);
            if (listed == listed_.end()) throw finding(number, " has no salt, and no erasure says that it blanked it");
            if (listed->second != digest) throw finding(number, " was altered: it is not as the erasure left it");
        }
        for (const auto& [number, digest] : listed_) {
            if (!found_.contains(number))
                throw finding(number, " has its salt, though an erasure says that it blanked it");
        }
    }

  private:
    std::map<std::int64_t, std::string> found_;
    std::map<std::int64_t, std::string> listed_;
};

/// Follows the chain of digests and replays what it reads into a scratch database.
class Chain {
  public:
    /// `last` is the seq of the last event when the audit began.
    Chain(const std::string& uuid, const std::optional<Checkpoint>& kept, std::int64_t last)
        : kept_(kept), last_(last), scratch_(new_scratch()), state_(*scratch_), chain_(bytes_of(genesis(uuid))) {
        scratch_->execute("BEGIN");
        state_.let_keys_wait();
    }

    /// Reads on from where it is; false when there is nothing more.
    bool read_on(Connection& connection) {
        const auto changes = read_changes(connection, change_ + 1, change_ + changes_at_once, changes_at_once);
        if (changes.empty()) return false;
        std::int64_t read = 0;
        for (const StoredChange& change : changes) {
            if (begun_ != change.id) begin(change);  // else it goes on where the part before ended
            begun_ = change.id;
            while (seq_ < change.last && read < events_at_once) read += read_events_of(connection, change);
            if (seq_ < change.last) break;
            end(change);
            if (read >= events_at_once) break;
        }
        return true;
    }

    /// After the last change: nothing may lie behind it.
    void finish(Connection& connection) {
        const std::int64_t beyond = connection.number("SELECT min(seq) FROM event WHERE seq > " + plain(seq_));
        if (beyond != 0) throw Finding{"event " + plain(beyond) + " belongs to no change", beyond, {}};
        const std::int64_t before = connection.number("SELECT count(*) FROM event WHERE seq < 1") +
                                    connection.number("SELECT count(*) FROM change WHERE id < 1");
        if (before != 0) throw Finding{"there are events before the first", {}, {}};
        const std::int64_t later = connection.number("SELECT min(id) FROM change WHERE id > " + plain(change_));
        if (later != 0) throw Finding{"change " + plain(change_ + 1) + " is missing", {}, {}};
        if (kept_ && kept_->change > change_)
            throw Finding{"the end of the journal is missing: the checkpoint was made at change " +
                              plain(kept_->change) + ", and the last one here is " + plain(change_),
                          {},
                          {}};
        blanked_events_.require("event");
        blanked_changes_.require("change");
        state_.write_keys();
        scratch_->execute("COMMIT");
    }

    /// Whether something was erased since the audit began: some of what it read may be otherwise now.
    bool erased_meanwhile() const { return erased_meanwhile_; }

    Connection& scratch() { return *scratch_; }
    std::int64_t changes() const { return change_; }
    std::int64_t events() const { return seq_; }

  private:
    void begin(const StoredChange& change) {
        const std::string what = "change " + plain(change.id);
        if (change.id != change_ + 1) throw Finding{"change " + plain(change_ + 1) + " is missing", {}, {}};
        if (change.recorded <= recorded_) throw Finding{what + " was recorded before the one before it", {}, {}};
        if (change.first != seq_ + 1 || change.last < change.first)
            throw Finding{what + " does not begin where the one before it ends", seq_ + 1, {}};
        if (change.blanked)
            blanked_changes_.found(change.id, hex(bytes_of(digest_of(hash_, change))));
        else if (bytes_of(digest_of(hash_, change)) != change.digest)
            throw Finding{what + " was altered: its digest does not fit it", {}, {}};
        change.body();
        chain_hash_.start().add(chain_);
        recorded_ = change.recorded;
    }

    std::int64_t read_events_of(Connection& connection, const StoredChange& change) {
        const auto events = read_events(connection, seq_ + 1, change.last, events_at_once);
        if (events.empty()) throw Finding{"event " + plain(seq_ + 1) + " is missing", seq_ + 1, {}};
        for (const StoredEvent& event : events) follow(event, change);
        return static_cast<std::int64_t>(events.size());
    }

    void follow(const StoredEvent& event, const StoredChange& change) {
        if (event.seq != seq_ + 1) throw Finding{"event " + plain(seq_ + 1) + " is missing", seq_ + 1, {}};
        if (event.change != change.id)
            throw Finding{"event " + plain(event.seq) + " lies in change " + plain(change.id) + " but says " +
                              plain(event.change),
                          event.seq,
                          {}};
        if (event.blanked)
            blanked_events_.found(event.seq, hex(bytes_of(digest_of(hash_, event))));
        else if (bytes_of(digest_of(hash_, event)) != event.digest)
            throw Finding{"event " + plain(event.seq) + " was altered: its digest does not fit it", event.seq, {}};
        try {
            replay(state_, event);
        } catch (const Error& error) {
            throw Finding{error.what(), event.seq, {}};
        }
        if (codec::is_erasure(event.payload)) follow_erasure(event);
        chain_hash_.add(event.digest);
        seq_ = event.seq;
    }

    /// What an erasure left is as the last one that lists it says.
    void follow_erasure(const StoredEvent& event) {
        erased_meanwhile_ = erased_meanwhile_ || event.seq > last_;
        const auto erased = event.body().erased;
        for (const auto& [seq, digest] : erased->events) blanked_events_.list(seq, digest, event.seq, event.seq);
        for (const auto& [change, digest] : erased->changes)
            blanked_changes_.list(change, digest, event.change, event.seq);
    }

    void end(const StoredChange& change) {
        chain_ = bytes_of(chain_hash_.add(change.digest).finish());
        if (chain_ != change.chain)
            throw Finding{"change " + plain(change.id) +
                              " is not chained to what comes before it: events or changes were "
                              "put in, taken out or put in another order",
                          change.first,
                          {}};
        change_ = change.id;
        if (kept_ && kept_->change == change_ && (kept_->digest != hex(chain_) || kept_->seq != seq_))
            throw Finding{"the journal is another than the checkpoint's: its digest at change " + plain(change_) +
                              " differs",
                          {},
                          {}};
    }

    const std::optional<Checkpoint>& kept_;
    std::int64_t last_;
    bool erased_meanwhile_ = false;
    Blanked blanked_events_;
    Blanked blanked_changes_;
    std::unique_ptr<Connection> scratch_;
    State state_;
    Sha256 hash_;
    Sha256 chain_hash_;
    std::string chain_;
    std::int64_t change_ = 0;
    std::int64_t begun_ = 0;  // the change that was begun last
    std::int64_t seq_ = 0;
    Instant recorded_{};
};

std::string value_text(const SQLite::Column& column) {
    return column.isNull() ? std::string("nothing") : "'" + model::shown(column.getString()) + "'";
}

bool same(const SQLite::Column& left, const SQLite::Column& right) {
    if (left.getType() != right.getType()) return false;
    if (left.isInteger()) return left.getInt64() == right.getInt64();
    return left.getString() == right.getString();
}

/// The order of two rows by their first columns, which are their key.
std::strong_ordering order_of(Statement& left, Statement& right, int keys) {
    for (int column = 0; column < keys; ++column) {
        const SQLite::Column one = left.raw().getColumn(column);
        const SQLite::Column other = right.raw().getColumn(column);
        const auto order =
            one.isInteger() ? one.getInt64() <=> other.getInt64() : one.getString() <=> other.getString();
        if (order != 0) return order;
    }
    return std::strong_ordering::equal;
}

/// Compares a table with what replay gave, row by row in the order of its key, which is the first of its columns.
void compare(Connection& stored, Connection& replayed, const std::string& table, const std::string& columns, int keys,
             const std::function<RecordId(Statement&)>& record_of) {
    std::string order = "1";
    for (int column = 2; column <= keys; ++column) order += ", " + std::to_string(column);
    const std::string sql = "SELECT " + columns + " FROM " + table + " ORDER BY " + order;
    auto left = stored.statement(sql);
    auto right = replayed.statement(sql);
    while (true) {
        const bool more_left = left.step();
        const bool more_right = right.step();
        if (!more_left && !more_right) return;
        const auto which = more_left && more_right ? order_of(left, right, keys)
                           : more_left             ? std::strong_ordering::less
                                                   : std::strong_ordering::greater;
        if (which != 0) {
            const RecordId record = record_of(which < 0 ? left : right);
            throw Finding{
                "the table " + table +
                    (which < 0 ? " holds a row that replay does not give: " : " lacks a row that replay gives: ") +
                    to_string(record),
                {},
                record};
        }
        for (int column = 0; column < left.raw().getColumnCount(); ++column) {
            const SQLite::Column is = left.raw().getColumn(column);
            const SQLite::Column should = right.raw().getColumn(column);
            if (same(is, should)) continue;
            const RecordId record = record_of(left);
            throw Finding{to_string(record) + " is not what the journal gives: " + table + "." + is.getName() + " is " +
                              value_text(is) + ", replay gives " + value_text(should),
                          {},
                          record};
        }
    }
}

void compare_state(Connection& stored, Connection& replayed) {
    each_record([&]<class R>(const R&) {
        compare(stored, replayed, std::string(name(kind_of<R>)), columns<R>(), 1,
                [](Statement& row) { return RecordId(kind_of<R>, row.whole(0)); });
    });
    compare(stored, replayed, "lookup", "kind, key, scope, record, former", 4,
            [](Statement& row) { return RecordId(static_cast<Kind>(row.whole(0)), row.whole(3)); });
    compare(stored, replayed, "erased", "kind, record, salt, digest", 3,
            [](Statement& row) { return RecordId(static_cast<Kind>(row.whole(0)), row.whole(1)); });
}

/// SQLite tells of a page that could not be read, or for which there was no memory, as of one that is damaged. That is
/// no finding but an error.
void require_readable(const std::string& told) {
    constexpr std::string_view mark = "error code=";
    const auto at = told.find(mark);
    int code = 0;
    if (at != std::string::npos) std::from_chars(told.data() + at + mark.size(), told.data() + told.size(), code);
    if ((code & 0xff) == SQLITE_IOERR || code == SQLITE_NOMEM) throw SQLite::Exception("a page cannot be read", code);
}

/// SQLite's own check of pages and indexes.
void check_pages(Connection& connection) {
    auto query = connection.statement("PRAGMA integrity_check(1)");
    const std::string told = query.step() ? query.text(0) : "ok";
    require_readable(told);
    if (told != "ok") throw Finding{"SQLite finds the file damaged: " + model::shown(told), {}, {}};
    if (const std::string altered = altered_schema(connection); !altered.empty())
        throw Finding{"the table, index or trigger " + model::shown(altered) + " is not as Laurels made it", {}, {}};
}

/// Reads all of it once; false where something was erased in between.
bool check_once(const ReadJournal& journal, const std::optional<Checkpoint>& kept, Verification& result) {
    std::string uuid;
    std::int64_t last = 0;
    journal([&](Connection& connection) {
        check_pages(connection);
        uuid = meta(connection, "uuid");
        last = read_head(connection).seq;
    });
    if (kept && kept->uuid != uuid)
        throw Finding{"the checkpoint is of another file: its UUID is " + kept->uuid + ", this file's is " +
                          model::shown(uuid),
                      {},
                      {}};
    Chain chain(uuid, kept, last);
    const auto count = [&] {
        result.changes = chain.changes();
        result.events = chain.events();
    };
    try {
        // The journal grows and, but for erasures, nothing else happens to it, so it is read in parts that let writers
        // in between; the last part and the state are of one moment.
        bool more = true;
        while (more) journal([&](Connection& connection) { more = chain.read_on(connection); });
        journal([&](Connection& connection) {
            const Snapshot snapshot(connection);
            while (chain.read_on(connection)) {}
            if (chain.erased_meanwhile()) return;
            chain.finish(connection);
            compare_state(connection, chain.scratch());
            result.checkpoint = read_checkpoint(connection);
        });
    } catch (...) {
        count();
        throw;
    }
    count();
    return !chain.erased_meanwhile();
}

void check_all(const ReadJournal& journal, const std::optional<Checkpoint>& kept, Verification& result) {
    while (!check_once(journal, kept, result)) {}
}

}  // namespace

Verification audit(const ReadJournal& journal, const std::filesystem::path& path,
                   const std::optional<Checkpoint>& kept) {
    Verification result;
    try {
        guarded(path, [&] { check_all(journal, kept, result); });
        result.ok = true;
    } catch (const Finding& finding) {
        result.finding = finding.text;
        result.seq = finding.seq;
        result.record = finding.record;
    } catch (const Damaged& error) {
        result.finding = error.what();
    }
    return result;
}

Checkpoint read_checkpoint(Connection& connection) {
    const Snapshot snapshot(connection);
    const std::string uuid = meta(connection, "uuid");
    Head head = read_head(connection);
    if (head.change == 0) head.chain = bytes_of(genesis(uuid));
    return {uuid, head.change, head.seq, hex(head.chain)};
}

}  // namespace laurels::inline v0::storage
