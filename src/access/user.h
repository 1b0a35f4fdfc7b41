// People with an account, and the rules for what they are called and for their passwords.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/role.h"
#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"

namespace stint::access {

struct User {
  std::int64_t id = 0;  // never given twice
  std::string name;     // as it was typed; case does not tell users apart
  std::string display_name;
  std::string email;  // may be empty
  ProjectRoles roles;
  bool has_password = false;  // without one only a trusted proxy lets them in
  bool disabled = false;
  Instant created{};
  std::optional<Instant> signed_in;  // the last time, with a password
};

struct NewUser {
  std::string name;
  std::string display_name = {};  // empty: the name
  std::string email = {};
  std::optional<Secret> password = {};
  ProjectRoles roles = {};
};

// What stays away stays as it is.
struct UserChange {
  std::optional<std::string> display_name = {};
  std::optional<std::string> email = {};
  std::optional<ProjectRoles> roles = {};
  std::optional<bool> disabled = {};
};

// 1 to 64 characters, plain text (plain_text.h), no blank at either end. ErrorCode::usage otherwise.
[[nodiscard]] Outcome check_name(std::string_view name);
// Up to 128 characters of plain text.
[[nodiscard]] Outcome check_display_name(std::string_view name);
// Empty, or up to 254 bytes with one @ amidst them and no blank. Whether it receives mail is not known here.
[[nodiscard]] Outcome check_email(std::string_view email);
// At least 10 characters, at most 1024 bytes of UTF-8, not one character again and again, and neither the
// name nor the e-mail address. After NIST SP 800-63B: length counts, not the mix of characters.
[[nodiscard]] Outcome check_password(const Secret& password, std::string_view name, std::string_view email);
// All of them.
[[nodiscard]] Outcome check_user(const NewUser& user);

inline constexpr std::size_t kLongestPassword = 1024;  // bytes

// What is the same for names that differ in case only (Unicode's simple case folding).
[[nodiscard]] std::string folded(std::string_view name);

}  // namespace stint::access
