#pragma once

#include <laurels/export.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace laurels {
inline namespace v0 {

/// How far a nomination is. Any stage may be skipped; some programmes publish winners only.
enum class Stage : std::uint8_t { draft, submitted, longlisted, shortlisted };

/// What became of a nomination.
enum class Outcome : std::uint8_t { pending, not_placed, commended, highly_commended, runner_up, won };

/// Whether a nomination, or one credit of it, counts. Every ruling needs a reason.
enum class Standing : std::uint8_t { active, withdrawn, declined, ineligible, disqualified, rescinded };

/// Whether the winner took the award. A refusal or a prevented acceptance still won.
enum class Acceptance : std::uint8_t { unknown, accepted, refused, prevented };

/// Who may know: nobody outside, everybody from an instant on, everybody.
enum class Disclosure : std::uint8_t { private_, embargoed, public_ };

/// Who or what is honoured.
enum class NomineeKind : std::uint8_t { team, person, organisation, work };

/// How a ceremony stands.
enum class CeremonyStatus : std::uint8_t { planned, held, postponed, cancelled };

/// What supports a nomination: a statement, a link, a document known by its digest, or a measure.
enum class EvidenceKind : std::uint8_t { statement, link, document, measure };

/// What became of a claim: nothing yet; what is shown was kept; what was claimed was taken over.
enum class Settlement : std::uint8_t { open, kept, taken };

/// The names of an enumeration's values, in their order: in files, in Python and in messages.
template <class Enum>
inline constexpr std::array<std::string_view, 0> names_of{};
template <>
inline constexpr std::array<std::string_view, 4> names_of<Stage>{"draft", "submitted", "longlisted", "shortlisted"};
template <>
inline constexpr std::array<std::string_view, 6> names_of<Outcome>{"pending",          "not_placed", "commended",
                                                                   "highly_commended", "runner_up",  "won"};
template <>
inline constexpr std::array<std::string_view, 6> names_of<Standing>{"active",     "withdrawn",    "declined",
                                                                    "ineligible", "disqualified", "rescinded"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<Acceptance>{"unknown", "accepted", "refused", "prevented"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Disclosure>{"private", "embargoed", "public"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<NomineeKind>{"team", "person", "organisation", "work"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<CeremonyStatus>{"planned", "held", "postponed", "cancelled"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<EvidenceKind>{"statement", "link", "document", "measure"};
template <>
inline constexpr std::array<std::string_view, 3> names_of<Settlement>{"open", "kept", "taken"};

/// An enumeration whose values have names.
template <class Enum>
concept NamedEnum = names_of<Enum>.size() > 0;

/// The name of a value: name(Stage::draft) is "draft".
template <NamedEnum Enum>
constexpr std::string_view name(Enum value) {
    return names_of<Enum>[static_cast<std::size_t>(value)];
}

/// The value of a name. Throws InvalidValue, which lists the names allowed.
template <NamedEnum Enum>
LAURELS_API Enum parse(std::string_view text);

}  // namespace v0
}  // namespace laurels
