// The JSON Schema of what is exported, by the table of fields.

#include "codec/value.hpp"
#include "exchange/document.hpp"

#include <laurels/exchange.hpp>
#include <laurels/fields.hpp>

#include <nlohmann/json.hpp>

namespace laurels::inline v0 {

namespace {

using Schema = nlohmann::ordered_json;

Schema of_text(const char* pattern = nullptr) {
    Schema schema{{"type", "string"}};
    if (pattern != nullptr) schema["pattern"] = pattern;
    return schema;
}

Schema of_map(Schema value) { return {{"type", "object"}, {"additionalProperties", std::move(value)}}; }

/// A text that may be empty, for none.
Schema or_empty(const char* what) { return {{"anyOf", {{{"const", ""}}, {{"$ref", what}}}}}; }

constexpr const char* record_id = "^[a-z]+:[1-9][0-9]*$";
constexpr const char* hex_32 = "^[0-9a-f]{64}$";
constexpr const char* uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

/// What a type of value is written as.
template <class V>
Schema of_type() {
    if constexpr (codec::is_optional<V>) {
        return of_type<typename V::value_type>();
    } else if constexpr (NamedEnum<V>) {
        Schema schema{{"enum", Schema::array()}};
        for (const std::string_view choice : names_of<V>) schema["enum"].push_back(choice);
        return schema;
    } else if constexpr (std::is_same_v<V, bool>) {
        return {{"enum", {0, 1}}};
    } else if constexpr (std::is_same_v<V, std::int64_t>) {
        return {{"type", "integer"}};
    } else if constexpr (codec::WholeValue<V>) {
        return {{"$ref", "#/$defs/id"}};
    } else if constexpr (std::is_same_v<V, std::string>) {
        return of_text();
    } else if constexpr (std::is_same_v<V, Date>) {
        return {{"$ref", "#/$defs/date"}};
    } else if constexpr (std::is_same_v<V, When>) {
        return {{"$ref", "#/$defs/when"}};
    } else if constexpr (std::is_same_v<V, Instant>) {
        return {{"$ref", "#/$defs/instant"}};
    } else if constexpr (std::is_same_v<V, Fraction>) {
        return of_text("^[0-9]+(/[0-9]+)?$");
    } else if constexpr (std::is_same_v<V, RecordId>) {
        return of_text(record_id);
    } else if constexpr (std::is_same_v<V, Identifiers>) {
        return of_map(of_text());
    } else if constexpr (std::is_same_v<V, std::vector<Alias>>) {
        return of_map({{"type", "array"}, {"items", or_empty("#/$defs/date")}});
    } else if constexpr (std::is_same_v<V, Reached>) {
        Schema schema = of_map(or_empty("#/$defs/when"));
        schema["propertyNames"] = of_type<Stage>();
        return schema;
    } else if constexpr (codec::is_id_list<V>) {
        Schema schema = of_map({{"const", ""}});
        const auto kind = name(RecordId(typename V::value_type()).kind);
        schema["propertyNames"] = of_text(("^" + std::string(kind) + ":[1-9][0-9]*$").c_str());
        return schema;
    } else {
        static_assert(std::is_same_v<V, Measure>, "say what JSON this type of value is written as");
        return {{"$ref", "#/$defs/measure"}};
    }
}

template <RecordType R>
Schema of_record() {
    Schema properties{{"id", {{"$ref", "#/$defs/id"}}}, {"origin", {{"$ref", "#/$defs/origin"}}}};
    Schema required{"id", "origin"};
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if (kind_of<R> == Kind::credit && field.name == "nomination") return;
        Schema schema = of_type<V>();
        schema["description"] = field.doc;
        properties[std::string(field.name)] = std::move(schema);
        if (has(field.traits, Trait::required)) required.push_back(field.name);
    });
    if constexpr (std::is_same_v<R, Nomination>)
        properties["credits"] = {{"type", "array"}, {"items", {{"$ref", "#/$defs/credit"}}}};
    return {{"type", "object"},
            {"description", Fields<R>::doc},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

Schema of_members(const std::vector<std::pair<const char*, Schema>>& members) {
    Schema properties = Schema::object();
    Schema required = Schema::array();
    for (const auto& [name, schema] : members) {
        properties[name] = schema;
        required.emplace_back(name);
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

Schema list_of_items(const char* item) { return {{"type", "array"}, {"items", {{"$ref", item}}}}; }

Schema definitions() {
    const Schema number{{"type", "integer"}, {"minimum", 0}};
    const Schema salt{{"type", {"string", "null"}}, {"pattern", "^[0-9a-f]{32}$"}};
    const Schema figure =
        of_members({{"date", or_empty("#/$defs/date")}, {"value", of_text("^-?[0-9]+([.][0-9]+)?$")}});
    Schema defs;
    defs["id"] = {{"type", "integer"}, {"minimum", 1}, {"description", "Of this document: of one kind, going up."}};
    defs["origin"] = of_text("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[a-z]+:[1-9][0-9]*(#[0-9a-f]{64})?$");
    defs["origin"]["description"] = "The UUID of the registry that it came from, its id there, and the digest of its "
                                    "first event there.";
    defs["date"] = of_text("^[0-9.]");
    defs["date"]["description"] = "EDTF level 0, and of level 1 ? ~, seasons and intervals.";
    defs["when"] = of_text("^[0-9.]");
    defs["when"]["description"] = "A date, or a local time with its zone, 2025-09-25T19:00[Europe/London], or in UTC.";
    defs["instant"] = of_text("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?Z$");
    defs["measure"] = of_members({{"what", of_text()}, {"unit", of_text()}, {"before", figure}, {"after", figure}});
    each_record([&]<class R>(const R&) { defs[std::string(name(kind_of<R>))] = of_record<R>(); });
    defs["event"] = of_members({{"seq", number},
                                {"change", number},
                                {"record", of_text(record_id)},
                                {"previous", number},
                                {"format", number},
                                {"salt", salt},
                                {"payload", of_text()},
                                {"digest", of_text(hex_32)}});
    defs["change"] = of_members({{"id", number},
                                 {"recorded", {{"$ref", "#/$defs/instant"}}},
                                 {"first", number},
                                 {"last", number},
                                 {"format", number},
                                 {"salt", salt},
                                 {"payload", of_text()},
                                 {"digest", of_text(hex_32)},
                                 {"chain", of_text(hex_32)}});
    return defs;
}

Schema of_records() {
    Schema lists = Schema::object();
    each_record([&]<class R>(const R&) {
        const auto list = exchange::list_of(kind_of<R>);
        if (!list.empty())
            lists[std::string(list)] = list_of_items(("#/$defs/" + std::string(name(kind_of<R>))).c_str());
    });
    return {{"type", "object"}, {"properties", std::move(lists)}, {"additionalProperties", false}};
}

}  // namespace

std::string json_schema() {
    Schema schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                  {"title", "Laurels: records of awards"},
                  {"description", "What export_json() writes, and import_json() reads: docs/json.md."}};
    schema["type"] = "object";
    schema["properties"] = {{"laurels", {{"const", exchange::json_version}}},
                            {"content", {{"enum", {"public", "everything", "journal"}}}},
                            {"data_sets", {{"type", "array"}, {"items", of_text()}}},
                            {"records", of_records()},
                            {"journal", of_members({{"uuid", of_text(uuid)},
                                                    {"events", list_of_items("#/$defs/event")},
                                                    {"changes", list_of_items("#/$defs/change")}})}};
    schema["required"] = {"laurels", "content", "records"};
    schema["additionalProperties"] = false;
    schema["if"] = {{"properties", {{"content", {{"const", "journal"}}}}}};
    schema["then"] = {{"required", {"journal"}}};
    schema["else"] = {{"properties", {{"journal", false}}}};
    schema["dependentSchemas"] = {
        {"data_sets", {{"properties", {{"content", {{"enum", {"everything", "journal"}}}}}}}}};
    schema["$defs"] = definitions();
    return schema.dump(2) + "\n";
}

}  // namespace laurels::inline v0
