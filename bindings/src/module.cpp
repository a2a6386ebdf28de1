// The extension module laurels._core.

#include "bind.hpp"

#include <string>

PYBIND11_MODULE(_core, module) {
    namespace py = pybind11;
    using namespace laurels::python;

    py::options options;
    options.disable_function_signatures();  // docstrings begin with signatures of their own
    options.disable_enum_members_docstring();

    module.doc() = "The library itself. Everything in it is public as laurels.NAME.";
    module.attr("__version__") = std::string(laurels::version);

    bind_guard(module);
    bind_error(module);
    bind_enum(module);
    bind_id(module);
    bind_date(module);
    bind_value(module);
    bind_record(module);
    bind_journal(module);
    bind_duplicates(module);
    bind_query(module);
    bind_upkeep(module);
    bind_exchange(module);
    bind_report(module);
    bind_mapping(module);
    bind_outgoing(module);
    bind_registry(module);
    name_as_public(module);
    keep_objects_whole(module);
}
