// The verbs of the axes: how a nomination gets further, what becomes of it, whether it counts, and who may know.

#include "model/counts.hpp"
#include "model/moves.hpp"
#include "model/text.hpp"
#include "model/validate.hpp"
#include "registry/perform.hpp"
#include "registry/writer.hpp"

namespace laurels::inline v0::detail {

namespace {

/// A step back lowers the stage; without a reason there is none, only lists entered late and dates filled in.
void step(Nomination& nomination, Stage stage, const std::optional<When>& on, bool has_reason) {
    const bool back = stage < nomination.stage;
    const bool is_list = !nomination.reached.contains(stage) || on;
    const bool late = back && !has_reason && stage != Stage::draft && is_list;
    if (!late) model::check_move(nomination.id, "stage", nomination.stage, stage, has_reason);
    if (stage != Stage::draft) {
        auto& when = nomination.reached[stage];
        if (on) when = on;
    }
    if (!late) nomination.stage = stage;
}

template <class Record>
void disclose_as(Record& record, std::string_view axis, Disclosure Record::* disclosure,
                 std::optional<Instant> Record::* embargo, Disclosure to, const std::optional<Instant>& until,
                 bool has_reason) {
    model::check_move(record.id, axis, record.*disclosure, to, has_reason);
    record.*disclosure = to;
    record.*embargo = until;
}

}  // namespace

bool Writer::gives_reason(const std::string& reason) const {
    return !model::is_blank(reason) || !model::is_blank(options_.reason);
}

Nomination Writer::move(std::string_view verb, Id<Nomination> id, const Said& said,
                        const std::function<void(Nomination&)>& edit) {
    return perform([&] {
        check_said(said);
        const Nomination before = get(id);
        Nomination after = before;
        edit(after);
        model::validate(after);
        if (after.outcome != before.outcome || after.share != before.share || after.standing != before.standing)
            check_result(after);
        write_revised(verb, before, after, said);
        return after;
    });
}

Nomination Writer::advance(Id<Nomination> id, Stage stage, const Step& how) {
    const bool has_reason = gives_reason(how.reason);
    return move("advance", id, {how.source, how.reason},
                [&](Nomination& nomination) { step(nomination, stage, how.on, has_reason); });
}

Nomination Writer::decide(Id<Nomination> id, Outcome outcome, const Decision& decision) {
    const bool has_reason = gives_reason(decision.reason);
    return move("decide", id, {decision.source, decision.reason}, [&](Nomination& nomination) {
        model::check_move(nomination.id, "outcome", nomination.outcome, outcome, has_reason);
        if (outcome != nomination.outcome) {
            // Another outcome is another decision: what was said of the one before does not hold for it.
            nomination.decided.reset();
            nomination.place.reset();
            nomination.share.reset();
        }
        nomination.outcome = outcome;
        if (decision.on) nomination.decided = decision.on;
        if (decision.place) nomination.place = decision.place;
        if (decision.share) nomination.share = decision.share;
    });
}

Nomination Writer::rule(Id<Nomination> id, Standing standing, const Said& said) {
    return move("rule", id, said, [&](Nomination& nomination) {
        model::check_move(nomination.id, "standing", nomination.standing, standing, !model::is_blank(said.reason));
        nomination.standing = standing;
    });
}

Credit Writer::rule(Id<Credit> id, Standing standing, const Said& said) {
    return perform([&] {
        check_said(said);
        const Credit before = get(id);
        Credit after = before;
        model::check_move(id, "standing", before.standing, standing, !model::is_blank(said.reason));
        after.standing = standing;
        write_revised("rule", before, after, said);
        return after;
    });
}

Nomination Writer::answer(Id<Nomination> id, Acceptance acceptance, const Said& said) {
    const bool has_reason = gives_reason(said.reason);
    const std::string_view verb = acceptance == Acceptance::accepted  ? "accept"
                                  : acceptance == Acceptance::refused ? "refuse"
                                                                      : "prevent";
    return move(verb, id, said, [&](Nomination& nomination) {
        model::check_move(nomination.id, "acceptance", nomination.acceptance, acceptance, has_reason);
        nomination.acceptance = acceptance;
    });
}

Nomination Writer::disclose(Id<Nomination> id, Disclosure disclosure, std::optional<Instant> until, const Said& said) {
    const bool has_reason = gives_reason(said.reason);
    return move("disclose", id, said, [&](Nomination& nomination) {
        disclose_as(nomination, "disclosure", &Nomination::disclosure, &Nomination::embargo, disclosure, until,
                    has_reason);
    });
}

Category Writer::disclose(Id<Category> id, Part part, Disclosure disclosure, std::optional<Instant> until,
                          const Said& said) {
    return perform([&] {
        check_said(said);
        const bool has_reason = gives_reason(said.reason);
        const Category before = get(id);
        Category after = before;
        if (part == Part::list)
            disclose_as(after, "list_disclosure", &Category::list_disclosure, &Category::list_embargo, disclosure,
                        until, has_reason);
        else
            disclose_as(after, "result_disclosure", &Category::result_disclosure, &Category::result_embargo, disclosure,
                        until, has_reason);
        model::validate(after);
        write_revised("disclose", before, after, said);
        return after;
    });
}

}  // namespace laurels::inline v0::detail
