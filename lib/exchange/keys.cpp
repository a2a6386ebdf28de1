#include "exchange/keys.hpp"

#include "codec/value.hpp"
#include "model/text.hpp"

#include <laurels/fields.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

constexpr char work_mark = '\x1e';

}  // namespace

void append_key(std::string& key, std::string_view part, Part which) {
    if (which == Part::next) key += '|';
    if (part.find_first_of("|\\") == std::string_view::npos) {
        key += part;
        return;
    }
    for (const char c : part) {
        if (c == '|' || c == '\\') key += '\\';
        key += c;
    }
}

std::string marked_key(std::string_view key, NomineeKind kind) {
    std::string marked;
    marked.reserve(key.size() + 1);
    if (kind == NomineeKind::work) marked += work_mark;
    return marked += key;
}

std::string source_key(const std::string& marked) { return marked.starts_with(work_mark) ? marked.substr(1) : marked; }

std::string nominee_key(const NomineeEntry& entry, std::optional<Id<Nominee>> part_of) {
    if (!entry.key.empty()) return marked_key(entry.key, entry.nominee.kind);
    std::string key;
    append_key(key, name(entry.nominee.kind), Part::first);
    append_key(key, model::key(entry.nominee.name));
    if (part_of) append_key(key, std::to_string(part_of->value));
    return marked_key(key, entry.nominee.kind);
}

template <RecordType R>
std::uint64_t print_of(const R& record) {
    static const R blank;
    std::uint64_t print = 1;
    // A number that is odd, so that nothing that was mixed in is lost.
    const auto mix = [&](std::string_view text) {
        print = (print ^ std::hash<std::string_view>()(text)) * 0x9e37'79b9'7f4a'7c15U;
        print ^= print >> 32U;
    };
    Fields<R>::each([&]<class V>(const Field<R, V>& field) {
        const V& value = record.*field.member;
        if (value == blank.*field.member) return;
        mix(field.name);
        if constexpr (std::is_same_v<V, std::string>) {
            mix(value);
        } else if constexpr (std::is_same_v<V, Identifiers>) {
            for (const auto& [key, text] : value) {
                mix(key);
                mix(text);
            }
        } else {
            std::string text;
            codec::write(text, blank.*field.member, value);
            mix(text);
        }
    });
    return print | 1;
}

std::string place_of(std::string_view section, std::string_view key) {
    std::string place(section);
    if (!place.empty()) place += '.';
    return place.append(key);
}

#define LAURELS_INSTANTIATE(R) template std::uint64_t print_of(const R&);
LAURELS_RECORDS(LAURELS_INSTANTIATE)
#undef LAURELS_INSTANTIATE

}  // namespace laurels::inline v0::exchange
