#pragma once

#include <laurels/duplicates.hpp>
#include <laurels/error.hpp>
#include <laurels/exchange.hpp>
#include <laurels/exporting.hpp>
#include <laurels/importing.hpp>
#include <laurels/journal.hpp>
#include <laurels/query.hpp>
#include <laurels/upkeep.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace laurels {
inline namespace v0 {

namespace detail {
class Core;
class Writer;
}  // namespace detail

/// A record that add, ensure and revise take. Credits are written through their nomination, claims by claim().
template <class R>
concept WritableType = RecordType<R> && kind_of<R> != Kind::credit && kind_of<R> != Kind::claim;

/// A record of which several may turn out to be one and the same.
template <class R>
concept MergeableType = kind_of<R> == Kind::award || kind_of<R> == Kind::series || kind_of<R> == Kind::nominee;

enum class Access : std::uint8_t { read_write, read_only };
enum class Create : std::uint8_t { if_missing, never };

/// How a registry is opened.
struct Options {
    std::string actor{};                      ///< who writes, where a change does not say; part of the journal
    Access access = Access::read_write;       ///< read_only never writes, and needs the file to be there
    Create create = Create::if_missing;       ///< whether a missing file is made
    std::chrono::milliseconds timeout{5000};  ///< how long to wait for other writers before Busy
    int cache_mb =
        200;  ///< memory that a change may fill before it spills to disk, which locks readers out until it ends
    /// Called now and then, in their own thread and with no lock held, by calls that wait for other writers or read
    /// the whole journal. What it throws ends the call, which has then written nothing.
    std::function<void()> meanwhile{};
};

/// Who makes a change, why, and by which source: for each of its writes that does not say otherwise.
struct ChangeOptions {
    std::string actor{};  ///< empty: the registry's
    std::string reason{};
    Source source{};
};

/// What is said with advance().
struct Step {
    std::optional<When> on{};  ///< when it was put on that stage
    Source source{};
    std::string reason{};  ///< needed to step back
};

/// What is said with decide().
struct Decision {
    std::optional<When> on{};             ///< when it was decided or announced
    std::optional<std::int64_t> place{};  ///< counted from 1
    std::optional<Fraction> share{};      ///< of the category's award, where it is divided
    Source source{};
    std::string reason{};  ///< needed to step back
};

/// Which of a category's two disclosures: of its lists, or of its result.
enum class Part : std::uint8_t { list, result };

/// What is counted of a nominee in an edition, and may be claimed otherwise: its wins (credited in a nomination that
/// won), or the shortlists that it is on (credited in a nomination that is shortlisted now).
enum class Count : std::uint8_t { wins, shortlistings };
template <>
inline constexpr std::array<std::string_view, 2> names_of<Count>{"wins", "shortlistings"};

/// What revert() does where later changes touched the same fields: refuse, or undo the rest.
enum class Later : std::uint8_t { refuse, keep };

/// The questions that a registry, a view and an open change answer. Those of a registry see what is committed, those of
/// a change also its own writes. Any thread may ask a registry; each question sees one moment.
/// All throw Closed after close() and in a forked process, Busy, and FileError and its kinds.
class LAURELS_API Questions {
  public:
    /// The record with this id, void or not; of one that was merged into another, that other. Throws NotFound.
    template <RecordType R>
    R get(Id<R> id) const;

    /// The award, series or nominee with this name or alias; throws NotFound or Ambiguous.
    template <RecordType R>
        requires MergeableType<R>
    R find(std::string_view name) const;

    /// All records of a kind, by id; those that are void, hang on something void or were merged into another only if
    /// asked for.
    template <RecordType R>
    std::vector<R> all(Hidden hidden = Hidden::without) const;

    /// How many there are.
    template <RecordType R>
    std::size_t count(Hidden hidden = Hidden::without) const;

    /// True where the record is void, or hangs on something void: what belongs to a void edition is hidden with it, and
    /// so is a credit of a void nominee. Throws NotFound.
    bool hidden(RecordId record) const;

    Nominations nominations() const;
    Ceremonies ceremonies() const;
    Deadlines deadlines() const;

    /// Who won the category: outcome won and standing active; a refusal or a prevented acceptance still won.
    std::vector<NominationRow> winners(Id<Category> category) const;
    /// Who is on the category's shortlist now: stage shortlisted and standing active.
    std::vector<NominationRow> shortlist(Id<Category> category) const;

    /// What was put forward in support of a nomination or nominee.
    std::vector<Evidence> evidence(RecordId subject) const;
    /// What a nomination or an edition cost.
    std::vector<Cost> costs(RecordId subject) const;

    /// What is counted of a nominee in an edition, as shown: its merged twins count as it, its parts do not.
    std::size_t count(Id<Nominee> nominee, Id<Edition> edition, Count what) const;

    /// The claims that differ from what is shown and that nobody has settled, by id. A date that contains the one shown
    /// or lies within it is no conflict, and neither is a name that the record has as an alias.
    std::vector<Conflict> conflicts() const;
    /// The claims about a record, settled ones included, by id.
    std::vector<Claim> claims(RecordId subject) const;

    /// Those that may be one and the same, the likeliest first: awards, series of one award, or nominees of one kind.
    /// Names and aliases are compared, those of merged twins included, and identifiers; what tells them apart counts
    /// against them: two that share a nomination, two series with categories in one edition, parts of different
    /// organisations. What distinguish() told apart is never suggested. Many names are not all compared with one
    /// another: see docs/duplicates.md.
    template <RecordType R>
        requires MergeableType<R>
    std::vector<LikelyDuplicate> duplicates(const DuplicateOptions& options = {}) const;

    /// The life of an award or a series as people would tell it, in order: what it was called when, when it paused,
    /// what it came from and became. Throws NotFound, and WrongKind for another kind.
    std::vector<LineageEntry> lineage(RecordId record) const;

    /// Who said what about a record, when: one entry for each field that an event changed, oldest first. A nomination's
    /// includes its credits. Throws NotFound.
    std::vector<HistoryEntry> history(RecordId record) const;
    /// The same of one field; throws InvalidValue for a field that the kind does not have.
    std::vector<HistoryEntry> history(RecordId record, std::string_view field) const;
    /// All that one change wrote: one entry for each field of each event. Throws NotFound.
    std::vector<HistoryEntry> history(std::int64_t change) const;

    /// The changes after this one, oldest first; all of them after 0. Throws NotFound for one that is not there.
    std::vector<ChangeRow> changes(std::int64_t since = 0) const;
    /// The changes recorded after this instant, oldest first.
    std::vector<ChangeRow> changes(Instant since) const;

  protected:
    explicit Questions(std::shared_ptr<const detail::Reading> reading);
    std::shared_ptr<const detail::Reading> reading_;
};

/// The verbs that write, for Registry, where each call is a change of its own, and for Change.
///
/// All check their input before anything is written, and throw InvalidValue, InvalidDate, WrongKind or NotFound for it;
/// also Busy, ReadOnly, Closed, TransactionError, FileError and its kinds. A verb that would change nothing writes
/// nothing. Each gives the record as stored.
template <class Self>
class LAURELS_API Verbs {
    friend Self;
    Verbs() = default;

  public:
    /// Adds the record, whose id must be 0. Throws Duplicate for a second edition with a label.
    /// Values given are a start, not moves: a nomination may be added as shortlisted, or as won.
    template <WritableType R>
    R add(R record, const Said& said = {});

    /// Adds many in one change: all or none of them. Gives their ids in order.
    template <WritableType R>
    std::vector<Id<R>> add_all(const std::vector<R>& records, const Said& said = {});

    /// Gives the record that has this natural key, unchanged, or adds it. A key that a record bore before a correction
    /// still finds it. Throws Ambiguous where several have the key.
    /// The keys: award name; edition award and label; series award and name; category edition and name; ceremony and
    /// deadline edition and name, never the date; nominee kind, name or alias, and what it is part of; nomination
    /// category, title, work and nominees. Evidence and costs are found if all that is given is the same.
    template <WritableType R>
    R ensure(R record, const Said& said = {});

    /// Writes what differs between `changed` and the record as it was `read`. Where someone else changed the same
    /// fields since, throws Stale with both versions and writes nothing. Credits without id are added; none is dropped.
    template <WritableType R>
    R revise(const R& read, const R& changed, const Said& said = {});

    /// Edits the record as it is now; what others wrote before is not checked. The kind follows from the id:
    /// `registry.revise(award, [](auto& a) { a.url = "https://a.example/"; })`.
    template <WritableType R>
    R revise(Id<R> id, const std::type_identity_t<std::function<void(R&)>>& edit, const Said& said = {});

    /// Puts a nomination on a stage. A list entered late adds its entry to `reached` and lowers nobody; a step back
    /// needs a reason. Throws MoveError.
    Nomination advance(Id<Nomination> nomination, Stage stage, const Step& step = {});

    /// Says what became of a nomination. A step back needs a reason. Throws MoveError.
    Nomination decide(Id<Nomination> nomination, Outcome outcome, const Decision& decision = {});

    /// Rules on whether a nomination, or one credit of it, counts. Throws MoveError, also without a reason.
    Nomination rule(Id<Nomination> nomination, Standing standing, const std::string& reason, const Source& source = {});
    Credit rule(Id<Credit> credit, Standing standing, const std::string& reason, const Source& source = {});

    /// The award was taken, refused, or its acceptance prevented. Throws MoveError.
    Nomination accept(Id<Nomination> nomination, const Said& said = {});
    Nomination refuse(Id<Nomination> nomination, const Said& said = {});
    Nomination prevent(Id<Nomination> nomination, const Said& said = {});

    /// Says who may know; `until` is the instant at which something embargoed is public. Throws MoveError.
    Nomination disclose(Id<Nomination> nomination, Disclosure disclosure, std::optional<Instant> until = {},
                        const Said& said = {});
    Category disclose(Id<Category> category, Part part, Disclosure disclosure, std::optional<Instant> until = {},
                      const Said& said = {});

    /// Writes what was entered wrongly as it should have been, axes included, past the table of moves: the one way to
    /// take a stage from `reached`. Otherwise as revise(), also of a credit. In a view by `known` it applies from when
    /// what it corrects was known. Throws InvalidValue without a reason.
    template <RecordType R>
    R correct(const R& read, const R& changed, const std::string& reason, const Source& source = {});
    template <RecordType R>
    R correct(Id<R> id, const std::type_identity_t<std::function<void(R&)>>& edit, const std::string& reason,
              const Source& source = {});

    /// Declares a record void, as a double entry is: it and what hangs on it are hidden and count for nothing, and
    /// nothing is lost. Throws InvalidValue without a reason.
    template <RecordType R>
    R void_(Id<R> id, const std::string& reason, const Source& source = {});
    /// Shows a void record again. Throws InvalidValue without a reason.
    template <RecordType R>
    R restore(Id<R> id, const std::string& reason, const Source& source = {});

    /// Says that two are one and the same: from now on whatever is asked of `same` is answered of `kept`, and nothing
    /// is rewritten. Gives the one kept. Throws InvalidValue for one with itself, in a circle, of nominees of different
    /// kinds, of those told apart by distinguish(), and where `same` was merged into another already.
    template <MergeableType R>
    R merge(Id<R> kept, Id<R> same, const Said& said = {});
    /// Takes that back, whatever happened since: `same` is the id of the one that was merged, of which get() answers
    /// with the one kept. Gives the one that stands alone again. Throws InvalidValue where it was not merged.
    template <MergeableType R>
    R unmerge(Id<R> same, const Said& said = {});

    /// Merges those of the suggestions that have this score or more, each as by merge(), and gives those that were
    /// merged; the reason of each is the suggestion's where none is given. One that was refused by distinguish(), or
    /// that an earlier one has made needless or impossible, is passed over. Throws what else merge() throws, and has
    /// then written nothing.
    std::vector<LikelyDuplicate> merge_all(const std::vector<LikelyDuplicate>& duplicates, double at_least = 0,
                                           const Said& said = {});
    /// Says that two are not the same though their names are alike: duplicates() no longer suggests them, and merge()
    /// refuses them. Both have the other among their `different_from`; revise that to take it back. Gives the first.
    /// Throws InvalidValue for one with itself, and for two that were merged.
    template <MergeableType R>
    R distinguish(Id<R> one, Id<R> other, const Said& said = {});

    /// Puts what somebody says beside what is shown, without replacing it. The value is written as in files: a text, an
    /// EDTF date, "won", the number of an id; nothing where it is claimed that there is none. Throws InvalidValue for a
    /// field that the kind does not have, and for a value that is none of the field's.
    Claim claim(RecordId subject, std::string_view field, const std::optional<std::string>& value,
                const Said& said = {});
    /// The same, where the value is the one that the field has in `as_claimed`:
    /// `claim(ceremony.id, "date", Ceremony{.date = When("2025-11-20"_date)})`.
    template <RecordType R>
    Claim claim(Id<R> subject, std::string_view field, const R& as_claimed, const Said& said = {});
    /// The same for what is counted of a nominee in an edition.
    Claim claim(Id<Nominee> nominee, Id<Edition> edition, Count what, std::int64_t number, const Said& said = {});
    /// Settles a claim: Settlement::kept leaves what is shown, Settlement::taken takes over what is claimed, with the
    /// claim's source, past the table of moves. Throws InvalidValue without a reason, for a claim that is settled, and
    /// for taking over what is only counted.
    Claim settle(Id<Claim> claim, Settlement how, const std::string& reason, const Source& source = {});

    /// Undoes a change: fields go back to what they were, and what it added is declared void. Where later changes
    /// touched the same, throws TouchedLater, which lists that, or, with Later::keep, leaves it and says so. Throws
    /// NotFound, and InvalidValue for a change that erased something.
    Reversal revert(std::int64_t change, Later later = Later::refuse, const Said& said = {});

  private:
    template <class Action>
    auto within(const Action& action);
};

class Registry;

/// One change: writes that are committed together or not at all. It owns the right to write from the moment it is made
/// until commit(), rollback() or its destruction, which rolls back (a destructor cannot report that a commit failed).
/// Other writers wait for it up to their timeout and then throw Busy; so does a thread other than the one that began
/// it. Its questions see its own writes. An error while writing, other than bad input, ends the change: only rollback
/// is left, and commit throws TransactionError.
class LAURELS_API Change : public Questions, public Verbs<Change> {
  public:
    Change(Change&&) noexcept;
    Change& operator=(Change&&) noexcept;
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;
    ~Change();

    /// Commits, durably. Gives the change's number, or 0 where there was nothing to write.
    std::int64_t commit();
    /// Takes everything back.
    void rollback();
    /// True until commit() or rollback().
    bool active() const;

  private:
    friend class Registry;
    friend class Verbs<Change>;
    explicit Change(std::shared_ptr<detail::Writer> writer);
    detail::Writer& writer() const;
    std::shared_ptr<detail::Writer> writer_;
};

/// A record of awards in one file. Opening one does not read it; several processes and threads may have it open.
/// The file is private to the library while it is open: hand copies to other programs by backup(). Network and synced
/// folders are not supported.
///
/// Any thread may use a registry. After a fork it cannot be used in the child: open it again there.
class LAURELS_API Registry : public Questions, public Verbs<Registry> {
  public:
    /// Opens a file, or makes it. Throws MissingFile, NotLaurels, NewerFile, Damaged, ReadOnly, Busy or FileError; the
    /// file's bytes then stay as they were.
    static Registry open(const std::filesystem::path& path, const Options& options = {});
    /// A registry in memory, gone when it is closed.
    static Registry in_memory(const Options& options = {});

    Registry(Registry&&) noexcept;
    Registry& operator=(Registry&&) noexcept;
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
    ~Registry();

    /// Closes the file; a change still open is rolled back. Closing twice does nothing.
    void close();
    bool is_open() const;
    /// The file's path; empty in memory and for a view.
    std::filesystem::path path() const;
    /// The file's UUID: (uuid, kind, id) names a record anywhere.
    std::string uuid() const;
    /// True for a view and for a registry opened read_only.
    bool read_only() const;

    /// Of a view: what bounds it, all that it narrows further included. Nothing for the registry itself.
    std::optional<Bounds> bounds() const;

    /// Begins a change. Throws TransactionError where this thread has one open on this registry, Busy, ReadOnly.
    Change transaction(const ChangeOptions& options = {});

    /// The record as it stood here after this change, or at this instant, by `recorded`.
    Registry as_of(std::int64_t change) const;
    Registry as_of(Instant recorded) const;
    /// What the world had said by the end of this day, by `known`: what was entered later from earlier sources is in
    /// it.
    Registry known_on(const Date& day) const;
    /// What may be known outside at this instant, or now: listings without their embargoed results, nothing private, no
    /// name that only a private record holds. In it, what is withheld has its default: such an outcome is pending. It
    /// has no notes, costs, claims and records that are void or merged, and no journal: who said what, when and why is
    /// not public, so history() and changes() throw ReadOnly.
    Registry public_() const;
    Registry public_(Instant on) const;
    /// Several bounds at once. Each gives a read-only registry in memory with all questions; a view of a view narrows
    /// further. Throws InvalidDate for a day that is not exact and NotFound for a change that is not there.
    Registry view(const Bounds& bounds) const;

    /// Reads the whole journal, checks its chain of digests, replays it and compares the result with what is stored.
    /// Names the first bad event, or the first row of state that replay does not give. Throws FileError only where the
    /// file cannot be read at all.
    Verification verify() const;
    /// The same, and that the journal still continues from a checkpoint kept elsewhere: this finds a cut-off end too.
    Verification verify(const Checkpoint& kept) const;
    /// The journal's head, to keep elsewhere.
    Checkpoint checkpoint() const;

    /// What differs between two moments of this registry, by record and field: from one, to another or now. What is
    /// void or merged is there too, and says so. Records are called what they are called now. Throws InvalidDate and
    /// NotFound as view() does.
    std::vector<Difference> diff(const Bounds& from, const Bounds& to = {}) const;
    /// What differs from another registry, which must be an earlier copy or a view of the same file, to this one.
    /// Throws InvalidValue where the UUIDs differ.
    std::vector<Difference> diff(const Registry& from) const;

    /// Takes a person out of the record, as the law may ask: blanks the nominee's names, those of its merged twins and
    /// the given texts wherever they stand in the journal, drops the salts of what was blanked and keeps the digests,
    /// so that checkpoints and verify() still hold. The file is rewritten afterwards. Copies made before are out of
    /// reach. Throws NotFound, and InvalidValue without a reason.
    ErasureReport erase(Id<Nominee> nominee, const Erasure& erasure);

    /// Brings a table in, as one change: each row becomes records as the mapping says, or is refused and reported. What
    /// the data set brought before is found again by its keys: a row that says the same writes nothing, one that says
    /// something new revises what the data set itself had said, and elsewhere fills gaps, refines dates and adds
    /// stages; where others say otherwise it becomes a claim. Takes the stream over. Throws InvalidValue for a mapping
    /// that does not fit the table, for keys that were turned into numbers, and with `strict` for a row that is
    /// refused; then nothing is written. Also Busy, ReadOnly, Closed, TransactionError, FileError and its kinds.
    ImportReport import_table(ArrowArrayStream& rows, const Mapping& mapping, const ImportOptions& options = {});

    /// Ceremonies and deadlines as iCalendar (RFC 5545), for programs that subscribe to it: by default, of what may be
    /// known outside now. What is not known to the day is a tentative span; what has no date, or one that is open at an
    /// end, is left out and reported. The same record gives the same bytes. Throws NotFound, FileError.
    CalendarReport export_calendar(const std::filesystem::path& path, const CalendarExport& options = {}) const;
    CalendarReport export_calendar(std::ostream& to, const CalendarExport& options = {}) const;
    /// The same as text.
    std::string to_ical(const CalendarExport& options = {}) const;

    /// The shortlists or results of a category, or of all categories of an edition, as Markdown or HTML: by default, of
    /// what may be known outside now. Throws NotFound, InvalidValue for a template that is wrong, which says where, and
    /// where all of it is withheld.
    std::string announce(Id<Category> category, const Announcement& announcement = {}) const;
    std::string announce(Id<Edition> edition, const Announcement& announcement = {}) const;

    /// Rewrites the file without the room that is free in it. Throws Busy where others read or write.
    Compaction compact();
    /// What the registry is and holds.
    Info info() const;

    /// Writes what may be known outside now, or with `everything` all of it, as JSON: docs/json.md. Reads a copy, so
    /// that others write meanwhile, and holds one record at a time. The same records give the same bytes. A file is put
    /// in its place when it is complete. Throws InvalidValue for the journal without `everything`, FileError.
    void export_json(const std::filesystem::path& path, const JsonExport& options = {}) const;
    void export_json(std::ostream& to, const JsonExport& options = {}) const;
    /// Reads such JSON, in one change, one record at a time. Adds what is not there yet by where it came from; what is
    /// there is left as it is. Into an empty registry a whole journal comes as it was, the file's UUID included, so
    /// that checkpoints kept of the other still decide. Throws InvalidValue, which says where, for what is no such
    /// JSON, and with `strict` for the first record that is refused; the registry is then as it was.
    ImportReport import_json(const std::filesystem::path& path, const JsonImport& options = {});
    ImportReport import_json(std::istream& from, const JsonImport& options = {});

    /// Copies the file as it is now, for other programs, while others go on. Throws FileError where the target exists.
    void backup(const std::filesystem::path& target) const;

  private:
    friend class Verbs<Registry>;
    explicit Registry(std::shared_ptr<detail::Core> core);
    std::shared_ptr<detail::Core> core_;
};

}  // namespace v0
}  // namespace laurels
