#pragma once

// Questions and their answers. A query is an immutable value: each method gives a narrower one, nothing is read until a
// terminal (rows, records, count) is called, and a terminal reads to the end and lets the file go.

#include <laurels/arrow.hpp>
#include <laurels/exchange.hpp>
#include <laurels/exporting.hpp>
#include <laurels/records.hpp>

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurels {
inline namespace v0 {

namespace detail {
class Reading;
struct Condition;
struct NominationFilter;
struct EventFilter;
}  // namespace detail

/// Whether what is part of a nominee counts as it: the teams of an organisation, and theirs.
enum class Parts : std::uint8_t { without, including };

/// Whether a question crosses into the series that a series came from, and into those that came from it.
enum class Lineage : std::uint8_t { own, whole };

/// Whether what is hidden is shown too, marked: what is void or hangs on something void, and what was merged into
/// another.
enum class Hidden : std::uint8_t { without, including };

/// A nomination with the names around it.
struct NominationRow {
    Id<Nomination> id{};
    Id<Award> award_id{};
    Id<Edition> edition_id{};
    Id<Category> category_id{};
    std::optional<Id<Series>> series_id{};
    std::string award{};
    std::string edition{};
    std::string category{};
    std::string series{};
    std::vector<Id<Nominee>> nominee_ids{};
    std::vector<std::string> nominees{};  ///< those whose credit counts, as credited, in the order of the credits
    std::string title{};
    std::optional<Id<Nominee>> work_id{};
    std::string work{};
    Stage stage{};
    Outcome outcome{};
    std::optional<When> decided{};
    std::optional<std::int64_t> place{};
    std::optional<Fraction> share{};
    Standing standing{};
    Acceptance acceptance{};
    Disclosure disclosure{};
    bool voided = false;  ///< it, or what it belongs to, is void: only after including_void()

    friend bool operator==(const NominationRow&, const NominationRow&) = default;
};

/// A ceremony with the names around it.
struct CeremonyRow {
    Id<Ceremony> id{};
    Id<Award> award_id{};
    Id<Edition> edition_id{};
    std::string award{};
    std::string edition{};
    std::string name{};
    std::optional<When> date{};
    std::string place{};
    CeremonyStatus status{};
    std::optional<Truth> upcoming{};  ///< after upcoming(day): yes, or unknown where it is possible
    bool voided = false;              ///< it, or what it belongs to, is void: only after including_void()

    friend bool operator==(const CeremonyRow&, const CeremonyRow&) = default;
};

/// A deadline with the names around it.
struct DeadlineRow {
    Id<Deadline> id{};
    Id<Award> award_id{};
    Id<Edition> edition_id{};
    std::string award{};
    std::string edition{};
    std::string name{};
    std::optional<When> date{};
    std::optional<Truth> upcoming{};  ///< after upcoming(day): yes, or unknown where it is possible
    bool voided = false;              ///< it, or what it belongs to, is void: only after including_void()

    friend bool operator==(const DeadlineRow&, const DeadlineRow&) = default;
};

/// The nominations that meet every condition given, in the order of their ids.
///
/// Awards, series and nominees may be named instead of given by id: the name, folded, is compared with their whole
/// names and aliases when the query runs. Running then throws NotFound for a name that nothing has and Ambiguous for
/// one that two records have. An edition's label and a category's wording are conditions, not names: any number may
/// match.
///
/// Queries may be used from any thread; running one throws Closed once its registry is closed.
class LAURELS_API Nominations {
  public:
    Nominations award(Id<Award> id) const;
    Nominations award(std::string_view name) const;
    Nominations edition(Id<Edition> id) const;
    /// Editions with this label.
    Nominations edition(std::string_view label) const;
    Nominations series(Id<Series> id, Lineage lineage = Lineage::own) const;
    Nominations series(std::string_view name, Lineage lineage = Lineage::own) const;
    Nominations category(Id<Category> id) const;
    /// Categories with this wording.
    Nominations category(std::string_view name) const;
    /// Nominations that credit the nominee or are for that work; each counts once however many of its parts are in it.
    Nominations nominee(Id<Nominee> id, Parts parts = Parts::without) const;
    Nominations nominee(std::string_view name, Parts parts = Parts::without) const;
    /// At this stage now.
    Nominations stage(Stage stage) const;
    /// Ever put on this stage, whatever became of it: everyone who was on the shortlist.
    Nominations reached(Stage stage) const;
    Nominations outcome(Outcome outcome) const;
    Nominations standing(Standing standing) const;
    /// Whose date may lie within the span: the day it was decided, else its edition's ceremonies, else its edition's
    /// date.
    Nominations within(const Date& span) const;

    /// Also those that are void, or belong to something void; their rows are marked.
    Nominations including_void() const;

    std::vector<NominationRow> rows() const;
    std::vector<Nomination> records() const;
    std::size_t count() const;
    /// The first rows only: at most `limit`.
    std::vector<NominationRow> first(std::size_t limit) const;
    /// Writes the nominations chosen, and what they refer to, as Registry::export_json() does, without a journal. By
    /// default it chooses among what may be known outside now.
    void export_json(const std::filesystem::path& path, const JsonExport& options = {}) const;
    void export_json(std::ostream& to, const JsonExport& options = {}) const;
    /// Writes the rows as CSV (RFC 4180, UTF-8): by default, of what may be known outside now. A file is put in its
    /// place when it is complete. Throws FileError, and TransactionError on an open change.
    void to_csv(const std::filesystem::path& path, const CsvExport& options = {}) const;
    void to_csv(std::ostream& to, const CsvExport& options = {}) const;
    /// The rows as an Arrow stream, in columns. All is read now: a stream that is half read holds no lock. Whoever gets
    /// it releases it.
    ArrowArrayStream to_arrow(Shown shown = Shown::all) const;
    /// The conditions, for people: "nominations of nominee 'Fleet' at stage shortlisted". Reads nothing.
    std::string describe() const;

    explicit Nominations(std::shared_ptr<const detail::Reading> reading);

  private:
    Nominations narrowed(detail::Condition condition) const;
    std::shared_ptr<const detail::Reading> reading_;
    std::shared_ptr<const detail::NominationFilter> filter_;
};

/// What Ceremonies and Deadlines have in common: rows in the order of their dates, those without a date last.
template <class Row, class Record>
class LAURELS_API Events {
  public:
    Events award(Id<Award> id) const;
    Events award(std::string_view name) const;
    Events edition(Id<Edition> id) const;
    /// Editions with this label.
    Events edition(std::string_view label) const;
    /// Those that are, or may be, on this day or later: of "November 2025" that is possible until the month is over.
    /// Ceremonies that were held or cancelled are not upcoming. Throws InvalidDate when run if the day is not exact.
    Events upcoming(const Date& day) const;
    /// Also those that are void, or belong to something void; their rows are marked.
    Events including_void() const;

    std::vector<Row> rows() const;
    std::vector<Record> records() const;
    std::size_t count() const;
    /// As those of Nominations.
    void to_csv(const std::filesystem::path& path, const CsvExport& options = {}) const;
    void to_csv(std::ostream& to, const CsvExport& options = {}) const;
    ArrowArrayStream to_arrow(Shown shown = Shown::all) const;
    /// The conditions, for people. Reads nothing.
    std::string describe() const;

    explicit Events(std::shared_ptr<const detail::Reading> reading);

  private:
    Events narrowed(detail::Condition condition) const;
    std::shared_ptr<const detail::Reading> reading_;
    std::shared_ptr<const detail::EventFilter> filter_;
};

// Said here, for else a shared library would keep them to itself, as it does the rows.
extern template class LAURELS_API Events<CeremonyRow, Ceremony>;
extern template class LAURELS_API Events<DeadlineRow, Deadline>;

/// The ceremonies that meet every condition given.
using Ceremonies = Events<CeremonyRow, Ceremony>;
/// The deadlines that meet every condition given.
using Deadlines = Events<DeadlineRow, Deadline>;

}  // namespace v0
}  // namespace laurels
