#include "language/providers/remote_quotation.h"

#include <algorithm>

#include "lib/utf8proc/display.h"

namespace stint::language {
namespace {

constexpr std::size_t kLongest = 300;
// Of a longer text no more is looked at: what is quoted comes from its beginning.
constexpr std::size_t kLookedAt = 2'000;
constexpr std::size_t kSecretRun = 8;
constexpr std::size_t kPromptRun = 24;

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return copy;
}

// How far `text` goes on with what stands somewhere in `source` too; 0 where that is shorter than `least`.
std::size_t common_run(std::string_view text, std::string_view source, std::size_t least) {
  if (text.size() < least || source.size() < least) return 0;
  std::size_t longest = 0;
  for (std::size_t at = source.find(text.substr(0, least)); at != std::string_view::npos;
       at = source.find(text.substr(0, least), at + 1)) {
    const std::string_view rest = source.substr(at);
    const auto [in_text, in_rest] = std::ranges::mismatch(text, rest);
    longest = std::max(longest, static_cast<std::size_t>(in_text - text.begin()));
  }
  return longest;
}

}  // namespace

Quotation::Quotation(const RemoteSettings& settings, const std::vector<Message>& messages) {
  if (!settings.key.empty()) secrets_.push_back(lowered(settings.key));
  for (const curl::Header& header : settings.headers) {
    // Shorter ones are no secrets, and would blot out words.
    if (header.value.size() >= kSecretRun) secrets_.push_back(lowered(header.value));
  }
  for (const Message& message : messages) prompts_.emplace_back(message.text);
}

std::string Quotation::operator()(std::string_view said) const {
  // Made printable first: what is left out then could stand in the midst of a secret.
  const std::string shown = printable(said.substr(0, kLookedAt));
  const std::string_view text = shown;
  const std::string folded = lowered(text);
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t secret = 0;
    for (const std::string& one : secrets_) {
      const std::size_t least = std::min(kSecretRun, one.size());
      secret = std::max(secret, common_run(std::string_view{folded}.substr(at), one, least));
    }
    std::size_t prompt = 0;
    for (const std::string_view one : prompts_) {
      prompt = std::max(prompt, common_run(text.substr(at), one, kPromptRun));
    }
    if (secret == 0 && prompt == 0) {
      kept += text[at++];
      continue;
    }
    kept += secret > 0 ? "***" : "…";
    at += std::max(secret, prompt);
  }
  return fit(kept, kLongest);
}

}  // namespace stint::language
