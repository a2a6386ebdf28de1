// Tables in: a mapping, and rows from whatever Python has them in.

#include "arguments.hpp"
#include "guard.hpp"
#include "registry.hpp"

#include <laurels/importing.hpp>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

namespace laurels::python {

namespace {

py::object tables(const char* function) { return py::module_::import("laurels._tables").attr(function); }

/// What the core passes on where Python raised.
constexpr const char* reading_failed = "reading the rows failed";

/// A stream from Python, with the error that Python raised while it was read: the core passes on only its text.
struct Stream {
    ArrowArrayStream stream{};
    std::shared_ptr<std::exception_ptr> error = std::make_shared<std::exception_ptr>();

    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() {
        if (stream.release != nullptr) stream.release(&stream);
    }
};

std::optional<std::string_view> cell_of(py::handle cell) {
    if (cell.is_none()) return std::nullopt;
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(cell.ptr(), &size);
    if (text == nullptr) throw py::error_already_set();
    return std::string_view(text, static_cast<std::size_t>(size));
}

/// What is wrong with a cell that has no UTF-8: half of a pair of surrogates, which is no character.
std::string refused_cell(const py::error_already_set& error, py::handle cell) {
    const auto start = error.value().attr("start").cast<std::size_t>();
    const auto code = py::module_::import("builtins").attr("ord")(cell[py::int_(start)]);
    return py::str(
               "character {} is U+{:04X}, one half of a character that is written as two: such text can't be stored")
        .format(start + 1, code)
        .cast<std::string>();
}

/// Rows of an iterator, (line, cells, refused), in batches of bounded size; what is refused is (column, reason).
void fill_from(const py::object& rows, const std::vector<std::string>& columns, RowBatch& batch) {
    constexpr std::size_t most_rows = 512;
    constexpr std::size_t most_bytes = std::size_t(4) << 20;
    while (batch.rows() < most_rows && batch.bytes() < most_bytes) {
        const py::object row = py::reinterpret_steal<py::object>(PyIter_Next(rows.ptr()));
        if (!row) {
            if (PyErr_Occurred() != nullptr) throw py::error_already_set();
            return;
        }
        const auto parts = py::reinterpret_borrow<py::tuple>(row);
        const auto line = parts[0].cast<std::int64_t>();
        std::pair<std::string, std::string> refused;  // the column and why
        if (!parts[2].is_none()) refused = parts[2].cast<std::pair<std::string, std::string>>();
        std::size_t at = 0;
        for (const py::handle cell : py::reinterpret_borrow<py::list>(parts[1])) {
            try {
                batch.add(cell_of(cell));
            } catch (const py::error_already_set& error) {
                if (!error.matches(PyExc_UnicodeEncodeError)) throw;
                refused = {columns[at], refused_cell(error, cell)};
                break;
            }
            ++at;
        }
        if (refused.second.empty())
            batch.end_row(line);
        else
            batch.refuse_row(line, refused.second, refused.first);
    }
}

/// Holds a Python object that may be let go of by a thread without the interpreter lock.
std::shared_ptr<py::object> kept(py::object object) {
    return {new py::object(std::move(object)), [](py::object* held) { locked([held] { delete held; }); }};
}

/// Its rows may be asked for in any thread, for they are in a list or a file.
void open_rows(Stream& stream, const py::object& table) {
    const auto parts = py::reinterpret_borrow<py::tuple>(table);
    std::vector<std::string> columns;
    for (const py::handle column : py::reinterpret_borrow<py::list>(parts[0]))
        columns.emplace_back(cell_of(column).value_or(""));
    stream.stream = stream_rows(columns, [columns, rows = kept(parts[1]), error = stream.error](RowBatch& batch) {
        try {
            locked([&] { fill_from(*rows, columns, batch); });
        } catch (...) {
            *error = std::current_exception();
            throw std::runtime_error(reading_failed);
        }
    });
}

void open_capsule(Stream& stream, const py::object& source) {
    py::object capsule;
    try {
        capsule = source.attr("__arrow_c_stream__")();
    } catch (py::error_already_set& error) {
        // As pyarrow says of a column in which numbers and text are mixed.
        if (!error.matches(PyExc_ValueError) && !error.matches(PyExc_TypeError) &&
            !error.matches(PyExc_NotImplementedError))
            throw;
        const auto said = py::str(error.value()).cast<std::string>();
        throw InvalidValue("the table gives no Arrow stream: " + said +
                           ". Leave out the column that it speaks of, or turn it into text");
    }
    constexpr const char* wanted = "arrow_array_stream";
    if (PyCapsule_IsValid(capsule.ptr(), wanted) == 0)
        throw InvalidValue("__arrow_c_stream__ gave no capsule named " + std::string(wanted) + ", but " +
                           py::repr(capsule).cast<std::string>() + ": that is no table of Arrow");
    auto* const given = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), wanted));
    stream.stream = *given;
    given->release = nullptr;  // moved, as the interface has it
}

/// What _tables makes of the source.
void open_table(Stream& stream, const py::object& table) {
    if (py::isinstance<py::tuple>(table))
        open_rows(stream, table);
    else
        open_capsule(stream, table);
}

/// Calls `work` without the interpreter lock; an error that Python raised below it is raised as it was.
template <class Work>
auto reading(const Stream& stream, Work&& work) {
    try {
        return unlocked(std::forward<Work>(work));
    } catch (const Error& error) {
        const bool of_stream = std::string_view(error.what()).find(reading_failed) != std::string_view::npos;
        if (*stream.error && of_stream) std::rethrow_exception(*stream.error);
        throw;
    }
}

Mapping read_mapping(const std::filesystem::path& path) {
    std::error_code unknown;
    if (std::filesystem::is_directory(path, unknown))
        throw FileError("'" + path.string() + "' is a folder, not a file", path, EISDIR);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file && errno == ENOENT) throw MissingFile("there is no mapping at " + path.string(), path);
    std::string text;
    try {
        text.assign(std::istreambuf_iterator<char>(file), {});
    } catch (const std::ios_base::failure&) {
        file.setstate(std::ios_base::badbit);
    }
    if (!file)
        throw FileError("'" + path.string() + "' cannot be read: " + std::generic_category().message(errno), path,
                        errno);
    try {
        return Mapping::parse(text);
    } catch (const InvalidValue& error) {
        throw InvalidValue(path.string() + ": " + error.what(), error.field);
    }
}

/// A Mapping, the same as a dict, or the path of its file.
Mapping mapping_in(py::handle given) {
    if (py::isinstance<Mapping>(given)) return py::cast<const Mapping&>(given);
    if (py::isinstance<py::dict>(given)) {
        const py::object text = py::module_::import("json").attr("dumps")(given);
        return Mapping::parse(cell_of(text).value_or(""));
    }
    return read_mapping(from_python<std::filesystem::path>(given, Place{{}, "mapping"}));
}

Mapping suggested(const Arguments& a) {
    const auto name = a.get<std::string>("data_set");
    py::dict definition;
    definition["laurels_mapping"] = 1;
    if (a["reading"] && !a["reading"].is_none()) definition["reading"] = a["reading"];
    const Mapping asked = mapping_in(definition);
    const bool says = definition.contains("reading") && definition["reading"].contains("delimiter");
    const auto found =
        tables("sample")(a["rows"], to_python(asked.text()), says).cast<std::pair<py::object, std::string>>();
    Stream stream;
    open_table(stream, found.first);
    Mapping mapping = reading(stream, [&] { return Mapping::suggest(stream.stream, name); });
    mapping.reading = asked.reading;
    mapping.reading.delimiter = found.second;
    return mapping;
}

/// Whether reading may wait for others without end, which Ctrl-C only ends in the thread that Python's signals reach.
bool is_pipe(py::handle rows) {
    const py::object os = py::module_::import("os");
    if (!py::isinstance<py::str>(rows) && !py::isinstance(rows, os.attr("PathLike"))) return false;
    return !os.attr("path").attr("isfile")(rows).cast<bool>();
}

ImportReport import_table(PyRegistry& self, const Arguments& a) {
    const Mapping mapping = mapping_in(a["mapping"]);
    ImportOptions options{.actor = a.get<std::string>("actor", {}),
                          .reason = a.get<std::string>("reason", {}),
                          .dry_run = a.get<bool>("dry_run", false),
                          .strict = a.get<bool>("strict", false)};
    Stream stream;
    const py::object table = tables("table")(a["rows"], to_python(mapping.text()));
    open_table(stream, table);
    options.any_thread = py::isinstance<py::tuple>(table) && !is_pipe(a["rows"]);
    const py::object wanted = a["progress"] ? py::reinterpret_borrow<py::object>(a["progress"]) : py::none();
    const py::tuple bar = tables("progress_bar")(wanted);
    const py::object each = bar[0];
    const py::object end_bar = bar[1];
    if (!each.is_none()) {
        options.progress = [show = kept(each)](std::int64_t rows) { locked([&] { (*show)(rows); }); };
    }
    try {
        ImportReport report = reading(
            stream, [&, registry = self.shared()] { return registry->import_table(stream.stream, mapping, options); });
        end_bar();
        return report;
    } catch (...) {
        end_bar();
        throw;
    }
}

}  // namespace

void bind_mapping(py::module_& module) {
    const auto* signature = new Signature("Mapping(definition)");
    py::class_<Mapping> type(
        module, "Mapping", py::is_final(),
        "Mapping(definition)\n--\n\n"
        "How the columns of a table become records: data that can be written as JSON, shipped and edited.\n\n"
        "The definition is the JSON form as a str or a dict; the constructor raises InvalidValue, which names the "
        "place.");
    type.def(py::init([signature](const py::args& args, const py::kwargs& kwargs) {
                 const Arguments arguments(*signature, args, kwargs);
                 const py::handle definition = arguments["definition"];
                 if (PyUnicode_Check(definition.ptr())) return Mapping::parse(cell_of(definition).value_or(""));
                 if (!py::isinstance<py::dict>(definition)) wrong_type({{}, "definition"}, "str or dict", definition);
                 return mapping_in(definition);
             }),
             function_doc("__init__(self, definition)", "Reads the JSON form.").c_str());
    static_method(type, "read(path)",
                  "Reads a file in the JSON form. Raises FileError, MissingFile among them, and InvalidValue.",
                  [](const Arguments& a) { return py::cast(read_mapping(a.get<std::filesystem::path>("path"))); });
    static_method(
        type, "suggest(rows, data_set, *, reading=None)",
        "Proposes a mapping from the headings and first rows of a table, to be checked by a person.\n\n"
        "rows: what import_table() takes.\n"
        "reading: how a text file is read, a dict with the keys of a mapping's 'reading', such as\n"
        "{'encoding': 'cp1252'}. It is part of the proposal; a delimiter that it does not name is found out.\n\n"
        "Raises InvalidValue where the rows can't be read, FileError where the file can't.",
        [](const Arguments& a) { return py::cast(suggested(a)); });
    method<Mapping>(type, "to_json(self)", "The JSON form, indented.",
                    [](Mapping& self, const Arguments&) { return to_python(self.text()); });
    method<Mapping>(type, "to_dict(self)", "The JSON form as a dict, to be changed and given to Mapping().",
                    [](Mapping& self, const Arguments&) -> py::object {
                        return py::module_::import("json").attr("loads")(to_python(self.text()));
                    });
    type.def_property_readonly(
        "data_set", [](const Mapping& self) { return to_python(self.data_set); },
        "What the table is called: records keep it, with their key in it.");
    type.def("__eq__", [](const Mapping& left, const Mapping& right) { return left == right; }, py::is_operator());
    type.def("__repr__",
             [](const Mapping& self) { return py::str("<Mapping of {!r}>").format(to_python(self.data_set)); });
    type.def("__str__", [](const Mapping& self) { return to_python(self.text()); });
}

void bind_import(py::classh<PyRegistry>& type) {
    method<PyRegistry>(
        type, "import_table(self, rows, mapping, *, dry_run=False, strict=False, progress=False, actor='', reason='')",
        "Brings a table in, as one change, and gives an ImportReport.\n\n"
        "rows: a path to a CSV or TSV file, a list of dicts, or a table that gives an Arrow stream, as those of pandas,\n"
        "polars, pyarrow and DuckDB.\n"
        "mapping: a Mapping, the same as a dict, or the path of its file.\n"
        "dry_run: only report what would be written.\n"
        "strict: the first row that would be refused raises InvalidValue, and nothing is written.\n"
        "progress: True for a progress bar (tqdm's, where it is installed), or a function that is called with the\n"
        "number of rows read.\n\n"
        "What the data set brought before is found again by its keys: a row that says the same writes nothing, one\n"
        "that says something new revises what the data set itself had said, and elsewhere fills gaps, refines dates\n"
        "and adds stages; where others say otherwise it becomes a claim. Ctrl-C leaves the file as it was. Raises\n"
        "InvalidValue for a mapping that does not fit the table and for keys that were turned into numbers, FileError\n"
        "for a file that can't be read.",
        [](PyRegistry& self, const Arguments& a) { return made(import_table(self, a)); });
}

}  // namespace laurels::python
