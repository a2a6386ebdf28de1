// Rows into records: each found again by its key in the data set, by its natural key, or added.

#include "registry/import_table.hpp"

#include "exchange/fields.hpp"
#include "exchange/keys.hpp"
#include "exchange/portions.hpp"
#include "model/agree.hpp"
#include "model/counts.hpp"
#include "model/display.hpp"
#include "model/text.hpp"
#include "registry/perform.hpp"
#include "storage/erasure.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

namespace {

using exchange::Entry;
using exchange::RowError;

constexpr std::size_t most_refused = 100'000;
constexpr std::size_t most_remarks = 1'000;

/// A number as a spreadsheet may have left it, without the zeros and the decimal point that tell keys apart; nothing
/// for what is no number.
std::optional<std::string> bare_number(std::string_view key) {
    const std::size_t digits = key.find_first_not_of("0123456789");
    if (digits == 0 || key.empty()) return std::nullopt;
    if (digits != std::string_view::npos &&
        (key[digits] != '.' || key.find_first_not_of('0', digits + 1) != std::string_view::npos))
        return std::nullopt;
    std::string_view whole = key.substr(0, std::min(digits, key.size()));
    while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
    return std::string(whole);
}

/// "1.23457E+19".
bool is_rounded(std::string_view key) {
    const std::size_t power = key.find("E+");
    if (power == std::string_view::npos || power + 2 == key.size()) return false;
    const auto digits = [](std::string_view text) {
        return text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const std::string_view mantissa = key.substr(0, power);
    return digits(key.substr(power + 2)) && mantissa.size() > 2 && mantissa[1] == '.' &&
           digits(mantissa.substr(0, 1)) && digits(mantissa.substr(2));
}

/// Those with an id in place of what they were, the others at the end.
void put(const std::vector<Credit>& changed, std::vector<Credit>& credits) {
    for (const Credit& credit : changed) {
        const auto there = credit.id ? std::ranges::find(credits, credit.id, &Credit::id) : credits.end();
        if (there == credits.end())
            credits.push_back(credit);
        else
            *there = credit;
    }
}

}  // namespace

void SpoiltKeys::check(std::string_view key, std::string_view what) {
    std::string all;
    bool numbers = false;
    for (std::size_t from = 0; from <= key.size();) {
        const std::size_t end = std::min(key.find('|', from), key.size());
        const std::string_view part = key.substr(from, end - from);
        if (is_rounded(part))
            throw InvalidValue(
                "the " + std::string(what) + " key '" + model::shown(part) +
                "' is a number that a spreadsheet has rounded; export keys as text. Nothing was written");
        const auto bare = bare_number(part);
        numbers = numbers || bare;
        all += bare ? *bare : std::string(part);
        if (end < key.size()) all += '|';
        from = end + 1;
    }
    if (!numbers) return;
    const auto [known, fresh] = known_.try_emplace(hash_of(all), key);
    if (fresh || known->second == key) return;
    throw InvalidValue("the " + std::string(what) + " key '" + model::shown(key) + "' is the known key '" +
                       known->second +
                       "' but for zeros or a decimal point: some program has turned keys into "
                       "numbers; export them as text. Nothing was written");
}

// ------------------------------------------------------------------------------------------------- The data set before

void Importing::begin() {
    writer_.state().let_keys_wait();
    auto& connection = writer_.connection();
    const std::string from = storage::identifier_key(mapping_.data_set, "").text;
    NomineeKind what = NomineeKind::team;  // of a nominee
    const auto each_known = [&](Kind kind, const std::function<void(std::string_view, std::int64_t)>& visit) {
        auto query =
            connection.statement("SELECT key, record, (SELECT kind FROM nominee WHERE ?1 = ?4 AND id = record) "
                                 "FROM lookup WHERE kind = ?1 AND key >= ?2 AND key < ?3 AND former = 0");
        query.bind(static_cast<std::int64_t>(kind)).bind(from).bind(from.substr(0, from.size() - 1) + "\x20");
        query.bind(static_cast<std::int64_t>(Kind::nominee));
        while (query.step()) {
            what = query.is_null(2) ? NomineeKind::team : parse<NomineeKind>(query.view(2));
            visit(query.view(0).substr(from.size()), query.whole(1));
        }
    };
    const bool merged = writer_.anything_merged();
    may_share_records_ = merged;
    for (const Kind kind :
         {Kind::award, Kind::edition, Kind::series, Kind::category, Kind::ceremony, Kind::deadline, Kind::nominee}) {
        each_known(kind, [&](std::string_view key, std::int64_t id) {
            if (was_taken_back(RecordId(kind, id))) return;
            if (kind == Kind::nominee && has_nominee_keys_) nominee_keys(what).check(key, "nominee");
            Known& known = caches_[static_cast<std::size_t>(kind)][exchange::marked_key(key, what)];
            known.bearer = id;
            known.id = merged ? storage::kept(connection, RecordId(kind, id)).value : id;
        });
    }
    each_known(Kind::nomination, [&](std::string_view key, std::int64_t id) {
        if (was_taken_back(Id<Nomination>(id))) return;
        nominations_[hash_of(key)].id = id;
        ++nominations_before_;
        if (!mapping_.key.empty()) keys_[0].check(key, "nomination");
    });
    any_nomination_before_ = writer_.last_id(Kind::nomination) > 0;
    any_nominee_before_ = writer_.last_id(Kind::nominee) > 0;
    any_erased_ = connection.number("SELECT count(*) FROM erased") > 0;
}

void Importing::look_ahead(std::vector<Entry>& entries) {
    nominees_ahead_.clear();
    nominations_ahead_.clear();
    categories_ahead_.clear();
    if (writer_.anything_merged()) return;
    std::vector<std::int64_t> nominees;
    std::vector<std::int64_t> nominations;
    const auto add_nominee = [&](exchange::NomineeEntry& entry) {
        if (!entry.part_of.empty() || entry.id) return;
        entry.known = &cache<Nominee>()[entry.found_by];
        if (entry.known->id > 0 && entry.known->print == 0) nominees.push_back(entry.known->id);
    };
    for (Entry& entry : entries) {
        if (!entry.nomination) continue;
        if (entry.work) add_nominee(*entry.work);
        for (auto& credit : entry.credits) add_nominee(credit.nominee);
        if (entry.nomination->id) nominations.push_back(entry.nomination->id.value);
        const auto known = nominations_.find(hash_of(entry.key));
        if (known != nominations_.end() && known->second.id > 0) nominations.push_back(known->second.id);
    }
    // A gap is read over where that is less than beginning anew.
    const auto in_runs = [](std::vector<std::int64_t>& ids, const auto& read) {
        constexpr std::int64_t gap = 16;
        std::ranges::sort(ids);
        for (std::size_t from = 0, to = 0; from < ids.size(); from = to + 1) {
            to = from;
            while (to + 1 < ids.size() && ids[to + 1] - ids[to] <= gap) ++to;
            read(ids[from], ids[to]);
        }
    };
    in_runs(nominees, [&](std::int64_t from, std::int64_t to) {
        nominees_ahead_.add(writer_.state().between<Nominee>("id", from, to));
    });
    in_runs(nominations, [&](std::int64_t from, std::int64_t to) {
        nominations_ahead_.add(writer_.state().between<Nomination>("id", from, to));
        for (Credit& credit : writer_.state().between<Credit>("nomination", from, to)) {
            if (Nomination* const whole = nominations_ahead_.find(credit.nomination.value))
                whole->credits.push_back(std::move(credit));
        }
    });
    std::vector<std::int64_t> categories;
    for (const Nomination& nomination : nominations_ahead_.all()) categories.push_back(nomination.category.value);
    in_runs(categories, [&](std::int64_t from, std::int64_t to) {
        categories_ahead_.add(writer_.state().between<Category>("id", from, to));
    });
}

/// Each is given once: what is written afterwards is read from the file.
template <RecordType R>
R Importing::current(Id<R> id) {
    const auto take = [&](auto& ahead) {
        auto record = ahead.take(id.value);
        return record ? *std::move(record) : writer_.get(id);
    };
    if constexpr (std::is_same_v<R, Nominee>)
        return take(nominees_ahead_);
    else if constexpr (std::is_same_v<R, Nomination>)
        return take(nominations_ahead_);
    else if constexpr (std::is_same_v<R, Category>)
        return take(categories_ahead_);
    else
        return writer_.get(id);
}

// --------------------------------------------------------------------------------------------------- Finding nominees

void Importing::check_erased(const std::string& key, const Nominee& record) {
    if (!any_erased_) return;
    auto& connection = writer_.connection();
    const bool erased =
        !storage::find_erased(connection, Kind::nominee,
                              storage::identifier_key(mapping_.data_set, exchange::source_key(key)).text)
             .empty() ||
        !writer_.find_erased(record).empty();
    if (erased)
        throw RowError("", "", "somebody whose name was erased from this record stands in it, and is not brought back");
}

/// Of a nominee whom the row names by id: what was erased must not come back by the name in an older export.
void Importing::check_erased(Id<Nominee> id, const std::string& said) {
    if (!any_erased_ || !storage::is_erased(writer_.connection(), id) || same_words(writer_.get(id).name, said)) return;
    throw RowError("", to_string(id), "its name was erased from this record since, and is not brought back");
}

void Importing::remark_renamed(Id<Nominee> id, const std::string& said) {
    const std::string now = writer_.get(id).name;
    if (same_words(now, said)) return;
    remark(to_string(id) + " is called '" + model::shown(now) + "' here and '" + model::shown(said) +
           "' in the row: it is left as it is");
}

std::string Importing::credited_as(const Known& who, const std::string& entered) {
    if (hash_of(entered) == who.name) return {};
    const auto [known, fresh] = credited_as_.try_emplace({who.bearer, hash_of(entered)});
    if (fresh) {
        const auto as_brought = [&](std::int64_t revision) {
            const auto said = statement(revision, {"name", {}}).own;
            return said && model::agree(entered, *said);
        };
        const Nominee shown = storage::get_itself(writer_.connection(), Id<Nominee>(who.id));
        const std::int64_t revision = who.bearer == who.id
                                          ? shown.revision
                                          : storage::get_itself(writer_.connection(), Id<Nominee>(who.bearer)).revision;
        known->second = model::agree(entered, shown.name) || as_brought(revision) ? "" : entered;
    }
    return known->second;
}

void Importing::remark_shared(const Nominee& record, bool added) {
    if (!added && any_nominee_before_) return;
    for (const auto& [scheme, value] : record.identifiers) {
        if (scheme == mapping_.data_set) continue;
        // Where nobody was there before, only those of this import can have it.
        const bool is_first = !any_nominee_before_ && identifiers_.insert(hash_of(value) * 31 + hash_of(scheme)).second;
        if (!added || is_first) continue;
        for (const std::int64_t id :
             writer_.state().lookup(Kind::nominee, storage::identifier_key(scheme, value), storage::Former::without)) {
            if (id == record.id.value) continue;
            remark(to_string(RecordId(Kind::nominee, id)) + " and " + to_string(record.id) + ", '" +
                   model::shown(record.name) + "', both have the " + model::shown(scheme) + " identifier " +
                   model::shown(value) + ": if they are one, merge them");
        }
    }
}

/// One that is known by its id is found by nothing else, and a table of nominations does not rename it.
Importing::Known& Importing::own_nominee(const exchange::NomineeEntry& entry) {
    if (entry.id.value > writer_.last_id(Kind::nominee))
        throw RowError("", to_string(entry.id), "there is no such nominee here");
    Known& known = own_nominees_[entry.id.value];
    if (known.id == 0) {
        const Nominee record = writer_.get(storage::kept(writer_.connection(), entry.id));
        known.id = record.id.value;
        known.bearer = entry.id.value;
        known.name = hash_of(record.name);
    }
    check_erased(Id<Nominee>(known.id), entry.nominee.name);
    return known;
}

Importing::Known& Importing::nominee(exchange::NomineeEntry& entry) {
    if (entry.id) return own_nominee(entry);
    Nominee& record = entry.nominee;
    if (!entry.part_of.empty()) record.part_of = Id<Nominee>(nominee(entry.part_of.front()).id);
    if (entry.found_by.empty()) entry.found_by = exchange::nominee_key(entry, record.part_of);
    const std::string& key = entry.found_by;
    if (!entry.key.empty()) nominee_keys(record.kind).check(entry.key, "nominee");
    Known& known = entry.known != nullptr ? *entry.known : cache<Nominee>()[key];
    const std::uint64_t print = entry.print != 0 ? entry.print : exchange::print_of(record);
    if (known.print == print) return known;
    // Rows that name somebody in two ways take turns, and neither says anything new after its first time.
    if (known.print != 0 && said_of_nominees_.contains({&known, print})) return known;
    in_row([&] {
        if (known.id == 0) {
            known.id = known.bearer = find_nominee(entry);
            may_share_records_ = may_share_records_ || known.id > 0;
            if (known.id == 0) check_erased(key, record);
        }
        const bool is_new = known.id == 0;
        write(known, key, record);
        remark_shared(record, is_new);
    });
    if (known.print != 0) said_of_nominees_.insert({{&known, known.print}, {&known, print}});
    known.print = print;
    return known;
}

// ------------------------------------------------------------------------------------------------------ Shared records

template <RecordType R>
Importing::Known& Importing::resolve(const std::string& key, R record, bool may_be_there) {
    Known& known = cache<R>()[key];
    const std::uint64_t print = exchange::print_of(record);
    if (known.print == print) return known;
    in_row([&] {
        const bool is_first = is_first_of_its_name(record);
        if (known.id == 0 && (may_be_there || !is_first)) {
            known.id = known.bearer = find_existing(record);
            may_share_records_ = may_share_records_ || known.id > 0;
        }
        write(known, key, record);
    });
    known.print = print;
    return known;
}

/// Among those that this import brought, so far as it has a name and no aliases.
template <RecordType R>
bool Importing::is_first_of_its_name(const R& record) {
    if constexpr (requires { record.aliases; }) return false;
    const storage::LookupKey key = storage::lookup_keys(record).front();
    return names_.insert({kind_of<R>, key.scope, hash_of(key.text)}).second;
}

template <RecordType R>
void Importing::write(Known& known, const std::string& key, R& record) {
    if (known.id == 0) {
        known.stated = stated_fields(record);
        record.identifiers.try_emplace(mapping_.data_set, exchange::source_key(key));
        writer_.prepare(record);
        writer_.check_new(record);
        writer_.write_new(record, {});
        known.id = known.bearer = record.id.value;
        known.status = Status::added;
        if constexpr (std::is_same_v<R, Nominee>) known.name = hash_of(record.name);
        return;
    }
    const R before = current(Id<R>(known.id));
    if constexpr (std::is_same_v<R, Nominee>) known.name = hash_of(before.name);
    // What one's own export brings back is no data set of others, and known by other means.
    const bool keyed = !mapping_.id.empty() || before.identifiers.contains(mapping_.data_set);
    if (keyed && says_already(before, record)) {
        known.stated |= stated_fields(record);
        return;
    }
    R said = record;
    const bool merged = known.bearer != known.id;
    if (merged) withdraw(said, storage::get_itself(writer_.connection(), Id<R>(known.bearer)));
    R after = before;
    if (!keyed && !merged) after.identifiers.try_emplace(mapping_.data_set, exchange::source_key(key));
    if (revise(before, after, said, known.stated) && known.status == Status::found) known.status = Status::revised;
}

// --------------------------------------------------------------------------------------------------------- Nominations

void Importing::join(Waiting& one, std::uint32_t& stated, const Nomination& said) {
    Nomination& waiting = one.record();
    std::uint32_t bit = 1;
    Fields<Nomination>::each([&]<class V>(const Field<Nomination, V>& field) {
        static const Nomination blank;
        const std::uint32_t mine = bit;
        bit <<= 1;
        const V& value = said.*field.member;
        V& now = waiting.*field.member;
        if (value == blank.*field.member || value == now) return;
        if constexpr (std::is_same_v<V, Identifiers>) {
            for (const auto& [key, text] : value) {
                const auto [entry, fresh] = now.try_emplace(key, text);
                // Nothing of a row is lost: what is left over of both stands side by side.
                if (!fresh && entry->second != text && field.name == "extra")
                    entry->second.append(left_over_separator).append(text);
            }
        } else if constexpr (!std::is_same_v<V, Reached>) {
            if (field.name == "stage") return;
            if (now == blank.*field.member) {
                now = value;
                stated |= mine;
            } else {
                remark("rows disagree on Nomination." + std::string(field.name) + " of '" + model::shown(one.key()) +
                       "': the first was taken");
            }
        }
    });
    settle_reached(0, waiting, said);
    for (const Credit& credit : said.credits) {
        const auto same = [&](const Credit& other) {
            return other.nominee == credit.nominee && other.role == credit.role;
        };
        if (std::ranges::none_of(waiting.credits, same)) waiting.credits.push_back(credit);
    }
}

/// Beside those in its category that are there and those that wait to be written.
void Importing::check_shares(const Nomination& record) {
    if (!record.share || record.standing != Standing::active) return;
    Fraction& sum = shares_[record.category];
    writer_.check_category_shares(record, sum);
    sum = sum + *record.share;
}

std::int64_t Importing::find_written(const exchange::NomineeEntry& given) {
    if (given.id) return given.id.value;
    exchange::NomineeEntry entry = given;
    if (!entry.part_of.empty()) {
        const std::int64_t whole = find_written(entry.part_of.front());
        if (whole == 0) return 0;
        entry.nominee.part_of = Id<Nominee>(whole);
        entry.found_by = exchange::nominee_key(entry, entry.nominee.part_of);
    }
    const auto known = cache<Nominee>().find(entry.found_by);
    return known != cache<Nominee>().end() && known->second.id > 0 ? known->second.id : find_nominee(entry);
}

bool Importing::is_unknown(const Entry& entry, const Nomination& said) {
    const std::int64_t next = writer_.last_id(Kind::nominee) + 1;
    const auto written = [&](const exchange::NomineeEntry& who) {
        const std::int64_t id = find_written(who);
        return Id<Nominee>(id > 0 ? id : next);
    };
    Nomination record = said;
    if (entry.work) record.work = written(*entry.work);
    for (const exchange::CreditEntry& credit : entry.credits) {
        record.credits.push_back(credit.credit);
        record.credits.back().nominee = written(credit.nominee);
    }
    KnownNomination known;
    find_nomination(record, known);
    return known.id == 0;
}

void Importing::take_nomination(Entry& entry, const Known& category) {
    Nomination& said = *entry.nomination;
    said.category = Id<Category>(category.id);
    // Before those whom it names are written, since a row that is refused must leave nothing behind.
    KnownNomination* known = &nominations_[hash_of(entry.key)];
    const bool may_be_there = any_nomination_before_ && category.status != Status::added;
    bool is_checked = false;
    if (!said.id && known->id == 0 && known->waiting == 0) {
        writer_.check_parents(said);
        const bool may_be_refused =
            said.share || (model::is_winner(said) && writer_.has_no_award(Id<Category>(category.id)));
        is_checked = may_be_refused && !mapping_.together && (!may_be_there || is_unknown(entry, said));
        if (is_checked) {
            writer_.check_may_win(said);
            check_shares(said);
        }
    }
    if (entry.work) {
        const Known& work = nominee(*entry.work);
        said.work = Id<Nominee>(work.id);
        if (entry.work->id && hash_of(entry.work->nominee.name) != work.name)
            remark_renamed(*said.work, entry.work->nominee.name);
    }
    for (exchange::CreditEntry& one : entry.credits) {
        Credit credit = std::move(one.credit);
        const Known& who = nominee(one.nominee);
        credit.nominee = Id<Nominee>(who.id);
        if (credit.credited_as.empty()) credit.credited_as = credited_as(who, one.nominee.nominee.name);
        said.credits.push_back(std::move(credit));
    }
    if (!mapping_.key.empty()) keys_[0].check(entry.key, "nomination");
    if (known->times++ > 0 && !mapping_.together) {
        repeated_.add(entry.row, entry.line);
        entry.key += "#" + std::to_string(known->times);
        known = &nominations_[hash_of(entry.key)];
        ++known->times;
    }
    const Id<Nomination> own_id = std::exchange(said.id, {});
    if (own_id) known->id = own_id.value;
    if (known->waiting > 0) {
        join(waiting_[known->waiting - 1], known->stated, said);
        return;
    }
    // Rows together are put together before the nomination is looked for: by all whom it credits.
    waiting_.push_back({&entry, known, may_be_there, is_checked, own_id.value != 0});
    known->waiting = waiting_.size();
}

/// The credit that the row means: of the same nominee, best in the same role. What was found is taken out.
const Credit* Importing::credit_of(std::vector<const Credit*>& left, const Credit& said) {
    const auto same_nominee = [&](const Credit* other) {
        return (writer_.anything_merged() ? storage::kept(writer_.connection(), other->nominee) : other->nominee) ==
               said.nominee;
    };
    auto found = std::ranges::find_if(
        left, [&](const Credit* other) { return same_nominee(other) && other->role == said.role; });
    if (found == left.end()) found = std::ranges::find_if(left, same_nominee);
    if (found == left.end()) return nullptr;
    const Credit* const credit = *found;
    left.erase(found);
    return credit;
}

/// Whether this data set said so, before somebody put another in their place.
bool Importing::was_credit_of(const Credit& credit, Id<Nominee> nominee) {
    const auto past = statement_of<Id<Nominee>>(credit.revision, "nominee");
    return past.own && storage::kept(writer_.connection(), *past.own) == nominee;
}

std::optional<Credit> Importing::settle_credit(const Credit& before, const Credit& said, Id<Nominee> nominee) {
    if (before.nominee == nominee && says_already(before, said)) return std::nullopt;
    Credit after = before;
    after.nominee = nominee;
    Credit wanted = said;
    wanted.nominee = nominee;
    std::uint32_t stated = 0;
    return settle_all(before, after, wanted, stated) ? std::optional(after) : std::nullopt;
}

void Importing::note_unsaid(const Nomination& before, const std::vector<const Credit*>& left) {
    for (const Credit* gone : left) {
        const auto first = storage::first_said(writer_.connection(), gone->revision, writer_.open_change());
        if (!change(first.event.change).own) continue;
        const auto key = before.identifiers.find(mapping_.data_set);
        unsaid_.insert({gone->id.value, {gone->id, key == before.identifiers.end() ? "" : model::shown(key->second)}});
    }
}

std::vector<Credit> Importing::settle_credits(const Nomination& before, const std::vector<Credit>& said,
                                              std::vector<const Credit*>& left) {
    std::vector<Credit> changed;
    const auto settle_there = [&](const Credit& there, const Credit& credit, Id<Nominee> nominee) {
        if (auto after = settle_credit(there, credit, nominee)) changed.push_back(*std::move(after));
    };
    std::vector<const Credit*> hidden;
    for (const Credit& credit : before.credits) (credit.voided ? hidden : left).push_back(&credit);
    std::vector<const Credit*> fresh;
    for (const Credit& credit : said) {
        if (const Credit* found = credit_of(left, credit)) {
            unsaid_.erase(found->id.value);
            settle_there(*found, credit, found->nominee);
        } else if (credit_of(hidden, credit) == nullptr) {
            fresh.push_back(&credit);
        }
    }
    for (const Credit* credit : fresh) {
        // Somebody put another in their place: that stands.
        const auto replaced =
            std::ranges::find_if(left, [&](const Credit* other) { return was_credit_of(*other, credit->nominee); });
        if (replaced != left.end()) {
            unsaid_.erase((*replaced)->id.value);
            left.erase(replaced);
            continue;
        }
        // The data set has another in the place of one of its own.
        const auto to_replace =
            mapping_.together || mapping_.partial ? left.end() : std::ranges::find_if(left, [&](const Credit* other) {
                return other->role == credit->role && statement_of<Id<Nominee>>(other->revision, "nominee").own_is_last;
            });
        if (to_replace != left.end()) {
            settle_there(**to_replace, *credit, credit->nominee);
            left.erase(to_replace);
            continue;
        }
        writer_.check_references(*credit);
        changed.push_back(*credit);
        codec::canonicalise(changed.back());
    }
    return changed;
}

std::optional<Id<Category>> Importing::moved_to(const Nomination& before, Id<Category> said) {
    if (before.category == said) return std::nullopt;
    const auto past = statement_of<Id<Category>>(before.revision, "category");
    if (past.own == said) return std::nullopt;  // moved since by somebody who knew better
    if (past.own_is_last) return said;
    remark(to_string(before.id) + " is in " + to_string(before.category) + " here and in " + to_string(said) +
           " in the data set: it is left where it is");
    return std::nullopt;
}

/// Looks at all that the row says, the credits too, before anything of it is written.
void Importing::revise_nomination(Waiting& waiting) {
    KnownNomination& known = *waiting.known;
    Nomination& said = waiting.record();
    const Id<Nomination> id(known.id);
    if (writer_.is_hidden(id)) {
        // What was declared void, as a double entry is, is not brought back.
        remark(to_string(id) + " is void here, or belongs to something void: what the table says of it is passed over");
        return;
    }
    const Nomination before = current(id);
    if (exported_) keep_edited(before, said);
    claims_.clear();
    const bool keyed = !mapping_.id.empty() || before.identifiers.contains(mapping_.data_set);
    const auto moved = mapping_.id.empty() ? moved_to(before, said.category) : std::nullopt;
    const bool says_more = !keyed || moved || !says_already(before, said);
    if (!says_more) known.stated |= stated_fields(said);
    std::vector<const Credit*> left;
    std::optional<Nomination> after;
    if (says_more) {
        after = before;
        if (moved) after->category = *moved;
        if (!keyed) after->identifiers.try_emplace(mapping_.data_set, waiting.key());
        if (!settle_all(before, *after, said, known.stated)) after.reset();
    }
    const std::vector<Credit> credits = settle_credits(before, said.credits, left);
    if (after || !credits.empty()) {
        if (!after) after = before;
        put(credits, after->credits);
        writer_.check_revised(before, *after);
        const bool revised = write_revised(before, *after);
        writer_.write_credits("import", before, *after, {});
        if ((revised || !credits.empty()) && known.status == Status::found) known.status = Status::revised;
    }
    write_claims();
    if (mapping_.partial || found_otherwise_.contains(id.value)) return;
    if (!continues_) note_unsaid(before, left);
    note_emptied(before, waiting);
}

/// A cell that was emptied takes nothing away, since empty cells say nothing. Of rows together a later one may say it.
void Importing::note_emptied(const Nomination& now, const Waiting& waiting) {
    if (exported_) return;
    static const Nomination blank;
    const auto told = emptied_.find(now.id.value);
    std::vector<std::string> fields;
    Fields<Nomination>::each([&]<class V>(const Field<Nomination, V>& field) {
        // What collections hold adds up, and stages do.
        if constexpr (!std::is_same_v<V, Identifiers> && !std::is_same_v<V, Reached> && !std::is_same_v<V, Stage>) {
            const V& none = blank.*field.member;
            if (waiting.record().*field.member != none) {
                if (told != emptied_.end()) std::erase(told->second.fields, field.name);
            } else if (!continues_ && now.*field.member != none) {
                const std::string name(field.name);
                const bool is_mapped = name == "work" ? mapping_.work.has_value() : mapping_.nomination.contains(name);
                if (is_mapped && statement_of<V>(now.revision, name).own_is_last) fields.push_back(name);
            }
        }
    });
    if (fields.empty()) return;
    emptied_.insert_or_assign(now.id.value, Emptied{std::move(fields), waiting.entry->row, waiting.entry->line});
}

/// Checks it and writes its event; false where it was there, and was revised.
bool Importing::add_waiting(Waiting& waiting) {
    KnownNomination& known = *waiting.known;
    Nomination& record = waiting.record();
    if (known.id == 0 && waiting.may_be_there) find_nomination(record, known);
    if (known.id > 0) {
        insert_added();
        revise_nomination(waiting);
        return false;
    }
    known.stated = stated_fields(record);
    record.identifiers.try_emplace(mapping_.data_set, waiting.key());
    writer_.prepare(record);
    writer_.check_new(record);
    if (!waiting.is_checked) check_shares(record);
    writer_.append_new(record, {});
    if (waiting.may_be_there && mapping_.key.empty()) remark_alike(record);
    if (record.title.empty() && !record.work && record.credits.empty())
        nobody_.add(waiting.entry->row, waiting.entry->line);
    known.id = record.id.value;
    known.status = Status::added;
    return true;
}

void Importing::keep(Waiting waiting) {
    if (!waiting.kept) waiting.kept = std::make_unique<Entry>(std::move(*waiting.entry));
    waiting.entry = waiting.kept.get();
    waiting_later_.push_back(std::move(waiting));
}

/// What comes after them may be about the same, or share with them.
void Importing::insert_added() {
    if (added_.empty()) return;
    writer_.state().insert_all(std::span<const Nomination>(added_));
    for (const Nomination& nomination : added_) {
        if (!nomination.share || nomination.standing != Standing::active) continue;
        Fraction& waiting = shares_[nomination.category];
        waiting = waiting - *nomination.share;
    }
    added_.clear();
}

void Importing::flush() {
    added_.reserve(waiting_.size());
    for (Waiting& waiting : waiting_) {
        KnownNomination& known = *waiting.known;
        known.waiting = 0;
        continues_ = known.written;
        const std::uint32_t stated = known.stated;
        try {
            exported_ = exported_from(waiting.has_id ? std::optional(waiting.entry->exported) : std::nullopt);
            if (add_waiting(waiting)) added_.push_back(std::move(waiting.record()));
            known.written = true;
        } catch (const RowError& error) {
            refuse(waiting.entry->row, waiting.entry->line, error);
        } catch (const InvalidValue& error) {
            known.stated = stated;
            if (may_fit_later(error))
                keep(std::move(waiting));
            else
                refuse(waiting.entry->row, waiting.entry->line, RowError(error.field, "", error.what()));
        }
    }
    insert_added();
    waiting_.clear();
    shares_.clear();
}

// ---------------------------------------------------------------------------------------------------------------- Rows

/// A row that has the id of a nomination must also say where it is: ids of another registry are others here. And what
/// it is in is not renamed by a table of nominations.
void Importing::check_place(const Entry& entry) {
    const Id<Nomination> id = entry.nomination->id;
    if (id.value > writer_.last_id(Kind::nomination))
        throw RowError(mapping_.id, to_string(id), "there is no such nomination here");
    const Category category = writer_.get(writer_.get(id).category);
    const Edition edition = writer_.get(category.edition);
    const Award award = writer_.get(storage::kept(writer_.connection(), edition.award));
    const exchange::Place& said = *entry.place;
    const bool same_award =
        model::agree(award.name, said.award->name) || std::ranges::any_of(award.aliases, [&](const Alias& alias) {
            return model::agree(alias.name, said.award->name);
        });
    if (same_award && model::agree(edition.label, said.edition->label) &&
        model::agree(category.name, said.category->name))
        return;
    throw RowError(mapping_.id, to_string(id),
                   "it is in '" + model::shown(category.name) + "' of '" + model::shown(award.name) + "', '" +
                       model::shown(edition.label) +
                       "' here, and not where the row says. Award, edition and category are renamed by themselves, "
                       "and ids of another registry are others here");
}

std::optional<Importing::Known> Importing::take_place(const exchange::Place& said) {
    std::string place;
    exchange::append_key(place, said.award->name, exchange::Part::first);
    const Known award = resolve(place, *said.award);
    std::optional<Id<Series>> series;
    if (said.series) {
        Series record = *said.series;
        record.award = Id<Award>(award.id);
        std::string key = place;
        exchange::append_key(key, record.name);
        series = Id<Series>(resolve(key, std::move(record)).id);
    }
    if (!said.edition) return std::nullopt;
    exchange::append_key(place, said.edition->label);
    Edition held = *said.edition;
    held.award = Id<Award>(award.id);
    const Known edition = resolve(place, std::move(held), award.status != Status::added);
    const auto within = [&](auto record) {
        record.edition = Id<Edition>(edition.id);
        std::string key = place;
        exchange::append_key(key, record.name);
        return resolve(key, std::move(record), edition.status != Status::added);
    };
    if (said.ceremony) within(*said.ceremony);
    if (said.deadline) within(*said.deadline);
    if (!said.category) return std::nullopt;
    Category category = *said.category;
    category.series = series;
    return within(std::move(category));
}

void Importing::take(Entry& entry) {
    if (!entry.place->award) return;
    if (entry.nomination && entry.nomination->id) check_place(entry);
    if (entry.place != place_) {
        category_ = take_place(*entry.place);
        place_ = entry.place;
    }
    if (entry.nomination) take_nomination(entry, *category_);
    // It was said when the category came in.
    if (!entry.passed_over.empty() && category_->status != Status::found)
        passed_over_.add(entry.row, entry.line, entry.passed_over);
}

void Importing::take(std::vector<Entry>& entries) {
    look_ahead(entries);
    for (Entry& entry : entries) {
        const auto refuse_this = [&](RowError error) {
            if (!entry.key.empty()) error.keys.push_back(entry.key);
            refuse(entry.row, entry.line, error);
        };
        try {
            take(entry);
        } catch (const RowError& error) {
            refuse_this(error);
        } catch (const InvalidValue& error) {
            // A key that was spoilt ends the import; what is wrong with a record is told of its row.
            if (error.field.empty()) throw;
            if (may_fit_later(error))
                entries_later_.push_back(std::move(entry));
            else
                refuse_this(RowError(error.field, "", error.what()));
        }
    }
    flush();
}

void Importing::try_again() {
    const auto left = [&] { return entries_later_.size() + waiting_later_.size(); };
    for (std::size_t before = 0; left() > 0;) {
        is_last_try_ = left() == before;
        before = left();
        waiting_ = std::exchange(waiting_later_, {});
        flush();
        std::vector<Entry> entries = std::exchange(entries_later_, {});
        take(entries);
    }
}

std::string Importing::place(std::int64_t row, std::int64_t line) {
    return line > 0 ? "line " + model::display(line) : "row " + model::display(row);
}

void Importing::refuse(std::int64_t row, std::int64_t line, const RowError& error) {
    const std::string column = exchange::column_of(mapping_, error.column);
    if (strict_) {
        std::string where = place(row, line);
        if (!column.empty()) where += ", column '" + model::shown(column) + "'";
        if (!error.value.empty()) where += ", '" + error.value + "'";
        throw InvalidValue(where + ": " + error.what() + "; nothing was written");
    }
    for (const std::string& key : error.keys) {
        const auto known = nominations_.find(hash_of(key));
        if (known != nominations_.end()) known->second.refused = true;
    }
    if (report.refused.size() < most_refused) {
        report.refused.push_back({row, line, column, error.value, error.what()});
    } else {
        throw InvalidValue("more than " + model::display(static_cast<std::int64_t>(most_refused)) +
                           " rows were refused, the last for this: " + error.what() +
                           ". The mapping does not fit the table; nothing was written");
    }
}

void Importing::remark(std::string text) {
    if (report.remarks.size() == most_remarks) return;
    if (std::ranges::find(report.remarks, text) == report.remarks.end()) report.remarks.push_back(std::move(text));
}

template <RecordType R>
void Importing::count() {
    ImportReport::Tally tally;
    const auto add = [&](Status status) {
        ++(status == Status::added ? tally.added : status == Status::revised ? tally.revised : tally.unchanged);
    };
    std::vector<std::pair<std::int64_t, Status>> records;
    for (const auto& [key, known] : cache<R>()) {
        if (known.print == 0) continue;  // no row was about it
        if (may_share_records_)
            records.emplace_back(known.id, known.status);
        else
            add(known.status);
    }
    std::ranges::sort(records);
    for (std::size_t at = 0; at < records.size(); ++at) {
        const auto& [id, status] = records[at];
        if (at + 1 == records.size() || records[at + 1].first != id) add(status);
    }
    if (tally != ImportReport::Tally()) report.kinds[std::string(name(kind_of<R>))] = tally;
}

void Importing::note_vanished() {
    if (mapping_.partial) return;
    std::set<RecordId> told;  // what is in what vanished needs no word of its own
    const auto add = [&](RecordId id, Identifiers& identifiers) {
        report.vanished.push_back({id, identifiers[mapping_.data_set]});
    };
    const auto each = [&]<RecordType R>(std::type_identity<R>, bool says_so, const auto& parents) {
        if (!says_so) return;
        std::set<std::int64_t> seen;  // by this or another of its keys
        for (const auto& [key, known] : cache<R>()) {
            if (known.print != 0) seen.insert(known.id);
        }
        for (const auto& [key, known] : cache<R>()) {
            const Id<R> id(known.id);
            if (known.id == 0 || told.contains(id) || writer_.is_hidden(id) || !seen.insert(known.id).second) continue;
            R record = writer_.get(id);
            parents(record);
            add(id, record.identifiers);
        }
    };
    const auto in_category = [&](const Category& category) {
        told.insert(category.edition);
        told.insert(writer_.get(category.edition).award);
        if (category.series) told.insert(*category.series);
    };
    const auto in_edition = [&](const auto& record) {
        told.insert(record.edition);
        told.insert(writer_.get(record.edition).award);
    };
    if (exchange::is_of_nominations(mapping_)) {
        for (const auto& [hash, known] : nominations_) {
            const Id<Nomination> id(known.id);
            if (known.times > 0 || known.refused || known.id == 0 || found_otherwise_.contains(known.id) ||
                writer_.is_hidden(id))
                continue;
            Nomination record = writer_.get(id);
            if (told.insert(record.category).second) in_category(writer_.get(record.category));
            add(id, record.identifiers);
        }
    }
    each(std::type_identity<Category>(), !mapping_.category.empty(), in_category);
    each(std::type_identity<Ceremony>(), !mapping_.ceremony.empty(), in_edition);
    each(std::type_identity<Deadline>(), !mapping_.deadline.empty(), in_edition);
    const auto in_award = [&](const auto& record) { told.insert(record.award); };
    each(std::type_identity<Edition>(), !mapping_.edition.empty(), in_award);
    each(std::type_identity<Series>(), !mapping_.series.empty(), in_award);
    each(std::type_identity<Award>(), !mapping_.award.empty(), [](const Award&) {});
    for (auto& [credit, vanished] : unsaid_) report.vanished.push_back(std::move(vanished));
    std::ranges::sort(report.vanished, {}, &ImportReport::Vanished::record);
}

void Importing::remark_keys() {
    if (repeated_.rows > 0)
        remark(model::counted(repeated_.rows, "row repeats", "rows repeat") +
               " the key of an earlier row, the first of them in " + repeated_.first +
               ": each is a nomination of its own. If they are entered twice, take them out; if they are one, "
               "'together' says so; if not, let 'key' name more columns");
    if (mapping_.partial || nominations_before_ == 0) return;
    const auto vanished = std::ranges::count_if(
        report.vanished, [](const ImportReport::Vanished& one) { return one.record.kind == Kind::nomination; });
    if (vanished == nominations_before_ && report.kinds.contains("nomination"))
        remark("none of the nominations that this data set brought before is in this table: if they are the same, and "
               "'key' names other columns than before, all are there twice now, and revert() takes this import back");
    if (vanished > 0 && any_key_unknown_)
        remark("what is no longer there may be what rows are about that were refused, whose keys could not be read");
}

void Importing::remark_rows() {
    Rows emptied;
    for (const auto& [id, what] : emptied_) {
        if (what.fields.empty()) continue;
        emptied.add(what.row, what.line, "the " + what.fields.front() + " of " + to_string(Id<Nomination>(id)));
    }
    if (emptied.rows > 0)
        remark(model::counted(emptied.rows, "row is", "rows are") +
               " empty where this data set said something before, as " + emptied.first + " of " + emptied.named +
               ". An empty cell takes nothing away: where it should, correct the record in the registry");
    if (nobody_.rows > 0 && mapping_.key.empty())
        remark(model::counted(nobody_.rows, "row names", "rows name") +
               " nothing and nobody that is nominated, the first of them in " + nobody_.first +
               ": a nomination of nobody. 'skip' in 'prepare' leaves such rows out");
    if (passed_over_.rows > 0)
        remark(model::counted(passed_over_.rows, "row says", "rows say") +
               " that there was no award, or nothing was held, and yet names somebody, the first of them '" +
               model::shown(passed_over_.named) + "' in " + passed_over_.first +
               ": whom it names was not taken. If they were nominated, let 'no_award' be said in a row of its own");
}

void Importing::finish() {
    try_again();
    count<Award>();
    count<Edition>();
    count<Series>();
    count<Category>();
    count<Ceremony>();
    count<Deadline>();
    count<Nominee>();
    ImportReport::Tally tally;
    for (const auto& [hash, known] : nominations_) {
        if (known.times == 0 || known.id == 0) continue;
        ++(known.status == Status::added     ? tally.added
           : known.status == Status::revised ? tally.revised
                                             : tally.unchanged);
    }
    if (tally != ImportReport::Tally()) report.kinds["nomination"] = tally;
    note_vanished();
    remark_keys();
    remark_rows();
    std::ranges::sort(report.refused, {}, &ImportReport::Refusal::row);
}

void Writer::import(const std::function<void()>& part) { perform(part); }

ImportReport Core::import_table(ArrowArrayStream& rows, const Mapping& mapping, const ImportOptions& options) {
    exchange::Batches batches(rows);
    if (model::is_blank(mapping.data_set))
        throw InvalidValue("mapping, at data_set: the data set needs a name, by which its rows are known again",
                           "data_set");
    model::check_line(mapping.data_set, "data_set");
    if (mapping.data_set == "laurels")
        throw InvalidValue("mapping, at data_set: 'laurels' is kept for where a record came from; take another name",
                           "data_set");
    exchange::Plan plan(mapping, batches.columns());
    ChangeOptions change{options.actor, options.reason, mapping.source};
    if (change.reason.empty()) change.reason = "import of " + mapping.data_set;
    const auto writer = begin(change);
    writer->set_data_set(mapping.data_set);
    Importing importing(*writer, mapping, options);
    importing.report.remarks = plan.remarks();
    exchange::Portions portions(batches, plan, options.any_thread);
    writer->import([&] { importing.begin(); });
    ImportReport& report = importing.report;
    for (exchange::Portion portion; portions.next(portion);) {
        for (const auto& [row, line, error] : portion.refused) {
            if (error.keys.empty()) importing.note_unknown_key();
            importing.refuse(row, line, error);
        }
        writer->import([&] { importing.take(portion.entries); });
        report.rows += portion.rows;
        meanwhile();
        if (options.progress) options.progress(report.rows);
    }
    writer->import([&] { importing.finish(); });
    report.dry_run = options.dry_run;
    if (options.dry_run)
        writer->rollback();
    else
        report.change = writer->commit();
    return std::move(report);
}

}  // namespace laurels::inline v0::detail

namespace laurels::inline v0 {

ImportReport Registry::import_table(ArrowArrayStream& rows, const Mapping& mapping, const ImportOptions& options) {
    return core_->import_table(rows, mapping, options);
}

}  // namespace laurels::inline v0
