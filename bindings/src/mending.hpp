#pragma once

// The verbs that put right what was entered wrongly, and those for what others say otherwise.

#include "writing.hpp"

#include <laurels/fields.hpp>

namespace laurels::python {

template <class Writer>
py::object correct(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto reason = arguments.get<std::string>("reason", {});
    const Source source = source_from(arguments);
    const py::handle target = arguments["record"];
    py::object result;
    if (const RecordId id = id_in(target)) {
        with_kind(id.kind, [&](const auto& sample) {
            using R = std::decay_t<decltype(sample)>;
            const auto edit = edit_of<R>(arguments.more(), "correct");
            result = to_python(unlocked([&] { return writer->correct(Id<R>(id.value), edit, reason, source); }));
        });
        return result;
    }
    with_any_record(
        target, [] { return std::string("the record for correct()"); },
        [&](const auto& read) {
            const auto before = read;
            const auto changed = changed_copy(before, arguments.more(), "correct");
            result = to_python(unlocked([&] { return writer->correct(before, changed, reason, source); }));
        });
    return result;
}

/// void(), and restore() where `shown`.
template <class Writer>
py::object hide(const std::shared_ptr<Writer>& writer, const Arguments& arguments, bool shown) {
    const auto record = arguments.get<RecordId>("record");
    const auto reason = arguments.get<std::string>("reason", {});
    const Source source = source_from(arguments);
    py::object result;
    with_kind(record.kind, [&](const auto& sample) {
        const Id<std::decay_t<decltype(sample)>> id(record.value);
        result = to_python(
            unlocked([&] { return shown ? writer->restore(id, reason, source) : writer->void_(id, reason, source); }));
    });
    return result;
}

/// Calls `visit` with the id, strong by kind, of what may be merged; throws WrongKind for another.
template <class Visit>
void with_mergeable(const char* caller, RecordId record, Visit&& visit) {
    with_kind(record.kind, [&](const auto& sample) {
        using R = std::decay_t<decltype(sample)>;
        if constexpr (MergeableType<R>) {
            visit(Id<R>(record.value));
        } else {
            throw WrongKind(std::string(caller) + " takes awards, series or nominees, not " + to_string(record),
                            {Kind::award, Kind::series, Kind::nominee}, record.kind);
        }
    });
}

template <class Writer>
py::object merge(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto kept = arguments.get<RecordId>("kept");
    const auto same = arguments.get<RecordId>("same");
    const Said said = said_from(arguments);
    py::object result;
    with_mergeable("merge()", kept, [&]<class R>(Id<R> id) {
        if (same.kind != kept.kind) {
            throw WrongKind("merge(): " + to_string(same) + " cannot be the same as " + to_string(kept) +
                                ", which is " + with_article(laurels::name(kept.kind)),
                            {kept.kind}, same.kind);
        }
        result = to_python(unlocked([&] { return writer->merge(id, Id<R>(same.value), said); }));
    });
    return result;
}

template <class Writer>
py::object unmerge(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    // The record that was merged, not what it stands for since.
    const auto same = arguments.get<RecordId>("same");
    const Said said = said_from(arguments);
    py::object result;
    with_mergeable("unmerge()", same,
                   [&](auto id) { result = to_python(unlocked([&] { return writer->unmerge(id, said); })); });
    return result;
}

template <class Writer>
py::object merge_all(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const char* const expected = "an iterable of what duplicates() gives";
    std::vector<LikelyDuplicate> duplicates;
    each_element(arguments["duplicates"], {{}, "duplicates"}, expected, [&](py::handle each) {
        if (!py::isinstance<LikelyDuplicate>(each)) wrong_type({{}, "duplicates"}, expected, each);
        duplicates.push_back(py::cast<const LikelyDuplicate&>(each));
    });
    const auto at_least = arguments.get<double>("at_least", 0);
    const Said said = said_from(arguments);
    std::vector<LikelyDuplicate> merged = unlocked([&] { return writer->merge_all(duplicates, at_least, said); });
    py::tuple result(merged.size());
    for (std::size_t i = 0; i < merged.size(); ++i) result[i] = made(std::move(merged[i]));
    return make_rows(std::move(result));
}

template <class Writer>
py::object distinguish(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto one = arguments.get<RecordId>("one");
    const auto other = arguments.get<RecordId>("other");
    const Said said = said_from(arguments);
    py::object result;
    with_mergeable("distinguish()", one, [&]<class R>(Id<R> id) {
        check_kind(other, one.kind, {{}, "other"});
        result = to_python(unlocked([&] { return writer->distinguish(id, Id<R>(other.value), said); }));
    });
    return result;
}

template <class Writer>
py::object claim(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto subject = arguments.get<RecordId>("subject");
    const auto field = arguments.get<std::string>("field");
    const py::handle value = arguments["value"];
    const auto edition = arguments.maybe<Id<Edition>>("edition");
    const Said said = said_from(arguments);
    const auto write = [&](const auto&... claimed) {
        return to_python(unlocked([&] { return writer->claim(claimed..., said); }));
    };

    if (field == laurels::name(Count::wins) || field == laurels::name(Count::shortlistings)) {
        if (subject.kind == Kind::nominee && !edition) {
            throw py::type_error("claim(): " + field + " are counted of a nominee in an edition: claim(nominee, '" +
                                 field + "', 3, edition=…)");
        }
        if (edition) {
            const auto nominee = arguments.get<Id<Nominee>>("subject");
            const Count what = field == laurels::name(Count::wins) ? Count::wins : Count::shortlistings;
            return write(nominee, *edition, what, arguments.get<std::int64_t>("value"));
        }
    } else if (edition) {
        throw py::type_error(
            "claim(): edition=… is for what is counted of a nominee in it, which is 'wins' or 'shortlistings', not for "
            "'" +
            field + "'");
    }

    py::object result;
    with_kind(subject.kind, [&](const auto& sample) {
        using R = std::decay_t<decltype(sample)>;
        const AnyField* known = subject.kind == Kind::claim ? nullptr : table_of<R>().find(field);
        if (known == nullptr || value.is_none()) {  // what there is to say of these is the library's
            result = write(subject, field, std::optional<std::string>{});
            return;
        }
        R as_claimed;
        known->set(&as_claimed, value, {Fields<R>::name, known->name});
        result = write(Id<R>(subject.value), field, as_claimed);
    });
    return result;
}

template <class Writer>
py::object settle(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const py::handle given = arguments["claim"];
    const auto claim =
        py::isinstance<Conflict>(given) ? py::cast<const Conflict&>(given).claim : arguments.get<Id<Claim>>("claim");
    const auto how = arguments.get<Settlement>("settlement");
    const auto reason = arguments.get<std::string>("reason", {});
    const Source source = source_from(arguments);
    return to_python(unlocked([&] { return writer->settle(claim, how, reason, source); }));
}

template <class Writer>
py::object revert(const std::shared_ptr<Writer>& writer, const Arguments& arguments) {
    const auto change = change_in(arguments["change"]);
    if (!change) wrong_type({{}, "change"}, "the number of a change", arguments["change"]);
    const Later later = arguments.get<bool>("keep_later", false) ? Later::keep : Later::refuse;
    const Said said = said_from(arguments);
    return made(unlocked([&] { return writer->revert(*change, later, said); }));
}

/// Adds them; `verb(signature, doc, work)` adds one.
template <class Writer, class Verb>
void bind_mending(const Verb& verb) {
    using Shared = const std::shared_ptr<Writer>&;
    verb("correct(self, record, *, reason, source=None, **fields)",
         "Writes what was entered wrongly as it should have been, and gives the record as stored.\n\n"
         "As revise(), also for a credit or a claim, and past the table of moves: the one way to set an axis such as "
         "`stage`\n"
         "without its verb, and to take a stage from `reached`. In a view by known_on() it applies from when what it "
         "corrects\n"
         "was known. Raises InvalidValue without a reason, and what revise raises.",
         [](Shared writer, const Arguments& a) { return correct(writer, a); });
    verb("void(self, record, reason, *, source=None)",
         "Declares a record void, as a double entry is, and gives it as stored.\n\n"
         "It and what hangs on it are hidden and count for nothing; nothing is lost: see `hidden=True`, "
         "including_void() and\n"
         "restore(). Raises InvalidValue without a reason.",
         [](Shared writer, const Arguments& a) { return hide(writer, a, false); });
    verb("restore(self, record, reason, *, source=None)",
         "Shows a void record again, and gives it as stored. Raises InvalidValue without a reason, and Duplicate where "
         "its\n"
         "place was taken.",
         [](Shared writer, const Arguments& a) { return hide(writer, a, true); });
    verb("merge(self, kept, same, *, source=None, reason='')",
         "Says that two awards, series or nominees are one and the same, and gives the one kept.\n\n"
         "From now on whatever is asked of `same` is answered of `kept`; nothing is rewritten, and unmerge() takes it "
         "back at\n"
         "any time. Raises WrongKind for other kinds and for two kinds, and InvalidValue for one with itself, in a "
         "circle, of\n"
         "nominees of different kinds, and where `same` was merged into another already.",
         [](Shared writer, const Arguments& a) { return merge(writer, a); });
    verb("unmerge(self, same, *, source=None, reason='')",
         "Takes a merge back, whatever happened since, and gives the one that stands alone again.\n\n"
         "`same` is the id of the one that was merged, or a record of it that was read before. Raises InvalidValue "
         "where it\n"
         "was not merged.",
         [](Shared writer, const Arguments& a) { return unmerge(writer, a); });
    verb(
        "merge_all(self, duplicates, *, at_least=0.0, source=None, reason='')",
        "Merges what duplicates() suggested, in one change, and gives a Rows of those that were merged.\n\n"
        "With `at_least` only those with this score or more. The reason of each merge is the suggestion's where none is "
        "given.\n"
        "One that was refused by distinguish(), or that an earlier one has made needless or impossible, is passed over.\n"
        "Raises what else merge() raises, and has then written nothing; revert() takes all of it back.",
        [](Shared writer, const Arguments& a) { return merge_all(writer, a); });
    verb("distinguish(self, one, other, *, source=None, reason='')",
         "Says that two awards, series or nominees are not the same though their names are alike, and gives the "
         "first.\n\n"
         "duplicates() no longer suggests them, and merge() refuses them. Both have the other among their "
         "`different_from`;\n"
         "revise that to take it back. Raises InvalidValue for one with itself, and for two that were merged.",
         [](Shared writer, const Arguments& a) { return distinguish(writer, a); });
    verb("claim(self, subject, field, value, *, edition=None, source=None, reason='')",
         "Puts what somebody says of a record's field beside what is shown, without replacing it, and gives the "
         "Claim.\n\n"
         "    registry.claim(ceremony, \"date\", \"2025-11-21\", source=news_page)\n"
         "    registry.claim(team, \"wins\", 3, edition=edition, source=news_page)\n\n"
         "The value is one that the field takes, or None where it is claimed that there is none. Of a nominee in an "
         "edition\n"
         "its `wins` and `shortlistings`, which are counted, can be claimed too. Said again by the same source it is "
         "the same\n"
         "claim. Where it differs from what is shown it is among the conflicts(). Raises InvalidValue for a field that "
         "the kind\n"
         "does not have, and for a value that is none of the field's.",
         [](Shared writer, const Arguments& a) { return claim(writer, a); });
    verb("settle(self, claim, settlement, reason, *, source=None)",
         "Settles a claim, given by record, id or Conflict, and gives it as stored.\n\n"
         "\"kept\" leaves what is shown; \"taken\" takes over what is claimed, with the claim's source and past the "
         "table of\n"
         "moves. Raises InvalidValue without a reason, for a claim that is settled, and for taking over what is only "
         "counted.",
         [](Shared writer, const Arguments& a) { return settle(writer, a); });
    verb("revert(self, change, *, keep_later=False, source=None, reason='')",
         "Undoes a change, given by its number or as a ChangeRow or a committed Change, and gives a Reversal.\n\n"
         "Fields go back to what they were, and what it added is declared void. Raises TouchedLater, which lists what "
         "later\n"
         "changes touched of it; with `keep_later` that is left and the rest undone. Raises NotFound, and InvalidValue "
         "for a\n"
         "change that erased something.",
         [](Shared writer, const Arguments& a) { return revert(writer, a); });
}

}  // namespace laurels::python
