#include "convert.hpp"

#include <array>

namespace laurels::python {

namespace {

using Classes = std::array<py::handle, kind_count>;  // by the number of the kind
Classes record_classes{};
Classes id_classes{};

// The name of an object's type, without its module; of a class, that it is one.
std::string type_name(py::handle object) {
    const bool is_class = PyType_Check(object.ptr()) != 0;
    const auto* type = is_class ? reinterpret_cast<PyTypeObject*>(object.ptr()) : Py_TYPE(object.ptr());
    const std::string_view name(type->tp_name);
    return (is_class ? "the class " : "") + std::string(name.substr(name.rfind('.') + 1));
}

// The number in a Python int or something that stands for one, as numpy's; no bool and no float.
std::optional<std::int64_t> whole_number(py::handle object, const Place& place) {
    if (PyBool_Check(object.ptr()) || !PyIndex_Check(object.ptr())) return std::nullopt;
    const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(object.ptr()));
    if (!number) throw py::error_already_set();
    int overflow = 0;
    const long long value = PyLong_AsLongLongAndOverflow(number.ptr(), &overflow);
    if (overflow != 0) throw InvalidValue(place.text() + ": the number is out of 64 bits", place.text());
    return value;
}

bool is_a(py::handle object, const char* module, const char* type) {
    // What comes from a module that nobody imported is not there.
    const py::dict modules(py::reinterpret_borrow<py::dict>(PyImport_GetModuleDict()));
    if (!modules.contains(module)) return false;
    return py::isinstance(object, modules[module].attr(type));
}

// The kind of a class in one of the lists above.
Kind kind_in(const Classes& classes, py::handle type) {
    for (std::size_t i = 1; i < classes.size(); ++i) {
        if (classes[i].is(type)) return static_cast<Kind>(i);
    }
    return Kind{};
}

}  // namespace

py::handle interned(std::string_view name) {
    PyObject* text = PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()));
    if (text == nullptr) throw py::error_already_set();
    PyUnicode_InternInPlace(&text);
    return text;
}

std::string Place::text() const {
    if (owner.empty()) return std::string(name);
    return std::string(owner) + "." + std::string(name);
}

void wrong_type(const Place& place, std::string_view expected, py::handle given, std::string_view hint) {
    std::string message = place.text() + " must be " + std::string(expected) + ", not ";
    message += given.is_none() ? "None" : type_name(given);
    if (!hint.empty()) message += "; " + std::string(hint);
    throw py::type_error(message);
}

std::string literal(std::string_view text) { return py::repr(Convert<std::string>::to(text)).cast<std::string>(); }

Kind kind_of_class(py::handle type) { return kind_in(record_classes, type); }

Kind kind_of_record(py::handle object) { return kind_of_class(py::type::handle_of(object)); }

void set_class(Kind kind, py::handle type) { record_classes.at(static_cast<std::size_t>(kind)) = type; }
void set_id_class(Kind kind, py::handle type) { id_classes.at(static_cast<std::size_t>(kind)) = type; }

RecordId id_in(py::handle object) {
    return kind_in(id_classes, py::type::handle_of(object)) == Kind{} ? RecordId{} : held<AnyId>(object).id;
}

const AnyRecord& sample_of(Kind kind) {
    static const std::vector<AnyRecord> samples = [] {
        std::vector<AnyRecord> all;
        each_record([&](const auto& record) { all.emplace_back(record); });
        return all;
    }();
    return samples.at(static_cast<std::size_t>(kind) - 1);
}

std::string_view class_name(Kind kind) {
    std::string_view name;
    with_kind(kind, [&](const auto& record) { name = Fields<std::decay_t<decltype(record)>>::name; });
    return name;
}

std::string with_article(std::string_view noun) {
    return (std::string_view("aeiouAEIOU").find(noun.front()) != std::string_view::npos ? "an " : "a ") +
           std::string(noun);
}

// ---- ids

RecordId any_id_from(py::handle object, const Place& place, Kind wanted) {
    if (const RecordId id = id_in(object)) return id;
    if (const Kind kind = kind_of_record(object); kind != Kind{}) {
        RecordId id;
        with_kind(kind, [&](const auto& sample) { id = held<std::decay_t<decltype(sample)>>(object).id; });
        if (!id) {
            throw InvalidValue(place.text() + ": this " + std::string(class_name(kind)) +
                                   " is not stored yet; add it first, and use what add or ensure gives",
                               place.text());
        }
        return id;
    }
    const std::string name(wanted == Kind{} ? "Award" : class_name(wanted));
    const std::string expected =
        wanted == Kind{} ? "a record or the id of one" : with_article(name) + " or " + name + "Id";
    if (PyIndex_Check(object.ptr()) != 0 && PyBool_Check(object.ptr()) == 0) {
        throw py::type_error(place.text() + " must be " + expected +
                             ", not a bare number; ids are strong by kind: write " + name +
                             "Id(3), or give the record");
    }
    wrong_type(place, expected, object);
}

void check_kind(RecordId id, Kind wanted, const Place& place) {
    if (id.kind == wanted) return;
    throw WrongKind(place.text() + " must be " + with_article(laurels::name(wanted)) + ", not " + to_string(id),
                    {wanted}, id.kind);
}

py::object id_to(RecordId id) {
    if (!id) return py::none();
    py::object result = py::none();
    with_kind(id.kind, [&](const auto& sample) { result = made(TypedId<std::decay_t<decltype(sample)>>{{id}}); });
    return result;
}

std::string id_show(RecordId id) {
    if (!id) return "None";
    return std::string(class_name(id.kind)) + "Id(" + std::to_string(id.value) + ")";
}

// ---- text and numbers

std::string Convert<std::string>::from(py::handle object, const Place& place) {
    if (!PyUnicode_Check(object.ptr())) {
        const bool bytes = PyBytes_Check(object.ptr()) || PyByteArray_Check(object.ptr());
        wrong_type(place, "str", object, bytes ? "decode it first" : "");
    }
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
    if (data == nullptr) {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) throw py::error_already_set();
        PyErr_Clear();
        throw InvalidValue(place.text() + ": this text has lone surrogates, so it can't be written as UTF-8; it was " +
                               "read with the wrong encoding",
                           place.text());
    }
    return {data, static_cast<std::size_t>(size)};
}

py::object Convert<std::string>::to(std::string_view text) {
    PyObject* result = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
    if (result == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(result);
}

bool Convert<bool>::from(py::handle object, const Place& place) {
    if (!PyBool_Check(object.ptr())) wrong_type(place, "bool", object);
    return object.ptr() == Py_True;
}

std::int64_t Convert<std::int64_t>::from(py::handle object, const Place& place) {
    const auto number = whole_number(object, place);
    if (!number) wrong_type(place, "int", object);
    return *number;
}

double Convert<double>::from(py::handle object, const Place& place) {
    if (PyBool_Check(object.ptr()) || !(PyFloat_Check(object.ptr()) || PyIndex_Check(object.ptr()))) {
        wrong_type(place, "a number", object);
    }
    const double value = PyFloat_AsDouble(object.ptr());
    if (value == -1.0 && PyErr_Occurred() != nullptr) throw py::error_already_set();
    return value;
}

std::filesystem::path Convert<std::filesystem::path>::from(py::handle object, const Place& place) {
    PyObject* encoded = nullptr;
    if (PyUnicode_FSConverter(object.ptr(), &encoded) == 0) {
        if (PyErr_ExceptionMatches(PyExc_TypeError) != 0) {
            PyErr_Clear();
            wrong_type(place, "str or os.PathLike", object);
        }
        if (PyErr_ExceptionMatches(PyExc_ValueError) == 0) throw py::error_already_set();
        PyErr_Clear();
        throw InvalidValue(place.text() + ": not a path that this system can have", place.text());
    }
    const auto owner = py::reinterpret_steal<py::bytes>(encoded);
    return {std::string(owner)};
}

py::object Convert<std::filesystem::path>::to(const std::filesystem::path& path) {
    PyObject* text = PyUnicode_DecodeFSDefaultAndSize(path.c_str(), static_cast<Py_ssize_t>(path.native().size()));
    if (text == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(text);
}

Fraction Convert<Fraction>::from(py::handle object, const Place& place) {
    if (const auto number = whole_number(object, place)) return {*number};
    if (PyUnicode_Check(object.ptr())) {
        const std::string text = Convert<std::string>::from(object, place);
        return at(place, [&] { return Fraction::parse(text); });
    }
    if (is_a(object, "fractions", "Fraction")) {
        const auto numerator = whole_number(object.attr("numerator"), place);
        const auto denominator = whole_number(object.attr("denominator"), place);
        if (numerator && denominator) {
            return at(place, [&] { return Fraction(*numerator, *denominator); });
        }
    }
    wrong_type(place, "a Fraction, a str as \"1/4\" or an int", object,
               PyFloat_Check(object.ptr()) ? "a float is not exact" : "");
}

py::object Convert<Fraction>::to(const Fraction& fraction) {
    return py::module_::import("fractions").attr("Fraction")(fraction.numerator(), fraction.denominator());
}

Decimal Convert<Decimal>::from(py::handle object, const Place& place) {
    if (const auto number = whole_number(object, place)) {
        return at(place, [&] { return Decimal(*number); });
    }
    std::string text;
    if (PyUnicode_Check(object.ptr())) {
        text = Convert<std::string>::from(object, place);
    } else if (is_a(object, "decimal", "Decimal")) {
        text = object.attr("__format__")("f").cast<std::string>();  // without an exponent
    } else {
        wrong_type(place, "a Decimal, an int or a str as \"41.9\"", object,
                   PyFloat_Check(object.ptr()) ? "a float is not exact: give its digits as a str" : "");
    }
    return at(place, [&] { return Decimal::parse(text); });
}

py::object Convert<Decimal>::to(const Decimal& decimal) {
    return py::module_::import("decimal").attr("Decimal")(decimal.text());
}

std::string Convert<Decimal>::show(const Decimal& decimal) {
    return decimal.places() == 0 ? decimal.text() : literal(decimal.text());
}

// ---- enumerations

std::optional<std::size_t> member_number(const EnumClass& type, py::handle object) {
    for (std::size_t i = 0; i < type.members.size(); ++i) {
        if (type.members[i].ptr() == object.ptr()) return i;
    }
    return std::nullopt;
}

// ---- lists and mappings

Alias Element<Alias>::from(py::handle object, const Place& place) {
    if (PyUnicode_Check(object.ptr())) return {.name = Convert<std::string>::from(object, place), .dates = {}};
    if (!holds<Alias>(object)) wrong_type(place, "a list of Alias or str", object);
    return held<Alias>(object);
}

std::string Element<Alias>::show(const Alias& alias) {
    return alias.dates ? Convert<Alias>::show(alias) : literal(alias.name);
}

Credit Element<Credit>::from(py::handle object, const Place& place) {
    if (holds<Credit>(object)) return held<Credit>(object);
    Credit credit;
    const RecordId id = any_id_from(object, place, Kind::nominee);
    check_kind(id, Kind::nominee, place);
    credit.nominee = Id<Nominee>(id.value);
    return credit;
}

std::string Element<Credit>::show(const Credit& credit) {
    Credit plain;
    plain.nominee = credit.nominee;
    return credit == plain ? id_show(credit.nominee) : Convert<Credit>::show(credit);
}

namespace {

py::object read_only(const py::dict& entries) {
    PyObject* proxy = PyDictProxy_New(entries.ptr());
    if (proxy == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(proxy);
}

// Calls `visit` with each key and value of a mapping.
template <class Visit>
void each_entry(py::handle object, const Place& place, std::string_view expected, Visit&& visit) {
    py::dict entries;
    if (PyDict_Check(object.ptr())) {
        entries = py::reinterpret_borrow<py::dict>(object);
    } else if (py::hasattr(object, "keys") && py::hasattr(object, "__getitem__")) {
        entries = py::dict(py::reinterpret_borrow<py::object>(object));
    } else {
        wrong_type(place, expected, object);
    }
    for (const auto& [key, value] : entries) {
        // Converting one may run Python code, which may take it out of the mapping.
        const auto kept = std::pair(py::reinterpret_borrow<py::object>(key), py::reinterpret_borrow<py::object>(value));
        visit(kept.first, kept.second);
    }
}

}  // namespace

Identifiers Convert<Identifiers>::from(py::handle object, const Place& place) {
    Identifiers entries;
    each_entry(object, place, "a mapping of str to str", [&](py::handle key, py::handle value) {
        std::string scheme = Convert<std::string>::from(key, place);
        const std::string where = std::string(place.name) + "[" + literal(scheme) + "]";
        entries[std::move(scheme)] = Convert<std::string>::from(value, {place.owner, where});
    });
    return entries;
}

py::object Convert<Identifiers>::to(const Identifiers& entries) {
    py::dict result;
    for (const auto& [key, value] : entries) result[Convert<std::string>::to(key)] = Convert<std::string>::to(value);
    return read_only(result);
}

std::string Convert<Identifiers>::show(const Identifiers& entries) {
    std::string text = "{";
    for (const auto& [key, value] : entries) {
        text += (text.size() > 1 ? ", " : "") + literal(key) + ": " + literal(value);
    }
    return text + "}";
}

Reached Convert<Reached>::from(py::handle object, const Place& place) {
    Reached reached;
    each_entry(object, place, "a mapping of Stage to When or None", [&](py::handle key, py::handle value) {
        const auto stage = Convert<Stage>::from(key, place);
        const std::string where = std::string(place.name) + "['" + std::string(laurels::name(stage)) + "']";
        reached[stage] = Convert<std::optional<When>>::from(value, {place.owner, where});
    });
    return reached;
}

py::object Convert<Reached>::to(const Reached& reached) {
    py::dict result;
    for (const auto& [stage, when] : reached) result[to_python(stage)] = to_python(when);
    return read_only(result);
}

std::string Convert<Reached>::show(const Reached& reached) {
    std::string text = "{";
    for (const auto& [stage, when] : reached) {
        text += (text.size() > 1 ? ", " : "") + Convert<Stage>::show(stage) + ": " +
                Convert<std::optional<When>>::show(when);
    }
    return text + "}";
}

py::object record_to(const AnyRecord& record) {
    return std::visit([](const auto& value) { return to_python(value); }, record);
}

py::object make_rows(py::tuple values) { return py::module_::import("laurels._rows").attr("Rows")(std::move(values)); }

}  // namespace laurels::python
