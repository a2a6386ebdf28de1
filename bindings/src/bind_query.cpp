#include "outgoing.hpp"

namespace laurels::python {

namespace {

// ---- rows

template <class T>
class RowClass {
  public:
    RowClass(py::module_& module, const char* name, const char* doc) : type_(module, name, py::is_final(), doc) {
        type_.def_property_readonly(
            "record",
            [](const Row<T>& row) {
                return to_python(unlocked([asked = row.asked(), id = row->id] { return asked->get(id); }));
            },
            "The whole record, read now from where the row came from. Raises Closed once that is closed.");
        type_.def("__eq__", [](const Row<T>& left, const Row<T>& right) { return *left == *right; }, py::is_operator());
        type_.def("__hash__", [](const Row<T>& row) { return py::hash(py::int_(std::hash<RecordId>{}(row->id))); });
        type_.def("__copy__", [](py::object self) { return self; });
        type_.def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; });
        type_.def("__repr__", [](const py::object& self) { return display("row_repr", self); });
    }

    template <class Value>
    RowClass& column(const char* name, Value T::* member, const char* doc) {
        type_.def_property_readonly(name, [member](const Row<T>& row) { return to_python((*row).*member); }, doc);
        return *this;
    }

  private:
    py::class_<Row<T>> type_;
};

void bind_rows(py::module_& module) {
    RowClass<NominationRow>(module, "NominationRow", "A nomination with the names around it.")
        .column("id", &NominationRow::id, "The nomination's id.")
        .column("award_id", &NominationRow::award_id, "The award's id.")
        .column("edition_id", &NominationRow::edition_id, "The edition's id.")
        .column("category_id", &NominationRow::category_id, "The category's id.")
        .column("series_id", &NominationRow::series_id, "The id of the series that the category continues, or None.")
        .column("award", &NominationRow::award, "The award's name.")
        .column("edition", &NominationRow::edition, "The edition's label.")
        .column("category", &NominationRow::category, "The category's name.")
        .column("series", &NominationRow::series, "The series' name, or empty.")
        .column("nominee_ids", &NominationRow::nominee_ids, "The ids of the nominees, in the order of the credits.")
        .column("nominees", &NominationRow::nominees, "The nominees' names as credited, in the order of the credits.")
        .column("title", &NominationRow::title, "Its title as entered.")
        .column("work_id", &NominationRow::work_id, "The id of the work that it is for, or None.")
        .column("work", &NominationRow::work, "The work's name, or empty.")
        .column("stage", &NominationRow::stage, "How far it is now.")
        .column("outcome", &NominationRow::outcome, "What became of it.")
        .column("decided", &NominationRow::decided, "When the outcome was decided or announced, or None.")
        .column("place", &NominationRow::place, "Its place, counted from 1, or None.")
        .column("share", &NominationRow::share, "Its share of the category's award, or None.")
        .column("standing", &NominationRow::standing, "Whether it counts.")
        .column("acceptance", &NominationRow::acceptance, "Whether the award was taken.")
        .column("disclosure", &NominationRow::disclosure, "Who may know of it.")
        .column("voided", &NominationRow::voided,
                "True where it, or what it belongs to, is void: only after including_void().");

    RowClass<CeremonyRow>(module, "CeremonyRow", "A ceremony with the names around it.")
        .column("id", &CeremonyRow::id, "The ceremony's id.")
        .column("award_id", &CeremonyRow::award_id, "The award's id.")
        .column("edition_id", &CeremonyRow::edition_id, "The edition's id.")
        .column("award", &CeremonyRow::award, "The award's name.")
        .column("edition", &CeremonyRow::edition, "The edition's label.")
        .column("name", &CeremonyRow::name, "Its name where the edition has several.")
        .column("date", &CeremonyRow::date, "When it is, a When, or None.")
        .column("place", &CeremonyRow::place, "Town, venue or both.")
        .column("status", &CeremonyRow::status, "Planned, held, postponed or cancelled.")
        .column("upcoming", &CeremonyRow::upcoming,
                "After upcoming(day): Truth.yes, or Truth.unknown where it is possible; else None.")
        .column("voided", &CeremonyRow::voided,
                "True where it, or what it belongs to, is void: only after including_void().");

    RowClass<DeadlineRow>(module, "DeadlineRow", "A deadline with the names around it.")
        .column("id", &DeadlineRow::id, "The deadline's id.")
        .column("award_id", &DeadlineRow::award_id, "The award's id.")
        .column("edition_id", &DeadlineRow::edition_id, "The edition's id.")
        .column("award", &DeadlineRow::award, "The award's name.")
        .column("edition", &DeadlineRow::edition, "The edition's label.")
        .column("name", &DeadlineRow::name, "What is due.")
        .column("date", &DeadlineRow::date, "When it is, a When, or None.")
        .column("upcoming", &DeadlineRow::upcoming,
                "After upcoming(day): Truth.yes, or Truth.unknown where it is possible; else None.")
        .column("voided", &DeadlineRow::voided,
                "True where it, or what it belongs to, is void: only after including_void().");
}

// ---- queries

// A narrower query of the same. Making one reads nothing.
template <class Query, class Narrow>
Guarded<Question<Query>> narrower(const Guarded<Question<Query>>& self, Narrow narrow) {
    return Guarded<Question<Query>>(self.call(
        [&](const Question<Query>& question) { return Question<Query>{question.asked, narrow(question.query)}; }));
}

// By id or, where text is given, by name.
template <class Query, class R, class ById, class ByName>
Guarded<Question<Query>> by(const Guarded<Question<Query>>& self, const Arguments& arguments, const char* argument,
                            ById by_id, ByName by_name) {
    if (PyUnicode_Check(arguments[argument].ptr())) {
        const auto name = arguments.get<std::string>(argument);
        return narrower(self, [&](const Query& query) { return by_name(query, name); });
    }
    const auto id = arguments.get<Id<R>>(argument);
    return narrower(self, [&](const Query& query) { return by_id(query, id); });
}

template <class Query, class Rows>
py::object rows_in(const Guarded<Question<Query>>& self, Rows read) {
    auto rows = self.call([&](const Question<Query>& question) { return read(question.query); });
    return rows_to(std::move(rows), self.shared()->asked);
}

// What all queries have: including_void() and the terminals.
template <class Query, class Class>
void bind_terminals(Class& type, const char* what) {
    using Self = Guarded<Question<Query>>;
    method<const Self>(type, "including_void(self)",
                       "Also those that are void, or belong to something void; in their rows `voided` is True.",
                       [](const Self& self, const Arguments&) {
                           return narrower(self, [](const Query& query) { return query.including_void(); });
                       });
    method<const Self>(type, "rows(self)", "Runs the query and gives all rows, with the names around each: a Rows.",
                       [](const Self& self, const Arguments&) {
                           return rows_in(self, [](const Query& query) { return query.rows(); });
                       });
    method<const Self>(type, "records(self)", "Runs the query and gives the whole records: a Rows.",
                       [](const Self& self, const Arguments&) {
                           return to_rows(
                               self.call([](const Question<Query>& question) { return question.query.records(); }));
                       });
    method<const Self>(type, "count(self)", "Runs the query and gives the number of rows; len() does too.",
                       [](const Self& self, const Arguments&) {
                           return self.call([](const Question<Query>& question) { return question.query.count(); });
                       });
    bind_tables<Query>(type);
    type.def("__len__", [](const Self& self) {
        return self.call([](const Question<Query>& question) { return question.query.count(); });
    });
    type.def("__iter__",
             [](const Self& self) { return py::iter(rows_in(self, [](const Query& query) { return query.rows(); })); });
    type.def("__bool__",
             [message = std::string("a query has no truth value: use len(), .count() or .rows() of the ") +
                        what](const Self&) -> bool { throw py::type_error(message); });
    method<const Self>(
        type, "describe(self)", "The conditions, for people. Reads nothing.", [](const Self& self, const Arguments&) {
            return to_python(self.call([](const Question<Query>& question) { return question.query.describe(); }));
        });
    type.def("__repr__", [](const Self& self) {
        return to_python("<" + self.call([](const Question<Query>& question) { return question.query.describe(); }) +
                         ">");
    });
    type.def(
        "_repr_html_", [](const py::object& self) { return display("query_html", self); },
        "Runs the query and shows its first rows as a table, for notebooks.");
}

void bind_nominations(py::module_& module) {
    using Self = PyNominations;
    py::classh<Self> type(
        module, "Nominations", py::is_final(),
        "The nominations that meet every condition given, in the order of their ids.\n\n"
        "A query is immutable: each method gives a narrower one. Nothing is read until rows(), records(), count(),\n"
        "len() or iteration, and repr() only describes it. Awards, series and nominees may be given by name,\n"
        "compared as a whole with names and aliases when the query runs, which raises NotFound for a name that\n"
        "nothing has and Ambiguous for one that several have. Any thread may use it; running it raises Closed once\n"
        "the registry is closed.");
    method<const Self>(type, "award(self, award)", "Of this award, given by record, id or name.",
                       [](const Self& self, const Arguments& a) {
                           return by<Nominations, Award>(
                               self, a, "award", [](const Nominations& q, Id<Award> id) { return q.award(id); },
                               [](const Nominations& q, const std::string& name) { return q.award(name); });
                       });
    method<const Self>(type, "edition(self, edition)",
                       "Of this edition, given by record or id, or of editions with this label.",
                       [](const Self& self, const Arguments& a) {
                           return by<Nominations, Edition>(
                               self, a, "edition", [](const Nominations& q, Id<Edition> id) { return q.edition(id); },
                               [](const Nominations& q, const std::string& label) { return q.edition(label); });
                       });
    method<const Self>(type, "series(self, series, *, lineage=False)",
                       "In categories that continue this series, given by record, id or name; with `lineage` also in "
                       "those of\n"
                       "the series that it came from and that came from it.",
                       [](const Self& self, const Arguments& a) {
                           const Lineage lineage = a.get<bool>("lineage", false) ? Lineage::whole : Lineage::own;
                           return by<Nominations, Series>(
                               self, a, "series",
                               [&](const Nominations& q, Id<Series> id) { return q.series(id, lineage); },
                               [&](const Nominations& q, const std::string& name) { return q.series(name, lineage); });
                       });
    method<const Self>(type, "category(self, category)",
                       "In this category, given by record or id, or in categories with this wording.",
                       [](const Self& self, const Arguments& a) {
                           return by<Nominations, Category>(
                               self, a, "category",
                               [](const Nominations& q, Id<Category> id) { return q.category(id); },
                               [](const Nominations& q, const std::string& name) { return q.category(name); });
                       });
    method<const Self>(
        type, "nominee(self, nominee, *, including_parts=False)",
        "That credit this nominee or are for this work, given by record, id or name; with `including_parts` also\n"
        "those of what is part of it, each counted once.",
        [](const Self& self, const Arguments& a) {
            const Parts parts = a.get<bool>("including_parts", false) ? Parts::including : Parts::without;
            return by<Nominations, Nominee>(
                self, a, "nominee", [&](const Nominations& q, Id<Nominee> id) { return q.nominee(id, parts); },
                [&](const Nominations& q, const std::string& name) { return q.nominee(name, parts); });
        });
    method<const Self>(type, "stage(self, stage)", "At this stage now: a Stage or its name.",
                       [](const Self& self, const Arguments& a) {
                           const auto stage = a.get<Stage>("stage");
                           return narrower(self, [&](const Nominations& q) { return q.stage(stage); });
                       });
    method<const Self>(type, "reached(self, stage)",
                       "Ever put on this stage, whatever became of it: all who were on the shortlist.",
                       [](const Self& self, const Arguments& a) {
                           const auto stage = a.get<Stage>("stage");
                           return narrower(self, [&](const Nominations& q) { return q.reached(stage); });
                       });
    method<const Self>(type, "outcome(self, outcome)", "With this outcome: an Outcome or its name.",
                       [](const Self& self, const Arguments& a) {
                           const auto outcome = a.get<Outcome>("outcome");
                           return narrower(self, [&](const Nominations& q) { return q.outcome(outcome); });
                       });
    method<const Self>(type, "standing(self, standing)", "With this standing: a Standing or its name.",
                       [](const Self& self, const Arguments& a) {
                           const auto standing = a.get<Standing>("standing");
                           return narrower(self, [&](const Nominations& q) { return q.standing(standing); });
                       });
    method<const Self>(
        type, "within(self, first, last=None)",
        "Whose date may lie within a span: `within(\"2025\")`, or from `first` to `last`. The date is the day it was\n"
        "decided, else its edition's ceremonies, else its edition's date. Raises InvalidDate.",
        [](const Self& self, const Arguments& a) {
            Date span = a.get<Date>("first");
            if (const auto last = a.maybe<Date>("last")) {
                span = at(Place{{}, "last"}, [&] { return Date::parse(span.text() + "/" + last->text()); });
            }
            return narrower(self, [&](const Nominations& q) { return q.within(span); });
        });
    method<const Self>(type, "first(self, limit)", "Runs the query and gives at most `limit` rows: a Rows.",
                       [](const Self& self, const Arguments& a) {
                           const auto limit = a.get<std::int64_t>("limit");
                           if (limit < 0) throw InvalidValue("limit must not be negative", "limit");
                           return rows_in(
                               self, [&](const Nominations& q) { return q.first(static_cast<std::size_t>(limit)); });
                       });
    method<const Self>(
        type, "export_json(self, file, *, everything=False)",
        "Writes the nominations chosen, and what they refer to, as Registry.export_json() does, without a journal. By\n"
        "default it chooses among what may be known outside now.",
        [](const Self& self, const Arguments& a) {
            const JsonExport options{.everything = a.get<bool>("everything", false)};
            write_to(
                a["file"], "file",
                [&](const std::filesystem::path& path) {
                    self.call(
                        [&](const Question<Nominations>& question) { question.query.export_json(path, options); });
                },
                [&](std::ostream& to) {
                    self.call([&](const Question<Nominations>& question) { question.query.export_json(to, options); });
                });
        });
    bind_terminals<Nominations>(type, "nominations");
}

template <class Query>
void bind_events(py::module_& module, const char* name, const char* what, const char* doc) {
    using Self = Guarded<Question<Query>>;
    py::classh<Self> type(module, name, py::is_final(), doc);
    method<const Self>(type, "award(self, award)", "Of this award, given by record, id or name.",
                       [](const Self& self, const Arguments& a) {
                           return by<Query, Award>(
                               self, a, "award", [](const Query& q, Id<Award> id) { return q.award(id); },
                               [](const Query& q, const std::string& text) { return q.award(text); });
                       });
    method<const Self>(type, "edition(self, edition)",
                       "Of this edition, given by record or id, or of editions with this label.",
                       [](const Self& self, const Arguments& a) {
                           return by<Query, Edition>(
                               self, a, "edition", [](const Query& q, Id<Edition> id) { return q.edition(id); },
                               [](const Query& q, const std::string& text) { return q.edition(text); });
                       });
    method<const Self>(
        type, "upcoming(self, day)",
        "That are, or may be, on this day or later: of \"November 2025\" that is possible until the month is over.\n"
        "What was held or cancelled is not upcoming. Running it raises InvalidDate if the day is not exact.",
        [](const Self& self, const Arguments& a) {
            const auto day = a.get<Date>("day");
            return narrower(self, [&](const Query& q) { return q.upcoming(day); });
        });
    bind_terminals<Query>(type, what);
}

}  // namespace

void bind_query(py::module_& module) {
    bind_rows(module);
    bind_nominations(module);
    bind_events<Ceremonies>(module, "Ceremonies", "ceremonies",
                            "The ceremonies that meet every condition given, by date, those without one last.\n\n"
                            "A query as Nominations is: immutable, lazy, usable from any thread.");
    bind_events<Deadlines>(module, "Deadlines", "deadlines",
                           "The deadlines that meet every condition given, by date, those without one last.\n\n"
                           "A query as Nominations is: immutable, lazy, usable from any thread.");
}

}  // namespace laurels::python
