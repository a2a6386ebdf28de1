#pragma once

// The rows of questions as columns: their names, and how to get at them. Everything tabular that goes out is made by
// walking these.

#include <laurels/query.hpp>

namespace laurels::inline v0::exchange {

/// Calls `visit` with the name and the member of every column.
template <class Row>
struct Columns;

template <>
struct Columns<NominationRow> {
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using R = NominationRow;
        visit("id", &R::id);
        visit("award_id", &R::award_id);
        visit("edition_id", &R::edition_id);
        visit("category_id", &R::category_id);
        visit("series_id", &R::series_id);
        visit("award", &R::award);
        visit("edition", &R::edition);
        visit("category", &R::category);
        visit("series", &R::series);
        visit("nominee_ids", &R::nominee_ids);
        visit("nominees", &R::nominees);
        visit("title", &R::title);
        visit("work_id", &R::work_id);
        visit("work", &R::work);
        visit("stage", &R::stage);
        visit("outcome", &R::outcome);
        visit("decided", &R::decided);
        visit("place", &R::place);
        visit("share", &R::share);
        visit("standing", &R::standing);
        visit("acceptance", &R::acceptance);
        visit("disclosure", &R::disclosure);
        visit("voided", &R::voided);
    }
};

template <>
struct Columns<CeremonyRow> {
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using R = CeremonyRow;
        visit("id", &R::id);
        visit("award_id", &R::award_id);
        visit("edition_id", &R::edition_id);
        visit("award", &R::award);
        visit("edition", &R::edition);
        visit("name", &R::name);
        visit("date", &R::date);
        visit("place", &R::place);
        visit("status", &R::status);
        visit("upcoming", &R::upcoming);
        visit("voided", &R::voided);
    }
};

template <>
struct Columns<DeadlineRow> {
    template <class Visit>
    static constexpr void each(Visit&& visit) {
        using R = DeadlineRow;
        visit("id", &R::id);
        visit("award_id", &R::award_id);
        visit("edition_id", &R::edition_id);
        visit("award", &R::award);
        visit("edition", &R::edition);
        visit("name", &R::name);
        visit("date", &R::date);
        visit("upcoming", &R::upcoming);
        visit("voided", &R::voided);
    }
};

}  // namespace laurels::inline v0::exchange
