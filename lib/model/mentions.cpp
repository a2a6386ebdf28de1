#include "model/mentions.hpp"

#include "model/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

namespace laurels::inline v0::model {

namespace {

struct Character {
    utf8proc_int32_t code = 0;
    std::size_t at = 0;
    std::size_t size = 0;
};

/// The character that begins at `at`. What is not UTF-8 counts as characters of a byte each.
Character character_at(std::string_view text, std::size_t at) {
    Character character{0, at, 1};
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &character.code);
    if (size > 0) character.size = static_cast<std::size_t>(size);
    return character;
}

/// The character that ends before `end`.
Character character_before(std::string_view text, std::size_t end) {
    std::size_t at = end - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) --at;
    return character_at(text, at);
}

/// Scripts without spaces between words: Thai, Lao and Tibetan, Myanmar, Khmer, and those of East Asia and beyond.
bool writes_no_spaces(utf8proc_int32_t code) {
    return code >= 0x2e80 || (code >= 0x0e00 && code <= 0x0fff) || (code >= 0x1000 && code <= 0x109f) ||
           (code >= 0x1780 && code <= 0x17ff);
}

/// A letter, a mark on one, or a digit, of a script that puts spaces between words.
bool is_of_word(utf8proc_int32_t code) {
    const auto category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO && !writes_no_spaces(code);
}

bool is_border(std::string_view text, std::size_t at) {
    if (at == 0 || at == text.size()) return true;
    return !is_of_word(character_before(text, at).code) || !is_of_word(character_at(text, at).code);
}

bool occurs(std::string_view folded, std::string_view key) {
    for (auto at = folded.find(key); at != std::string_view::npos; at = folded.find(key, at + 1)) {
        if (is_border(folded, at) && is_border(folded, at + key.size())) return true;
    }
    return false;
}

/// The characters of a text, with the borders between its words.
class Words {
  public:
    explicit Words(std::string_view text) {
        for (std::size_t at = 0; at < text.size(); at += characters_.back().size)
            characters_.push_back(character_at(text, at));
        for (const Character& character : characters_) {
            shows_.push_back(!is_blank(text.substr(character.at, character.size)));
            counts_.push_back(utf8proc_get_property(character.code)->ignorable == 0);
        }
    }

    std::size_t size() const { return characters_.size(); }
    std::size_t begin_of(std::size_t index) const { return characters_[index].at; }
    std::size_t end_of(std::size_t index) const { return characters_[index].at + characters_[index].size; }

    bool may_begin(std::size_t index) const {
        if (!shows_[index]) return false;
        std::size_t before = index;
        while (before > 0 && !counts_[before - 1]) --before;  // what is invisible ends no word
        return before == 0 || !joins(before - 1, index);
    }
    bool may_end(std::size_t index) const {
        if (!shows_[index]) return false;
        std::size_t after = index + 1;
        while (after < size() && !counts_[after]) ++after;
        return after == size() || !joins(index, after);
    }

  private:
    bool joins(std::size_t left, std::size_t right) const {
        return is_of_word(characters_[left].code) && is_of_word(characters_[right].code);
    }

    std::vector<Character> characters_;
    std::vector<bool> shows_;
    std::vector<bool> counts_;
};

/// Whether JSON may write the character otherwise than it is, or a key may have another one in its place.
bool is_kept_by_json(char c) { return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\\'; }

/// The longest piece of a key that stands in the folded JSON as it is.
std::string fragment_of(std::string_view key) {
    std::string_view longest;
    for (auto rest = key.begin(); rest != key.end();) {
        const auto begin = std::find_if(rest, key.end(), is_kept_by_json);
        rest = std::find_if_not(begin, key.end(), is_kept_by_json);
        const std::string_view piece(begin, rest);
        if (piece.size() > longest.size()) longest = piece;
    }
    return std::string(longest);
}

/// The key of what JSON writes as it is, piece by piece: folding a piece that is not ASCII takes long.
std::string folded_pieces(std::string_view json) {
    if (is_ascii(json)) return key(json);
    std::string folded;
    for (auto rest = json.begin(); rest != json.end();) {
        const auto begin = std::find_if(rest, json.end(), is_kept_by_json);
        rest = std::find_if_not(begin, json.end(), is_kept_by_json);
        folded += key({begin, rest});
        folded += ' ';
    }
    return folded;
}

/// Calls `between(part)` with what stands between texts that were erased already, and `erased()` for each of those.
template <class Between, class Erased>
void each_part(std::string_view text, const Between& between, const Erased& erased) {
    while (true) {
        const std::size_t at = text.find(erased_text);
        between(text.substr(0, at));
        if (at == std::string_view::npos) return;
        erased();
        text.remove_prefix(at + erased_text.size());
    }
}

}  // namespace

bool Mentions::add(std::string_view spelling) {
    const std::string folded = key(spelling);
    if (count_characters(folded) < shortest) return false;
    spellings_.emplace(spelling);
    if (!keys_.insert(folded).second) return true;
    longest_ = std::max(longest_, folded.size());
    std::string fragment = fragment_of(folded);
    anywhere_ = anywhere_ || fragment.empty();
    fragments_.push_back(std::move(fragment));
    return true;
}

bool Mentions::occur_in_part(std::string_view part) const {
    if (part.empty()) return false;
    const std::string folded = key(part);
    return std::ranges::any_of(keys_, [&](const std::string& key) { return occurs(folded, key); });
}

bool Mentions::occur_in(std::string_view text) const {
    bool found = false;
    each_part(text, [&](std::string_view part) { found = found || occur_in_part(part); }, [] {});
    return found;
}

std::string Mentions::without(std::string_view text) const {
    if (!occur_in(text)) return std::string(text);
    std::string rest;
    each_part(text, [&](std::string_view part) { rest += without_in_part(part); }, [&] { rest += erased_text; });
    return occur_in(rest) ? std::string(erased_text) : rest;
}

std::string Mentions::without_in_part(std::string_view part) const {
    // Folding can join two characters or make several of one, so a key may be longer than that of a longer text.
    constexpr std::size_t allowance = 16;
    if (!occur_in_part(part)) return std::string(part);
    const Words words(part);
    std::string rest;
    std::size_t done = 0;  // up to here the part was taken over
    std::size_t gone = 0;  // up to here it lies within an occurrence
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (!words.may_begin(first)) continue;
        const std::size_t begin = words.begin_of(first);
        std::size_t end = begin;
        for (std::size_t last = first; last < words.size(); ++last) {
            if (!words.may_end(last)) continue;
            const std::string folded = key(part.substr(begin, words.end_of(last) - begin));
            if (keys_.contains(folded)) end = words.end_of(last);
            if (folded.size() > longest_ + allowance) break;
        }
        if (end == begin) continue;
        if (begin >= gone) {  // else it overlaps the one before, and both are one gap
            rest += part.substr(done, begin - done);
            rest += erased_text;
        }
        gone = std::max(gone, end);
        done = gone;
    }
    rest += part.substr(done);
    return rest;
}

bool Mentions::may_occur_in_json(std::string_view json) const {
    if (anywhere_) return true;
    if (fragments_.empty()) return false;
    const std::string folded = folded_pieces(json);
    return std::ranges::any_of(fragments_,
                               [&](const std::string& fragment) { return folded.find(fragment) != std::string::npos; });
}

}  // namespace laurels::inline v0::model
