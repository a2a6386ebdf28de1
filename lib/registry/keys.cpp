// Natural keys: whether a record that is to be ensured is there already, now or under a key that it bore before.

#include "codec/event.hpp"
#include "model/text.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <map>
#include <ranges>

namespace laurels::inline v0::detail {

namespace {

/// Whether all that a person gives of two records is the same.
template <RecordType R>
bool says_the_same(const R& left, const R& right) {
    return codec::differing(left, right).empty();
}

template <class V>
void add_once(std::vector<V>& values, const V& value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
}

template <RecordType R>
std::string described(const R& record) {
    if constexpr (requires { record.name; })
        return "'" + record.name + "'";
    else if constexpr (requires { record.label; })
        return "'" + record.label + "'";
    else if constexpr (requires { record.title; })
        return "'" + record.title + "'";
    else
        return "such a record";
}

}  // namespace

template <RecordType R>
bool Writer::ever(const R& now, const std::function<bool(const R&)>& holds) {
    if (holds(now)) return true;
    std::vector<storage::StoredEvent> events;
    storage::each_event_back(connection(), now.revision, [&](const storage::StoredEvent& event) {
        events.push_back(event);
        return true;
    });
    R record;
    for (const storage::StoredEvent& event : std::views::reverse(events)) {
        codec::apply_set(record, event.body().set);
        if (holds(record)) return true;
    }
    return false;
}

std::vector<Id<Nominee>> Writer::nominees_of(const std::vector<Credit>& credits) {
    const bool merged = anything_merged();
    std::vector<Id<Nominee>> nominees;
    nominees.reserve(credits.size());
    for (const Credit& credit : credits)
        nominees.push_back(merged ? storage::kept(connection(), credit.nominee) : credit.nominee);
    std::ranges::sort(nominees);
    return nominees;
}

bool Writer::ever_had_nominees(Id<Nomination> id, const std::vector<Credit>& wanted) {
    const auto nominees = nominees_of(wanted);
    const auto credits = state().credits(id);
    if (nominees_of(credits) == nominees) return true;
    if (credits.empty()) return false;
    // The credits as they were after each change.
    std::map<std::int64_t, storage::StoredEvent> events;
    for (const Credit& credit : credits) {
        storage::each_event_back(connection(), credit.revision, [&](const storage::StoredEvent& event) {
            events.emplace(event.seq, event);
            return true;
        });
    }
    std::map<std::int64_t, Credit> then;
    // It may have been added without any, in a change before that of its first credit.
    if (nominees.empty()) {
        std::int64_t first = 0;
        storage::each_event_back(connection(), state().find(id)->revision, [&](const storage::StoredEvent& event) {
            first = event.change;
            return true;
        });
        return first < events.begin()->second.change;
    }
    const auto matches = [&] {
        std::vector<Credit> list;
        list.reserve(then.size());
        for (const auto& [credit_id, credit] : then) list.push_back(credit);
        return nominees_of(list) == nominees;
    };
    std::int64_t change = 0;
    for (const auto& [seq, event] : events) {
        if (event.change != change && change != 0 && matches()) return true;
        change = event.change;
        codec::apply_set(then[event.record.value], event.body().set);
    }
    return false;
}

template <WritableType R>
bool Writer::has_rest_of_key(const R& other, const R& record, storage::Former former) {
    [[maybe_unused]] const bool now = former == storage::Former::without;
    if constexpr (std::is_same_v<R, Nominee>) {
        const auto same = [&](const R& then) { return then.kind == record.kind; };
        return now ? same(other) : ever<R>(other, same);
    } else if constexpr (std::is_same_v<R, Nomination>) {
        if (!now) return ever_had_nominees(other.id, record.credits);
        // With the credits that are void, as it was entered, or without them, as it is.
        std::vector<Credit> shown = other.credits;
        std::erase_if(shown, [](const Credit& credit) { return credit.voided; });
        const auto wanted = nominees_of(record.credits);
        return nominees_of(other.credits) == wanted || nominees_of(shown) == wanted;
    } else {
        return true;
    }
}

template <WritableType R>
std::vector<storage::LookupKey> Writer::keys_of(const R& record) {
    const storage::LookupKey key = storage::lookup_keys(record).front();
    if (!anything_merged() || key.scope == 0) return {key};
    if constexpr (std::is_same_v<R, Nomination>) {
        if (!record.work) return {key};
        std::vector<storage::LookupKey> keys;
        for (const std::int64_t twin : storage::twins(connection(), *record.work)) {
            Nomination same = {.category = record.category, .title = record.title, .work = Id<Nominee>(twin)};
            keys.push_back(storage::lookup_keys(same).front());
        }
        return keys;
    }
    RecordId scope;
    if constexpr (requires { record.award; }) scope = record.award;
    if constexpr (std::is_same_v<R, Nominee>) scope = *record.part_of;
    if (!scope) return {key};
    std::vector<storage::LookupKey> keys;
    for (const std::int64_t twin : storage::twins(connection(), scope)) keys.push_back({key.text, twin});
    return keys;
}

template <WritableType R>
std::optional<Id<R>> Writer::find_existing(const R& record) {
    std::vector<Id<R>> found;
    if constexpr (std::is_same_v<R, Evidence> || std::is_same_v<R, Cost>) {
        // They have no name: what was given is the key.
        for (const std::int64_t twin : storage::twins(connection(), record.subject)) {
            R wanted = record;
            wanted.subject.value = twin;
            const std::string subject = to_string(wanted.subject);
            for (const R& other : state().template select<R>("subject = ?", std::string_view(subject))) {
                if (ever<R>(other, [&](const R& then) { return says_the_same(then, wanted); }))
                    found.push_back(other.id);
                if (!found.empty()) break;
            }
            if (!found.empty()) break;
        }
    } else {
        // Those that bear the key now come before those that bore it once, and what is void comes last: it is found, so
        // that a script that runs again does not bring back what was a double entry.
        std::vector<Id<R>> hidden;
        for (const auto former : {storage::Former::without, storage::Former::including}) {
            for (const storage::LookupKey& key : keys_of(record)) {
                for (const std::int64_t number : state().lookup(kind_of<R>, key, former)) {
                    const R other = storage::get_itself(connection(), Id<R>(number));
                    if (!has_rest_of_key(other, record, former)) continue;
                    add_once(is_hidden(other.id) ? hidden : found, storage::kept(connection(), other.id));
                }
            }
            if (!found.empty()) break;
        }
        if (found.empty() && !hidden.empty()) found.push_back(hidden.front());
    }
    if constexpr (std::is_same_v<R, Nominee>) {
        if (found.empty()) found = find_erased(record);
    }
    if (found.empty()) return std::nullopt;
    if (found.size() > 1) {
        std::vector<RecordId> candidates(found.begin(), found.end());
        std::string list;
        for (const RecordId id : candidates) list += (list.empty() ? "" : ", ") + to_string(id);
        throw Ambiguous("several have the key of " + described(record) + ": " + list +
                            "; give the id of the one you mean",
                        described(record), std::move(candidates));
    }
    return found.front();
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template bool Writer::ever(const R&, const std::function<bool(const R&)>&);                                        \
    template std::optional<Id<R>> Writer::find_existing(const R&);
LAURELS_WRITABLE_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
