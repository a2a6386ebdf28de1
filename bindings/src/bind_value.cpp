#include "record.hpp"

namespace laurels::python {

template <>
struct ValueFields<Source> {
    static constexpr std::string_view name = "Source";
    static constexpr std::string_view doc =
        "Who said so: a publication, a page, a meeting. It belongs to the fields that were written with it.";
    template <class Visit>
    static void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"title", &Source::title, key | required, "What it is called: \"Staff newsletter\"."});
        visit(Field{"url", &Source::url, none, "Where it is on the web."});
        visit(Field{"published", &Source::published, none,
                    "When it was published: what it says counts as known from then on, from the last day of a month."});
    }
};

template <>
struct ValueFields<Alias> {
    static constexpr std::string_view name = "Alias";
    static constexpr std::string_view doc =
        "Another name, with the time during which it was in use where that is known.";
    template <class Visit>
    static void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"name", &Alias::name, key | required, "The name."});
        visit(Field{"dates", &Alias::dates, key, "When it was in use: \"1971/2005\"."});
    }
};

template <>
struct ValueFields<Figure> {
    static constexpr std::string_view name = "Figure";
    static constexpr std::string_view doc = "One figure of a measure: its value on a date.";
    template <class Visit>
    static void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"date", &Figure::date, key | required, "Its date, or None."});
        visit(Field{"value", &Figure::value, key | required, "Its value, exactly as printed."});
    }
};

template <>
struct ValueFields<Measure> {
    static constexpr std::string_view name = "Measure";
    static constexpr std::string_view doc =
        "Something counted twice. Its change is computed from the two figures, never copied from a claim.";
    template <class Visit>
    static void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"what", &Measure::what, key | required,
                    "What is measured: \"older people waiting for an assessment\"."});
        visit(Field{"unit", &Measure::unit, key | required, "\"people\", \"days\"; \"%\" for a percentage."});
        visit(Field{"before", &Measure::before, key | required, "The earlier figure."});
        visit(Field{"after", &Measure::after, key | required, "The later figure."});
    }
};

template <>
struct ValueFields<Left> {
    static constexpr std::string_view name = "Left";
    static constexpr std::string_view doc = "What revert() did not undo, since a later change touched it.";
    template <class Visit>
    static void each(Visit&& visit) {
        using enum Trait;
        visit(Field{"record", &Left::record, key | required, "The id of the record."});
        visit(Field{"field", &Left::field, key | required,
                    "Its field; empty for a whole record, which later ones hang on."});
        visit(Field{"change", &Left::change, key | required, "The number of the later change."});
        visit(Field{"text", &Left::text, key | required, "A sentence."});
    }
};

LAURELS_TABLE(Source)
LAURELS_TABLE(Alias)
LAURELS_TABLE(Figure)
LAURELS_TABLE(Measure)
LAURELS_TABLE(Left)

void bind_value(py::module_& module) {
    bind_class<Source>(module);
    bind_class<Alias>(module);
    bind_class<Figure>(module);
    bind_class<Measure>(module);
    bind_class<Left>(module);

    auto measure = py::reinterpret_borrow<py::class_<Measure>>(module.attr("Measure"));
    method<const Measure>(
        measure, "difference(self)",
        "after - before as an exact Decimal; of a percentage in points. Raises InvalidValue over 18 digits.",
        [](const Measure& self, const Arguments&) { return to_python(self.difference()); });
    method<const Measure>(
        measure, "relative_change(self)",
        "difference() as an exact Fraction of `before`; None for a percentage and where `before` is 0.",
        [](const Measure& self, const Arguments&) { return to_python(self.relative_change()); });
    method<const Measure>(measure, "display(self)", "For people: \"1,850 to 1,075 people: -775 (-41.9 %)\".",
                          [](const Measure& self, const Arguments&) { return to_python(self.display()); });
}

}  // namespace laurels::python
