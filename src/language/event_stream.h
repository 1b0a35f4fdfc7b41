// Server-sent events, read as they come. The format: WHATWG HTML, section 9.2.6, "Interpreting an event
// stream".
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::language {

struct StreamEvent {
  std::string name;  // "message" where the server gives none
  std::string data;  // its lines, joined by line feeds; bytes as they came
};

// Takes bytes cut anywhere, within a line end or a character too. Ids and retry times are overlooked, because
// an answer is not asked for again from its midst. An event that no empty line ends is none, as the format
// says. A value; one thread at a time.
class EventStream {
 public:
  // No line and no event may be longer, in bytes.
  explicit EventStream(std::size_t longest = std::size_t{1} << 20U) : longest_(longest) {}

  // False: the rest is not wanted, and nothing more is taken, now or later.
  using Take = std::function<bool(const StreamEvent&)>;

  // Calls `take` for each event that `bytes` complete. Fails when something is too long, from then on always.
  [[nodiscard]] Outcome add(std::string_view bytes, const Take& take);

 private:
  [[nodiscard]] bool end_line(const Take& take);
  void read_field(std::string_view name, std::string_view value);

  std::size_t longest_;
  std::string line_;
  StreamEvent event_;
  bool has_data_ = false;
  bool first_line_ = true;
  bool after_return_ = false;  // a line feed now belongs to the line end before
  bool stopped_ = false;
  bool too_long_ = false;
};

}  // namespace stint::language
