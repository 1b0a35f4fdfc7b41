#include "lib/llama/template_engine.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/confined.h"
#include "lib/simdjson/utf8.h"

#ifdef STINT_LLAMA_CHAT_TEMPLATE
#include <llama_chat_template.h>
#endif

namespace stint::llama {
namespace {

#ifdef STINT_LLAMA_CHAT_TEMPLATE

// How templates are offered the conversation, one after another.
struct Offer {
  bool system_apart = true;
  bool in_parts = false;
};
constexpr std::array kOffers{Offer{}, Offer{.system_apart = false}, Offer{.in_parts = true},
                             Offer{.system_apart = false, .in_parts = true}};

// The system's text begins the first message that follows.
std::vector<ChatMessage> merged(std::span<const ChatMessage> messages) {
  std::vector<ChatMessage> result(messages.begin(), messages.end());
  if (result.size() < 2 || result[0].role != "system") return result;
  result[1].text = result[0].text + "\n\n" + result[1].text;
  result.erase(result.begin());
  return result;
}

Result<std::string> apply(const TemplateInput& input, std::span<const ChatMessage> messages, bool in_parts) {
  std::vector<stint_chat_message> list;
  list.reserve(messages.size());
  for (const ChatMessage& message : messages) list.push_back({message.role.c_str(), message.text.c_str()});
  const stint_chat chat{.form = input.form.c_str(),
                        .messages = list.data(),
                        .count = list.size(),
                        .text_in_parts = in_parts ? 1 : 0,
                        .begin = input.begin.c_str(),
                        .end = input.end.c_str(),
                        .now = to_epoch_ms(input.now) / 1000};
  std::string text;
  const auto writer = [](void* to, const char* bytes, std::size_t size) {
    static_cast<std::string*>(to)->assign(bytes, size);
  };
  if (stint_chat_write(&chat, writer, &text) != 0) return text;
  return fail(ErrorCode::usage, std::move(text));
}

// The last line of what the engine reports is what went wrong; those before say where.
std::string reason(const std::string& report) {
  constexpr std::size_t kMost = 200;
  const std::size_t line = report.find_last_of('\n');
  const std::string last = line == std::string::npos ? report : report.substr(line + 1);
  return is_valid_utf8(last) ? last.substr(0, kMost) : "it fails";
}

// In the copy of this process.
Result<std::string> try_offers(const TemplateInput& input, std::span<const ChatMessage> messages) {
  std::string why = "it leaves out a message";
  for (const Offer& offer : kOffers) {
    const auto offered =
        offer.system_apart ? std::vector<ChatMessage>(messages.begin(), messages.end()) : merged(messages);
    const auto text = apply(input, offered, offer.in_parts);
    if (!text) {
      why = reason(text.error().message);
      continue;
    }
    const auto in_it = [&](const ChatMessage& message) {
      return text->find(message.text) != std::string::npos;
    };
    if (std::ranges::all_of(messages, in_it)) return *text;
  }
  return fail(ErrorCode::usage, std::move(why));
}

#endif

}  // namespace

bool runs_chat_templates() {
#ifdef STINT_LLAMA_CHAT_TEMPLATE
  return true;
#else
  return false;
#endif
}

Result<std::string> run_template([[maybe_unused]] const TemplateInput& input,
                                 [[maybe_unused]] std::span<const ChatMessage> messages) {
#ifdef STINT_LLAMA_CHAT_TEMPLATE
  return confined([&] { return try_offers(input, messages); });
#else
  return fail(ErrorCode::usage, "it is of a kind that is not known");
#endif
}

}  // namespace stint::llama
