// What any program might do with Laurels, the errors included: they must be caught by their type across the library's
// border. Run with a folder to put its file into.

#include <laurels/laurels.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 2) return EXIT_FAILURE;
    const std::filesystem::path file = std::filesystem::path(argv[1]) / "app.laurels";
    std::filesystem::remove(file);

    auto registry = laurels::Registry::open(file, {.actor = "install test"});
    const auto award = registry.ensure(laurels::Award{.name = "UK Fleet Champions Awards"});
    const auto edition = registry.ensure(laurels::Edition{.award = award.id, .label = "2025"});
    const auto category = registry.ensure(laurels::Category{.edition = edition.id, .name = "Fleet Safety"});
    const auto nomination = registry.add(laurels::Nomination{.category = category.id, .title = "Safer roads"});
    registry.advance(nomination.id, laurels::Stage::shortlisted);

    bool caught = false;
    try {
        registry.get(laurels::Id<laurels::Award>(99));
    } catch (const laurels::NotFound& error) {
        caught = error.wanted == "award:99";
    }
    const auto shortlist = registry.shortlist(category.id);
    std::cout << "laurels " << laurels::version << ": " << shortlist.size() << " on the shortlist, error "
              << (caught ? "caught" : "missed") << ", journal " << (registry.verify().ok ? "sound" : "broken") << '\n';
    return caught && shortlist.size() == 1 && registry.verify().ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
