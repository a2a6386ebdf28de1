#include "exchange/keys.hpp"

namespace laurels::inline v0::exchange {

void append_key(std::string& key, std::string_view part, Part which) {
    if (which == Part::next) key += '|';
    for (const char c : part) {
        if (c == '|' || c == '\\') key += '\\';
        key += c;
    }
}

std::string place_of(std::string_view section, std::string_view key) {
    std::string place(section);
    if (!place.empty()) place += '.';
    return place.append(key);
}

}  // namespace laurels::inline v0::exchange
