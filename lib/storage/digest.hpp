#pragma once

// SHA-256, random bytes and UUIDs, all from OpenSSL's libcrypto.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace laurels::inline v0::storage {

inline constexpr std::size_t digest_size = 32;
inline constexpr std::size_t salt_size = 16;

using Digest = std::array<char, digest_size>;

inline std::string_view bytes_of(const Digest& digest) { return {digest.data(), digest.size()}; }

/// Lower-case hexadecimal digits.
std::string hex(std::string_view bytes);

/// A running SHA-256. Numbers go in as eight bytes, the most significant first.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    Sha256& start();
    Sha256& add(std::string_view bytes);
    Sha256& add(std::int64_t number);
    Digest finish();

  private:
    void flush();

    evp_md_ctx_st* context_;
    // What is hashed here is short, and each call of the library's own costs more than copying a few bytes.
    std::array<char, 512> waiting_{};
    std::size_t waiting_size_ = 0;
};

/// Salts, drawn from the system's random numbers many at a time.
class Salts {
  public:
    /// Valid until the next call.
    std::string_view next();

  private:
    std::array<char, 65536> pool_{};
    std::size_t used_ = sizeof(pool_);
};

/// A random UUID (version 4), in its usual text form.
std::string new_uuid();

}  // namespace laurels::inline v0::storage
