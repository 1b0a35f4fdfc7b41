#include "lib/llama/chat_template.h"

#include <fmt/format.h>
#include <limits>
#include <llama.h>
#include <utility>

#include "base/text.h"
#include "lib/llama/library.h"
#include "lib/llama/native.h"

namespace stint::llama {
namespace {

// Stands for the text of a message while the template is applied. No template looks for it, none trims it,
// and no message can hold it: it is not in any of them, or another number is taken.
std::string mark(std::size_t message, std::size_t salt) {
  return fmt::format("\x1f[{}:{}]\x1f", salt, message);
}

std::size_t unused_salt(const std::vector<ChatMessage>& messages) {
  std::size_t salt = 0;
  const auto held = [&] {
    const std::string begin = fmt::format("\x1f[{}:", salt);
    for (const ChatMessage& message : messages) {
      if (message.text.find(begin) != std::string::npos) return true;
    }
    return false;
  };
  while (held()) ++salt;
  return salt;
}

// Whether "<|im_start|>" is one token of the vocabulary.
bool knows_chatml(const Model& model) {
  const auto tokens = model.tokenizer().tokens("<|im_start|>", {.read_special = true});
  return tokens && tokens->size() == 1;
}

std::string plain(const std::vector<ChatMessage>& messages) {
  std::string text;
  for (const ChatMessage& message : messages) {
    if (message.role == "user") text += "User: ";
    if (message.role == "assistant") text += "Assistant: ";
    text += message.text + "\n\n";
  }
  return text + "Assistant:";
}

Result<std::string> written(const Model& model, const std::vector<ChatMessage>& messages) {
  std::string form = model.description().chat_template;
  if (form.empty()) {
    if (!knows_chatml(model)) return plain(messages);
    form = "chatml";
  }
  std::vector<llama_chat_message> list;
  list.reserve(messages.size());
  for (const ChatMessage& message : messages) list.push_back({message.role.c_str(), message.text.c_str()});
  std::string text(1024, '\0');
  const auto apply = [&] {
    return llama_chat_apply_template(form.c_str(), list.data(), list.size(), true, text.data(),
                                     static_cast<std::int32_t>(text.size()));
  };
  STINT_ASSIGN(size, guarded("chat template", apply));
  if (size > 0 && static_cast<std::size_t>(size) > text.size()) {
    text.resize(static_cast<std::size_t>(size));
    STINT_ASSIGN(again, guarded("chat template", apply));
    size = again;
  }
  if (size < 0) {
    return fail(ErrorCode::usage, "the model's chat template is of a kind that is not known", {},
                "use another file of this model, or another model");
  }
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace

Result<std::vector<Token>> chat_tokens(const Model& model, const std::vector<ChatMessage>& messages) {
  const std::size_t salt = unused_salt(messages);
  std::vector<ChatMessage> marked;
  for (const ChatMessage& message : messages) marked.push_back({message.role, mark(marked.size(), salt)});
  STINT_ASSIGN(text, written(model, marked));

  std::vector<Token> tokens;
  bool first = true;
  const auto add = [&](std::string_view part, bool own_marks) -> Outcome {
    if (part.empty()) return {};
    // A template that writes the beginning itself must not get a second one.
    STINT_ASSIGN(read, model.tokenizer().tokens(part, {.add_begin = first, .read_special = own_marks}));
    if (first && read.size() > 1 && read[0] == read[1]) read.erase(read.begin());
    tokens.insert(tokens.end(), read.begin(), read.end());
    first = false;
    return {};
  };
  std::string_view rest = text;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const std::string sought = mark(i, salt);
    const std::size_t at = rest.find(sought);
    // Some templates put the system's text into the user's message, none leaves one out.
    if (at == std::string_view::npos) {
      return fail(ErrorCode::usage, "the model's chat template leaves out a message");
    }
    STINT_TRY(add(rest.substr(0, at), true));
    STINT_TRY(add(trimmed(messages[i].text), false));
    rest.remove_prefix(at + sought.size());
  }
  STINT_TRY(add(rest, true));
  return tokens;
}

}  // namespace stint::llama
