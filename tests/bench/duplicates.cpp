// Suggesting duplicates among a hundred thousand people, against reading them.

#include "files.hpp"
#include "report.hpp"

#include <array>
#include <cmath>
#include <string>

namespace {

using namespace bench;

constexpr std::size_t people = 100'000;
constexpr double limit = 15.0;  // seconds

/// Numbers as of a quasi-random sequence, spread evenly over [0, 1).
class Spread {
  public:
    double next() { return value_ = std::fmod(value_ + 0.6180339887498949, 1.0); }

  private:
    double value_ = 0.5;
};

/// A word of syllables; a low number is a word that many have, as some given names and surnames are.
std::string word(std::size_t number, std::string_view ending) {
    constexpr std::array<std::string_view, 16> syllables{"al", "ber", "ca", "dor", "el", "fin", "go",  "har",
                                                         "is", "jen", "ko", "lu",  "mi", "nor", "ota", "per"};
    std::string text;
    do {
        text += syllables[number % syllables.size()];
        number /= syllables.size();
    } while (number != 0);
    text += ending;
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

/// As common as names are: the nth is about an nth part as frequent as the first.
std::size_t ranked(double at, std::size_t count) {
    return static_cast<std::size_t>(std::pow(static_cast<double>(count), at)) - 1;
}

/// People of a few thousand given names and many surnames. Every tenth is another once more, with an initial.
std::vector<laurels::Nominee> make_people() {
    std::vector<laurels::Nominee> made;
    Spread given;
    Spread family;
    for (std::size_t at = 0; made.size() < people; ++at) {
        if (at % 3 == 0) family.next();  // so that the two do not go together
        const std::string first = word(ranked(given.next(), 2'000), "a");
        const std::string last = word(ranked(family.next(), 40'000), "sen");
        made.push_back({.name = first + " " + last, .kind = laurels::NomineeKind::person});
        if (at % 10 == 0) made.push_back({.name = first + " Q. " + last, .kind = laurels::NomineeKind::person});
    }
    made.resize(people);
    return made;
}

void duplicates(benchmark::State& state) {
    auto registry = laurels::Registry::in_memory();
    registry.add_all(make_people());
    for (auto _ : state) {
        Pair pair{.limit = limit, .items = people, .label = "duplicates among 100,000 / reading them"};
        pair.ours = spent([&] { benchmark::DoNotOptimize(registry.duplicates<laurels::Nominee>({.at_least = 0.9})); });
        pair.peer = spent([&] { benchmark::DoNotOptimize(registry.all<laurels::Nominee>()); });
        report(state, pair);
    }
}
LAURELS_PAIR(duplicates);

}  // namespace
