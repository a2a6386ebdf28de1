#include "registry/duplicates.hpp"

#include "model/blocking.hpp"
#include "model/text.hpp"
#include "registry/perform.hpp"
#include "registry/writer.hpp"
#include "storage/kinds.hpp"
#include "storage/questions.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace laurels::inline v0::detail {

using storage::Bearer;
using storage::Bearers;

namespace {

// Log odds: what speaks against two that are called alike. However rare the name is, they are then hardly one.
constexpr double contradicted = -5.0;          // added
constexpr double most_if_contradicted = -2.0;  // and what is left at most
constexpr double one_without_whole = -1.0;     // added where only one of them is said to be part of something

/// Schemes in which one thing has one value. In others it may have several: a data set's key is often made of the name.
constexpr auto authorities =
    std::to_array<std::string_view>({"gnd", "imdb", "isbn", "isni", "musicbrainz", "orcid", "ror", "viaf", "wikidata"});

bool have_common(const std::vector<std::int64_t>& one, const std::vector<std::int64_t>& other) {
    auto left = one.begin();
    auto right = other.begin();
    while (left != one.end() && right != other.end()) {
        if (*left == *right) return true;
        if (*left < *right)
            ++left;
        else
            ++right;
    }
    return false;
}

bool is_among(std::int64_t id, const std::vector<std::int64_t>& ids) { return std::ranges::find(ids, id) != ids.end(); }

/// The first scheme of an authority in which both have a value, and none in common.
std::string_view differing_authority(const Bearer& one, const Bearer& other) {
    const auto has = [](const Bearer& bearer, std::string_view scheme) {
        return std::ranges::any_of(bearer.identifiers, [&](const auto& entry) { return entry.first == scheme; });
    };
    const auto shared = [&](std::string_view scheme) {
        return std::ranges::any_of(one.identifiers, [&](const auto& entry) {
            return entry.first == scheme && other.identifiers.contains(entry);
        });
    };
    for (const std::string_view scheme : authorities) {
        if (has(one, scheme) && has(other, scheme) && !shared(scheme)) return scheme;
    }
    return {};
}

/// Two names that may be one's, each by its place among all names of the group.
struct Found {
    double odds = -1e9;
    std::size_t name = 0;
    std::size_t other_name = 0;
    std::string identifier{};  // that both have
};

/// Suggestions among those of which any two may be the same.
class Group {
  public:
    Group(const Bearers& bearers, const std::vector<std::size_t>& members) : bearers_(bearers) {
        for (const std::size_t member : members) {
            for (const std::string& name : bearers.all[member].names) {
                texts_.push_back(name);
                owners_.push_back(member);
            }
        }
        find_by_identifiers(members);
    }

    void add_to(std::vector<LikelyDuplicate>& suggestions, double at_least) {
        if (texts_.empty()) return;
        const model::Names names(bearers_.all[owners_.front()].naming, texts_);
        find_by_names(names, at_least);
        for (const auto& [pair, found] : found_) {
            const double score = found.identifier.empty() ? model::score_of(found.odds) : 1;
            if (score >= at_least) suggestions.push_back(suggestion(names, pair.first, pair.second, found, score));
        }
    }

  private:
    using Pair = std::pair<std::size_t, std::size_t>;

    const Bearer& bearer(std::size_t at) const { return bearers_.all[at]; }

    /// Whether two may be one at all.
    bool possible(std::size_t one, std::size_t other) const {
        const Bearer& a = bearer(one);
        const Bearer& b = bearer(other);
        return one != other && !bearers_.told_apart.contains(std::minmax(a.id, b.id)) && !is_among(a.id, b.wholes) &&
               !is_among(b.id, a.wholes);
    }

    void find_by_identifiers(const std::vector<std::size_t>& members) {
        std::map<std::pair<std::string, std::string>, std::size_t> first;
        for (const std::size_t member : members) {
            for (const auto& identifier : bearer(member).identifiers) {
                const auto [before, fresh] = first.try_emplace(identifier, member);
                if (fresh || !possible(before->second, member)) continue;
                found_[std::minmax(before->second, member)].identifier = identifier.first + " " + identifier.second;
            }
        }
    }

    void find_by_names(const model::Names& names, double at_least) {
        const double least = model::odds_of(at_least);
        for (const auto& [name, other_name] : model::candidates(names).pairs) {
            const std::size_t one = owners_[name];
            const std::size_t other = owners_[other_name];
            if (one == other) continue;
            const double odds = names.compare(name, other_name).odds;
            if (odds < least || !possible(one, other)) continue;
            const double with_rest = with_the_rest(odds, one, other);
            Found& found = found_[std::minmax(one, other)];
            if (with_rest > found.odds) found = {with_rest, name, other_name, found.identifier};
        }
    }

    /// The odds of the names, and of what else there is of two.
    double with_the_rest(double odds, std::size_t one, std::size_t other) const {
        const Bearer& a = bearer(one);
        const Bearer& b = bearer(other);
        if (a.wholes.empty() != b.wholes.empty()) odds += one_without_whole;
        if (contradictions(a, b).empty()) return odds;
        return std::min(odds + contradicted, most_if_contradicted);
    }

    /// What speaks against it, as a part of the reason.
    static std::string contradictions(const Bearer& one, const Bearer& other) {
        std::string text;
        if (have_common(one.places, other.places)) text += "; but they stand side by side";
        if (!one.wholes.empty() && !other.wholes.empty() && one.wholes.front() != other.wholes.front())
            text += "; but they are parts of different ones";
        const std::string_view scheme = differing_authority(one, other);
        if (!scheme.empty()) text += "; but each has another identifier of " + std::string(scheme);
        return text;
    }

    std::string reason(const model::Names& names, std::size_t one, std::size_t other, const Found& found) const {
        if (!found.identifier.empty()) return "both have the identifier " + found.identifier;
        return by_names(names, found.name, found.other_name) + contradictions(bearer(one), bearer(other));
    }

    std::string by_names(const model::Names& names, std::size_t one, std::size_t other) const {
        const std::string& a = texts_[one];
        const std::string& b = texts_[other];
        std::string text = names.compare(one, other).reason();
        const int aliases = (is_alias(one) ? 1 : 0) + (is_alias(other) ? 1 : 0);
        if (aliases == 0) return text;
        if (names.entry(one).key != names.entry(other).key) return "called “" + a + "” and “" + b + "”: " + text;
        return aliases == 1 ? "an alias of the one is the other's name" : "both have the alias “" + a + "”";
    }

    bool is_alias(std::size_t name) const { return texts_[name] != bearer(owners_[name]).names.front(); }

    LikelyDuplicate suggestion(const model::Names& names, std::size_t one, std::size_t other, const Found& found,
                               double score) const {
        // The one is the earlier of the two, and stays unless more hangs on the other.
        const bool turned = bearer(other).held > bearer(one).held;
        const Bearer& kept = bearer(turned ? other : one);
        const Bearer& same = bearer(turned ? one : other);
        return {.kept = {bearers_.kind, kept.id},
                .same = {bearers_.kind, same.id},
                .kept_name = kept.names.front(),
                .same_name = same.names.front(),
                .score = score,
                .reason = reason(names, one, other, found)};
    }

    const Bearers& bearers_;
    std::vector<std::string> texts_;
    std::vector<std::size_t> owners_;  // of each name
    std::map<Pair, Found> found_;
};

}  // namespace

std::vector<LikelyDuplicate> suggest(const Bearers& bearers, double at_least) {
    if (!(at_least > 0 && at_least <= 1))
        throw InvalidValue("duplicates(): at_least is a score above 0 and up to 1", "at_least");
    std::map<std::int64_t, std::vector<std::size_t>> groups;
    for (std::size_t at = 0; at < bearers.all.size(); ++at) groups[bearers.all[at].group].push_back(at);
    std::vector<LikelyDuplicate> suggestions;
    for (const auto& [group, members] : groups) Group(bearers, members).add_to(suggestions, at_least);
    std::ranges::stable_sort(suggestions, [](const LikelyDuplicate& one, const LikelyDuplicate& other) {
        if (one.score != other.score) return one.score > other.score;
        return std::pair(one.kept, one.same) < std::pair(other.kept, other.same);
    });
    return suggestions;
}

// ------------------------------------------------------------------------------------------- accepting and refusing

namespace {

/// Calls `action` with the ids of a suggestion, strong by kind. Throws WrongKind for what cannot be merged.
template <class Action>
void with_suggestion(const LikelyDuplicate& duplicate, const Action& action) {
    storage::with_kind(duplicate.kept.kind, [&]<class R>(const R&) {
        if constexpr (MergeableType<R>) {
            if (duplicate.same.kind != kind_of<R>)
                throw WrongKind("merge_all(): " + to_string(duplicate.same) + " cannot be the same as " +
                                    to_string(duplicate.kept),
                                {kind_of<R>}, duplicate.same.kind);
            action(Id<R>(duplicate.kept.value), Id<R>(duplicate.same.value));
        } else {
            throw WrongKind("merge_all() takes awards, series or nominees, not " + to_string(duplicate.kept),
                            {Kind::award, Kind::series, Kind::nominee}, duplicate.kept.kind);
        }
    });
}

}  // namespace

template <MergeableType R>
void Writer::check_suggestion(Id<R> kept, Id<R> same) {
    storage::get_itself(connection(), kept);
    storage::get_itself(connection(), same);
    const Id<R> root = storage::kept(connection(), kept);
    const Id<R> other = storage::kept(connection(), same);
    // What was refused since is passed over, so that the rest of a list that was asked for before can be taken.
    if (root == other || storage::are_told_apart(connection(), root, other)) return;
    check_merge(root, storage::get_itself(connection(), other));
}

template <MergeableType R>
bool Writer::take_suggestion(Id<R> kept, Id<R> same, const Said& said) {
    const Id<R> root = storage::kept(connection(), kept);
    const Id<R> other = storage::kept(connection(), same);
    if (root == other) return false;
    const R before = storage::get_itself(connection(), other);
    try {
        check_merge(root, before);
    } catch (const InvalidValue&) {
        return false;  // alone it could be taken, but not with what others of the list have made of the two
    }
    write_merge(root, before, said);
    return true;
}

std::vector<LikelyDuplicate> Writer::merge_all(const std::vector<LikelyDuplicate>& duplicates, double at_least,
                                               const Said& said) {
    return perform([&] {
        check_said(said);
        std::vector<LikelyDuplicate> wanted;
        std::ranges::copy_if(duplicates, std::back_inserter(wanted),
                             [&](const LikelyDuplicate& each) { return each.score >= at_least; });
        for (const LikelyDuplicate& each : wanted)
            with_suggestion(each, [&](auto kept, auto same) { check_suggestion(kept, same); });
        std::vector<LikelyDuplicate> merged;
        for (const LikelyDuplicate& each : wanted) {
            const Said why = gives_reason(said.reason) ? said : Said{said.source, each.reason};
            check_said(why);
            with_suggestion(each, [&](auto kept, auto same) {
                if (take_suggestion(kept, same, why)) merged.push_back(each);
            });
        }
        return merged;
    });
}

template <MergeableType R>
R Writer::set_apart(Id<R> one, Id<R> other, const Said& said) {
    R before = storage::get_itself(connection(), one);
    if (std::ranges::find(before.different_from, other) != before.different_from.end()) return before;
    R after = before;
    after.different_from.push_back(other);
    std::ranges::sort(after.different_from);
    write_revised("distinguish", before, after, said);
    return after;
}

template <MergeableType R>
R Writer::distinguish(Id<R> one, Id<R> other, const Said& said) {
    return perform([&] {
        check_said(said);
        storage::get_itself(connection(), one);  // that both are there
        storage::get_itself(connection(), other);
        if (storage::kept(connection(), one) == storage::kept(connection(), other))
            throw InvalidValue("distinguish(): " + to_string(one) + " and " + to_string(other) +
                                   " are one and the same" +
                                   (one == other ? "" : ", since they were merged: unmerge them first"),
                               "different_from");
        set_apart(other, one, said);
        return set_apart(one, other, said);
    });
}

#define LAURELS_INSTANTIATE(R) template R Writer::distinguish(Id<R>, Id<R>, const Said&);
LAURELS_MERGEABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
