// Dates and times between Python and C++. pybind11's own casters ignore time zones, so these are ours.

#include "convert.hpp"

#include <datetime.h>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wold-style-cast"  // in the macros of datetime.h
#endif

namespace laurels::python {

namespace {

// The interpreter's table of datetime functions, loaded when the first date passes.
void need_datetime() {
    if (PyDateTimeAPI != nullptr) return;
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

bool is_date(py::handle object) {
    need_datetime();
    return PyDate_Check(object.ptr()) != 0;
}

std::chrono::sys_days day_of(py::handle date) {
    return std::chrono::year_month_day(std::chrono::year(PyDateTime_GET_YEAR(date.ptr())),
                                       std::chrono::month(static_cast<unsigned>(PyDateTime_GET_MONTH(date.ptr()))),
                                       std::chrono::day(static_cast<unsigned>(PyDateTime_GET_DAY(date.ptr()))));
}

std::chrono::microseconds time_of(py::handle datetime) {
    return std::chrono::hours(PyDateTime_DATE_GET_HOUR(datetime.ptr())) +
           std::chrono::minutes(PyDateTime_DATE_GET_MINUTE(datetime.ptr())) +
           std::chrono::seconds(PyDateTime_DATE_GET_SECOND(datetime.ptr())) +
           std::chrono::microseconds(PyDateTime_DATE_GET_MICROSECOND(datetime.ptr()));
}

// How far a datetime's zone is ahead of UTC; refuses one without zone.
std::chrono::microseconds offset_of(py::handle datetime, const Place& place) {
    const py::object offset = datetime.attr("utcoffset")();
    if (offset.is_none()) {
        const std::string text = datetime.attr("isoformat")().cast<std::string>();
        InvalidDate error(place.text() + ": the datetime " + text + " has no time zone; give it one, as in " +
                              "datetime(…, tzinfo=ZoneInfo(\"Europe/London\")), or give a date",
                          text);
        error.field = place.text();
        throw error;
    }
    return std::chrono::hours(24) * PyDateTime_DELTA_GET_DAYS(offset.ptr()) +
           std::chrono::seconds(PyDateTime_DELTA_GET_SECONDS(offset.ptr())) +
           std::chrono::microseconds(PyDateTime_DELTA_GET_MICROSECONDS(offset.ptr()));
}

Instant instant_of(py::handle datetime, const Place& place) {
    const Instant instant = day_of(datetime) + (time_of(datetime) - offset_of(datetime, place));
    const std::chrono::year year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)).year();
    if (year < std::chrono::year(1) || year > std::chrono::year(9999)) {
        const std::string text = datetime.attr("isoformat")().cast<std::string>();
        throw InvalidDate(place.text() + ": " + text + " in UTC is out of the years 0001 to 9999", text);
    }
    return instant;
}

}  // namespace

bool is_datetime(py::handle object) {
    need_datetime();
    return PyDateTime_Check(object.ptr()) != 0;
}

py::object day_to(std::chrono::sys_days day) {
    need_datetime();
    const std::chrono::year_month_day parts(day);
    PyObject* date =
        PyDate_FromDate(static_cast<int>(parts.year()), static_cast<int>(static_cast<unsigned>(parts.month())),
                        static_cast<int>(static_cast<unsigned>(parts.day())));
    if (date == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(date);
}

Date Convert<Date>::from(py::handle object, const Place& place) {
    if (py::isinstance<Date>(object)) return py::cast<const Date&>(object);
    if (PyUnicode_Check(object.ptr())) {
        const std::string text = Convert<std::string>::from(object, place);
        return at(place, [&] { return Date::parse(text); });
    }
    if (is_datetime(object)) {
        wrong_type(place, "a Date, datetime.date or str", object, "a clock time has no place here: use .date()");
    }
    if (is_date(object)) return Date::of(day_of(object));
    wrong_type(place, "a Date, datetime.date or str as \"2025-11\"", object,
               PyIndex_Check(object.ptr()) ? "write the year as a str" : "");
}

py::object Convert<Date>::to(const Date& date) { return py::cast(date); }

When Convert<When>::from(py::handle object, const Place& place) {
    if (py::isinstance<When>(object)) return py::cast<const When&>(object);
    if (PyUnicode_Check(object.ptr())) {
        const std::string text = Convert<std::string>::from(object, place);
        return at(place, [&] { return When::parse(text); });
    }
    if (!is_datetime(object)) {
        if (py::isinstance<Date>(object) || is_date(object)) return {Convert<Date>::from(object, place)};
        wrong_type(place, "a When, Date, date, datetime or str", object);
    }
    const Instant instant = instant_of(object, place);  // also refuses a datetime without zone
    if (time_of(object) % std::chrono::seconds(1) != std::chrono::microseconds(0)) {
        const std::string text = object.attr("isoformat")().cast<std::string>();
        InvalidDate error(place.text() + ": " + text + " has microseconds; a When goes to the second", text);
        error.field = place.text();
        throw error;
    }
    // A zoneinfo.ZoneInfo names its zone; of any other only the instant is known.
    const py::object zone = object.attr("tzinfo");
    const py::object key = py::getattr(zone, "key", py::none());
    if (!PyUnicode_Check(key.ptr())) return When(instant);
    const std::string name = Convert<std::string>::from(key, place);
    return at(place, [&] {
        When local(Date::of(day_of(object)), std::chrono::duration_cast<std::chrono::seconds>(time_of(object)), name);
        if (local.instant() == instant) return local;
        return When(instant);  // the second of two times that a clock shows twice
    });
}

py::object Convert<When>::to(const When& when) { return py::cast(when); }

Instant Convert<Instant>::from(py::handle object, const Place& place) {
    if (PyUnicode_Check(object.ptr())) {
        const std::string text = Convert<std::string>::from(object, place);
        return at(place, [&] { return parse_instant(text); });
    }
    if (!is_datetime(object)) {
        wrong_type(place, "a datetime with a time zone, or a str as \"2026-03-02T10:30:00Z\"", object,
                   is_date(object) ? "say which instant of that day" : "");
    }
    return instant_of(object, place);
}

py::object Convert<Instant>::to(Instant instant) {
    need_datetime();
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss<std::chrono::microseconds> time(instant - day);
    PyObject* result = PyDateTimeAPI->DateTime_FromDateAndTime(
        static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
        static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
        static_cast<int>(time.subseconds().count()), PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
    if (result == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::object>(result);
}

}  // namespace laurels::python
