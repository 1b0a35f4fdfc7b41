#include "server/chat/chat_question.h"

#include <fmt/format.h>

#include "language/openai/fields.h"

namespace stint::server {
namespace {

namespace openai = language::openai;
using openai::ChatRole;

std::unexpected<Error> not_done(std::string_view parameter, std::string_view what) {
  return fail(ErrorCode::usage, fmt::format("{} here", what), std::string{parameter}, "leave it out");
}

Result<language::Message> message_of(const openai::ChatMessage& given, std::size_t number) {
  const auto where = [&] { return fmt::format("messages[{}]", number); };
  if (given.role == ChatRole::tool || !given.tool_calls.empty())
    return not_done(where(), "tools are not called");
  language::Message message;
  message.text = given.text.value_or("");
  switch (given.role) {
    case ChatRole::system:
    case ChatRole::developer:
      message.role = language::Role::system;
      break;
    case ChatRole::assistant:
      message.role = language::Role::assistant;
      break;
    case ChatRole::user:
    case ChatRole::tool:
      message.role = language::Role::user;
      break;
  }
  return message;
}

Outcome refuse_unsupported(const openai::ChatRequest& asked) {
  if (!asked.tools.empty()) return not_done("tools", "tools are not called");
  if (asked.presence_penalty != 0) return not_done("presence_penalty", "repetition is not punished");
  if (asked.frequency_penalty != 0) return not_done("frequency_penalty", "repetition is not punished");
  const bool structured = asked.response_format.kind != openai::ResponseFormat::Kind::text;
  if (structured && !asked.stop.empty()) return not_done("stop", "JSON is given whole and not stopped");
  if (asked.messages.back().role != ChatRole::user) {
    return fail(ErrorCode::usage, "the last message has to be the user's",
                fmt::format("messages[{}].role", asked.messages.size() - 1));
  }
  return {};
}

Outcome set_format(const openai::ResponseFormat& format, ChatQuestion& question) {
  if (format.kind == openai::ResponseFormat::Kind::json_object) question.json_object = true;
  if (format.kind != openai::ResponseFormat::Kind::json_schema) return {};
  auto schema = language::Schema::parse(openai::to_line(format.schema));
  if (!schema) {
    Error error = std::move(schema).error();
    if (!error.where.empty()) error.message += " (" + error.where + ")";
    error.where = "response_format.json_schema.schema";
    return fail(std::move(error));
  }
  question.request.schema = std::make_shared<const language::Schema>(std::move(*schema));
  return {};
}

}  // namespace

Result<ChatQuestion> chat_question(const openai::ChatRequest& asked) {
  STINT_TRY(refuse_unsupported(asked));
  ChatQuestion question;
  for (const openai::ChatMessage& given : asked.messages) {
    STINT_ASSIGN(message, message_of(given, question.request.messages.size()));
    question.request.messages.push_back(std::move(message));
  }
  language::Sampling& sampling = question.request.sampling;
  sampling.temperature = asked.temperature.value_or(sampling.temperature);
  sampling.top_p = asked.top_p.value_or(sampling.top_p);
  // Which seeds there are is the model's own matter; two that differ stay different as far as they fit.
  sampling.seed = static_cast<std::uint32_t>(asked.seed.value_or(0));
  question.request.max_tokens = asked.token_limit().value_or(kUsualAnswerTokens);
  question.stop = asked.stop;
  STINT_TRY(set_format(asked.response_format, question));
  return question;
}

}  // namespace stint::server
