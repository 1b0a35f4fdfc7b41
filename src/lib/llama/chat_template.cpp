#include "lib/llama/chat_template.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <functional>
#include <llama.h>
#include <utility>

#include "base/text.h"
#include "lib/llama/library.h"
#include "lib/llama/native.h"
#include "lib/llama/template_engine.h"

namespace stint::llama {
namespace {

// Stands for the text of a message while the template is applied. No template looks for it, none trims it,
// and no message can hold it: it is not in any of them, or another number is taken.
std::string mark_begin(std::size_t salt) {
  return fmt::format("\x1f[{}:", salt);
}
std::string mark(std::size_t message, std::size_t salt) {
  return fmt::format("{}{}]\x1f", mark_begin(salt), message);
}

std::size_t unused_salt(const std::vector<ChatMessage>& messages) {
  std::size_t salt = 0;
  const auto held = [&] {
    const std::string begin = mark_begin(salt);
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

// As llama.cpp recognises it, where there is no engine or it cannot run the template.
Result<std::string> recognised(const std::string& form, const std::vector<ChatMessage>& messages) {
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
  if (size < 0) return fail(ErrorCode::usage, "it is of a kind that is not known");
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string name_of(const llama_vocab* vocabulary, llama_token token) {
  const char* const name = token == LLAMA_TOKEN_NULL ? nullptr : llama_vocab_get_text(vocabulary, token);
  return name == nullptr ? std::string() : std::string(name);
}

Result<std::string> form_of(const Model& model, const std::vector<ChatMessage>& messages, Instant now) {
  const std::string& form = model.description().chat_template;
  if (form.empty()) return knows_chatml(model) ? recognised("chatml", messages) : plain(messages);
  const llama_vocab* const vocabulary = llama_model_get_vocab(model.native().model.get());
  auto text = run_template({.form = form,
                            .begin = name_of(vocabulary, llama_vocab_bos(vocabulary)),
                            .end = name_of(vocabulary, llama_vocab_eos(vocabulary)),
                            .now = now},
                           messages);
  if (text) return text;
  if (auto known = recognised(form, messages)) return known;
  return fail(ErrorCode::usage, "the model's chat template cannot be used: " + text.error().message, {},
              "use another file of this model, or another model");
}

std::string key_of(const std::vector<ChatMessage>& messages, std::size_t salt, Instant now) {
  std::string key =
      fmt::format("{} {}", std::chrono::floor<std::chrono::days>(now).time_since_epoch().count(), salt);
  for (const ChatMessage& message : messages) key += ' ' + message.role;
  return key;
}

}  // namespace

Result<std::string> ChatForm::written(const std::vector<ChatMessage>& marked, std::size_t salt, Instant now) {
  constexpr std::size_t kKept = 64;
  const std::string key = key_of(marked, salt, now);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  STINT_ASSIGN(text, form_of(*model_, marked, now));
  if (known_.size() >= kKept) known_.clear();
  known_.emplace(key, text);
  return text;
}

Result<std::vector<Token>> ChatForm::tokens(const std::vector<ChatMessage>& messages, Instant now) {
  const Tokenizer& tokenizer = model_->tokenizer();
  if (model_->description().family == Family::encoder_decoder) {
    std::string text;
    for (const ChatMessage& message : messages)
      text += (text.empty() ? "" : "\n\n") + std::string(trimmed(message.text));
    return tokenizer.tokens(text, {.add_begin = true});
  }
  const std::size_t salt = unused_salt(messages);
  std::vector<ChatMessage> marked;
  for (const ChatMessage& message : messages) marked.push_back({message.role, mark(marked.size(), salt)});
  STINT_ASSIGN(text, written(marked, salt, now));

  std::vector<Token> tokens;
  bool first = true;
  const auto add = [&](std::string_view part, bool own_marks) -> Outcome {
    if (part.empty()) return {};
    // A template that writes the beginning itself must not get a second one.
    STINT_ASSIGN(read, tokenizer.tokens(part, {.add_begin = first, .read_special = own_marks}));
    if (first && read.size() > 1 && read[0] == read[1]) read.erase(read.begin());
    tokens.insert(tokens.end(), read.begin(), read.end());
    first = false;
    return {};
  };
  std::vector<bool> said(messages.size(), false);
  std::string_view rest = text;
  // A template may put a message anywhere, and say it twice.
  for (std::size_t at = rest.find(mark_begin(salt)); at != std::string_view::npos;
       at = rest.find(mark_begin(salt))) {
    const auto here = std::ranges::find_if(
        marked, [&](const ChatMessage& message) { return rest.substr(at).starts_with(message.text); });
    if (here == marked.end()) return fail(ErrorCode::usage, "the model's chat template takes messages apart");
    const auto which = static_cast<std::size_t>(here - marked.begin());
    STINT_TRY(add(rest.substr(0, at), true));
    STINT_TRY(add(trimmed(messages[which].text), false));
    said[which] = true;
    rest.remove_prefix(at + here->text.size());
  }
  STINT_TRY(add(rest, true));
  if (!std::ranges::all_of(said, std::identity{})) {
    return fail(ErrorCode::usage, "the model's chat template leaves out a message");
  }
  return tokens;
}

}  // namespace stint::llama
