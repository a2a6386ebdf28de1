#pragma once

// Allocations that fail when they are told to: those of C++ in this whole program and those of SQLite. What OpenSSL and
// utf8proc allocate by malloc themselves is left alone.

#include <cstdint>

namespace campaigns::allocations {

/// Puts SQLite's allocations among those that are counted. To be called once, before anything is opened.
void install();

/// From here on the `nth` allocation fails, counted from 1, and all after it too where it `stays`.
void fail(std::int64_t nth, bool stays) noexcept;
/// Ends that; whether it came to a failure.
bool stop() noexcept;

/// How many there were since fail() or count_from_here().
void count_from_here() noexcept;
std::int64_t count() noexcept;

/// How many are there now.
std::int64_t living() noexcept;

}  // namespace campaigns::allocations
