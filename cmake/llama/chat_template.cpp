#include "chat_template.h"

#include <exception>
#include <string>

#include "jinja/lexer.h"
#include "jinja/parser.h"
#include "jinja/runtime.h"
#include "jinja/value.h"

namespace {

using namespace jinja;

value text_value(const std::string& text) {
  return mk_val<value_string>(text);
}

value content_of(const stint_chat& chat, const stint_chat_message& message) {
  if (chat.text_in_parts == 0) return text_value(message.text);
  auto part = mk_val<value_object>();
  part->insert("type", text_value("text"));
  part->insert("text", text_value(message.text));
  auto parts = mk_val<value_array>();
  parts->push_back(part);
  return parts;
}

std::string written(const stint_chat& chat) {
  lexer reader;
  const auto tokens = reader.tokenize(chat.form);
  const program parsed = parse_from_tokens(tokens);
  context variables(tokens.source);
  variables.current_time = static_cast<std::time_t>(chat.now);
  auto messages = mk_val<value_array>();
  for (size_t i = 0; i < chat.count; ++i) {
    auto message = mk_val<value_object>();
    message->insert("role", text_value(chat.messages[i].role));
    message->insert("content", content_of(chat, chat.messages[i]));
    messages->push_back(message);
  }
  variables.set_val("messages", messages);
  variables.set_val("add_generation_prompt", mk_val<value_bool>(true));
  variables.set_val("bos_token", text_value(chat.begin));
  variables.set_val("eos_token", text_value(chat.end));
  // There are no tools, and their name stays unknown: some templates go through a list of none. What is asked
  // for is the answer itself.
  variables.set_val("enable_thinking", mk_val<value_bool>(false));
  runtime running(variables);
  return runtime::gather_string_parts(running.execute(parsed))->as_string().str();
}

}  // namespace

int stint_chat_write(const stint_chat* chat, stint_chat_writer writer, void* context) {
  std::string said;
  int done = 0;
  try {
    said = written(*chat);
    done = 1;
  } catch (const std::exception& error) {
    said = error.what();
  } catch (...) {
    said = "failed";
  }
  writer(context, said.data(), said.size());
  return done;
}
