// Which record of those that are there a row means, where no key tells.

#include "exchange/keys.hpp"
#include "model/text.hpp"
#include "registry/import_table.hpp"
#include "storage/questions.hpp"

#include <algorithm>
#include <functional>

namespace laurels::inline v0::detail {

using exchange::RowError;

namespace {

/// Whether two name the same, or one names nothing.
template <class Names>
bool fit(const Names& one, const Names& other) {
    return one == other || one == Names() || other == Names();
}

template <class Records, class IdOf>
std::string listed(const Records& records, IdOf id_of) {
    std::string list;
    for (const auto& record : records) list += (list.empty() ? "" : ", ") + to_string(std::invoke(id_of, record));
    return list;
}

constexpr const char* for_work = "work = ?";
constexpr const char* by_credit = "id IN (SELECT nomination FROM credit WHERE nominee = ?)";

}  // namespace

/// Whether this data set had no key for it, and no row of this import was about it yet: a later file may say less of
/// what kind it is.
bool Importing::was_known_by_name(const Nominee& record) {
    const std::string key = exchange::nominee_key({record, {}, {}}, record.part_of);
    if (exchange::source_key(key) != record.identifiers.at(mapping_.data_set)) return false;
    const auto known = cache<Nominee>().find(key);
    return known == cache<Nominee>().end() || known->second.print == 0;
}

std::int64_t Importing::find_nominee(const exchange::NomineeEntry& entry) {
    if (!any_nominee_before_) return 0;
    const Nominee& record = entry.nominee;
    const bool has_key = !entry.key.empty();
    const std::string name = model::key(record.name);
    const auto named = record.part_of
                           ? writer_.state().lookup(Kind::nominee, storage::LookupKey{name, record.part_of->value},
                                                    storage::Former::without)
                           : writer_.state().lookup(Kind::nominee, name, storage::Former::without);
    std::vector<std::int64_t> fitting;
    std::vector<std::int64_t> others;
    for (const std::int64_t number : named) {
        const Id<Nominee> id = storage::kept(writer_.connection(), Id<Nominee>(number));
        const auto among = [&](const auto& ids) { return std::ranges::find(ids, id.value) != ids.end(); };
        if (among(fitting) || among(others) || writer_.is_hidden(id)) continue;
        const Nominee other = writer_.get(id);
        const bool same_kind = other.kind == record.kind;
        const bool works = (other.kind == NomineeKind::work) == (record.kind == NomineeKind::work);
        if (!same_kind && (entry.says_kind || !works)) continue;
        // Another key of the same data set, or another identifier of the same scheme, is somebody else. So is one with
        // a key where this row has none: whether it is the same would depend on what was read before.
        if (other.identifiers.contains(mapping_.data_set) && !(entry.key.empty() && was_known_by_name(other))) continue;
        const bool differs = std::ranges::any_of(record.identifiers, [&](const auto& said) {
            const auto same = other.identifiers.find(said.first);
            return same != other.identifiers.end() && same->second != said.second;
        });
        const bool as_said = (same_kind || !entry.says_kind) && other.part_of == record.part_of;
        if (!differs) (as_said || record.part_of ? fitting : others).push_back(id.value);
    }
    // A row that does not say of which kind somebody is, or of what a part, may mean one of any.
    if (fitting.empty()) fitting = std::move(others);
    if (fitting.size() == 1) return fitting.front();
    if (fitting.size() > 1 && !has_key) {
        const auto id_of = [](std::int64_t id) { return Id<Nominee>(id); };
        throw RowError("", model::shown(record.name),
                       "several have this name: " + listed(fitting, id_of) + "; give them a 'key'");
    }
    return 0;
}

std::vector<Nomination> Importing::nominations_naming(Id<Nominee> nominee, const std::string& condition,
                                                      Id<Category> category) {
    std::vector<Nomination> found;
    for (const std::int64_t twin : writer_.anything_merged() ? storage::twins(writer_.connection(), nominee)
                                                             : std::vector<std::int64_t>{nominee.value}) {
        for (Nomination& other : writer_.state().select<Nomination>(condition, twin)) {
            if (other.category == category && !writer_.is_hidden(other.id)) found.push_back(std::move(other));
        }
    }
    return found;
}

std::vector<Nomination> Importing::nominations_like(const Nomination& record) {
    const bool merged = writer_.anything_merged();
    const auto kept = [&](std::optional<Id<Nominee>> id) {
        return id && merged ? storage::kept(writer_.connection(), *id) : id.value_or(Id<Nominee>());
    };
    const auto nominees = writer_.nominees_of(record.credits);
    std::map<Id<Nomination>, Nomination> likely;
    const auto look = [&](Id<Nominee> nominee, const char* condition) {
        for (Nomination& other : nominations_naming(nominee, condition, record.category))
            likely.try_emplace(other.id, std::move(other));
    };
    if (record.work) look(*record.work, for_work);
    if (!nominees.empty()) look(nominees.front(), by_credit);
    std::vector<Nomination> found;
    for (auto& [id, other] : likely) {
        other.credits = writer_.state().credits(id);
        std::erase_if(other.credits, [](const Credit& credit) { return credit.voided; });
        if (other.title == record.title && fit(kept(other.work), kept(record.work)) &&
            fit(writer_.nominees_of(other.credits), nominees))
            found.push_back(std::move(other));
    }
    return found;
}

/// Where a nomination that is added has a nominee or a work of one that was there, and yet is another.
void Importing::remark_alike(const Nomination& added) {
    Id<Nomination> like;
    const auto look = [&](Id<Nominee> nominee, const char* condition) {
        for (const Nomination& other : nominations_naming(nominee, condition, added.category)) {
            if (!like && other.title == added.title) like = other.id;
        }
    };
    if (added.work) {
        look(*added.work, for_work);
    } else {
        for (const Id<Nominee> nominee : writer_.nominees_of(added.credits)) look(nominee, by_credit);
    }
    if (!like) return;
    remark(to_string(added.id) + " was added beside " + to_string(like) +
           ", which has some of the same in the same category: if they are one, let the row name all that it does, or "
           "give both a 'key'");
}

/// By its natural key, or as the only one that is like it but that one of the two says less: the authors of a longlist
/// are left out where its winner is announced.
void Importing::find_nomination(const Nomination& record, KnownNomination& known) {
    // Another key of this data set is another nomination, however alike; without a column for keys, where rows of this
    // import have both.
    const auto is_other = [&](const Nomination& nomination) {
        const auto key = nomination.identifiers.find(mapping_.data_set);
        if (key == nomination.identifiers.end()) return false;
        const auto own = nominations_.find(hash_of(key->second));
        return !mapping_.key.empty() || (own != nominations_.end() && own->second.times > 0);
    };
    try {
        if (const Id<Nomination> found(find_existing(record)); found) {
            if (is_other(writer_.get(found))) return;
            known.id = found.value;
        }
    } catch (const Ambiguous& error) {
        throw RowError("", "", error.what());
    }
    if (known.id == 0) {
        auto like = nominations_like(record);
        std::erase_if(like, is_other);
        if (like.size() > 1) {
            throw RowError("", "",
                           "it could be any of several nominations: " + listed(like, &Nomination::id) +
                               "; say more in it of who is nominated for what, or give it a 'key'");
        }
        if (!like.empty()) known.id = like.front().id.value;
    }
    if (known.id > 0) found_otherwise_.insert(known.id);
}

}  // namespace laurels::inline v0::detail
