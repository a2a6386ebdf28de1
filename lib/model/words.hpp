#pragma once

// Names taken apart into words, for comparing names that are not the same. Nothing of this decides identity: see
// text.hpp for that.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace laurels::inline v0::model {

/// How the words of a name are read: of a person, as given names and surnames; of all else, as words of a title.
enum class Naming : std::uint8_t { person, title };

/// A word of a name, folded as by loose(), with letters such as "ø" that are more than a letter with a mark made plain.
struct Word {
    enum class Sort : std::uint8_t {
        plain,
        initial,     ///< one letter
        number,      ///< 2, II, "third": what tells things of one name apart
        generation,  ///< "Jr.", "Sr.", "III", of a person
        honour,      ///< "Dr.", "Sir", "PhD", of a person
        filler,      ///< "the", "of", of a title
        negation     ///< "not", "non", of a title
    };
    std::string text{};
    Sort sort = Sort::plain;

    friend bool operator==(const Word&, const Word&) = default;
};

/// The words of a name in their order. Of a person's "Surname, Given" the surname comes last.
std::vector<Word> words_of(std::string_view name, Naming naming);

/// What a number means, however it is written: "II", "2" and "second" are one. Empty for what is none.
std::string number_of(std::string_view word);

/// The given names that this one may be short for: "bill" for "william".
std::vector<std::string_view> long_forms(std::string_view word);

/// The least number of letters put in, taken out, changed, or swapped with their neighbour that makes the one of the
/// other, or `limit` + 1 where it is more than `limit`.
std::size_t edits_between(std::string_view one, std::string_view other, std::size_t limit);

}  // namespace laurels::inline v0::model
