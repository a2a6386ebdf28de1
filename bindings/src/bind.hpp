#pragma once

// What every binding file starts from. module.cpp calls the functions below, one for each topic, in their order.

#include <laurels/laurels.hpp>

#include <pybind11/pybind11.h>

namespace laurels::python {

namespace py = pybind11;

void bind_guard(py::module_& module);
void bind_error(py::module_& module);
void bind_enum(py::module_& module);
void bind_id(py::module_& module);
void bind_date(py::module_& module);
void bind_value(py::module_& module);
void bind_record(py::module_& module);
void bind_journal(py::module_& module);
void bind_duplicates(py::module_& module);
void bind_query(py::module_& module);
void bind_upkeep(py::module_& module);
void bind_exchange(py::module_& module);
void bind_report(py::module_& module);
void bind_mapping(py::module_& module);
void bind_outgoing(py::module_& module);
void bind_registry(py::module_& module);

/// After all of them: people see, and pickle keeps, the names under which everything is public.
void name_as_public(py::module_& module);
/// After all of them: see whole.cpp.
void keep_objects_whole(py::module_& module);

}  // namespace laurels::python
