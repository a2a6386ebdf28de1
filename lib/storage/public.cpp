#include "storage/public.hpp"

#include "codec/event.hpp"
#include "codec/references.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/file.hpp"
#include "storage/journal.hpp"
#include "storage/visibility.hpp"

#include <laurels/fields.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace laurels::inline v0::storage {

namespace {

std::string table(Kind kind) { return std::string(name(kind)); }

/// Reads the columns of one row from left to right.
class Columns {
  public:
    explicit Columns(Statement& row) : row_(row) {}
    template <class V>
    Columns& into(V& value) {
        read_column(row_.raw().getColumn(column_++), value);
        return *this;
    }

  private:
    Statement& row_;
    int column_ = 0;
};

void add_where(IdSet& ids, bool condition, std::int64_t id) {
    if (condition) ids.add(id);
}

void open_categories(Connection& connection, Instant on, Openings& open) {
    auto query = connection.statement(
        "SELECT id, list_disclosure, list_embargo, result_disclosure, result_embargo FROM category");
    while (query.step()) {
        Category category;
        Columns(query)
            .into(category.id)
            .into(category.list_disclosure)
            .into(category.list_embargo)
            .into(category.result_disclosure)
            .into(category.result_embargo);
        const model::Openness opened = model::openness(category, on);
        add_where(open.category_list, opened.list, category.id.value);
        add_where(open.category_result, opened.result, category.id.value);
    }
}

void open_nominations(Connection& connection, Instant on, Openings& open) {
    auto query =
        connection.statement("SELECT id, category, stage, reached, outcome, disclosure, embargo FROM nomination");
    while (query.step()) {
        Nomination nomination;
        Columns(query)
            .into(nomination.id)
            .into(nomination.category)
            .into(nomination.stage)
            .into(nomination.reached)
            .into(nomination.outcome)
            .into(nomination.disclosure)
            .into(nomination.embargo);
        const model::Openness opened = model::openness(nomination, open.of(nomination.category), on);
        add_where(open.nomination_list, opened.list, nomination.id.value);
        add_where(open.nomination_result, opened.result, nomination.id.value);
    }
}

IdSet visible_ids(Connection& connection, Kind kind) {
    IdSet ids;
    auto query =
        connection.statement("SELECT id FROM " + table(kind) + " WHERE " + storage::visible(kind, table(kind)));
    while (query.step()) ids.add(query.whole(0));
    return ids;
}

/// When it would be said no more what a moment says: just before the next change.
std::optional<Instant> end_of(const ReadJournal& journal, const Bounds& bounds) {
    std::optional<Instant> end;
    const auto until = [&](Instant instant) { end = end ? std::min(*end, instant) : instant; };
    if (bounds.recorded) until(*bounds.recorded);
    if (bounds.known) until(Instant(*bounds.known->latest() + std::chrono::days(1)) - std::chrono::microseconds(1));
    if (bounds.change && *bounds.change < std::numeric_limits<std::int64_t>::max()) {
        std::optional<StoredChange> next;
        journal([&](Connection& connection) { next = find_change(connection, *bounds.change + 1); });
        if (next) until(next->recorded - std::chrono::microseconds(1));
    }
    return end;
}

template <RecordType R>
void copy_kind(PublicRecords& records, State& view) {
    records.each<R>([&](R& record) { view.insert(record); });
}

bool is_now(const Bounds& bounds) { return !bounds.change && !bounds.recorded && !bounds.known; }

std::unique_ptr<Connection> view_of(PublicRecords& records) {
    auto view = new_view();
    copy_public(records, *view);
    view->execute("PRAGMA query_only = ON");
    return view;
}

}  // namespace

Openings openings(Connection& connection, Instant on) {
    const Snapshot snapshot(connection);
    Openings open;
    decoding([] { return std::string("a row of disclosures"); },
             [&] {
                 open_categories(connection, on, open);
                 open_nominations(connection, on, open);
             });
    if (anything_void(connection)) {
        each_record([&]<class R>(const R&) {
            open.visible[static_cast<std::size_t>(kind_of<R>)] = visible_ids(connection, kind_of<R>);
        });
    }
    return open;
}

std::vector<std::string> data_sets(Connection& connection) {
    std::set<std::string> names;
    auto query = connection.statement("SELECT id, payload FROM change WHERE payload LIKE '%\"data_set%'");
    while (query.step()) {
        const codec::ChangeBody body = decoding([&] { return "change " + std::to_string(query.whole(0)); },
                                                [&] { return codec::read_change(query.text(1)); });
        if (!body.data_set.empty()) names.insert(body.data_set);
        names.insert(body.data_sets.begin(), body.data_sets.end());
    }
    return {names.begin(), names.end()};
}

PublicRecords::PublicRecords(Connection& connection, Instant on, const Openings* also)
    : connection_(connection),
      state_(connection),
      also_(also),
      open_(openings(connection, on)),
      data_sets_(data_sets(connection)) {
    find_merged();
    show_all<Award>();
    show_all<Edition>();
    show_all<Series>();
    show_all<Category>();
    show_all<Ceremony>();
    show_all<Deadline>();
    show_nominations();
    show_credits();
    show_nominees();
    show_evidence();
}

void PublicRecords::find_merged() {
    if (!anything_merged(connection_)) return;
    for (const Kind kind : {Kind::award, Kind::series, Kind::nominee}) {
        auto query = connection_.statement("SELECT id FROM " + table(kind) + " WHERE merged_into IS NOT NULL");
        while (query.step()) merged_[static_cast<std::size_t>(kind)].add(query.whole(0));
    }
}

bool PublicRecords::visible(RecordId record) const {
    return open_.shows(record) && (also_ == nullptr || also_->shows(record));
}

model::Openness PublicRecords::openness(Id<Category> id) const {
    return also_ == nullptr ? open_.of(id) : open_.of(id) & also_->of(id);
}

model::Openness PublicRecords::openness(Id<Nomination> id) const {
    return also_ == nullptr ? open_.of(id) : open_.of(id) & also_->of(id);
}

RecordId PublicRecords::kept_of(RecordId record) {
    const bool merged = merged_[static_cast<std::size_t>(record.kind)].has(record.value);
    return merged ? kept(connection_, record) : record;
}

template <RecordType R>
void PublicRecords::show_all() {
    std::string sql = "SELECT id";
    std::vector<Kind> parents;
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        if constexpr (is_id<V>) {
            if (!laurels::has(field.traits, Trait::parent)) return;
            sql += ", " + std::string(field.name);
            parents.push_back(RecordId(V()).kind);
        }
    });
    auto query = connection_.statement(sql + " FROM " + table(kind_of<R>));
    while (query.step()) {
        const RecordId record(kind_of<R>, query.whole(0));
        if (!visible(record) || kept_of(record) != record) continue;
        bool hangs_well = true;
        for (std::size_t i = 0; i < parents.size(); ++i)
            hangs_well = hangs_well && has(kept_of({parents[i], query.whole(static_cast<int>(i) + 1)}));
        if (hangs_well) of(record.kind).add(record.value);
    }
}

void PublicRecords::show_nominations() {
    auto query = connection_.statement("SELECT id, category FROM nomination");
    while (query.step()) {
        const Id<Nomination> id(query.whole(0));
        if (openness(id) == model::Openness() || !visible(id)) continue;
        if (has({Kind::category, query.whole(1)})) of(Kind::nomination).add(id.value);
    }
}

void PublicRecords::show_credits() {
    auto query = connection_.statement("SELECT id, nomination, nominee FROM credit");
    while (query.step()) {
        const RecordId nominee = kept_of({Kind::nominee, query.whole(2)});
        if (!has({Kind::nomination, query.whole(1)}) || !visible({Kind::credit, query.whole(0)}) || !visible(nominee))
            continue;
        of(Kind::credit).add(query.whole(0));
        of(Kind::nominee).add(nominee.value);
    }
}

void PublicRecords::show_nominees() {
    const auto show = [&](std::int64_t id) {
        const RecordId nominee = kept_of({Kind::nominee, id});
        return visible(nominee) && of(Kind::nominee).add(nominee.value);
    };
    auto works = connection_.statement("SELECT id, work FROM nomination WHERE work IS NOT NULL");
    while (works.step()) {
        if (has({Kind::nomination, works.whole(0)})) show(works.whole(1));
    }
    // What something public is part of, however far up.
    for (bool more = true; more;) {
        more = false;
        auto parts = connection_.statement("SELECT id, part_of FROM nominee WHERE part_of IS NOT NULL");
        while (parts.step()) {
            if (has({Kind::nominee, parts.whole(0)}) && show(parts.whole(1))) more = true;
        }
    }
}

/// Whether nothing that could be said of it is withheld: its text may tell who is on a list, or who has won.
bool PublicRecords::is_all_open(RecordId subject) const {
    if (subject.kind != Kind::nomination) return true;
    const model::Openness open = openness(Id<Nomination>(subject.value));
    return open.list && open.result;
}

void PublicRecords::show_evidence() {
    auto query = connection_.statement("SELECT id, subject FROM evidence");
    while (query.step()) {
        const RecordId subject =
            decoding([] { return std::string("a row of evidence"); }, [&] { return RecordId::parse(query.text(1)); });
        if (has(kept_of(subject)) && is_all_open(subject) && visible({Kind::evidence, query.whole(0)}))
            of(Kind::evidence).add(query.whole(0));
    }
}

template <RecordType R>
void PublicRecords::shape(R& record) {
    model::withhold_unpublished(record);
    if constexpr (std::is_same_v<R, Category> || std::is_same_v<R, Nomination>)
        model::withhold(record, openness(record.id));
    if constexpr (std::is_same_v<R, Credit>) model::withhold(record, openness(record.nomination));
    // By which rows of which tables a record is known is not public: a list of winners is a table, and a key may have
    // the names of those in it who are not.
    if constexpr (requires { record.identifiers; }) {
        for (const std::string& data_set : data_sets_) record.identifiers.erase(data_set);
    }
    codec::map_references(record, [&](RecordId id, std::string_view) -> std::optional<RecordId> {
        const RecordId shown = kept_of(id);
        if (shown == RecordId(record.id)) return std::nullopt;  // by a merge; nothing refers to itself
        return has(shown) ? std::optional(shown) : std::nullopt;
    });
    record.revision = 0;  // the number of an event, which would tell of others
}

template <RecordType R>
void PublicRecords::each(const std::function<void(R&)>& action) {
    if (!model::is_publishable(kind_of<R>)) return;
    state_.each<R>([&](R& record) {
        if (!has(record.id)) return;
        shape(record);
        action(record);
    });
}

template <RecordType R>
std::optional<R> PublicRecords::find(Id<R> id) {
    if (!has(id)) return std::nullopt;
    auto record = state_.find(id);
    if (record) shape(*record);
    return record;
}

std::vector<Credit> PublicRecords::credits(Id<Nomination> nomination) {
    std::vector<Credit> credits = state_.credits(nomination);
    std::erase_if(credits, [&](const Credit& credit) { return !has(credit.id); });
    for (Credit& credit : credits) shape(credit);
    return credits;
}

void copy_public(PublicRecords& records, Connection& into) {
    into.execute("BEGIN");
    {
        State state(into);
        each_record([&]<class R>(const R&) { copy_kind<R>(records, state); });
    }
    into.execute("COMMIT");
}

PublicMoment public_moment(const ReadJournal& journal, const Bounds& bounds, Instant on) {
    if (is_now(bounds)) return {on, {}};
    PublicMoment moment{std::min(on, end_of(journal, bounds).value_or(on)), {}};
    journal([&](Connection& connection) { moment.present = openings(connection, moment.on); });
    return moment;
}

std::unique_ptr<Connection> build_public_view(const ReadJournal& journal, const Bounds& bounds) {
    Bounds others = bounds;
    others.public_on.reset();
    std::unique_ptr<Connection> from;
    if (is_now(others))
        journal([&](Connection& connection) { from = copy_apart(connection); });
    else
        from = build_view(journal, others);
    const PublicMoment moment = public_moment(journal, others, *bounds.public_on);
    PublicRecords records(*from, moment.on, moment.present ? &*moment.present : nullptr);
    return view_of(records);
}

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template void PublicRecords::each<R>(const std::function<void(R&)>&);                                              \
    template std::optional<R> PublicRecords::find<R>(Id<R>);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
