#pragma once

// The one place that says what may be known outside, and when: views of what is public and everything that goes out
// ask here.
//
// What is shown of a record must not depend on what is withheld of it, else a change of the one would tell of the
// other. So while a result is withheld, everything is that may say it: not the outcome alone, but also rescissions,
// which take back what was given, `extra`, where programmes have their own words for winners, `text`, which may be the
// jury's citation, `url`, which may be the page of the winners, and `identifiers`, which a list of winners may have
// brought. What a credit is shown as and its role stay: they are what was announced with a list, and instead of a pen
// name the nominee's own would be shown.

#include <laurels/records.hpp>

namespace laurels::inline v0::model {

/// Which parts of a category, or of a nomination, are public.
struct Openness {
    bool list = false;    ///< its lists: who was put on them, and what is ruled about taking part
    bool result = false;  ///< its result, "no award" included

    friend bool operator==(const Openness&, const Openness&) = default;
};
/// What is open in both.
Openness operator&(Openness left, Openness right);

/// Whether something so disclosed may be known at an instant; an embargo ends at its instant.
bool is_open(Disclosure disclosure, const std::optional<Instant>& embargo, Instant on);

/// Which parts of a category are public at an instant.
Openness openness(const Category& category, Instant on);
/// What of a nomination is public at an instant, in a category that is open so far. It may be stricter than its
/// category, never less strict. By its list it is public once it was put on one, by the result once it is decided; but
/// that something was not placed tells that it was listed, so it is public only where lists are. Where neither part is
/// open, nothing may be known of it, not even that it is there.
Openness openness(const Nomination& nomination, Openness category, Instant on);

/// Whether records of a kind are ever public.
bool is_publishable(Kind kind);

/// Sets what is never public to its default: the fields with the trait `unpublished`.
template <RecordType R>
void withhold_unpublished(R& record);

/// Sets what is not open to its default.
void withhold(Category& category, Openness open);
void withhold(Nomination& nomination, Openness open);
/// `open` is of the credit's nomination.
void withhold(Credit& credit, Openness open);

}  // namespace laurels::inline v0::model
