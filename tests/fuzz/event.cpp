// Payloads of events and changes: what is read is written so that it reads the same.

#include "codec/event.hpp"

#include "fuzz.hpp"

#include <algorithm>
#include <optional>

namespace {

using namespace laurels;

void check(const codec::EventBody& body) {
    // Verbs are the library's own words, and are written as they are.
    const bool word = std::ranges::all_of(body.verb, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    if (!word) return;
    std::string payload;
    codec::write_event(payload, body.verb, body.set.dump(), body.said);
    const codec::EventBody again = codec::read_event(payload);
    REQUIRE(again.verb == body.verb);
    REQUIRE(again.set == body.set);
    REQUIRE(again.said.reason == body.said.reason);
    REQUIRE(again.said.source == body.said.source);
}

void check(const codec::ChangeBody& body) {
    std::string payload;
    codec::write_change(payload, body);
    const codec::ChangeBody again = codec::read_change(payload);
    REQUIRE(again.actor == body.actor);
    REQUIRE(again.said.reason == body.said.reason);
    REQUIRE(again.said.source == body.said.source);
    std::string twice;
    codec::write_change(twice, again);
    REQUIRE(twice == payload);
}

}  // namespace

void fuzz::one(std::string_view input) {
    std::optional<codec::EventBody> event;
    std::optional<codec::ChangeBody> change;
    accepted([&] { event = codec::read_event(input); });
    accepted([&] { change = codec::read_change(input); });
    if (event) check(*event);
    if (change) check(*change);
}
