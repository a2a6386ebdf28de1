#include "storage/difference.hpp"

#include "storage/failure.hpp"
#include "storage/history.hpp"
#include "storage/kinds.hpp"
#include "storage/names.hpp"
#include "storage/state.hpp"

#include <limits>
#include <map>

namespace laurels::inline v0::storage {

namespace {

/// Writes down what differs between two versions of a record, of which either may be missing.
class Differences {
  public:
    Differences(Names& before, Names& after) : before_(before), after_(after) {}

    template <RecordType R>
    void add(RecordId record, const R* before, const R* after) {
        if (before == nullptr && after == nullptr) return;
        const R nothing;
        const R& left = before == nullptr ? nothing : *before;
        const R& right = after == nullptr ? nothing : *after;
        Difference difference;
        difference.record = record;
        difference.how = before == nullptr  ? Differing::added
                         : after == nullptr ? Differing::removed
                                            : Differing::changed;
        Fields<R>::each([&](const auto& field) {
            if (left.*field.member == right.*field.member) return;
            if (difference.field.empty()) difference.called = (after == nullptr ? before_ : after_).plain(record);
            difference.field = field.name;
            difference.before = before == nullptr ? std::string() : before_.shown(left.*field.member);
            difference.after = after == nullptr ? std::string() : after_.shown(right.*field.member);
            found_.push_back(difference);
        });
    }

    std::vector<Difference> found() && { return std::move(found_); }

  private:
    Names& before_;
    Names& after_;
    std::vector<Difference> found_;
};

// ---------------------------------------------------------------------------------------------------------- moments

/// The last event of the changes within the bounds by `recorded`.
std::int64_t last_event(Connection& connection, const Bounds& bounds) {
    const Head head = read_head(connection);
    if (bounds.change && (*bounds.change < 0 || *bounds.change > head.change))
        throw NotFound("there is no change " + std::to_string(*bounds.change) + ": they go up to " +
                           std::to_string(head.change),
                       std::to_string(*bounds.change));
    auto query = connection.statement("SELECT max(last) FROM change WHERE id <= ? AND recorded <= ?");
    query.bind(bounds.change.value_or(head.change));
    query.bind(bounds.recorded ? bounds.recorded->time_since_epoch().count()
                               : std::numeric_limits<std::int64_t>::max());
    return query.step() ? query.whole(0) : 0;
}

/// The last event about a record at two moments, 0 where it was not there yet.
struct Versions {
    std::int64_t earlier = 0;
    std::int64_t later = 0;
};

class Moments {
  public:
    Moments(const ReadJournal& journal, const Bounds& from, const Bounds& to) : journal_(journal) {
        journal_([&](Connection& connection) {
            const Snapshot snapshot(connection);
            from_ = last_event(connection, from);
            to_ = last_event(connection, to);
        });
    }

    std::vector<Difference> differences() {
        find_touched();
        std::vector<Difference> all;
        // The journal only grows, so it is read in parts that let writers in between.
        for (auto next = touched_.cbegin(); next != touched_.cend();) {
            journal_([&](Connection& connection) {
                const Snapshot snapshot(connection);
                Names names(connection);
                Differences differences(names, names);
                for (int count = 0; count < 1'000 && next != touched_.cend(); ++count, ++next)
                    compare(connection, differences, next->first, next->second);
                for (Difference& difference : std::move(differences).found()) all.push_back(std::move(difference));
            });
        }
        return all;
    }

  private:
    void find_touched() {
        constexpr std::int64_t batch = 20'000;
        const std::int64_t last = std::max(from_, to_);
        std::int64_t done = std::min(from_, to_);
        while (done < last) {
            const std::int64_t end = std::min(last, done + batch);
            journal_([&](Connection& connection) {
                auto query = connection.statement(
                    "SELECT seq, kind, record, previous FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq");
                query.bind(done + 1).bind(end);
                while (query.step()) {
                    const RecordId record(kind_at(query, 1), query.whole(2));
                    const auto versions = touched_.try_emplace(record, Versions{query.whole(3), 0}).first;
                    versions->second.later = query.whole(0);
                }
            });
            done = end;
        }
    }

    void compare(Connection& connection, Differences& differences, RecordId record, const Versions& versions) const {
        const auto action = [&]<class R>(const R&) { compare_as<R>(connection, differences, record, versions); };
        decoding([&] { return to_string(record); }, [&] { with_kind(record.kind, action); });
    }

    template <RecordType R>
    void compare_as(Connection& connection, Differences& differences, RecordId record, const Versions& versions) const {
        R version;
        std::optional<R> earlier;
        for (const StoredEvent& event : chain_of(connection, versions.later)) {
            version = after_event(event, event.body(), std::move(version));
            if (event.seq == versions.earlier) earlier = version;
        }
        const R* const old = earlier ? &*earlier : nullptr;
        if (from_ <= to_)
            differences.add(record, old, &version);
        else
            differences.add(record, &version, old);
    }

    const ReadJournal& journal_;
    std::int64_t from_ = 0;
    std::int64_t to_ = 0;
    std::map<RecordId, Versions> touched_;  // by kind and id, as differences are listed
};

// ----------------------------------------------------------------------------------------------------------- states

/// The rows of a kind, by id.
template <RecordType R>
std::vector<R> rows(Connection& connection) {
    auto rows = State(connection).all<R>();
    // Of what has no event of its own a view by `known` has the name, since something else refers to it. A view of what
    // is public has no events at all.
    if (connection.number("SELECT EXISTS (SELECT 1 FROM event)") != 0)
        std::erase_if(rows, [](const R& row) { return row.revision == 0; });
    return rows;
}

template <RecordType R>
void compare_tables(Connection& from, Connection& to, Differences& differences) {
    const auto before = rows<R>(from);
    const auto after = rows<R>(to);
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        const bool has_left = left != before.end() && (right == after.end() || left->id <= right->id);
        const bool has_right = right != after.end() && (left == before.end() || right->id <= left->id);
        const RecordId record = has_left ? left->id : right->id;
        differences.add<R>(record, has_left ? &*left : nullptr, has_right ? &*right : nullptr);
        if (has_left) ++left;
        if (has_right) ++right;
    }
}

}  // namespace

std::vector<Difference> difference_of_moments(const ReadJournal& journal, const Bounds& from, const Bounds& to) {
    return Moments(journal, from, to).differences();
}

std::vector<Difference> difference_of_states(Connection& from, Connection& to) {
    const Snapshot before(from);
    const Snapshot after(to);
    Names old_names(from);
    Names new_names(to);
    Differences differences(old_names, new_names);
    each_record([&]<class R>(const R&) { compare_tables<R>(from, to, differences); });
    return std::move(differences).found();
}

}  // namespace laurels::inline v0::storage
