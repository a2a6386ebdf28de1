#pragma once

// One import of a table: rows to records, in a change. What is added is in import_table.cpp; which record a row means,
// in import_find.cpp; what it may change of what is there, in import_revise.cpp; what the data set said before, in
// import_said.cpp; and what was edited in a table of one's own, in import_edited.cpp.

#include "codec/paths.hpp"
#include "codec/value.hpp"
#include "exchange/csv.hpp"
#include "exchange/entry.hpp"
#include "model/disclosure.hpp"
#include "registry/writer.hpp"

#include <laurels/fields.hpp>
#include <laurels/importing.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace laurels::inline v0::exchange {

/// A record that rows of this import were about.
struct KnownRecord {
    enum class Status : std::uint8_t { found, revised, added };

    std::int64_t id = 0;
    std::int64_t bearer = 0;   // which has the key: another where it was merged into the one with the id
    std::uint64_t print = 0;   // of what was said last; 0 where nothing was yet
    std::uint64_t name = 0;    // of a nominee, the hash of the name shown
    std::uint32_t stated = 0;  // the fields said in this import, by their number
    Status status = Status::found;
};

}  // namespace laurels::inline v0::exchange

namespace laurels::inline v0::detail {

inline std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

/// Between what rows together left over of one column.
inline constexpr std::string_view left_over_separator = "; ";

/// Alike but for spaces, which cells lose.
bool same_words(std::string_view one, std::string_view other);

/// Keys as spreadsheets spoil them: "7" for "007" or "7.0" for "7".
class SpoiltKeys {
  public:
    /// `key` may have parts, which are compared one by one. Throws InvalidValue, which ends the import.
    void check(std::string_view key, std::string_view what);

  private:
    std::unordered_map<std::uint64_t, std::string> known_;  // by the number, without its zeros
};

/// Records that were read in runs, in the order of their ids. Each is given once: what is written afterwards is read
/// from the file.
template <RecordType R>
class Ahead {
  public:
    void clear() {
        records_.clear();
        given_.clear();
    }
    /// Those of a run, whose ids are higher than all that are there.
    void add(std::vector<R>&& run) {
        std::ranges::move(run, std::back_inserter(records_));
        given_.resize(records_.size());
    }
    R* find(std::int64_t id) {
        const auto found = std::ranges::lower_bound(records_, Id<R>(id), {}, &R::id);
        return found != records_.end() && found->id.value == id ? &*found : nullptr;
    }
    const std::vector<R>& all() const { return records_; }
    std::optional<R> take(std::int64_t id) {
        R* const found = find(id);
        if (found == nullptr) return std::nullopt;
        const auto at = static_cast<std::size_t>(found - records_.data());
        if (given_[at]) return std::nullopt;
        given_[at] = true;
        return std::move(*found);  // but for its id, by which others are found
    }

  private:
    std::vector<R> records_;
    std::vector<bool> given_;
};

class Importing {
  public:
    Importing(Writer& writer, const Mapping& mapping, const ImportOptions& options)
        : writer_(writer),
          mapping_(mapping),
          strict_(options.strict),
          has_nominee_keys_(
              (mapping.work && !mapping.work->key.empty()) ||
              std::ranges::any_of(mapping.credits, [](const auto& credit) { return !credit.nominee.key.empty(); })) {}

    /// Reads what the data set brought before.
    void begin();
    void take(std::vector<exchange::Entry>& entries);
    void refuse(std::int64_t row, std::int64_t line, const exchange::RowError& error);
    /// That a row was refused before its key was read.
    void note_unknown_key() { any_key_unknown_ = true; }
    void finish();

    ImportReport report;

  private:
    using Status = exchange::KnownRecord::Status;
    using Known = exchange::KnownRecord;
    struct KnownNomination {
        std::int64_t id = 0;
        std::size_t waiting = 0;  // its number, from 1, among those that wait to be written
        std::uint32_t stated = 0;
        std::uint32_t times = 0;  // how many rows had this key
        bool written = false;     // rows of this import were written to it before
        bool refused = false;     // a row about it was
        Status status = Status::found;
    };
    struct Waiting {
        exchange::Entry* entry;
        KnownNomination* known;
        bool may_be_there;                        // added by others, before this data set
        bool is_checked;                          // its share fits in beside those of others
        bool has_id;                              // its own, which the row said
        std::unique_ptr<exchange::Entry> kept{};  // the entry, where it outlives its portion

        Nomination& record() const { return *entry->nomination; }
        const std::string& key() const { return entry->key; }
    };
    using Cache = std::unordered_map<std::string, Known>;

    using Entry = exchange::Entry;

    void take(Entry& entry);
    void check_place(const Entry& entry);
    /// The category that the place ends at, if it does.
    std::optional<Known> take_place(const exchange::Place& place);
    void take_nomination(Entry& entry, const Known& category);
    void revise_nomination(Waiting& waiting);
    /// Where the data set has it now; nothing where it stays where it is.
    std::optional<Id<Category>> moved_to(const Nomination& before, Id<Category> said);
    /// The credits that the row changes, as they are to be, and new ones, which have no id. `left` are those that it
    /// does not name.
    std::vector<Credit> settle_credits(const Nomination& before, const std::vector<Credit>& said,
                                       std::vector<const Credit*>& left);
    /// Nothing where the row changes nothing of it.
    std::optional<Credit> settle_credit(const Credit& before, const Credit& said, Id<Nominee> nominee);
    const Credit* credit_of(std::vector<const Credit*>& left, const Credit& said);
    bool was_credit_of(const Credit& credit, Id<Nominee> nominee);
    void note_unsaid(const Nomination& before, const std::vector<const Credit*>& left);
    void check_shares(const Nomination& record);
    void join(Waiting& waiting, std::uint32_t& stated, const Nomination& said);
    bool add_waiting(Waiting& waiting);
    /// For when all rows are there.
    void keep(Waiting waiting);
    void insert_added();
    void flush();
    /// Whether what did not fit for its share is to be tried again, when all rows are there.
    bool may_fit_later(const InvalidValue& error) const { return !is_last_try_ && error.field == "Nomination.share"; }
    void try_again();
    /// Whether no nomination that is there is meant; writes nothing.
    bool is_unknown(const Entry& entry, const Nomination& said);
    /// 0 for a nominee that is not there yet; writes nothing.
    std::int64_t find_written(const exchange::NomineeEntry& entry);

    SpoiltKeys& nominee_keys(NomineeKind kind) { return keys_[kind == NomineeKind::work ? 1 : 2]; }
    template <RecordType R>
    Cache& cache() {
        return caches_[static_cast<std::size_t>(kind_of<R>)];
    }
    /// `may_be_there`: others may have added it; not so where what it is in was added by this import.
    template <RecordType R>
    Known& resolve(const std::string& key, R record, bool may_be_there = true);
    /// Adds the record where it is not known, or revises it.
    template <RecordType R>
    void write(Known& known, const std::string& key, R& record);
    template <RecordType R>
    bool is_first_of_its_name(const R& record);
    /// What is wrong with a record is wrong with the row.
    template <class Action>
    static void in_row(const Action& action) {
        try {
            action();
        } catch (const InvalidValue& error) {
            throw exchange::RowError(error.field, "", error.what());
        } catch (const Ambiguous& error) {
            throw exchange::RowError("", "", error.what());
        }
    }
    /// By its natural key; 0 where there is none.
    template <RecordType R>
    std::int64_t find_existing(const R& record) {
        const auto found = writer_.find_existing(record);
        return found && !was_taken_back(*found) ? found->value : 0;
    }
    std::int64_t find_nominee(const exchange::NomineeEntry& entry);
    bool was_known_by_name(const Nominee& record);
    /// Notes its id where there is one. Throws RowError where there are several.
    void find_nomination(const Nomination& record, KnownNomination& known);
    void remark_alike(const Nomination& added);
    /// Those of a category for which `condition` holds, with a parameter that is the nominee or one of its twins.
    std::vector<Nomination> nominations_naming(Id<Nominee> nominee, const std::string& condition,
                                               Id<Category> category);
    /// Those in its category that name the same work and nominees, or leave out one of the two; or it does.
    std::vector<Nomination> nominations_like(const Nomination& record);
    Known& nominee(exchange::NomineeEntry& entry);
    Known& own_nominee(const exchange::NomineeEntry& entry);
    /// Reads what the rows are about from the file in runs, since record by record takes longer.
    void look_ahead(std::vector<exchange::Entry>& entries);
    template <RecordType R>
    R current(Id<R> id);
    void check_erased(const std::string& key, const Nominee& record);
    void check_erased(Id<Nominee> id, const std::string& said);
    /// Remarks on others who have an identifier of a nominee that was added, and notes those of all.
    void remark_shared(const Nominee& record, bool added);
    void remark_renamed(Id<Nominee> id, const std::string& said);
    /// The name that a credit keeps; empty where the nominee is called so, or was when the data set brought it.
    std::string credited_as(const Known& who, const std::string& entered);

    template <RecordType R>
    static bool says_already(const R& now, const R& said);
    /// Makes of `after` what the record is to be; false where it stays as it is. Writes nothing.
    template <RecordType R>
    bool settle_all(const R& before, R& after, const R& said, std::uint32_t& stated);
    /// Settles, checks and writes.
    template <RecordType R>
    bool revise(const R& before, R& after, const R& said, std::uint32_t& stated);
    template <RecordType R>
    bool write_revised(const R& before, R& after);
    template <RecordType R, class V>
    void settle(const Field<R, V>& field, const R& before, R& after, const R& said, std::uint32_t bit,
                std::uint32_t& stated);
    void settle_entries(std::string_view field, RecordId id, std::int64_t revision, Identifiers& now,
                        const Identifiers& said);
    template <RecordType R>
    void settle_aliases(const R& before, R& after, const std::vector<Alias>& said);
    template <RecordType R>
    void settle_name(const R& before, R& after, const std::string& said);
    /// `revision` is that of the nomination as it is, 0 of one that is not there yet.
    void settle_reached(std::int64_t revision, Nomination& after, const Nomination& said);
    /// Leaves of `said` what the record that bears its key does not say itself.
    template <RecordType R>
    static void withdraw(R& said, const R& bearer);

    // A row of one's own export: only what was edited in it says anything. In registry/import_edited.cpp.
    /// Which export the row says that it is of; nothing where it has no id of its own. Throws RowError.
    std::optional<exchange::ExportedFrom> exported_from(const std::optional<std::string>& said);
    template <RecordType R>
    R as_exported(const R& now);
    model::Openness openness_as_exported(const Nomination& then);
    /// Leaves of `said` what was edited. Throws RowError where that was changed here too, or was withheld.
    template <RecordType R>
    void keep_edited(const R& now, const R& then, model::Openness open, R& said);
    void keep_edited(const Nomination& before, Nomination& said);
    void remark_emptied(const Nomination& then, const Nomination& said);
    void remark_lost(RecordId id, const std::string& what);
    void keep_edited(const Credit& before, model::Openness open, Credit& said);

    // What the journal says of a field, or of an entry of one.
    using VisitSaid = std::function<bool(const codec::Json& value, bool own)>;
    /// What each event said, newest first, and whether this data set said it; without what was undone since. Ends where
    /// `visit` gives false.
    void each_said(std::int64_t revision, const codec::Path& path, const VisitSaid& visit);
    template <class V>
    struct Statement {
        bool own_is_last = false;  // whether this data set set it last
        std::optional<V> own;      // what this data set said of it last
    };
    /// `read` gives a V of the JSON.
    template <class V, class Read>
    Statement<V> read_statement(std::int64_t revision, const codec::Path& path, const Read& read) {
        Statement<V> statement;
        bool last = true;
        each_said(revision, path, [&](const codec::Json& said, bool own) {
            if (std::exchange(last, false)) statement.own_is_last = own;
            if (own) statement.own = read(said);
            return !own;
        });
        return statement;
    }
    /// Of a field of the type V.
    template <class V>
    Statement<V> statement_of(std::int64_t revision, std::string_view field) {
        return read_statement<V>(revision, {std::string(field), {}}, [](const codec::Json& said) {
            V value{};
            codec::apply<V>(value, said);
            return value;
        });
    }
    /// Of a text, or of an entry of a collection; what is no text, as one that was taken out, is empty.
    Statement<std::string> statement(std::int64_t revision, const codec::Path& path);
    bool said_before(std::int64_t revision, const codec::Path& path) {
        return statement(revision, path).own.has_value();
    }
    /// Whether it is hidden because a revert took back what added it, or what it hangs on. Then it is as if it were not
    /// there.
    bool was_taken_back(RecordId id);
    /// Of what change an event is.
    struct KnownChange {
        bool own = true;                    // made by this data set
        Instant recorded = Instant::max();  // of the change that is being made: not yet
    };
    const KnownChange& change(std::int64_t number);
    template <RecordType R, class V>
    void claim(const R& record, const Field<R, V>& field, const V& value);
    void write_claims();
    void note_emptied(const Nomination& now, const Waiting& waiting);
    void remark(std::string text);
    template <RecordType R>
    static std::uint32_t stated_fields(const R& record);
    template <RecordType R>
    void count();
    void note_vanished();
    void remark_rows();
    void remark_keys();

    Writer& writer_;
    const Mapping& mapping_;
    bool strict_;
    bool has_nominee_keys_;
    std::array<Cache, kind_count> caches_;
    std::set<std::pair<const Known*, std::uint64_t>> said_of_nominees_;  // of those of whom rows say several things
    std::set<std::tuple<Kind, std::int64_t, std::uint64_t>> names_;      // that places of this import have
    std::unordered_set<std::uint64_t> identifiers_;                      // that its nominees have
    std::shared_ptr<const exchange::Place> place_;                       // of the row before
    std::optional<Known> category_;                                      // that it ends at
    std::unordered_map<std::uint64_t, KnownNomination> nominations_;
    std::vector<Waiting> waiting_;
    std::vector<Nomination> added_;  // whose events are written, and not yet their rows
    // Those whose share does not fit in beside those of others: rows that come after them may make room.
    std::vector<Entry> entries_later_;
    std::vector<Waiting> waiting_later_;
    bool is_last_try_ = false;
    std::int64_t nominations_before_ = 0;                   // that this data set brought
    bool any_key_unknown_ = false;                          // of the rows that were refused
    std::map<Id<Category>, Fraction> shares_;               // of those that wait
    std::map<std::int64_t, KnownChange> changes_;           // those that the journal was asked about
    std::array<SpoiltKeys, 3> keys_;                        // of nominations, of works, of those who are credited
    std::unordered_map<std::int64_t, Known> own_nominees_;  // by the ids of rows
    std::map<std::pair<std::int64_t, std::uint64_t>, std::string> credited_as_;  // by nominee and name entered
    std::map<std::int64_t, ImportReport::Vanished> unsaid_;                      // credits of its own, by their ids
    std::set<std::int64_t> found_otherwise_;          // nominations that a row means by another key than theirs
    std::optional<exchange::ExportedFrom> exported_;  // the row in hand, where it is of an export of one's own
    /// Rows that a remark is about.
    struct Rows {
        std::int64_t rows = 0;
        std::string first{};  // where the first is
        std::string named{};  // in the first

        void add(std::int64_t row, std::int64_t line, const std::string& name = {}) {
            if (rows++ == 0) *this = {1, place(row, line), name};
        }
    };
    /// "line 7" of a file, "row 6" of what has no lines.
    static std::string place(std::int64_t row, std::int64_t line);
    /// Fields of a nomination of which a row says nothing any more.
    struct Emptied {
        std::vector<std::string> fields;
        std::int64_t row;
        std::int64_t line;
    };
    std::map<std::int64_t, Emptied> emptied_;
    Rows repeated_;           // with the key of a row before them
    Rows nobody_;             // that name nothing and nobody
    Rows passed_over_;        // that name somebody and are about a category without an award
    bool continues_ = false;  // the nomination in hand has rows that were written before
    Ahead<Nominee> nominees_ahead_;
    Ahead<Nomination> nominations_ahead_;
    Ahead<Category> categories_ahead_;
    bool any_nomination_before_ = false;
    bool any_nominee_before_ = false;
    bool any_erased_ = false;
    bool may_share_records_ = false;  // several keys may be one record
    std::vector<Claim> claims_;       // of the row in hand: written when all of it is known to fit
};

}  // namespace laurels::inline v0::detail
