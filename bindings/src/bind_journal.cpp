#include "arguments.hpp"

namespace laurels::python {

namespace {

py::object display(const char* function, const py::object& self) {
    return py::module_::import("laurels.display").attr(function)(self);
}

template <class T, class Class, class Value>
void fact(Class& type, const char* name, Value T::* member, const char* doc) {
    type.def_property_readonly(name, [member](const T& object) { return to_python(object.*member); }, doc);
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
    type.def_property_readonly(
        "source",
        [](const HistoryEntry& entry) {
            return entry.source.empty() ? py::object(py::none()) : to_python(entry.source);
        },
        "The Source who said it, or None.");
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

}  // namespace

void bind_journal(py::module_& module) {
    bind_history(module);
    bind_checkpoint(module);
    bind_verification(module);
}

}  // namespace laurels::python
