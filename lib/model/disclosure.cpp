#include "disclosure.hpp"

#include "counts.hpp"

#include <laurels/fields.hpp>

#include <array>

namespace laurels::inline v0::model {

namespace {

/// A rescission takes back what was given, so it belongs to the result; other rulings are about who takes part. This
/// asks nothing about the outcome, which it would else tell of.
Standing without_result(Standing standing) { return standing == Standing::rescinded ? Standing::active : standing; }

bool is_list(Stage stage) { return stage >= Stage::longlisted; }

}  // namespace

Openness operator&(Openness left, Openness right) { return {left.list && right.list, left.result && right.result}; }

bool is_open(Disclosure disclosure, const std::optional<Instant>& embargo, Instant on) {
    switch (disclosure) {
    case Disclosure::public_: return true;
    case Disclosure::embargoed: return embargo && *embargo <= on;
    case Disclosure::private_: return false;
    }
    return false;
}

Openness openness(const Category& category, Instant on) {
    return {is_open(category.list_disclosure, category.list_embargo, on),
            is_open(category.result_disclosure, category.result_embargo, on)};
}

Openness openness(const Nomination& nomination, Openness category, Instant on) {
    if (!is_open(nomination.disclosure, nomination.embargo, on)) return {};
    const bool listed = category.list && was_listed(nomination);
    const bool placed = nomination.outcome > Outcome::not_placed;
    const bool decided = category.result && is_decided(nomination) && (placed || category.list);
    if (!listed && !decided) return {};
    return category;
}

bool is_publishable(Kind kind) {
    static const auto publishable = [] {
        std::array<bool, kind_count> kinds{};
        each_record([&]<class R>(const R&) {
            Fields<R>::each([&](const auto& field) {
                if (!has(field.traits, Trait::unpublished)) kinds[static_cast<std::size_t>(kind_of<R>)] = true;
            });
        });
        return kinds;
    }();
    return publishable[static_cast<std::size_t>(kind)];
}

template <RecordType R>
void withhold_unpublished(R& record) {
    const R nothing;
    Fields<R>::each([&](const auto& field) {
        if (has(field.traits, Trait::unpublished)) record.*field.member = nothing.*field.member;
    });
}

void withhold(Category& category, Openness open) {
    if (open.result) return;
    category.no_award.reset();
    category.extra.clear();
}

void withhold(Nomination& nomination, Openness open) {
    // How an entry came in is between those who entered it and the programme, whatever is open.
    std::erase_if(nomination.reached, [&](const auto& entry) { return !open.list || !is_list(entry.first); });
    if (!open.list || !is_list(nomination.stage)) nomination.stage = Stage::draft;
    if (open.result) return;
    nomination.outcome = Outcome::pending;
    nomination.decided.reset();
    nomination.place.reset();
    nomination.share.reset();
    nomination.acceptance = Acceptance::unknown;
    nomination.standing = without_result(nomination.standing);
    nomination.text.clear();
    nomination.url.clear();
    nomination.identifiers.clear();
    nomination.extra.clear();
}

void withhold(Credit& credit, Openness open) {
    if (open.result) return;
    credit.share.reset();
    credit.standing = without_result(credit.standing);
    credit.identifiers.clear();
    credit.extra.clear();
}

#define LAURELS_INSTANTIATE(R) template void withhold_unpublished(R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::model
