// Calendars and announcements, and what belongs to exports besides.

#include "facts.hpp"
#include "outgoing.hpp"

#include <fstream>
#include <sstream>

namespace laurels::python {

namespace {

void release_stream(PyObject* capsule) {
    auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
    if (stream == nullptr) return PyErr_Clear();
    if (stream->release != nullptr) stream->release(stream);
    delete stream;
}

void bind_calendar_report(py::module_& module) {
    FactClass<CalendarReport> type(module, "CalendarReport",
                                   "What export_calendar() wrote, and what has no place in a calendar.");
    using LeftOut = CalendarReport::LeftOut;
    FactClass<LeftOut> left_out(type.type(), "LeftOut", "A ceremony or deadline that was left out, and why.");
    left_out.fact("record", &LeftOut::record, "Its id.")
        .fact("called", &LeftOut::called, "What it is called.")
        .fact("reason", &LeftOut::reason, "A sentence: it has no date, or one that is open at an end.");
    left_out.type().def("__repr__", [](const py::object& self) { return display("left_out_repr", self); });
    type.fact("events", &CalendarReport::events, "How many events were written.")
        .parts("left_out", &CalendarReport::left_out, "What was left out: a Rows of CalendarReport.LeftOut.");
    type.type().def("__str__", [](const CalendarReport& self) { return to_python(self.text()); });
    type.type().def("__repr__", [](const py::object& self) { return display("calendar_repr", self); });
}

CalendarExport calendar_options(const Arguments& arguments) {
    return {.everything = arguments.get<bool>("everything", false), .award = arguments.maybe<Id<Award>>("award")};
}

/// A text is the template itself, a path is that of its file.
std::optional<std::string> template_in(const Arguments& arguments) {
    if (!arguments.has("template")) return std::nullopt;
    if (PyUnicode_Check(arguments["template"].ptr())) return arguments.get<std::string>("template");
    const auto path = from_python<std::filesystem::path>(arguments["template"], Place{{}, "template"});
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        throw MissingFile("there is no template that can be read at " + path.string(), path);
    return std::move(text).str();
}

template <NamedEnum E>
E named(const Arguments& arguments, const char* argument, E otherwise) {
    const auto name = arguments.maybe<std::string>(argument);
    return name ? at(Place{{}, argument}, [&] { return parse<E>(*name); }) : otherwise;
}

std::string announce(const PyRegistry& self, const Arguments& a) {
    const Announcement options{.kind = named(a, "kind", Announced::result),
                               .format = named(a, "format", Markup::markdown),
                               .template_ = template_in(a),
                               .everything = a.get<bool>("everything", false)};
    const auto subject = a.get<RecordId>("subject");
    if (subject.kind == Kind::category)
        return self.call([&](const Registry& r) { return r.announce(Id<Category>(subject.value), options); });
    if (subject.kind == Kind::edition)
        return self.call([&](const Registry& r) { return r.announce(Id<Edition>(subject.value), options); });
    throw WrongKind("announced is a category, or an edition with all its categories, and not " + to_string(subject),
                    {Kind::category, Kind::edition}, subject.kind);
}

}  // namespace

py::object stream_capsule(ArrowArrayStream stream) {
    auto* const held = new ArrowArrayStream(stream);
    PyObject* const capsule = PyCapsule_New(held, "arrow_array_stream", release_stream);
    if (capsule == nullptr) {
        held->release(held);
        delete held;
        throw py::error_already_set();
    }
    return py::reinterpret_steal<py::object>(capsule);
}

void bind_outgoing(py::module_& module) {
    bind_calendar_report(module);
    function(module, "announcement_template(kind, format='markdown')",
             "The template that announce() uses where none is given, to start one's own from: see docs/exporting.md.",
             [](const Arguments& a) {
                 return to_python(
                     announcement_template(named(a, "kind", Announced::result), named(a, "format", Markup::markdown)));
             });
    function(
        module, "nominations_mapping()",
        "The Mapping by which import_table() takes a CSV of nominations back in, after someone edited it.\n\n"
        "Rows are known by their ids, what was edited is a revision, and the guard against formulas is taken off. The\n"
        "CSV must be editable: to_csv(…, editable=True).",
        [](const Arguments&) { return made(nominations_mapping()); });
}

void bind_outgoing_of(py::classh<PyRegistry>& type) {
    method<PyRegistry>(
        type, "to_ical(self, *, award=None, everything=False)",
        "Ceremonies and deadlines as iCalendar (RFC 5545), for programs that subscribe to it: a str.\n\n"
        "award: only this award's.\n"
        "everything: not only what may be known outside now.\n\n"
        "What is not known to the day is a tentative event over what is known; what has no date, or one that is open at\n"
        "an end, is left out. The same record gives the same text.",
        [](PyRegistry& self, const Arguments& a) {
            const CalendarExport options = calendar_options(a);
            return to_python(self.call([&](const Registry& registry) { return registry.to_ical(options); }));
        });
    method<PyRegistry>(
        type, "export_calendar(self, file, *, award=None, everything=False)",
        "Writes that to a path or a file that has write(), and gives a CalendarReport, which says what was left out.\n\n"
        "A file given by its path is put in its place when it is complete. Raises FileError.",
        [](PyRegistry& self, const Arguments& a) {
            const CalendarExport options = calendar_options(a);
            std::optional<CalendarReport> report;
            write_to(
                a["file"], "file",
                [&](const std::filesystem::path& path) {
                    report = self.call([&](const Registry& r) { return r.export_calendar(path, options); });
                },
                [&](std::ostream& to) {
                    report = self.call([&](const Registry& r) { return r.export_calendar(to, options); });
                });
            return made(std::move(*report));
        });
    method<PyRegistry>(
        type, "announce(self, subject, kind='result', *, format='markdown', template=None, everything=False)",
        "The shortlist or result of a category, or of all categories of an edition, as a text to publish.\n\n"
        "kind: \"shortlist\" or \"result\".\n"
        "format: \"markdown\" or \"html\".\n"
        "template: a template of one's own, as a str, or its file as a Path; see announcement_template().\n"
        "everything: also what is private or under embargo, to write it in advance.\n\n"
        "Raises InvalidValue for a template that is wrong, which says where, and where all of it is withheld now.",
        [](PyRegistry& self, const Arguments& a) { return to_python(announce(self, a)); });
}

}  // namespace laurels::python
