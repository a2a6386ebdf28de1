#pragma once

// How likely two names that are not the same belong to one and the same, told from the names alone: for suggestions
// that a person accepts or refuses, never for identity. How it is made and how good it is: docs/duplicates.md.

#include "model/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace laurels::inline v0::model {

/// A score from 0 to 1 for log odds, and back.
double score_of(double odds);
double odds_of(double score);

/// One way in which two names differ, or in which they do not quite.
struct Unlikeness {
    enum class How : std::uint8_t {
        more_initial,     ///< "Frank R. Pierson"
        more_middle,      ///< "Francis Ford Coppola"
        more_leading,     ///< "Robert Russell Bennett"
        more_trailing,    ///< "Lisa Dean Kavanaugh"
        more_generation,  ///< "Al Overton Jr."
        more_words,       ///< of a title
        stands_for,       ///< "D." for "David"
        short_for,        ///< "Bill" for "William"
        letters,          ///< "Joan" and "Joanne"
        swapped,          ///< two letters in the other order
        stem,             ///< "Adapted" and "Adaptation"
        other_name,       ///< another first or last name, or generation
        other             ///< another word
    };
    How how{};
    std::string one{};    ///< the word of the one name, folded; empty where only the other has one
    std::string other{};  ///< the word of the other
};

/// What is found of two names.
struct Alike {
    double odds = 0;      ///< the logarithm of how much likelier it is that they are one than that they are not
    std::string whole{};  ///< a reason that is about the names as a whole; empty where there are differences
    std::vector<Unlikeness> differences{};

    /// In a sentence, why they may be one.
    std::string reason() const;
};

/// Names at hand, each known by its place in the list, and how rare each of their words is among them.
class Names {
  public:
    Names(Naming naming, std::span<const std::string> names);

    Naming naming() const { return naming_; }
    std::size_t size() const { return entries_.size(); }

    /// What two of them have to do with one another. Costs a few microseconds: see blocking.hpp for which to compare.
    Alike compare(std::size_t one, std::size_t other) const;

    /// A word as it is kept once for all names that have it.
    struct Kept {
        Word word{};
        std::uint32_t names = 0;  ///< how many have it
        double weight = 0;        ///< the logarithm of how rare it is
        std::string number{};     ///< what it means as a number
    };
    /// A name: its words, honours and what shows nothing left out, as their numbers in words().
    struct Entry {
        std::string key{};
        std::string letters{};  ///< all of them, without spaces and marks
        std::vector<std::uint32_t> words{};
    };
    const Entry& entry(std::size_t name) const { return entries_[name]; }
    const std::vector<Kept>& words() const { return words_; }

  private:
    std::uint32_t keep(Word&& word);
    Alike compare_people(const Entry& one, const Entry& other) const;
    Alike compare_titles(const Entry& one, const Entry& other) const;

    Naming naming_;
    double prior_ = 0;  // the log odds of any two, before anything is known of them
    std::vector<Entry> entries_;
    std::vector<Kept> words_;
    std::unordered_map<std::string, std::uint32_t> numbers_;  // of words
};

}  // namespace laurels::inline v0::model
