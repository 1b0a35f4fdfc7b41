#include "language/providers/openai.h"

#include <algorithm>
#include <fmt/format.h>

#include "language/openai/embeddings.h"
#include "language/openai/fields.h"
#include "language/providers/openai_protocol.h"
#include "language/providers/openai_reader.h"

namespace stint::language {
namespace {

constexpr std::size_t kTextsPerCall = 128;

FaultKind kind_of(ErrorCode code, bool stopped) {
  if (stopped) return FaultKind::cancelled;
  switch (code) {
    case ErrorCode::authentication:
      return FaultKind::authentication;
    case ErrorCode::throttled:
      return FaultKind::throttled;
    case ErrorCode::usage:
      return FaultKind::rejected;
    default:
      return FaultKind::unavailable;
  }
}

class RemoteEmbedding final : public EmbeddingProvider {
 public:
  RemoteEmbedding(ProviderInfo info, OpenAiEmbedding embedding)
      : info_(std::move(info)), embedding_(std::move(embedding)) {}

  [[nodiscard]] const ProviderInfo& info() const override { return info_; }
  [[nodiscard]] EmbeddingAnswer embed(std::span<const std::string> texts,
                                      const std::stop_token& stop) override {
    auto embedded = embedding_.embed(texts, stop);
    if (embedded) return std::move(*embedded);
    Error error = std::move(embedded).error();
    return std::unexpected(Fault{kind_of(error.code, stop.stop_requested()), std::move(error), false});
  }

 private:
  const ProviderInfo info_;
  const OpenAiEmbedding embedding_;
};

}  // namespace

Result<std::unique_ptr<Provider>> make_openai(RemoteSettings settings, RemoteOutbound outbound) {
  settings.kind = RemoteKind::openai;
  STINT_ASSIGN(whole, complete(std::move(settings)));
  STINT_ASSIGN(connection, RemoteConnection::open(whole, std::move(outbound)));
  ProviderInfo info{whole.name, whole.model, false, whole.server == OpenAiServer::llama, true};
  auto protocol = std::make_unique<OpenAiProtocol>(whole);
  return std::make_unique<RemoteProvider>(std::move(whole), std::move(info), std::move(protocol),
                                          std::move(connection));
}

Result<OpenAiEmbedding> OpenAiEmbedding::make(RemoteSettings settings, RemoteOutbound outbound) {
  settings.kind = RemoteKind::openai;
  STINT_ASSIGN(whole, complete(std::move(settings)));
  STINT_ASSIGN(connection, RemoteConnection::open(whole, std::move(outbound)));
  return OpenAiEmbedding{std::move(whole), std::move(connection)};
}

Result<Embedding> OpenAiEmbedding::embed(std::span<const std::string> texts,
                                         const std::stop_token& stop) const {
  Embedding all;
  while (!texts.empty()) {
    const auto some = texts.first(std::min(texts.size(), kTextsPerCall));
    texts = texts.subspan(some.size());
    STINT_ASSIGN(found, embed_some(some, stop));
    all.read += found.read;
    std::ranges::move(found.vectors, std::back_inserter(all.vectors));
    if (all.vectors.back().size() != all.vectors.front().size()) {
      return fail(ErrorCode::failure, "the vectors of two calls differ in length",
                  fmt::format("model connection \"{}\"", settings_.name));
    }
  }
  return all;
}

Result<Embedding> OpenAiEmbedding::embed_some(std::span<const std::string> texts,
                                              const std::stop_token& stop) const {
  const std::string where = fmt::format("model connection \"{}\"", settings_.name);
  const auto failed = [&](Error error) {
    error.where = where;
    return fail(std::move(error));
  };
  std::vector<Message> messages;
  messages.reserve(texts.size());
  for (const std::string& text : texts) messages.push_back({Role::user, text});
  const Quotation quote{settings_, messages};
  const openai::EmbeddingRequest request{settings_.model, {texts.begin(), texts.end()}, std::nullopt, false};
  RemoteCall call{
      settings_.base_url + "/embeddings", {}, settings_.headers, openai::to_line(to_json(request))};
  add_openai_headers(settings_, call);
  const auto delivered = connection_->post(call, {}, stop);
  if (!delivered) return failed(fault_of(delivered.error()).error);
  const outbound::Response& response = delivered->response;
  if (response.status < 200 || response.status >= 300) {
    json::Parser parser;
    const auto root = parser.parse(response.body);
    const Notice notice =
        root ? openai_notice(response.status, *root) : plain_notice(response.status, response.body);
    return failed(fault_of(notice, quote).error);
  }
  auto answer = openai::read_embedding_answer(response.body, texts.size());
  if (answer) return Embedding{std::move(answer->vectors), answer->prompt_tokens};
  return failed({ErrorCode::failure,
                 fmt::format("the service's vectors cannot be read: {} {}", answer.error().message,
                             answer.error().where),
                 "", "see that the model is one for embeddings"});
}

Result<std::unique_ptr<EmbeddingProvider>> make_openai_embedding(RemoteSettings settings,
                                                                 RemoteOutbound outbound) {
  ProviderInfo info{settings.name, settings.model, false, false, false};
  STINT_ASSIGN(embedding, OpenAiEmbedding::make(std::move(settings), std::move(outbound)));
  return std::make_unique<RemoteEmbedding>(std::move(info), std::move(embedding));
}

}  // namespace stint::language
