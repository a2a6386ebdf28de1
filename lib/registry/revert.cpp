// Undoing a change: what it set goes back to what it was, what it added is declared void, and what later changes have
// touched since is refused or left.

#include "codec/paths.hpp"
#include "model/counts.hpp"
#include "registry/perform.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/kinds.hpp"
#include "storage/names.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace laurels::inline v0::detail {

namespace {

using storage::Connection;
using storage::StoredEvent;

/// What a change did to one record.
struct Undone {
    std::int64_t before = 0;  ///< the record's event before the change; 0 where the change added it
    std::int64_t last = 0;    ///< the record's last event of the change
};

/// What the journal says of a record that the change to undo wrote, from that change on.
struct Since {
    std::map<codec::Path, std::int64_t> touched;               ///< paths set by later changes, and by which
    std::vector<std::pair<RecordId, std::int64_t>> referring;  ///< records that were tied to it, and by which change
};

/// What a record refers to.
template <RecordType R>
std::vector<RecordId> references_of(const R& record) {
    std::vector<RecordId> ids;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const V& value = record.*field.member;
        if constexpr (storage::is_id<V> || std::is_same_v<V, RecordId>) {
            ids.push_back(value);
        } else if constexpr (codec::is_optional<V>) {
            if constexpr (storage::is_id<typename V::value_type>) {
                if (value) ids.push_back(*value);
            }
        } else if constexpr (codec::is_id_list<V>) {
            ids.insert(ids.end(), value.begin(), value.end());
        }
    });
    return ids;
}

template <RecordType R>
R version_at(Connection& connection, Id<R> id, std::int64_t revision, std::int64_t seq) {
    std::vector<StoredEvent> events;
    storage::each_event_back(connection, revision, [&](const StoredEvent& event) {
        if (event.seq <= seq) events.push_back(event);
        return true;
    });
    R record;
    for (const StoredEvent& event : std::views::reverse(events))
        storage::decoding([&] { return "event " + std::to_string(event.seq); },
                          [&] { codec::apply_set(record, event.body().set); });
    record.id = id;
    record.revision = seq;
    return record;
}

}  // namespace

class Undoing {
  public:
    Undoing(Writer& writer, const storage::StoredChange& change, Said said)
        : writer_(writer), connection_(writer.connection()), change_(change), said_(std::move(said)) {
        if (said_.reason.empty()) said_.reason = "undoing change " + std::to_string(change.id);
    }

    Reversal run(laurels::Later later) {
        read_change();
        read_since();
        plan();
        if (!left_.empty() && later == laurels::Later::refuse) refuse();
        // What was added goes first: it may stand where something is to go back to.
        for (const RecordId id : order_) {
            if (void_.contains(id) && !hangs_on_void(id)) declare_void(id);
        }
        for (const auto& put : puts_) put();
        return {change_.id, undone_, std::move(left_)};
    }

  private:
    void read_change() {
        storage::each_event(connection_, change_.first, change_.last, [&](const StoredEvent& event) {
            if (codec::is_erasure(event.payload))
                throw InvalidValue("revert(): change " + std::to_string(change_.id) +
                                       " erased something, which cannot be undone: what was erased is gone",
                                   "change");
            const auto [part, first] = parts_.try_emplace(event.record, Undone{event.previous, event.seq});
            if (first) order_.push_back(event.record);
            part->second.last = event.seq;
        });
    }

    /// Reads on from the change's first event, what the open change wrote included.
    void read_since() {
        const std::int64_t last = connection_.number("SELECT max(seq) FROM event");
        if (last == change_.last) return;  // nothing came after it, so nothing can hold it
        storage::each_event(connection_, change_.first, last, [&](const StoredEvent& event) {
            const codec::EventBody body = event.body();
            storage::with_kind(event.record.kind, [&]<class R>(const R&) { note_references<R>(event, body.set); });
            if (event.seq <= change_.last || !parts_.contains(event.record)) return;
            for (const codec::Path& path : codec::paths_of(body.set)) since_[event.record].touched[path] = event.change;
        });
    }

    /// Notes what an event ties to a record that the change added.
    template <RecordType R>
    void note_references(const StoredEvent& event, const codec::Json& set) {
        R said;
        storage::decoding([&] { return "event " + std::to_string(event.seq); }, [&] { codec::apply_set(said, set); });
        for (const RecordId id : references_of(said)) {
            const auto part = parts_.find(id);
            if (part != parts_.end() && part->second.before == 0 && id != event.record)
                since_[id].referring.emplace_back(event.record, event.change);
        }
    }

    void plan() {
        for (const RecordId id : std::views::reverse(order_)) {
            storage::with_kind(id.kind, [&]<class R>(const R&) { plan_record(Id<R>(id.value), parts_.at(id)); });
        }
        // What something that stays refers to stays, and so on.
        for (bool more = true; std::exchange(more, false);) {
            for (const RecordId id : order_) {
                if (void_.contains(id) && keep_for_others(id)) more = true;
            }
        }
    }

    template <RecordType R>
    void plan_record(Id<R> id, const Undone& part) {
        if (part.before == 0)
            plan_void(id);
        else
            plan_put(id, part);
    }

    template <RecordType R>
    void plan_void(Id<R> id) {
        if (storage::get_itself(connection_, id).voided) return;
        if (const auto since = since_.find(id); since != since_.end() && !since->second.touched.empty()) {
            const auto& [path, change] = *since->second.touched.begin();
            return leave(id, {}, change, "was added by it and changed since, in its " + path.field);
        }
        void_.insert(id);
    }

    /// A credit stays with the nomination that it was added with.
    bool stays_with_nomination(RecordId id) {
        if (id.kind != Kind::credit) return false;
        const RecordId nomination = storage::get_itself(connection_, Id<Credit>(id.value)).nomination;
        const auto part = parts_.find(nomination);
        return part != parts_.end() && part->second.before == 0 && !void_.contains(nomination) &&
               !writer_.is_hidden(nomination);
    }

    /// Takes a record out of those to be declared void if one that stays refers to it, or it is a part of one.
    bool keep_for_others(RecordId id) {
        if (stays_with_nomination(id)) {
            void_.erase(id);
            leave(id, {}, change_.id, "was added by it with a nomination that stays");
            return true;
        }
        const auto since = since_.find(id);
        if (since == since_.end()) return false;
        for (const auto& [other, change] : since->second.referring) {
            if (void_.contains(other) || !still_refers(other, id)) continue;
            void_.erase(id);
            leave(id, {}, change, "was added by it, and " + names_.with_id(other) + " refers to it");
            return true;
        }
        return false;
    }

    /// Whether a record that was tied to another still is, when all is undone that can be, and counts.
    bool still_refers(RecordId other, RecordId to) {
        if (writer_.is_hidden(other)) return false;
        const auto planned = planned_.find(other);
        const auto ids =
            planned != planned_.end() ? planned->second : storage::with_kind(other.kind, [&]<class R>(const R&) {
                return references_of(storage::get_itself(connection_, Id<R>(other.value)));
            });
        return std::ranges::find(ids, to) != ids.end();
    }

    template <RecordType R>
    void plan_put(Id<R> id, const Undone& part) {
        const R current = storage::get_itself(connection_, id);
        const R before = version_at(connection_, id, current.revision, part.before);
        const R after = version_at(connection_, id, current.revision, part.last);
        codec::Owned back(difference(after, before));
        const codec::Owned later(difference(after, current));
        codec::Owned kept(codec::Json::object());
        std::set<std::string> left;
        for (const codec::Path& path : codec::paths_of(back)) {
            // Changed and changed back it is as the change left it.
            if (!codec::sets(later, path))
                codec::move_path(back.value, path, kept.value);
            else if (left.insert(path.field).second)
                leave(id, path.field, touched_by(id, path), "was changed since");
        }
        if (kept.value.empty()) return;
        R planned = current;
        codec::apply_set(planned, kept);
        if constexpr (MergeableType<R>) {
            if (planned.merged_into && planned.merged_into != current.merged_into)
                writer_.check_merge(*planned.merged_into, current);
        }
        planned_[id] = references_of(planned);
        puts_.push_back([this, id, set = kept.value.dump()] { put(id, set); });
    }

    /// What turns one version of a record into another.
    template <RecordType R>
    static codec::Json difference(const R& from, const R& to) {
        std::string set;
        codec::write_set(set, from, to);
        return codec::read(set);
    }

    /// The change that touched a path last.
    std::int64_t touched_by(RecordId id, const codec::Path& path) const {
        std::int64_t last = 0;
        if (const auto since = since_.find(id); since != since_.end()) {
            for (const auto& [other, change] : since->second.touched) {
                if (other.field == path.field || (path.field == "stage" && other.field == "reached"))
                    last = std::max(last, change);
            }
        }
        return last;
    }

    template <RecordType R>
    void put(Id<R> id, const std::string& set) {
        const R current = storage::get_itself(connection_, id);
        R after = current;
        codec::apply_set(after, codec::Owned(codec::read(set)));
        if constexpr (std::is_same_v<R, Nomination>) model::settle_stage(after, false);
        if (codec::differing(current, after).empty()) return;
        writer_.check_revised(current, after);
        writer_.write_revised("revert", current, after, said_);
        // It may have been a void or a merge that was undone, or the undoing of one.
        writer_.anything_void_.reset();
        writer_.anything_merged_.reset();
        ++undone_;
    }

    /// What belongs to a record that is declared void is hidden with it, and comes back with it.
    bool hangs_on_void(RecordId id) {
        return storage::with_kind(id.kind, [&]<class R>(const R&) {
            const R record = storage::get_itself(connection_, Id<R>(id.value));
            return std::ranges::any_of(parents_of(record), [&](RecordId parent) { return void_.contains(parent); });
        });
    }

    void declare_void(RecordId id) {
        storage::with_kind(id.kind, [&]<class R>(const R&) {
            const R before = storage::get_itself(connection_, Id<R>(id.value));
            R after = before;
            after.voided = true;
            writer_.write_revised("revert", before, after, said_);
        });
        writer_.anything_void_ = true;  // what follows looks past it
        ++undone_;
    }

    void leave(RecordId id, const std::string& field, std::int64_t change, const std::string& why) {
        const std::string what = names_.with_id(id) + (field.empty() ? "" : ": its " + field);
        left_.push_back({id, field, change, what + " " + why + " (change " + std::to_string(change) + ")"});
    }

    [[noreturn]] void refuse() {
        constexpr std::size_t most = 5;
        std::string list;
        for (std::size_t at = 0; at < std::min(most, left_.size()); ++at) list += "\n  " + left_[at].text;
        if (left_.size() > most) list += "\n  and " + std::to_string(left_.size() - most) + " more";
        throw TouchedLater("change " + std::to_string(change_.id) +
                               " cannot be undone whole, since later changes touched what it wrote; undo those first, "
                               "or keep them and undo the rest:" +
                               list,
                           change_.id, std::move(left_));
    }

    Writer& writer_;
    Connection& connection_;
    const storage::StoredChange& change_;
    Said said_;
    storage::Names names_{connection_};
    std::unordered_map<RecordId, Undone> parts_;
    std::vector<RecordId> order_;
    std::unordered_map<RecordId, Since> since_;
    std::unordered_map<RecordId, std::vector<RecordId>> planned_;  // what records refer to when they are put back
    std::vector<std::function<void()>> puts_;
    std::unordered_set<RecordId> void_;  // what is to be declared void, with what hangs on it
    std::vector<Left> left_;
    std::int64_t undone_ = 0;
};

Reversal Writer::revert(std::int64_t number, laurels::Later later, const Said& said) {
    return perform([&] {
        check_said(said);
        const auto change = storage::find_change(connection(), number);
        if (!change)
            throw NotFound("there is no change " + std::to_string(number) + ": they go up to " +
                               std::to_string(storage::read_head(connection()).change),
                           std::to_string(number));
        return Undoing(*this, *change, said).run(later);
    });
}

}  // namespace laurels::inline v0::detail
