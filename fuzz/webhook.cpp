// What anybody may send to a webhook's address.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tracker/connector.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const stint::Secret secret{"a secret nobody guesses"};
  stint::tracker::WebhookRequest request;
  request.header = [&](std::string_view) { return text; };
  request.token = text;
  request.body = text;
  for (const auto& info : stint::tracker::products()) {
    if (stint::tracker::is_genuine(info.product, request, secret) && !text.contains("secret")) std::abort();
    const auto event = stint::tracker::read_webhook(info.product, text);
    if (!event) continue;
    for (const std::string& id : event->issues) {
      if (id.empty()) std::abort();
    }
  }
  return 0;
}
