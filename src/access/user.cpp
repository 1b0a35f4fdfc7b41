#include "access/user.h"

#include "access/plain_text.h"
#include "base/text.h"
#include "lib/simdjson/utf8.h"
#include "lib/utf8proc/characters.h"
#include "lib/utf8proc/letter_case.h"

namespace stint::access {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestDisplayName = 128;
constexpr std::size_t kLongestEmail = 254;
constexpr std::size_t kShortestPassword = 10;

bool is_one_character(std::string_view text) {
  const char32_t first = take_character(text);
  while (!text.empty()) {
    if (take_character(text) != first) return false;
  }
  return true;
}

std::unexpected<Error> weak(std::string message) {
  return fail(ErrorCode::usage, std::move(message), "password", "take a few words that nobody would guess");
}

}  // namespace

std::string folded(std::string_view name) {
  std::string out;
  while (!name.empty()) append_character(out, fold_case(take_character(name)));
  return out;
}

Outcome check_name(std::string_view name) {
  if (name.empty()) return fail(ErrorCode::usage, "a user needs a name", "name");
  if (!is_plain_text(name)) {
    return fail(ErrorCode::usage, "the user's name has characters that cannot be seen", "name",
                "use letters, digits and signs");
  }
  if (character_count(name) > kLongestName) {
    return fail(ErrorCode::usage, "the user's name is longer than 64 characters", "name", "shorten it");
  }
  if (trimmed(name) != name) {
    return fail(ErrorCode::usage, "the user's name begins or ends with a blank", "name", "leave it out");
  }
  return {};
}

Outcome check_display_name(std::string_view name) {
  if (!is_plain_text(name) || character_count(name) > kLongestDisplayName) {
    return fail(ErrorCode::usage,
                "the name to be shown has characters that cannot be seen, or more than 128 of them",
                "display_name", "use letters, digits and signs");
  }
  return {};
}

Outcome check_email(std::string_view email) {
  if (email.empty()) return {};
  const std::size_t at = email.find('@');
  if (email.size() > kLongestEmail || !is_plain_text(email) || email.contains(' ') || at == 0 ||
      at == std::string_view::npos || at + 1 == email.size() || email.find('@', at + 1) != email.npos) {
    return fail(ErrorCode::usage, "this is no e-mail address", "email",
                "write it as name@example.org, or leave it out");
  }
  return {};
}

Outcome check_password(const Secret& password, std::string_view name, std::string_view email) {
  const std::string_view text = password.reveal();
  if (text.size() > kLongestPassword) return weak("the password is longer than 1024 bytes");
  if (!is_valid_utf8(text)) return weak("the password is not UTF-8");
  if (character_count(text) < kShortestPassword) return weak("the password has fewer than 10 characters");
  if (is_one_character(text)) return weak("the password is one character again and again");
  const Secret same_case{folded(text)};
  if (same_case.reveal() == folded(name) || (!email.empty() && same_case.reveal() == folded(email))) {
    return weak("the password is the name or the e-mail address");
  }
  return {};
}

Outcome check_user(const NewUser& user) {
  STINT_TRY(check_name(user.name));
  STINT_TRY(check_display_name(user.display_name));
  STINT_TRY(check_email(user.email));
  if (user.password) STINT_TRY(check_password(*user.password, user.name, user.email));
  return check_roles(user.roles);
}

}  // namespace stint::access
