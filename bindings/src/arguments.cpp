#include "arguments.hpp"

#include <algorithm>
#include <stdexcept>

namespace laurels::python {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::string text_of(py::handle name) { return py::reinterpret_borrow<py::str>(name).cast<std::string>(); }

}  // namespace

Signature::Signature(std::string_view text) {
    const std::size_t open = text.find('(');
    name_ = text.substr(0, open);
    std::string_view rest = text.substr(open + 1, text.rfind(')') - open - 1);
    bool keyword_only = false;
    while (!rest.empty()) {
        // Defaults are simple literals; a comma within parentheses, as in (), does not occur.
        const std::size_t comma = std::min(rest.find(','), rest.size());
        const std::string_view part = trimmed(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        if (part == "self" || part == "/") continue;
        if (part == "*") {
            keyword_only = true;
        } else if (part.substr(0, 2) == "**") {
            takes_more_ = true;
        } else {
            const std::size_t equals = part.find('=');
            const std::string_view name = part.substr(0, equals);
            parameters_.push_back({std::string(name), interned(name), equals == std::string_view::npos, keyword_only});
        }
    }
}

std::size_t Signature::index(std::string_view name) const {
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        if (parameters_[i].name == name) return i;
    }
    throw std::logic_error(name_ + " has no parameter " + std::string(name));
}

std::string suggestion(std::string_view given, const std::vector<std::string>& names) {
    py::list candidates;
    for (const std::string& name : names) candidates.append(name);
    const py::list close = py::module_::import("difflib").attr("get_close_matches")(given, candidates, 3, 0.6);
    if (close.empty()) return {};
    std::string text = "; did you mean ";
    for (std::size_t i = 0; i < close.size(); ++i) {
        text += (i > 0 ? " or '" : "'") + close[i].cast<std::string>() + "'";
    }
    return text + "?";
}

Arguments::Arguments(const Signature& signature, const py::args& args, const py::kwargs& kwargs)
    : signature_(signature), values_(signature.parameters().size()) {
    const auto& parameters = signature.parameters();
    const auto positional = static_cast<std::size_t>(
        std::count_if(parameters.begin(), parameters.end(), [](const auto& each) { return !each.keyword_only; }));
    if (args.size() > positional) {
        std::string message = signature.name() + "() takes at most " + std::to_string(positional) +
                              " positional argument" + (positional == 1 ? "" : "s") + " but " +
                              std::to_string(args.size()) + " were given";
        if (positional < parameters.size()) message += "; give the others by keyword";
        throw py::type_error(message);
    }
    for (std::size_t i = 0; i < args.size(); ++i) values_[i] = args[i];
    for (const auto& [key, value] : kwargs) {
        auto found =
            std::find_if(parameters.begin(), parameters.end(), [&](const auto& each) { return each.key.is(key); });
        std::string name;
        if (found == parameters.end()) {
            name = text_of(key);
            found =
                std::find_if(parameters.begin(), parameters.end(), [&](const auto& each) { return each.name == name; });
        }
        if (found != parameters.end()) {
            py::handle& place = values_[static_cast<std::size_t>(found - parameters.begin())];
            if (place)
                throw py::type_error(signature.name() + "() got multiple values for argument '" + found->name + "'");
            place = value;
        } else if (signature.takes_more()) {
            more_[key] = value;
        } else {
            std::vector<std::string> names;
            for (const auto& parameter : parameters) names.push_back(parameter.name);
            throw py::type_error(signature.name() + "() got an unexpected keyword argument '" + name + "'" +
                                 suggestion(name, names));
        }
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].required && !values_[i]) {
            throw py::type_error(signature.name() + "() is missing the argument '" + parameters[i].name + "'");
        }
    }
}

std::string function_doc(std::string_view signature, std::string_view doc) {
    return std::string(signature) + "\n--\n\n" + std::string(doc);
}

}  // namespace laurels::python
