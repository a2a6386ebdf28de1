#include "storage/digest.hpp"

#include <laurels/error.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <new>

namespace laurels::inline v0::storage {

namespace {

void check(int result) {
    if (result != 1) throw Error("the system's cryptographic library failed");
}

void fill_with_random(char* bytes, std::size_t size) {
    check(RAND_bytes(reinterpret_cast<unsigned char*>(bytes), static_cast<int>(size)));
}

/// Looked up once: asking for the algorithm by name each time costs more than hashing an event.
const EVP_MD* algorithm() {
    static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (sha256 == nullptr) throw Error("the system's cryptographic library has no SHA-256");
    return sha256;
}

}  // namespace

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr) throw std::bad_alloc();
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_); }

Sha256& Sha256::start() {
    waiting_size_ = 0;
    check(EVP_DigestInit_ex2(context_, algorithm(), nullptr));
    return *this;
}

void Sha256::flush() {
    check(EVP_DigestUpdate(context_, waiting_.data(), waiting_size_));
    waiting_size_ = 0;
}

Sha256& Sha256::add(std::string_view bytes) {
    if (bytes.size() > waiting_.size() - waiting_size_) flush();
    if (bytes.size() > waiting_.size()) {
        check(EVP_DigestUpdate(context_, bytes.data(), bytes.size()));
    } else {
        std::ranges::copy(bytes, waiting_.begin() + static_cast<std::ptrdiff_t>(waiting_size_));
        waiting_size_ += bytes.size();
    }
    return *this;
}

Sha256& Sha256::add(std::int64_t number) {
    std::array<char, 8> bytes{};
    for (std::size_t at = 0; at < bytes.size(); ++at)
        bytes[at] = static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * (bytes.size() - 1 - at)));
    return add({bytes.data(), bytes.size()});
}

Digest Sha256::finish() {
    flush();
    Digest digest{};
    check(EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(digest.data()), nullptr));
    return digest;
}

std::string_view Salts::next() {
    if (used_ == pool_.size()) {
        fill_with_random(pool_.data(), pool_.size());
        used_ = 0;
    }
    const std::string_view salt(pool_.data() + used_, salt_size);
    used_ += salt_size;
    return salt;
}

std::string new_uuid() {
    std::array<char, 16> bytes{};
    fill_with_random(bytes.data(), bytes.size());
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    std::string text = hex({bytes.data(), bytes.size()});
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, "-");
    return text;
}

}  // namespace laurels::inline v0::storage
