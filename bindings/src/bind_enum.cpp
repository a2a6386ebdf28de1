#include "arguments.hpp"

#include <pybind11/native_enum.h>

namespace laurels::python {

namespace {

// What an enumeration's members do beyond Python's: they are equal to their names, so that a comparison with a string
// is never silently false, and print as their names. (Python hashes a member by its name, so this stays consistent.)
void finish(py::object type) {
    const py::object equal = py::cpp_function(
        [](py::handle self, py::handle other) -> py::object {
            if (self.is(other)) return py::bool_(true);
            if (PyUnicode_Check(other.ptr())) return py::bool_(py::object(self.attr("_name_")).equal(other));
            return py::reinterpret_borrow<py::object>(Py_NotImplemented);
        },
        py::name("__eq__"), py::is_method(type));
    type.attr("__eq__") = equal;
    type.attr("__str__") =
        py::cpp_function([](py::handle self) { return self.attr("_name_"); }, py::name("__str__"), py::is_method(type));
    type.attr("__repr__") = py::cpp_function(
        [](py::handle self) {
            return py::str("{}.{}").format(py::type::handle_of(self).attr("__name__"), self.attr("_name_"));
        },
        py::name("__repr__"), py::is_method(type));
}

template <class E, class Names>
py::object bind_one(py::module_& module, const char* enum_name, const char* doc, const Names& names, int first = 0) {
    py::native_enum<E> type(module, enum_name, "enum.Enum", doc);
    int number = first;
    for (const std::string_view name : names) type.value(std::string(name).c_str(), static_cast<E>(number++));
    type.finalize();
    const py::object result = module.attr(enum_name);
    enum_class<E>.name = enum_name;
    enum_class<E>.type = result;
    for (const std::string_view name : names) {
        enum_class<E>.members.push_back(py::object(result.attr(std::string(name).c_str())).release());
    }
    finish(result);
    return result;
}

template <NamedEnum E>
void bind_named(py::module_& module, const char* enum_name, const char* doc) {
    const py::object type = bind_one<E>(module, enum_name, doc, names_of<E>);
    // Stage("shortlisted")
    type.attr("_missing_") = py::module_::import("builtins").attr("staticmethod")(py::cpp_function([](py::handle name) {
        return to_python(from_python<E>(name, Place{{}, enum_class<E>.name}));
    }));
}

}  // namespace

void bind_enum(py::module_& module) {
    bind_named<Stage>(module, "Stage", "How far a nomination is. Any stage may be skipped.");
    bind_named<Outcome>(module, "Outcome", "What became of a nomination.");
    bind_named<Standing>(module, "Standing",
                         "Whether a nomination, or one credit of it, counts. Every ruling needs a reason.");
    bind_named<Acceptance>(module, "Acceptance",
                           "Whether the winner took the award. A refusal or a prevented acceptance still won.");
    bind_named<Disclosure>(module, "Disclosure",
                           "Who may know: nobody outside, everybody from an instant on, everybody.");
    bind_named<NomineeKind>(module, "NomineeKind", "Who or what is honoured.");
    bind_named<CeremonyStatus>(module, "CeremonyStatus", "How a ceremony stands.");
    bind_named<EvidenceKind>(module, "EvidenceKind", "What supports a nomination.");
    bind_named<Settlement>(module, "Settlement",
                           "What became of a claim: nothing yet, what is shown was kept, or what was claimed was taken "
                           "over.");

    bind_one<Differing>(module, "Differing", "How a record is other than it was.", names_of<Differing>);

    std::vector<std::string_view> kinds;
    each_record([&](const auto& record) { kinds.push_back(laurels::name(kind_of<std::decay_t<decltype(record)>>)); });
    bind_one<Kind>(module, "Kind", "The kinds of record.", kinds, 1);

    const py::object truth =
        bind_one<Truth>(module, "Truth",
                        "The answer to a question about what is not fully known: yes if it holds for every "
                        "possibility, no if for none.\n\n"
                        "It has no truth value of its own: compare it, as in `date.before(other) == Truth.yes`.",
                        std::vector<std::string_view>{laurels::name(Truth::no), laurels::name(Truth::unknown),
                                                      laurels::name(Truth::yes)});
    truth.attr("__bool__") = py::cpp_function(
        [](py::handle self) -> bool {
            throw py::type_error("Truth." + self.attr("_name_").cast<std::string>() +
                                 " is neither true nor false: compare it with Truth.yes, Truth.no or Truth.unknown");
        },
        py::name("__bool__"), py::is_method(truth));
}

}  // namespace laurels::python
