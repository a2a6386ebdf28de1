#pragma once

// The verbs of the axes: how far a nomination is, what became of it, whether it counts, and who may know.

#include "writing.hpp"

namespace laurels::python {

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
py::object answer(const std::shared_ptr<Writer>& writer, const Arguments& arguments,
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

/// Adds them; `verb(signature, doc, work)` adds one.
template <class Writer, class Verb>
void bind_axes(const Verb& verb) {
    using Shared = const std::shared_ptr<Writer>&;
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
         [](Shared writer, const Arguments& a) { return answer(writer, a, &Verbs<Writer>::accept); });
    verb("refuse(self, nomination, *, source=None, reason='')",
         "The award was refused; it was won all the same. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return answer(writer, a, &Verbs<Writer>::refuse); });
    verb("prevent(self, nomination, *, source=None, reason='')",
         "The winner was prevented from taking the award; it was won all the same. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return answer(writer, a, &Verbs<Writer>::prevent); });
    verb("disclose(self, record, disclosure=None, *, list=None, result=None, until=None, source=None, reason='')",
         "Says who may know: `disclose(nomination, \"embargoed\", until=…)`, or of a category `list=`, `result=` or "
         "both.\n\n"
         "`until` is the instant at which something embargoed is public. Raises MoveError.",
         [](Shared writer, const Arguments& a) { return disclose(writer, a); });
}

}  // namespace laurels::python
