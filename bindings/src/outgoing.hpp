#pragma once

// What goes out for others: the methods of queries and of the registry.

#include "files.hpp"
#include "query.hpp"
#include "registry.hpp"

namespace laurels::python {

/// The stream of a query's rows, as Arrow's capsules hand it over.
py::object stream_capsule(ArrowArrayStream stream);

inline CsvExport csv_options(const Arguments& arguments) {
    return {.everything = arguments.get<bool>("everything", false),
            .guard = arguments.get<bool>("guard", true),
            .byte_order_mark = arguments.get<bool>("byte_order_mark", false),
            .editable = arguments.get<bool>("editable", false)};
}

inline py::object frames(const char* function) { return py::module_::import("laurels._frames").attr(function); }

/// Adds to a class of queries what writes its rows as a table.
template <class Query, class Class>
void bind_tables(Class& type) {
    using Self = Guarded<Question<Query>>;
    const auto stream_of = [](const Self& self, Shown shown) {
        return stream_capsule(self.call([&](const Question<Query>& q) { return q.query.to_arrow(shown); }));
    };
    method<const Self>(
        type, "to_csv(self, file, *, everything=False, guard=True, byte_order_mark=False, editable=False)",
        "Writes the rows as CSV (RFC 4180, UTF-8), to a path or a file that has write(): see docs/exporting.md.\n\n"
        "everything: not only what may be known outside now.\n"
        "guard: put an apostrophe before a text that a spreadsheet would take for a formula; nominations_mapping() takes\n"
        "it off.\n"
        "byte_order_mark: for Excel, which takes UTF-8 for another encoding without it.\n"
        "editable: add a column that says from which registry the rows are, and of when, by which\n"
        "import_table(…, nominations_mapping()) tells what was edited from what was changed here since. Raises ReadOnly\n"
        "for a view of another moment.\n\n"
        "A file given by its path is put in its place when it is complete. Raises FileError.",
        [](const Self& self, const Arguments& a) {
            const CsvExport options = csv_options(a);
            write_to(
                a["file"], "file",
                [&](const std::filesystem::path& path) {
                    self.call([&](const Question<Query>& q) { q.query.to_csv(path, options); });
                },
                [&](std::ostream& to) { self.call([&](const Question<Query>& q) { q.query.to_csv(to, options); }); });
        });
    method<const Self>(
        type, "to_parquet(self, file, *, everything=False)",
        "Writes the rows as Parquet, to a path or a file of bytes. Needs pyarrow: pip install 'laurels[parquet]'.\n\n"
        "everything: not only what may be known outside now.",
        [stream_of](const Self& self, const Arguments& a) {
            const bool everything = a.get<bool>("everything", false);
            frames("to_parquet")(stream_of(self, everything ? Shown::all : Shown::public_only), a["file"]);
        });
    method<const Self>(
        type, "to_arrow(self)",
        "Runs the query and gives its rows, all that rows() gives, as a pyarrow.Table. Needs pyarrow.",
        [](const Self& self, const Arguments&) -> py::object { return frames("to_arrow")(py::cast(Self(self))); });
    method<const Self>(
        type, "to_pandas(self)", "The same as a pandas.DataFrame. Needs pandas and pyarrow.",
        [](const Self& self, const Arguments&) -> py::object { return frames("to_pandas")(py::cast(Self(self))); });
    method<const Self>(
        type, "to_polars(self)", "The same as a polars.DataFrame. Needs polars.",
        [](const Self& self, const Arguments&) -> py::object { return frames("to_polars")(py::cast(Self(self))); });
    method<const Self>(
        type, "__arrow_c_stream__(self, requested_schema=None)",
        "The rows, all that rows() gives, as an Arrow stream for programs that take one, as pyarrow, polars, DuckDB and\n"
        "pandas do. All is read now, so a stream that is half read holds no lock.",
        [stream_of](const Self& self, const Arguments&) { return stream_of(self, Shown::all); });
}

}  // namespace laurels::python
