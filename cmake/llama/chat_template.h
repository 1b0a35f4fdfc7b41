// Chat templates in Jinja, by the engine that comes with llama.cpp. Built with llama.cpp by build.sh, behind
// a C interface as the rest of it is. src/lib/llama/chat_template.h is what the program uses.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct stint_chat_message {
  const char* role;
  const char* text;
};

struct stint_chat {
  const char* form;  // the template
  const struct stint_chat_message* messages;
  size_t count;
  int text_in_parts;  // each text as a list of one part, {"type": "text", "text": …}
  const char* begin;  // what the template may write as bos_token and eos_token
  const char* end;
  int64_t now;  // seconds since 1970, for strftime_now
};

// Takes what is written: the conversation, up to where the assistant begins to speak; or what is wrong.
typedef void (*stint_chat_writer)(void* context, const char* bytes, size_t size);

// 1 when it was written, 0 when an error was. Nothing holds the template back: it can loop for ever, take any
// memory and recurse until the stack is gone.
int stint_chat_write(const struct stint_chat* chat, stint_chat_writer writer, void* context);

#ifdef __cplusplus
}
#endif
