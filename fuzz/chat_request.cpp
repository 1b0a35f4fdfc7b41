// What programs send to /v1: whatever is taken is a question that can be asked, and says the same when it is
// written down and read again; refusals are the sender's and say why.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "check.h"
#include "language/openai/embeddings.h"
#include "language/openai/fields.h"
#include "server/chat/chat_question.h"

namespace {

using stint::fuzz::check;
namespace openai = stint::language::openai;

template <class Result>
void check_refusal(const Result& result) {
  check(!result.error().message.empty(), "a refusal says why");
  check(result.error().code == stint::ErrorCode::usage, "and is the sender's");
}

void chat(std::string_view body) {
  const auto asked = openai::read_chat_request(body);
  if (!asked) return check_refusal(asked);
  const auto question = stint::server::chat_question(*asked);
  if (question) {
    check(!question->request.messages.empty(), "something is asked");
    check(question->request.messages.back().role == stint::language::Role::user, "by the user");
    check(question->request.max_tokens > 0, "and may be answered");
    for (const auto& stop : question->stop) check(!stop.empty(), "no stop text is empty");
  } else {
    check_refusal(question);
  }
  const std::string written = openai::to_line(to_json(*asked));
  const auto again = openai::read_chat_request(written);
  check(again.has_value(), "what is written can be read");
  check(openai::to_line(to_json(*again)) == written, "and says the same");
}

void embedding(std::string_view body) {
  const auto asked = openai::read_embedding_request(body);
  if (!asked) return check_refusal(asked);
  check(!asked->input.empty() && !asked->model.empty(), "something is asked of somebody");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  chat(body);
  embedding(body);
  return 0;
}
