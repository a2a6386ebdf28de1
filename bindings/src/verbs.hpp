#pragma once

// The verbs that write, for a registry (where each call is a change of its own) and for an open change.

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

/// Calls `visit` with the record in a Python object. Throws TypeError for what is no record, WrongKind for a credit;
/// `caller()` says in the message what it was given for.
template <class Caller, class Visit>
void with_record(py::handle object, const Caller& caller, Visit&& visit) {
    const Kind kind = kind_of_record(object);
    if (kind == Kind{}) wrong_type({{}, caller()}, "an Award or another record", object);
    with_kind(kind, [&](const auto& sample) {
        using R = std::decay_t<decltype(sample)>;
        if constexpr (WritableType<R>) {
            visit(held<R>(object));
        } else {
            throw WrongKind(std::string(caller()) +
                                ": a credit is written through its nomination: revise(nomination, credits=…)",
                            {Kind::nomination}, kind);
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
        arguments["record"], [&] { return ensure ? "the record for ensure()" : "the record for add()"; },
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

template <class Writer>
py::object revise(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const Said said = said_from(arguments);
    const py::handle target = arguments["record"];
    const py::dict& values = arguments.more();
    py::object result;
    if (const RecordId id = id_in(target)) {
        with_kind(id.kind, [&](const auto& sample) {
            using R = std::decay_t<decltype(sample)>;
            if constexpr (WritableType<R>) {
                const Table& table = table_of<R>();
                std::vector<const AnyField*> fields;
                for (const auto& [key, value] : values) {
                    fields.push_back(&table.require(key, "revise"));
                }
                R wanted;
                table.assign(&wanted, values);
                const std::function<void(R&)> edit = [&](R& record) {
                    for (const AnyField* field : fields) field->copy(&record, &wanted);
                };
                result = to_python(unlocked([&] { return writer->revise(Id<R>(id.value), edit, said); }));
            } else {
                throw WrongKind("revise(): a credit is written through its nomination", {Kind::nomination}, id.kind);
            }
        });
        return result;
    }
    with_record(
        target, [] { return "the record for revise()"; },
        [&](const auto& read) {
            using R = std::decay_t<decltype(read)>;
            const Table& table = table_of<R>();
            for (const auto& [key, value] : values) table.require(key, "revise");
            const R before = read;
            R changed = before;
            table.assign(&changed, values);
            result = to_python(unlocked([&] { return writer->revise(before, changed, said); }));
        });
    return result;
}

template <class Writer>
py::object advance(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto nomination = arguments.get<Id<Nomination>>("nomination");
    const auto stage = arguments.get<Stage>("stage");
    const Step step{.on = arguments.maybe<When>("on"),
                    .source = source_from(arguments),
                    .reason = arguments.get<std::string>("reason", {})};
    return to_python(unlocked([&] { return writer->advance(nomination, stage, step); }));
}

template <class Writer>
py::object decide(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto nomination = arguments.get<Id<Nomination>>("nomination");
    const auto outcome = arguments.get<Outcome>("outcome");
    const Decision decision{.on = arguments.maybe<When>("on"),
                            .place = arguments.maybe<std::int64_t>("place"),
                            .share = arguments.maybe<Fraction>("share"),
                            .source = source_from(arguments),
                            .reason = arguments.get<std::string>("reason", {})};
    return to_python(unlocked([&] { return writer->decide(nomination, outcome, decision); }));
}

template <class Writer>
py::object rule(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto record = arguments.get<RecordId>("record");
    const auto standing = arguments.get<Standing>("standing");
    const auto reason = arguments.get<std::string>("reason", {});
    const Source source = source_from(arguments);
    if (record.kind == Kind::credit) {
        return to_python(unlocked([&] { return writer->rule(Id<Credit>(record.value), standing, reason, source); }));
    }
    if (record.kind != Kind::nomination) {
        throw WrongKind("rule() takes a nomination or a credit, not " + to_string(record),
                        {Kind::nomination, Kind::credit}, record.kind);
    }
    return to_python(unlocked([&] { return writer->rule(Id<Nomination>(record.value), standing, reason, source); }));
}

template <class Writer>
py::object settle(const std::shared_ptr<Writer>& writer, const Arguments& arguments,
                  Nomination (Verbs<Writer>::*verb)(Id<Nomination>, const Said&)) {
    const auto nomination = arguments.get<Id<Nomination>>("nomination");
    const Said said = said_from(arguments);
    return to_python(unlocked([&] { return (*writer.*verb)(nomination, said); }));
}

/// What is said of a category: its list, its result, or both.
struct CategoryDisclosure {
    std::optional<Disclosure> list;
    std::optional<Disclosure> result;
    std::optional<Instant> until;
};

template <class Writer>
Category disclose_both(Writer& writer, Id<Category> category, const CategoryDisclosure& wanted, const Said& said) {
    // The instant belongs to what is embargoed; where both are named and one is not, it is the other's.
    const auto until = [&](Disclosure own, const std::optional<Disclosure>& other) {
        const bool others = own != Disclosure::embargoed && other == Disclosure::embargoed;
        return others ? std::nullopt : wanted.until;
    };
    std::optional<Category> result;
    if (wanted.list) {
        result = writer.disclose(category, Part::list, *wanted.list, until(*wanted.list, wanted.result), said);
    }
    if (wanted.result) {
        result = writer.disclose(category, Part::result, *wanted.result, until(*wanted.result, wanted.list), said);
    }
    return *result;
}

template <class Writer>
py::object disclose(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto record = arguments.get<RecordId>("record");
    const auto disclosure = arguments.maybe<Disclosure>("disclosure");
    const CategoryDisclosure wanted{.list = arguments.maybe<Disclosure>("list"),
                                    .result = arguments.maybe<Disclosure>("result"),
                                    .until = arguments.maybe<Instant>("until")};
    const Said said = said_from(arguments);
    if (record.kind == Kind::nomination) {
        if (!disclosure || wanted.list || wanted.result) {
            throw py::type_error("disclose() of a nomination takes one disclosure: disclose(nomination, 'private')");
        }
        const Id<Nomination> id(record.value);
        return to_python(unlocked([&] { return writer->disclose(id, *disclosure, wanted.until, said); }));
    }
    if (record.kind != Kind::category) {
        throw WrongKind("disclose() takes a nomination or a category, not " + to_string(record),
                        {Kind::nomination, Kind::category}, record.kind);
    }
    if (disclosure || !(wanted.list || wanted.result)) {
        throw py::type_error(
            "disclose() of a category takes list=… or result=… or both: a shortlist can be public while its "
            "winner is not");
    }
    const Id<Category> id(record.value);
    return to_python(unlocked([&] {
        if constexpr (std::is_same_v<Writer, Registry>) {
            if (wanted.list && wanted.result) {
                Change change = writer->transaction();
                const Category result = disclose_both(change, id, wanted, said);
                change.commit();
                return result;
            }
        }
        return disclose_both(*writer, id, wanted, said);
    }));
}

/// Adds the verbs to a class; `Self::writer()` gives what writes.
template <class Self, class Writer, class Class>
void bind_verbs(Class& type) {
    using Shared = const std::shared_ptr<Writer>&;
    const auto verb = [&](const char* signature, const char* doc, auto work) {
        method<Self>(type, signature, doc, [work](Self& self, const Arguments& arguments) -> py::object {
            return work(self.writer(), arguments);
        });
    };
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
    verb("advance(self, nomination, stage, *, on=None, source=None, reason='')",
         "Puts a nomination on a stage, on a date or instant where that is known, and gives it as stored.\n\n"
         "A list entered late adds its entry to `reached` and lowers nobody. Raises MoveError for a step back without "
         "reason.",
         [](Shared writer, const Arguments& a) { return advance(writer, a); });
    verb("decide(self, nomination, outcome, *, on=None, place=None, share=None, source=None, reason='')",
         "Says what became of a nomination, and gives it as stored. `place` counts from 1; `share` is a fraction of "
         "the\n"
         "category's award. Raises MoveError for a step back without reason.",
         [](Shared writer, const Arguments& a) { return decide(writer, a); });
    verb("rule(self, record, standing, *, reason='', source=None)",
         "Rules on whether a nomination, or one credit of it, counts, and gives it as stored. Raises MoveError without "
         "a "
         "reason.",
         [](Shared writer, const Arguments& a) { return rule(writer, a); });
    verb("accept(self, nomination, *, source=None, reason='')", "The award was taken. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return settle(writer, a, &Verbs<Writer>::accept); });
    verb("refuse(self, nomination, *, source=None, reason='')",
         "The award was refused; it was won all the same. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return settle(writer, a, &Verbs<Writer>::refuse); });
    verb("prevent(self, nomination, *, source=None, reason='')",
         "The winner was prevented from taking the award; it was won all the same. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return settle(writer, a, &Verbs<Writer>::prevent); });
    verb("disclose(self, record, disclosure=None, *, list=None, result=None, until=None, source=None, reason='')",
         "Says who may know: `disclose(nomination, \"embargoed\", until=…)`, or of a category `list=`, `result=` or "
         "both.\n\n"
         "`until` is the instant at which something embargoed is public. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return disclose(writer, a); });
}

}  // namespace laurels::python
