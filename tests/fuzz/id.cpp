// Ids of records, checkpoints and the names of choices: what is read is written so that it reads the same.

#include "fuzz.hpp"

#include <laurels/axes.hpp>
#include <laurels/id.hpp>
#include <laurels/journal.hpp>

#include <optional>

namespace {

using namespace laurels;

template <class Parse>
auto read(Parse parse, std::string_view text) {
    std::optional<decltype(parse(text))> result;
    fuzz::accepted([&] { result = parse(text); });
    return result;
}

template <NamedEnum E>
void check_choice(std::string_view text) {
    if (const auto value = read(parse<E>, text)) REQUIRE(name(*value) == text);
}

}  // namespace

void fuzz::one(std::string_view input) {
    if (const auto id = read(RecordId::parse, input)) {
        REQUIRE(to_string(*id) == input);
        REQUIRE(id->value > 0);
    }
    if (const auto checkpoint = read(Checkpoint::parse, input)) {
        REQUIRE(checkpoint->text() == input);
        REQUIRE(model::is_line(checkpoint->text()));
        REQUIRE(checkpoint->change >= 0 && checkpoint->seq >= 0);
    }
    check_choice<Stage>(input);
    check_choice<Outcome>(input);
    check_choice<Standing>(input);
    check_choice<Acceptance>(input);
    check_choice<Disclosure>(input);
    check_choice<NomineeKind>(input);
    check_choice<CeremonyStatus>(input);
    check_choice<EvidenceKind>(input);
}
