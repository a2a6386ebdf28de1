// What a row may change of a record that is there: what its data set said before it may revise; what others said
// stands, and is filled up or contradicted by a claim. What it said before is nothing new, whatever became of it.

#include "codec/claimed.hpp"
#include "exchange/cell.hpp"
#include "model/agree.hpp"
#include "model/text.hpp"
#include "registry/import_table.hpp"
#include "storage/said.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

namespace {

template <class V>
bool refines(const V&, const V&) {
    return false;
}
bool refines(const Date& said, const Date& now) { return said.refines(now); }
bool refines(const When& said, const When& now) { return !now.time() && said.date().refines(now.date()); }
template <class V>
bool refines(const std::optional<V>& said, const std::optional<V>& now) {
    return said && now && refines(*said, *now);
}

/// Whether a text of what rows together left over has a part.
bool has_part(const std::string& text, const std::string& part) {
    const std::string mark(left_over_separator);
    return (mark + text + mark).find(mark + part + mark) != std::string::npos;
}

template <RecordType R>
bool has_alias(const R& record, const std::string& name) {
    if constexpr (requires { record.aliases; })
        return std::ranges::find(record.aliases, name, &Alias::name) != record.aliases.end();
    else
        return false;
}

template <RecordType R>
bool was_put_on(const R& record, Stage stage) {
    if constexpr (requires { record.reached; })
        return record.reached.contains(stage);
    else
        return true;  // no other record has a stage
}

}  // namespace

template <RecordType R>
void Importing::withdraw(R& said, const R& bearer) {
    static const R blank;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        V& value = said.*field.member;
        const V& there = bearer.*field.member;
        if constexpr (std::is_same_v<V, Identifiers>) {
            std::erase_if(value, [&](const auto& entry) {
                const auto found = there.find(entry.first);
                return found != there.end() && found->second == entry.second;
            });
        } else if constexpr (std::is_same_v<V, std::string>) {
            if (model::agree(value, there)) value.clear();
        } else {
            if (value == there) value = blank.*field.member;
        }
    });
}

/// Alike but for spaces, which cells lose; of those that don't break only at their ends.
bool same_words(std::string_view one, std::string_view other) {
    one = exchange::trimmed(one);
    other = exchange::trimmed(other);
    const auto next = [](std::string_view& text) {
        constexpr std::string_view spaces = " \t\r\n\v\f";
        text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
        const std::string_view word = text.substr(0, text.find_first_of(spaces));
        text.remove_prefix(word.size());
        return word;
    };
    for (;;) {
        const std::string_view word = next(one);
        if (word != next(other)) return false;
        if (word.empty()) return true;
    }
}

template <RecordType R>
std::uint32_t Importing::stated_fields(const R& record) {
    static const R blank;
    std::uint32_t stated = 0;
    std::uint32_t bit = 1;
    Fields<R>::each([&](const auto& field) {
        if (record.*field.member != blank.*field.member) stated |= bit;
        bit <<= 1;
    });
    return stated;
}

template <RecordType R, class V>
void Importing::claim(const R& record, const Field<R, V>& field, const V& value) {
    Claim claim;
    claim.subject = record.id;
    claim.field = field.name;
    claim.value = codec::claimed_text(value);
    if (writer_.find_claim(claim, {})) return;
    writer_.check_claim(claim);
    claims_.push_back(std::move(claim));
}

void Importing::write_claims() {
    for (Claim& claim : claims_) {
        writer_.add_claim(std::move(claim), {});
        ++report.claims;
    }
    claims_.clear();
}

void Importing::settle_entries(std::string_view field, RecordId id, std::int64_t revision, Identifiers& now,
                               const Identifiers& said) {
    for (const auto& [key, value] : said) {
        const auto entry = now.find(key);
        if (entry != now.end() && entry->second == value) continue;
        const bool extra = field == "extra";
        // What rows together left over stands side by side.
        if (extra && mapping_.together && entry != now.end() && has_part(entry->second, value)) continue;
        const auto past = statement(revision, {std::string(field), key});
        if (past.own == value && !mapping_.overwrites) continue;
        if (entry == now.end()) {
            now.emplace(key, value);
        } else if (extra && continues_) {
            entry->second.append(left_over_separator).append(value);
        } else if (extra && (mapping_.overwrites || past.own_is_last)) {
            entry->second = value;
        } else {
            remark(to_string(id) + " has the " + model::shown(key) + (extra ? " " : " identifier ") +
                   model::shown(entry->second) + " and the row says " + model::shown(value) + ": it is left as it is");
        }
    }
}

template <RecordType R>
void Importing::settle_aliases(const R& before, R& after, const std::vector<Alias>& said) {
    for (const Alias& alias : said) {
        const auto same = [&](const Alias& other) { return model::agree(other.name, alias.name); };
        if (model::agree(after.name, alias.name) || std::ranges::any_of(after.aliases, same)) continue;
        if (!said_before(before.revision, {"aliases", alias.name})) after.aliases.push_back(alias);
    }
}

/// Of what has aliases another name is one, by which it is found.
template <RecordType R>
void Importing::settle_name(const R& before, R& after, const std::string& said) {
    const auto past = statement(before.revision, {"name", {}});
    // It was called so when the data set brought it, and somebody renamed it since.
    if (past.own && model::agree(*past.own, said)) return;
    settle_aliases(before, after, {{said, {}}});
}

void Importing::settle_reached(std::int64_t revision, Nomination& after, const Nomination& said) {
    const auto reach = [&](Stage stage, const std::optional<When>& when) {
        if (stage == Stage::draft) return;
        const auto entry = after.reached.find(stage);
        if (entry != after.reached.end()) {
            if (when && (!entry->second || refines(*when, *entry->second))) entry->second = when;
            return;
        }
        // Somebody took it back since.
        const auto past = statement(revision, {"reached", std::string(name(stage))});
        if (past.own && (!when || *past.own == when->text())) return;
        after.reached.emplace(stage, when);
        // One that was put on it before and taken back since stays where a ruling put it.
        if (stage > after.stage) after.stage = stage;
    };
    for (const auto& [stage, when] : said.reached) reach(stage, when);
    reach(said.stage, std::nullopt);
}

template <RecordType R, class V>
void Importing::settle(const Field<R, V>& field, const R& before, R& after, const R& said_record, std::uint32_t bit,
                       std::uint32_t& stated) {
    static const R blank;
    const V& said = said_record.*field.member;
    V& now = after.*field.member;
    if (said == blank.*field.member || said == now) {
        if (said != blank.*field.member) stated |= bit;
        return;
    }
    if constexpr (std::is_same_v<V, std::vector<Alias>>) {
        settle_aliases(before, after, said);
        return;
    }
    // Names of one key are one name; of a nominee with a key another one is an alias, by which it is found. In one's
    // own export a title in other letters was edited.
    if constexpr (std::is_same_v<V, std::string>) {
        constexpr bool own = std::is_same_v<R, Nomination> || std::is_same_v<R, Credit>;
        const bool edited = own && mapping_.overwrites && !mapping_.id.empty();
        if (edited ? same_words(now, said) : model::agree(now, said)) {
            stated |= bit;
            return;
        }
        if constexpr (requires { after.aliases; }) {
            if (field.name == "name") {
                settle_name(before, after, said);
                return;
            }
        }
    }
    if ((stated & bit) != 0) {
        remark("rows disagree on " + std::string(Fields<R>::name) + "." + std::string(field.name) + " of " +
               to_string(RecordId(before.id)) + ": the first was taken");
        return;
    }
    stated |= bit;
    if (mapping_.overwrites) {
        now = said;
        return;
    }
    const bool empty = now == blank.*field.member;
    const bool finer = refines(said, now);
    if (!empty && !finer && model::agree(now, said)) return;
    const auto past = statement_of<V>(before.revision, field.name);
    // What it said before is nothing new, whatever became of it.
    if (past.own && *past.own == said) return;
    if (empty || finer || past.own_is_last)
        now = said;
    else
        claim(before, field, said);
}

/// Whether the record says all that the row says. Most rows of a table that comes in again say nothing new, and this
/// tells so without a copy.
template <RecordType R>
bool Importing::says_already(const R& now, const R& said) {
    static const R blank;
    bool all = true;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if (!all || has(field.traits, Trait::parent)) return;
        const V& wanted = said.*field.member;
        const V& has_now = now.*field.member;
        if (wanted == blank.*field.member) return;
        if constexpr (std::is_same_v<V, Identifiers>) {
            all = std::ranges::all_of(wanted, [&](const auto& entry) {
                const auto found = has_now.find(entry.first);
                return found != has_now.end() && found->second == entry.second;
            });
        } else if constexpr (std::is_same_v<V, Stage>) {
            all = was_put_on(now, wanted);
        } else if constexpr (std::is_same_v<V, std::string>) {
            all = wanted == has_now || (field.name == "name" && has_alias(now, wanted));
        } else if constexpr (std::is_same_v<V, Reached>) {
            all = std::ranges::all_of(wanted, [&](const auto& entry) {
                const auto found = has_now.find(entry.first);
                return found != has_now.end() && (!entry.second || found->second == entry.second);
            });
        } else {
            all = wanted == has_now;
        }
    });
    return all;
}

template <RecordType R>
bool Importing::settle_all(const R& before, R& after, const R& said, std::uint32_t& stated) {
    std::uint32_t bit = 1;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const std::uint32_t mine = bit;
        bit <<= 1;
        if (has(field.traits, Trait::parent) || field.name == "voided" || field.name == "merged_into") return;
        if constexpr (std::is_same_v<V, Reached>) return;
        if (field.name == "stage") return;
        if constexpr (std::is_same_v<V, Identifiers>) {
            settle_entries(field.name, before.id, before.revision, after.*field.member, said.*field.member);
        } else {
            settle(field, before, after, said, mine, stated);
        }
    });
    if constexpr (std::is_same_v<R, Nomination>) settle_reached(before.revision, after, said);
    codec::canonicalise(after);
    return !codec::differing(before, after).empty();
}

template <RecordType R>
bool Importing::revise(const R& before, R& after, const R& said, std::uint32_t& stated) {
    claims_.clear();
    const bool differs = settle_all(before, after, said, stated);
    if (differs) writer_.check_revised(before, after);
    const bool revised = differs && write_revised(before, after);
    write_claims();
    return revised;
}

template <RecordType R>
bool Importing::write_revised(const R& before, R& after) {
    const std::int64_t revision = after.revision;
    writer_.write_revised("import", before, after, {});
    return after.revision != revision;
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template std::uint32_t Importing::stated_fields(const R&);                                                         \
    template bool Importing::says_already(const R&, const R&);                                                         \
    template void Importing::withdraw(R&, const R&);                                                                   \
    template bool Importing::settle_all(const R&, R&, const R&, std::uint32_t&);                                       \
    template bool Importing::revise(const R&, R&, const R&, std::uint32_t&);                                           \
    template bool Importing::write_revised(const R&, R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
