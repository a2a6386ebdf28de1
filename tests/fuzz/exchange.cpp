// JSON of a registry: what is not refused comes in whole, what went out comes in and goes out byte by byte the same,
// and of what was refused nothing is left.

#include "fuzz.hpp"

#include <laurels/laurels.hpp>

#include <sstream>
#include <string>

namespace {

using namespace laurels;

std::string exported(const Registry& registry, const JsonExport& options) {
    std::ostringstream out;
    registry.export_json(out, options);
    return std::move(out).str();
}

ImportReport imported(Registry& registry, const std::string& text, const JsonImport& options = {}) {
    std::istringstream in(text);
    return registry.import_json(in, options);
}

/// What went out comes into an empty registry, and goes out again.
void check_round_trip(const Registry& registry, const JsonExport& options) {
    const std::string text = exported(registry, options);
    auto other = Registry::in_memory();
    const ImportReport report = imported(other, text);
    REQUIRE(report.refused.empty());
    REQUIRE(exported(other, options) == text);
}

}  // namespace

void fuzz::one(std::string_view input) {
    auto registry = Registry::in_memory();
    const std::string uuid = registry.uuid();
    const std::string text(input);
    ImportReport report;
    const bool taken = accepted([&] { report = imported(registry, text); });
    REQUIRE(registry.verify());
    if (!taken) {
        REQUIRE(registry.uuid() == uuid);
        REQUIRE(registry.info().events == 0);
        return;
    }
    for (const auto& refusal : report.refused) REQUIRE(!model::invalid_utf8(refusal.reason + refusal.value));
    check_round_trip(registry, {});
    check_round_trip(registry, {.everything = true});
    check_round_trip(registry, {.everything = true, .journal = true});
    const ImportReport again = imported(registry, exported(registry, {.everything = true}));
    REQUIRE(again.refused.empty());
    REQUIRE(again.change == 0);
}
