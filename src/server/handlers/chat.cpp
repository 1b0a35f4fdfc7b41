// Language models in OpenAI's shape: what is written and what is read.
#include <chrono>
#include <fmt/format.h>

#include "language/openai/chat_completion.h"
#include "language/openai/embeddings.h"
#include "lib/sodium/random.h"
#include "server/chat/chat_writing.h"
#include "server/chat/model_refusal.h"
#include "server/handlers/handlers.h"
#include "server/language_models.h"
#include "server/services.h"

namespace stint::server {
namespace {

namespace openai = language::openai;

constexpr std::size_t kIdBytes = 12;
constexpr std::string_view kPurpose = "v1";

language::Caller caller_of(const Call& call) {
  return {call.caller.name, std::string{kPurpose}};
}

// What is known of an answer before it is there.
struct ChatHead {
  std::string id;
  std::int64_t created = 0;
  std::string model;
};

ChatHead head_of(const Call& call, const openai::ChatRequest& asked) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(call.services.now());
  return {"chatcmpl-" + random_hex(kIdBytes), seconds.time_since_epoch().count(), asked.model};
}

openai::Usage usage_of(const language::Usage& usage) {
  return {.prompt_tokens = usage.read, .completion_tokens = usage.written, .cached_tokens = usage.remembered};
}

std::string reason_of(const ChatText& text) {
  return text.cut ? "length" : "stop";
}

// An answer that is sent while it is written. Nothing is sent before there is text, so that what fails before
// has a status that says so.
class ChatStream {
 public:
  ChatStream(const Call& call, ChatHead head) : begin_(call.begin), head_(std::move(head)) {}

  [[nodiscard]] bool begun() const { return writer_ != nullptr; }

  [[nodiscard]] bool show(std::string_view text) {
    begin();
    openai::ChatChunk chunk;
    chunk.choices.emplace_back().content = text;
    return send(std::move(chunk));
  }

  void finish(const ChatText& text, bool include_usage) {
    begin();
    openai::ChatChunk last;
    last.choices.emplace_back().finish_reason = reason_of(text);
    bool taken = send(std::move(last));
    if (include_usage) {
      openai::ChatChunk usage;
      usage.usage = usage_of(text.usage);
      taken = taken && send(std::move(usage));
    }
    if (taken && writer_->write(fmt::format("data: {}\n\n", openai::kDone))) writer_->end();
  }

  // After text was sent.
  void fail_with(const Answer& refused) {
    const Answer shaped = in_openai_shape(refused);
    if (writer_->write(fmt::format("data: {}\n", *shaped.body))) writer_->end();
  }

 private:
  void begin() {
    if (writer_) return;
    Answer answer;
    answer.media_type = "text/event-stream";
    answer.headers.emplace_back("Cache-Control", "no-store");
    answer.headers.emplace_back("X-Accel-Buffering", "no");
    writer_ = begin_(std::move(answer));
    openai::ChatChunk first;
    first.choices.emplace_back().content = "";
    first.starts = true;
    // Whether anybody takes it shows with the next piece.
    static_cast<void>(send(std::move(first)));
  }

  [[nodiscard]] bool send(openai::ChatChunk chunk) {
    chunk.id = head_.id;
    chunk.created = head_.created;
    chunk.model = head_.model;
    return writer_->write(fmt::format("data: {}\n\n", to_line(openai::to_json(chunk))));
  }

  const Call::Begin begin_;
  const ChatHead head_;
  std::shared_ptr<http::BodyWriter> writer_;
};

Answer no_models() {
  return refusal(404, "model_not_found", "no language model is set up",
                 "add one with `stint model`, or name a provider in the configuration");
}

// Why there is nobody to ask. What is wrong with the settings is no fault of the caller's.
Answer no_model(const Error& error) {
  if (error.code == ErrorCode::not_found) return refusal(404, "model_not_found", error.message, error.hint);
  return refusal(503, "model_unavailable", error.message, error.hint);
}

}  // namespace

Result<Answer> create_chat_completion(const Call& call) {
  STINT_ASSIGN(asked, openai::read_chat_request(call.request.body));
  STINT_ASSIGN(question, chat_question(asked));
  if (call.services.language_models == nullptr) return no_models();
  const auto engine = call.services.language_models->writer(asked.model);
  if (!engine) return no_model(engine.error());
  const ChatHead head = head_of(call, asked);
  const language::Caller caller = caller_of(call);
  ChatStream stream{call, head};
  ShowText show;
  if (asked.stream) show = [&](std::string_view text) { return stream.show(text); };
  const auto text = write_chat(**engine, caller, question, show, call.gone);
  if (!text) {
    Answer refused = model_refusal(text.error(), call.services.now());
    if (stream.begun()) stream.fail_with(refused);
    return refused;
  }
  if (asked.stream) {
    stream.finish(*text, asked.include_usage);
    return Answer{};
  }
  openai::ChatChoice choice;
  choice.content = text->text;
  choice.finish_reason = reason_of(*text);
  Answer answer = json_answer(openai::to_json(
      openai::ChatCompletion{head.id, head.created, head.model, {std::move(choice)}, usage_of(text->usage)}));
  answer.secret = true;  // words about who knows what
  return answer;
}

Result<Answer> create_embeddings(const Call& call) {
  STINT_ASSIGN(asked, openai::read_embedding_request(call.request.body));
  if (call.services.language_models == nullptr) return no_models();
  const auto engine = call.services.language_models->embedder(asked.model);
  if (!engine) return no_model(engine.error());
  auto embedding = (*engine)->embed(caller_of(call), asked.input, call.gone);
  if (!embedding) return model_refusal(embedding.error(), call.services.now());
  const std::size_t length = embedding->vectors.front().size();
  if (asked.dimensions && *asked.dimensions != length) {
    return fail(ErrorCode::usage, fmt::format("the vectors of this model have {} numbers", length),
                "dimensions", "leave it out");
  }
  Answer answer = json_answer(openai::to_json(
      openai::EmbeddingAnswer{asked.model, std::move(embedding->vectors), embedding->read}, asked.base64));
  answer.secret = true;
  return answer;
}

Result<Answer> list_language_models(const Call& call) {
  std::vector<openai::ListedModel> models;
  if (call.services.language_models != nullptr) {
    STINT_ASSIGN(listed, call.services.language_models->list());
    models = std::move(listed);
  }
  return json_answer(openai::to_json(models));
}

Result<Answer> get_language_model(const Call& call) {
  if (call.services.language_models == nullptr) return no_models();
  STINT_ASSIGN(listed, call.services.language_models->list());
  for (const openai::ListedModel& model : listed) {
    if (model.id == call.parts[0]) return json_answer(openai::to_json(model));
  }
  return refusal(404, "model_not_found", fmt::format("there is no model \"{}\"", call.parts[0]),
                 "GET /v1/models lists those there are");
}

}  // namespace stint::server
