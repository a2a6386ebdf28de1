// Rows of one's own export that come back after someone edited them: what stands in a row as it was exported says
// nothing, and what was edited is refused where it was changed here too.

#include "exchange/csv.hpp"
#include "model/agree.hpp"
#include "model/text.hpp"
#include "registry/import_table.hpp"
#include "storage/history.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"

#include <algorithm>

namespace laurels::inline v0::detail {

using exchange::RowError;

namespace {

/// Whether a cell that said the one is unedited where it says the other: spaces are lost on the way.
template <class V>
bool same_cell(const V& one, const V& other) {
    if constexpr (std::is_same_v<V, std::string>)
        return same_words(one, other);
    else
        return one == other;
}

}  // namespace

std::optional<exchange::ExportedFrom> Importing::exported_from(const std::optional<std::string>& said) {
    if (mapping_.exported.empty() || !said) return std::nullopt;
    const auto from = exchange::ExportedFrom::parse(*said);
    if (!from)
        throw RowError(mapping_.exported, model::shown(*said),
                       "it does not say from which registry the row is and when it was exported, so what was edited "
                       "cannot be told");
    if (from->uuid != writer_.core_->uuid())
        throw RowError(mapping_.exported, model::shown(*said),
                       "the row was exported from another registry, whose ids are others here");
    return from;
}

/// The record as it was when the table was exported.
template <RecordType R>
R Importing::as_exported(const R& now) {
    std::int64_t seq = 0;
    storage::each_event_back(writer_.connection(), now.revision, [&](const storage::StoredEvent& event) {
        if (change(event.change).recorded > exported_->on) return true;
        seq = event.seq;
        return false;
    });
    R then = storage::record_at<R>(writer_.connection(), seq);
    then.id = now.id;
    return then;
}

/// What of a nomination was in the table. Who edited it saw the rest as if it were not there.
model::Openness Importing::openness_as_exported(const Nomination& then) {
    if (exported_->everything) return {.list = true, .result = true};
    const Category category = as_exported(storage::get_itself(writer_.connection(), then.category));
    return model::openness(then, model::openness(category, exported_->on), exported_->on);
}

template <RecordType R>
void Importing::keep_edited(const R& now, const R& then, model::Openness open, R& said) {
    static const R blank;
    R shown = then;
    model::withhold(shown, open);
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        // Stages add up, and what a collection has is looked at entry by entry.
        if constexpr (!std::is_same_v<V, Identifiers> && !std::is_same_v<V, std::vector<Alias>> &&
                      !std::is_same_v<V, Reached>) {
            V& value = said.*field.member;
            const V& exported = then.*field.member;
            const V& present = now.*field.member;
            if (has(field.traits, Trait::parent) || has(field.traits, Trait::required) || value == blank.*field.member)
                return;
            if (same_cell(value, exported)) {
                value = blank.*field.member;
            } else if (exported != shown.*field.member && !same_cell(present, value)) {
                throw RowError(std::string(Fields<R>::name) + "." + std::string(field.name),
                               to_string(RecordId(now.id)),
                               "its " + std::string(field.name) +
                                   " was withheld from the table, so whoever edited it could not see what stands "
                                   "here: export with everything (in Python, everything=True) to edit that");
            } else if (!same_cell(present, exported) && !same_cell(present, value)) {
                throw RowError("", to_string(RecordId(now.id)),
                               "its " + std::string(field.name) +
                                   " was edited in the table, and changed here since it was exported: look at both, "
                                   "and set it here");
            }
        }
    });
}

/// An empty cell says nothing, and neither does a value that is there of itself, as an outcome that is pending. Of a
/// table of what was public it can't be told what was withheld in it, but for the title and the work, which never are.
void Importing::remark_emptied(const Nomination& then, const Nomination& said) {
    static const Nomination blank;
    Fields<Nomination>::each([&](const auto& field) {
        const auto& value = said.*field.member;
        if (!exported_->everything && field.name != "title") return;
        if (!mapping_.nomination.contains(std::string(field.name)) || value != blank.*field.member ||
            then.*field.member == value)
            return;
        remark_lost(then.id, "that its " + std::string(field.name) + " was emptied or set back");
    });
    if (mapping_.work && !said.work && then.work) remark_lost(then.id, "that its work was taken out");
}

void Importing::remark_lost(RecordId id, const std::string& what) {
    remark(to_string(id) + ": " + what + " says nothing; do it by a verb of the library");
}

void Importing::keep_edited(const Nomination& before, Nomination& said) {
    const Nomination then = as_exported(before);
    remark_emptied(then, said);
    const model::Openness open = openness_as_exported(then);
    keep_edited<Nomination>(before, then, open, said);
    if (then.reached.contains(said.stage)) {
        if (exported_->everything && said.stage < then.stage && said.stage != Stage::draft)
            remark_lost(before.id, "that its stage was set back");
        said.stage = Stage::draft;
    }
    // All are looked at before the first is written.
    for (Credit& credit : said.credits) {
        const auto same = std::ranges::find_if(before.credits, [&](const Credit& other) {
            return !other.voided && storage::kept(writer_.connection(), other.nominee) == credit.nominee;
        });
        if (same != before.credits.end()) keep_edited(*same, open, credit);
    }
    for (const Credit& credit : before.credits) {
        const bool there = std::ranges::any_of(said.credits, [&](const Credit& other) {
            return other.nominee == storage::kept(writer_.connection(), credit.nominee);
        });
        if (!there && !writer_.is_hidden(credit.id))
            remark_lost(before.id, "that " + to_string(credit.id) + " was taken out");
    }
}

/// The row has the name that was shown: as credited, or the nominee's.
void Importing::keep_edited(const Credit& before, model::Openness open, Credit& said) {
    const Credit then = as_exported(before);
    const Nominee nominee = as_exported(storage::get_itself(writer_.connection(), before.nominee));
    const std::string& shown = then.credited_as.empty() ? nominee.name : then.credited_as;
    if (same_words(said.credited_as, shown)) said.credited_as.clear();
    keep_edited<Credit>(before, then, open, said);
}

}  // namespace laurels::inline v0::detail
