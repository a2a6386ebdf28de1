// What an import did.

#include "facts.hpp"

namespace laurels::python {

namespace {

using Report = ImportReport;

py::object kinds_of(const Report& report) {
    py::dict kinds;
    for (const auto& [kind, tally] : report.kinds) kinds[to_python(kind)] = made(Report::Tally(tally));
    return py::reinterpret_steal<py::object>(PyDictProxy_New(kinds.ptr()));
}

}  // namespace

void bind_report(py::module_& module) {
    FactClass<Report> type(module, "ImportReport",
                           "What an import did, or with a dry run would do. str() gives it in lines.");
    FactClass<Report::Tally> tally(type.type(), "Tally", "How many records of a kind an import was about.");
    tally.fact("added", &Report::Tally::added, "How many were added.")
        .fact("revised", &Report::Tally::revised, "How many were revised.")
        .fact("unchanged", &Report::Tally::unchanged, "How many stayed as they were.");
    tally.type().def("__repr__", [](const py::object& self) { return display("tally_repr", self); });
    FactClass<Report::Refusal> refusal(type.type(), "Refusal",
                                       "A row, or a record of a file, that was not taken, and why.");
    refusal.fact("row", &Report::Refusal::row, "Its number, counted from 1, headings not included.")
        .fact("line", &Report::Refusal::line, "The line of the file on which it begins; 0 where there is no file.")
        .fact("column", &Report::Refusal::column, "The column or the field; empty where it is the whole row.")
        .fact("value", &Report::Refusal::value, "What stood there, cut where it is long.")
        .fact("reason", &Report::Refusal::reason, "What is wrong with it, and what is allowed.");
    refusal.type().def("__repr__", [](const py::object& self) { return display("refusal_repr", self); });
    FactClass<Report::Vanished> vanished(
        type.type(), "Vanished", "A record that the data set brought once and no longer has. It is left as it is.");
    vanished.fact("record", &Report::Vanished::record, "Its id.")
        .fact("key", &Report::Vanished::key, "Its key in the data set.");
    vanished.type().def("__repr__", [](const py::object& self) { return display("vanished_repr", self); });
    type.fact("change", &Report::change, "The change that was written; 0 where nothing was.")
        .fact("dry_run", &Report::dry_run, "True where only the report was wanted.")
        .fact("rows", &Report::rows, "How many rows, or records of a file, were read.")
        .fact("claims", &Report::claims, "How many values were put beside what others had set, as claims.")
        .parts("refused", &Report::refused, "What was not taken: a Rows of ImportReport.Refusal.")
        .parts("vanished", &Report::vanished, "What is no longer there: a Rows of ImportReport.Vanished.")
        .fact("remarks", &Report::remarks, "Sentences: an identifier that two records share, what may be looked at.");
    type.type().def_property_readonly("kinds", kinds_of,
                                      "By kind, \"nomination\", \"nominee\", an ImportReport.Tally.");
    type.type().def("__str__", [](const Report& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("report_repr", self); });
    type.type().def(
        "_repr_html_", [](const py::object& self) { return display("report_html", self); },
        "The report, for notebooks.");
}

}  // namespace laurels::python
