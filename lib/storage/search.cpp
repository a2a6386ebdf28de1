#include "storage/search.hpp"

#include "codec/value.hpp"
#include "model/text.hpp"
#include "storage/failure.hpp"
#include "storage/kinds.hpp"
#include "storage/questions.hpp"
#include "storage/said.hpp"
#include "storage/visibility.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace laurels::inline v0::storage {

namespace {

constexpr std::int64_t batch = 20'000;

using codec::TextPart;

std::string event_text(std::int64_t seq) { return "event " + std::to_string(seq); }

/// A column's text where it stands: valid until the next step.
std::string_view text_at(Statement& row, int column) {
    const SQLite::Column value = row.raw().getColumn(column);
    const char* text = value.getText();
    return {text, static_cast<std::size_t>(value.getBytes())};
}

/// What follows a member's name in a payload; empty where it has no such member. In texts quotes are escaped, so that
/// none of them looks like a member.
std::string_view after_member(std::string_view payload, std::string_view member) {
    const std::size_t at = payload.find(member);
    return at == std::string_view::npos ? std::string_view() : payload.substr(at + member.size());
}

std::int64_t credited_in(std::string_view payload) {
    const std::string_view rest = after_member(payload, "\"nominee\":");
    std::int64_t id = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), id);
    return id;
}

/// What the payload of evidence or of a claim says that it is about.
RecordId subject_in(std::string_view payload) {
    const std::string_view rest = after_member(payload, "\"subject\":\"");
    const std::string_view text = rest.substr(0, rest.find('"'));
    for (const Kind kind : {Kind::nominee, Kind::credit}) {
        const std::string prefix = std::string(name(kind)) + ":";
        std::int64_t id = 0;
        if (!text.starts_with(prefix)) continue;
        std::from_chars(text.data() + prefix.size(), text.data() + text.size(), id);
        return {kind, id};
    }
    return {};
}

/// Texts that name nobody, whatever they look like.
bool is_code(Kind kind, std::string_view field) {
    return (kind == Kind::cost && field == "currency") || (kind == Kind::evidence && field == "digest") ||
           (kind == Kind::claim && field == "field");
}

std::string text_of(const codec::Json& set, const char* field) {
    const auto found = set.find(field);
    return found == set.end() || found->is_null() ? std::string() : codec::read_text(*found);
}

}  // namespace

std::vector<StoredEvent> events_of(Connection& connection, RecordId record) {
    auto query = connection.statement("SELECT revision FROM " + std::string(name(record.kind)) + " WHERE id = ?");
    query.bind(record.value);
    std::vector<StoredEvent> events;
    if (!query.step()) return events;
    each_event_back(connection, query.whole(0), [&](const StoredEvent& event) {
        if (event.record != record)
            throw Damaged(event_text(event.seq) + " is about " + to_string(event.record) + " instead of " +
                              to_string(record),
                          {});
        events.push_back(event);
        return true;
    });
    std::ranges::reverse(events);
    return events;
}

Search::Search(Id<Nominee> nominee, const std::vector<std::string>& texts) : nominee_(nominee) {
    for (const std::string& text : texts) {
        model::check_prose(text, "text");
        if (model::is_blank(text) || !mentions_.add(text))
            throw InvalidValue("'" + model::shown(text) +
                                   "' is too short to be looked for: a text to erase has at least " +
                                   std::to_string(model::Mentions::shortest) + " characters",
                               "text");
    }
}

bool Search::read_on(Connection& connection) {
    switch (step_) {
    case Step::names:
        name_nominees(connection);
        step_ = Step::credits;
        return true;
    case Step::credits:
        if (find_credits(connection)) return true;
        name_credits(connection);
        step_ = Step::events;
        next_ = 1;
        return true;
    case Step::events:
        if (search_events(connection)) return true;
        step_ = Step::changes;
        next_ = 1;
        return true;
    case Step::changes:
        if (search_changes(connection)) return true;
        step_ = Step::done;
        return false;
    case Step::done: return false;
    }
    return false;
}

// ----------------------------------------------------------------------------------------------------- who it is

void Search::name_nominees(Connection& connection) {
    get_itself(connection, nominee_);
    const Head head = read_head(connection);
    last_event_ = head.seq;
    last_change_ = head.change;
    nominees_ = twins(connection, nominee_);
    for (const std::int64_t id : nominees_) {
        const RecordId record(Kind::nominee, id);
        theirs_.insert(record);
        aliases_[id];
        for (const StoredEvent& event : events_of(connection, record)) {
            const codec::EventBody body = event.body();
            decoding([&] { return event_text(event.seq); }, [&] { name_nominee(body.set); });
        }
    }
}

void Search::name_nominee(const codec::Json& set) {
    add_name(text_of(set, "name"));
    if (const auto aliases = set.find("aliases"); aliases != set.end()) {
        for (const auto& [name, dates] : aliases->items()) add_name(name);
    }
    if (const auto identifiers = set.find("identifiers"); identifiers != set.end()) {
        for (const auto& [scheme, value] : identifiers->items()) {
            if (value.is_null() || codec::read_text(value) == model::erased_text) continue;
            keys_.insert(model::key(scheme + ":" + codec::read_text(value)));
        }
    }
}

void Search::add_name(const std::string& name) {
    if (name.empty() || name == model::erased_text) return;
    keys_.insert(model::key(name));
    add_credited_as(name);
}

/// A name by which it was entered once is looked for, but finds nobody later: it may be anybody's.
void Search::add_credited_as(const std::string& name) {
    if (name.empty() || name == model::erased_text) return;
    if (!mentions_.add(name)) too_short_ = true;
}

bool Search::find_credits(Connection& connection) {
    auto query = connection.statement("SELECT record, payload FROM event WHERE seq BETWEEN ? AND ? AND kind = ?");
    query.bind(next_).bind(next_ + batch - 1).bind(static_cast<std::int64_t>(Kind::credit));
    while (query.step()) {
        const std::int64_t nominee = credited_in(text_at(query, 1));
        if (std::ranges::binary_search(nominees_, nominee)) credits_.insert(query.whole(0));
    }
    next_ += batch;
    return next_ <= last_event_;
}

void Search::name_credits(Connection& connection) {
    for (const std::int64_t id : credits_) {
        const RecordId record(Kind::credit, id);
        theirs_.insert(record);
        for (const StoredEvent& event : events_of(connection, record)) {
            const codec::EventBody body = event.body();
            decoding([&] { return event_text(event.seq); }, [&] { add_credited_as(text_of(body.set, "credited_as")); });
        }
    }
}

// ----------------------------------------------------------------------------------------------------- what names it

bool Search::search_events(Connection& connection) {
    auto query = connection.statement(
        "SELECT seq, change, kind, record, payload FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq");
    query.bind(next_).bind(next_ + batch - 1);
    while (query.step()) {
        const Row row{query.whole(0), query.whole(1), {kind_at(query, 2), query.whole(3)}, text_at(query, 4)};
        if (!is_about_them(row) && !codec::is_erasure(row.payload) && !mentions_.may_occur_in_json(row.payload))
            continue;
        decoding([&] { return event_text(row.seq); }, [&] { look_at(row); });
    }
    next_ += batch;
    return next_ <= last_event_;
}

bool Search::search_changes(Connection& connection) {
    auto query = connection.statement("SELECT id, payload FROM change WHERE id BETWEEN ? AND ? ORDER BY id");
    query.bind(next_).bind(next_ + batch - 1);
    while (query.step()) {
        const std::string_view payload = text_at(query, 1);
        if (!mentions_.may_occur_in_json(payload)) continue;
        const ErasureReport::Place place{.change = query.whole(0)};
        decoding([&] { return "change " + std::to_string(place.change); },
                 [&] {
                     codec::ChangeBody body = codec::read_change(payload);
                     const std::string actor = mentions_.without(body.actor);
                     bool changed = note(place, "actor", body.actor, actor);
                     body.actor = actor;
                     changed = edit_said(body.said, place) || changed;
                     if (changed) codec::write_change(changes_[place.change], body);
                 });
    }
    next_ += batch;
    return next_ <= last_change_;
}

bool Search::is_theirs(RecordId record) const { return theirs_.contains(record); }

bool Search::is_about_them(const Row& row) const {
    switch (row.record.kind) {
    case Kind::nominee:
    case Kind::credit: return is_theirs(row.record);
    case Kind::evidence: return evidence_.contains(row.record.value) || is_theirs(subject_in(row.payload));
    case Kind::claim: return true;  // what its value is depends on the field that it is about, said by its first event
    default: return false;
    }
}

void Search::look_at(const Row& row) {
    if (codec::is_erasure(row.payload)) {
        const codec::EventBody body = codec::read_event(row.payload);
        for (const auto& [seq, digest] : body.erased->events) earlier_.events[seq] = digest;
        for (const auto& [change, digest] : body.erased->changes) earlier_.changes[change] = digest;
    }
    with_kind(row.record.kind, [&]<class R>(const R&) { look_at_fields<R>(row); });
}

template <RecordType R>
void Search::look_at_fields(const Row& row) {
    codec::EventBody body = codec::read_event(row.payload);
    follow(row.record, body.set);
    const codec::EventBody as_written =
        codec::read_event(row.payload);  // no copy: half-made it would need memory to go
    const codec::Json& before = as_written.set;
    const ErasureReport::Place place{.change = row.change, .seq = row.seq, .record = row.record};
    codec::edit_texts<R>(body.set, [&](std::string_view field, TextPart part, const std::string& text) {
        std::string after = row.record.kind == Kind::claim && field == "value"
                                ? without_in_claim(claims_.at(row.record.value), text)
                                : without(treatment(row.record, field, part), text);
        note(place, std::string(Fields<R>::name) + "." + std::string(field), text, after);
        return after;
    });
    if constexpr (std::is_same_v<R, Nominee>) edit_aliases(row.record, before, body.set);
    const bool said = edit_said(body.said, place);
    if (body.set == before && !said) return;
    std::string set;
    codec::write_set<R>(set, body.set);
    codec::write_event(events_[row.seq], body.verb, set, body.said, body.erased ? &*body.erased : nullptr);
    records_.insert(row.record);
}

/// Which evidence and which claims are about them, from the first event on that says so.
void Search::follow(RecordId record, const codec::Json& set) {
    const std::string subject = text_of(set, "subject");
    if (record.kind == Kind::evidence && !subject.empty()) {
        if (is_theirs(RecordId::parse(subject)))
            evidence_.insert(record.value);
        else
            evidence_.erase(record.value);
    }
    if (record.kind == Kind::claim) {
        Claimed& claimed = claims_[record.value];
        if (!subject.empty()) claimed.subject = RecordId::parse(subject);
        if (const std::string field = text_of(set, "field"); !field.empty()) claimed.field = field;
    }
}

/// Names that all became one need the dates of all: how they were before and after the event decides.
void Search::edit_aliases(RecordId nominee, const codec::Json& before, codec::Json& set) {
    const auto found = before.find("aliases");
    if (!is_theirs(nominee) || found == before.end()) return;
    std::vector<Alias>& aliases = aliases_[nominee.value];
    codec::apply(aliases, *found);
    std::set<std::string> dates;
    for (const Alias& alias : aliases) dates.insert(alias.dates ? alias.dates->text() : std::string());
    codec::Owned patch(codec::Json::object());
    codec::Json& entry = patch.value[std::string(model::erased_text)];
    if (!dates.empty()) entry = codec::Json(dates);
    set.at("aliases").swap(patch.value);
}

bool Search::edit_said(Said& said, const ErasureReport::Place& place) {
    const Said before = said;
    said = {{mentions_.without(before.source.title), mentions_.without(before.source.url), before.source.published},
            mentions_.without(before.reason)};
    const bool reason = note(place, "reason", before.reason, said.reason);
    const bool title = note(place, "source", before.source.title, said.source.title);
    const bool url = note(place, "source", before.source.url, said.source.url);
    return reason || title || url;
}

Search::Treatment Search::treatment(RecordId record, std::string_view field, TextPart part) const {
    if (is_code(record.kind, field)) return Treatment::none;
    if (is_theirs(record)) return treatment_of_theirs(record, field, part);
    // Somebody else may bear the same name.
    if (record.kind == Kind::nominee && (field == "name" || field == "aliases")) return Treatment::none;
    if (record.kind == Kind::credit && field == "credited_as") return Treatment::none;
    return Treatment::mentions;
}

Search::Treatment Search::treatment_of_theirs(RecordId record, std::string_view field, TextPart part) const {
    const bool whole = record.kind == Kind::nominee ? codec::holds_texts<Nominee>(field)
                                                    : field != "role" && codec::holds_texts<Credit>(field);
    return whole && part != TextPart::key ? Treatment::whole : Treatment::mentions;
}

std::string Search::without_in_claim(const Claimed& claimed, const std::string& value) const {
    if (!claimed.subject || is_code(claimed.subject.kind, claimed.field)) return value;
    try {
        return with_kind(claimed.subject.kind, [&]<class R>(const R&) {
            return codec::edit_claimed<R>(
                claimed.field, value, [&](std::string_view field, TextPart part, const std::string& text) {
                    return without(is_theirs(claimed.subject) ? treatment_of_theirs(claimed.subject, field, part)
                                                              : Treatment::mentions,
                                   text);
                });
        });
    } catch (const InvalidValue&) {
        return mentions_.without(value);  // it says no value of the field, but what it says may name somebody
    }
}

std::string Search::without(Treatment treatment, const std::string& text) const {
    switch (treatment) {
    case Treatment::mentions: return mentions_.without(text);
    case Treatment::whole: return text.empty() ? text : std::string(model::erased_text);
    case Treatment::none: break;
    }
    return text;
}

bool Search::note(ErasureReport::Place place, std::string where, const std::string& before, const std::string& after) {
    place.where = std::move(where);
    const auto add = [&](std::vector<ErasureReport::Place>& places) {
        const bool noted = !places.empty() && places.back().change == place.change && places.back().seq == place.seq &&
                           places.back().where == place.where;
        if (!noted) places.push_back(place);
    };
    const bool tells = place.record && place.record->kind == Kind::evidence &&
                       evidence_.contains(place.record->value) &&
                       (place.where == "Evidence.text" || place.where == "Evidence.url");
    if (after != before) add(erased_);
    if (mentions_.occur_in(after) || (tells && !after.empty() && after != model::erased_text)) add(left_);
    return after != before;
}

ErasureReport Search::report() const {
    ErasureReport report;
    report.nominees.emplace_back(nominee_);
    for (const std::int64_t id : nominees_) {
        if (id != nominee_.value) report.nominees.emplace_back(Kind::nominee, id);
    }
    report.texts = mentions_.size();
    report.erased = erased_;
    report.left = left_;
    for (auto* places : {&report.erased, &report.left})
        std::ranges::stable_sort(*places, {},
                                 [](const ErasureReport::Place& place) { return std::tuple(place.change, place.seq); });
    if (too_short_)
        report.remarks.emplace_back(
            "A name of a single character was blanked on its own records, and looked for nowhere "
            "else.");
    return report;
}

}  // namespace laurels::inline v0::storage
