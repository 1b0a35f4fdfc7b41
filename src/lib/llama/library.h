// llama.cpp as a whole: its start, its log and its assertions. For this folder's files only.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::llama {

// Starts the library once for the process. Everything that calls it calls this before.
void start_library();

// Adds to the ErrorLog of this thread, if there is one.
void collect_error(std::string_view text);

// Collects what llama.cpp reports as errors on this thread while it lives.
class ErrorLog {
 public:
  ErrorLog();
  ~ErrorLog();
  ErrorLog(const ErrorLog&) = delete;
  ErrorLog& operator=(const ErrorLog&) = delete;
  // The first line, or `otherwise` when there was none. Valid UTF-8.
  [[nodiscard]] std::string first(std::string_view otherwise) const;

 private:
  friend void collect_error(std::string_view text);
  std::string text_;
  ErrorLog* outer_;
};

// While it lives, an assertion of llama.cpp on this thread leaves it as an exception rather than ending the
// process. For loading and setting up only, where everything is released on the way out; while it computes,
// other threads would be left waiting.
class AssertionsThrow {
 public:
  AssertionsThrow();
  ~AssertionsThrow();
  AssertionsThrow(const AssertionsThrow&) = delete;
  AssertionsThrow& operator=(const AssertionsThrow&) = delete;

 private:
  bool outer_;
};

// Calls `work`, which sets something up; what it throws is an ErrorCode::usage for `where`.
template <class Work>
[[nodiscard]] auto guarded(std::string_view where, Work work) -> Result<decltype(work())> {
  const AssertionsThrow guard;
  try {
    return work();
  } catch (const std::exception& error) {
    return fail(ErrorCode::usage, error.what(), std::string(where));
  }
}

}  // namespace stint::llama
