#include "lib/llama/library.h"

#include <cstdio>
#include <ggml.h>
#include <llama.h>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include "lib/llama/log.h"
#include "lib/llama/printable.h"

namespace stint::llama {
namespace {

struct Log {
  std::mutex lock;
  LogSink sink;
};

Log& log() {
  static Log the_log;
  return the_log;
}

thread_local ErrorLog* collecting = nullptr;
thread_local bool assertions_throw = false;

LogLevel level_of(ggml_log_level level) {
  switch (level) {
    case GGML_LOG_LEVEL_ERROR:
      return LogLevel::error;
    case GGML_LOG_LEVEL_WARN:
      return LogLevel::warning;
    case GGML_LOG_LEVEL_DEBUG:
      return LogLevel::debug;
    default:
      return LogLevel::info;
  }
}

void tell(LogLevel level, std::string_view text) {
  Log& to = log();
  const std::scoped_lock hold(to.lock);
  if (to.sink) to.sink(level, text);
}

void on_log(ggml_log_level level, const char* text, void*) {
  if (level == GGML_LOG_LEVEL_ERROR) collect_error(text);
  tell(level_of(level), text);
}

void on_assertion(const char* message) {
  if (assertions_throw) throw std::runtime_error(message);
  // The process ends with this: whoever looks for the reason finds it, with or without a sink.
  std::fprintf(stderr, "llama.cpp: %s\n", message);
}

}  // namespace

void set_log_sink(LogSink sink) {
  start_library();
  Log& to = log();
  const std::scoped_lock hold(to.lock);
  to.sink = std::move(sink);
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    llama_log_set(on_log, nullptr);
    ggml_set_abort_callback(on_assertion);
    llama_backend_init();
  });
}

ErrorLog::ErrorLog() : outer_(collecting) {
  collecting = this;
}

ErrorLog::~ErrorLog() {
  collecting = outer_;
}

std::string ErrorLog::first(std::string_view otherwise) const {
  std::string_view text = text_;
  // "llama_model_load: error loading model: ..." is told as "error loading model: ...", and of several lines
  // the first says why.
  if (const auto end = text.find('\n'); end != std::string_view::npos) text = text.substr(0, end);
  if (const auto colon = text.find(": "); colon != std::string_view::npos) text.remove_prefix(colon + 2);
  if (text.empty()) return std::string(otherwise);
  return shown(text);
}

void collect_error(std::string_view text) {
  if (collecting != nullptr) collecting->text_ += text;
}

AssertionsThrow::AssertionsThrow() : outer_(assertions_throw) {
  assertions_throw = true;
}

AssertionsThrow::~AssertionsThrow() {
  assertions_throw = outer_;
}

}  // namespace stint::llama
