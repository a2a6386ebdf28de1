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
    question("all(self, kind)", "All records of a kind, by id: `all(Award)`. A Rows.", &ask_all);
    question("count(self, kind)", "How many records of a kind there are: `count(Nomination)`.", &ask_count);
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
    question("history(self, record, field=None)",
             "Who said what about a record, when: one HistoryEntry for each field that an event changed, oldest first; "
             "with\n"
             "`field`, of that field only. A nomination's includes its credits. Raises NotFound, and InvalidValue for "
             "a field\n"
             "that the kind does not have.",
             &ask_history);
}

}  // namespace laurels::python
