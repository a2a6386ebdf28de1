#pragma once

// Questions in SQL: filters to conditions, and rows with the names around them.

#include "storage/state.hpp"

#include <laurels/query.hpp>
#include <laurels/registry.hpp>

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace laurels::inline v0 {

namespace detail {

/// One condition on a column of the joined tables, or on who is credited.
struct Condition {
    enum class On : std::uint8_t {
        award,
        edition,
        label,
        series,
        category,
        category_name,
        nominee,
        stage,
        reached,
        outcome,
        standing,
        span,
        upcoming,
        hidden  ///< not a condition but the lack of one: what is void is shown too
    };
    On on{};
    std::variant<std::int64_t, std::string, Date> value;
    Parts parts = Parts::without;
    Lineage lineage = Lineage::own;
    std::string text;  ///< for describe()
};

struct NominationFilter {
    std::vector<Condition> conditions;
};

struct EventFilter {
    std::vector<Condition> conditions;
};

}  // namespace detail

namespace storage {

/// The one record with this name or alias. Throws NotFound, or Ambiguous with all that have it.
std::int64_t find_by_name(Connection& connection, Kind kind, std::string_view name);

std::vector<NominationRow> nomination_rows(Connection& connection, const detail::NominationFilter& filter,
                                           std::optional<std::size_t> limit = {});
std::size_t count_nominations(Connection& connection, const detail::NominationFilter& filter);
std::vector<CeremonyRow> ceremony_rows(Connection& connection, const detail::EventFilter& filter);
std::vector<DeadlineRow> deadline_rows(Connection& connection, const detail::EventFilter& filter);

/// Any of them, by the type of the row.
template <class Row, class Filter>
std::vector<Row> rows(Connection& connection, const Filter& filter) {
    if constexpr (std::is_same_v<Row, NominationRow>)
        return nomination_rows(connection, filter);
    else if constexpr (std::is_same_v<Row, CeremonyRow>)
        return ceremony_rows(connection, filter);
    else
        return deadline_rows(connection, filter);
}

/// How many wins or shortlists of an edition a nominee has, merged twins counted as it. Throws NotFound.
std::size_t count_for(Connection& connection, Id<Nominee> nominee, Id<Edition> edition, Count what);

/// A nomination with its credits, or any other record; of one that was merged into another, that other. Throws
/// NotFound.
template <RecordType R>
R get_record(Connection& connection, Id<R> id);
/// The same, of the very record.
template <RecordType R>
R get_itself(Connection& connection, Id<R> id);
template <RecordType R>
std::vector<R> all_records(Connection& connection, Hidden hidden);
std::size_t count_records(Connection& connection, Kind kind, Hidden hidden);
/// The evidence, costs or claims about a record, and about its merged twins.
template <RecordType R>
std::vector<R> records_about(Connection& connection, RecordId subject);

}  // namespace storage

}  // namespace laurels::inline v0
