#include "record.hpp"

#include <algorithm>

namespace laurels::python {

std::string_view name_of(const Table& table) { return table.name; }
std::string code_of(const Table& table, const void* object) { return table.repr(object); }

const AnyField* Table::find(std::string_view field) const {
    for (const auto& each : fields) {
        if (each->name == field) return each.get();
    }
    return nullptr;
}

const AnyField& Table::require(py::handle field, std::string_view caller) const {
    for (const auto& each : fields) {
        if (each->key.is(field)) return *each;
    }
    const auto text = py::reinterpret_borrow<py::str>(field).cast<std::string>();
    if (const AnyField* found = find(text)) return *found;
    std::vector<std::string> names;
    for (const auto& each : fields) names.push_back(each->name);
    throw py::type_error(std::string(caller) + "(): " + name + " has no field '" + text + "'" +
                         suggestion(text, names));
}

void Table::complete() {
    for (const auto& each : fields) {
        if (each->positional()) positional_.push_back(each.get());
    }
    // By position nothing can be left out before something that is needed.
    bool needed = false;
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        if (!(*field)->positional()) continue;
        needed = needed || (*field)->required();
        if (needed) (*field)->require();
    }
}

std::string Table::signature() const {
    std::string text = name + "(";
    const auto parameter = [&](const AnyField& field) {
        if (text.back() != '(') text += ", ";
        text += field.name;
        if (!field.required()) text += "=" + field.show(blank());
    };
    for (const AnyField* field : positional()) parameter(*field);
    bool star = false;
    for (const auto& field : fields) {
        if (field->positional()) continue;
        if (!star) text += ", *";
        star = true;
        parameter(*field);
    }
    return text + ")";
}

std::string Table::init_doc() const {
    const std::string whole = signature();
    return function_doc("__init__(self, " + whole.substr(whole.find('(') + 1),
                        "What the fields are stands at the class.");
}

std::string Table::class_doc() const {
    std::string text = signature() + "\n--\n\n" + doc + "\n";
    for (const auto& field : fields) text += "\n" + field->name + ": " + field->doc;
    return text +
           "\n\nFrozen and hashable. Raises InvalidValue or InvalidDate for a value that is not allowed, WrongKind for an id "
           "of another kind,\nTypeError for an object of another type and for a field that it does not have.";
}

void Table::construct(void* object, const py::args& args, const py::kwargs& kwargs) const {
    const auto& by_position = positional();
    if (args.size() > by_position.size()) {
        std::string names;
        for (const AnyField* field : by_position) names += (names.empty() ? "" : ", ") + field->name;
        throw py::type_error(name + "() takes " + names + " by position and everything else by keyword, but " +
                             std::to_string(args.size()) + " were given by position");
    }
    const auto given = by_position.begin() + static_cast<std::ptrdiff_t>(args.size());
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (kwargs.contains(by_position[i]->key)) {
            throw py::type_error(name + "() got multiple values for argument '" + by_position[i]->name + "'");
        }
        by_position[i]->set(object, args[i], {name, by_position[i]->name});
    }
    assign(object, kwargs);
    for (const auto& field : fields) {
        if (!field->required() || std::find(by_position.begin(), given, field.get()) != given) continue;
        if (!kwargs.contains(field->key)) {
            throw py::type_error(name + "() is missing the argument '" + field->name + "'");
        }
    }
}

void Table::assign(void* object, const py::dict& values) const {
    for (const auto& [key, value] : values) {
        const auto& field = require(key, name);
        field.set(object, value, {name, field.name});
    }
}

std::size_t Table::hash(const void* object) const {
    std::size_t result = std::hash<RecordId>{}(id(object));
    for (const AnyField* field : positional()) {
        result = result * 1000003 ^ static_cast<std::size_t>(py::hash(field->get(object)));
    }
    return result;
}

std::string Table::arguments(const void* object) const {
    std::string text;
    bool in_a_row = true;  // by position while none is left out
    const auto argument = [&](const AnyField& field, bool positional) {
        if (!field.required() && field.same(object, blank())) {
            in_a_row = false;
            return;
        }
        if (!text.empty()) text += ", ";
        if (!positional || !in_a_row) text += field.name + "=";
        text += field.show(object);
    };
    for (const AnyField* field : positional()) argument(*field, true);
    for (const auto& field : fields) {
        if (!field->positional()) argument(*field, false);
    }
    return text;
}

std::string Table::repr(const void* object) const {
    if (constructible(object)) return name + "(" + arguments(object) + ")";
    const RecordId record = id(object);
    return "<" + name + (record ? " " + to_string(record) : " not stored") + ": " + arguments(object) + ">";
}

py::tuple Table::reduced(const void* object, py::handle type) const {
    py::dict values;
    for (const auto& field : fields) {
        if (field->same(object, blank())) continue;
        py::object value = field->get(object);
        // A read-only view of a mapping can't be pickled; the mapping can.
        if (Py_TYPE(value.ptr()) == &PyDictProxy_Type) value = py::dict(value);
        values[field->key] = value;
    }
    return py::make_tuple(py::module_::import("laurels._restore").attr("restore"),
                          py::make_tuple(type, id(object).value, revision(object), values));
}

}  // namespace laurels::python
