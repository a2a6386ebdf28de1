#include "exchange/fields.hpp"

#include "codec/claimed.hpp"
#include "exchange/cell.hpp"
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
        value[parse<Stage>(key)] = read_when(text, form, zone);
    }
}

/// "1/3", "0.5", "50 %", "½": exactly what is written, so that 33.3 % is 333/1000.
Fraction share_of(std::string_view text) {
    if (text.find(',') != std::string_view::npos)
        throw InvalidValue("'" + model::shown(text) +
                           "' has a comma: where it stands for a point, make it one with \"replace\": [{\"pattern\": "
                           "\",\", \"with\": \".\"}]");
    if (text.ends_with('%')) return Decimal::ratio(Decimal::parse(trimmed(text.substr(0, text.size() - 1))), 100);
    if (text.find('.') != std::string_view::npos) return Decimal::ratio(Decimal::parse(text), 1);
    constexpr std::string_view slash = "\u2044";
    const bool sign = text.size() <= 3 && !text.empty() && static_cast<unsigned char>(text.front()) >= 0x80;
    std::string plain = sign ? model::key(text) : std::string(text);
    if (const std::size_t at = plain.find(slash); at != std::string::npos) plain.replace(at, slash.size(), "/");
    return Fraction::parse(plain);
}

/// "3", "3.0", "3rd", and "=3" or "3=" of a tie.
std::int64_t whole_number_of(std::string_view text) {
    std::string_view rest = text;
    if (rest.starts_with('='))
        rest.remove_prefix(1);
    else if (rest.ends_with('='))
        rest.remove_suffix(1);
    rest = trimmed(rest);
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const std::string after = model::key(rest.substr(digits));
    const bool ordinal = after == "st" || after == "nd" || after == "rd" || after == "th";
    const bool point = after.size() > 1 && after.front() == '.' && after.find_first_not_of('0', 1) == std::string::npos;
    if (digits > 0 && (ordinal || point)) rest = rest.substr(0, digits);
    try {
        return codec::claimed_value<std::int64_t>(std::string(rest));
    } catch (const InvalidValue&) {
        throw InvalidValue("'" + model::shown(text) + "' is not a whole number, such as 3, 3rd or =3");
    }
}

template <class V>
V value_of(std::string_view text, std::string_view form, const std::string& zone) {
    if constexpr (std::is_same_v<V, Date>) {
        return read_date(text, form);
    } else if constexpr (std::is_same_v<V, When>) {
        return read_when(text, form, zone);
    } else if constexpr (std::is_same_v<V, Fraction>) {
        return share_of(text);
    } else if constexpr (std::is_same_v<V, std::int64_t>) {
        return whole_number_of(text);
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

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
    throw InvalidValue("mapping, at " + place + ": " + what, place);
}

void check_date(const Cell& cell, const std::string& place, bool is_date) {
    if (cell.date.empty() && cell.zone.empty()) return;
    if (!is_date) refuse(place, "'date' and 'zone' are for dates, which this is not");
    try {
        if (!cell.date.empty()) check_date_form(cell.date);
        if (!cell.zone.empty()) static_cast<void>(When(Date::of(2000, 1, 1), std::chrono::hours(12), cell.zone));
    } catch (const InvalidValue& error) {
        refuse(place, error.what());
    }
}

void check_rewrites(const std::vector<Cell::Pattern>& patterns, const std::string& place) {
    for (const Cell::Pattern& pattern : patterns) {
        std::string why;
        if (!Pattern(pattern.pattern).allows(pattern.means, why))
            refuse(place, "'" + model::shown(pattern.means) + "': " + why);
    }
}

void check_rewrites(const Cell& cell, const std::string& place) {
    check_rewrites(cell.replace, place);
    check_rewrites(cell.patterns, place);
}

/// The texts that a cell may give whatever the table has.
std::vector<std::string> constants_of(const Cell& cell) {
    std::vector<std::string> texts;
    texts.reserve(cell.values.size() + cell.patterns.size() + 1);
    for (const auto& [value, means] : cell.values) texts.push_back(means);
    for (const Cell::Pattern& pattern : cell.patterns) {
        if (pattern.means.find('\\') == std::string::npos) texts.push_back(pattern.means);
    }
    if (cell.otherwise) texts.push_back(*cell.otherwise);
    if (texts.empty() && cell.replace.empty() && cell.value) texts.push_back(*cell.value);
    return texts;
}

/// What can never fit is found before there is a table: a constant that is no value of its field, a form that is none.
template <RecordType R>
void check_cells(const Cells& cells, const std::string& section) {
    for (const auto& [field, cell] : cells) {
        const std::string place = place_of(section, field);
        check_date(cell, place, is_date_field<R>(field));
        check_rewrites(cell, place);
        for (const std::string& text : constants_of(cell)) {
            try {
                R record;
                if (!text.empty()) set_field(record, field, text, cell.date, cell.zone);
            } catch (const InvalidValue& error) {
                refuse(place, error.what());
            }
        }
    }
}

void check_nominee(const NomineeMapping& nominee, const std::string& section) {
    check_cells<Nominee>(nominee.fields, section);
    for (const NomineeMapping& whole : nominee.part_of) check_nominee(whole, section + ".part_of");
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

std::string column_of(const Mapping& mapping, const std::string& field) {
    const std::size_t dot = field.find('.');
    if (dot == std::string::npos) return field;
    const std::string record = field.substr(0, dot);
    const std::string name = field.substr(dot + 1);
    std::vector<const Cells*> sections;
    const auto add = [&](const char* kind, const Cells& cells) {
        if (record == kind) sections.push_back(&cells);
    };
    add("Award", mapping.award);
    add("Edition", mapping.edition);
    add("Series", mapping.series);
    add("Category", mapping.category);
    add("Ceremony", mapping.ceremony);
    add("Deadline", mapping.deadline);
    add("Nomination", mapping.nomination);
    if (mapping.work) add("Nominee", mapping.work->fields);
    for (const CreditMapping& credit : mapping.credits) {
        add("Credit", credit.fields);
        add("Nominee", credit.nominee.fields);
    }
    for (const Cells* cells : sections) {
        const auto found = cells->find(name);
        if (found != cells->end() && !found->second.column.empty()) return found->second.column;
    }
    return field;
}

bool is_of_nominations(const Mapping& mapping) {
    return !mapping.nomination.empty() || mapping.work || !mapping.credits.empty();
}

namespace {

void check_step(const Preparation& step, const std::string& place) {
    check_rewrites(step.to, place + ".to");
    if (!step.to.date.empty() || !step.to.zone.empty())
        refuse(place + ".to", "a column has text: 'date' and 'zone' belong to the field that is a date");
    if (step.unpivot && trimmed(step.unpivot->name) == trimmed(step.unpivot->value))
        refuse(place + ".unpivot", "'name' and 'value' are one column, '" + model::shown(step.unpivot->name) +
                                       "': the heading and what stands there need one each");
}

/// What a nomination is for is a work, and who is credited is none.
void check_kind(const NomineeMapping& nominee, const std::string& place, bool is_work) {
    const auto kind = nominee.fields.find("kind");
    if (kind == nominee.fields.end()) return;
    for (const std::string& text : constants_of(kind->second)) {
        if (text.empty() || (parse<NomineeKind>(text) == NomineeKind::work) == is_work) continue;
        refuse(place + ".kind", is_work ? "what a nomination is for is of the kind 'work', and not '" + text +
                                              "'; who is nominated stands in 'credits'"
                                        : "who is credited is no work; what a nomination is for stands in 'work'");
    }
}

}  // namespace

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
    needs("edition", !mapping.edition.empty(), "award", !mapping.award.empty());
    needs("series", !mapping.series.empty(), "award", !mapping.award.empty());
    needs("category", !mapping.category.empty(), "edition", !mapping.edition.empty());
    needs("ceremony", !mapping.ceremony.empty(), "edition", !mapping.edition.empty());
    needs("deadline", !mapping.deadline.empty(), "edition", !mapping.edition.empty());
    needs("nomination", is_of_nominations(mapping), "category", !mapping.category.empty());
    if (mapping.together && mapping.key.empty())
        throw InvalidValue("mapping, at together: rows belong together by their 'key', and there is none", "key");
    const auto at = [](const char* list, std::size_t i) { return std::string(list) + "[" + std::to_string(i) + "]"; };
    for (std::size_t i = 0; i < mapping.prepare.size(); ++i) check_step(mapping.prepare[i], at("prepare", i));
    check_cells<Award>(mapping.award, "award");
    check_cells<Edition>(mapping.edition, "edition");
    check_cells<Series>(mapping.series, "series");
    check_cells<Category>(mapping.category, "category");
    check_cells<Ceremony>(mapping.ceremony, "ceremony");
    check_cells<Deadline>(mapping.deadline, "deadline");
    check_cells<Nomination>(mapping.nomination, "nomination");
    if (mapping.work) {
        check_nominee(*mapping.work, "work");
        check_kind(*mapping.work, "work", true);
    }
    for (std::size_t i = 0; i < mapping.credits.size(); ++i) {
        check_nominee(mapping.credits[i].nominee, at("credits", i) + ".nominee");
        check_kind(mapping.credits[i].nominee, at("credits", i) + ".nominee", false);
        check_cells<Credit>(mapping.credits[i].fields, at("credits", i));
    }
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void check_field<R>(std::string_view);                                                                    \
    template bool is_date_field<R>(std::string_view);                                                                  \
    template void set_field(R&, std::string_view, std::string_view, std::string_view, const std::string&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::exchange
