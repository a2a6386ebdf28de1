// What is known of the form in which records go out and come in.

#include "arguments.hpp"

namespace laurels::python {

void bind_exchange(py::module_& module) {
    function(module, "json_schema()",
             "The JSON Schema (2020-12) of what export_json() writes, as a dict. The package has it as a file too,\n"
             "schema/laurels-2.schema.json.",
             [](const Arguments&) { return py::module_::import("json").attr("loads")(to_python(json_schema())); });
}

}  // namespace laurels::python
