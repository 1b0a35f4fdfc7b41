#include "language/providers/gemini.h"

#include "language/providers/gemini_protocol.h"

namespace stint::language {

Result<std::unique_ptr<Provider>> make_gemini(RemoteSettings settings, RemoteOutbound outbound) {
  settings.kind = RemoteKind::gemini;
  STINT_ASSIGN(whole, complete(std::move(settings)));
  STINT_ASSIGN(connection, RemoteConnection::open(whole, std::move(outbound)));
  ProviderInfo info{whole.name, whole.model, false, false, true};
  auto protocol = std::make_unique<GeminiProtocol>(whole);
  return std::make_unique<RemoteProvider>(std::move(whole), std::move(info), std::move(protocol),
                                          std::move(connection));
}

}  // namespace stint::language
