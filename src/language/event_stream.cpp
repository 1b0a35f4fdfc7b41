#include "language/event_stream.h"

#include <fmt/format.h>
#include <utility>

namespace stint::language {

Outcome EventStream::add(std::string_view bytes, const Take& take) {
  while (!bytes.empty() && !stopped_ && !too_long_) {
    if (std::exchange(after_return_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find_first_of("\r\n");
    const std::string_view part = bytes.substr(0, end);
    if (line_.size() + part.size() + event_.data.size() > longest_) {
      too_long_ = true;
      break;
    }
    line_ += part;
    if (end == std::string_view::npos) break;
    after_return_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    stopped_ = !end_line(take);
  }
  if (!too_long_) return {};
  return fail(ErrorCode::failure, fmt::format("an event of the stream is longer than {} bytes", longest_));
}

bool EventStream::end_line(const Take& take) {
  std::string_view line = line_;
  if (std::exchange(first_line_, false) && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (!line.empty()) {
    const std::size_t colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    read_field(line.substr(0, colon), value);
    line_.clear();
    return true;
  }
  line_.clear();
  StreamEvent event = std::exchange(event_, {});
  if (!std::exchange(has_data_, false)) return true;
  event.data.pop_back();
  if (event.name.empty()) event.name = "message";
  return take(event);
}

void EventStream::read_field(std::string_view name, std::string_view value) {
  if (name == "event") {
    event_.name = value;
  } else if (name == "data") {
    has_data_ = true;
    event_.data += value;
    event_.data += '\n';
  }
}

}  // namespace stint::language
