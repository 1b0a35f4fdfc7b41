#include "server/kept_answers.h"

#include "base/text.h"

namespace stint::server {
namespace {

constexpr std::size_t kMostBytes = 64 << 20;
constexpr std::size_t kMostOfOne = kMostBytes / 4;

// Whether a list of entity tags names this one; weak ones count, as RFC 9110 says for reading.
bool names(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view tag = trimmed(list.substr(0, comma));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || tag == etag) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

bool names_gzip(std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view item = list.substr(0, comma);
    const std::size_t semicolon = item.find(';');
    if (equal_ignoring_case(trimmed(item.substr(0, semicolon)), "gzip")) {
      if (semicolon == std::string_view::npos) return true;
      const std::string_view weight = trimmed(item.substr(semicolon + 1));
      return weight.find_first_of("123456789") != std::string_view::npos;
    }
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

std::size_t size_of(const KeptAnswer& answer) {
  return answer.whole->body ? answer.whole->body->size() : 0;
}

}  // namespace

void KeptAnswers::forget_others(std::uint64_t version) {
  if (version == version_) return;
  answers_.clear();
  bytes_ = 0;
  version_ = version;
}

std::shared_ptr<const KeptAnswer> KeptAnswers::find(const std::string& key, std::uint64_t version) {
  forget_others(version);
  const auto found = answers_.find(key);
  return found == answers_.end() ? nullptr : found->second;
}

void KeptAnswers::keep(const std::string& key, std::uint64_t version,
                       std::shared_ptr<const KeptAnswer> answer) {
  const std::size_t size = size_of(*answer) + key.size();
  if (version < version_ || size > kMostOfOne) return;
  forget_others(version);
  if (bytes_ + size > kMostBytes) {
    answers_.clear();
    bytes_ = 0;
  }
  if (answers_.insert_or_assign(key, std::move(answer)).second) bytes_ += size;
}

bool accepts_gzip(const http::Request& request) {
  return names_gzip(request.header("Accept-Encoding"));
}

http::ResponsePtr form_for(const KeptAnswer& answer, const http::Request& request) {
  const std::string_view known = request.header("If-None-Match");
  return answer.unchanged && !known.empty() && names(known, answer.etag) ? answer.unchanged : answer.whole;
}

}  // namespace stint::server
