#include "exchange/announcement.hpp"

#include "exchange/template.hpp"
#include "model/display.hpp"

#include <algorithm>

namespace laurels::inline v0::exchange {

namespace {

bool on_shortlist(const AnnouncedNomination& nomination) { return nomination.row.stage == Stage::shortlisted; }
bool won(const AnnouncedNomination& nomination) { return nomination.row.outcome == Outcome::won; }
bool placed(const AnnouncedNomination& nomination) {
    const Outcome outcome = nomination.row.outcome;
    return outcome == Outcome::runner_up || outcome == Outcome::highly_commended || outcome == Outcome::commended;
}

using Chosen = std::vector<const AnnouncedNomination*>;

Chosen chosen(const AnnouncedCategory& category, bool (*which)(const AnnouncedNomination&)) {
    Chosen found;
    for (const AnnouncedNomination& nomination : category.nominations) {
        if (which(nomination)) found.push_back(&nomination);
    }
    return found;
}

/// "A", "A and B", "A, B and C".
std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

/// A sentence's end is the template's.
std::string without_stop(std::string text) {
    if (text.ends_with('.') && !text.ends_with("..")) text.pop_back();
    return text;
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 32);
    return text;
}

std::string outcome_text(Outcome outcome) {
    return outcome == Outcome::runner_up ? "Runner-up" : capitalised(model::display(outcome));
}

Data nominees_of(const AnnouncedNomination& nomination, std::vector<std::string>& names) {
    Data::List list;
    for (std::size_t i = 0; i < nomination.row.nominees.size(); ++i) {
        const bool known = i < nomination.credits.size();
        const std::string name = model::display(nomination.row.nominees[i]);
        const std::string share = known ? model::display(nomination.credits[i].share) : std::string();
        const std::string role = known ? model::display(nomination.credits[i].role) : std::string();
        list.emplace_back(Data::Names{{"name", name}, {"role", role}, {"share", share}});
        std::string& shown = names.emplace_back(name);
        if (!share.empty()) shown.append(" (").append(share).append(")");
    }
    return list;
}

Data entry_of(const AnnouncedNomination& nomination) {
    const NominationRow& row = nomination.row;
    std::vector<std::string> names;
    Data nominees = nominees_of(nomination, names);
    std::string title = model::display(row.title);
    std::string work = model::display(row.work);
    if (title == work) title.clear();
    // Whoever or whatever there is comes first, and is not said twice.
    std::string name = joined(names);
    for (std::string* other : {&work, &title}) {
        if (name.empty()) name.swap(*other);
    }
    if (name == title) title.clear();
    if (name == work) work.clear();
    if (name.empty()) name = "not named";
    return Data::Names{{"name", name},
                       {"work", work},
                       {"title", title},
                       {"nominees", std::move(nominees)},
                       {"outcome", outcome_text(row.outcome)},
                       {"share", model::display(row.share)},
                       {"place", model::display(row.place)},
                       {"decided", model::display(row.decided)},
                       {"refused", row.acceptance == Acceptance::refused},
                       {"prevented", row.acceptance == Acceptance::prevented}};
}

Data entries_of(const Chosen& nominations) {
    Data::List list;
    for (const AnnouncedNomination* nomination : nominations) list.push_back(entry_of(*nomination));
    return list;
}

Data category_of(const AnnouncedCategory& announced) {
    const Category& category = announced.category;
    const Chosen shortlist = chosen(announced, on_shortlist);
    const Chosen winners = chosen(announced, won);
    Chosen others = chosen(announced, placed);
    const auto before = [](const AnnouncedNomination* one, const AnnouncedNomination* other) {
        if (one->row.outcome != other->row.outcome) return one->row.outcome > other->row.outcome;
        return one->row.place.value_or(0) < other->row.place.value_or(0);
    };
    std::ranges::stable_sort(others, before);
    // Where it was divided, each has its share, and nobody tied.
    const bool divided = std::ranges::any_of(winners, [](const auto* winner) { return winner->row.share.has_value(); });
    const auto reason = [](const std::optional<std::string>& why) {
        return why ? without_stop(model::display(*why)) : std::string();
    };
    return Data::Names{{"name", model::display(category.name)},
                       {"description", model::display(category.description)},
                       {"cancelled", category.cancelled.has_value()},
                       {"cancelled_reason", reason(category.cancelled)},
                       {"no_award", category.no_award.has_value()},
                       {"no_award_reason", reason(category.no_award)},
                       {"shortlist", entries_of(shortlist)},
                       {"winners", entries_of(winners)},
                       {"others", entries_of(others)},
                       {"tie", winners.size() > 1 && !divided},
                       {"undecided", winners.empty() && !category.no_award && !category.cancelled}};
}

Data ceremony_of(const CeremonyRow& row) {
    const bool told = row.status == CeremonyStatus::postponed || row.status == CeremonyStatus::cancelled;
    return Data::Names{{"name", row.name.empty() ? "Ceremony" : model::display(row.name)},
                       {"date", model::display(row.date)},
                       {"place", model::display(row.place)},
                       {"status", told ? model::display(row.status) : std::string()}};
}

Data data_of(const AnnouncedEdition& edition) {
    Data::List ceremonies;
    for (const CeremonyRow& row : edition.ceremonies) ceremonies.push_back(ceremony_of(row));
    Data::List categories;
    for (const AnnouncedCategory& category : edition.categories) categories.push_back(category_of(category));
    return Data::Names{{"award", model::display(edition.award)},
                       {"edition", model::display(edition.edition.label)},
                       {"url", model::display(edition.edition.url)},
                       {"ceremonies", std::move(ceremonies)},
                       {"categories", std::move(categories)}};
}

}  // namespace

bool says_anything(const AnnouncedEdition& edition, Announced kind) {
    return std::ranges::any_of(edition.categories, [&](const AnnouncedCategory& category) {
        if (category.category.cancelled) return true;
        if (kind == Announced::shortlist) return std::ranges::any_of(category.nominations, on_shortlist);
        return category.category.no_award || std::ranges::any_of(category.nominations, won) ||
               std::ranges::any_of(category.nominations, placed);
    });
}

std::string announce(const AnnouncedEdition& edition, const Announcement& announcement) {
    const Template layout(announcement.template_ ? *announcement.template_
                                                 : announcement_template(announcement.kind, announcement.format));
    return layout.render(data_of(edition), announcement.format == Markup::html ? escape_html : escape_markdown);
}

}  // namespace laurels::inline v0::exchange
