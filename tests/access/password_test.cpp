// Hashes of passwords, held against those of the reference implementation (argon2 of Debian 12).
#include "lib/sodium/password.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>

#include "access/token.h"
#include "lib/sodium/keyed_hash.h"

namespace stint {
namespace {

constexpr PasswordCost kCheap{.passes = 1, .memory = 8192};

TEST(Password, FitsWhatTheReferenceImplementationMade) {
  // printf '%s' PASSWORD | argon2 SALT -id -t PASSES -m MEMORY -p 1 -e
  const std::string horse =
      "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0MTIzNA$YnnaLsVmV25kHLbg9uofNnQruZHOdi9hrZn1hicYnVk";
  const std::string snowman =
      "$argon2id$v=19$m=256,t=3,p=1$b3RoZXJvdGhlcm90aGVyMQ$n3/8ZW2kTv1+aqO4LPSpbe8/wPKDJIVtk80+4ZV6Ie0";
  EXPECT_TRUE(*verify_password(Secret{"correct horse battery"}, horse));
  EXPECT_FALSE(*verify_password(Secret{"correct horse batterz"}, horse));
  EXPECT_FALSE(*verify_password(Secret{"correct horse battery "}, horse));
  EXPECT_TRUE(*verify_password(Secret{"pässwörd ☃"}, snowman));
  EXPECT_FALSE(*verify_password(Secret{"password ☃"}, snowman));
  // Another kind of Argon2 is not taken.
  const std::string other =
      "$argon2i$v=19$m=1024,t=3,p=1$c2FsdHNhbHRzYWx0MTIzNA$9X0aBUYLU9vTe/6pk9bMXLfLerhF1De0wJYbtBN0INc";
  EXPECT_FALSE(*verify_password(Secret{"correct horse battery"}, other));
}

TEST(Password, IsHashedWithASaltOfItsOwn) {
  const Secret password{"a good long password"};
  const std::string first = *hash_password(password, kCheap);
  const std::string second = *hash_password(password, kCheap);
  EXPECT_NE(first, second);
  EXPECT_EQ(0U, first.find("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_TRUE(*verify_password(password, first));
  EXPECT_TRUE(*verify_password(password, second));
}

TEST(Password, WhatIsNoHashFitsNothing) {
  for (const std::string& hash : {std::string{}, std::string{"x"}, std::string{"$argon2id$v=19$m=8,t=1,p=1$"},
                                  std::string(500, '$'), std::string("$argon2id$\0", 11)}) {
    EXPECT_FALSE(*verify_password(Secret{""}, hash)) << hash;
    EXPECT_TRUE(needs_rehash(hash, kCheap)) << hash;
  }
}

TEST(Password, KnowsAnotherCost) {
  const std::string hash = *hash_password(Secret{"a good long password"}, kCheap);
  EXPECT_FALSE(needs_rehash(hash, kCheap));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 2, .memory = 8192}));
  EXPECT_TRUE(needs_rehash(hash, {.passes = 1, .memory = 16384}));
}

TEST(Password, CostsWhatRfc9106Advises) {
  const std::string hash = *hash_password(Secret{"a good long password"}, {});
  EXPECT_EQ(0U, hash.find("$argon2id$v=19$m=65536,t=3,p=1$"));
}

TEST(KeyedHash, IsBlake2b) {
  // hashlib.blake2b(b"abc", key=b"0123456789abcdef", digest_size=32) in Python
  std::string hex;
  for (const char byte : keyed_hash("0123456789abcdef", "abc")) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    hex += kDigits[value >> 4U];
    hex += kDigits[value & 15U];
  }
  EXPECT_EQ("66b4857d42c644c61fca8c0bcea243e0e75088582c7964bbac6b92c02381d9c7", hex);
}

TEST(KeyedHash, ComparesAllBytes) {
  EXPECT_TRUE(same_bytes("", ""));
  EXPECT_TRUE(same_bytes("abc", "abc"));
  EXPECT_FALSE(same_bytes("abc", "abd"));
  EXPECT_FALSE(same_bytes("abc", "ab"));
  EXPECT_FALSE(same_bytes(std::string_view{"ab\0c", 4}, "ab"));
}

}  // namespace
}  // namespace stint

namespace stint::access {
namespace {

std::string counted(std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(i);
  return bytes;
}

TEST(Token, IsBase64ForUrls) {
  // RFC 4648, section 10, without padding, and the two letters that differ.
  EXPECT_EQ("", base64url_of(""));
  EXPECT_EQ("Zg", base64url_of("f"));
  EXPECT_EQ("Zm8", base64url_of("fo"));
  EXPECT_EQ("Zm9v", base64url_of("foo"));
  EXPECT_EQ("-_-_", base64url_of("\xfb\xff\xbf"));
}

TEST(Token, HashesAndGuardsAsPythonDoes) {
  const Secret token = new_token(counted);
  EXPECT_EQ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", token.reveal());
  EXPECT_EQ("ea866a757e4c38babfa8127cbe9a409d3e1f93a00ff1488ff735fcf917afffd0", hash_of(token));
  EXPECT_EQ("_LX6WhniqA8fCTgdnCp9mu6KEcxmZZ_sQhv3Rb92ayo", csrf_token(token));
}

TEST(Token, ACsrfTokenIsGoodForItsSessionOnly) {
  const Secret one = new_token(system_randomness());
  const Secret other = new_token(system_randomness());
  EXPECT_NE(one.reveal(), other.reveal());
  EXPECT_TRUE(is_csrf_token(csrf_token(one), one));
  EXPECT_FALSE(is_csrf_token(csrf_token(one), other));
  EXPECT_FALSE(is_csrf_token("", one));
  EXPECT_FALSE(is_csrf_token(one.reveal(), one));
  // Without a session nothing is right, the empty text included.
  EXPECT_FALSE(is_csrf_token("", Secret{}));
  EXPECT_FALSE(is_csrf_token(csrf_token(one), Secret{"short"}));
}

TEST(Token, RandomBytesAreAllThere) {
  const std::string bytes = system_randomness()(4096);
  ASSERT_EQ(4096U, bytes.size());
  std::array<int, 256> seen{};
  for (const char byte : bytes) ++seen[static_cast<unsigned char>(byte)];
  // Missing one value of 256 in 4096 draws: 1e-7 each.
  EXPECT_EQ(0, std::ranges::count(seen, 0));
}

}  // namespace
}  // namespace stint::access
