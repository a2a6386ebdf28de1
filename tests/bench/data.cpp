#include "data.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace bench {

namespace {

using namespace laurels;

/// SplitMix64: the same numbers everywhere, which the standard's distributions do not promise.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t limit) {
        std::uint64_t value = state_ += 0x9e3779b97f4a7c15U;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
        return (value ^ (value >> 31)) % limit;
    }
    template <class Words>
    std::string one_of(const Words& words) {
        return words[below(words.size())];
    }

  private:
    std::uint64_t state_;
};

constexpr std::array adjectives{"Silent", "Hidden",  "Northern", "Last",     "Burning",  "Gentle",   "Golden",
                                "Broken", "Distant", "Crooked",  "Restless", "Hollow",   "Crimson",  "Unlikely",
                                "Quiet",  "Winding", "Borrowed", "Early",    "Familiar", "Forgotten"};
constexpr std::array things{"Garden",   "River",   "House",   "Orchard", "Letter", "Horizon",   "Harbour", "Season",
                            "Daughter", "Station", "Machine", "Bridge",  "Winter", "Inventory", "Museum",  "Shore",
                            "Evening",  "Promise", "Valley",  "Archive", "Engine", "Neighbour", "Country", "Lantern"};
constexpr std::array places{"Winter",   "the Coast", "Lisbon",     "Two Rivers",  "Tomorrow", "the Marshes",
                            "Old Town", "Glass",     "Their Own",  "Small Hours", "Leeds",    "the Interior",
                            "Salt",     "Bergen",    "Many Rooms", "the Plains"};
constexpr std::array foreign_places{"Łódź",   "Århus",    "São Paulo",     "Kraków",
                                    "Zürich", "Besançon", "Český Krumlov", "東京"};
constexpr std::array first_names{"Margaret", "Thomas", "Eleanor", "David",  "Hannah", "Peter",  "Ruth",   "Samuel",
                                 "Alice",    "Daniel", "Frances", "Oliver", "Grace",  "Henry",  "Judith", "Robert",
                                 "Miriam",   "George", "Susan",   "Walter", "Nadia",  "Victor", "Laura",  "Edwin"};
constexpr std::array foreign_first_names{"José", "Zoë", "Søren", "François", "Łukasz", "Björn", "Marián", "Anaïs"};
constexpr std::array last_names{"Whitfield",  "Okafor",     "Hargreaves", "Lindqvist", "Marsh",   "Patterson",
                                "Castellano", "Thornton",   "Abernathy",  "Delacroix", "Morgan",  "Sutherland",
                                "Kowalski",   "Ferreira",   "Blackwood",  "Ashworth",  "Novak",   "Rosenthal",
                                "Takahashi",  "Vandermeer", "Osborne",    "Pemberton", "Quigley", "Ramanathan",
                                "Stephens",   "Underhill",  "Winslow",    "Yates"};
constexpr std::array fields_of_work{"Fleet",  "Drama",          "Documentary", "Engineering", "Housing", "Poetry",
                                    "Design", "Public Service", "Translation", "Short Film",  "Safety",  "Innovation"};
constexpr std::array levels{"Best",          "Outstanding",       "Best New",          "Achievement in",
                            "Excellence in", "Special Prize for", "Best International"};

constexpr std::size_t series_each = 21;
constexpr std::size_t editions_each = 20;
constexpr int first_year = 2005;

std::string title(Random& random) {
    const bool foreign = random.below(20) == 0;
    return "The " + random.one_of(adjectives) + " " + random.one_of(things) +
           (random.below(4) != 0 ? " and the " + random.one_of(things) : "") + " of " +
           (foreign ? random.one_of(foreign_places) : random.one_of(places));
}

std::string person(Random& random) {
    const bool foreign = random.below(20) == 0;
    return (foreign ? random.one_of(foreign_first_names) : random.one_of(first_names)) + " " +
           random.one_of(first_names) + " " + random.one_of(last_names) +
           (random.below(3) == 0 ? "-" + random.one_of(last_names) : "");
}

Nominee make_organisation(std::size_t number) {
    Random random(0x4f7267 + number);
    return {.name = random.one_of(last_names) + " " + random.one_of(fields_of_work) + " Company " +
                    std::to_string(number + 1),
            .kind = NomineeKind::organisation};
}

/// Of nine, two are teams of an organisation, and the others are persons.
Nominee make_nominee(std::size_t number, std::size_t organisations) {
    Random random(0x4e6f6d + number);
    if (number % 9 >= 2) return {.name = person(random), .kind = NomineeKind::person};
    return {.name = random.one_of(fields_of_work) + " Team " + std::to_string(number + 1),
            .kind = NomineeKind::team,
            .part_of = Id<Nominee>(static_cast<std::int64_t>(random.below(organisations) + 1))};
}

Id<Nominee> any_nominee(Random& random, std::size_t nominees) {
    return Id<Nominee>(static_cast<std::int64_t>(random.below(nominees) + 1));
}

}  // namespace

Nomination make_nomination(std::size_t number, std::size_t categories, std::size_t nominees) {
    Random random(0x6e6f6d696eU + number);
    const std::size_t category = number / 6 % categories;
    const int year = first_year + static_cast<int>(category / series_each % editions_each);
    Nomination nomination{.category = Id<Category>(static_cast<std::int64_t>(category + 1)), .title = title(random)};
    nomination.stage = Stage::shortlisted;
    nomination.reached[Stage::shortlisted] = Date::of(year, 1 + static_cast<unsigned>(category % 6), 15);
    nomination.outcome = number % 6 == 0 ? Outcome::won : Outcome::not_placed;
    nomination.decided = Date::of(year, 7 + static_cast<unsigned>(category % 6), 20);
    nomination.credits.push_back({.nominee = any_nominee(random, nominees)});
    if (number % 5 == 0) {
        nomination.credits.front().role = "writer";
        nomination.credits.push_back({.nominee = any_nominee(random, nominees), .role = "producer"});
    }
    return nomination;
}

Data make_data(std::size_t nominations) {
    Data data;
    Random random(1);
    const std::size_t categories = nominations / 6 + 1;
    const std::size_t editions = categories / series_each + 1;
    const std::size_t awards = editions / editions_each + 1;
    const std::size_t nominees = nominations / 2;
    const std::size_t organisations = nominees / 10 + 1;
    for (std::size_t award = 0; award < awards; ++award) {
        data.awards.push_back({.name = random.one_of(last_names) + " " + random.one_of(fields_of_work) + " Awards " +
                                       std::to_string(award + 1)});
        const Id<Award> id(static_cast<std::int64_t>(award + 1));
        for (std::size_t at = 0; at < series_each; ++at)
            data.series.push_back({.award = id,
                                   .name = std::string(levels[at % levels.size()]) + " " +
                                           fields_of_work[(award + at) % fields_of_work.size()]});
    }
    for (std::size_t edition = 0; edition < editions; ++edition) {
        const int year = first_year + static_cast<int>(edition % editions_each);
        data.editions.push_back({.award = Id<Award>(static_cast<std::int64_t>(edition / editions_each + 1)),
                                 .label = std::to_string(year),
                                 .date = Date::of(year)});
    }
    for (std::size_t category = 0; category < categories; ++category) {
        const std::size_t edition = category / series_each;
        const std::size_t series = edition / editions_each * series_each + category % series_each;
        data.categories.push_back({.edition = Id<Edition>(static_cast<std::int64_t>(edition + 1)),
                                   .name = data.series[series].name,
                                   .series = Id<Series>(static_cast<std::int64_t>(series + 1))});
    }
    for (std::size_t number = 0; number < organisations; ++number)
        data.organisations.push_back(make_organisation(number));
    for (std::size_t number = organisations; number < nominees; ++number)
        data.nominees.push_back(make_nominee(number, organisations));
    data.nominations.reserve(nominations);
    for (std::size_t nomination = 0; nomination < nominations; ++nomination)
        data.nominations.push_back(make_nomination(nomination, categories, nominees));
    return data;
}

void add_all_but_nominations(Change& change, const Data& data) {
    change.add_all(data.awards);
    change.add_all(data.editions);
    change.add_all(data.series);
    change.add_all(data.categories);
    change.add_all(data.organisations);
    change.add_all(data.nominees);
}

void load(Registry& registry, const Data& data) {
    Change change = registry.transaction({.actor = "benchmark"});
    add_all_but_nominations(change, data);
    change.add_all(data.nominations);
    change.commit();
}

}  // namespace bench
