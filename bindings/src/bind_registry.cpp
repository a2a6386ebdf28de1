#include "files.hpp"
#include "registry.hpp"
#include "verbs.hpp"

#include <cmath>
#include <tuple>

namespace laurels::python {

namespace {

std::chrono::milliseconds timeout_from(const Arguments& arguments) {
    const double seconds = arguments.get<double>("timeout", 5.0);
    constexpr double most = 1e6;
    if (!(seconds >= 0) || seconds > most) {
        throw InvalidValue("timeout must be a number of seconds from 0 to 1,000,000", "timeout");
    }
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

int cache_from(const Arguments& arguments) {
    const auto megabytes = arguments.get<std::int64_t>("cache_mb", 200);
    if (megabytes < 1 || megabytes > 1'000'000) throw InvalidValue("cache_mb must be from 1 to 1,000,000", "cache_mb");
    return static_cast<int>(megabytes);
}

Bounds bounds_of(py::handle moment, const char* name) {
    if (const auto change = change_in(moment)) return {.change = change};
    return {.recorded = instant_in(moment, name)};
}

PyRegistry view(const PyRegistry& self, const Bounds& bounds) {
    return {self.call([&](const Registry& registry) { return registry.view(bounds); }), self};
}

void bind_open(py::module_& module) {
    function(
        module, "open(path, *, actor='', read_only=False, create=True, timeout=5.0, cache_mb=200)",
        "Opens the registry in a file, or makes the file. Use it with `with`, or close() it.\n\n"
        "actor: who writes, where a change does not say; part of the journal.\n"
        "read_only: never write; the file must be there.\n"
        "create: whether a missing file is made.\n"
        "timeout: seconds to wait for other writers before Busy; Ctrl-C ends the wait at once.\n"
        "cache_mb: memory that a change may fill before it spills to disk, which locks readers out until it ends.\n\n"
        "Raises MissingFile, NotLaurels, NewerFile, Damaged, ReadOnly, Busy or FileError; the file then stays as it "
        "was.\n"
        "The file is private to the library while it is open: hand copies to other programs by backup(). Network and\n"
        "synced folders are not supported.",
        [](const Arguments& a) {
            const auto path = a.get<std::filesystem::path>("path");
            const Options options{
                .actor = a.get<std::string>("actor", {}),
                .access = a.get<bool>("read_only", false) ? Access::read_only : Access::read_write,
                .create = a.get<bool>("create", true) ? Create::if_missing : Create::never,
                .timeout = timeout_from(a),
                .cache_mb = cache_from(a),
                .meanwhile = &handle_signals,
            };
            return py::cast(PyRegistry(unlocked([&] { return Registry::open(path, options); })));
        });
    function(module, "in_memory(*, actor='', timeout=5.0, cache_mb=200)",
             "A registry in memory, gone when it is closed. For the arguments see open().", [](const Arguments& a) {
                 const Options options{.actor = a.get<std::string>("actor", {}),
                                       .timeout = timeout_from(a),
                                       .cache_mb = cache_from(a),
                                       .meanwhile = &handle_signals};
                 return py::cast(PyRegistry(unlocked([&] { return Registry::in_memory(options); })));
             });
}

template <class Class>
void bind_file(Class& type) {
    method<PyRegistry>(
        type, "close(self)", "Closes the file; a change still open is taken back. Closing twice does nothing.",
        [](PyRegistry& self, const Arguments&) { self.call([](Registry& registry) { registry.close(); }); });
    type.def_property_readonly(
        "is_open", [](const PyRegistry& self) { return self.call([](const Registry& r) { return r.is_open(); }); },
        "False once it is closed.");
    type.def_property_readonly(
        "path",
        [](const PyRegistry& self) -> py::object {
            const auto path = self.call([](const Registry& r) { return r.path(); });
            if (path.empty()) return py::none();
            return py::module_::import("pathlib").attr("Path")(to_python(path));
        },
        "The file's pathlib.Path; None in memory and for a view.");
    type.def_property_readonly(
        "uuid", [](const PyRegistry& self) { return self.call([](const Registry& r) { return r.uuid(); }); },
        "The file's UUID: (uuid, kind, id) names a record anywhere.");
    type.def_property_readonly(
        "read_only", [](const PyRegistry& self) { return self.call([](const Registry& r) { return r.read_only(); }); },
        "True for a view and for a registry opened read_only.");
    method<PyRegistry>(
        type, "backup(self, target)",
        "Copies the file as it is now, for other programs, while others go on. Raises FileError where the target\n"
        "exists.",
        [](PyRegistry& self, const Arguments& a) {
            const auto target = a.get<std::filesystem::path>("target");
            self.call([&](const Registry& registry) { registry.backup(target); });
        });
    method<PyRegistry>(type, "info(self)", "What the registry is and holds, as an Info: str() gives it in lines.",
                       [](PyRegistry& self, const Arguments&) {
                           return made(self.call([](const Registry& registry) { return registry.info(); }));
                       });
    method<PyRegistry>(
        type, "compact(self)",
        "Rewrites the file without the room that is free in it, and gives a Compaction. Raises Busy where "
        "others read\n"
        "or write.",
        [](PyRegistry& self, const Arguments&) {
            return made(self.call([](Registry& registry) { return registry.compact(); }));
        });
    method<PyRegistry>(
        type, "erase(self, nominee, *, reason, text=(), dry_run=False)",
        "Takes a person out of the record, as the law may ask, and gives an ErasureReport.\n\n"
        "Blanks the nominee's names, those of its merged twins and the given texts, as a nickname or an address,\n"
        "wherever they stand in the journal, and keeps the digests, so that checkpoints and verify() still hold. The\n"
        "file is rewritten afterwards. Copies made before are out of reach. `dry_run` only says what would be erased.\n"
        "Raises NotFound, and InvalidValue without a reason.",
        [](PyRegistry& self, const Arguments& a) {
            const auto nominee = a.get<Id<Nominee>>("nominee");
            const Erasure erasure{.text = a.get<std::vector<std::string>>("text", {}),
                                  .reason = a.get<std::string>("reason", {}),
                                  .dry_run = a.get<bool>("dry_run", false)};
            return made(self.call([&](Registry& registry) { return registry.erase(nominee, erasure); }));
        });
    type.def("__enter__", [](py::object self) { return self; }, "Gives the registry.");
    type.def(
        "__exit__",
        [](PyRegistry& self, const py::args& /*error*/) { self.call([](Registry& registry) { registry.close(); }); },
        "Closes it.");
}

// The arguments of export_json().
JsonExport export_options(const Arguments& arguments) {
    return {.everything = arguments.get<bool>("everything", false), .journal = arguments.get<bool>("journal", false)};
}

template <class Class>
void bind_exchange_of(Class& type) {
    method<PyRegistry>(
        type, "export_json(self, file, *, everything=False, journal=False)",
        "Writes what may be known outside now as JSON, to a path or a file that has write(): see docs/json.md.\n\n"
        "everything: all there is, what is private, void or merged included.\n"
        "journal: also the whole journal, so that an empty registry becomes what this one is; needs everything=True.\n\n"
        "Reads a copy, so that others write meanwhile, and holds one record at a time. A file given by its path is put\n"
        "in its place when it is complete. Raises InvalidValue for the journal without everything=True, and FileError.",
        [](PyRegistry& self, const Arguments& a) {
            const JsonExport options = export_options(a);
            write_to(
                a["file"], "file",
                [&](const std::filesystem::path& path) {
                    self.call([&](const Registry& registry) { registry.export_json(path, options); });
                },
                [&](std::ostream& to) { self.call([&](const Registry& r) { r.export_json(to, options); }); });
        });
    method<PyRegistry>(
        type, "import_json(self, file, *, dry_run=False, strict=False, source=None, reason='')",
        "Reads such JSON from a path or a file that has read(), in one change, and gives an ImportReport.\n\n"
        "Adds what is not there yet, by where it came from; what is there is left as it is. Into an empty registry a\n"
        "whole journal comes as it was, the file's UUID included.\n"
        "dry_run: only report what would be done.\n"
        "strict: the first record that is refused raises InvalidValue, and nothing is written.\n"
        "source, reason: who says what the file says, a Source, and why; for the journal.\n\n"
        "Raises InvalidValue, which says where, for what is no such JSON; the registry is then as it was.",
        [](PyRegistry& self, const Arguments& a) {
            JsonImport options{.dry_run = a.get<bool>("dry_run", false),
                               .strict = a.get<bool>("strict", false),
                               .reason = a.get<std::string>("reason", {}),
                               .source = source_from(a)};
            std::optional<ImportReport> report;
            read_from(
                a["file"], "file",
                [&](const std::filesystem::path& path) {
                    report = self.call([&](Registry& registry) { return registry.import_json(path, options); });
                },
                [&](std::istream& from) {
                    report = self.call([&](Registry& registry) { return registry.import_json(from, options); });
                });
            return made(std::move(*report));
        });
}

// The differences between two moments, each of this registry or a registry by itself.
std::vector<Difference> differences(const PyRegistry& self, const Arguments& arguments) {
    const auto registry_in = [&](const char* name) -> std::shared_ptr<const Registry> {
        const py::handle given = arguments[name];
        if (!given || !py::isinstance<PyRegistry>(given)) return nullptr;
        return given.cast<const PyRegistry&>().shared();
    };
    const auto bounds_in = [&](const char* name) {
        const bool now = std::string_view(name) == "after" && !arguments.has(name);
        return now ? Bounds{} : bounds_of(arguments[name], name);
    };
    std::shared_ptr<const Registry> before = registry_in("before");
    std::shared_ptr<const Registry> after = registry_in("after");
    if (!before && !after) {
        const Bounds from = bounds_in("before");
        const Bounds to = bounds_in("after");
        return self.call([&](const Registry& registry) { return registry.diff(from, to); });
    }
    const Bounds bounds = before ? (after ? Bounds{} : bounds_in("after")) : bounds_in("before");
    const bool now = before && !after && !arguments.has("after");
    return self.call([&](const Registry& registry) {
        if (now) return registry.diff(*before);
        if (before && after) return after->diff(*before);
        const Registry view = registry.view(bounds);
        return before ? view.diff(*before) : after->diff(view);
    });
}

template <class Class>
void bind_time(Class& type) {
    method<PyRegistry>(
        type, "as_of(self, moment)",
        "The record as it stood here after a change, given by its number or as a ChangeRow or a committed Change, or\n"
        "at an instant, given as a datetime with a time zone or a str in RFC 3339: a read-only registry with all\n"
        "questions. Raises NotFound.",
        [](PyRegistry& self, const Arguments& a) { return view(self, bounds_of(a["moment"], "moment")); });
    method<PyRegistry>(
        type, "known_on(self, day)",
        "What the world had said by the end of this day: a read-only registry with all questions.\n\n"
        "`known` is when a source said it, so what was entered later from earlier sources is in it. It is neither\n"
        "the time of recording, which is as_of(), nor a date in a record. Raises InvalidDate if it is not one day.",
        [](PyRegistry& self, const Arguments& a) { return view(self, {.known = a.get<Date>("day")}); });
    method<PyRegistry>(
        type, "public(self, on=None)",
        "What may be known outside at this instant, a datetime with a time zone or a str in RFC 3339, or now: a\n"
        "read-only registry with listings but without their embargoed results, with nothing private, and with no name\n"
        "that only a private record holds.\n\n"
        "What is withheld has its default in it: such an outcome is pending. It has no notes, costs, claims and records\n"
        "that are void or merged, and no journal: history() and changes() raise ReadOnly.",
        [](PyRegistry& self, const Arguments& a) {
            const auto on = a.maybe<Instant>("on");
            return PyRegistry(self.call([&](const Registry& r) { return on ? r.public_(*on) : r.public_(); }), self);
        });
    method<PyRegistry>(
        type, "view(self, *, change=None, recorded=None, known=None, public=None)",
        "Several bounds at once, all included; a view of a view narrows further. A read-only registry.\n\n"
        "`public` with others is what was public at their moment, or at its own instant where that is\n"
        "earlier, and is withheld neither then nor now.",
        [](PyRegistry& self, const Arguments& a) {
            return view(self, {.change = a.maybe<std::int64_t>("change"),
                               .recorded = a.maybe<Instant>("recorded"),
                               .known = a.maybe<Date>("known"),
                               .public_on = a.maybe<Instant>("public")});
        });
    method<PyRegistry>(
        type, "diff(self, before, after=None)",
        "What differs between two moments, by record and field, from one to another or now: a Rows of Difference.\n\n"
        "    registry.diff(12)                                 since change 12\n"
        "    registry.diff(registry.known_on(\"2025-09-01\"))    since what was known then\n\n"
        "A moment is a change's number, a ChangeRow, a committed Change, a datetime with a time zone, a str in RFC\n"
        "3339, or a Registry: a view, or another copy of the same file. Raises NotFound, and InvalidValue for a registry\n"
        "of another file.",
        [](PyRegistry& self, const Arguments& a) {
            std::vector<Difference> found = differences(self, a);
            py::tuple result(found.size());
            for (std::size_t i = 0; i < found.size(); ++i) result[i] = made(std::move(found[i]));
            return make_rows(std::move(result));
        });
    method<PyRegistry>(
        type, "verify(self, checkpoint=None)",
        "Reads the whole journal, checks its digests, replays it and compares the result with what is stored; with\n"
        "a Checkpoint, or its text, also that the journal still continues from there. Gives a Verification, which\n"
        "names the first bad event or the first row of state that replay does not give.",
        [](PyRegistry& self, const Arguments& a) {
            std::optional<Checkpoint> kept;
            if (a.has("checkpoint")) {
                const py::handle given = a["checkpoint"];
                if (py::isinstance<Checkpoint>(given)) {
                    kept = py::cast<const Checkpoint&>(given);
                } else if (PyUnicode_Check(given.ptr())) {
                    kept = Checkpoint::parse(a.get<std::string>("checkpoint"));
                } else {
                    wrong_type({{}, "checkpoint"}, "a Checkpoint or its text", given);
                }
            }
            return self.call(
                [&](const Registry& registry) { return kept ? registry.verify(*kept) : registry.verify(); });
        });
    method<PyRegistry>(type, "checkpoint(self)", "The journal's head, to keep elsewhere.",
                       [](PyRegistry& self, const Arguments&) {
                           return self.call([](const Registry& registry) { return registry.checkpoint(); });
                       });
}

// What a view shows: ", as known on 1 September 2025".
std::string bounds_text(const Bounds& bounds) {
    std::string text;
    if (bounds.change) text += ", as of change " + std::to_string(*bounds.change);
    if (bounds.recorded) {
        const py::object shown = display("show", to_python(*bounds.recorded));
        text += ", as of " + shown.cast<std::string>();
    }
    if (bounds.known) text += ", as known on " + bounds.known->display();
    if (bounds.public_on) {
        const py::object shown = display("show", to_python(*bounds.public_on));
        text += ", what is public on " + shown.cast<std::string>();
    }
    return text.empty() ? ", a view" : text;
}

std::string repr(const PyRegistry& self) {
    const auto [bounds, open, read_only] = self.call([](const Registry& registry) {
        return std::tuple(registry.bounds(), registry.is_open(), registry.read_only());
    });
    std::string text = "<Registry " + self.file() + (bounds ? bounds_text(*bounds) : "");
    if (!open) return text + ": closed>";
    return text + (read_only ? ": read-only>" : ">");
}

}  // namespace

std::string PyRegistry::file() const {
    if (!file_.empty()) return file_;
    const auto path = call([](const Registry& registry) { return registry.path(); });
    return path.empty() ? "in memory" : literal(to_python(path).cast<std::string>());
}

void bind_registry(py::module_& module) {
    // All classes before the functions that name them.
    py::classh<PyRegistry> type(module, "Registry", py::is_final(),
                                "A record of awards in one file: made by open() or in_memory().\n\n"
                                "Each verb is a change of its own; transaction() puts several into one. Questions see "
                                "what is committed. Any thread\n"
                                "may use a registry. After a fork the child can't use it: it raises Closed there, as "
                                "after close(). What reads the\n"
                                "file can raise Busy, and FileError and its kinds.");
    bind_change(module);
    bind_verbs<PyRegistry, Registry>(type);
    bind_questions<PyRegistry>(type);
    bind_file(type);
    bind_time(type);
    bind_exchange_of(type);
    bind_import(type);
    bind_outgoing_of(type);
    method<PyRegistry>(
        type, "transaction(self, *, actor='', reason='', source=None)",
        "A Change, to be used in `with`: all its writes are committed together or not at all. Actor, reason and\n"
        "source count for each of its writes that does not say otherwise.",
        [](PyRegistry& self, const Arguments& a) {
            ChangeOptions options{.actor = a.get<std::string>("actor", {}),
                                  .reason = a.get<std::string>("reason", {}),
                                  .source = source_from(a)};
            return py::cast(std::make_unique<PyChange>(self, std::move(options)));
        });
    type.def("__repr__", [](const PyRegistry& self) {
        try {
            return repr(self);
        } catch (const Error&) {
            return std::string("<Registry: closed>");
        }
    });
    type.def("__str__", [](const py::object& self) { return display("registry_text", self); });
    type.def(
        "_repr_html_", [](const py::object& self) { return display("registry_html", self); },
        "A card for notebooks: what it holds, and what is next.");
    bind_open(module);
}

}  // namespace laurels::python
