#include "arguments.hpp"
#include "facts.hpp"
#include "guard.hpp"

namespace laurels::python {

namespace {

void bind_info(py::module_& module) {
    FactClass<Info> type(module, "Info", "What a registry is and holds: made by info(). str() gives it in lines.");
    type.fact("path", &Info::path, "The file's pathlib.Path; None in memory and for a view.")
        .fact("uuid", &Info::uuid, "The file's UUID.")
        .fact("format", &Info::format, "The version of its tables.")
        .fact("library", &Info::library, "This library's version.")
        .fact("sqlite", &Info::sqlite, "SQLite's version.")
        .fact("bytes", &Info::bytes, "The file's size; 0 for a view.")
        .fact("free_bytes", &Info::free_bytes, "Of that, what compact() would give back.")
        .fact("counts", &Info::counts, "Records by kind, hidden ones included.")
        .fact("hidden", &Info::hidden, "Of these, how many are void or merged into another.")
        .fact("changes", &Info::changes, "How many changes there are.")
        .fact("events", &Info::events, "How many events there are.")
        .fact("first_recorded", &Info::first_recorded, "When the first change was recorded, or None.")
        .fact("last_recorded", &Info::last_recorded, "When the last change was recorded, or None.")
        .fact("open_claims", &Info::open_claims, "How many claims nobody has settled.")
        .fact("erasures", &Info::erasures, "How often something was erased.")
        .fact("settings", &Info::settings,
              "How it was opened: \"access\", \"timeout\", \"cache_mb\", \"journal_mode\", \"synchronous\".");
    type.type().def("__str__", [](const Info& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("info_repr", self); });
    type.type().def(
        "_repr_html_", [](const py::object& self) { return display("info_html", self); }, "The facts, for notebooks.");
}

void bind_compaction(py::module_& module) {
    FactClass<Compaction> type(module, "Compaction", "What compact() did.");
    type.fact("before", &Compaction::before, "The file's size before, in bytes.")
        .fact("after", &Compaction::after, "Its size after.");
    type.type().def("__repr__", [](const py::object& self) { return display("compaction_repr", self); });
}

void bind_diagnosis(py::module_& module) {
    FactClass<Diagnosis> type(
        module, "Diagnosis",
        "What doctor() says of a file. True where nothing bad was found. str() gives it in lines.");
    FactClass<Diagnosis::Finding> finding(type.type(), "Finding", "One thing found, and what can be done.");
    finding.fact("bad", &Diagnosis::Finding::bad, "False for a remark.")
        .fact("what", &Diagnosis::Finding::what, "What was found, in plain words.")
        .fact("advice", &Diagnosis::Finding::advice, "What can be done; empty where nothing need be.");
    finding.type().def("__repr__", [](const py::object& self) { return display("finding_repr", self); });
    type.fact("path", &Diagnosis::path, "The file's pathlib.Path.")
        .fact("ok", &Diagnosis::ok, "True where nothing bad was found.")
        .parts("findings", &Diagnosis::findings, "What was found: a Rows of Diagnosis.Finding.");
    type.type().def("__bool__", [](const Diagnosis& self) { return self.ok; });
    type.type().def("__str__", [](const Diagnosis& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("diagnosis_repr", self); });
    type.type().def(
        "_repr_html_", [](const py::object& self) { return display("diagnosis_html", self); },
        "The findings, for notebooks.");
    function(module, "doctor(path)",
             "Looks at a file without writing to it, and says in plain words what is wrong and what can be done.\n\n"
             "Whether it is there, may be read and written, is a registry of a version that this library reads, is "
             "whole, and is\n"
             "as it was written. Reads all of it. Gives a Diagnosis; what can't be found out is a finding.",
             [](const Arguments& a) {
                 const auto path = a.get<std::filesystem::path>("path");
                 return made(unlocked([&] { return doctor(path); }));
             });
}

void bind_erasure(py::module_& module) {
    FactClass<ErasureReport> type(module, "ErasureReport", "What erase() found and did. str() gives it in lines.");
    FactClass<ErasureReport::Place> place(type.type(), "Place", "Where a text stands, or stood.");
    using Place = ErasureReport::Place;
    place.fact("change", &Place::change, "The number of the change.")
        .fact("seq", &Place::seq, "The number of the event; 0 for what is said with the whole change.")
        .fact("record", &Place::record, "The id of the record that the event is about, or None.")
        .fact("where", &Place::where, "\"Nominee.name\", \"reason\", \"source\", \"actor\".");
    place.type().def("__repr__", [](const py::object& self) { return display("place_repr", self); });
    type.fact("done", &ErasureReport::done, "False for a dry run.")
        .fact("nominees", &ErasureReport::nominees, "The ids of the nominee and those merged with it.")
        .fact("texts", &ErasureReport::texts,
              "How many spellings were looked for; not which, since a report may be kept.")
        .parts("erased", &ErasureReport::erased, "What was blanked, or would be: a Rows of ErasureReport.Place.")
        .parts("left", &ErasureReport::left,
               "Where a text still occurs, such as in the name of another nominee: a Rows of ErasureReport.Place.")
        .fact("rewritten", &ErasureReport::rewritten,
              "True where the file was rewritten, so that nothing is left between its rows.")
        .fact("remarks", &ErasureReport::remarks, "Sentences: that copies made before are out of reach, among others.");
    type.type().def("__str__", [](const ErasureReport& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("erasure_repr", self); });
    type.type().def(
        "_repr_html_", [](const py::object& self) { return display("erasure_html", self); },
        "The report, for notebooks.");
}

}  // namespace

void bind_upkeep(py::module_& module) {
    bind_info(module);
    bind_compaction(module);
    bind_diagnosis(module);
    bind_erasure(module);
}

}  // namespace laurels::python
