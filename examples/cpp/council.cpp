// A council's year of awards, from the shortlists in its newsletter to the wins.
//
//     council [FILE]        records into FILE, or council.laurels in this folder; run it again and it adds nothing

#include <laurels/laurels.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

using namespace laurels;
using namespace laurels::literals;

namespace {

const Source newsletter{.title = "Staff newsletter", .published = "2025-08-15"_date};
// These two pages carry no date, so what they say counts as known from the day it is recorded here.
const Source winners_page{.title = "Children & Young People Now Awards: 2025 winners"};
const Source news_page{.title = "Lancashire County Council: news"};

struct Year {
    Nominee council;
    Ceremony ceremony;                    // of the Children & Young People Now Awards
    std::vector<Nomination> nominations;  // for them
    Evidence waiting;
};

/// All that the newsletter said, in one change: it is recorded whole or not at all.
Year record_newsletter(Registry& registry) {
    auto change = registry.transaction({.source = newsletter});
    Year year;
    year.council = change.ensure(Nominee{.name = "Lancashire County Council", .kind = NomineeKind::organisation});
    const auto team = [&](const char* name) {
        return Credit{.nominee = change.ensure(Nominee{.name = name, .part_of = year.council.id}).id};
    };

    // It names three teams and three categories together: one joint nomination in each category.
    const std::vector<Credit> teams{team("Road Safety"), team("Fleet"), team("Public Integrated Transport")};
    const auto champions = change.ensure(Award{.name = "UK Fleet Champions Awards"});
    const auto champions_2025 = change.ensure(Edition{.award = champions.id, .label = "2025"});
    change.ensure(Ceremony{.edition = champions_2025.id, .date = "2025-09-25"_date, .place = "Leeds"});
    for (const char* name : {"Public Sector Driver Safety Award", "Fleet Safety Partnership Award",
                             "Kevin Storey Award for Outstanding Commitment to Road Safety"}) {
        const auto category = change.ensure(Category{.edition = champions_2025.id, .name = name});
        change.ensure(Nomination{.category = category.id, .credits = teams, .stage = Stage::shortlisted});
    }

    const auto school = team("Virtual School's Employment Support Team");
    const auto young_people = change.ensure(Award{.name = "Children & Young People Now Awards"});
    const auto young_people_2025 = change.ensure(Edition{.award = young_people.id, .label = "2025"});
    year.ceremony = change.ensure(Ceremony{.edition = young_people_2025.id, .date = "2025-11"_date});
    for (const char* name : {"The Children in Care Award", "The Advice and Guidance Award",
                             "The Public Sector Children's Team of the Year Award"}) {
        const auto category = change.ensure(Category{.edition = young_people_2025.id, .name = name});
        year.nominations.push_back(
            change.ensure(Nomination{.category = category.id, .credits = {school}, .stage = Stage::shortlisted}));
    }

    // The inspection's figures are about the organisation. What changed is computed from them, not copied.
    year.waiting = change.ensure(Evidence{.subject = year.council.id,
                                          .kind = EvidenceKind::measure,
                                          .text = "Claimed with it: a 48% drop in those waiting over 28 days",
                                          .measure = Measure{.what = "older people waiting for an assessment",
                                                             .unit = "people",
                                                             .before = {.date = "2025-04"_date, .value = 1850},
                                                             .after = {.date = "2025-07"_date, .value = 1075}}});
    change.commit();
    return year;
}

/// What two pages said later. A revision to what is there already writes nothing.
void record_results(Registry& registry, const Year& year) {
    registry.revise(year.ceremony.id,
                    [](auto& ceremony) {
                        ceremony.date = "2025-11-20"_date;
                        ceremony.place = "Novotel London West";
                    },
                    {.source = winners_page});
    auto change = registry.transaction({.source = news_page});
    for (const auto& nomination : year.nominations) change.decide(nomination.id, Outcome::won);
    change.commit();
}

std::string list_of(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return list;
}

void heading(const std::string& text) { std::cout << '\n' << text << '\n' << std::string(text.size(), '-') << '\n'; }

void show_nominations(const Questions& questions) {
    for (const auto& row : questions.nominations().stage(Stage::shortlisted).rows())
        std::cout << std::left << std::setw(9) << name(row.outcome) << std::setw(62) << row.category
                  << list_of(row.nominees) << '\n';
}

void show_ceremonies(const Questions& questions) {
    for (const auto& row : questions.ceremonies().rows())
        std::cout << std::left << std::setw(36) << row.award << (row.date ? row.date->display() : "no date yet")
                  << (row.place.empty() ? "" : ", " + row.place) << '\n';
}

/// Changes one byte of a copy behind the library's back, and looks whether verify() sees it.
Verification verify_altered(const Registry& registry) {
    auto copy = registry.path();
    copy += ".altered";
    std::filesystem::remove(copy);
    registry.backup(copy);
    std::string bytes;
    {
        std::ifstream in(copy, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    const std::string said = R"("date":"2025-11-20")";  // as the event that refined the date has it
    bytes.at(bytes.find(said) + said.size() - 2) = '1';
    std::ofstream(copy, std::ios::binary) << bytes;
    const auto found = Registry::open(copy, {.access = Access::read_only}).verify();
    std::filesystem::remove(copy);
    return found;
}

}  // namespace

int main(int argc, char** argv) try {
    auto registry = Registry::open(argc > 1 ? argv[1] : "council.laurels", {.actor = "communications"});
    const auto before = registry.checkpoint();

    const Year year = record_newsletter(registry);
    heading("Shortlisted in 2025");
    show_nominations(registry);
    const auto count = registry.nominations().nominee(year.council.id, Parts::including).count();
    std::cout << count << " nominations of " << year.council.name << " and its teams\n";
    heading("Ceremonies");
    show_ceremonies(registry);
    heading("Evidence");
    std::cout << year.waiting.measure->what << ": " << year.waiting.measure->display() << '\n'
              << year.waiting.text << ". That counts another group.\n";

    record_results(registry, year);
    heading("What became of them");
    show_nominations(registry);
    show_ceremonies(registry);

    heading("What was known on 1 September 2025");
    const auto then = registry.known_on("2025-09-01"_date);
    show_nominations(then);
    show_ceremonies(then);

    heading("Who said what about the second ceremony");
    for (const auto& entry : registry.history(year.ceremony.id))
        std::cout << std::left << std::setw(9) << entry.field << std::setw(14) << entry.before << "-> " << std::setw(21)
                  << entry.after << entry.source.title << ", " << (entry.source.published ? "" : "recorded ")
                  << entry.known.display() << '\n';

    heading("Proof");
    std::cout << "this file: " << registry.verify().text() << '\n'
              << "a copy, one byte changed: " << verify_altered(registry).text() << '\n';

    const auto added = registry.checkpoint().change - before.change;
    std::cout << "\nThis run added " << (added == 0 ? "nothing" : std::to_string(added) + " changes") << " to "
              << registry.path().string() << '\n';
    return EXIT_SUCCESS;
} catch (const std::exception& error) {
    std::cerr << "council: " << error.what() << '\n';
    return EXIT_FAILURE;
}
