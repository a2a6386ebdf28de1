#pragma once

// One open change: every verb that writes is here, once, whatever it is called through.

#include "registry/core.hpp"
#include "storage/journal.hpp"
#include "storage/visibility.hpp"

#include <array>
#include <atomic>
#include <unordered_map>

namespace laurels::inline v0::storage {
class Search;
}

namespace laurels::inline v0::detail {

class Writer : public Reading, public std::enable_shared_from_this<Writer> {
  public:
    Writer(std::shared_ptr<Core> core, ChangeOptions options);
    ~Writer() override;

    /// Takes the right to write. Throws Busy or TransactionError.
    void begin();
    /// `afterwards` runs once all is committed, before anyone else may write; it must not throw.
    std::int64_t commit(const std::function<void(storage::Connection&)>& afterwards = {});
    void rollback();
    /// Rolls back from outside, as when the registry is closed.
    void abandon();
    bool active() const { return status_ == Status::active || status_ == Status::failed; }

    /// For questions: runs an action on the connection that writes.
    void run(const std::function<void(storage::Connection&)>& action) const override;
    void export_json(std::ostream& to, const JsonExport& options, const NominationFilter* selection) const override;
    std::shared_ptr<const Reading> publicly() const override;
    exchange::ExportedFrom exported_from(bool everything) const override;
    codec::ChangeBody open_change() const override {
        return {options_.actor, {options_.source, options_.reason}, data_set_, data_sets_};
    }
    /// Says that this change is an import of a data set.
    void set_data_set(const std::string& data_set) { data_set_ = data_set; }
    /// Says that the records of this change may have keys of these data sets.
    void set_data_sets(const std::vector<std::string>& data_sets) { data_sets_ = data_sets; }

    template <WritableType R>
    R add(R record, const Said& said);
    template <WritableType R>
    std::vector<Id<R>> add_all(const std::vector<R>& records, const Said& said);
    template <WritableType R>
    R ensure(R record, const Said& said);
    template <WritableType R>
    R revise(const R& read, const R& changed, const Said& said);
    template <WritableType R>
    R revise(Id<R> id, const std::function<void(R&)>& edit, const Said& said);

    Nomination advance(Id<Nomination> id, Stage stage, const Step& step);
    Nomination decide(Id<Nomination> id, Outcome outcome, const Decision& decision);
    Nomination rule(Id<Nomination> id, Standing standing, const Said& said);
    Credit rule(Id<Credit> id, Standing standing, const Said& said);
    Nomination answer(Id<Nomination> id, Acceptance acceptance, const Said& said);
    Nomination disclose(Id<Nomination> id, Disclosure disclosure, std::optional<Instant> until, const Said& said);
    Category disclose(Id<Category> id, Part part, Disclosure disclosure, std::optional<Instant> until,
                      const Said& said);

    /// Runs a part of an import. In registry/import_table.cpp.
    void import(const std::function<void()>& part);

    /// Blanks what was found, and says so in an event about the nominee. In registry/erasure.cpp.
    void erase(const storage::Search& search, const std::string& reason);
    template <RecordType R>
    R correct(const R& read, const R& changed, const Said& said);
    template <RecordType R>
    R correct(Id<R> id, const std::function<void(R&)>& edit, const Said& said);
    /// Declares void, or shows again.
    template <RecordType R>
    R set_void(Id<R> id, bool voided, const Said& said);
    template <MergeableType R>
    R merge(Id<R> kept, Id<R> same, const Said& said);
    template <MergeableType R>
    R unmerge(Id<R> same, const Said& said);
    std::vector<LikelyDuplicate> merge_all(const std::vector<LikelyDuplicate>& duplicates, double at_least,
                                           const Said& said);
    template <MergeableType R>
    R distinguish(Id<R> one, Id<R> other, const Said& said);
    Claim claim(RecordId subject, std::string_view field, const std::optional<std::string>& value, const Said& said);
    template <RecordType R>
    Claim claim(Id<R> subject, std::string_view field, const R& as_claimed, const Said& said);
    Claim claim(Id<Nominee> nominee, Id<Edition> edition, Count what, std::int64_t number, const Said& said);
    Claim settle(Id<Claim> id, Settlement how, const Said& said);
    Reversal revert(std::int64_t change, Later later, const Said& said);

  private:
    enum class Status : std::uint8_t { idle, active, failed, committed, rolled_back };

    /// Runs one verb: for the thread that began the change, while it is open, and ending it if writing fails midway.
    template <class Verb>
    auto perform(const Verb& verb) -> decltype(verb());
    /// Waits for SQLite's right to write; false where others still have it after a slice of the time.
    bool try_begin(std::chrono::milliseconds slice);
    void check_turn() const;
    void check_active() const;
    void end(Status status);
    void roll_back();

    storage::State& state() const { return core_->write_side_->state; }
    storage::Connection& connection() const { return *core_->write_side_->connection; }

    // registry/checks.cpp: what needs other records to be checked.
    std::int64_t last_id(Kind kind);
    void check_stored(RecordId id, std::string_view field);
    template <RecordType R>
    void check_references(const R& record);
    template <RecordType R>
    void check_among_others(const R& record);
    void check_label(const Edition& edition);
    void check_part_of(const Nominee& nominee);
    /// That what a new record belongs to is not void: nobody would see it.
    template <RecordType R>
    void check_parents(const R& record);
    void check_series(const Category& category);
    void check_kinds(const Nomination& nomination);
    void check_no_winner(const Category& category);
    void check_result(const Nomination& nomination);
    void check_may_win(const Nomination& nomination);
    /// `besides`: the shares of others that are about to be written.
    void check_category_shares(const Nomination& nomination, const Fraction& besides = {});
    NomineeKind kind_of_nominee(Id<Nominee> id);
    bool has_no_award(Id<Category> id);

    // What is void or merged is rare: looked for once a change, so that bulk loads need not ask for each record.
    bool anything_void();
    bool anything_merged();
    bool is_hidden(RecordId id) { return anything_void() && storage::is_hidden(connection(), id); }

    // registry/keys.cpp: finding a record by its natural key.
    template <WritableType R>
    std::optional<Id<R>> find_existing(const R& record);
    /// The key that is looked up, in each scope that is the same by a merge.
    template <WritableType R>
    std::vector<storage::LookupKey> keys_of(const R& record);
    /// Whether a record found by the part of the key that is looked up has the rest of it too, now or once.
    template <WritableType R>
    bool has_rest_of_key(const R& other, const R& record, storage::Former former);
    template <RecordType R>
    bool ever(const R& now, const std::function<bool(const R&)>& holds);
    std::vector<Id<Nominee>> find_erased(const Nominee& record);
    /// Whose the credits are, in order: what was merged counts as the one that was kept.
    std::vector<Id<Nominee>> nominees_of(const std::vector<Credit>& credits);
    bool ever_had_nominees(Id<Nomination> id, const std::vector<Credit>& wanted);

    // Writing rows: the event first, since the row holds its number.
    template <RecordType R>
    R get(Id<R> id);
    template <RecordType R>
    void prepare(R& record);
    template <RecordType R>
    void check_new(const R& record);
    template <RecordType R>
    void check_alone(const R& record);
    /// The event alone, with the record's id and revision; its row must follow.
    template <RecordType R>
    void append_new(R& record, const Said& said);
    template <RecordType R>
    void write_new(R& record, const Said& said);
    template <RecordType R>
    void write_revised(std::string_view verb, const R& before, R& after, const Said& said);
    template <WritableType R>
    R add_new(R record, const Said& said);
    /// How a record is revised: by the table of moves, or past it where it was entered wrongly.
    enum class Mode : std::uint8_t { revise, correct };
    template <RecordType R>
    R revise_from(Mode mode, const R& read, const R& changed, const R& current, const Said& said);
    std::vector<Credit> merge_credits(Mode mode, const Nomination& read, const Nomination& changed,
                                      const Nomination& current);
    void write_credits(std::string_view verb, const Nomination& before, Nomination& after, const Said& said);
    void check_category_move(Mode mode, const Nomination& before, const Nomination& after, const Said& said);
    /// Whether a record that was put together may be stored in place of the one that is.
    template <RecordType R>
    void check_revised(const R& before, const R& after);
    static void check_said(const Said& said);
    void check_reason(const std::string& verb, const Said& said);

    // registry/mending.cpp: that the one may be merged into the other. Throws InvalidValue.
    template <MergeableType R>
    void check_merge(Id<R> kept, const R& same);
    template <MergeableType R>
    void write_merge(Id<R> kept, const R& before, const Said& said);

    // registry/duplicates.cpp: throws InvalidValue where the suggestion cannot be taken.
    template <MergeableType R>
    void check_suggestion(Id<R> kept, Id<R> same);
    /// False where it was needless or impossible.
    template <MergeableType R>
    bool take_suggestion(Id<R> kept, Id<R> same, const Said& said);
    template <MergeableType R>
    R set_apart(Id<R> one, Id<R> other, const Said& said);

    // registry/claims.cpp
    void check_claim(const Claim& claim);
    std::optional<Claim> find_claim(const Claim& wanted, const Said& said);
    Claim add_claim(Claim claim, const Said& said);
    template <RecordType R>
    void take_over(const R& before, const Claim& claim, const Said& said);

    // registry/revert.cpp
    friend class Undoing;
    // registry/import_json.cpp
    friend class JsonImporting;
    // registry/import_table.cpp
    friend class Importing;
    Nomination move(std::string_view verb, Id<Nomination> id, const Said& said,
                    const std::function<void(Nomination&)>& edit);
    /// Whether a reason is given here or with the change; one that shows nothing is none.
    bool gives_reason(const std::string& reason) const;

    std::shared_ptr<Core> core_;
    ChangeOptions options_;
    std::string data_set_;
    std::vector<std::string> data_sets_;
    std::thread::id thread_;
    mutable std::mutex mutex_;  // one verb or question at a time, and closing from outside
    std::atomic<Status> status_ = Status::idle;
    bool writing_ = false;  // between the first row that a verb writes and its end
    std::unique_ptr<storage::ChangeLog> log_;
    std::array<std::int64_t, kind_count> last_ids_{};
    std::unordered_map<Id<Nominee>, NomineeKind> nominee_kinds_;
    std::unordered_map<Id<Category>, bool> no_awards_;
    std::optional<bool> anything_void_;
    std::optional<bool> anything_merged_;
    std::string set_;
    std::string payload_;
};

}  // namespace laurels::inline v0::detail
