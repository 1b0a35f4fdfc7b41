#include "server/chat/chat_writing.h"

#include <utility>

#include "language/engine/structured.h"
#include "server/chat/stop_texts.h"

namespace stint::server {
namespace {

using language::Fault;
using Written = std::expected<ChatText, Fault>;

std::unexpected<Fault> cancelled(bool shown) {
  return std::unexpected(
      Fault{language::FaultKind::cancelled, {ErrorCode::failure, "cancelled", {}, {}}, shown});
}

Written write_json(language::Engine& engine, const language::Caller& caller, const ChatQuestion& question,
                   const ShowText& show, const std::stop_token& stop) {
  language::Structured answer =
      question.json_object
          ? language::generate_object(engine, caller, question.request, stop)
          : std::move(language::generate_json(engine, caller, {&question.request, 1}, stop).front());
  if (!answer) return std::unexpected(std::move(answer).error());
  ChatText written{to_line(answer->value), false, answer->generation.usage};
  if (show && !show(written.text)) return cancelled(true);
  return written;
}

Written write_text(language::Engine& engine, const language::Caller& caller, const ChatQuestion& question,
                   const ShowText& show, const std::stop_token& stop) {
  StopTexts stops{question.stop};
  std::string text;
  bool wanted = true;
  const auto take = [&](const std::string& sure) {
    text += sure;
    if (show && !sure.empty()) wanted = show(sure);
  };
  const auto listen = [&](std::size_t, std::string_view piece) {
    take(stops.add(piece));
    if (!wanted) return language::Flow::stop_all;
    return stops.stopped() ? language::Flow::stop_this : language::Flow::go_on;
  };
  std::vector<language::Answer> answers = engine.generate(caller, {&question.request, 1}, listen, stop);
  language::Answer& answer = answers.front();
  if (!answer) return std::unexpected(std::move(answer).error());
  if (!stops.stopped()) {
    if (!wanted || answer->ending == language::Ending::cancelled) return cancelled(!text.empty());
    take(stops.rest());
    if (!wanted) return cancelled(true);
  }
  return ChatText{std::move(text), !stops.stopped() && answer->ending == language::Ending::length,
                  answer->usage};
}

}  // namespace

Written write_chat(language::Engine& engine, const language::Caller& caller, const ChatQuestion& question,
                   const ShowText& show, const std::stop_token& stop) {
  const bool structured = question.json_object || question.request.schema != nullptr;
  return structured ? write_json(engine, caller, question, show, stop)
                    : write_text(engine, caller, question, show, stop);
}

}  // namespace stint::server
