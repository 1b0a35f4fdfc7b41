// What comes before anybody has signed in: addresses, hosts, cookies.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/guard.h"
#include "server/identify.h"
#include "server/route.h"
#include "server/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto target = stint::server::parse_target(text)) {
    for (const std::string& segment : target->segments) {
      if (segment.empty() || segment == "." || segment == "..") std::abort();
    }
    static_cast<void>(stint::server::find_route("GET", *target));
  }
  const std::string name = stint::server::host_name(text);
  if (name.find_first_of(" /\\@?#") != std::string::npos) std::abort();
  stint::http::Request request;
  request.method = "POST";
  request.headers = {{"Host", "localhost"}, {"Origin", text}, {"Cookie", text}, {"Content-Type", text}};
  const auto refused = stint::server::guard(request, {{"localhost"}});
  // Only our own origin is let through.
  if (!refused && text != "http://localhost" && text.find("://") == std::string_view::npos) std::abort();
  static_cast<void>(stint::server::cookie(request, stint::server::kSessionCookie));
  return 0;
}
