#include "blocking.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace laurels::inline v0::model {
namespace {

using Sort = Word::Sort;

constexpr std::size_t short_list = 300;    // of which all pairs are compared
constexpr std::size_t most_in_block = 60;  // that are all compared with one another
constexpr std::size_t neighbours = 5;      // compared with each in a larger one
constexpr std::size_t most_words = 8;      // of a name that make keys

/// What two names may have in common. A crowded key of some kinds says nothing, since others say more.
enum class Common : std::uint64_t { letters, word, two_words, surname_and_initial, nearly_a_word };

constexpr bool counts_where_crowded(Common common) { return common != Common::word && common != Common::nearly_a_word; }

class Hash {
  public:
    explicit Hash(Common common) : value_(14695981039346656037U ^ static_cast<std::uint64_t>(common)) {}
    Hash& operator<<(std::string_view text) {
        for (const char c : text) add(static_cast<unsigned char>(c));
        add(0);
        return *this;
    }
    std::uint64_t value() const { return value_; }

  private:
    void add(std::uint64_t byte) { value_ = (value_ ^ byte) * 1099511628211U; }
    std::uint64_t value_;
};

struct Key {
    std::uint64_t hash;
    std::uint32_t name;
    Common common;
    friend auto operator<=>(const Key&, const Key&) = default;
};

std::string_view first_letter(std::string_view word) {
    std::size_t end = 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) ++end;
    return word.substr(0, end);
}

/// All keys of all names.
class Keys {
  public:
    explicit Keys(const Names& names) : names_(names) {
        for (std::uint32_t name = 0; name < names.size(); ++name) add_all(name);
        std::ranges::sort(keys_);
    }

    /// Calls `visit` with the names of each key that several have.
    template <class Visit>
    void each_block(const Visit& visit) const {
        std::vector<std::uint32_t> block;
        for (auto key = keys_.begin(); key != keys_.end();) {
            block.clear();
            const auto& [hash, name, common] = *key;
            for (; key != keys_.end() && key->hash == hash; ++key) {
                if (block.empty() || block.back() != key->name) block.push_back(key->name);
            }
            if (block.size() > 1) visit(block, common);
        }
    }

  private:
    const Word& word(std::uint32_t number) const { return names_.words()[number].word; }

    void add(std::uint32_t name, Common common, const Hash& hash) { keys_.push_back({hash.value(), name, common}); }

    void add_all(std::uint32_t name) {
        const Names::Entry& entry = names_.entry(name);
        add(name, Common::letters, Hash(Common::letters) << entry.letters);
        std::vector<std::uint32_t> words;
        for (const std::uint32_t number : entry.words) {
            const Sort sort = word(number).sort;
            if (sort != Sort::filler && sort != Sort::generation) words.push_back(number);
        }
        if (names_.naming() == Naming::person)
            add_person(name, words);
        else
            add_title(name, words);
    }

    void add_person(std::uint32_t name, const std::vector<std::uint32_t>& words) {
        if (words.empty()) return;
        add_words(name, words);
        const std::string& surname = word(words.back()).text;
        const std::size_t given = std::min(words.size() - 1, most_words);
        for (std::size_t at = 0; at < given; ++at) {
            const std::string_view text = word(words[at]).text;
            add_initial(name, surname, first_letter(text));
            for (const std::string_view form : long_forms(text)) {
                if (first_letter(form) != first_letter(text)) add_initial(name, surname, first_letter(form));
            }
        }
        add_nearly(name, surname, given == 0 ? "" : first_letter(word(words.front()).text));
    }

    void add_initial(std::uint32_t name, std::string_view surname, std::string_view initial) {
        add(name, Common::surname_and_initial, Hash(Common::surname_and_initial) << surname << initial);
    }

    void add_title(std::uint32_t name, std::vector<std::uint32_t> words) {
        std::ranges::stable_sort(words, std::ranges::greater(),
                                 [&](std::uint32_t number) { return names_.words()[number].weight; });
        constexpr std::size_t rarest = 4;
        if (words.size() > rarest) words.resize(rarest);
        add_words(name, words);
        for (std::size_t at = 0; at < std::min<std::size_t>(words.size(), 2); ++at)
            add_nearly(name, word(words[at]).text, "");
    }

    void add_words(std::uint32_t name, const std::vector<std::uint32_t>& words) {
        const std::size_t count = std::min(words.size(), most_words);
        for (std::size_t at = 0; at < count; ++at) {
            const Word& one = word(words[at]);
            if (one.sort == Sort::initial) continue;
            add(name, Common::word, Hash(Common::word) << one.text);
            for (std::size_t next = at + 1; next < count; ++next) {
                const Word& other = word(words[next]);
                if (other.sort == Sort::initial) continue;
                const auto& [less, more] = std::minmax(one.text, other.text);
                add(name, Common::two_words, Hash(Common::two_words) << less << more);
            }
        }
    }

    /// The word without each of its letters, and whole: two that are one letter apart have one of these in common.
    void add_nearly(std::uint32_t name, std::string_view text, std::string_view initial) {
        constexpr std::size_t shortest = 4;
        constexpr std::size_t longest = 16;
        if (text.size() < shortest || text.size() > longest) return;
        const auto add_one = [&](std::string_view variant) {
            add(name, Common::nearly_a_word, Hash(Common::nearly_a_word) << variant << initial);
        };
        add_one(text);
        std::string variant;
        for (std::size_t at = 0; at < text.size(); ++at) {
            variant.assign(text.substr(0, at)).append(text.substr(at + 1));
            add_one(variant);
        }
    }

    const Names& names_;
    std::vector<Key> keys_;
};

}  // namespace

Candidates candidates(const Names& names) {
    Candidates found;
    const auto pair = [&](std::uint32_t one, std::uint32_t other) {
        found.pairs.emplace_back(std::min(one, other), std::max(one, other));
    };
    if (names.size() <= short_list) {
        for (std::uint32_t one = 0; one < names.size(); ++one) {
            for (std::uint32_t other = one + 1; other < names.size(); ++other) pair(one, other);
        }
        return found;
    }
    Keys(names).each_block([&](std::vector<std::uint32_t>& block, Common common) {
        std::size_t reach = block.size();
        if (block.size() > most_in_block) {
            ++found.crowded;
            if (!counts_where_crowded(common)) return;
            reach = neighbours;
            std::ranges::sort(block, {},
                              [&](std::uint32_t name) { return std::string_view(names.entry(name).letters); });
        }
        for (std::size_t at = 0; at < block.size(); ++at) {
            const std::size_t end = std::min(block.size(), at + 1 + reach);
            for (std::size_t next = at + 1; next < end; ++next) pair(block[at], block[next]);
        }
    });
    std::ranges::sort(found.pairs);
    const auto repeated = std::ranges::unique(found.pairs);
    found.pairs.erase(repeated.begin(), repeated.end());
    return found;
}

}  // namespace laurels::inline v0::model
