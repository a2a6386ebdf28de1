#include "moves.hpp"

#include <laurels/error.hpp>

#include <algorithm>
#include <type_traits>

namespace laurels::inline v0::model {
namespace {

// The table. Each axis has one rule for going from one value to another, different one.

// Stage, outcome and disclosure are in the order in which things go: onward is free, whatever is skipped.
template <NamedEnum E>
Move onward(E from, E to) {
    return to > from ? Move::free : Move::needs_reason;
}
Move rule(Stage from, Stage to) { return onward(from, to); }
Move rule(Outcome from, Outcome to) { return onward(from, to); }
Move rule(Disclosure from, Disclosure to) { return onward(from, to); }

// Every move is a ruling. What is ruled out is made active again before it is ruled out otherwise.
Move rule(Standing from, Standing to) {
    return from == Standing::active || to == Standing::active ? Move::needs_reason : Move::refused;
}

// What is known does not become unknown.
Move rule(Acceptance from, Acceptance to) {
    if (to == Acceptance::unknown) return Move::refused;
    return from == Acceptance::unknown ? Move::free : Move::needs_reason;
}

template <NamedEnum E>
std::vector<std::string> destinations(E from, Move wanted) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < names_of<E>.size(); ++i) {
        if (move(from, static_cast<E>(i)) == wanted) found.emplace_back(names_of<E>[i]);
    }
    return found;
}

// "'a', 'b' or 'c'".
std::string either(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
        list += "'" + names[i] + "'";
    }
    return list;
}

// The name of a field as words: "list disclosure".
std::string words(std::string_view axis) {
    std::string text(axis);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

template <NamedEnum E>
std::string reason_missing(std::string_view axis, E from, E to) {
    const std::string quoted = "'" + std::string(name(to)) + "'";
    if constexpr (std::is_same_v<E, Standing>) {
        return "changing its " + words(axis) + " to " + quoted + " is a ruling, which needs a reason (reason=…)";
    } else {
        const bool ordered = !std::is_same_v<E, Acceptance>;
        const auto free = free_moves(from);
        return (ordered ? "going back to " : "changing its " + words(axis) + " to ") + quoted +
               " needs a reason (reason=…); " +
               (free.empty() ? "so does every other move from there" : "without one it may go to " + either(free));
    }
}

template <NamedEnum E>
std::string never_allowed(std::string_view axis, E from, E to) {
    return "its " + words(axis) + " cannot become '" + std::string(name(to)) +
           "'; with a reason (reason=…) it may become " + either(destinations(from, Move::needs_reason));
}

}  // namespace

template <NamedEnum E>
Move move(E from, E to) {
    return from == to ? Move::same : rule(from, to);
}

template <NamedEnum E>
std::vector<std::string> free_moves(E from) {
    return destinations(from, Move::free);
}

template <NamedEnum E>
void check_move(RecordId record, std::string_view axis, E from, E to, bool has_reason) {
    const Move kind = move(from, to);
    if (kind == Move::same || kind == Move::free || (kind == Move::needs_reason && has_reason)) return;
    const std::string why = kind == Move::refused ? never_allowed(axis, from, to) : reason_missing(axis, from, to);
    throw MoveError(to_string(record) + " is '" + std::string(name(from)) + "': " + why, record, std::string(axis),
                    std::string(name(from)), std::string(name(to)), free_moves(from));
}

template Move move(Stage, Stage);
template Move move(Outcome, Outcome);
template Move move(Standing, Standing);
template Move move(Acceptance, Acceptance);
template Move move(Disclosure, Disclosure);
template std::vector<std::string> free_moves(Stage);
template std::vector<std::string> free_moves(Outcome);
template std::vector<std::string> free_moves(Standing);
template std::vector<std::string> free_moves(Acceptance);
template std::vector<std::string> free_moves(Disclosure);
template void check_move(RecordId, std::string_view, Stage, Stage, bool);
template void check_move(RecordId, std::string_view, Outcome, Outcome, bool);
template void check_move(RecordId, std::string_view, Standing, Standing, bool);
template void check_move(RecordId, std::string_view, Acceptance, Acceptance, bool);
template void check_move(RecordId, std::string_view, Disclosure, Disclosure, bool);

}  // namespace laurels::inline v0::model
