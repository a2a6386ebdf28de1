#include "storage/questions.hpp"

#include "model/text.hpp"
#include "storage/column.hpp"
#include "storage/failure.hpp"
#include "storage/visibility.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace laurels::inline v0::storage {

namespace {

using detail::Condition;
using On = Condition::On;

/// A WHERE clause with its values in order.
struct Where {
    std::string sql;
    std::vector<std::variant<std::int64_t, std::string>> values;

    void add(const std::string& condition, std::initializer_list<std::variant<std::int64_t, std::string>> with) {
        sql += (sql.empty() ? " WHERE " : " AND ") + condition;
        values.insert(values.end(), with);
    }
    void bind(Statement& statement) const {
        for (const auto& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value))
                statement.bind(*number);
            else
                statement.bind(std::get<std::string>(value));
        }
    }
};

/// SQL for the nominations of a nominee: of it and its merged twins, and of what is part of them where that is asked
/// for. A void one has none, unless what is hidden is shown.
std::string of_nominee(Parts parts, Hidden hidden) {
    const bool all = hidden == Hidden::including;
    std::string who = "WITH RECURSIVE who (id) AS (SELECT id FROM nominee WHERE id = ?";
    if (!all) who += " AND voided = 0";
    who += " UNION SELECT t.id FROM nominee AS t JOIN who ON t.merged_into = who.id";
    if (!all) who += " WHERE t.voided = 0";
    if (parts == Parts::including) {
        who += " UNION SELECT p.id FROM nominee AS p JOIN who ON p.part_of = who.id";
        if (!all) who += " WHERE p.voided = 0";
    }
    return "n.id IN (" + who + ") SELECT nomination FROM credit WHERE nominee IN who" +
           (all ? "" : " AND credit.voided = 0") + " UNION SELECT id FROM nomination WHERE work IN who)";
}

/// The id that a condition names, by id or by name: of what it was merged into, where it was.
std::int64_t resolve(Connection& connection, Kind kind, const Condition& condition) {
    if (const auto* id = std::get_if<std::int64_t>(&condition.value)) return kept(connection, {kind, *id}).value;
    return find_by_name(connection, kind, std::get<std::string>(condition.value));
}

bool shows_hidden(const std::vector<Condition>& conditions) {
    return std::ranges::any_of(conditions, [](const Condition& condition) { return condition.on == On::hidden; });
}

/// The series that a series came from and those that came from it, however far, with their merged twins: few enough to
/// be looked through at every question.
std::string whole_lineage(Connection& connection, std::int64_t series) {
    State state(connection);
    std::map<std::int64_t, std::set<std::int64_t>> next_to;
    const auto tie = [&](std::int64_t one, std::int64_t other) {
        next_to[one].insert(other);
        next_to[other].insert(one);
    };
    for (const Series& each : state.all<Series>()) {
        for (const Id<Series> earlier : each.succeeds) tie(each.id.value, earlier.value);
        if (each.merged_into) tie(each.id.value, each.merged_into->value);
    }
    std::set<std::int64_t> found{series};
    std::vector<std::int64_t> open{series};
    while (!open.empty()) {
        const std::int64_t one = open.back();
        open.pop_back();
        for (const std::int64_t other : next_to[one]) {
            if (found.insert(other).second) open.push_back(other);
        }
    }
    std::string list;
    for (const std::int64_t id : found) list += (list.empty() ? "" : ", ") + std::to_string(id);
    return "s.id IN (" + list + ")";
}

void add_series(Where& where, Connection& connection, const Condition& condition) {
    const std::int64_t id = resolve(connection, Kind::series, condition);
    if (condition.lineage == Lineage::whole)
        where.add(whole_lineage(connection, id), {});
    else
        where.add("s.id IN " + twins_sql(Kind::series), {id});
}

void add_wording(Where& where, const char* column, Kind kind, const Condition& condition) {
    where.add(std::string(column) + " IN (SELECT record FROM lookup WHERE kind = ? AND key = ? AND former = 0)",
              {static_cast<std::int64_t>(kind), model::key(std::get<std::string>(condition.value))});
}

void add_nominee(Where& where, Connection& connection, const Condition& condition, Hidden hidden) {
    where.add(of_nominee(condition.parts, hidden), {resolve(connection, Kind::nominee, condition)});
}

/// What a nomination reached is kept as JSON, whose keys are the stages; where it is, it was.
void add_reached(Where& where, const std::string& stage) {
    where.add("(n.stage = ? OR instr(n.reached, ?) > 0)", {stage, "\"" + stage + "\":"});
}

/// What belongs to an edition is seen where it, the edition and the award are.
std::string visible_in_edition(const std::string& rows) {
    return rows + " AND " + visible_alone(Kind::edition, "e") + " AND " + visible_alone(Kind::award, "a");
}

/// Keeps hidden rows out, unless they were asked for.
Where& without_hidden(Where& where, const std::vector<Condition>& conditions, const std::string& visible) {
    if (!shows_hidden(conditions)) where.add(visible, {});
    return where;
}

/// The conditions that SQL decides; `span` and `upcoming` are three-valued and decided on the rows.
Where where_of(Connection& connection, const std::vector<Condition>& conditions) {
    Where where;
    const Hidden hidden = shows_hidden(conditions) ? Hidden::including : Hidden::without;
    for (const Condition& condition : conditions) {
        switch (condition.on) {
        case On::award:
            where.add("a.id IN " + twins_sql(Kind::award), {resolve(connection, Kind::award, condition)});
            break;
        case On::edition: where.add("e.id = ?", {std::get<std::int64_t>(condition.value)}); break;
        case On::label: add_wording(where, "e.id", Kind::edition, condition); break;
        case On::series: add_series(where, connection, condition); break;
        case On::category: where.add("c.id = ?", {std::get<std::int64_t>(condition.value)}); break;
        case On::category_name: add_wording(where, "c.id", Kind::category, condition); break;
        case On::nominee: add_nominee(where, connection, condition, hidden); break;
        case On::stage: where.add("n.stage = ?", {std::get<std::string>(condition.value)}); break;
        case On::reached: add_reached(where, std::get<std::string>(condition.value)); break;
        case On::outcome: where.add("n.outcome = ?", {std::get<std::string>(condition.value)}); break;
        case On::standing: where.add("n.standing = ?", {std::get<std::string>(condition.value)}); break;
        case On::span:
        case On::upcoming:
        case On::hidden: break;
        }
    }
    return where;
}

const std::string visible_nomination =
    visible_in_edition(visible_alone(Kind::nomination, "n") + " AND " + visible_alone(Kind::category, "c"));

constexpr const char* nomination_joins =
    " FROM nomination AS n JOIN category AS c ON c.id = n.category JOIN edition AS e ON e.id = c.edition"
    " JOIN award AS a ON a.id = e.award LEFT JOIN series AS s ON s.id = c.series LEFT JOIN nominee AS w ON w.id = "
    "n.work";

/// Reads the columns of one row from left to right.
class Reader {
  public:
    explicit Reader(Statement& row) : row_(row) {}
    template <class V>
    Reader& into(V& value) {
        if constexpr (std::is_same_v<V, std::string>)
            value = checked_text(row_.text(column_++));  // a name that is joined from the left may be null: empty
        else
            read_column(row_.raw().getColumn(column_++), value);
        return *this;
    }

  private:
    Statement& row_;
    int column_ = 0;
};

/// Answers for what was merged into another: puts that one's id and name in place of its own.
template <class R>
void follow(KeptNames& names, Id<R>& id, std::string& name, const std::optional<std::int64_t>& merged_into) {
    if (!merged_into) return;
    const KeptNames::Kept& kept = names.of(id);
    id = Id<R>(kept.id);
    name = kept.name;
}

NominationRow nomination_row(Statement& row, KeptNames& names) {
    NominationRow result;
    std::optional<std::int64_t> award;
    std::optional<std::int64_t> series;
    std::optional<std::int64_t> work;
    Reader reader(row);
    reader.into(result.id)
        .into(result.award_id)
        .into(result.edition_id)
        .into(result.category_id)
        .into(result.series_id);
    reader.into(result.award).into(result.edition).into(result.category).into(result.series);
    reader.into(result.title).into(result.work_id).into(result.work);
    reader.into(result.stage).into(result.outcome).into(result.decided).into(result.place).into(result.share);
    reader.into(result.standing).into(result.acceptance).into(result.disclosure);
    reader.into(award).into(series).into(work).into(result.voided);
    follow(names, result.award_id, result.award, award);
    if (result.series_id) follow(names, *result.series_id, result.series, series);
    if (result.work_id) follow(names, *result.work_id, result.work, work);
    return result;
}

/// Of a void series or work nothing is told.
const std::string row_columns =
    "n.id, a.id, e.id, c.id, CASE WHEN s.voided = 0 THEN c.series END, a.name, e.label, c.name,"
    " CASE WHEN s.voided = 0 THEN s.name END, n.title, CASE WHEN w.voided = 0 THEN n.work END,"
    " CASE WHEN w.voided = 0 THEN w.name END, n.stage, n.outcome, n.decided, n.place, n.share, n.standing,"
    " n.acceptance, n.disclosure, a.merged_into, s.merged_into, w.merged_into";

/// Puts the names of those whose credit counts into the rows, which are in the order of their ids.
void add_nominees(std::vector<NominationRow>& rows, Statement credits, KeptNames& names) {
    auto row = rows.begin();
    while (credits.step()) {
        const Id<Nomination> nomination(credits.whole(0));
        while (row != rows.end() && row->id < nomination) ++row;
        if (row == rows.end()) break;
        if (row->id != nomination) continue;
        Id<Nominee> id(credits.whole(1));
        const std::string credited_as = credits.text(2);
        std::string name(checked_text(credited_as.empty() ? credits.text(3) : credited_as));
        if (!credits.is_null(4)) {
            const KeptNames::Kept& kept = names.of(id);
            id = Id<Nominee>(kept.id);
            if (kept.voided || std::ranges::find(row->nominee_ids, id) != row->nominee_ids.end()) continue;
            if (credited_as.empty()) name = kept.name;
        }
        row->nominee_ids.push_back(id);
        row->nominees.push_back(std::move(name));
    }
}

std::string credits_sql(const std::string& of) {
    return "SELECT cr.nomination, cr.nominee, cr.credited_as, ne.name, ne.merged_into FROM credit AS cr JOIN nominee AS "
           "ne ON ne.id = cr.nominee WHERE cr.standing = 'active' AND cr.voided = 0 AND " +
           visible_alone(Kind::nominee, "ne") + of + " ORDER BY cr.nomination, cr.id";
}

/// The dates that a nomination may have: see Nominations::within.
class SpanFilter {
  public:
    SpanFilter(Connection& connection, const Date& span) : span_(span) {
        auto query = connection.statement(
            "SELECT edition, date FROM ceremony WHERE status <> 'cancelled' AND date IS NOT NULL AND "
            "voided = 0");
        while (query.step()) dates_[query.whole(0)].push_back(When::parse_stored(query.text(1)).date());
        auto editions = connection.statement("SELECT id, date FROM edition WHERE date IS NOT NULL");
        while (editions.step()) {
            auto& dates = dates_[editions.whole(0)];
            if (dates.empty()) dates.push_back(Date::parse(editions.text(1)));
        }
    }

    bool may_hold(const NominationRow& row) const {
        if (row.decided) return may_be_within(row.decided->date());
        const auto found = dates_.find(row.edition_id.value);
        return found != dates_.end() &&
               std::ranges::any_of(found->second, [&](const Date& date) { return may_be_within(date); });
    }

  private:
    bool may_be_within(const Date& date) const { return date.within(span_) != Truth::no; }

    Date span_;
    std::map<std::int64_t, std::vector<Date>> dates_;
};

bool decided_in_sql(const std::vector<Condition>& conditions) {
    return std::ranges::none_of(conditions, [](const Condition& condition) { return condition.on == On::span; });
}

constexpr const char* event_joins = " AS x JOIN edition AS e ON e.id = x.edition JOIN award AS a ON a.id = e.award";

/// Keeps the rows that are or may be upcoming, marked, and puts all into the order of their dates.
template <class Row>
void keep_upcoming(std::vector<Row>& rows, const std::vector<Condition>& conditions) {
    for (const Condition& condition : conditions) {
        if (condition.on != On::upcoming) continue;
        const Date& day = std::get<Date>(condition.value);
        if (!day.exact()) throw InvalidDate("upcoming needs one day, not " + day.text(), day.text());
        for (Row& row : rows) {
            const Truth over = row.date ? row.date->date().before(day) : Truth::unknown;
            row.upcoming = over == Truth::no ? Truth::yes : over == Truth::yes ? Truth::no : Truth::unknown;
            if constexpr (requires { row.status; }) {
                if (row.status == CeremonyStatus::held || row.status == CeremonyStatus::cancelled)
                    row.upcoming = Truth::no;
            }
        }
        std::erase_if(rows, [](const Row& row) { return row.upcoming == Truth::no; });
    }
    std::ranges::stable_sort(rows, [](const Row& left, const Row& right) {
        if (!left.date || !right.date) return left.date.has_value() && !right.date.has_value();
        return *left.date < *right.date;
    });
}

template <class Row, class Read>
std::vector<Row> event_rows(Connection& connection, const detail::EventFilter& filter, const std::string& sql,
                            Read read) {
    return decoding([] { return std::string("a row of dates"); },
                    [&] {
                        const Snapshot snapshot(connection);
                        Where where = where_of(connection, filter.conditions);
                        const std::string visible = visible_in_edition("x.voided = 0");
                        without_hidden(where, filter.conditions, visible);
                        auto query = connection.statement("SELECT x.id, a.id, e.id, a.name, a.merged_into, NOT (" +
                                                          visible + "), e.label, x.name, x.date" + sql + event_joins +
                                                          where.sql + " ORDER BY x.id");
                        where.bind(query);
                        KeptNames names(connection);
                        std::vector<Row> rows;
                        while (query.step()) {
                            Row& row = rows.emplace_back();
                            std::optional<std::int64_t> merged_into;
                            Reader reader(query);
                            reader.into(row.id).into(row.award_id).into(row.edition_id).into(row.award);
                            reader.into(merged_into).into(row.voided).into(row.edition).into(row.name).into(row.date);
                            read(reader, row);
                            follow(names, row.award_id, row.award, merged_into);
                        }
                        return rows;
                    });
}

}  // namespace

std::int64_t find_by_name(Connection& connection, Kind kind, std::string_view name) {
    State state(connection);
    const std::string kind_name(laurels::name(kind));
    const auto all = state.lookup(kind, model::key(name), Former::without);
    std::set<std::int64_t> found;
    for (const std::int64_t id : all) {
        if (!is_hidden(connection, {kind, id})) found.insert(kept(connection, {kind, id}).value);
    }
    if (found.empty() && !all.empty())
        throw NotFound("the " + kind_name + " that is called '" + std::string(name) + "' is void: it is " +
                           to_string(RecordId(kind, all.front())),
                       std::string(name));
    if (found.empty())
        throw NotFound("no " + kind_name + " is called '" + std::string(name) +
                           "': names are compared whole, without regard to case",
                       std::string(name));
    if (found.size() > 1) {
        std::vector<RecordId> candidates;
        std::string list;
        for (const std::int64_t id : found) {
            candidates.emplace_back(kind, id);
            list += (list.empty() ? "" : ", ") + to_string(candidates.back());
        }
        throw Ambiguous("'" + std::string(name) + "' is the name of several: " + list +
                            "; give the id of the one you mean",
                        std::string(name), std::move(candidates));
    }
    return *found.begin();
}

std::vector<NominationRow> nomination_rows(Connection& connection, const detail::NominationFilter& filter,
                                           std::optional<std::size_t> limit) {
    return decoding([] { return std::string("a row of nominations"); },
                    [&] {
                        const Snapshot snapshot(connection);
                        Where where = where_of(connection, filter.conditions);
                        without_hidden(where, filter.conditions, visible_nomination);
                        KeptNames names(connection);
                        const bool in_sql = decided_in_sql(filter.conditions);
                        const std::string limited = limit && in_sql ? " LIMIT " + std::to_string(*limit) : "";
                        std::vector<NominationRow> rows;
                        {
                            auto query =
                                connection.statement("SELECT " + row_columns + ", NOT (" + visible_nomination + ")" +
                                                     nomination_joins + where.sql + " ORDER BY n.id" + limited);
                            where.bind(query);
                            while (query.step()) rows.push_back(nomination_row(query, names));
                        }
                        for (const Condition& condition : filter.conditions) {
                            if (condition.on != On::span) continue;
                            const SpanFilter span(connection, std::get<Date>(condition.value));
                            std::erase_if(rows, [&](const NominationRow& row) { return !span.may_hold(row); });
                        }
                        if (limit && rows.size() > *limit) rows.resize(*limit);
                        std::string of;
                        if (!filter.conditions.empty() || !limited.empty())
                            of = " AND cr.nomination IN (SELECT n.id" + std::string(nomination_joins) + where.sql +
                                 " ORDER BY n.id" + limited + ")";
                        auto credits = connection.statement(credits_sql(of));
                        if (!of.empty()) where.bind(credits);
                        add_nominees(rows, std::move(credits), names);
                        return rows;
                    });
}

std::size_t count_nominations(Connection& connection, const detail::NominationFilter& filter) {
    if (!decided_in_sql(filter.conditions)) return nomination_rows(connection, filter).size();
    const Snapshot snapshot(connection);
    Where where = where_of(connection, filter.conditions);
    without_hidden(where, filter.conditions, visible_nomination);
    auto query = connection.statement("SELECT count(*)" + std::string(nomination_joins) + where.sql);
    where.bind(query);
    return query.step() ? static_cast<std::size_t>(query.whole(0)) : 0;
}

std::vector<CeremonyRow> ceremony_rows(Connection& connection, const detail::EventFilter& filter) {
    auto rows =
        event_rows<CeremonyRow>(connection, filter, ", x.place, x.status FROM ceremony",
                                [](Reader& reader, CeremonyRow& row) { reader.into(row.place).into(row.status); });
    keep_upcoming(rows, filter.conditions);
    return rows;
}

std::vector<DeadlineRow> deadline_rows(Connection& connection, const detail::EventFilter& filter) {
    auto rows = event_rows<DeadlineRow>(connection, filter, " FROM deadline", [](Reader&, DeadlineRow&) {});
    keep_upcoming(rows, filter.conditions);
    return rows;
}

std::size_t count_for(Connection& connection, Id<Nominee> nominee, Id<Edition> edition, Count what) {
    const Snapshot snapshot(connection);
    get_itself(connection, nominee);
    get_itself(connection, edition);
    static const std::string of_active_credits =
        " AND n.id IN (WITH RECURSIVE who (id) AS (SELECT id FROM nominee WHERE id = ? AND voided = 0 UNION SELECT t.id"
        " FROM nominee AS t JOIN who ON t.merged_into = who.id WHERE t.voided = 0) SELECT nomination FROM credit WHERE"
        " nominee IN who AND voided = 0 AND standing = 'active' UNION SELECT id FROM nomination WHERE work IN who)";
    const std::string counts = what == Count::wins ? "n.outcome = 'won'" : "n.stage = 'shortlisted'";
    auto query =
        connection.statement("SELECT count(*)" + std::string(nomination_joins) + " WHERE e.id = ? AND " + counts +
                             " AND n.standing = 'active' AND " + visible_nomination + of_active_credits);
    query.bind(edition.value).bind(kept(connection, nominee).value);
    return query.step() ? static_cast<std::size_t>(query.whole(0)) : 0;
}

template <RecordType R>
R get_record(Connection& connection, Id<R> id) {
    const Snapshot snapshot(connection);
    return get_itself(connection, kept(connection, id));
}

template <RecordType R>
R get_itself(Connection& connection, Id<R> id) {
    const Snapshot snapshot(connection);
    State state(connection);
    auto record = state.find(id);
    if (!record)
        throw NotFound("there is no " + to_string(id) + ": " + std::string(name(kind_of<R>)) + " ids go up to " +
                           std::to_string(state.last_id(kind_of<R>)),
                       to_string(id));
    if constexpr (std::is_same_v<R, Nomination>) record->credits = state.credits(id);
    return std::move(*record);
}

namespace {

/// SQL for the rows of a kind that a question without names shows.
std::string shown_rows(Connection& connection, Kind kind, Hidden hidden) {
    if (hidden == Hidden::including) return "1";
    const std::string table(name(kind));
    const std::string unmerged = is_mergeable(kind) ? table + ".merged_into IS NULL" : "1";
    return anything_void(connection) ? unmerged + " AND " + visible(kind, table) : unmerged;
}

}  // namespace

template <RecordType R>
std::vector<R> all_records(Connection& connection, Hidden hidden) {
    const Snapshot snapshot(connection);
    State state(connection);
    std::vector<R> records = state.all<R>(shown_rows(connection, kind_of<R>, hidden));
    if constexpr (std::is_same_v<R, Nomination>) {
        auto credits = state.all<Credit>();
        std::ranges::stable_sort(credits, {}, &Credit::nomination);
        auto nomination = records.begin();
        for (Credit& credit : credits) {
            while (nomination != records.end() && nomination->id < credit.nomination) ++nomination;
            if (nomination != records.end() && nomination->id == credit.nomination)
                nomination->credits.push_back(std::move(credit));
        }
    }
    return records;
}

std::size_t count_records(Connection& connection, Kind kind, Hidden hidden) {
    const Snapshot snapshot(connection);
    return static_cast<std::size_t>(connection.number("SELECT count(*) FROM " + std::string(name(kind)) + " WHERE " +
                                                      shown_rows(connection, kind, hidden)));
}

template <RecordType R>
std::vector<R> records_about(Connection& connection, RecordId subject) {
    const Snapshot snapshot(connection);
    State state(connection);
    std::vector<R> records;
    const std::string shown = "subject = ? AND " + shown_rows(connection, kind_of<R>, Hidden::without);
    for (const std::int64_t twin : twins(connection, subject)) {
        for (R& record : state.select<R>(shown, std::string_view(to_string(RecordId(subject.kind, twin)))))
            records.push_back(std::move(record));
    }
    std::ranges::sort(records, {}, &R::id);
    return records;
}

template std::vector<Evidence> records_about<Evidence>(Connection&, RecordId);
template std::vector<Cost> records_about<Cost>(Connection&, RecordId);
template std::vector<Claim> records_about<Claim>(Connection&, RecordId);

#define LAURELS_INSTANTIATE(R)                                                                                         \
    template R get_record<R>(Connection&, Id<R>);                                                                      \
    template R get_itself<R>(Connection&, Id<R>);                                                                      \
    template std::vector<R> all_records<R>(Connection&, Hidden);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::storage
