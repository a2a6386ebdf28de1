#include "arguments.hpp"

namespace laurels::python {

namespace {

py::object day_or_none(const std::optional<std::chrono::sys_days>& day) { return day ? day_to(*day) : py::none(); }

template <class T, class Class>
void compare(Class& type) {
    type.def(
            "__eq__", [](const T& left, const T& right) { return left == right; }, py::is_operator())
        .def(
            "__lt__", [](const T& left, const T& right) { return left < right; }, py::is_operator())
        .def(
            "__le__", [](const T& left, const T& right) { return left <= right; }, py::is_operator())
        .def(
            "__gt__", [](const T& left, const T& right) { return left > right; }, py::is_operator())
        .def(
            "__ge__", [](const T& left, const T& right) { return left >= right; }, py::is_operator())
        .def("__hash__", [](const T& value) { return py::hash(py::str(value.text())); })
        .def("__str__", [](const T& value) { return value.text(); })
        .def("__repr__", [](const T& value) { return Convert<T>::gives() + "(" + literal(value.text()) + ")"; })
        .def("__copy__", [](py::object self) { return self; })
        .def("__deepcopy__", [](py::object self, const py::object& /*memo*/) { return self; })
        .def("__reduce__",
             [](const T& value) { return py::make_tuple(py::type::of<T>(), py::make_tuple(value.text())); });
}

Truth relation(const Date& self, const Arguments& arguments, Truth (Date::*ask)(const Date&) const) {
    return (self.*ask)(arguments.get<Date>("other"));
}

void bind_date_class(py::module_& module) {
    const auto* signature = new Signature("Date(value)");
    py::class_<Date> type(
        module, "Date", py::is_final(),
        "Date(value)\n--\n\n"
        "A date as far as it is known, and no further: some day within a span.\n\n"
        "Made from text in EDTF (ISO 8601-2), level 0 and of level 1 `?` and `~`, seasons (21 to 24) and intervals "
        "with open\n"
        "ends: \"2025-09-25\", \"2025-11\", \"2025-11~\", \"2026-21\" (spring), \"1927/1928\", \"2025/..\"; or from a\n"
        "datetime.date. Wherever the library takes a Date it takes these too. str() gives the EDTF text.\n\n"
        "Comparisons by before(), after() and within() give a Truth; `<` orders by the earliest day and is for "
        "sorting.\n"
        "Raises InvalidDate, which says what is wrong with it.");
    type.def(py::init([signature](const py::args& args, const py::kwargs& kwargs) {
                 return Arguments(*signature, args, kwargs).get<Date>("value");
             }),
             function_doc("__init__(self, value)", "Reads the date.").c_str());
    type.def_property_readonly(
            "earliest", [](const Date& date) { return day_or_none(date.earliest()); },
            "The first day that it can be, as a datetime.date; None where an interval is open at that end.")
        .def_property_readonly(
            "latest", [](const Date& date) { return day_or_none(date.latest()); },
            "The last day that it can be, as a datetime.date; None where an interval is open at that end.")
        .def_property_readonly("exact", &Date::exact, "True where it is one day without a qualifier.");
    method<const Date>(type, "display(self)",
                       "As people write it in English: \"25 September 2025\", \"about November 2025\".",
                       [](const Date& self, const Arguments&) { return self.display(); });
    method<const Date>(type, "to_date(self)", "The day as a datetime.date. Raises InvalidDate where it is not exact.",
                       [](const Date& self, const Arguments&) {
                           if (!self.exact()) {
                               throw InvalidDate(self.text() +
                                                     " is not known to the day; earliest and latest say what it can be",
                                                 self.text());
                           }
                           return day_to(*self.earliest());
                       });
    method<const Date>(
        type, "before(self, other)", "Whether all of its days are before all of the other's: a Truth.",
        [](const Date& self, const Arguments& a) { return to_python(relation(self, a, &Date::before)); });
    method<const Date>(type, "after(self, other)", "Whether all of its days are after all of the other's: a Truth.",
                       [](const Date& self, const Arguments& a) { return to_python(relation(self, a, &Date::after)); });
    method<const Date>(
        type, "within(self, other)", "Whether each of its days is one of the other's: a Truth.",
        [](const Date& self, const Arguments& a) { return to_python(relation(self, a, &Date::within)); });
    method<const Date>(type, "refines(self, other)",
                       "True where its span lies in the other's: it says the same or more exactly.",
                       [](const Date& self, const Arguments& a) { return self.refines(a.get<Date>("other")); });
    type.attr("__match_args__") = py::tuple();
    compare<Date>(type);
}

void bind_when_class(py::module_& module) {
    const auto* signature = new Signature("When(value)");
    py::class_<When> type(
        module, "When", py::is_final(),
        "When(value)\n--\n\n"
        "When something happens: a date, or a clock time on an exact date in an IANA time zone, kept as published.\n\n"
        "Made from a Date, a datetime.date, a datetime with a time zone, or text: a date in EDTF,\n"
        "\"2025-09-25T19:00[Europe/London]\" or \"2025-09-25T18:00Z\". A datetime with a zoneinfo.ZoneInfo keeps its "
        "zone, with\n"
        "a fixed offset it becomes UTC. Wherever the library takes a When it takes these too.\n\n"
        "Raises InvalidDate for a time without zone, an unknown zone, and a local time that does not exist there.");
    type.def(py::init([signature](const py::args& args, const py::kwargs& kwargs) {
                 return Arguments(*signature, args, kwargs).get<When>("value");
             }),
             function_doc("__init__(self, value)", "Reads the date or time.").c_str());
    type.def_property_readonly(
            "date", [](const When& when) { return to_python(when.date()); }, "The date, where it is.")
        .def_property_readonly(
            "time",
            [](const When& when) -> py::object {
                if (!when.time()) return py::none();
                const std::chrono::hh_mm_ss<std::chrono::seconds> time(*when.time());
                return py::module_::import("datetime")
                    .attr("time")(time.hours().count(), time.minutes().count(), time.seconds().count());
            },
            "The clock time there, as a datetime.time without zone; None where only the date is known.")
        .def_property_readonly(
            "zone", [](const When& when) { return to_python(when.zone()); },
            "The IANA zone, \"UTC\" for an instant, empty where only the date is known.")
        .def_property_readonly(
            "instant", [](const When& when) { return to_python(when.instant()); },
            "The instant as a datetime in UTC; None where only the date is known.");
    method<const When>(type, "display(self)", "For people: \"25 September 2025, 19:00 (Europe/London)\".",
                       [](const When& self, const Arguments&) { return self.display(); });
    compare<When>(type);
}

}  // namespace

void bind_date(py::module_& module) {
    bind_date_class(module);
    bind_when_class(module);
}

}  // namespace laurels::python
