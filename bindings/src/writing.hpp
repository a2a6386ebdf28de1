#pragma once

// The verbs that add and revise records, and what all verbs are told.

#include "guard.hpp"
#include "query.hpp"
#include "record.hpp"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace laurels::python {

inline Source source_from(const Arguments& arguments) { return arguments.maybe<Source>("source").value_or(Source{}); }

inline Said said_from(const Arguments& arguments) {
    return {.source = source_from(arguments), .reason = arguments.get<std::string>("reason", {})};
}

/// Throws WrongKind for a kind that add, ensure and revise don't take; `caller` says in the message what it was given
/// for.
[[noreturn]] void refuse_unwritable(const std::string& caller, Kind kind);

/// Calls `visit` with the record in a Python object. Throws TypeError for what is no record; `caller()` says in the
/// message what it was given for.
template <class Caller, class Visit>
void with_any_record(py::handle object, const Caller& caller, Visit&& visit) {
    const Kind kind = kind_of_record(object);
    if (kind == Kind{}) wrong_type({{}, caller()}, "an Award or another record", object);
    with_kind(kind, [&](const auto& sample) { visit(held<std::decay_t<decltype(sample)>>(object)); });
}

/// The same for one that add, ensure and revise take; throws WrongKind for another.
template <class Caller, class Visit>
void with_record(py::handle object, const Caller& caller, Visit&& visit) {
    with_any_record(object, caller, [&](const auto& record) {
        using R = std::decay_t<decltype(record)>;
        if constexpr (WritableType<R>) {
            visit(record);
        } else {
            refuse_unwritable(caller(), kind_of<R>);
        }
    });
}

/// Many records in their order, in runs of one kind, copied so that they can be written without the interpreter lock.
class Batch {
  public:
    void add(py::handle record);
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    bool one_kind() const { return runs_.size() == 1; }
    /// Whether some were written.
    bool began() const { return !ids_.empty(); }

    /// Writes them; to be called without the interpreter lock.
    template <class Writer>
    void write(Writer& writer, const Said& said) {
        for (Run& run : runs_) {
            try {
                std::visit(
                    [&](auto& records) {
                        for (const auto id : writer.add_all(records, said)) ids_.push_back(id);
                    },
                    run);
            } catch (Error& error) {
                if (error.index()) error.stands_at(ids_.size() + *error.index());  // among all that were given
                throw;
            }
        }
        runs_.clear();
        size_ = 0;
    }

    /// The ids of what was written so far.
    py::list ids() const;

  private:
    using Run = std::variant<std::vector<Award>, std::vector<Edition>, std::vector<Series>, std::vector<Category>,
                             std::vector<Ceremony>, std::vector<Deadline>, std::vector<Nominee>,
                             std::vector<Nomination>, std::vector<Evidence>, std::vector<Cost>>;
    std::vector<Run> runs_;
    std::vector<RecordId> ids_;
    std::size_t size_ = 0;
};

/// How many records add_all() copies before it writes them.
inline constexpr std::size_t batch_size = 65536;

template <class Writer>
py::object write_one(const std::shared_ptr<Writer>& writer, const Arguments& arguments, bool ensure) {
    const Said said = said_from(arguments);
    py::object result;
    with_record(
        arguments["record"], [&] { return std::string(ensure ? "the record for ensure()" : "the record for add()"); },
        [&](const auto& given) {
            auto copy = given;
            result = to_python(unlocked(
                [&] { return ensure ? writer->ensure(std::move(copy), said) : writer->add(std::move(copy), said); }));
        });
    return result;
}

template <class Writer>
py::object write_all(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const Said said = said_from(arguments);
    const py::handle records = arguments["records"];
    if (!py::isinstance<py::iterable>(records)) wrong_type({{}, "records"}, "an iterable of records", records);
    Batch batch;
    if constexpr (std::is_same_v<Writer, Change>) {
        try {
            for (const py::handle record : py::iter(records)) {
                batch.add(record);
                if (batch.size() >= batch_size) unlocked([&] { batch.write(*writer, said); });
            }
            unlocked([&] { batch.write(*writer, said); });
        } catch (...) {
            // All or none: what was written before the failure can't stay in a change that somebody may yet commit.
            if (batch.began()) unlocked([&] { writer->rollback(); });
            throw;
        }
    } else {
        // One change in all, begun when the first records are written.
        std::optional<Guarded<Change>> change;
        const auto flush = [&] {
            if (!change) change.emplace(unlocked([&] { return writer->transaction(); }));
            change->call([&](Change& open) { batch.write(open, said); });
        };
        for (const py::handle record : py::iter(records)) {
            if (batch.size() >= batch_size) {
                flush();
                if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            }
            batch.add(record);
        }
        if (!change && batch.one_kind()) {
            unlocked([&] { batch.write(*writer, said); });
        } else if (!batch.empty() || change) {
            flush();
            change->call([](Change& open) { open.commit(); });
        }
    }
    return batch.ids();
}

/// The fields given by keyword, set on an edit of the record that a bare id names.
template <RecordType R>
std::function<void(R&)> edit_of(const py::dict& values, std::string_view caller) {
    const Table& table = table_of<R>();
    std::vector<const AnyField*> fields;
    for (const auto& [key, value] : values) fields.push_back(&table.require(key, caller));
    R wanted;
    table.assign(&wanted, values);
    return [fields, wanted](R& record) {
        for (const AnyField* field : fields) field->copy(&record, &wanted);
    };
}

/// The record that was read, with the fields given by keyword.
template <RecordType R>
R changed_copy(const R& read, const py::dict& values, std::string_view caller) {
    const Table& table = table_of<R>();
    for (const auto& [key, value] : values) table.require(key, caller);
    R changed = read;
    table.assign(&changed, values);
    return changed;
}

template <class Writer>
py::object revise(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const Said said = said_from(arguments);
    const py::handle target = arguments["record"];
    py::object result;
    if (const RecordId id = id_in(target)) {
        with_kind(id.kind, [&](const auto& sample) {
            using R = std::decay_t<decltype(sample)>;
            if constexpr (WritableType<R>) {
                const auto edit = edit_of<R>(arguments.more(), "revise");
                result = to_python(unlocked([&] { return writer->revise(Id<R>(id.value), edit, said); }));
            } else {
                refuse_unwritable("revise()", id.kind);
            }
        });
        return result;
    }
    with_record(
        target, [] { return std::string("the record for revise()"); },
        [&](const auto& read) {
            const auto before = read;
            const auto changed = changed_copy(before, arguments.more(), "revise");
            result = to_python(unlocked([&] { return writer->revise(before, changed, said); }));
        });
    return result;
}

/// Adds them; `verb(signature, doc, work)` adds one.
template <class Writer, class Verb>
void bind_writing(const Verb& verb) {
    using Shared = const std::shared_ptr<Writer>&;
    verb("add(self, record, *, source=None, reason='')",
         "Adds the record and gives it as stored, with its id. Its values are a start, not moves: a nomination may be "
         "added\n"
         "as shortlisted, or as won.\n\n"
         "Raises InvalidValue, WrongKind, NotFound, and Duplicate for a second edition with a label.",
         [](Shared writer, const Arguments& a) { return write_one(writer, a, false); });
    verb("ensure(self, record, *, source=None, reason='')",
         "Gives the record that has this natural key, unchanged, or adds it, so that a script can run again.\n\n"
         "The keys: award name; edition award and label; series award and name; category edition and name; ceremony "
         "and\n"
         "deadline edition and name, never the date; nominee kind, name or alias, and what it is part of; nomination\n"
         "category, title, work and nominees. Raises Ambiguous where several have the key, and what add raises.",
         [](Shared writer, const Arguments& a) { return write_one(writer, a, true); });
    verb("add_all(self, records, *, source=None, reason='')",
         "Adds the records of any iterable in one change, all or none of them, and gives a list of their ids.\n\n"
         "Kinds may be mixed. Raises what add raises; then nothing was written: an open change that had begun to write "
         "them is\n"
         "rolled back.",
         [](Shared writer, const Arguments& a) { return write_all(writer, a); });
    verb("revise(self, record, *, source=None, reason='', **fields)",
         "Writes the fields given by keyword and gives the record as stored. What changes nothing writes nothing.\n\n"
         "Given a record, it raises Stale where someone else changed the same fields since it was read; a bare id "
         "cannot be\n"
         "checked. Fields of an axis, such as `stage`, change by their verbs only. A nomination's `credits` without id "
         "are\n"
         "added; none is dropped.",
         [](Shared writer, const Arguments& a) { return revise(writer, a); });
}

}  // namespace laurels::python
