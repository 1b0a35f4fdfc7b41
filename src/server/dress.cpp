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

KeptAnswer dressed(Answer answer, bool compress) {
  http::Response whole;
  whole.status = answer.status;
  whole.body = answer.body;
  whole.subscription = answer.subscription;
  whole.pieces = answer.pieces;
  const bool own_policy = has(answer, "Content-Security-Policy");
  const bool own_caching = has(answer, "Cache-Control");
  whole.headers = std::move(answer.headers);
  whole.set("X-Content-Type-Options", "nosniff");
  whole.set("Referrer-Policy", "no-referrer");
  whole.set("Cross-Origin-Resource-Policy", "same-origin");
  whole.set("Cross-Origin-Opener-Policy", "same-origin");
  if (!own_policy) whole.set("Content-Security-Policy", std::string{kPagePolicy});
  if (!own_caching) whole.set("Cache-Control", answer.secret ? "no-store" : "private, no-cache");
  KeptAnswer kept;
  const bool keepable = answer.status == 200 && answer.body && !answer.secret && !answer.subscription;
  if (keepable) {
    kept.etag = fmt::format("\"{:016x}\"", content_hash(*answer.body));
    whole.set("ETag", kept.etag);
    whole.set("Vary", "Accept-Encoding, Authorization, Cookie");
    http::Response unchanged = whole;
    unchanged.status = 304;
    unchanged.body = nullptr;
    kept.unchanged = http::sealed(std::move(unchanged));
  }
  if (answer.body || answer.pieces) whole.set("Content-Type", answer.media_type);
  if (compress && keepable && answer.body->size() >= kWorthCompressing && is_text(answer.media_type)) {
    whole.body = std::make_shared<const std::string>(gzip(*answer.body));
    whole.set("Content-Encoding", "gzip");
  }
  kept.whole = http::sealed(std::move(whole));
  return kept;
}

}  // namespace stint::server
