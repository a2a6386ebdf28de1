// Reports of imports, and the schema of what goes out.

#include "facts.hpp"

namespace laurels::python {

namespace {

void bind_report(py::module_& module) {
    FactClass<ImportReport> type(module, "ImportReport",
                                 "What an import did, or with dry_run would do. str() gives it in lines.");
    using Tally = ImportReport::Tally;
    FactClass<Tally> tally(type.type(), "Tally", "Records of one kind.");
    tally.fact("added", &Tally::added, "How many were added.")
        .fact("revised", &Tally::revised, "How many were there and are otherwise now.")
        .fact("unchanged", &Tally::unchanged, "How many were there and are as they were.");
    tally.type().def("__repr__", [](const py::object& self) { return display("tally_repr", self); });
    using Refusal = ImportReport::Refusal;
    FactClass<Refusal> refusal(type.type(), "Refusal", "A row, or a record of a file, that was not taken, and why.");
    refusal.fact("row", &Refusal::row, "Its number, from 1, headings not included.")
        .fact("line", &Refusal::line, "The line of the file on which it begins, from 1; 0 where there is no file.")
        .fact("column", &Refusal::column, "The column or the field; empty where it is the whole row.")
        .fact("value", &Refusal::value, "What stood there, cut where it is long.")
        .fact("reason", &Refusal::reason, "What is wrong with it, and what is allowed.");
    refusal.type().def("__repr__", [](const py::object& self) { return display("refusal_repr", self); });
    using Vanished = ImportReport::Vanished;
    FactClass<Vanished> vanished(type.type(), "Vanished",
                                 "A record that the data set brought once and no longer has. It is left as it is.");
    vanished.fact("record", &Vanished::record, "The record's id.")
        .fact("key", &Vanished::key, "Its key in the data set.");
    vanished.type().def("__repr__", [](const py::object& self) { return display("vanished_repr", self); });
    type.fact("change", &ImportReport::change, "The number of the change that was written; 0 where nothing was.")
        .fact("dry_run", &ImportReport::dry_run, "True where nothing was written, since only the report was wanted.")
        .fact("rows", &ImportReport::rows, "How many rows were read, or records of a file.")
        .fact("kinds", &ImportReport::kinds, "A Tally by kind: \"nomination\", \"nominee\", and so on.")
        .fact("claims", &ImportReport::claims,
              "How many values differ from what others had set, and were put beside them as claims.")
        .parts("refused", &ImportReport::refused, "What was not taken, and why: a Rows of ImportReport.Refusal.")
        .parts("vanished", &ImportReport::vanished,
               "Records of the data set that are no longer in it: a Rows of ImportReport.Vanished.")
        .fact("remarks", &ImportReport::remarks, "Sentences: what may be looked at.");
    type.type().def("__str__", [](const ImportReport& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("import_repr", self); });
    type.type().def(
        "_repr_html_", [](const py::object& self) { return display("import_html", self); },
        "The report, for notebooks.");
}

}  // namespace

void bind_exchange(py::module_& module) {
    bind_report(module);
    function(module, "json_schema()",
             "The JSON Schema (2020-12) of what export_json() writes, as a dict. The package has it as a file too,\n"
             "schema/laurels-2.schema.json.",
             [](const Arguments&) { return py::module_::import("json").attr("loads")(to_python(json_schema())); });
}

}  // namespace laurels::python
