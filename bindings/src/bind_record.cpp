#include "record.hpp"

namespace laurels::python {

LAURELS_RECORDS(LAURELS_TABLE)

namespace {

// What stubs/make_stub.py writes the classes' types from.
py::list annotations() {
    py::list classes;
    const auto add = [&](const Table& table) {
        py::list fields;
        for (const auto& field : table.fields) {
            fields.append(
                py::make_tuple(field->name, field->accepts(), field->gives(), field->positional(), field->required()));
        }
        classes.append(py::make_tuple(table.name, fields));
    };
    add(table_of<Source>());
    add(table_of<Alias>());
    add(table_of<Figure>());
    add(table_of<Measure>());
    add(table_of<Left>());
    each_record([&](const auto& record) { add(table_of<std::decay_t<decltype(record)>>()); });
    return classes;
}

}  // namespace

void bind_record(py::module_& module) {
    each_record([&](const auto& record) { bind_class<std::decay_t<decltype(record)>>(module); });
    module.def("_annotations", &annotations);
}

}  // namespace laurels::python
