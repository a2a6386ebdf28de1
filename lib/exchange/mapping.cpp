// The JSON form of a mapping, described in docs/importing.md. Each error names its place, "credits[0].nominee.name".

#include "codec/json.hpp"
#include "exchange/fields.hpp"
#include "exchange/keys.hpp"
#include "exchange/pattern.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/mapping.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <utility>

namespace laurels::inline v0 {

namespace {

using codec::Json;
using Out = nlohmann::ordered_json;

constexpr int version = 1;

[[noreturn]] void refuse(const std::string& place, const std::string& what) {
    throw InvalidValue("mapping, at " + (place.empty() ? "its top" : place) + ": " + what, place);
}

/// One object of the mapping while it is read: every key has to be one that is known.
class Object {
  public:
    Object(const Json& json, std::string place) : json_(json), place_(std::move(place)) {
        if (!json.is_object()) refuse(place_, std::string("expected an object, found ") + json.type_name());
    }

    const std::string& place() const { return place_; }
    std::string place(std::string_view key) const { return exchange::place_of(place_, key); }

    const Json* find(std::string_view key) {
        known_.emplace_back(key);
        const auto found = json_.find(key);
        return found == json_.end() || found->is_null() ? nullptr : &*found;
    }

    void text(std::string_view key, std::string& to) {
        if (const Json* json = find(key)) to = text_of(*json, place(key));
    }
    void text(std::string_view key, std::optional<std::string>& to) {
        if (const Json* json = find(key)) to = text_of(*json, place(key));
    }
    void flag(std::string_view key, bool& to) {
        const Json* json = find(key);
        if (json == nullptr) return;
        if (!json->is_boolean()) refuse(place(key), std::string("expected true or false, found ") + json->type_name());
        to = json->get<bool>();
    }
    void number(std::string_view key, std::int64_t& to) {
        const Json* json = find(key);
        if (json == nullptr) return;
        if (!json->is_number_integer() || json->get<std::int64_t>() < 0)
            refuse(place(key), "expected a whole number, 0 or more");
        to = json->get<std::int64_t>();
    }
    /// One text or a list of them.
    void texts(std::string_view key, std::vector<std::string>& to) {
        const Json* json = find(key);
        if (json == nullptr) return;
        if (json->is_string()) {
            to = {text_of(*json, place(key))};
            return;
        }
        list(key, [&](const Json& item, const std::string& at) { to.push_back(text_of(item, at)); });
    }
    void list(std::string_view key, const std::function<void(const Json&, const std::string&)>& visit) {
        const Json* json = find(key);
        if (json == nullptr) return;
        if (!json->is_array()) refuse(place(key), std::string("expected a list, found ") + json->type_name());
        for (std::size_t i = 0; i < json->size(); ++i) visit((*json)[i], place(key) + "[" + std::to_string(i) + "]");
    }

    /// All keys that were not asked for.
    void others(const std::function<void(const std::string&, const Json&)>& visit) const {
        for (const auto& [key, value] : json_.items()) {
            if (std::ranges::find(known_, key) == known_.end()) visit(key, value);
        }
    }
    void done() const {
        others([&](const std::string& key, const Json&) {
            std::string allowed;
            for (const std::string& name : known_) allowed += (allowed.empty() ? "" : ", ") + name;
            refuse(place_, "there is no '" + model::shown(key) + "' here; there may be: " + allowed);
        });
    }

    static std::string text_of(const Json& json, const std::string& place) {
        if (!json.is_string()) refuse(place, std::string("expected text, found ") + json.type_name());
        return json.get<std::string>();
    }

  private:
    const Json& json_;
    std::string place_;
    std::vector<std::string> known_;
};

void check_pattern(const std::string& pattern, const std::string& place) {
    try {
        exchange::Pattern::check(pattern);
    } catch (const InvalidValue& error) {
        refuse(place, error.what());
    }
}

std::vector<Cell::Pattern> read_patterns(Object& object, std::string_view key, std::string_view becomes) {
    std::vector<Cell::Pattern> patterns;
    object.list(key, [&](const Json& json, const std::string& place) {
        Object item(json, place);
        Cell::Pattern pattern;
        item.text("pattern", pattern.pattern);
        item.text(becomes, pattern.means);
        item.done();
        check_pattern(pattern.pattern, place);
        patterns.push_back(std::move(pattern));
    });
    return patterns;
}

void read_values(Object& object, Cell& cell) {
    const Json* json = object.find("values");
    if (json == nullptr) return;
    const std::string place = object.place("values");
    if (!json->is_object()) refuse(place, std::string("expected an object, found ") + json->type_name());
    std::map<std::string, std::string> folded;
    for (const auto& [value, meaning] : json->items()) {
        const std::string means = Object::text_of(meaning, exchange::place_of(place, value));
        const auto [same, fresh] = folded.emplace(model::key(value), means);
        if (!fresh && same->second != means)
            refuse(place, "'" + model::shown(value) + "' has two meanings, '" + model::shown(means) + "' and '" +
                              model::shown(same->second) + "': case, spaces and quotes do not tell values apart");
        cell.values.emplace(value, means);
    }
}

/// A text is short for the column of that name.
Cell read_cell(const Json& json, const std::string& place) {
    Cell cell;
    if (json.is_string()) {
        cell.column = json.get<std::string>();
        if (cell.column.empty()) refuse(place, "the name of a column is missing");
        return cell;
    }
    Object object(json, place);
    object.text("column", cell.column);
    object.text("text", cell.text);
    object.text("value", cell.value);
    cell.replace = read_patterns(object, "replace", "with");
    read_values(object, cell);
    cell.patterns = read_patterns(object, "patterns", "means");
    object.text("otherwise", cell.otherwise);
    object.text("date", cell.date);
    object.text("zone", cell.zone);
    object.done();
    const int sources = (cell.column.empty() ? 0 : 1) + (cell.text.empty() ? 0 : 1) + (cell.value ? 1 : 0);
    if (sources != 1) refuse(place, "say one of 'column', 'text' (a template) and 'value' (a constant)");
    return cell;
}

/// All keys that have not been asked for are fields.
template <RecordType R>
Cells read_fields(const Object& object) {
    Cells cells;
    object.others([&](const std::string& key, const Json& json) {
        const std::string place = object.place(key);
        try {
            exchange::check_field<R>(key);
        } catch (const InvalidValue& error) {
            refuse(place, error.what());
        }
        cells.emplace(key, read_cell(json, place));
    });
    return cells;
}

template <RecordType R>
Cells read_section(Object& object, std::string_view key) {
    const Json* json = object.find(key);
    return json == nullptr ? Cells() : read_fields<R>(Object(*json, object.place(key)));
}

NomineeMapping read_nominee(const Json& json, const std::string& place) {
    Object object(json, place);
    NomineeMapping nominee;
    object.texts("key", nominee.key);
    object.text("id", nominee.id);
    if (const Json* whole = object.find("part_of"))
        nominee.part_of.push_back(read_nominee(*whole, object.place("part_of")));
    nominee.fields = read_fields<Nominee>(object);
    if (!nominee.fields.contains("name")) refuse(place, "a nominee needs a 'name'");
    return nominee;
}

Extract read_extract(const Json& json, const std::string& place) {
    Object object(json, place);
    Extract extract;
    object.text("column", extract.column);
    object.text("pattern", extract.pattern);
    object.flag("required", extract.required);
    object.done();
    check_pattern(extract.pattern, place);
    if (exchange::Pattern(extract.pattern).groups().empty())
        refuse(place, "the pattern has no named group, such as (?P<title>.*), so it makes no column");
    return extract;
}

RowCondition read_condition(const Json& json, const std::string& place) {
    Object object(json, place);
    RowCondition condition;
    object.text("column", condition.column);
    object.text("pattern", condition.pattern);
    object.text("same", condition.same);
    object.flag("not", condition.not_);
    object.done();
    if (condition.pattern.empty() == condition.same.empty())
        refuse(place, "say which 'pattern' the column has (\"^$\" where it is empty), or with which other it is the "
                      "'same'");
    if (!condition.pattern.empty()) check_pattern(condition.pattern, place);
    return condition;
}

Split read_split(const Json& json, const std::string& place) {
    Object object(json, place);
    Split split;
    object.texts("columns", split.columns);
    object.texts("by", split.by);
    object.text("pattern", split.pattern);
    object.done();
    if (split.columns.empty()) refuse(place, "say which 'columns' are split");
    if (!split.pattern.empty()) check_pattern(split.pattern, place);
    if (split.by.empty() == split.pattern.empty())
        refuse(place, "say what separates the parts: 'by' (texts) or 'pattern'");
    if (std::ranges::find(split.by, "") != split.by.end()) refuse(place, "an empty text separates nothing");
    return split;
}

Unpivot read_unpivot(const Json& json, const std::string& place) {
    Object object(json, place);
    Unpivot unpivot;
    object.texts("columns", unpivot.columns);
    object.text("pattern", unpivot.pattern);
    object.text("name", unpivot.name);
    object.text("value", unpivot.value);
    object.done();
    if (unpivot.columns.empty() == unpivot.pattern.empty())
        refuse(place, "say which 'columns' become rows, or by which 'pattern' their headings are known");
    if (!unpivot.pattern.empty()) check_pattern(unpivot.pattern, object.place("pattern"));
    if (unpivot.name.empty() || unpivot.value.empty())
        refuse(place, "say which column gets the heading, 'name', and which what stands there, 'value'");
    return unpivot;
}

CreditMapping read_credit(const Json& json, const std::string& place) {
    Object object(json, place);
    CreditMapping credit;
    if (const Json* split = object.find("split")) credit.split = read_split(*split, object.place("split"));
    if (const Json* extract = object.find("extract")) credit.extract = read_extract(*extract, object.place("extract"));
    const Json* nominee = object.find("nominee");
    if (nominee == nullptr) refuse(place, "a credit needs a 'nominee'");
    credit.nominee = read_nominee(*nominee, object.place("nominee"));
    credit.fields = read_fields<Credit>(object);
    return credit;
}

Preparation read_step(const Json& json, const std::string& place) {
    Object object(json, place);
    Preparation step;
    object.texts("fill_down", step.fill_down);
    if (const Json* extract = object.find("extract")) step.extract = read_extract(*extract, object.place("extract"));
    object.text("set", step.set);
    const Json* to = object.find("to");
    if (to != nullptr) step.to = read_cell(*to, object.place("to"));
    if (const Json* when = object.find("when")) step.when = read_condition(*when, object.place("when"));
    if (const Json* skip = object.find("skip")) step.skip = read_condition(*skip, object.place("skip"));
    if (const Json* unpivot = object.find("unpivot")) step.unpivot = read_unpivot(*unpivot, object.place("unpivot"));
    if (const Json* split = object.find("split")) step.split = read_split(*split, object.place("split"));
    object.done();
    const std::array kinds{!step.fill_down.empty(), step.extract.has_value(), !step.set.empty(),
                           step.skip.has_value(),   step.unpivot.has_value(), step.split.has_value()};
    if (std::ranges::count(kinds, true) != 1)
        refuse(place, "a step is one of 'fill_down', 'extract', 'set', 'skip', 'unpivot' and 'split'");
    if (step.set.empty() == (to != nullptr)) refuse(place, "'set' names a column, and 'to' says what it gets");
    if (step.when && step.set.empty()) refuse(place, "'when' goes with 'set'");
    return step;
}

Source read_source(const Json& json, const std::string& place) {
    Object object(json, place);
    Source source;
    object.text("title", source.title);
    object.text("url", source.url);
    std::string published;
    object.text("published", published);
    object.done();
    try {
        if (!published.empty()) source.published = Date::parse(published);
    } catch (const InvalidValue& error) {
        refuse(exchange::place_of(place, "published"), error.what());
    }
    return source;
}

Reading read_reading(const Json& json, const std::string& place) {
    Object object(json, place);
    Reading reading;
    object.text("delimiter", reading.delimiter);
    object.text("quote", reading.quote);
    object.text("escape", reading.escape);
    object.text("encoding", reading.encoding);
    object.texts("headings", reading.headings);
    object.flag("ragged", reading.ragged);
    object.number("skip_lines", reading.skip_lines);
    object.done();
    const auto one = [&](const std::string& text, const char* key, bool may_be_empty) {
        if (text.size() != 1 && !(may_be_empty && text.empty()))
            refuse(exchange::place_of(place, key), "expected one character, found '" + model::shown(text) + "'");
    };
    one(reading.delimiter, "delimiter", false);
    one(reading.quote, "quote", true);
    one(reading.escape, "escape", true);
    return reading;
}

void check_version(Object& object) {
    std::int64_t number = 0;
    object.number("laurels_mapping", number);
    if (number != version)
        refuse("laurels_mapping", "expected " + std::to_string(version) +
                                      ", the version of the form: it begins {\"laurels_mapping\": 1, …");
}

// Writing

template <class V>
void put(Out& out, const char* key, const V& value) {
    if (value != V()) out[key] = value;
}

Out patterns_json(const std::vector<Cell::Pattern>& patterns, const char* becomes) {
    Out list = Out::array();
    for (const Cell::Pattern& pattern : patterns)
        list.push_back({{"pattern", pattern.pattern}, {becomes, pattern.means}});
    return list;
}

Out cell_json(const Cell& cell) {
    Out out = Out::object();
    put(out, "column", cell.column);
    put(out, "text", cell.text);
    if (cell.value) out["value"] = *cell.value;
    if (!cell.replace.empty()) out["replace"] = patterns_json(cell.replace, "with");
    put(out, "values", cell.values);
    if (!cell.patterns.empty()) out["patterns"] = patterns_json(cell.patterns, "means");
    if (cell.otherwise) out["otherwise"] = *cell.otherwise;
    put(out, "date", cell.date);
    put(out, "zone", cell.zone);
    // The short form, where that is all.
    if (out.size() == 1 && !cell.column.empty()) return cell.column;
    return out;
}

void put_cells(Out& out, const Cells& cells) {
    for (const auto& [field, cell] : cells) out[field] = cell_json(cell);
}

void put_section(Out& out, const char* key, const Cells& cells) {
    if (cells.empty()) return;
    put_cells(out[key] = Out::object(), cells);
}

Out nominee_json(const NomineeMapping& nominee) {
    Out out = Out::object();
    put(out, "key", nominee.key);
    put(out, "id", nominee.id);
    put_cells(out, nominee.fields);
    if (!nominee.part_of.empty()) out["part_of"] = nominee_json(nominee.part_of.front());
    return out;
}

Out extract_json(const Extract& extract) {
    Out out = {{"column", extract.column}, {"pattern", extract.pattern}};
    put(out, "required", extract.required);
    return out;
}

Out condition_json(const RowCondition& condition) {
    Out out = {{"column", condition.column}};
    put(out, "pattern", condition.pattern);
    put(out, "same", condition.same);
    put(out, "not", condition.not_);
    return out;
}

Out split_json(const Split& split) {
    Out out = {{"columns", split.columns}};
    put(out, "by", split.by);
    put(out, "pattern", split.pattern);
    return out;
}

Out unpivot_json(const Unpivot& unpivot) {
    Out out = Out::object();
    put(out, "columns", unpivot.columns);
    put(out, "pattern", unpivot.pattern);
    out["name"] = unpivot.name;
    out["value"] = unpivot.value;
    return out;
}

Out credit_json(const CreditMapping& credit) {
    Out out = Out::object();
    if (credit.split) out["split"] = split_json(*credit.split);
    if (credit.extract) out["extract"] = extract_json(*credit.extract);
    out["nominee"] = nominee_json(credit.nominee);
    put_cells(out, credit.fields);
    return out;
}

Out step_json(const Preparation& step) {
    Out out = Out::object();
    put(out, "fill_down", step.fill_down);
    if (step.extract) out["extract"] = extract_json(*step.extract);
    if (!step.set.empty()) {
        out["set"] = step.set;
        out["to"] = cell_json(step.to);
    }
    if (step.when) out["when"] = condition_json(*step.when);
    if (step.skip) out["skip"] = condition_json(*step.skip);
    if (step.unpivot) out["unpivot"] = unpivot_json(*step.unpivot);
    if (step.split) out["split"] = split_json(*step.split);
    return out;
}

Out source_json(const Source& source) {
    Out out = Out::object();
    put(out, "title", source.title);
    put(out, "url", source.url);
    if (source.published) out["published"] = source.published->text();
    return out;
}

Out reading_json(const Reading& reading) {
    const Reading plain;
    Out out = Out::object();
    if (reading.delimiter != plain.delimiter) out["delimiter"] = reading.delimiter;
    if (reading.quote != plain.quote) out["quote"] = reading.quote;
    put(out, "escape", reading.escape);
    if (reading.encoding != plain.encoding) out["encoding"] = reading.encoding;
    put(out, "headings", reading.headings);
    put(out, "ragged", reading.ragged);
    put(out, "skip_lines", reading.skip_lines);
    return out;
}

}  // namespace

Mapping Mapping::parse(std::string_view json) {
    const codec::Owned read([&] {
        try {
            return codec::read(json);
        } catch (const InvalidValue& error) {
            throw InvalidValue(std::string("mapping: ") + error.what());
        }
    }());
    Object object(read.value, "");
    Mapping mapping;
    check_version(object);
    object.text("data_set", mapping.data_set);
    object.text("about", mapping.about);
    if (const Json* source = object.find("source")) mapping.source = read_source(*source, "source");
    if (const Json* reading = object.find("reading")) mapping.reading = read_reading(*reading, "reading");
    object.texts("none", mapping.none);
    object.texts("ignore", mapping.ignore);
    object.texts("optional", mapping.optional);
    object.list("prepare",
                [&](const Json& step, const std::string& place) { mapping.prepare.push_back(read_step(step, place)); });
    object.texts("key", mapping.key);
    object.flag("together", mapping.together);
    object.flag("partial", mapping.partial);
    object.flag("overwrites", mapping.overwrites);
    object.text("id", mapping.id);
    object.text("exported", mapping.exported);
    mapping.award = read_section<Award>(object, "award");
    mapping.edition = read_section<Edition>(object, "edition");
    mapping.series = read_section<Series>(object, "series");
    mapping.category = read_section<Category>(object, "category");
    mapping.ceremony = read_section<Ceremony>(object, "ceremony");
    mapping.deadline = read_section<Deadline>(object, "deadline");
    mapping.nomination = read_section<Nomination>(object, "nomination");
    if (const Json* work = object.find("work")) mapping.work = read_nominee(*work, "work");
    object.list("credits", [&](const Json& credit, const std::string& place) {
        mapping.credits.push_back(read_credit(credit, place));
    });
    object.done();
    exchange::check_mapping(mapping);
    return mapping;
}

std::string Mapping::text() const {
    Out out = {{"laurels_mapping", version}};
    put(out, "data_set", data_set);
    put(out, "about", about);
    if (!source.empty()) out["source"] = source_json(source);
    if (reading != Reading()) out["reading"] = reading_json(reading);
    put(out, "none", none);
    put(out, "ignore", ignore);
    put(out, "optional", optional);
    for (const Preparation& step : prepare) out["prepare"].push_back(step_json(step));
    put(out, "key", key);
    put(out, "together", together);
    put(out, "partial", partial);
    put(out, "overwrites", overwrites);
    put(out, "id", id);
    put(out, "exported", exported);
    put_section(out, "award", award);
    put_section(out, "edition", edition);
    put_section(out, "series", series);
    put_section(out, "category", category);
    put_section(out, "ceremony", ceremony);
    put_section(out, "deadline", deadline);
    put_section(out, "nomination", nomination);
    if (work) out["work"] = nominee_json(*work);
    for (const CreditMapping& credit : credits) out["credits"].push_back(credit_json(credit));
    return out.dump(2, ' ', false, Out::error_handler_t::replace);
}

}  // namespace laurels::inline v0
