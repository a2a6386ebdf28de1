// Announcements: what of a registry goes into one.

#include "exchange/announcement.hpp"

#include <laurels/registry.hpp>

#include <algorithm>
#include <map>

namespace laurels::inline v0 {

namespace {

using exchange::AnnouncedEdition;

/// Whether one was merged into the other.
bool is_kept(const Questions& from, Id<Nominee> one, Id<Nominee> other) {
    try {
        return from.get(one).id == other;
    } catch (const NotFound&) {
        return false;  // withheld
    }
}

/// The credits of a row's nominees, in their order.
std::vector<Credit> credits_of(const Questions& from, const NominationRow& row, const Nomination& record) {
    std::vector<Credit> credits;
    std::vector<const Credit*> left;
    for (const Credit& credit : record.credits) {
        if (!credit.voided && credit.standing == Standing::active) left.push_back(&credit);
    }
    for (const Id<Nominee> id : row.nominee_ids) {
        auto found = std::ranges::find_if(left, [&](const Credit* credit) { return credit->nominee == id; });
        if (found == left.end())
            found =
                std::ranges::find_if(left, [&](const Credit* credit) { return is_kept(from, credit->nominee, id); });
        credits.push_back(found == left.end() ? Credit() : **found);
        if (found != left.end()) left.erase(found);
    }
    return credits;
}

/// Those of an edition, or of one category of it.
AnnouncedEdition gather(const Questions& from, Id<Edition> id, std::optional<Id<Category>> only) {
    AnnouncedEdition result;
    result.edition = from.get(id);
    result.award = from.get(result.edition.award).name;
    result.ceremonies = from.ceremonies().edition(id).rows();
    std::map<Id<Category>, std::size_t> places;
    for (Category& category : from.all<Category>()) {
        if (category.edition != id || (only && category.id != *only)) continue;
        places.emplace(category.id, result.categories.size());
        result.categories.push_back({std::move(category), {}});
    }
    const Nominations query = from.nominations().edition(id).standing(Standing::active);
    const std::vector<Nomination> records = query.records();
    for (const NominationRow& row : query.rows()) {
        const auto place = places.find(row.category_id);
        const auto record = std::ranges::lower_bound(records, row.id, {}, &Nomination::id);
        if (place == places.end() || record == records.end() || record->id != row.id) continue;
        result.categories[place->second].nominations.push_back({row, credits_of(from, row, *record)});
    }
    return result;
}

std::string announce(const Registry& registry, Id<Edition> edition, std::optional<Id<Category>> only,
                     const Announcement& announcement) {
    const auto bounds = registry.bounds();
    if (announcement.everything || (bounds && bounds->public_on))
        return exchange::announce(gather(registry, edition, only), announcement);
    const AnnouncedEdition outside = gather(registry.public_(), edition, only);
    if (!exchange::says_anything(outside, announcement.kind) &&
        exchange::says_anything(gather(registry, edition, only), announcement.kind))
        throw InvalidValue("the " + std::string(name(announcement.kind)) +
                               " is private or under embargo now; to write it in advance, say so with everything = "
                               "true (in Python, everything=True)",
                           "everything");
    return exchange::announce(outside, announcement);
}

}  // namespace

std::string Registry::announce(Id<Category> category, const Announcement& announcement) const {
    return v0::announce(*this, get(category).edition, category, announcement);
}

std::string Registry::announce(Id<Edition> edition, const Announcement& announcement) const {
    return v0::announce(*this, edition, std::nullopt, announcement);
}

}  // namespace laurels::inline v0
