#pragma once

// The one place that says what words mean: who is a winner, who is on the shortlist now, who ever was. Lists, counts,
// queries and announcements ask here. Whatever is void counts for nothing; storage leaves it out before it asks.

#include <laurels/records.hpp>

#include <optional>

namespace laurels::inline v0::model {

/// A winner: won, and nothing was ruled against it. A refused or prevented acceptance still won.
bool is_winner(Outcome outcome, Standing standing);
bool is_winner(const Nomination& nomination);

/// On the shortlist now: put on it, not lowered since, and active. What was decided without ever being put on a list,
/// as by a programme that publishes winners only, is not on the shortlist.
bool is_shortlisted(Stage stage, Standing standing);
bool is_shortlisted(const Nomination& nomination);

/// Ever on the shortlist, whatever became of it.
bool was_shortlisted(const Reached& reached);
bool was_shortlisted(const Nomination& nomination);

/// On the longlist or the shortlist now.
bool is_listed(Stage stage, Standing standing);
bool is_listed(const Nomination& nomination);

/// Ever on either list.
bool was_listed(const Reached& reached);
bool was_listed(const Nomination& nomination);

/// Something came of it, be it that it was not placed.
bool is_decided(Outcome outcome);
bool is_decided(const Nomination& nomination);

/// The furthest stage that it was ever put on; nullopt where none is known.
std::optional<Stage> highest(const Reached& reached);
/// The same, or the stage that it is on now.
Stage highest(const Nomination& nomination);

/// Makes stage and `reached` agree where one of them was corrected: a stage that was given was reached, and else the
/// stage is no further than what was reached.
void settle_stage(Nomination& nomination, bool stage_given);

}  // namespace laurels::inline v0::model
