// SHA-256 against the examples of FIPS 180-4, whatever the pieces; salts and UUIDs.

#include "storage/digest.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace laurels::storage;

std::string sha256(const std::string& text) {
    Sha256 hash;
    return hex(bytes_of(hash.start().add(text).finish()));
}

TEST(Sha256Digests, AreThoseOfTheStandard) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256Digests, DoNotDependOnThePieces) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += static_cast<char>(i * 7);
    const std::string whole = sha256(text);
    for (const std::size_t size : {1UL, 7UL, 64UL, 511UL, 512UL, 513UL, 1024UL, 2999UL}) {
        Sha256 hash;
        hash.start();
        for (std::size_t at = 0; at < text.size(); at += size) hash.add(std::string_view(text).substr(at, size));
        EXPECT_EQ(hex(bytes_of(hash.finish())), whole) << size;
    }
}

TEST(Sha256Digests, TakeNumbersAsEightBytesTheMostSignificantFirst) {
    Sha256 hash;
    EXPECT_EQ(hex(bytes_of(hash.start().add(std::int64_t{0x0102030405060708}).add(std::int64_t{-1}).finish())),
              sha256("\x01\x02\x03\x04\x05\x06\x07\x08\xff\xff\xff\xff\xff\xff\xff\xff"));
}

TEST(Sha256Digests, MayBeStartedAgain) {
    Sha256 hash;
    hash.start().add("left over");
    EXPECT_EQ(hex(bytes_of(hash.start().add("abc").finish())), sha256("abc"));
}

TEST(Salts, AreAllDifferent) {
    Salts salts;
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.emplace(salts.next());
    EXPECT_EQ(seen.size(), 10'000U) << "beyond the first pool too";
    EXPECT_EQ(seen.begin()->size(), salt_size);
    EXPECT_NE(new_uuid(), new_uuid());
}

}  // namespace
