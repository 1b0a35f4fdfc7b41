#include "lib/beast/response_head.h"

#include <array>
#include <charconv>

namespace stint::http {
std::string head_of(const Response& response, std::size_t size, Manner manner, const std::string& date) {
  std::string top;
  constexpr std::size_t kOwnHeaders = 160;
  top.reserve(response.written_headers.size() + kOwnHeaders);
  (top += "HTTP/1.1 ") += std::to_string(response.status);
  (top += ' ') += reason_phrase(response.status);
  (top += "\r\nDate: ") += date;
  top += response.written_headers;
  const bool bodiless = response.status == 204 || response.status == 304;
  if (manner.chunked) {
    top += "\r\nTransfer-Encoding: chunked";
  } else if (!response.subscription && !response.pieces && !bodiless) {
    (top += "\r\nContent-Length: ") += std::to_string(size);
  }
  top += manner.keep ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  return top;
}

std::string chunk_size(std::size_t size) {
  constexpr int kHexadecimal = 16;
  std::array<char, 2 * sizeof size> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), size, kHexadecimal);
  return std::string(digits.data(), written.ptr) + "\r\n";
}

ResponsePtr plain_answer(unsigned status) {
  Response response;
  response.status = status;
  response.set("Content-Type", "text/plain; charset=utf-8");
  response.body = std::make_shared<const std::string>(std::string{reason_phrase(status)} + "\n");
  return sealed(std::move(response));
}

const std::string& HttpDate::now() {
  const std::time_t now = std::time(nullptr);
  if (now != written_at_) {
    written_at_ = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    text_.assign(text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
  }
  return text_;
}

}  // namespace stint::http
