#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace laurels::inline v0::storage {

/// Ids of one kind, at a bit for each up to the highest, since they are given from 1 without gaps.
class IdSet {
  public:
    /// False where it was there already.
    bool add(std::int64_t id) {
        const auto at = static_cast<std::size_t>(id);
        if (at >= bits_.size()) bits_.resize(at + 1 + bits_.size() / 2);
        const bool fresh = !bits_[at];
        bits_[at] = true;
        if (fresh) ++count_;
        return fresh;
    }
    bool has(std::int64_t id) const {
        return id > 0 && static_cast<std::size_t>(id) < bits_.size() && bits_[static_cast<std::size_t>(id)];
    }
    std::int64_t count() const { return count_; }

  private:
    std::vector<bool> bits_;
    std::int64_t count_ = 0;
};

}  // namespace laurels::inline v0::storage
