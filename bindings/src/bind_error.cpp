#include "convert.hpp"

namespace laurels::python {

namespace {

// The classes are in laurels/_errors.py. Raises one of them with its facts.
void raise(const char* type, const std::exception& error, const py::dict& facts = {}) {
    const py::object cls = py::module_::import("laurels._errors").attr(type);
    const py::object exception = cls(Convert<std::string>::to(error.what()), **facts);
    if (const auto* own = dynamic_cast<const Error*>(&error); own != nullptr && own->index()) {
        exception.attr("index") = *own->index();
    }
    PyErr_SetObject(cls.ptr(), exception.ptr());
}

py::tuple texts(const std::vector<std::string>& values) {
    py::tuple result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = Convert<std::string>::to(values[i]);
    return result;
}

template <class T>
py::tuple all(const std::vector<T>& values) {
    py::tuple result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = to_python(values[i]);
    return result;
}

py::dict file_facts(const FileError& error) {
    using namespace py::literals;
    return py::dict("path"_a = to_python(error.path),
                    "errno"_a = error.code != 0 ? py::object(py::int_(error.code)) : py::object(py::none()));
}

// The most derived first.
void translate(std::exception_ptr pointer) {
    using namespace py::literals;
    try {
        if (pointer) std::rethrow_exception(pointer);
    } catch (const InvalidDate& e) {
        raise("InvalidDate", e, py::dict("field"_a = to_python(e.field), "text"_a = to_python(e.text)));
    } catch (const MoveError& e) {
        raise("MoveError", e,
              py::dict("field"_a = to_python(e.field), "record"_a = to_python(e.record), "from_"_a = to_python(e.from),
                       "to"_a = to_python(e.to), "allowed"_a = texts(e.allowed)));
    } catch (const Duplicate& e) {
        raise("Duplicate", e, py::dict("field"_a = to_python(e.field), "existing"_a = to_python(e.existing)));
    } catch (const InvalidValue& e) {
        raise("InvalidValue", e, py::dict("field"_a = to_python(e.field)));
    } catch (const NotFound& e) {
        raise("NotFound", e, py::dict("wanted"_a = to_python(e.wanted)));
    } catch (const Ambiguous& e) {
        raise("Ambiguous", e, py::dict("wanted"_a = to_python(e.wanted), "candidates"_a = all(e.candidates)));
    } catch (const WrongKind& e) {
        raise("WrongKind", e, py::dict("allowed"_a = all(e.allowed), "given"_a = to_python(e.given)));
    } catch (const Stale& e) {
        raise("Stale", e,
              py::dict("record"_a = to_python(e.record), "fields"_a = texts(e.fields), "mine"_a = record_to(e.mine),
                       "current"_a = record_to(e.current)));
    } catch (const TouchedLater& e) {
        raise("TouchedLater", e, py::dict("change"_a = e.change, "left"_a = all(e.left)));
    } catch (const Busy& e) {
        raise("Busy", e, py::dict("waited"_a = e.waited));
    } catch (const TransactionError& e) {
        raise("TransactionError", e);
    } catch (const Closed& e) {
        raise("Closed", e);
    } catch (const ReadOnly& e) {
        raise("ReadOnly", e);
    } catch (const MissingFile& e) {
        raise("MissingFile", e, file_facts(e));
    } catch (const NotLaurels& e) {
        raise("NotLaurels", e, file_facts(e));
    } catch (const NewerFile& e) {
        py::dict facts = file_facts(e);
        facts["found"] = e.found;
        facts["supported"] = e.supported;
        raise("NewerFile", e, facts);
    } catch (const Damaged& e) {
        raise("Damaged", e, file_facts(e));
    } catch (const FileError& e) {
        raise("FileError", e, file_facts(e));
    } catch (const Error& e) {
        raise("Error", e);
    } catch (const py::builtin_exception&) {
        throw;  // pybind11's own, such as TypeError
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& e) {
        // The library throws nothing else, so this is a mistake in it.
        raise("Error", std::runtime_error(std::string("internal error in laurels, please report it: ") + e.what()));
    }
}

}  // namespace

void bind_error(py::module_& /*module*/) { py::register_local_exception_translator(&translate); }

}  // namespace laurels::python
