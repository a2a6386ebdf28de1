#include "arguments.hpp"

namespace laurels::python {

namespace {

template <class R>
void bind_one(py::module_& module) {
    const std::string name = Convert<Id<R>>::gives();
    const std::string record(Fields<R>::name);
    const std::string doc = name + "(value)\n--\n\nThe id of " + with_article(record) +
                            " within one file: a whole number from 1.\n\nIds are hashable, ordered among their kind, "
                            "and equal to no id of another kind. Raises InvalidValue for a number below 1.";
    const auto* signature = new Signature(name + "(value)");
    py::class_<TypedId<R>, AnyId> type(module, name.c_str(), py::is_final(), doc.c_str());
    type.def(py::init([signature](const py::args& args, const py::kwargs& kwargs) {
                 const auto value = Arguments(*signature, args, kwargs).template get<std::int64_t>("value");
                 if (value < 1) {
                     throw InvalidValue(signature->name() + ": ids are whole numbers from 1, not " +
                                        std::to_string(value));
                 }
                 return TypedId<R>{{RecordId(kind_of<R>, value)}};
             }),
             function_doc("__init__(self, value)", "Makes the id.").c_str())
        .def(
            "__lt__", [](const TypedId<R>& left, const TypedId<R>& right) { return left.id < right.id; },
            py::is_operator())
        .def(
            "__le__", [](const TypedId<R>& left, const TypedId<R>& right) { return left.id <= right.id; },
            py::is_operator())
        .def(
            "__gt__", [](const TypedId<R>& left, const TypedId<R>& right) { return left.id > right.id; },
            py::is_operator())
        .def(
            "__ge__", [](const TypedId<R>& left, const TypedId<R>& right) { return left.id >= right.id; },
            py::is_operator())
        .def("__reduce__", [](const TypedId<R>& id) {
            return py::make_tuple(py::type::of<TypedId<R>>(), py::make_tuple(id.id.value));
        });
    set_id_class(kind_of<R>, type);
    type.attr("__match_args__") = py::make_tuple("value");
}

}  // namespace

void bind_id(py::module_& module) {
    py::class_<AnyId> base(
        module, "RecordId",
        "The id of a record of any kind. Each kind has a class of its own: AwardId, EditionId, and so on.\n\n"
        "str(id) is \"award:3\", and RecordId.parse reads it.");
    static_method(base, "parse(text)", "Reads \"award:3\" and gives AwardId(3). Raises InvalidValue.",
                  [](const Arguments& arguments) {
                      const auto text = arguments.get<std::string>("text");
                      const RecordId id = RecordId::parse(text);
                      if (id.value < 1) throw InvalidValue("'" + text + "' is no id: ids are whole numbers from 1");
                      return id_to(id);
                  });
    base.def_property_readonly(
            "value", [](const AnyId& id) { return id.id.value; }, "The number, from 1.")
        .def_property_readonly(
            "kind", [](const AnyId& id) { return to_python(id.id.kind); }, "The kind of record.")
        .def(
            "__eq__", [](const AnyId& left, const AnyId& right) { return left == right; }, py::is_operator())
        .def("__hash__", [](const AnyId& id) { return py::hash(py::int_(std::hash<RecordId>{}(id.id))); })
        .def("__copy__", [](py::object self) { return self; })
        .def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; })
        .def("__repr__", [](const AnyId& id) { return id_show(id.id); })
        .def("__str__", [](const AnyId& id) { return to_string(id.id); });
    each_record([&](const auto& record) { bind_one<std::decay_t<decltype(record)>>(module); });
}

}  // namespace laurels::python
