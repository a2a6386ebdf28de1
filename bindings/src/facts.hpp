#pragma once

// Classes of facts: what a call found or did, read-only, with a repr and a table for notebooks.

#include "convert.hpp"

namespace laurels::python {

inline py::object path_or_none(const std::filesystem::path& path) {
    if (path.empty()) return py::none();
    return py::module_::import("pathlib").attr("Path")(to_python(path));
}

// Numbers or texts by name, read-only.
template <class Value>
py::object mapping(const std::map<std::string, Value>& entries) {
    py::dict result;
    for (const auto& [name, value] : entries) result[to_python(name)] = to_python(value);
    return py::reinterpret_steal<py::object>(PyDictProxy_New(result.ptr()));
}

inline py::tuple texts(const std::vector<std::string>& lines) {
    py::tuple result(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) result[i] = to_python(lines[i]);
    return result;
}

template <class T>
class FactClass {
  public:
    FactClass(const py::handle& scope, const char* name, const char* doc) : type_(scope, name, py::is_final(), doc) {}

    template <class Value>
    FactClass& fact(const char* name, Value T::* member, const char* doc) {
        type_.def_property_readonly(
            name,
            [member](const T& self) {
                if constexpr (std::is_same_v<Value, std::filesystem::path>) {
                    return path_or_none(self.*member);
                } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
                    return texts(self.*member);
                } else if constexpr (requires { typename Value::mapped_type; }) {
                    return mapping(self.*member);
                } else if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, std::size_t>) {
                    return py::int_(self.*member);
                } else {
                    return to_python(self.*member);
                }
            },
            doc);
        return *this;
    }
    // A Rows of facts.
    template <class Part>
    FactClass& parts(const char* name, std::vector<Part> T::* member, const char* doc) {
        type_.def_property_readonly(
            name,
            [member](const T& self) {
                const std::vector<Part>& found = self.*member;
                py::tuple result(found.size());
                for (std::size_t i = 0; i < found.size(); ++i) result[i] = made(Part(found[i]));
                return make_rows(std::move(result));
            },
            doc);
        return *this;
    }
    py::class_<T>& type() { return type_; }

  private:
    py::class_<T> type_;
};

}  // namespace laurels::python
