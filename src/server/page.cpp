#include "server/page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/embedded.h"

namespace stint::server {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kMediaTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

std::string_view media_type(std::string_view name) {
  for (const auto& [ending, type] : kMediaTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

const Embedded* find(std::string_view name) {
  const auto files = embedded_page();
  const auto found = std::ranges::find(files, name, &Embedded::name);
  return found == files.end() ? nullptr : &*found;
}

Answer file_answer(const Embedded& file) {
  Answer answer = text_answer(std::string{file.bytes}, std::string{media_type(file.name)});
  const bool for_ever = file.name.starts_with("assets/");  // named by their content
  answer.headers.emplace_back("Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  return answer;
}

}  // namespace

Answer page_answer(const Target& target) {
  const std::string_view path = target.path.substr(1);
  if (const Embedded* file = find(path)) return file_answer(*file);
  // A missing file is not a place in the page.
  if (path.starts_with("assets/") || path.starts_with("api/") || path.starts_with("v1/"))
    return refusal(404, "not_found", "there is nothing at this address",
                   "GET /api/openapi.json lists what there is");
  if (const Embedded* index = find("index.html")) return file_answer(*index);
  Answer answer = text_answer(
      "This build of Stint is without its page (web/ was not built). The API is here: /api/openapi.json\n",
      "text/plain; charset=utf-8");
  answer.status = path.empty() ? 200 : 404;
  return answer;
}

}  // namespace stint::server
