#include "support/trackers/handler.h"

#include <algorithm>
#include <charconv>

namespace stint::test {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text, bool form) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += form && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

// The parts between separators.
template <class Use>
void each_part(std::string_view text, char separator, const Use& use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::optional<std::string> Target::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::int64_t Target::number(std::string_view name, std::int64_t otherwise) const {
  const std::string text = parameter(name).value_or("");
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() || fault != std::errc{} || end != text.data() + text.size() ? otherwise : value;
}

Target parse_target(std::string_view text) {
  Target target;
  const std::size_t mark = text.find('?');
  const std::string_view path = text.substr(0, mark);
  target.path = decoded(path, false);
  each_part(path, '/', [&](std::string_view part) { target.segments.push_back(decoded(part, false)); });
  if (mark == std::string_view::npos) return target;
  each_part(text.substr(mark + 1), '&', [&](std::string_view part) {
    const std::size_t equals = part.find('=');
    const std::string_view value = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    target.query.emplace_back(decoded(part.substr(0, equals), true), decoded(value, true));
  });
  return target;
}

}  // namespace stint::test
