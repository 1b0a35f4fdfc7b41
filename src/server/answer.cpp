#include "server/answer.h"

namespace stint::server {
namespace {

Answer error_of(unsigned status, std::string_view code, std::string_view message, std::string_view where,
                std::string_view hint) {
  return json_answer({{"error", {{"code", code}, {"message", message}, {"where", where}, {"hint", hint}}}},
                     status);
}

}  // namespace

Answer json_answer(const JsonDocument& document, unsigned status) {
  Answer answer;
  answer.status = status;
  answer.body = std::make_shared<const std::string>(to_line(document) + "\n");
  return answer;
}

Answer text_answer(std::string text, std::string media_type) {
  Answer answer;
  answer.media_type = std::move(media_type);
  answer.body = std::make_shared<const std::string>(std::move(text));
  return answer;
}

Answer no_content() {
  Answer answer;
  answer.status = 204;
  return answer;
}

Answer error_answer(unsigned status, const Error& error) {
  return error_of(status, error_kind(error.code).name, error.message, error.where, error.hint);
}

Answer error_answer(const Error& error) {
  return error_answer(static_cast<unsigned>(error_kind(error.code).http_status), error);
}

Answer refusal(unsigned status, std::string_view code, std::string_view message, std::string_view hint) {
  return error_of(status, code, message, {}, hint);
}

}  // namespace stint::server
