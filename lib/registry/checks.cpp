// What cannot be told from a record alone: that what it refers to is there, and that it fits in with others.

#include "codec/value.hpp"
#include "model/counts.hpp"
#include "model/text.hpp"
#include "registry/records.hpp"
#include "registry/writer.hpp"
#include "storage/column.hpp"

#include <laurels/fields.hpp>

#include <set>

namespace laurels::inline v0::detail {

std::int64_t Writer::last_id(Kind kind) {
    std::int64_t& last = last_ids_[static_cast<std::size_t>(kind)];
    if (last < 0) last = state().last_id(kind);
    return last;
}

void Writer::check_stored(RecordId id, std::string_view field) {
    if (id.value >= 1 && id.value <= last_id(id.kind)) return;
    throw NotFound(std::string(field) + " is " + to_string(id) + ", which is not in this registry: " +
                       std::string(name(id.kind)) + " ids go up to " + std::to_string(last_id(id.kind)),
                   to_string(id));
}

template <RecordType R>
void Writer::check_references(const R& record) {
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        // A credit's nomination is set when it is written.
        if constexpr (std::is_same_v<V, Id<Nomination>>) return;
        const auto check = [&](RecordId id) {
            if (id.value >= 1 && id.value <= last_id(id.kind)) return;
            check_stored(id, std::string(Fields<R>::name) + "." + std::string(field.name));
        };
        const V& value = record.*field.member;
        if constexpr (storage::is_id<V> || std::is_same_v<V, RecordId>) {
            check(value);
        } else if constexpr (codec::is_optional<V>) {
            if constexpr (storage::is_id<typename V::value_type>) {
                if (value) check(*value);
            }
        } else if constexpr (codec::is_id_list<V>) {
            for (const auto id : value) check(id);
        }
    });
}

template <RecordType R>
void Writer::check_among_others(const R& record) {
    if constexpr (std::is_same_v<R, Edition>) check_label(record);
    if constexpr (std::is_same_v<R, Nominee>) check_part_of(record);
    if constexpr (std::is_same_v<R, Category>) {
        check_series(record);
        check_no_winner(record);
    }
    if constexpr (std::is_same_v<R, Nomination>) {
        check_kinds(record);
        check_result(record);
    }
}

void Writer::check_label(const Edition& edition) {
    const storage::LookupKey key{model::key(edition.label), edition.award.value};
    for (const std::int64_t other : state().lookup(Kind::edition, key, storage::Former::without)) {
        if (other == edition.id.value || is_hidden({Kind::edition, other})) continue;
        throw Duplicate(to_string(edition.award) + " has an edition '" + edition.label +
                            "' already, edition:" + std::to_string(other) + ": a label is unique within its award",
                        "Edition.label", RecordId(Kind::edition, other));
    }
}

template <RecordType R>
void Writer::check_parents(const R& record) {
    if (!anything_void()) return;
    const auto check = [&](RecordId parent, std::string_view field) {
        if (!storage::is_hidden(connection(), parent)) return;
        throw InvalidValue(std::string(field) + " is " + to_string(parent) +
                               ", which is void or belongs to something void, so nobody would see what is added to it: "
                               "restore that first, or choose another",
                           std::string(field));
    };
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (storage::is_id<V> || std::is_same_v<V, RecordId>) {
            const std::string name = std::string(Fields<R>::name) + "." + std::string(field.name);
            if (has(field.traits, Trait::parent) && record.*field.member) check(record.*field.member, name);
        }
    });
    if constexpr (std::is_same_v<R, Nomination>) {
        for (const Credit& credit : record.credits) check(credit.nominee, "Credit.nominee");
    }
}

void Writer::check_part_of(const Nominee& nominee) {
    if (!nominee.part_of || !nominee.id) return;
    std::set<std::int64_t> seen;
    for (auto whole = nominee.part_of; whole;) {
        if (!seen.insert(whole->value).second)
            throw Damaged(to_string(*whole) + " is part of itself by way of others, which cannot have been written",
                          {});
        if (*whole == nominee.id) break;
        const auto next = state().find(*whole);
        whole = next ? next->part_of : std::nullopt;
    }
    if (!storage::is_part_of(connection(), *nominee.part_of, nominee.id)) return;
    throw InvalidValue("Nominee.part_of: " + to_string(nominee.id) + " cannot be part of " +
                           to_string(*nominee.part_of) + ", which is part of it: that goes round in a circle",
                       "Nominee.part_of");
}

void Writer::check_series(const Category& category) {
    if (!category.series) return;
    const auto award_of = [&](const char* sql, std::int64_t id) {
        auto query = connection().statement(sql);
        query.bind(id);
        return Id<Award>(query.step() ? query.whole(0) : 0);
    };
    const auto of_series = award_of("SELECT award FROM series WHERE id = ?", category.series->value);
    const auto of_edition = award_of("SELECT award FROM edition WHERE id = ?", category.edition.value);
    if (of_series && of_edition &&
        (of_series == of_edition || storage::kept(connection(), of_series) == storage::kept(connection(), of_edition)))
        return;
    throw InvalidValue("Category.series: " + to_string(*category.series) + " belongs to another award than " +
                           to_string(category.edition),
                       "Category.series");
}

namespace {
constexpr std::size_t enough = 1'000'000;  // to remember of records that were asked for
}

NomineeKind Writer::kind_of_nominee(Id<Nominee> id) {
    if (const auto known = nominee_kinds_.find(id); known != nominee_kinds_.end()) return known->second;
    if (nominee_kinds_.size() > enough) nominee_kinds_.clear();
    auto query = connection().statement("SELECT kind FROM nominee WHERE id = ?");
    query.bind(id.value);
    const NomineeKind kind = query.step() ? codec::Value<NomineeKind>::parse(query.text(0)) : NomineeKind::team;
    nominee_kinds_.emplace(id, kind);
    return kind;
}

void Writer::check_kinds(const Nomination& nomination) {
    if (nomination.work && kind_of_nominee(*nomination.work) != NomineeKind::work)
        throw InvalidValue("Nomination.work is " + to_string(*nomination.work) +
                               ", which is no work but of the kind '" +
                               std::string(name(kind_of_nominee(*nomination.work))) + "': credit it instead",
                           "Nomination.work");
    for (const Credit& credit : nomination.credits) {
        if (credit.voided || kind_of_nominee(credit.nominee) != NomineeKind::work) continue;
        throw InvalidValue("Credit.nominee is " + to_string(credit.nominee) +
                               ", which is a work: credits are for teams, persons and organisations; give a work as "
                               "Nomination.work",
                           "Credit.nominee");
    }
}

void Writer::check_no_winner(const Category& category) {
    if (!category.no_award || !category.id) return;
    auto query = connection().statement(
        "SELECT id FROM nomination WHERE category = ? AND outcome = 'won' AND standing = 'active' AND voided = 0 ORDER BY id "
        "LIMIT 1");
    query.bind(category.id.value);
    if (!query.step()) return;
    throw InvalidValue("Category.no_award: nomination:" + std::to_string(query.whole(0)) + " has won " +
                           to_string(category.id) + "; decide otherwise about that first",
                       "Category.no_award");
}

bool Writer::has_no_award(Id<Category> id) {
    if (no_awards_.size() > enough) no_awards_.clear();
    const auto [known, fresh] = no_awards_.try_emplace(id);
    if (fresh) {
        auto query = connection().statement("SELECT no_award IS NOT NULL FROM category WHERE id = ?");
        query.bind(id.value);
        known->second = query.step() && query.whole(0) != 0;
    }
    return known->second;
}

void Writer::check_result(const Nomination& nomination) {
    if (nomination.voided) return;
    check_category_shares(nomination);
    check_may_win(nomination);
}

void Writer::check_may_win(const Nomination& nomination) {
    if (!model::is_winner(nomination) || !has_no_award(nomination.category)) return;
    throw InvalidValue((nomination.id ? to_string(nomination.id) : std::string("the nomination")) + " cannot win: " +
                           to_string(nomination.category) + " is recorded as having no award; revise that first",
                       "Category.no_award");
}

void Writer::check_category_shares(const Nomination& nomination, const Fraction& besides) {
    // What was ruled out has no share any more: that is free for whoever is promoted.
    if (!nomination.share || nomination.standing != Standing::active) return;
    Fraction sum = *nomination.share + besides;
    auto query = connection().statement("SELECT share FROM nomination WHERE category = ? AND id <> ? AND share IS NOT "
                                        "NULL AND standing = 'active' AND voided = 0");
    query.bind(nomination.category.value).bind(nomination.id.value);
    while (query.step()) sum = sum + Fraction::parse(query.text(0));
    if (sum <= Fraction(1)) return;
    throw InvalidValue("Nomination.share: with it the shares of " + to_string(nomination.category) + " make " +
                           sum.text() + ", which is over the whole",
                       "Nomination.share");
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void Writer::check_references(const R&);                                                                  \
    template void Writer::check_among_others(const R&);                                                                \
    template void Writer::check_parents(const R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::detail
