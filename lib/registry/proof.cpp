// Checkpoints and verifications as text.

#include "model/display.hpp"
#include "model/text.hpp"

#include <laurels/error.hpp>
#include <laurels/journal.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace laurels::inline v0 {

namespace {

constexpr std::string_view mark = "laurels-checkpoint:1:";

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

bool read_number(std::string_view text, std::int64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 0;
}

bool is_hexadecimal(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_uuid(std::string_view text) {
    return text.size() == 36 && std::ranges::all_of(text, [](char c) { return c == '-' || is_hexadecimal({&c, 1}); });
}

}  // namespace

std::string Checkpoint::text() const {
    return std::string(mark) + uuid + ":" + std::to_string(change) + ":" + std::to_string(seq) + ":" + digest;
}

Checkpoint Checkpoint::parse(std::string_view text) {
    Checkpoint checkpoint;
    const auto parts = text.starts_with(mark) ? split(text.substr(mark.size()), ':') : std::vector<std::string_view>();
    const bool whole = parts.size() == 4 && is_uuid(parts[0]) && read_number(parts[1], checkpoint.change) &&
                       read_number(parts[2], checkpoint.seq) && parts[3].size() == 64 && is_hexadecimal(parts[3]);
    if (whole) {
        checkpoint.uuid = parts[0];
        checkpoint.digest = parts[3];
    }
    if (!whole || checkpoint.text() != text)  // a number has one way of being written
        throw InvalidValue("'" + model::shown(text) + "' is no checkpoint: one reads " + std::string(mark) +
                           "UUID:CHANGE:EVENT:DIGEST, with a digest of 64 hexadecimal digits");
    return checkpoint;
}

std::string Verification::text() const {
    if (!ok) return "NOT as written: " + finding;
    return "as written: " + model::counted(events, "event", "events") + " in " +
           model::counted(changes, "change", "changes") +
           " follow from one another, and replaying them gives what is stored";
}

}  // namespace laurels::inline v0
