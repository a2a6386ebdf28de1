#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace laurels::inline v0::storage {

/// Ids of one kind, at a bit for each up to the highest, since they are given from 1 without gaps.
class IdSet {
  public:
    /// False where it was there already.
    bool add(std::int64_t id) {
        const std::size_t at = word_of(id);
        if (at >= words_.size()) words_.resize(at + 1 + words_.size() / 2);
        const bool fresh = (words_[at] & bit_of(id)) == 0;
        words_[at] |= bit_of(id);
        if (fresh) ++count_;
        ranks_.clear();
        return fresh;
    }
    bool has(std::int64_t id) const {
        return id > 0 && word_of(id) < words_.size() && (words_[word_of(id)] & bit_of(id)) != 0;
    }
    std::int64_t count() const { return count_; }
    /// The place of an id that is there among those that are, from 1.
    std::int64_t place_of(std::int64_t id) const {
        if (ranks_.empty()) count_ranks();
        const std::uint64_t up_to = words_[word_of(id)] & (bit_of(id) | (bit_of(id) - 1));
        return ranks_[word_of(id)] + std::popcount(up_to);
    }

  private:
    static std::size_t word_of(std::int64_t id) { return static_cast<std::size_t>(id) / 64; }
    static std::uint64_t bit_of(std::int64_t id) { return std::uint64_t{1} << (static_cast<std::size_t>(id) % 64); }
    void count_ranks() const {
        std::int64_t before = 0;
        for (const std::uint64_t word : words_) {
            ranks_.push_back(before);
            before += std::popcount(word);
        }
    }

    std::vector<std::uint64_t> words_;
    mutable std::vector<std::int64_t> ranks_;  // how many there are before each word
    std::int64_t count_ = 0;
};

}  // namespace laurels::inline v0::storage
