#include "query.hpp"

namespace laurels::python {

namespace {

Kind kind_from(const Arguments& arguments) {
    const Kind kind = kind_of_class(arguments["kind"]);
    if (kind == Kind{}) wrong_type({{}, "kind"}, "a class of records, such as laurels.Award", arguments["kind"]);
    return kind;
}

Hidden hidden_from(const Arguments& arguments) {
    return arguments.get<bool>("hidden", false) ? Hidden::including : Hidden::without;
}

py::object counted(const Asked& asked, const Arguments& arguments, Count what) {
    const auto nominee = arguments.get<Id<Nominee>>("nominee");
    const auto edition = arguments.get<Id<Edition>>("edition");
    return py::int_(unlocked([&] { return asked->count(nominee, edition, what); }));
}

// A Rows of what is no record.
template <class T>
py::object told(std::vector<T>&& values) {
    py::tuple result(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = made(std::move(values[i]));
    return make_rows(std::move(result));
}

template <class Query>
py::object query_of(const Asked& asked, Query (Questions::*make)() const) {
    // Making one reads nothing, but may look whether the registry is open.
    return py::cast(Guarded<Question<Query>>(unlocked([&] { return Question<Query>{asked, (*asked.*make)()}; })));
}

template <class Row, class Read>
py::object rows_of(const Asked& asked, Read read) {
    std::vector<Row> rows = unlocked(read);
    return rows_to(std::move(rows), asked);
}

}  // namespace

py::object ask_get(const Asked& asked, const Arguments& arguments) {
    const auto id = arguments.get<RecordId>("id");
    return record_to(unlocked([&] {
        AnyRecord result;
        with_kind(id.kind, [&](const auto& sample) {
            using R = std::decay_t<decltype(sample)>;
            result = asked->get(Id<R>(id.value));
        });
        return result;
    }));
}

py::object ask_find(const Asked& asked, const Arguments& arguments) {
    const auto name = arguments.get<std::string>("name");
    switch (kind_from(arguments)) {
    case Kind::award: return to_python(unlocked([&] { return asked->find<Award>(name); }));
    case Kind::series: return to_python(unlocked([&] { return asked->find<Series>(name); }));
    case Kind::nominee: return to_python(unlocked([&] { return asked->find<Nominee>(name); }));
    default:
        throw py::type_error(
            "find() looks for an Award, Series or Nominee by name; other kinds have names only within what "
            "they belong to");
    }
}

py::object ask_all(const Asked& asked, const Arguments& arguments) {
    const Hidden hidden = hidden_from(arguments);
    py::object result;
    with_kind(kind_from(arguments), [&](const auto& sample) {
        using R = std::decay_t<decltype(sample)>;
        result = to_rows(unlocked([&] { return asked->template all<R>(hidden); }));
    });
    return result;
}

py::object ask_count(const Asked& asked, const Arguments& arguments) {
    const Kind kind = kind_from(arguments);
    const Hidden hidden = hidden_from(arguments);
    return py::int_(unlocked([&] {
        std::size_t result = 0;
        with_kind(kind,
                  [&](const auto& sample) { result = asked->template count<std::decay_t<decltype(sample)>>(hidden); });
        return result;
    }));
}

py::object ask_nominations(const Asked& asked, const Arguments& /*none*/) {
    return query_of(asked, &Questions::nominations);
}
py::object ask_ceremonies(const Asked& asked, const Arguments& /*none*/) {
    return query_of(asked, &Questions::ceremonies);
}
py::object ask_deadlines(const Asked& asked, const Arguments& /*none*/) {
    return query_of(asked, &Questions::deadlines);
}

py::object ask_winners(const Asked& asked, const Arguments& arguments) {
    const auto category = arguments.get<Id<Category>>("category");
    return rows_of<NominationRow>(asked, [&] { return asked->winners(category); });
}

py::object ask_shortlist(const Asked& asked, const Arguments& arguments) {
    const auto category = arguments.get<Id<Category>>("category");
    return rows_of<NominationRow>(asked, [&] { return asked->shortlist(category); });
}

py::object ask_evidence(const Asked& asked, const Arguments& arguments) {
    const auto subject = arguments.get<RecordId>("subject");
    return to_rows(unlocked([&] { return asked->evidence(subject); }));
}

py::object ask_costs(const Asked& asked, const Arguments& arguments) {
    const auto subject = arguments.get<RecordId>("subject");
    return to_rows(unlocked([&] { return asked->costs(subject); }));
}

py::object ask_is_hidden(const Asked& asked, const Arguments& arguments) {
    const auto record = arguments.get<RecordId>("record");
    return py::bool_(unlocked([&] { return asked->hidden(record); }));
}

py::object ask_wins(const Asked& asked, const Arguments& arguments) { return counted(asked, arguments, Count::wins); }
py::object ask_shortlistings(const Asked& asked, const Arguments& arguments) {
    return counted(asked, arguments, Count::shortlistings);
}

py::object ask_conflicts(const Asked& asked, const Arguments& /*none*/) {
    return told(unlocked([&] { return asked->conflicts(); }));
}

py::object ask_duplicates(const Asked& asked, const Arguments& arguments) {
    const Kind kind = kind_from(arguments);
    const DuplicateOptions options{.at_least = arguments.get<double>("at_least", DuplicateOptions{}.at_least)};
    py::object result;
    with_kind(kind, [&](const auto& sample) {
        using R = std::decay_t<decltype(sample)>;
        if constexpr (MergeableType<R>) {
            result = told(unlocked([&] { return asked->template duplicates<R>(options); }));
        } else {
            throw WrongKind("duplicates() looks among awards, series or nominees; a category is found by its series",
                            {Kind::award, Kind::series, Kind::nominee}, kind);
        }
    });
    return result;
}

py::object ask_claims(const Asked& asked, const Arguments& arguments) {
    const auto subject = arguments.get<RecordId>("subject");
    return to_rows(unlocked([&] { return asked->claims(subject); }));
}

py::object ask_lineage(const Asked& asked, const Arguments& arguments) {
    const auto record = arguments.get<RecordId>("record");
    return told(unlocked([&] { return asked->lineage(record); }));
}

Instant instant_in(py::handle moment, const char* name) {
    if (!PyUnicode_Check(moment.ptr()) && !is_datetime(moment)) {
        wrong_type({{}, name}, "the number of a change, a datetime with a time zone, or a str in RFC 3339", moment);
    }
    return from_python<Instant>(moment, {{}, name});
}

py::object ask_changes(const Asked& asked, const Arguments& arguments) {
    if (!arguments.has("since")) return told(unlocked([&] { return asked->changes(); }));
    const py::handle since = arguments["since"];
    if (const auto change = change_in(since)) return told(unlocked([&] { return asked->changes(*change); }));
    const Instant instant = instant_in(since, "since");
    return told(unlocked([&] { return asked->changes(instant); }));
}

py::object ask_history(const Asked& asked, const Arguments& arguments) {
    const auto field = arguments.maybe<std::string>("field");
    if (const auto change = change_in(arguments["record"])) {
        if (field) throw py::type_error("history(): field=… is for the history of a record, not of a change");
        return told(unlocked([&] { return asked->history(*change); }));
    }
    const auto record = arguments.get<RecordId>("record");
    return told(unlocked([&] { return field ? asked->history(record, *field) : asked->history(record); }));
}

}  // namespace laurels::python
