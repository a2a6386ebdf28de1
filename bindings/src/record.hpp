#pragma once

// One class in Python for each record, made from the table of fields in laurels/fields.hpp. What needs the record's
// type is in the templates here and small; what all classes share works on a Table and is in record.cpp.

#include "arguments.hpp"

#include <laurels/fields.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace laurels::python {

/// A field of a class, whatever the types of both.
class AnyField {
  public:
    AnyField(std::string_view name_, Trait traits_, std::string_view doc_)
        : name(name_), key(interned(name_)), traits(traits_), doc(doc_) {}
    AnyField(const AnyField&) = delete;
    AnyField& operator=(const AnyField&) = delete;
    virtual ~AnyField() = default;

    std::string name;
    py::handle key;  ///< the name as Python has it; keywords are mostly this very object
    Trait traits;
    std::string doc;

    bool positional() const { return has(traits, Trait::key); }
    /// Whether constructors must be given it.
    bool required() const { return required_; }
    void require() { required_ = true; }

    virtual void set(void* object, py::handle value, const Place& place) const = 0;
    virtual py::object get(const void* object) const = 0;
    virtual std::string show(const void* object) const = 0;
    virtual bool same(const void* left, const void* right) const = 0;
    virtual void copy(void* to, const void* from) const = 0;
    virtual std::string accepts() const = 0;
    virtual std::string gives() const = 0;

  private:
    bool required_ = has(traits, Trait::required);
};

template <class T, class Value>
class MemberField final : public AnyField {
  public:
    explicit MemberField(const Field<T, Value>& field)
        : AnyField(field.name, field.traits, field.doc), member_(field.member) {}

    void set(void* object, py::handle value, const Place& place) const override {
        // What gives None takes it.
        static_cast<T*>(object)->*member_ =
            value.is_none() && may_be_nothing() ? Value{} : from_python<Value>(value, place);
    }
    py::object get(const void* object) const override { return to_python(static_cast<const T*>(object)->*member_); }
    std::string show(const void* object) const override {
        return Convert<Value>::show(static_cast<const T*>(object)->*member_);
    }
    bool same(const void* left, const void* right) const override {
        return static_cast<const T*>(left)->*member_ == static_cast<const T*>(right)->*member_;
    }
    void copy(void* to, const void* from) const override {
        static_cast<T*>(to)->*member_ = static_cast<const T*>(from)->*member_;
    }
    std::string accepts() const override { return Convert<Value>::accepts() + (may_be_nothing() ? " | None" : ""); }
    std::string gives() const override { return Convert<Value>::gives() + (may_be_nothing() ? " | None" : ""); }

  private:
    /// The id of nothing is None: of a parent that is set when stored.
    bool may_be_nothing() const { return has(traits, Trait::parent) && !has(traits, Trait::required); }

    Value T::* member_;
};

/// A class made of fields: a record, or a small value such as Source.
class Table {
  public:
    Table(std::string_view name_, std::string_view doc_) : name(name_), doc(doc_) {}
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;
    virtual ~Table() = default;

    std::string name;
    std::string doc;
    /// In the order of the table, except that a nomination's credits, which are not in it, follow its key.
    std::vector<std::unique_ptr<AnyField>> fields;

    /// The field of that name, or nothing.
    const AnyField* find(std::string_view field) const;
    /// The field of that name. Throws TypeError, for which `caller` was called with it, where the class has none.
    const AnyField& require(py::handle field, std::string_view caller) const;
    /// "Award(name, *, aliases=(), …)".
    std::string signature() const;
    /// The fields of the constructor by position.
    const std::vector<const AnyField*>& positional() const { return positional_; }

    /// A default object, for comparison.
    virtual const void* blank() const = 0;
    /// The record's id; of a value, and of a record not stored, the id of nothing.
    virtual RecordId id(const void* object) const = 0;
    virtual std::int64_t revision(const void* object) const = 0;
    /// True where the constructor can make it: it and its parts are not stored.
    virtual bool constructible(const void* object) const = 0;

    /// Sets the fields given to a constructor. Throws TypeError as Python does, and what conversion throws.
    void construct(void* object, const py::args& args, const py::kwargs& kwargs) const;
    /// Sets fields by name.
    void assign(void* object, const py::dict& values) const;

    std::size_t hash(const void* object) const;
    std::string repr(const void* object) const;
    /// What __reduce__ gives: how to make an equal object of the class `type`.
    py::tuple reduced(const void* object, py::handle type) const;
    /// The docstring of the class, its signature first.
    std::string class_doc() const;
    std::string init_doc() const;

  protected:
    std::string arguments(const void* object) const;
    /// To be called when all fields are there.
    void complete();

  private:
    std::vector<const AnyField*> positional_;
};

/// Small values have a table too; the public one is of records only.
template <class T>
struct ValueFields;

template <ClassType T>
class TableOf final : public Table {
  public:
    TableOf() : Table(Source::name, Source::doc) {
        Source::each([this](const auto& field) { add(field); });
        if constexpr (std::is_same_v<T, Nomination>) {
            auto credits = std::make_unique<MemberField<Nomination, std::vector<Credit>>>(Field{
                "credits", &Nomination::credits, Trait::none, "Whose it is: one share for each nominee, or none."});
            std::size_t place = 0;
            for (std::size_t i = 0; i < fields.size(); ++i) {
                if (fields[i]->positional()) place = i + 1;
            }
            fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(place), std::move(credits));
        }
        complete();
    }

    const void* blank() const override { return &blank_; }
    RecordId id(const void* object) const override {
        if constexpr (RecordType<T>) {
            return static_cast<const T*>(object)->id;
        } else {
            static_cast<void>(object);
            return {};
        }
    }
    std::int64_t revision(const void* object) const override {
        if constexpr (RecordType<T>) {
            return static_cast<const T*>(object)->revision;
        } else {
            static_cast<void>(object);
            return 0;
        }
    }
    bool constructible(const void* object) const override {
        if (id(object)) return false;
        if constexpr (std::is_same_v<T, Nomination>) {
            for (const Credit& credit : static_cast<const Nomination*>(object)->credits) {
                if (credit.id) return false;
            }
        }
        return true;
    }

  private:
    using Source = std::conditional_t<RecordType<T>, Fields<T>, ValueFields<T>>;

    template <class Value>
    void add(const Field<T, Value>& field) {
        fields.push_back(std::make_unique<MemberField<T, Value>>(field));
    }

    T blank_{};
};

/// Takes the ids away, so that the record is a new one.
template <RecordType R>
void forget_id(R& record) {
    record.id = {};
    record.revision = 0;
    if constexpr (std::is_same_v<R, Nomination>) {
        for (Credit& credit : record.credits) {
            forget_id(credit);
            credit.nomination = {};
        }
    }
}

/// Makes the class of T in Python.
template <ClassType T>
void bind_class(py::module_& module) {
    const Table& table = table_of<T>();
    py::class_<T> type(module, table.name.c_str(), py::is_final(), table.class_doc().c_str());
    class_of<T> = type;

    type.def(py::init([&table](const py::args& args, const py::kwargs& kwargs) {
                 T object;
                 table.construct(&object, args, kwargs);
                 return object;
             }),
             table.init_doc().c_str());
    for (const auto& field : table.fields) {
        type.def_property_readonly(
            field->name.c_str(), [each = field.get()](const T& object) { return each->get(&object); },
            field->doc.c_str());
    }
    if constexpr (RecordType<T>) {
        type.def_property_readonly(
            "id", [](const T& record) { return to_python(record.id); },
            "Its id within the file, or None where it is not stored.");
        type.def_property_readonly(
            "revision", [](const T& record) { return record.revision; },
            "The number of the last event that changed it; 0 where it is not stored.");
        set_class(kind_of<T>, type);
    }

    const auto replace = [&table](const T& object, const py::kwargs& kwargs) {
        T copy = object;
        py::dict values;
        for (const auto& [key, value] : kwargs) {
            if constexpr (RecordType<T>) {
                if (key.equal(py::str("id"))) {
                    if (!value.is_none())
                        throw py::type_error("replace(): id can only be None, which makes a new record of it");
                    forget_id(copy);
                    continue;
                }
            }
            values[key] = value;
        }
        for (const auto& [key, value] : values) table.require(key, "replace");
        table.assign(&copy, values);
        return made(std::move(copy));
    };
    const std::string replace_doc =
        "A copy with other values in the fields given by keyword. Raises TypeError for a field that it does not have" +
        std::string(RecordType<T> ? "; `id=None` makes a new record of it, not stored yet." : ".");
    type.def("replace", replace, function_doc("replace(self, **fields)", replace_doc).c_str());
    type.def("__replace__", replace, function_doc("__replace__(self, **fields)", "For copy.replace().").c_str());

    type.def("__eq__", [](const T& left, const T& right) { return left == right; }, py::is_operator());
    type.def("__hash__", [&table](const T& object) { return table.hash(&object); });
    type.def("__repr__", [&table](const T& object) { return table.repr(&object); });
    type.def("__copy__", [](py::object self) { return self; });
    type.def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; });
    type.def("__reduce__", [&table](const T& object) { return table.reduced(&object, class_of<T>); });
    type.def_static("_restored", [&table](std::int64_t id, std::int64_t revision, const py::dict& values) {
        T object;
        table.assign(&object, values);
        if constexpr (RecordType<T>) {
            object.id = Id<T>(id);
            object.revision = revision;
        }
        return made(std::move(object));
    });
    py::list match;
    for (const AnyField* field : table.positional()) match.append(field->name);
    type.attr("__match_args__") = py::tuple(match);
    py::list names;
    for (const auto& field : table.fields) names.append(field->name);
    type.attr("_fields") = py::tuple(names);  // for display

    if constexpr (RecordType<T>) {
        type.def("__str__", [](py::object self) { return display("record_text", self); });
        type.def(
            "_repr_html_", [](py::object self) { return display("record_html", self); },
            "A table of the record's fields, for notebooks.");
    }
}

}  // namespace laurels::python

/// To be used once for each class, in one unit.
#define LAURELS_TABLE(T)                                                                                               \
    template <>                                                                                                        \
    const Table& table_of<T>() {                                                                                       \
        static const TableOf<T> table;                                                                                 \
        return table;                                                                                                  \
    }
