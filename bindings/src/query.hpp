#pragma once

// Questions and their answers in Python. A query and a row keep what they were asked of alive, and reach it without the
// interpreter lock only.

#include "arguments.hpp"
#include "guard.hpp"

#include <memory>

namespace laurels::python {

/// What answers: a registry, a view or an open change.
using Asked = std::shared_ptr<const Questions>;

/// A query, with what it is asked of.
template <class Query>
struct Question {
    Asked asked;
    Query query;
};
using PyNominations = Guarded<Question<Nominations>>;
using PyCeremonies = Guarded<Question<Ceremonies>>;
using PyDeadlines = Guarded<Question<Deadlines>>;

/// A row, with what it was read from, so that it can give the whole record.
template <class T>
class Row {
  public:
    Row(T row, Asked asked) : row_(std::move(row)), asked_(std::move(asked)) {}
    Row(const Row&) = default;
    Row(Row&&) noexcept = default;
    Row& operator=(const Row&) = delete;
    Row& operator=(Row&&) = delete;
    ~Row() { let_go(std::move(asked_)); }

    const T& operator*() const { return row_; }
    const T* operator->() const { return &row_; }
    const Asked& asked() const { return asked_; }

  private:
    T row_;
    Asked asked_;
};

/// Rows of the package, which can give their records.
template <class T>
py::object rows_to(std::vector<T>&& rows, const Asked& asked) {
    py::tuple result(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) result[i] = py::cast(Row<T>(std::move(rows[i]), asked));
    return make_rows(std::move(result));
}

/// The number of a change, where the object is one or stands for one, as a ChangeRow or a Change that was committed.
std::optional<std::int64_t> change_in(py::handle object);
/// The instant in what is no change; throws TypeError for anything else.
Instant instant_in(py::handle moment, const char* name);

// What a registry and a change answer, for both of them.
py::object ask_get(const Asked& asked, const Arguments& arguments);
py::object ask_find(const Asked& asked, const Arguments& arguments);
py::object ask_all(const Asked& asked, const Arguments& arguments);
py::object ask_count(const Asked& asked, const Arguments& arguments);
py::object ask_nominations(const Asked& asked, const Arguments& arguments);
py::object ask_ceremonies(const Asked& asked, const Arguments& arguments);
py::object ask_deadlines(const Asked& asked, const Arguments& arguments);
py::object ask_winners(const Asked& asked, const Arguments& arguments);
py::object ask_shortlist(const Asked& asked, const Arguments& arguments);
py::object ask_evidence(const Asked& asked, const Arguments& arguments);
py::object ask_costs(const Asked& asked, const Arguments& arguments);
py::object ask_is_hidden(const Asked& asked, const Arguments& arguments);
py::object ask_wins(const Asked& asked, const Arguments& arguments);
py::object ask_shortlistings(const Asked& asked, const Arguments& arguments);
py::object ask_conflicts(const Asked& asked, const Arguments& arguments);
py::object ask_claims(const Asked& asked, const Arguments& arguments);
py::object ask_duplicates(const Asked& asked, const Arguments& arguments);
py::object ask_lineage(const Asked& asked, const Arguments& arguments);
py::object ask_changes(const Asked& asked, const Arguments& arguments);
py::object ask_history(const Asked& asked, const Arguments& arguments);

/// Adds the questions to a class; `Self::asked()` gives what answers.
template <class Self, class Class>
void bind_questions(Class& type) {
    const auto question = [&](const char* signature, const char* doc,
                              py::object (*ask)(const Asked&, const Arguments&)) {
        method<Self>(type, signature, doc,
                     [ask](Self& self, const Arguments& arguments) { return ask(self.asked(), arguments); });
    };
    question("get(self, id)",
             "The record with this id, of whatever kind, as it is now; a record stands for its id. Raises NotFound.",
             &ask_get);
    question("find(self, kind, name)",
             "The award, series or nominee with this name or alias: `find(Award, \"Booker Prize\")`. Case, quotes and "
             "spaces\n"
             "don't matter. Raises NotFound, or Ambiguous where several have it.",
             &ask_find);
    question("all(self, kind, *, hidden=False)",
             "All records of a kind, by id: `all(Award)`. A Rows.\n\n"
             "With `hidden` also those that are void, hang on something void or were merged into another.",
             &ask_all);
    question("count(self, kind, *, hidden=False)",
             "How many records of a kind there are: `count(Nomination)`; with `hidden` also those that all() hides.",
             &ask_count);
    question("is_hidden(self, record)",
             "True where the record is void or hangs on something void, as a category of a void edition does. Raises "
             "NotFound.",
             &ask_is_hidden);
    question("nominations(self)", "A query for nominations. Reads nothing yet.", &ask_nominations);
    question("ceremonies(self)", "A query for ceremonies. Reads nothing yet.", &ask_ceremonies);
    question("deadlines(self)", "A query for deadlines. Reads nothing yet.", &ask_deadlines);
    question("winners(self, category)",
             "Who won the category: outcome won and standing active; a refusal or a prevented acceptance still won.\n\n"
             "A Rows of NominationRow. Raises NotFound.",
             &ask_winners);
    question("shortlist(self, category)",
             "Who is on the category's shortlist now: stage shortlisted and standing active.\n\n"
             "A Rows of NominationRow. Raises NotFound.",
             &ask_shortlist);
    question("evidence(self, subject)",
             "What was put forward in support of a nomination or nominee: a Rows of Evidence.", &ask_evidence);
    question("costs(self, subject)", "What a nomination or an edition cost: a Rows of Cost.", &ask_costs);
    question("wins(self, nominee, edition)",
             "How many nominations that credit the nominee won in this edition. What was merged with it counts as it, "
             "its parts\n"
             "do not.",
             &ask_wins);
    question("shortlistings(self, nominee, edition)",
             "On how many of this edition's shortlists the nominee is now, counted as wins() counts.",
             &ask_shortlistings);
    question("conflicts(self)",
             "The claims that differ from what is shown and that nobody has settled: a Rows of Conflict.\n\n"
             "A date that contains the one shown or lies within it is no conflict, and neither is a name that the "
             "record has as\n"
             "an alias.",
             &ask_conflicts);
    question("claims(self, subject)", "The claims about a record, settled ones included: a Rows of Claim.",
             &ask_claims);
    question(
        "duplicates(self, kind, *, at_least=0.5)",
        "Those that may be one and the same, the likeliest first: a Rows of LikelyDuplicate, each with a score and "
        "a reason.\n\n"
        "    for each in registry.duplicates(Nominee, at_least=0.9):\n"
        "        registry.merge(each.kept, each.same)        # or registry.distinguish(each.kept, each.same)\n\n"
        "The kind is Award, Series (within one award) or Nominee (of one kind of nominee). Names, aliases and "
        "identifiers are\n"
        "compared; what tells two apart, as a nomination that they share, counts against them. What distinguish() "
        "told apart\n"
        "is never suggested. merge_all() accepts many at once.",
        &ask_duplicates);
    question("lineage(self, record)",
             "The life of an award or a series as people would tell it, in order: what it was called when, when it "
             "paused, what\n"
             "it came from and became. A Rows of LineageEntry. Raises NotFound, and WrongKind for another kind.",
             &ask_lineage);
    question(
        "history(self, record, field=None)",
        "Who said what about a record, when: one HistoryEntry for each field that an event changed, oldest first; "
        "with\n"
        "`field`, of that field only. A nomination's includes its credits. Given a change, by its number or as a "
        "ChangeRow\n"
        "or a committed Change, all that it wrote. Raises NotFound, and InvalidValue for a field that the kind does "
        "not have.",
        &ask_history);
    question("changes(self, since=0)",
             "The changes after this one, or recorded after this instant, oldest first: a Rows of ChangeRow.\n\n"
             "`since` is a change's number, a ChangeRow, a committed Change, a datetime with a time zone or a str in "
             "RFC 3339.\n"
             "Raises NotFound for a change that is not there.",
             &ask_changes);
}

}  // namespace laurels::python
