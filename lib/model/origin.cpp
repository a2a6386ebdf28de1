#include "origin.hpp"

#include "mentions.hpp"
#include "text.hpp"

#include <laurels/error.hpp>

#include <algorithm>

namespace laurels::inline v0::model {

namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

std::string Origin::key() const { return uuid + "/" + to_string(record); }

std::string Origin::text() const { return digest.empty() ? key() : key() + "#" + digest; }

Origin Origin::parse(std::string_view text) {
    const auto refuse = [&]() -> InvalidValue {
        return InvalidValue("'" + shown(text.substr(0, 150)) +
                            "' does not say where a record came from: that is a registry's UUID, the record's id there "
                            "and the digest of its first event, as "
                            "'4e514b04-3fc2-464d-a550-13da333be076/award:3#' and 64 hexadecimal digits");
    };
    Origin origin;
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || !is_uuid(text.substr(0, slash))) throw refuse();
    origin.uuid = text.substr(0, slash);
    const auto hash = text.find('#');
    if (hash != std::string_view::npos) {
        origin.digest = text.substr(hash + 1);
        if (origin.digest.size() != 64 || !std::ranges::all_of(origin.digest, is_hex)) throw refuse();
    }
    const auto id = text.substr(slash + 1, hash == std::string_view::npos ? hash : hash - slash - 1);
    try {
        origin.record = RecordId::parse(id);
    } catch (const InvalidValue&) {
        throw refuse();
    }
    if (origin.record.value < 1 || to_string(origin.record) != id) throw refuse();
    return origin;
}

std::optional<std::string> take_origin(Identifiers& identifiers) {
    const auto found = identifiers.find(std::string(origin_scheme));
    if (found == identifiers.end()) return std::nullopt;
    std::string text = std::move(found->second);
    identifiers.erase(found);
    if (text == erased_text) return std::nullopt;
    return text;
}

}  // namespace laurels::inline v0::model
