// What comes in: JSON that export_json() wrote, here or elsewhere.

#include "codec/claimed.hpp"
#include "codec/event.hpp"
#include "codec/references.hpp"
#include "exchange/json_reader.hpp"
#include "model/origin.hpp"
#include "model/text.hpp"
#include "model/validate.hpp"
#include "registry/perform.hpp"
#include "registry/writer.hpp"
#include "storage/audit.hpp"
#include "storage/erasure.hpp"
#include "storage/failure.hpp"
#include "storage/file.hpp"
#include "storage/kinds.hpp"
#include "storage/outgoing.hpp"
#include "storage/questions.hpp"
#include "storage/replay.hpp"
#include "storage/said.hpp"
#include "storage/schema.hpp"

#include <laurels/exchange.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <istream>
#include <map>
#include <set>

namespace laurels::inline v0 {

namespace detail {

namespace {

using storage::Connection;

/// From ids of one kind in a document to ids here, in runs: they mostly go up together.
class IdRuns {
  public:
    void add(std::int64_t from, std::int64_t to) {
        if (!runs_.empty()) {
            Run& last = runs_.back();
            if (from == last.from + last.count && to == last.to + last.count) {
                ++last.count;
                return;
            }
        }
        runs_.push_back({from, to, 1});
    }
    std::optional<std::int64_t> find(std::int64_t from) const {
        const auto after = std::ranges::upper_bound(runs_, from, {}, &Run::from);
        if (after == runs_.begin()) return std::nullopt;
        const Run& run = *std::prev(after);
        if (from >= run.from + run.count) return std::nullopt;
        return run.to + (from - run.from);
    }

  private:
    struct Run {
        std::int64_t from;
        std::int64_t to;
        std::int64_t count;
    };
    std::vector<Run> runs_;
};

/// The origins of what came here from elsewhere, looked up in a temporary database, which is on disk where it is large.
class Origins {
  public:
    Origins() : apart_(storage::new_scratch()) {
        apart_->execute(
            "CREATE TABLE origin (key TEXT NOT NULL, digest TEXT NOT NULL, record INTEGER NOT NULL, PRIMARY "
            "KEY (key, digest)) WITHOUT ROWID");
        apart_->execute("BEGIN");
    }

    /// Takes in those of all records of a registry.
    void read(Connection& registry) {
        each_record([&]<class R>(const R&) {
            auto query = registry.statement("SELECT id, identifiers FROM " + std::string(name(kind_of<R>)) +
                                            " WHERE instr(identifiers, '\"laurels\":') > 0");
            while (query.step()) {
                const codec::Owned identifiers(codec::read(query.text(1)));
                const auto found = identifiers.value.find(std::string(model::origin_scheme));
                if (found == identifiers.value.end() || !found->is_string()) continue;
                try {
                    add(model::Origin::parse(codec::read_text(*found)), query.whole(0));
                } catch (const InvalidValue&) {
                    continue;  // written before the scheme was kept for this
                }
            }
        });
    }
    void add(const model::Origin& origin, std::int64_t record) {
        apart_->statement("INSERT OR IGNORE INTO origin VALUES (?, ?, ?)")
            .bind(origin.key())
            .bind(origin.digest)
            .bind(record)
            .run();
    }

    struct Known {
        std::string digest;
        std::int64_t record = 0;
    };
    std::vector<Known> find(const model::Origin& origin) {
        auto query = apart_->statement("SELECT digest, record FROM origin WHERE key = ?");
        query.bind(origin.key());
        std::vector<Known> found;
        while (query.step()) found.push_back({query.text(0), query.whole(1)});
        return found;
    }

  private:
    std::unique_ptr<Connection> apart_;
};

std::string bytes_of_hex(const std::string& digits) {
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2)
        bytes += static_cast<char>(value(digits[at]) * 16 + value(digits[at + 1]));
    return bytes;
}

/// The field of the record that an error is about: "share" of "Nomination.share".
std::string field_of(const Error& error) {
    const auto* invalid = dynamic_cast<const InvalidValue*>(&error);
    if (invalid == nullptr) return {};
    return invalid->field.substr(invalid->field.find('.') + 1);
}

std::string shown_value(const codec::Json& json, const std::string& field) {
    constexpr std::size_t longest = 60;
    const auto found = json.is_object() ? json.find(field) : json.end();
    if (field.empty() || found == json.end() || found->is_structured()) return {};
    std::string text = found->is_string() ? found->get_ref<const std::string&>() : found->dump();
    return text.size() > longest ? model::shown(text.substr(0, longest)) + "…" : model::shown(text);
}

}  // namespace

/// Takes a document, record by record, into one change.
class JsonImporting : public exchange::Document {
  public:
    JsonImporting(std::shared_ptr<Core> core, const JsonImport& options)
        : core_(std::move(core)),
          options_(options),
          writer_(core_->begin({.actor = {}, .reason = options.reason, .source = options.source})) {
        report_.dry_run = options_.dry_run;
    }

    void begin(exchange::Content content, const std::vector<std::string>& data_sets) override {
        writer_->set_data_sets(data_sets);
        writer_->perform([&] {
            Connection& connection = writer_->connection();
            writer_->state().let_keys_wait();
            empty_ = storage::read_head(connection).change == 0;
            each_record([&]<class R>(const R&) { last_before_[at(kind_of<R>)] = writer_->last_id(kind_of<R>); });
            if (!empty_) origins_.read(connection);
        });
        whole_ = content == exchange::Content::journal && empty_;
        if (content == exchange::Content::journal && !empty_)
            report_.remarks.emplace_back("The journal was left out, since this registry has one of its own: only an "
                                         "empty one takes it over. The records were read.");
    }

    void record(Kind kind, codec::Json& json, std::int64_t line) override {
        ++report_.rows;
        if (report_.rows % 64 == 0) core_->meanwhile();
        if (whole_) return;  // they follow from the journal
        finish_before(kind);
        line_ = line;
        storage::with_kind(kind, [&]<class R>(const R&) {
            try {
                writer_->perform([&] { take<R>(json); });
            } catch (const InvalidValue& error) {
                refuse(kind, json, error);
            } catch (const NotFound& error) {
                refuse(kind, json, error);
            } catch (const WrongKind& error) {
                refuse(kind, json, error);
            }
        });
    }

    void journal(const std::string& uuid) override { uuid_ = uuid; }
    void event(const exchange::JournalEvent& event) override;
    void change(const exchange::JournalChange& change) override;

    ImportReport finish();

  private:
    static std::size_t at(Kind kind) { return static_cast<std::size_t>(kind); }
    ImportReport::Tally& tally(Kind kind) { return report_.kinds[std::string(name(kind))]; }

    /// What a record refers to that comes after it, or what it was merged into, is set when all of its kind are there.
    struct Later {
        std::int64_t line;
        std::int64_t row;
        RecordId record;
        std::optional<RecordId> part_of;
        std::optional<RecordId> merged_into;
        std::map<std::string, std::vector<RecordId>> lists;
    };

    void finish_before(Kind kind);
    template <RecordType R>
    void set_later(const Later& later);
    template <RecordType R>
    void check_merge(RecordId into, const R& same);

    template <RecordType R>
    void take(codec::Json& json);
    template <RecordType R>
    R read(codec::Json& json, std::int64_t& number, model::Origin& origin);
    template <RecordType R>
    void refer(R& record, std::int64_t number, Later& later);
    RecordId here(RecordId id, std::string_view record, std::string_view field) const;
    template <RecordType R>
    void check(const R& record);
    /// The record here that came from there, or is it itself; nothing where there is none. Throws where one is another.
    template <RecordType R>
    std::optional<std::int64_t> find(const model::Origin& origin);
    /// The nominee here whose names were erased, and who would come back.
    std::optional<Id<Nominee>> find_erased(const Nominee& nominee, const model::Origin& origin);
    /// The credit here that is this one. Of a nominee whose names were erased, where it came from was erased too.
    std::optional<std::int64_t> find_credit(Credit& credit, const model::Origin& origin,
                                            const std::optional<std::int64_t>& nomination);
    void add_credits(Id<Nomination> id, std::vector<Credit>& credits);

    void refuse(Kind kind, const codec::Json& json, const Error& error);
    void refuse(ImportReport::Refusal refusal, const std::string& where);
    template <class Action>
    void copy(const std::string& row, const Action& action);
    bool takes_over() const { return whole_ && !uuid_.empty(); }
    void take_over();

    std::shared_ptr<Core> core_;
    const JsonImport& options_;
    std::shared_ptr<Writer> writer_;
    ImportReport report_;
    bool empty_ = false;
    bool whole_ = false;  // the journal is taken over, and nothing else
    std::array<std::int64_t, kind_count> last_before_{};
    std::array<std::int64_t, kind_count> last_number_{};
    std::array<IdRuns, kind_count> numbers_;
    Origins origins_;
    Kind kind_{};
    std::int64_t line_ = 0;
    std::vector<Later> later_;
    std::set<std::int64_t> erased_;  // nominees here that documents bring without their names

    std::string uuid_;
    std::int64_t last_event_ = 0;
    std::int64_t last_change_ = 0;
};

// ----------------------------------------------------------------------------------------------------------- records

RecordId JsonImporting::here(RecordId id, std::string_view record, std::string_view field) const {
    const auto found = at(id.kind) < kind_count ? numbers_[at(id.kind)].find(id.value) : std::nullopt;
    if (found) return {id.kind, *found};
    throw InvalidValue(std::string(record) + "." + std::string(field) + " is " + to_string(id) +
                           ", and no such record came before it: it is missing, or was refused",
                       std::string(record) + "." + std::string(field));
}

template <RecordType R>
R JsonImporting::read(codec::Json& json, std::int64_t& number, model::Origin& origin) {
    const auto member = [&](const char* key) {
        const auto found = json.find(key);
        if (found == json.end()) throw InvalidValue(std::string("it has no \"") + key + "\"", key);
        codec::Json value = std::move(*found);
        json.erase(found);
        return codec::Owned(std::move(value));
    };
    codec::require_object(json);
    std::int64_t& last = last_number_[at(kind_of<R>)];
    const std::int64_t said = codec::read_whole(member("id"));
    if (said <= last)
        throw InvalidValue("\"id\" is " + std::to_string(said) + " after " + std::to_string(last) +
                               ": ids of one kind go up, from 1",
                           "id");
    number = last = said;
    origin = model::Origin::parse(codec::read_text(member("origin")));
    if (origin.record.kind != kind_of<R>)
        throw WrongKind("\"origin\" is of the kind " + std::string(name(origin.record.kind)) + ", in a list of another",
                        {kind_of<R>}, origin.record.kind);
    R record;
    codec::apply_set(record, json);
    if (record.identifiers.contains(std::string(model::origin_scheme)))
        throw InvalidValue("the scheme \"laurels\" is kept for where a record came from, which stands in \"origin\"",
                           std::string(Fields<R>::name) + ".identifiers");
    codec::canonicalise(record);
    return record;
}

template <RecordType R>
void JsonImporting::refer(R& record, std::int64_t number, Later& later) {
    [[maybe_unused]] const bool claims_value = [&] {
        if constexpr (std::is_same_v<R, Claim>) return !record.edition.has_value();
        return false;
    }();
    if constexpr (std::is_same_v<R, Claim>) {
        if (claims_value)
            codec::map_claimed(record, [&](RecordId id) { return std::optional(here(id, "Claim", "value")); });
    }
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (codec::is_id_list<V>) {
            V& list = record.*field.member;
            if (!std::ranges::any_of(list, [&](const auto& id) { return id.value >= number; })) return;
            later.lists[std::string(field.name)].assign(list.begin(), list.end());
            list.clear();
        }
    });
    codec::map_references(record, [&](RecordId id, std::string_view field) -> std::optional<RecordId> {
        if (field == "merged_into") {
            later.merged_into = id;
            return std::nullopt;
        }
        if (field == "part_of" && id.value > number) {
            later.part_of = id;
            return std::nullopt;
        }
        return here(id, Fields<R>::name, field);
    });
}

template <RecordType R>
void JsonImporting::check(const R& record) {
    model::validate(record);
    const auto check_parent = [&](RecordId parent) {
        // What came with this document may hang on something void that came with it, too.
        if (parent.value > last_before_[at(parent.kind)] || !writer_->is_hidden(parent)) return;
        throw InvalidValue("it belongs to " + to_string(parent) +
                           ", which is void here or belongs to something void: restore that first");
    };
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (requires { RecordId(record.*field.member); }) {
            if (has(field.traits, Trait::parent) && record.*field.member) check_parent(record.*field.member);
        }
    });
    // Of two editions with one label, one is void.
    const bool void_edition = std::is_same_v<R, Edition> && record.voided;
    if (!void_edition) writer_->check_among_others(record);
    if constexpr (std::is_same_v<R, Claim>) writer_->check_claim(record);
}

template <RecordType R>
std::optional<std::int64_t> JsonImporting::find(const model::Origin& origin) {
    std::vector<Origins::Known> known = origins_.find(origin);
    if (origin.uuid == core_->uuid() && origin.record.value <= last_before_[at(kind_of<R>)]) {
        const auto own = writer_->state().find(Id<R>(origin.record.value));
        std::string digest;
        storage::each_event_back(writer_->connection(), own->revision, [&](const storage::StoredEvent& event) {
            digest = storage::hex(event.digest);
            return true;
        });
        known.push_back({digest, own->id.value});
    }
    if (known.empty()) return std::nullopt;
    for (const Origins::Known& each : known) {
        if (origin.digest.empty() || each.digest.empty() || each.digest == origin.digest) return each.record;
    }
    throw InvalidValue("it is another record than the one that came from there before, " +
                           to_string(RecordId(kind_of<R>, known.front().record)) +
                           ": the digests of their first events differ, so two copies of one file went on apart",
                       "origin");
}

std::optional<Id<Nominee>> JsonImporting::find_erased(const Nominee& nominee, const model::Origin& origin) {
    Connection& connection = writer_->connection();
    const std::string key = model::key(std::string(model::origin_scheme) + ":" + origin.text());
    for (const std::int64_t id : storage::find_erased(connection, Kind::nominee, key))
        return storage::kept(connection, Id<Nominee>(id));
    const auto by_name = writer_->find_erased(nominee);
    if (by_name.empty()) return std::nullopt;
    return by_name.front();
}

std::optional<std::int64_t> JsonImporting::find_credit(Credit& credit, const model::Origin& origin,
                                                       const std::optional<std::int64_t>& nomination) {
    if (const auto known = find<Credit>(origin)) return known;
    if (!erased_.contains(credit.nominee.value)) return std::nullopt;
    credit.credited_as.clear();
    if (!nomination) return std::nullopt;
    for (const Credit& other : writer_->state().credits(Id<Nomination>(*nomination))) {
        if (other.nominee == credit.nominee) return other.id.value;
    }
    return std::nullopt;
}

void JsonImporting::add_credits(Id<Nomination> id, std::vector<Credit>& credits) {
    if (credits.empty()) return;
    Nomination whole = storage::get_itself(writer_->connection(), id);
    for (Credit& credit : credits) {
        credit.nomination = id;
        whole.credits.push_back(credit);
    }
    model::validate(whole);
    writer_->check_kinds(whole);
    for (Credit& credit : credits) writer_->write_new(credit, {});
}

template <RecordType R>
void JsonImporting::take(codec::Json& json) {
    std::int64_t number = 0;
    model::Origin origin;
    std::vector<std::pair<std::int64_t, model::Origin>> of_credits;
    std::vector<Credit> credits;
    Later later{.line = line_, .row = report_.rows, .record = {}, .part_of = {}, .merged_into = {}, .lists = {}};
    if constexpr (std::is_same_v<R, Nomination>) {
        if (const auto found = json.is_object() ? json.find("credits") : json.end(); found != json.end()) {
            codec::Owned list(std::move(*found));
            json.erase(found);
            if (!list.value.is_array()) throw InvalidValue("\"credits\" is no list", "credits");
            for (codec::Json& each : list.value) {
                auto& [credit_number, credit_origin] = of_credits.emplace_back();
                credits.push_back(read<Credit>(each, credit_number, credit_origin));
                refer(credits.back(), credit_number, later);
            }
        }
    }
    R record = read<R>(json, number, origin);
    refer(record, number, later);
    if constexpr (std::is_same_v<R, Nomination>) {
        if (record.reached.empty() && record.stage != Stage::draft) record.reached.try_emplace(record.stage);
    }
    auto found = find<R>(origin);
    std::vector<Credit> fresh;
    std::vector<std::size_t> fresh_at;
    for (std::size_t i = 0; i < credits.size(); ++i) {
        if (const auto known = find_credit(credits[i], of_credits[i].second, found)) {
            credits[i].id = Id<Credit>(*known);
            continue;
        }
        credits[i].identifiers[std::string(model::origin_scheme)] = of_credits[i].second.text();
        fresh.push_back(credits[i]);
        fresh_at.push_back(i);
    }
    if constexpr (std::is_same_v<R, Nominee>) {
        if (!found) {
            if (const auto erased = find_erased(record, origin)) {
                refuse({.row = report_.rows,
                        .line = line_,
                        .column = "name",
                        .value = {},
                        .reason = "who this names was erased here, as " + to_string(*erased) +
                                  ": it is not brought back, and what refers to it refers to that"},
                       "nominee");
                numbers_[at(kind_of<R>)].add(number, erased->value);
                erased_.insert(erased->value);
                return;
            }
        }
    }
    if (found) {
        record.id = Id<R>(*found);
        if constexpr (std::is_same_v<R, Nomination>) add_credits(record.id, fresh);
        ++tally(kind_of<R>).unchanged;
    } else {
        record.identifiers[std::string(model::origin_scheme)] = origin.text();
        if constexpr (std::is_same_v<R, Nomination>) record.credits = fresh;
        check(record);
        writer_->write_new(record, {});
        if (record.voided) writer_->anything_void_ = true;
        ++tally(kind_of<R>).added;
        origins_.add(origin, record.id.value);
        if constexpr (std::is_same_v<R, Nomination>) fresh = record.credits;
        later.record = record.id;
        if (later.part_of || later.merged_into || !later.lists.empty()) later_.push_back(std::move(later));
    }
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        credits[fresh_at[i]].id = fresh[i].id;
        origins_.add(of_credits[fresh_at[i]].second, fresh[i].id.value);
        if (fresh[i].voided) writer_->anything_void_ = true;
    }
    numbers_[at(kind_of<R>)].add(number, record.id.value);
    for (std::size_t i = 0; i < credits.size(); ++i)
        numbers_[at(Kind::credit)].add(of_credits[i].first, credits[i].id.value);
    if (!credits.empty()) {
        tally(Kind::credit).added += static_cast<std::int64_t>(fresh.size());
        tally(Kind::credit).unchanged += static_cast<std::int64_t>(credits.size() - fresh.size());
    }
}

template <RecordType R>
void JsonImporting::set_later(const Later& later) {
    const R before = writer_->state().find(Id<R>(later.record.value)).value();
    R after = before;
    if constexpr (std::is_same_v<R, Nominee>) {
        if (later.part_of) {
            after.part_of = Id<Nominee>(here(*later.part_of, "Nominee", "part_of").value);
            model::validate(after);
            writer_->check_part_of(after);
        }
    }
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (codec::is_id_list<V>) {
            const auto list = later.lists.find(std::string(field.name));
            if (list == later.lists.end()) return;
            for (const RecordId other : list->second)
                (after.*field.member).emplace_back(here(other, Fields<R>::name, field.name).value);
        }
    });
    codec::canonicalise(after);
    model::validate(after);
    R merged = after;
    if constexpr (MergeableType<R>) {
        if (later.merged_into) {
            const RecordId into = here(*later.merged_into, Fields<R>::name, "merged_into");
            check_merge(into, after);
            merged.merged_into = Id<R>(into.value);
            writer_->anything_merged_ = true;
        }
    }
    writer_->write_revised("revise", before, after, {});
    merged.revision = after.revision;
    writer_->write_revised("merge", after, merged, {});
}

template <RecordType R>
void JsonImporting::check_merge(RecordId into, const R& same) {
    const std::string field = std::string(Fields<R>::name) + ".merged_into";
    if (storage::kept(writer_->connection(), into) == RecordId(same.id))
        throw InvalidValue(field + " goes round in a circle", field);
    if constexpr (std::is_same_v<R, Nominee>) {
        if (writer_->state().find(Id<Nominee>(into.value))->kind != same.kind)
            throw InvalidValue(field + " is a nominee of another kind", field);
    }
}

void JsonImporting::finish_before(Kind kind) {
    if (kind == kind_) return;
    for (const Later& later : later_) {
        core_->meanwhile();
        storage::with_kind(later.record.kind, [&]<class R>(const R&) {
            try {
                writer_->perform([&] { set_later<R>(later); });
            } catch (const InvalidValue& error) {
                refuse({.row = later.row,
                        .line = later.line,
                        .column = field_of(error),
                        .value = {},
                        .reason = error.what()},
                       std::string(name(later.record.kind)));
            }
        });
    }
    later_.clear();
    kind_ = kind;
}

void JsonImporting::refuse(Kind kind, const codec::Json& json, const Error& error) {
    const std::string field = field_of(error);
    refuse({.row = report_.rows,
            .line = line_,
            .column = field,
            .value = shown_value(json, field),
            .reason = error.what()},
           std::string(name(kind)));
}

void JsonImporting::refuse(ImportReport::Refusal refusal, const std::string& where) {
    if (options_.strict)
        throw InvalidValue("line " + std::to_string(refusal.line) + ", in a record of the kind " + where + ": " +
                               refusal.reason,
                           refusal.column);
    report_.refused.push_back(std::move(refusal));
}

// ---------------------------------------------------------------------------------------------------------- journals

/// What does not fit is wrong with the document, and no damage of this file.
template <class Action>
void JsonImporting::copy(const std::string& row, const Action& action) {
    writer_->perform([&] {
        writer_->writing_ = true;
        try {
            action();
        } catch (const Damaged& error) {
            throw InvalidValue(std::string("the journal is not whole: ") + error.what());
        } catch (...) {
            if (!storage::is_misfit()) throw;
            throw InvalidValue("the journal is not whole: " + row + " does not fit what comes before it");
        }
    });
}

void JsonImporting::event(const exchange::JournalEvent& event) {
    if (!whole_) return;
    if (event.seq % 64 == 0) core_->meanwhile();
    if (event.seq != ++last_event_)
        throw InvalidValue("the journal goes on with event " + std::to_string(event.seq) + " where " +
                           std::to_string(last_event_) + " should follow");
    const storage::StoredEvent stored{.seq = event.seq,
                                      .change = event.change,
                                      .record = event.record,
                                      .previous = event.previous,
                                      .format = event.format,
                                      .salt = bytes_of_hex(event.salt),
                                      .payload = event.payload,
                                      .digest = bytes_of_hex(event.digest),
                                      .blanked = event.salt.empty()};
    copy("event " + std::to_string(event.seq) + " about " + to_string(event.record), [&] {
        storage::copy_event(writer_->connection(), stored);
        storage::replay(writer_->state(), stored);
    });
}

void JsonImporting::change(const exchange::JournalChange& change) {
    if (!whole_) return;
    if (change.id != ++last_change_)
        throw InvalidValue("the journal goes on with change " + std::to_string(change.id) + " where " +
                           std::to_string(last_change_) + " should follow");
    const storage::StoredChange stored{.id = change.id,
                                       .recorded = parse_instant(change.recorded),
                                       .first = change.first,
                                       .last = change.last,
                                       .format = change.format,
                                       .salt = bytes_of_hex(change.salt),
                                       .payload = change.payload,
                                       .digest = bytes_of_hex(change.digest),
                                       .chain = bytes_of_hex(change.chain),
                                       .blanked = change.salt.empty()};
    copy("change " + std::to_string(change.id), [&] { storage::copy_change(writer_->connection(), stored); });
}

/// Puts the journal's UUID in the place of this registry's, and has all of it checked as verify() does.
void JsonImporting::take_over() {
    std::int64_t given = 0;
    writer_->perform([&] {
        writer_->writing_ = true;
        writer_->state().write_keys();
        storage::set_uuid(writer_->connection(), uuid_);
        each_record([&]<class R>(const R&) {
            const std::int64_t count = writer_->state().last_id(kind_of<R>);
            if (count > 0) tally(kind_of<R>).added = count;
            if (kind_of<R> != Kind::credit) given += count;
        });
    });
    if (report_.rows > 0 && report_.rows != given)
        throw InvalidValue("the journal gives " + std::to_string(given) + " records, and beside it stand " +
                           std::to_string(report_.rows) + ": they are not of one registry");
    const storage::ReadJournal journal = [&](const std::function<void(Connection&)>& action) {
        core_->meanwhile();
        writer_->run(action);
    };
    const Verification found = storage::audit(journal, core_->place().path, {});
    if (!found.ok) throw InvalidValue("the journal is not whole: " + found.finding);
}

ImportReport JsonImporting::finish() {
    finish_before(Kind{});
    if (takes_over()) take_over();
    if (options_.dry_run) {
        writer_->rollback();
        return std::move(report_);
    }
    report_.change = writer_->commit();
    if (takes_over()) {
        report_.change = last_change_;
        const std::scoped_lock lock(core_->mutex_);
        core_->uuid_ = uuid_;
    }
    return std::move(report_);
}

ImportReport Core::import_json(const exchange::Source& source, const JsonImport& options) {
    // What it notes on the way is in a database of its own, which can run out of room as well.
    return storage::guarded(place_.path, [&] {
        JsonImporting importing(shared_from_this(), options);
        exchange::read_json(source, importing);
        return importing.finish();
    });
}

namespace {

exchange::Source source_of(std::istream& from) {
    return [&from](char* to, std::size_t size) -> std::size_t {
        if (from.rdbuf() == nullptr) throw FileError("what is read from gives nothing", {}, EIO);
        return static_cast<std::size_t>(from.rdbuf()->sgetn(to, static_cast<std::streamsize>(size)));
    };
}

}  // namespace

}  // namespace detail

ImportReport Registry::import_json(std::istream& from, const JsonImport& options) {
    if (!core_) throw Closed("this registry was moved from, so nothing can be asked of it");
    return core_->import_json(detail::source_of(from), options);
}

ImportReport Registry::import_json(const std::filesystem::path& path, const JsonImport& options) {
    std::ifstream file(path, std::ios::binary);
    std::error_code error;
    if (!file) throw MissingFile("there is no file '" + path.string() + "' that could be read", path, ENOENT);
    if (std::filesystem::is_directory(path, error))
        throw FileError("'" + path.string() + "' is a folder, not a file", path, EISDIR);
    return import_json(file, options);
}

}  // namespace laurels::inline v0
