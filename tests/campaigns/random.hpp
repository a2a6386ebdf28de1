#pragma once

#include <cstddef>
#include <cstdint>

namespace campaigns {

/// SplitMix64: the same numbers everywhere, which the standard's distributions do not promise.
class Random {
  public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : state_(seed + (stream << 32)) { next(); }

    std::uint64_t next() {
        std::uint64_t value = state_ += 0x9e3779b97f4a7c15U;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
        return value ^ (value >> 31);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
    /// True once in so many times.
    bool one_in(std::size_t times) { return below(times) == 0; }

  private:
    std::uint64_t state_;
};

}  // namespace campaigns
