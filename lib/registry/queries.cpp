// Queries as immutable values, and their terminals.

#include "model/display.hpp"
#include "registry/core.hpp"
#include "storage/questions.hpp"

namespace laurels::inline v0 {

using detail::Condition;
using detail::EventFilter;
using detail::NominationFilter;
using storage::Connection;
using On = Condition::On;

namespace {

template <class Filter>
std::shared_ptr<const Filter> with(const std::shared_ptr<const Filter>& filter, Condition condition) {
    auto narrower = std::make_shared<Filter>(*filter);
    narrower->conditions.push_back(std::move(condition));
    return narrower;
}

/// A condition by id, for describe() as "award:3"; or by name, as "award 'Booker Prize'".
Condition by_id(On on, RecordId id) { return {on, id.value, Parts::without, Lineage::own, "of " + to_string(id)}; }

Condition by_name(On on, std::string_view what, std::string_view name) {
    return {on, std::string(name), Parts::without, Lineage::own,
            "of " + std::string(what) + " '" + std::string(name) + "'"};
}

template <NamedEnum E>
Condition by_value(On on, std::string_view preposition, E value) {
    return {on, std::string(name(value)), Parts::without, Lineage::own,
            std::string(preposition) + " " + model::display(value)};
}

std::string described(std::string_view what, const std::vector<Condition>& conditions) {
    std::string text(what);
    for (const Condition& condition : conditions) text += " " + condition.text;
    return text;
}

Condition including(Condition condition, Parts parts) {
    condition.parts = parts;
    if (parts == Parts::including) condition.text += " and its parts";
    return condition;
}

Condition across(Condition condition, Lineage lineage) {
    condition.lineage = lineage;
    if (lineage == Lineage::whole) condition.text += " and its lineage";
    return condition;
}

const Condition hidden_too{On::hidden, std::int64_t{0}, Parts::without, Lineage::own, "including void ones"};

}  // namespace

Nominations::Nominations(std::shared_ptr<const detail::Reading> reading)
    : reading_(std::move(reading)), filter_(std::make_shared<NominationFilter>()) {}

Nominations Nominations::narrowed(Condition condition) const {
    Nominations query = *this;
    query.filter_ = with(filter_, std::move(condition));
    return query;
}

Nominations Nominations::award(Id<Award> id) const { return narrowed(by_id(On::award, id)); }
Nominations Nominations::award(std::string_view name) const { return narrowed(by_name(On::award, "award", name)); }
Nominations Nominations::edition(Id<Edition> id) const { return narrowed(by_id(On::edition, id)); }
Nominations Nominations::edition(std::string_view label) const {
    return narrowed(by_name(On::label, "edition", label));
}
Nominations Nominations::series(Id<Series> id, Lineage lineage) const {
    return narrowed(across(by_id(On::series, id), lineage));
}
Nominations Nominations::series(std::string_view name, Lineage lineage) const {
    return narrowed(across(by_name(On::series, "series", name), lineage));
}
Nominations Nominations::category(Id<Category> id) const { return narrowed(by_id(On::category, id)); }
Nominations Nominations::category(std::string_view name) const {
    return narrowed(by_name(On::category_name, "category", name));
}
Nominations Nominations::nominee(Id<Nominee> id, Parts parts) const {
    return narrowed(including(by_id(On::nominee, id), parts));
}
Nominations Nominations::nominee(std::string_view name, Parts parts) const {
    return narrowed(including(by_name(On::nominee, "nominee", name), parts));
}
Nominations Nominations::stage(Stage stage) const { return narrowed(by_value(On::stage, "at stage", stage)); }
Nominations Nominations::reached(Stage stage) const { return narrowed(by_value(On::reached, "that reached", stage)); }
Nominations Nominations::outcome(Outcome outcome) const {
    return narrowed(by_value(On::outcome, "with outcome", outcome));
}
Nominations Nominations::standing(Standing standing) const {
    return narrowed(by_value(On::standing, "with standing", standing));
}
Nominations Nominations::within(const Date& span) const {
    return narrowed({On::span, span, Parts::without, Lineage::own, "within " + span.display()});
}
Nominations Nominations::including_void() const { return narrowed(hidden_too); }

std::vector<NominationRow> Nominations::rows() const {
    return reading_->ask([&](Connection& connection) { return storage::nomination_rows(connection, *filter_); });
}

std::vector<NominationRow> Nominations::first(std::size_t limit) const {
    return reading_->ask([&](Connection& connection) { return storage::nomination_rows(connection, *filter_, limit); });
}

std::vector<Nomination> Nominations::records() const {
    return reading_->ask([&](Connection& connection) {
        const storage::Snapshot snapshot(connection);
        std::vector<Nomination> records;
        for (const NominationRow& row : storage::nomination_rows(connection, *filter_))
            records.push_back(storage::get_record(connection, row.id));
        return records;
    });
}

std::size_t Nominations::count() const {
    return reading_->ask([&](Connection& connection) { return storage::count_nominations(connection, *filter_); });
}

std::string Nominations::describe() const { return described("nominations", filter_->conditions); }

template <class Row, class Record>
Events<Row, Record>::Events(std::shared_ptr<const detail::Reading> reading)
    : reading_(std::move(reading)), filter_(std::make_shared<EventFilter>()) {}

template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::narrowed(Condition condition) const {
    Events query = *this;
    query.filter_ = with(filter_, std::move(condition));
    return query;
}

template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::award(Id<Award> id) const {
    return narrowed(by_id(On::award, id));
}
template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::award(std::string_view name) const {
    return narrowed(by_name(On::award, "award", name));
}
template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::edition(Id<Edition> id) const {
    return narrowed(by_id(On::edition, id));
}
template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::edition(std::string_view label) const {
    return narrowed(by_name(On::label, "edition", label));
}
template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::upcoming(const Date& day) const {
    return narrowed({On::upcoming, day, Parts::without, Lineage::own, "upcoming from " + day.display()});
}

template <class Row, class Record>
Events<Row, Record> Events<Row, Record>::including_void() const {
    return narrowed(hidden_too);
}

template <class Row, class Record>
std::vector<Row> Events<Row, Record>::rows() const {
    return reading_->ask([&](Connection& connection) { return storage::rows<Row>(connection, *filter_); });
}

template <class Row, class Record>
std::vector<Record> Events<Row, Record>::records() const {
    return reading_->ask([&](Connection& connection) {
        const storage::Snapshot snapshot(connection);
        std::vector<Record> records;
        for (const Row& row : storage::rows<Row>(connection, *filter_))
            records.push_back(storage::get_record(connection, row.id));
        return records;
    });
}

template <class Row, class Record>
std::size_t Events<Row, Record>::count() const {
    return rows().size();
}

template <class Row, class Record>
std::string Events<Row, Record>::describe() const {
    return described(std::is_same_v<Record, Ceremony> ? "ceremonies" : "deadlines", filter_->conditions);
}

template class Events<CeremonyRow, Ceremony>;
template class Events<DeadlineRow, Deadline>;

}  // namespace laurels::inline v0
