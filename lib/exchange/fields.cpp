#include "exchange/fields.hpp"

#include "codec/claimed.hpp"
#include "exchange/date_form.hpp"
#include "exchange/keys.hpp"
#include "exchange/pattern.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <set>

namespace laurels::inline v0::exchange {

namespace {

template <class V>
inline constexpr bool is_collection =
    std::is_same_v<V, Identifiers> || std::is_same_v<V, std::vector<Alias>> || std::is_same_v<V, Reached>;

template <class V>
inline constexpr bool is_reference = false;
template <class R>
inline constexpr bool is_reference<Id<R>> = true;
template <>
inline constexpr bool is_reference<RecordId> = true;
template <class V>
inline constexpr bool is_reference<std::optional<V>> = is_reference<V>;
template <class V>
inline constexpr bool is_reference<std::vector<V>> = is_reference<V>;

template <class V>
using inner = std::conditional_t<codec::is_optional<V>, V, std::optional<V>>::value_type;

/// What a table may fill by this field.
template <class V>
bool fillable(std::string_view field) {
    return !is_reference<V> && field != "voided" && field != "revision";
}

template <RecordType R>
std::string fillable_fields() {
    std::string list;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if (!fillable<V>(field.name)) return;
        list += (list.empty() ? "" : ", ") + std::string(field.name);
        if constexpr (std::is_same_v<V, Identifiers>) list += ".KEY";
        if constexpr (std::is_same_v<V, Reached>) list += ".STAGE";
    });
    return list;
}

template <class V>
void set_entry(V& value, std::string_view key, std::string_view text, std::string_view form, const std::string& zone) {
    if constexpr (std::is_same_v<V, Identifiers>) {
        value[std::string(key)] = text;
    } else if constexpr (std::is_same_v<V, std::vector<Alias>>) {
        value.push_back({std::string(text), {}});
    } else if constexpr (std::is_same_v<V, Reached>) {
        value[parse<Stage>(key)] = form.empty() ? When::parse(text) : read_when(text, form, zone);
    }
}

/// A name is one line, however it was broken in its cell.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (!space)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return line;
}

template <class V>
V value_of(std::string_view text, std::string_view form, const std::string& zone) {
    if constexpr (std::is_same_v<V, Date>) {
        return form.empty() ? Date::parse(text) : read_date(text, form);
    } else if constexpr (std::is_same_v<V, When>) {
        return form.empty() ? When::parse(text) : read_when(text, form, zone);
    } else {
        return codec::claimed_value<V>(std::string(text));
    }
}

/// Calls `visit` with the line of the table; false where there is none.
template <RecordType R, class Visit>
bool find_field(std::string_view name, Visit&& visit) {
    bool found = false;
    Fields<R>::each([&](const auto& field) {
        if (field.name != name) return;
        found = true;
        visit(field);
    });
    return found;
}

void check_name(const Cells& cells, const char* section, const char* field) {
    if (cells.empty() || cells.contains(field)) return;
    throw InvalidValue(std::string("mapping, at ") + section + ": it needs a '" + field + "'",
                       std::string(section) + "." + field);
}

void check_dates(const Cells& cells, const std::string& section, bool (*is_date)(std::string_view)) {
    for (const auto& [field, cell] : cells) {
        if (cell.date.empty() && cell.zone.empty()) continue;
        const std::string place = place_of(section, field);
        if (!is_date(field))
            throw InvalidValue("mapping, at " + place + ": 'date' and 'zone' are for dates, which this is not", place);
        if (cell.date.empty()) continue;
        try {
            check_date_form(cell.date);
        } catch (const InvalidValue& error) {
            throw InvalidValue("mapping, at " + place + ": " + error.what(), place);
        }
    }
}

void check_nominee(const NomineeMapping& nominee, const std::string& section) {
    check_dates(nominee.fields, section, is_date_field<Nominee>);
    for (const NomineeMapping& whole : nominee.part_of) check_nominee(whole, section + ".part_of");
}

void check_rewrites(const std::vector<Cell::Pattern>& patterns, const std::string& place) {
    for (const Cell::Pattern& pattern : patterns) {
        std::string why;
        if (!Pattern(pattern.pattern).allows(pattern.means, why))
            throw InvalidValue(std::string("mapping, at ")
                                   .append(place)
                                   .append(": '")
                                   .append(model::shown(pattern.means))
                                   .append("': ")
                                   .append(why),
                               place);
    }
}

void check_rewrites(const Cells& cells, const std::string& section) {
    for (const auto& [field, cell] : cells) {
        check_rewrites(cell.replace, place_of(section, field));
        check_rewrites(cell.patterns, place_of(section, field));
    }
}

}  // namespace

FieldName parse_field(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return {name, {}};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

template <RecordType R>
void check_field(std::string_view name) {
    const FieldName wanted = parse_field(name);
    const bool found = find_field<R>(wanted.field, [&]<class V>(const Field<R, V>& field) {
        const std::string shown = std::string(field.name);
        if (!fillable<V>(field.name))
            throw InvalidValue("'" + shown + "' is not filled from a table; these are: " + fillable_fields<R>());
        const bool needs_key = std::is_same_v<V, Identifiers> || std::is_same_v<V, Reached>;
        if (needs_key == wanted.key.empty())
            throw InvalidValue(needs_key ? "'" + shown + "' has entries: name one, as in '" + shown + ".…'"
                                         : "'" + shown + "' has no entries to name after a dot");
        if constexpr (std::is_same_v<V, Reached>) static_cast<void>(parse<Stage>(wanted.key));
    });
    if (!found)
        throw InvalidValue(std::string(Fields<R>::name) + " has no field '" + model::shown(wanted.field) +
                           "' that a table fills; there are " + fillable_fields<R>());
}

template <RecordType R>
bool is_date_field(std::string_view name) {
    bool is_date = false;
    find_field<R>(parse_field(name).field, [&]<class V>(const Field<R, V>&) {
        using Inner = inner<V>;
        is_date = std::is_same_v<Inner, Date> || std::is_same_v<Inner, When> || std::is_same_v<V, Reached>;
    });
    return is_date;
}

template <RecordType R>
void set_field(R& record, std::string_view name, std::string_view text, std::string_view form,
               const std::string& zone) {
    const FieldName wanted = parse_field(name);
    find_field<R>(wanted.field, [&]<class V>(const Field<R, V>& field) {
        // Only where none is something other than empty can an empty text be meant.
        if (text.empty() && !std::is_same_v<V, std::optional<std::string>>) return;
        if constexpr (is_collection<V>) {
            set_entry(record.*field.member, wanted.key, text, form, zone);
        } else if constexpr (!is_reference<V>) {
            if constexpr (std::is_same_v<V, std::string>) {
                record.*field.member = has(field.traits, Trait::name) ? one_line(text) : std::string(text);
            } else {
                record.*field.member = value_of<inner<V>>(text, form, zone);
            }
        }
    });
}

void check_mapping(const Mapping& mapping) {
    check_name(mapping.award, "award", "name");
    check_name(mapping.edition, "edition", "label");
    check_name(mapping.series, "series", "name");
    check_name(mapping.category, "category", "name");
    check_name(mapping.deadline, "deadline", "name");
    const auto needs = [](const char* section, bool there, const char* other, bool has) {
        if (there && !has)
            throw InvalidValue(std::string("mapping: '") + section + "' needs '" + other + "', which it belongs to",
                               other);
    };
    const bool nominations = !mapping.nomination.empty() || mapping.work || !mapping.credits.empty();
    needs("edition", !mapping.edition.empty(), "award", !mapping.award.empty());
    needs("series", !mapping.series.empty(), "award", !mapping.award.empty());
    needs("category", !mapping.category.empty(), "edition", !mapping.edition.empty());
    needs("ceremony", !mapping.ceremony.empty(), "edition", !mapping.edition.empty());
    needs("deadline", !mapping.deadline.empty(), "edition", !mapping.edition.empty());
    needs("nomination", nominations, "category", !mapping.category.empty());
    if (mapping.together && mapping.key.empty())
        throw InvalidValue("mapping, at together: rows belong together by their 'key', and there is none", "key");
    check_dates(mapping.award, "award", is_date_field<Award>);
    check_dates(mapping.edition, "edition", is_date_field<Edition>);
    check_dates(mapping.series, "series", is_date_field<Series>);
    check_dates(mapping.category, "category", is_date_field<Category>);
    check_dates(mapping.ceremony, "ceremony", is_date_field<Ceremony>);
    check_dates(mapping.deadline, "deadline", is_date_field<Deadline>);
    check_dates(mapping.nomination, "nomination", is_date_field<Nomination>);
    if (mapping.work) check_nominee(*mapping.work, "work");
    for (const CreditMapping& credit : mapping.credits) check_nominee(credit.nominee, "credits.nominee");
    for (const auto& [section, cells] :
         {std::pair{"award", &mapping.award}, std::pair{"edition", &mapping.edition},
          std::pair{"series", &mapping.series}, std::pair{"category", &mapping.category},
          std::pair{"ceremony", &mapping.ceremony}, std::pair{"deadline", &mapping.deadline},
          std::pair{"nomination", &mapping.nomination}})
        check_rewrites(*cells, section);
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void check_field<R>(std::string_view);                                                                    \
    template bool is_date_field<R>(std::string_view);                                                                  \
    template void set_field(R&, std::string_view, std::string_view, std::string_view, const std::string&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::exchange
