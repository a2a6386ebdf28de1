#pragma once

// Shortlists and results as a text for people, by a template.

#include <laurels/exporting.hpp>
#include <laurels/query.hpp>
#include <laurels/records.hpp>

#include <string>
#include <vector>

namespace laurels::inline v0::exchange {

/// A nomination, with the credits of its row's nominees in their order.
struct AnnouncedNomination {
    NominationRow row;
    std::vector<Credit> credits;
};

/// A category with the nominations in it that count.
struct AnnouncedCategory {
    Category category;
    std::vector<AnnouncedNomination> nominations;
};

struct AnnouncedEdition {
    std::string award;
    Edition edition;
    std::vector<CeremonyRow> ceremonies;
    std::vector<AnnouncedCategory> categories;
};

/// Whether there is anything to announce.
bool says_anything(const AnnouncedEdition& edition, Announced kind);

std::string announce(const AnnouncedEdition& edition, const Announcement& announcement);

}  // namespace laurels::inline v0::exchange
