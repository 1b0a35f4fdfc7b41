// What stands around the body of an answer on the wire.
#pragma once

#include <cstddef>
#include <ctime>
#include <string>

#include "lib/beast/message.h"

namespace stint::http {

// How an answer is put on the wire.
struct Manner {
  bool keep = false;     // the connection goes on
  bool head = false;     // without the body
  bool chunked = false;  // the length is not known yet
};

// Everything before a body of `size` bytes. `response`: sealed(). `date`: of HttpDate.
[[nodiscard]] std::string head_of(const Response& response, std::size_t size, Manner manner,
                                  const std::string& date);

// The line before a chunk.
[[nodiscard]] std::string chunk_size(std::size_t size);

// An answer that the server gives by itself: the status, in words.
[[nodiscard]] ResponsePtr plain_answer(unsigned status);

// The time as the header Date has it (RFC 9110, section 5.6.7), written anew once a second.
class HttpDate {
 public:
  [[nodiscard]] const std::string& now();

 private:
  std::time_t written_at_ = 0;
  std::string text_;
};

}  // namespace stint::http
