#include "language/providers/openai_reader.h"

#include <charconv>
#include <fmt/format.h>

#include "language/openai/error_object.h"

namespace stint::language {
namespace {

// The status that an error in the midst of a stream would have had; 500 where it does not say.
int status_of(const openai::ErrorObject& error) {
  int status = 0;
  const std::string& code = error.code;
  std::from_chars(code.data(), code.data() + code.size(), status);
  if (status >= 400 && status <= 599) return status;
  for (const std::string_view name : {std::string_view{error.type}, std::string_view{code}}) {
    if (name.contains("invalid_request") || name.contains("exceed_context") ||
        name.contains("context_length")) {
      return 400;
    }
    if (name.contains("authentication") || name.contains("invalid_api_key")) return 401;
    if (name.contains("permission")) return 403;
    if (name.contains("not_found")) return 404;
    if (name.contains("rate_limit") || name.contains("insufficient_quota")) return 429;
    if (name.contains("content_filter") || name.contains("content_policy")) return 400;
  }
  return 500;
}

Reading malformed_chunk(const Error& error) {
  return std::unexpected(
      malformed(fmt::format("the service's answer makes no sense: {} ({})", error.message, error.where)));
}

// What finish_reason means; nothing: no answer of ours ends so.
std::optional<Ending> ending_of(std::string_view reason) {
  if (reason == "length" || reason == "max_tokens") return Ending::length;
  // "eos" and "stop_sequence" are what some other servers say.
  if (reason == "stop" || reason == "eos" || reason == "stop_sequence" || reason == "end_turn") {
    return Ending::complete;
  }
  return std::nullopt;
}

void read_usage(const std::optional<openai::Usage>& usage, PartialAnswer& answer) {
  if (usage) answer.usage = {usage->prompt_tokens, usage->cached_tokens, usage->completion_tokens};
}

}  // namespace

Reading OpenAiReader::read_event(const StreamEvent& event, PartialAnswer& answer) {
  if (event.data == openai::kDone) {
    answer.over = true;
    return {};
  }
  const auto root = parse_answer(parser_, event.data, quote_);
  if (!root) return std::unexpected(root.error());
  const json::Value error = (*root)["error"];
  if (!error.is_nothing() || event.name == "error") {
    const auto found = openai::find_error(*root).value_or(openai::ErrorObject{});
    return std::unexpected(fault_of(openai_notice(status_of(found), *root), quote_));
  }
  const auto chunk = openai::read_chat_chunk(*root);
  if (!chunk) return malformed_chunk(chunk.error());
  if (!chunk->model.empty()) answer.model = chunk->model;
  read_usage(chunk->usage, answer);
  return read_choices(chunk->choices, answer);
}

Reading OpenAiReader::read_document(json::Value root, PartialAnswer& answer) {
  if (const auto error = openai::find_error(root)) {
    return std::unexpected(fault_of(openai_notice(status_of(*error), root), quote_));
  }
  const auto completion = openai::read_chat_completion(root);
  if (!completion) return malformed_chunk(completion.error());
  answer.model = completion->model;
  read_usage(completion->usage, answer);
  return read_choices(completion->choices, answer);
}

Reading OpenAiReader::read_choices(const std::vector<openai::ChatChoice>& choices, PartialAnswer& answer) {
  for (const openai::ChatChoice& choice : choices) {
    // One answer was asked for; what comes after its end is not a part of it.
    if (choice.index != 0 || answer.ending) continue;
    if (choice.refusal && !choice.refusal->empty()) {
      Fault fault = malformed(fmt::format("the model refused: \"{}\"", quote_(*choice.refusal)));
      fault.kind = FaultKind::blocked;
      return std::unexpected(std::move(fault));
    }
    if (choice.content) answer.text += *choice.content;
    if (!choice.tool_calls.empty()) {
      return std::unexpected(malformed("the model called a tool, although none was offered"));
    }
    if (choice.finish_reason.empty()) continue;
    if (choice.finish_reason == "content_filter") {
      Fault fault = malformed("the service's content filter stopped the answer");
      fault.kind = FaultKind::blocked;
      return std::unexpected(std::move(fault));
    }
    answer.ending = ending_of(choice.finish_reason);
    if (!answer.ending) {
      return std::unexpected(
          malformed(fmt::format("the answer ended with \"{}\"", quote_(choice.finish_reason))));
    }
  }
  return {};
}

Notice openai_notice(int status, json::Value root) {
  // Gemini's and some others' errors stand in an array of one.
  const auto error = openai::find_error(root.is_array() ? root.at(0) : root);
  if (!error) return {status, "", ""};
  return {status, error->message, fmt::format("{} {} {}", error->code, error->type, error->param)};
}

}  // namespace stint::language
