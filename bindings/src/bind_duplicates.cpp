#include "arguments.hpp"

namespace laurels::python {

void bind_duplicates(py::module_& module) {
    py::class_<LikelyDuplicate> type(module, "LikelyDuplicate", py::is_final(),
                                     "Two records that may be one and the same: see duplicates().\n\n"
                                     "Accept it by merge(it.kept, it.same), refuse it by distinguish(it.kept, "
                                     "it.same).");
    const auto fact = [&](const char* name, auto member, const char* doc) {
        type.def_property_readonly(
            name, [member](const LikelyDuplicate& self) { return to_python(self.*member); }, doc);
    };
    fact("kept", &LikelyDuplicate::kept, "The id of the one to keep: that on which more hangs, or the earlier one.");
    fact("same", &LikelyDuplicate::same, "The id of the one that may be the same.");
    fact("kept_name", &LikelyDuplicate::kept_name, "What the one to keep is called.");
    fact("same_name", &LikelyDuplicate::same_name, "What the other is called.");
    type.def_property_readonly(
        "score", [](const LikelyDuplicate& self) { return py::float_(self.score); },
        "From 0 to 1: about how often such a pair is one.");
    fact("reason", &LikelyDuplicate::reason, "Why, for people.");
    type.def(
        "__eq__", [](const LikelyDuplicate& one, const LikelyDuplicate& other) { return one == other; },
        py::is_operator());
    type.def("__hash__",
             [](const LikelyDuplicate& self) { return py::hash(py::make_tuple(self.kept.value, self.same.value)); });
    type.def("__copy__", [](py::object self) { return self; });
    type.def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; });
    type.def("__repr__", [](const py::object& self) { return display("duplicate_repr", self); });
}

}  // namespace laurels::python
