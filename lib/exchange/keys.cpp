#include "exchange/keys.hpp"

#include "codec/event.hpp"
#include "model/text.hpp"

#include <functional>
#include <utility>

namespace laurels::inline v0::exchange {

namespace {

constexpr char work_mark = '\x1e';

}  // namespace

void append_key(std::string& key, std::string_view part, Part which) {
    if (which == Part::next) key += '|';
    for (const char c : part) {
        if (c == '|' || c == '\\') key += '\\';
        key += c;
    }
}

std::string marked_key(std::string key, NomineeKind kind) {
    return kind == NomineeKind::work ? work_mark + std::move(key) : key;
}

std::string source_key(const std::string& marked) { return marked.starts_with(work_mark) ? marked.substr(1) : marked; }

std::string nominee_key(const NomineeEntry& entry, std::optional<Id<Nominee>> part_of) {
    if (!entry.key.empty()) return marked_key(entry.key, entry.nominee.kind);
    std::string key;
    append_key(key, name(entry.nominee.kind), Part::first);
    append_key(key, model::key(entry.nominee.name));
    if (part_of) append_key(key, std::to_string(part_of->value));
    return marked_key(std::move(key), entry.nominee.kind);
}

template <RecordType R>
std::uint64_t print_of(const R& record) {
    static const R blank;
    std::string text;
    codec::write_set(text, blank, record);
    return std::hash<std::string>()(text) | 1;
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
