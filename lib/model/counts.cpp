#include "counts.hpp"

namespace laurels::inline v0::model {

bool is_winner(Outcome outcome, Standing standing) { return outcome == Outcome::won && standing == Standing::active; }
bool is_winner(const Nomination& nomination) { return is_winner(nomination.outcome, nomination.standing); }

bool is_shortlisted(Stage stage, Standing standing) {
    return stage == Stage::shortlisted && standing == Standing::active;
}
bool is_shortlisted(const Nomination& nomination) { return is_shortlisted(nomination.stage, nomination.standing); }

bool was_shortlisted(const Reached& reached) { return reached.contains(Stage::shortlisted); }
bool was_shortlisted(const Nomination& nomination) {
    return nomination.stage == Stage::shortlisted || was_shortlisted(nomination.reached);
}

bool is_listed(Stage stage, Standing standing) { return stage >= Stage::longlisted && standing == Standing::active; }
bool is_listed(const Nomination& nomination) { return is_listed(nomination.stage, nomination.standing); }

bool was_listed(const Reached& reached) {
    const auto furthest = highest(reached);
    return furthest && *furthest >= Stage::longlisted;
}
bool was_listed(const Nomination& nomination) {
    return nomination.stage >= Stage::longlisted || was_listed(nomination.reached);
}

bool is_decided(Outcome outcome) { return outcome != Outcome::pending; }
bool is_decided(const Nomination& nomination) { return is_decided(nomination.outcome); }

std::optional<Stage> highest(const Reached& reached) {
    if (reached.empty()) return std::nullopt;
    return reached.rbegin()->first;  // a map in the order of the stages
}
Stage highest(const Nomination& nomination) {
    const auto furthest = highest(nomination.reached);
    return furthest && *furthest > nomination.stage ? *furthest : nomination.stage;
}

void settle_stage(Nomination& nomination, bool stage_given) {
    const Stage furthest = highest(nomination.reached).value_or(Stage::draft);
    if (nomination.stage <= furthest) return;
    if (stage_given)
        nomination.reached.try_emplace(nomination.stage);
    else
        nomination.stage = furthest;
}

}  // namespace laurels::inline v0::model
