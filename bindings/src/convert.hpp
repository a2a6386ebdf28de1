#pragma once

// Values between Python and C++: one struct Convert<T> for each type that a field or an argument can have, used by the
// constructors of records, by replace() and revise(), and by all arguments.
//
//   from(object, place)   the C++ value; throws TypeError for an object of another type, InvalidValue or InvalidDate
//   for
//                         a value that is not allowed. `place` says in the message where it stands.
//   to(value)             the Python object
//   show(value)           Python code that from() reads again, for representations
//   accepts(), gives()    the type names in the stubs

#include "bind.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace laurels::python {

/// What laurels.display makes of an object.
inline py::object display(const char* function, const py::object& self) {
    return py::module_::import("laurels.display").attr(function)(self);
}

/// A name as an object that Python uses for each mention of it; lives as long as the process.
py::handle interned(std::string_view name);

/// The class of T in Python. No class has subclasses, so the type of an object tells what it holds.
template <class T>
inline py::handle class_of;
template <class T>
bool holds(py::handle object) {
    return py::type::handle_of(object).is(class_of<T>);
}
/// What an object holds that is whole and of the class of T, or of a class for what is derived from T.
template <class T>
const T& held(py::handle object) {
    return *static_cast<const T*>(
        reinterpret_cast<py::detail::instance*>(object.ptr())->get_value_and_holder().value_ptr());
}
/// A new object that holds the value.
template <class T>
py::object made(T&& value) {
    return py::cast(std::forward<T>(value));
}

/// Where a value stands: a field of a class, or an argument.
struct Place {
    std::string_view owner;  ///< "Award"; empty for an argument
    std::string_view name;   ///< "name"

    /// "Award.name", or "name".
    std::string text() const;
};

/// Throws TypeError: "Award.name must be str, not int", and the hint after a semicolon.
[[noreturn]] void wrong_type(const Place& place, std::string_view expected, py::handle given,
                             std::string_view hint = {});

/// Text as Python code, as repr() gives it.
std::string literal(std::string_view text);

/// Calls `read`, and adds the place to what it throws.
template <class Read>
auto at(const Place& place, Read&& read) {
    try {
        return read();
    } catch (const InvalidDate& error) {
        InvalidDate placed(place.text() + ": " + error.what(), error.text);
        placed.field = place.text();
        throw placed;
    } catch (const InvalidValue& error) {
        throw InvalidValue(place.text() + ": " + error.what(), place.text());
    }
}

/// The class of an enumeration in Python, and its members in the order of their values.
struct EnumClass {
    std::string_view name;
    py::handle type;
    std::vector<py::handle> members;
};
template <class E>
inline EnumClass enum_class;

template <class T>
struct Convert;

/// "an award", "a nominee".
std::string with_article(std::string_view noun);

/// What pybind11 holds for an id: one base for all kinds.
struct AnyId {
    RecordId id;
    friend bool operator==(const AnyId&, const AnyId&) = default;
};
template <class R>
struct TypedId : AnyId {};

// Records and values that are classes of their own in Python.
template <class T>
concept ClassType = RecordType<T> || std::same_as<T, Source> || std::same_as<T, Alias> || std::same_as<T, Figure> ||
                    std::same_as<T, Measure> || std::same_as<T, Left>;

/// The kind of a Python object that is a record, Kind{} for any other.
Kind kind_of_record(py::handle object);
/// The kind of a Python class of records, Kind{} for any other object.
Kind kind_of_class(py::handle type);
/// Remembers the Python class of a kind, and that of its ids.
void set_class(Kind kind, py::handle type);
void set_id_class(Kind kind, py::handle type);
/// The id in a Python object that is one; that of nothing for any other.
RecordId id_in(py::handle object);

/// A default record of this kind.
const AnyRecord& sample_of(Kind kind);
/// Calls `visit` with a default record of this kind.
template <class Visit>
void with_kind(Kind kind, Visit&& visit) {
    if (kind != Kind{}) std::visit(std::forward<Visit>(visit), sample_of(kind));
}

/// The id given, by an id object or a stored record, of whatever kind; errors say which kind is wanted.
RecordId any_id_from(py::handle object, const Place& place, Kind wanted);
/// Throws WrongKind unless the id is of the kind.
void check_kind(RecordId id, Kind wanted, const Place& place);
py::object id_to(RecordId id);
std::string id_show(RecordId id);
std::string_view class_name(Kind kind);

template <>
struct Convert<std::string> {
    static std::string from(py::handle object, const Place& place);
    static py::object to(std::string_view text);
    static std::string show(const std::string& text) { return literal(text); }
    static std::string accepts() { return "str"; }
    static std::string gives() { return "str"; }
};

template <>
struct Convert<bool> {
    static bool from(py::handle object, const Place& place);
    static py::object to(bool value) { return py::bool_(value); }
    static std::string show(bool value) { return value ? "True" : "False"; }
    static std::string accepts() { return "bool"; }
    static std::string gives() { return "bool"; }
};

template <>
struct Convert<std::int64_t> {
    static std::int64_t from(py::handle object, const Place& place);
    static py::object to(std::int64_t number) { return py::int_(number); }
    static std::string show(std::int64_t number) { return std::to_string(number); }
    static std::string accepts() { return "int"; }
    static std::string gives() { return "int"; }
};

template <>
struct Convert<double> {
    static double from(py::handle object, const Place& place);
};

template <>
struct Convert<std::filesystem::path> {
    static std::filesystem::path from(py::handle object, const Place& place);
    static py::object to(const std::filesystem::path& path);
};

template <>
struct Convert<Fraction> {
    static Fraction from(py::handle object, const Place& place);
    static py::object to(const Fraction& fraction);
    static std::string show(const Fraction& fraction) { return literal(fraction.text()); }
    static std::string accepts() { return "_FractionLike"; }
    static std::string gives() { return "Fraction"; }
};

template <>
struct Convert<Decimal> {
    static Decimal from(py::handle object, const Place& place);
    static py::object to(const Decimal& decimal);
    static std::string show(const Decimal& decimal);
    static std::string accepts() { return "_DecimalLike"; }
    static std::string gives() { return "Decimal"; }
};

template <>
struct Convert<Date> {
    static Date from(py::handle object, const Place& place);
    static py::object to(const Date& date);
    static std::string show(const Date& date) { return literal(date.text()); }
    static std::string accepts() { return "_DateLike"; }
    static std::string gives() { return "Date"; }
};

template <>
struct Convert<When> {
    static When from(py::handle object, const Place& place);
    static py::object to(const When& when);
    static std::string show(const When& when) { return literal(when.text()); }
    static std::string accepts() { return "_WhenLike"; }
    static std::string gives() { return "When"; }
};

template <>
struct Convert<Instant> {
    static Instant from(py::handle object, const Place& place);
    static py::object to(Instant instant);
    static std::string show(Instant instant) { return literal(to_string(instant)); }
    static std::string accepts() { return "_InstantLike"; }
    static std::string gives() { return "datetime"; }
};

/// datetime.date of a day, and back.
py::object day_to(std::chrono::sys_days day);
bool is_datetime(py::handle object);

/// The number of the member that `object` is; nullopt for anything else.
std::optional<std::size_t> member_number(const EnumClass& type, py::handle object);

template <NamedEnum E>
struct Convert<E> {
    static E from(py::handle object, const Place& place) {
        if (const auto number = member_number(enum_class<E>, object)) return static_cast<E>(*number);
        if (!PyUnicode_Check(object.ptr())) {
            wrong_type(place, with_article(gives()) + " or its name as a str", object);
        }
        const std::string text = Convert<std::string>::from(object, place);
        return at(place, [&] { return parse<E>(text); });
    }
    static py::object to(E value) {
        return py::reinterpret_borrow<py::object>(enum_class<E>.members.at(static_cast<std::size_t>(value)));
    }
    static std::string show(E value) { return literal(laurels::name(value)); }
    static std::string accepts() { return "_" + gives() + "Like"; }
    static std::string gives() { return std::string(enum_class<E>.name); }
};

template <>
struct Convert<Truth> {
    static py::object to(Truth value) {
        return py::reinterpret_borrow<py::object>(enum_class<Truth>.members.at(static_cast<std::size_t>(value)));
    }
};
template <>
struct Convert<Kind> {
    static py::object to(Kind value) {
        return py::reinterpret_borrow<py::object>(enum_class<Kind>.members.at(static_cast<std::size_t>(value) - 1));
    }
};

template <RecordType R>
struct Convert<Id<R>> {
    static Id<R> from(py::handle object, const Place& place) {
        const RecordId id = any_id_from(object, place, kind_of<R>);
        check_kind(id, kind_of<R>, place);
        return Id<R>(id.value);
    }
    static py::object to(Id<R> id) { return id_to(id); }
    static std::string show(Id<R> id) { return id_show(id); }
    static std::string accepts() { return gives() + " | " + std::string(class_name(kind_of<R>)); }
    static std::string gives() { return std::string(class_name(kind_of<R>)) + "Id"; }
};

template <>
struct Convert<RecordId> {
    static RecordId from(py::handle object, const Place& place) { return any_id_from(object, place, Kind{}); }
    static py::object to(RecordId id) { return id_to(id); }
    static std::string show(RecordId id) { return id_show(id); }
    static std::string accepts() { return "RecordId | _Record"; }
    static std::string gives() { return "RecordId"; }
};

/// The fields of a class, and code of an object of it; see record.hpp.
class Table;
template <ClassType T>
const Table& table_of();
#define LAURELS_DECLARE(T)                                                                                             \
    template <>                                                                                                        \
    const Table& table_of<T>();
LAURELS_RECORDS(LAURELS_DECLARE)
LAURELS_DECLARE(Source)
LAURELS_DECLARE(Alias)
LAURELS_DECLARE(Figure)
LAURELS_DECLARE(Measure)
LAURELS_DECLARE(Left)
#undef LAURELS_DECLARE
std::string_view name_of(const Table& table);
std::string code_of(const Table& table, const void* object);

template <ClassType T>
struct Convert<T> {
    static T from(py::handle object, const Place& place) {
        if (!holds<T>(object)) wrong_type(place, gives(), object);
        return held<T>(object);
    }
    static py::object to(T value) { return made(std::move(value)); }
    static std::string show(const T& value) { return code_of(table_of<T>(), &value); }
    static std::string accepts() { return gives(); }
    static std::string gives() { return std::string(name_of(table_of<T>())); }
};

template <class T>
struct Convert<std::optional<T>> {
    static std::optional<T> from(py::handle object, const Place& place) {
        if (object.is_none()) return std::nullopt;
        return Convert<T>::from(object, place);
    }
    static py::object to(const std::optional<T>& value) { return value ? Convert<T>::to(*value) : py::none(); }
    static std::string show(const std::optional<T>& value) { return value ? Convert<T>::show(*value) : "None"; }
    static std::string accepts() { return Convert<T>::accepts() + " | None"; }
    static std::string gives() { return Convert<T>::gives() + " | None"; }
};

/// One element of a list, where more than the element itself is accepted: an alias by its name, a credit by its
/// nominee.
template <class T>
struct Element : Convert<T> {};
template <>
struct Element<Alias> {
    static Alias from(py::handle object, const Place& place);
    static std::string show(const Alias& alias);
    static std::string accepts() { return "Alias | str"; }
};
template <>
struct Element<Credit> {
    static Credit from(py::handle object, const Place& place);
    static std::string show(const Credit& credit);
    static std::string accepts() { return "Credit | NomineeId | Nominee"; }
};

/// Calls `visit` with each element of an iterable that is neither text nor a mapping.
template <class Visit>
void each_element(py::handle object, const Place& place, std::string_view expected, Visit&& visit) {
    if (PyUnicode_Check(object.ptr()) || PyBytes_Check(object.ptr()) || PyDict_Check(object.ptr()) ||
        !py::isinstance<py::iterable>(object)) {
        wrong_type(place, expected, object);
    }
    for (const py::handle element : py::iter(object)) visit(element);
}

template <class T>
struct Convert<std::vector<T>> {
    static std::vector<T> from(py::handle object, const Place& place) {
        std::vector<T> values;
        each_element(object, place, "a list of " + Element<T>::accepts(),
                     [&](py::handle element) { values.push_back(Element<T>::from(element, place)); });
        return values;
    }
    static py::object to(const std::vector<T>& values) {
        py::tuple result(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) result[i] = Convert<T>::to(values[i]);
        return result;
    }
    static std::string show(const std::vector<T>& values) {
        std::string text = "[";
        for (const T& value : values) text += (text.size() > 1 ? ", " : "") + Element<T>::show(value);
        return text + "]";
    }
    static std::string accepts() { return "Iterable[" + Element<T>::accepts() + "]"; }
    static std::string gives() { return "tuple[" + Convert<T>::gives() + ", ...]"; }
};

/// Identifiers and Extra: text to text, given as a read-only mapping.
template <>
struct Convert<Identifiers> {
    static Identifiers from(py::handle object, const Place& place);
    static py::object to(const Identifiers& entries);
    static std::string show(const Identifiers& entries);
    static std::string accepts() { return "AnyMapping[str, str]"; }
    static std::string gives() { return "AnyMapping[str, str]"; }
};

template <>
struct Convert<Reached> {
    static Reached from(py::handle object, const Place& place);
    static py::object to(const Reached& reached);
    static std::string show(const Reached& reached);
    static std::string accepts() { return "AnyMapping[_StageLike, _WhenLike | None]"; }
    static std::string gives() { return "AnyMapping[Stage, When | None]"; }
};

template <class T>
T from_python(py::handle object, const Place& place) {
    return Convert<T>::from(object, place);
}
template <class T>
py::object to_python(T&& value) {
    return Convert<std::decay_t<T>>::to(std::forward<T>(value));
}

/// A record of any kind.
py::object record_to(const AnyRecord& record);

/// A Rows of the package, from any values.
py::object make_rows(py::tuple values);
template <class T>
py::object to_rows(std::vector<T>&& values) {
    py::tuple result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = to_python(std::move(values[i]));
    return make_rows(std::move(result));
}

}  // namespace laurels::python
