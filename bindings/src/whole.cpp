// Objects of the package's classes are whole from the moment Python sees them. pybind11 alone would also hand out
// objects that nobody initialised, by __new__ and by pickles that call it, or let an object change its class, and the
// library would then read what is not there.

#include "bind.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace laurels::python {

namespace {

std::string short_name(const PyTypeObject* type) {
    const std::string_view name(type->tp_name);
    return std::string(name.substr(name.rfind('.') + 1));
}

// True where the class can be called.
bool has_constructor(PyTypeObject* type) {
    const auto* base = reinterpret_cast<PyTypeObject*>(py::detail::get_internals().instance_base);
    return type->tp_init != base->tp_init;
}

void say_how(PyTypeObject* type, const std::string& what) {
    const std::string name = short_name(type);
    const std::string how = has_constructor(type) ? "call " + name + "(...)" : "use what the library returns";
    PyErr_SetString(PyExc_TypeError, (name + what + " makes no object of this class: " + how).c_str());
}

// Stands for __new__, which could only give an object that is not initialised.
PyObject* refuse_new(PyTypeObject* type, PyObject* /*args*/, PyObject* /*kwargs*/) {
    say_how(type, ".__new__()");
    return nullptr;
}

PyObject* refuse_new_attribute(PyObject* /*self*/, PyObject* args, PyObject* /*kwargs*/) {
    PyObject* type = PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : nullptr;
    if (type != nullptr && PyType_Check(type))
        return refuse_new(reinterpret_cast<PyTypeObject*>(type), nullptr, nullptr);
    PyErr_SetString(PyExc_TypeError, "__new__() makes no object: call the class, or use what the library returns");
    return nullptr;
}

PyMethodDef refused_new{"__new__", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&refuse_new_attribute)),
                        METH_VARARGS | METH_KEYWORDS,
                        "Refuses: objects are made by calling the class, or by the library."};

// Calling a class: the object is made and initialised in one go. No class has subclasses, so no other code runs
// between.
PyObject* call_class(PyObject* callee, PyObject* args, PyObject* kwargs) {
    auto* type = reinterpret_cast<PyTypeObject*>(callee);
    if (!has_constructor(type)) {
        say_how(type, "()");
        return nullptr;
    }
    PyObject* self = py::detail::make_new_instance(type);
    if (self != nullptr && type->tp_init(self, args, kwargs) == 0) return self;
    Py_XDECREF(self);
    return nullptr;
}

// Calling the metaclass, as a class statement does.
PyObject* refuse_subclass(PyTypeObject* /*metaclass*/, PyObject* /*args*/, PyObject* /*kwargs*/) {
    PyErr_SetString(PyExc_TypeError, "the classes of laurels cannot have subclasses");
    return nullptr;
}

py::object make_metaclass() {
    auto* base = py::detail::get_internals().default_metaclass;
    // Without a deallocator of its own the type would get one that does not end pybind11's classes as it wants them.
    PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(&refuse_subclass)},
                           {Py_tp_call, reinterpret_cast<void*>(&call_class)},
                           {Py_tp_dealloc, reinterpret_cast<void*>(base->tp_dealloc)},
                           {0, nullptr}};
    PyType_Spec spec{"laurels._core._Type", 0, 0, Py_TPFLAGS_DEFAULT, slots};
    auto result = py::reinterpret_steal<py::object>(
        PyType_FromSpecWithBases(&spec, py::make_tuple(py::handle(reinterpret_cast<PyObject*>(base))).ptr()));
    if (!result) throw py::error_already_set();
    return result;
}

void freeze(PyTypeObject* type) {
    // Objects of an immutable class cannot become another's, nor another's become of it.
    type->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
    PyType_Modified(type);
}

bool is_class(py::handle object) {
    return PyType_Check(object.ptr()) != 0 &&
           py::detail::get_type_info(reinterpret_cast<PyTypeObject*>(object.ptr())) != nullptr;
}

// The classes in a dictionary, and those within them; no enumerations.
void find_classes(const py::dict& names, std::vector<py::object>& found) {
    for (const auto& [name, object] : names) {
        if (!is_class(object)) continue;
        found.push_back(py::reinterpret_borrow<py::object>(object));
        find_classes(py::dict(object.attr("__dict__")), found);
    }
}

}  // namespace

void name_as_public(py::module_& module) {
    std::vector<py::object> classes;
    find_classes(module.attr("__dict__").cast<py::dict>(), classes);
    for (const py::object& type : classes) type.attr("__module__") = "laurels";
    for (const auto& [name, object] : module.attr("__dict__").cast<py::dict>()) {
        if (py::isinstance<py::type>(object)) object.attr("__module__") = "laurels";
    }
}

void keep_objects_whole(py::module_& module) {
    const py::object metaclass = make_metaclass();
    const auto refused = py::reinterpret_steal<py::object>(PyCFunction_New(&refused_new, nullptr));
    std::vector<py::object> classes;
    find_classes(module.attr("__dict__").cast<py::dict>(), classes);
    for (const py::object& object : classes) {
        auto* type = reinterpret_cast<PyTypeObject*>(object.ptr());
        object.attr("__class__") = metaclass;
        // Into the dictionary itself, since setting the attribute would also replace the slot.
        if (PyDict_SetItemString(type->tp_dict, "__new__", refused.ptr()) != 0) throw py::error_already_set();
        type->tp_new = &refuse_new;
        freeze(type);
    }
    freeze(reinterpret_cast<PyTypeObject*>(metaclass.ptr()));
}

}  // namespace laurels::python
