#pragma once

// What of the records may be known outside. What the words mean stands in model/disclosure.hpp; here it is worked out
// for all records, so that nothing is shown that only hangs on what is not: a nominee is public where a public
// nomination names it, or what is part of it, and in no other way.

#include "model/disclosure.hpp"
#include "storage/idset.hpp"
#include "storage/state.hpp"
#include "storage/view.hpp"

#include <laurels/records.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace laurels::inline v0::storage {

/// What is open at an instant, by the records of one moment.
struct Openings {
    IdSet category_list;
    IdSet category_result;
    IdSet nomination_list;
    IdSet nomination_result;
    /// What is not hidden, by kind; nothing where all of it is shown.
    std::array<std::optional<IdSet>, kind_count> visible;

    model::Openness of(Id<Category> id) const { return {category_list.has(id.value), category_result.has(id.value)}; }
    model::Openness of(Id<Nomination> id) const {
        return {nomination_list.has(id.value), nomination_result.has(id.value)};
    }
    bool shows(RecordId record) const {
        const auto& ids = visible[static_cast<std::size_t>(record.kind)];
        return !ids || ids->has(record.value);
    }
};
Openings openings(Connection& connection, Instant on);

/// The data sets that were imported, here or where records came from, in order. Their keys are schemes of identifiers.
std::vector<std::string> data_sets(Connection& connection);

/// The public records of a database that nobody writes, as they are shown outside.
class PublicRecords {
  public:
    /// What `also` does not open, as by the records of a later moment, is not public either.
    PublicRecords(Connection& connection, Instant on, const Openings* also = nullptr);

    bool has(RecordId record) const { return of(record.kind).has(record.value); }
    const IdSet& ids(Kind kind) const { return of(kind); }
    /// The records of a kind by id, without what is withheld; a nomination comes without its credits.
    template <RecordType R>
    void each(const std::function<void(R&)>& action);
    /// One of them.
    template <RecordType R>
    std::optional<R> find(Id<R> id);
    /// The credits of one of them.
    std::vector<Credit> credits(Id<Nomination> nomination);

  private:
    IdSet& of(Kind kind) { return shown_[static_cast<std::size_t>(kind)]; }
    const IdSet& of(Kind kind) const { return shown_[static_cast<std::size_t>(kind)]; }
    void find_merged();
    /// All of a kind whose parents are shown and that are not hidden.
    template <RecordType R>
    void show_all();
    void show_nominations();
    void show_credits();
    void show_nominees();
    void show_evidence();
    bool visible(RecordId record) const;
    bool is_all_open(RecordId subject) const;
    model::Openness openness(Id<Category> id) const;
    model::Openness openness(Id<Nomination> id) const;
    /// What answers for a record: itself, or what it was merged into.
    RecordId kept_of(RecordId record);
    template <RecordType R>
    void shape(R& record);

    Connection& connection_;
    State state_;
    const Openings* also_;
    Openings open_;
    std::array<IdSet, kind_count> shown_;
    std::array<IdSet, kind_count> merged_;
    std::vector<std::string> data_sets_;
};

/// What else bounds a view of what is public that is bounded by other moments too.
struct PublicMoment {
    Instant on;                       ///< the instant by which is judged what is open
    std::optional<Openings> present;  ///< what is open by the records as they are now; nothing where that is the moment
};
/// `bounds` are those of the moment; `on` is the instant that is asked for.
PublicMoment public_moment(const ReadJournal& journal, const Bounds& bounds, Instant on);

/// Puts what is public into empty tables of state.
void copy_public(PublicRecords& records, Connection& into);

/// A view of what is public, in a database in memory that has no journal: who said what, when and why is not public.
/// Within other bounds, it is what was public at that earlier moment and is not withheld now.
std::unique_ptr<Connection> build_public_view(const ReadJournal& journal, const Bounds& bounds);

}  // namespace laurels::inline v0::storage
