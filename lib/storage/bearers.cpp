#include "storage/bearers.hpp"

#include "storage/kinds.hpp"
#include "storage/questions.hpp"
#include "storage/visibility.hpp"

#include <algorithm>
#include <unordered_map>

namespace laurels::inline v0::storage {

namespace {

/// What each record stands for: itself, or what it was merged into in the end.
class Roots {
  public:
    template <class R>
    explicit Roots(const std::vector<R>& records) {
        for (const R& record : records) {
            if (record.merged_into) into_[record.id.value] = record.merged_into->value;
        }
    }
    std::int64_t of(std::int64_t id) const {
        // In a file that was edited it may go round in a circle, which ends where all were met.
        for (std::size_t steps = 0; steps <= into_.size(); ++steps) {
            const auto found = into_.find(id);
            if (found == into_.end()) break;
            id = found->second;
        }
        return id;
    }

  private:
    std::unordered_map<std::int64_t, std::int64_t> into_;
};

std::int64_t group_of(Connection&, const Award&) { return 0; }
std::int64_t group_of(Connection& connection, const Series& series) { return kept(connection, series.award).value; }
std::int64_t group_of(Connection&, const Nominee& nominee) { return static_cast<std::int64_t>(nominee.kind); }

template <class R>
model::Naming naming_of(const R& record) {
    if constexpr (std::is_same_v<R, Nominee>) {
        if (record.kind == NomineeKind::person) return model::Naming::person;
    }
    return model::Naming::title;
}

/// Where the records stand, and what else hangs on them: rows of a record and a place, or NULL.
const char* places_of(const Award&) { return "SELECT award, NULL FROM edition WHERE voided = 0"; }
const char* places_of(const Series&) {
    return "SELECT series, edition FROM category WHERE series IS NOT NULL AND voided = 0";
}
const char* places_of(const Nominee&) {
    return "SELECT cr.nominee, cr.nomination FROM credit AS cr JOIN nomination AS n ON n.id = cr.nomination WHERE "
           "cr.voided = 0 AND n.voided = 0 UNION ALL SELECT work, NULL FROM nomination WHERE work IS NOT NULL AND "
           "voided = 0 UNION ALL SELECT part_of, NULL FROM nominee WHERE part_of IS NOT NULL AND voided = 0";
}

template <class R>
void add_names(Bearer& bearer, const R& record) {
    bearer.names.push_back(record.name);
    for (const Alias& alias : record.aliases) bearer.names.push_back(alias.name);
    bearer.identifiers.insert(record.identifiers.begin(), record.identifiers.end());
}

void add_wholes(std::vector<Bearer>& all, const std::vector<Nominee>& records, const Roots& roots) {
    std::unordered_map<std::int64_t, std::int64_t> part_of;
    for (const Nominee& record : records) {
        if (record.part_of) part_of.try_emplace(roots.of(record.id.value), roots.of(record.part_of->value));
    }
    for (Bearer& bearer : all) {
        for (auto whole = part_of.find(bearer.id); whole != part_of.end(); whole = part_of.find(whole->second)) {
            if (std::ranges::find(bearer.wholes, whole->second) != bearer.wholes.end()) break;
            bearer.wholes.push_back(whole->second);
        }
    }
}

}  // namespace

template <RecordType R>
Bearers bearers(Connection& connection) {
    const Snapshot snapshot(connection);
    State state(connection);
    const std::string table(name(kind_of<R>));
    const auto records = state.all<R>(anything_void(connection) ? visible(kind_of<R>, table) : "1");
    const Roots roots(records);
    Bearers found{.kind = kind_of<R>, .all = {}, .told_apart = {}};
    std::unordered_map<std::int64_t, std::size_t> at;
    for (const R& record : records) {
        if (record.merged_into) continue;
        at[record.id.value] = found.all.size();
        Bearer& bearer = found.all.emplace_back();
        bearer.id = record.id.value;
        bearer.group = group_of(connection, record);
        bearer.naming = naming_of(record);
        add_names(bearer, record);
    }
    for (const R& record : records) {
        const std::int64_t root = roots.of(record.id.value);
        if (record.merged_into && at.contains(root)) add_names(found.all[at[root]], record);
        for (const auto other : record.different_from)
            found.told_apart.insert(std::minmax(root, roots.of(other.value)));
    }
    auto places = connection.statement(places_of(R()));
    while (places.step()) {
        const auto bearer = at.find(roots.of(places.whole(0)));
        if (bearer == at.end()) continue;
        ++found.all[bearer->second].held;
        if (!places.is_null(1)) found.all[bearer->second].places.push_back(places.whole(1));
    }
    for (Bearer& bearer : found.all) std::ranges::sort(bearer.places);
    if constexpr (std::is_same_v<R, Nominee>) add_wholes(found.all, records, roots);
    return found;
}

bool are_told_apart(Connection& connection, RecordId one, RecordId other) {
    const auto of_one = twins(connection, one);
    const auto of_other = twins(connection, other);
    const auto names_one_of = [&](RecordId record, const std::vector<std::int64_t>& others) {
        return with_kind(record.kind, [&]<class R>(const R&) {
            if constexpr (MergeableType<R>) {
                const R itself = get_itself(connection, Id<R>(record.value));
                return std::ranges::any_of(itself.different_from, [&](Id<R> id) {
                    return std::ranges::find(others, id.value) != others.end();
                });
            } else {
                return false;
            }
        });
    };
    return std::ranges::any_of(of_one, [&](auto id) { return names_one_of({one.kind, id}, of_other); }) ||
           std::ranges::any_of(of_other, [&](auto id) { return names_one_of({other.kind, id}, of_one); });
}

#define LAURELS_INSTANTIATE(R) template Bearers bearers<R>(Connection&);
LAURELS_MERGEABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
