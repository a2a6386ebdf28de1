#pragma once

// Names in running text: whether one occurs, whatever its case, its spaces and its kinds of quotes, and how it is taken
// out.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::model {

/// What stands where a text was erased.
inline constexpr std::string_view erased_text = "[erased]";

/// Spellings that are looked for. Two that have one key() are one name; a spelling occurs where its key does, at the
/// borders of words: "Ann" is in "for Ann's sake" but not in "Annual". Scripts that put no spaces between words have
/// borders everywhere. What was erased already holds nothing.
class Mentions {
  public:
    /// The least number of characters: too much would be taken for anything shorter.
    static constexpr std::size_t shortest = 2;

    /// False for a spelling that is too short to be looked for.
    bool add(std::string_view spelling);
    /// How many spellings were added, each counted once.
    std::size_t size() const { return spellings_.size(); }

    bool occur_in(std::string_view text) const;
    /// The text with `erased_text` for each occurrence, or for all of it where an occurrence cannot be told from what
    /// is around it.
    std::string without(std::string_view text) const;

    /// False where they certainly occur in none of the texts that this JSON holds. Far quicker than reading it.
    bool may_occur_in_json(std::string_view json) const;

  private:
    bool occur_in_part(std::string_view part) const;
    std::string without_in_part(std::string_view part) const;

    std::set<std::string, std::less<>> spellings_;
    std::set<std::string, std::less<>> keys_;
    std::size_t longest_ = 0;             // of the keys, in bytes
    std::vector<std::string> fragments_;  // of each key, a piece that JSON writes as it is
    bool anywhere_ = false;               // a key has no such piece
};

}  // namespace laurels::inline v0::model
