#include "text.hpp"

#include <laurels/axes.hpp>
#include <laurels/error.hpp>
#include <laurels/exporting.hpp>

#include <algorithm>
#include <string>

namespace laurels {
inline namespace v0 {
namespace {

// What a value of the enumeration is called in messages.
template <NamedEnum Enum>
constexpr std::string_view noun = "value";
template <>
constexpr std::string_view noun<Stage> = "stage";
template <>
constexpr std::string_view noun<Outcome> = "outcome";
template <>
constexpr std::string_view noun<Standing> = "standing";
template <>
constexpr std::string_view noun<Acceptance> = "acceptance";
template <>
constexpr std::string_view noun<Disclosure> = "disclosure";
template <>
constexpr std::string_view noun<NomineeKind> = "kind of nominee";
template <>
constexpr std::string_view noun<CeremonyStatus> = "status of a ceremony";
template <>
constexpr std::string_view noun<EvidenceKind> = "kind of evidence";
template <>
constexpr std::string_view noun<Settlement> = "settlement of a claim";
template <>
constexpr std::string_view noun<Announced> = "kind of announcement";
template <>
constexpr std::string_view noun<Markup> = "format";

template <NamedEnum Enum>
std::string all_names() {
    const auto& names = names_of<Enum>;
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
        list += "'" + std::string(names[i]) + "'";
    }
    return list;
}

}  // namespace

template <NamedEnum Enum>
Enum parse(std::string_view text) {
    const auto& names = names_of<Enum>;
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) return static_cast<Enum>(found - names.begin());
    throw InvalidValue("'" + model::shown(text) + "' is no " + std::string(noun<Enum>) + ": it is " +
                       all_names<Enum>());
}

template LAURELS_API Stage parse<Stage>(std::string_view);
template LAURELS_API Outcome parse<Outcome>(std::string_view);
template LAURELS_API Standing parse<Standing>(std::string_view);
template LAURELS_API Acceptance parse<Acceptance>(std::string_view);
template LAURELS_API Disclosure parse<Disclosure>(std::string_view);
template LAURELS_API NomineeKind parse<NomineeKind>(std::string_view);
template LAURELS_API CeremonyStatus parse<CeremonyStatus>(std::string_view);
template LAURELS_API EvidenceKind parse<EvidenceKind>(std::string_view);
template LAURELS_API Settlement parse<Settlement>(std::string_view);
template LAURELS_API Announced parse<Announced>(std::string_view);
template LAURELS_API Markup parse<Markup>(std::string_view);

}  // namespace v0
}  // namespace laurels
