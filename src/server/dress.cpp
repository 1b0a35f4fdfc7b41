#include <fmt/format.h>

#include "lib/xxhash/hash.h"
#include "lib/zlib/gzip.h"
#include "server/page.h"
#include "server/service.h"

namespace stint::server {
namespace {

constexpr std::size_t kWorthCompressing = 1024;

bool is_text(std::string_view media_type) {
  return media_type.starts_with("text/") || media_type.starts_with("application/json") ||
         media_type.starts_with("image/svg") || media_type.starts_with("application/manifest");
}

bool has(const Answer& answer, std::string_view name) {
  for (const auto& [header, _] : answer.headers) {
    if (header == name) return true;
  }
  return false;
}

}  // namespace

KeptAnswer dressed(Answer answer) {
  KeptAnswer kept;
  http::Response& plain = kept.plain;
  plain.status = answer.status;
  plain.body = answer.body;
  plain.subscription = answer.subscription;
  plain.pieces = answer.pieces;
  const bool own_policy = has(answer, "Content-Security-Policy");
  const bool own_caching = has(answer, "Cache-Control");
  plain.headers = std::move(answer.headers);
  plain.set("X-Content-Type-Options", "nosniff");
  plain.set("Referrer-Policy", "no-referrer");
  plain.set("Cross-Origin-Resource-Policy", "same-origin");
  plain.set("Cross-Origin-Opener-Policy", "same-origin");
  if (!own_policy) plain.set("Content-Security-Policy", std::string{kPagePolicy});
  if (!own_caching) plain.set("Cache-Control", answer.secret ? "no-store" : "private, no-cache");
  const bool keepable = answer.status == 200 && answer.body && !answer.secret && !answer.subscription;
  if (keepable) {
    kept.etag = fmt::format("\"{:016x}\"", content_hash(*answer.body));
    plain.set("ETag", kept.etag);
    plain.set("Vary", "Accept-Encoding, Authorization, Cookie");
    kept.unchanged = plain;
    kept.unchanged.status = 304;
    kept.unchanged.body = nullptr;
  }
  if (answer.body || answer.pieces) plain.set("Content-Type", answer.media_type);
  kept.compressed = plain;
  if (keepable && answer.body->size() >= kWorthCompressing && is_text(answer.media_type)) {
    kept.compressed.body = std::make_shared<const std::string>(gzip(*answer.body));
    kept.compressed.set("Content-Encoding", "gzip");
  }
  return kept;
}

}  // namespace stint::server
