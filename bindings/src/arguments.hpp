#pragma once

// Functions and methods as Python has them: with positional and keyword arguments, defaults, and errors that name the
// argument. One line of text, "advance(self, nomination, stage, *, on=None)", is at once the signature that help() and
// inspect show, and what arguments are taken by.

#include "convert.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace laurels::python {

/// A signature, read once.
class Signature {
  public:
    struct Parameter {
        std::string name;
        py::handle key;  // the name as Python has it
        bool required;
        bool keyword_only;
    };

    /// Reads "name(self, a, b=None, *, c='', **fields)".
    explicit Signature(std::string_view text);

    const std::string& name() const { return name_; }
    const std::vector<Parameter>& parameters() const { return parameters_; }
    /// True where it ends in **fields.
    bool takes_more() const { return takes_more_; }
    /// The place of a parameter; throws std::logic_error for a name that it does not have.
    std::size_t index(std::string_view name) const;

  private:
    std::string name_;
    std::vector<Parameter> parameters_;
    bool takes_more_ = false;
};

/// "; did you mean 'reason'?" where one of the names is close to the one given, else empty.
std::string suggestion(std::string_view given, const std::vector<std::string>& names);

/// The arguments of one call.
class Arguments {
  public:
    /// Sorts them; throws TypeError for one too many, one missing, one twice or one unknown.
    Arguments(const Signature& signature, const py::args& args, const py::kwargs& kwargs);

    /// The object given; an empty handle where it was left out.
    py::handle operator[](std::string_view name) const { return values_[signature_.index(name)]; }
    /// True where the argument is there and not None.
    bool has(std::string_view name) const {
        const py::handle value = (*this)[name];
        return value && !value.is_none();
    }
    template <class T>
    T get(std::string_view name) const {
        return from_python<T>((*this)[name], Place{{}, name});
    }
    /// The default where it was left out or is None.
    template <class T>
    T get(std::string_view name, T otherwise) const {
        return has(name) ? get<T>(name) : std::move(otherwise);
    }
    template <class T>
    std::optional<T> maybe(std::string_view name) const {
        return has(name) ? std::optional<T>(get<T>(name)) : std::nullopt;
    }
    /// What was given by keywords that the signature does not name.
    const py::dict& more() const { return more_; }

  private:
    const Signature& signature_;
    std::vector<py::handle> values_;
    py::dict more_;
};

/// The docstring of a function: its signature, as the interpreter reads it, and what it does.
std::string function_doc(std::string_view signature, std::string_view doc);

/// Adds a method whose work is `Result work(Self&, const Arguments&)`.
template <class Self, class Class, class Work>
void method(Class& type, std::string_view text, std::string_view doc, Work work) {
    const auto* signature = new Signature(text);  // lives as long as the function, which is until the process ends
    type.def(
        signature->name().c_str(),
        [signature, work](Self& self, const py::args& args, const py::kwargs& kwargs) {
            return work(self, Arguments(*signature, args, kwargs));
        },
        function_doc(text, doc).c_str());
}

/// The same for a function of the module or a static method.
template <class Work>
auto make_function(std::string_view text, Work work) {
    const auto* signature = new Signature(text);
    return [signature, work](const py::args& args, const py::kwargs& kwargs) {
        return work(Arguments(*signature, args, kwargs));
    };
}
template <class Scope, class Work>
void function(Scope& scope, std::string_view text, std::string_view doc, Work work) {
    scope.def(Signature(text).name().c_str(), make_function(text, work), function_doc(text, doc).c_str());
}
template <class Class, class Work>
void static_method(Class& type, std::string_view text, std::string_view doc, Work work) {
    type.def_static(Signature(text).name().c_str(), make_function(text, work), function_doc(text, doc).c_str());
}

}  // namespace laurels::python
