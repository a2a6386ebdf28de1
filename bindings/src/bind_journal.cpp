#include "arguments.hpp"

namespace laurels::python {

namespace {

template <class T, class Class, class Value>
void fact(Class& type, const char* name, Value T::* member, const char* doc) {
    type.def_property_readonly(name, [member](const T& object) { return to_python(object.*member); }, doc);
}

// A source is None where nobody is named.
template <class T, class Class>
void source_fact(Class& type, const char* name, Source T::* member, const char* doc) {
    type.def_property_readonly(
        name,
        [member](const T& object) {
            return (object.*member).empty() ? py::object(py::none()) : to_python(object.*member);
        },
        doc);
}

// Facts that are equal where all is; `number` tells them apart for the most part.
template <class T, class Class, class Number>
void comparable(Class& type, Number number) {
    type.def("__eq__", [](const T& left, const T& right) { return left == right; }, py::is_operator());
    type.def("__hash__", [number](const T& object) { return py::hash(py::int_(number(object))); });
    type.def("__copy__", [](py::object self) { return self; });
    type.def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; });
    type.def("__repr__", [](const py::object& self) { return display("fact_repr", self); });
}

void bind_history(py::module_& module) {
    py::class_<HistoryEntry> type(
        module, "HistoryEntry", py::is_final(),
        "One field as one event left it: what it was, what it became, who said so, and who wrote it down.");
    fact<HistoryEntry>(type, "seq", &HistoryEntry::seq, "The event's number in the file, from 1.");
    fact<HistoryEntry>(type, "change", &HistoryEntry::change, "The number of the change it is part of, from 1.");
    fact<HistoryEntry>(type, "record", &HistoryEntry::record,
                       "The id of the record; among a nomination's entries also of its credits.");
    fact<HistoryEntry>(type, "verb", &HistoryEntry::verb, "What was called: \"add\", \"revise\", \"advance\", …");
    fact<HistoryEntry>(type, "field", &HistoryEntry::field, "The field's name.");
    fact<HistoryEntry>(type, "before", &HistoryEntry::before, "Its value before, for people; empty for none.");
    fact<HistoryEntry>(type, "after", &HistoryEntry::after, "Its value after, for people.");
    fact<HistoryEntry>(type, "recorded", &HistoryEntry::recorded, "When it was written down here, a datetime in UTC.");
    fact<HistoryEntry>(type, "known", &HistoryEntry::known,
                       "When the source said it, a Date; else the day of recording.");
    source_fact<HistoryEntry>(type, "source", &HistoryEntry::source, "The Source who said it, or None.");
    fact<HistoryEntry>(type, "actor", &HistoryEntry::actor, "Who wrote it down; empty where nobody was named.");
    fact<HistoryEntry>(type, "reason", &HistoryEntry::reason, "Why; empty where no reason was given.");
    type.def("__repr__", [](const py::object& self) { return display("entry_repr", self); });
}

void bind_checkpoint(py::module_& module) {
    const auto* signature = new Signature("Checkpoint(text)");
    py::class_<Checkpoint> type(module, "Checkpoint", py::is_final(),
                                "Checkpoint(text)\n--\n\n"
                                "The state of a journal at one moment, to keep elsewhere and verify against later.\n\n"
                                "str() gives one line, which the constructor reads; it raises InvalidValue for "
                                "anything else. A file that was changed\n"
                                "since, or whose end was cut off, no longer matches it.");
    type.def(py::init([signature](const py::args& args, const py::kwargs& kwargs) {
                 return Checkpoint::parse(Arguments(*signature, args, kwargs).get<std::string>("text"));
             }),
             function_doc("__init__(self, text)", "Reads the line.").c_str());
    fact<Checkpoint>(type, "uuid", &Checkpoint::uuid, "The file's UUID.");
    fact<Checkpoint>(type, "change", &Checkpoint::change, "The number of the last change; 0 in an empty file.");
    fact<Checkpoint>(type, "seq", &Checkpoint::seq, "The number of the last event; 0 in an empty file.");
    fact<Checkpoint>(type, "digest", &Checkpoint::digest,
                     "The digest of the chain up to there: 64 hexadecimal digits.");
    type.def("__str__", [](const Checkpoint& checkpoint) { return checkpoint.text(); })
        .def("__repr__", [](const Checkpoint& checkpoint) { return "Checkpoint(" + literal(checkpoint.text()) + ")"; })
        .def(
            "__eq__", [](const Checkpoint& left, const Checkpoint& right) { return left == right; }, py::is_operator())
        .def("__hash__", [](const Checkpoint& checkpoint) { return py::hash(py::str(checkpoint.text())); })
        .def("__reduce__", [](const Checkpoint& checkpoint) {
            return py::make_tuple(py::type::of<Checkpoint>(), py::make_tuple(checkpoint.text()));
        });
}

void bind_verification(py::module_& module) {
    py::class_<Verification> type(
        module, "Verification", py::is_final(),
        "What verify() found. True where all is well, so `assert registry.verify()` works.\n\n"
        "Tamper-evident against a checkpoint that was kept elsewhere; a whole file can be forged.");
    fact<Verification>(type, "ok", &Verification::ok, "True where all is well.");
    fact<Verification>(type, "changes", &Verification::changes, "How many changes were read.");
    fact<Verification>(type, "events", &Verification::events, "How many events were read.");
    fact<Verification>(type, "finding", &Verification::finding,
                       "What is wrong, in a sentence; empty where all is well.");
    fact<Verification>(type, "seq", &Verification::seq, "The number of the first bad event, or None.");
    fact<Verification>(type, "record", &Verification::record,
                       "The id of the first record whose stored state the journal does not give, or None.");
    type.def_property_readonly(
        "checkpoint", [](const Verification& self) { return py::cast(self.checkpoint); },
        "The journal's head as it was read, a Checkpoint.");
    type.def("__bool__", [](const Verification& self) { return self.ok; })
        .def("__str__", [](const Verification& self) { return to_python(self.text()); })
        .def("__repr__", [](const Verification& self) { return to_python("<Verification: " + self.text() + ">"); })
        .def(
            "_repr_html_", [](const py::object& self) { return display("verification_html", self); },
            "The finding, for notebooks.");
}

void bind_changes(py::module_& module) {
    py::class_<ChangeRow> type(module, "ChangeRow", py::is_final(),
                               "One change of the journal: who made it, when, by which source, and what it wrote.");
    fact<ChangeRow>(type, "number", &ChangeRow::number,
                    "Its number, from 1: for as_of(), history(), diff(), revert().");
    fact<ChangeRow>(type, "recorded", &ChangeRow::recorded, "When it was committed, a datetime in UTC.");
    fact<ChangeRow>(type, "actor", &ChangeRow::actor, "Who wrote it down; empty where nobody was named.");
    source_fact<ChangeRow>(type, "source", &ChangeRow::source,
                           "The Source given with the change, or with all of its few events; else None.");
    fact<ChangeRow>(type, "reason", &ChangeRow::reason,
                    "The reason given with the change, or with all of its few events; else empty.");
    fact<ChangeRow>(type, "events", &ChangeRow::events, "How many events it has.");
    fact<ChangeRow>(type, "summary", &ChangeRow::summary, "What it wrote, for people.");
    fact<ChangeRow>(type, "records", &ChangeRow::records,
                    "The ids of the first records that it is about, at most 10, in the order of their events.");
    fact<ChangeRow>(type, "data_set", &ChangeRow::data_set,
                    "Of an import the data set whose rows it wrote; else empty.");
    comparable<ChangeRow>(type, [](const ChangeRow& row) { return row.number; });
}

void bind_differences(py::module_& module) {
    py::class_<Difference> type(module, "Difference", py::is_final(),
                                "A field in which two moments, or two registries, differ: see diff().");
    fact<Difference>(type, "record", &Difference::record, "The id of the record.");
    fact<Difference>(type, "called", &Difference::called, "What the record is called, for people.");
    fact<Difference>(
        type, "how", &Difference::how,
        "Of the record, a Differing; those added or removed have one Difference for each field that is set.");
    fact<Difference>(type, "field", &Difference::field, "The field's name.");
    fact<Difference>(type, "before", &Difference::before, "Its value before, for people; empty for none.");
    fact<Difference>(type, "after", &Difference::after, "Its value after.");
    comparable<Difference>(type, [](const Difference& each) { return std::hash<RecordId>{}(each.record); });
}

void bind_conflicts(py::module_& module) {
    py::class_<Conflict> type(
        module, "Conflict", py::is_final(),
        "A claim that nobody has settled and that differs from what is shown: see conflicts() and settle().");
    fact<Conflict>(type, "claim", &Conflict::claim, "The id of the Claim.");
    fact<Conflict>(type, "subject", &Conflict::subject, "The id of the record that it is about.");
    fact<Conflict>(type, "called", &Conflict::called, "What that record is called, for people.");
    fact<Conflict>(type, "field", &Conflict::field, "The field, or \"wins\" or \"shortlistings\".");
    fact<Conflict>(type, "edition", &Conflict::edition, "The id of the edition in which is counted, or None.");
    fact<Conflict>(type, "shown", &Conflict::shown, "What is shown, for people; empty for none.");
    source_fact<Conflict>(type, "shown_source", &Conflict::shown_source,
                          "The Source who said that; None where nobody is named, and for a count.");
    fact<Conflict>(type, "shown_known", &Conflict::shown_known,
                   "Since when that is known; None for a count and for what was never set.");
    fact<Conflict>(type, "claimed", &Conflict::claimed, "What is claimed, for people; empty for none.");
    source_fact<Conflict>(type, "source", &Conflict::source, "The Source who claims it, or None.");
    fact<Conflict>(type, "known", &Conflict::known, "Since when.");
    fact<Conflict>(type, "actor", &Conflict::actor, "Who wrote the claim down; empty where nobody was named.");
    fact<Conflict>(type, "reason", &Conflict::reason, "What was said with it.");
    comparable<Conflict>(type, [](const Conflict& each) { return each.claim.value; });
}

void bind_reversal(py::module_& module) {
    py::class_<Reversal> type(module, "Reversal", py::is_final(), "What revert() did.");
    fact<Reversal>(type, "change", &Reversal::change, "The number of the change that was undone.");
    fact<Reversal>(type, "undone", &Reversal::undone, "How many records were put back as they were, or declared void.");
    type.def_property_readonly(
        "left", [](const Reversal& self) { return to_rows(std::vector<Left>(self.left)); },
        "What later changes had touched, and was left as it is: a Rows of Left.");
    comparable<Reversal>(type, [](const Reversal& each) { return each.change; });
    type.def("__str__", [](const py::object& self) { return display("reversal_text", self); });
    type.def(
        "_repr_html_", [](const py::object& self) { return display("reversal_html", self); },
        "What was undone and what was left, for notebooks.");
}

void bind_lineage(py::module_& module) {
    py::class_<LineageEntry> type(module, "LineageEntry", py::is_final(),
                                  "A chapter in the life of an award or a series: see lineage().");
    fact<LineageEntry>(type, "dates", &LineageEntry::dates, "When, a Date, as far as it is known; else None.");
    fact<LineageEntry>(
        type, "what", &LineageEntry::what,
        "\"called\", \"paused\", \"cancelled\", \"split from\", \"merged from\", \"continues\" or \"became\".");
    fact<LineageEntry>(type, "text", &LineageEntry::text, "A sentence.");
    fact<LineageEntry>(type, "other", &LineageEntry::other,
                       "The id of the series that it came from or became, or None.");
    comparable<LineageEntry>(type, [](const LineageEntry& each) { return std::hash<std::string>{}(each.text); });
}

}  // namespace

void bind_journal(py::module_& module) {
    bind_changes(module);
    bind_differences(module);
    bind_conflicts(module);
    bind_reversal(module);
    bind_lineage(module);
    bind_history(module);
    bind_checkpoint(module);
    bind_verification(module);
}

}  // namespace laurels::python
