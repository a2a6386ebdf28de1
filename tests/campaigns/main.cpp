// The campaigns by name. Each prints one line of what it found.

#include "campaign.hpp"

#include <charconv>
#include <cstdio>
#include <exception>
#include <iterator>
#include <optional>
#include <string_view>

namespace {

using campaigns::Settings;

struct Campaign {
    std::string_view name;
    std::string_view about;
    std::string (*run)(const Settings&);
};

constexpr Campaign all[] = {
    {"writers", "many processes that write one file, and others that read it", campaigns::writers},
    {"ensure", "many processes that ensure the same records at once", campaigns::ensure},
    {"readers", "questions while one large change is written", campaigns::readers},
    {"kill", "processes that are killed while they write", campaigns::kill},
    {"faults", "every operation, with each of its calls to the file system failing once", campaigns::faults},
    {"memory", "every operation, with each of its allocations failing once", campaigns::memory},
    {"damage", "files that are cut off, have bits flipped, or were edited by hand", campaigns::damage},
};

int usage() {
    std::printf("laurels_campaigns CAMPAIGN [--seed N] [--long] [--only WHAT]\n\n");
    for (const Campaign& campaign : all)
        std::printf("  %-8.*s  %.*s\n", static_cast<int>(campaign.name.size()), campaign.name.data(),
                    static_cast<int>(campaign.about.size()), campaign.about.data());
    std::printf("\n--only: one operation of faults and memory, one file of damage.\n");
    return 2;
}

std::optional<Settings> read(int argc, char** argv) {
    Settings settings;
    for (int at = 2; at < argc; ++at) {
        const std::string_view argument = argv[at];
        if (argument == "--long") {
            settings.long_run = true;
        } else if (argument == "--only" && at + 1 < argc) {
            settings.only = argv[++at];
        } else if (argument == "--seed" && at + 1 < argc) {
            const std::string_view number = argv[++at];
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), settings.seed);
            if (error != std::errc() || end != number.data() + number.size()) return {};
        } else {
            return {};
        }
    }
    return settings;
}

int run(const Campaign& campaign, const Settings& settings) {
    const std::string start = std::string(campaign.name) + ": seed " + std::to_string(settings.seed) + ": ";
    std::string again = std::string(campaign.name) + " --seed " + std::to_string(settings.seed);
    if (settings.long_run) again += " --long";
    if (!settings.only.empty()) again += " --only '" + settings.only + "'";
    try {
        std::printf("%s%s\n", start.c_str(), campaign.run(settings).c_str());
        return 0;
    } catch (const std::exception& error) {
        std::printf("%sFAILED: %s (again: laurels_campaigns %s)\n", start.c_str(), error.what(), again.c_str());
        return 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "";
    const auto settings = read(argc, argv);
    for (const Campaign& campaign : all) {
        if (settings && campaign.name == name) return run(campaign, *settings);
    }
    return usage();
}
