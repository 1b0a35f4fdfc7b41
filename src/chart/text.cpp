#include "chart/text.h"

#include <array>

namespace stint::chart {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "…";

// Widths of ' ' to '~' in thousandths of the size.
constexpr std::array<int, 95> kWidths{
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}
bool is_line_end(char32_t point) {
  return point == 0x2028 || point == 0x2029;
}

// Embeddings, overrides, isolates and marks: they would reorder what stands behind them.
bool turns_direction(char32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F || point == 0x061C;
}

bool is_no_character(char32_t point) {
  return (point & 0xFFFEU) == 0xFFFEU || (point >= 0xFDD0 && point <= 0xFDEF);
}

bool is_wide(char32_t point) {
  return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) || point >= 0x1F000;
}

int width_of(char32_t point) {
  if (point >= ' ' && point <= '~') return kWidths[static_cast<std::size_t>(point - U' ')];
  if (point == 0x2009 || point == 0x202F) return 200;                      // thin spaces
  if (point == 0x2013 || point == 0xB7) return point == 0xB7 ? 333 : 556;  // middle dot, en dash
  if (is_wide(point)) return 1020;
  return 620;
}

template <class Append>
void each_clean(std::string_view text, Append append) {
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    const std::string_view bytes = text.substr(i, c.length);
    i += c.length;
    if (turns_direction(c.point)) continue;
    if (is_control(c.point) || is_line_end(c.point)) {
      append(std::string_view{" "});
    } else if (c.point == kReplacement || is_no_character(c.point)) {
      append(kReplacementBytes);
    } else {
      append(bytes);
    }
  }
}

}  // namespace

Character character_at(std::string_view text, std::size_t position) {
  if (position >= text.size()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(position);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  char32_t point = 0;
  char32_t least = 0;  // a smaller one has a shorter form
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2, point = first & 0x1FU, least = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3, point = first & 0x0FU, least = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4, point = first & 0x07U, least = 0x10000;
  } else {
    return {kReplacement, 1};
  }
  if (text.size() - position < length) return {kReplacement, 1};
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = byte(position + i);
    if ((next & 0xC0U) != 0x80U) return {kReplacement, 1};
    point = (point << 6U) | (next & 0x3FU);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least || point > 0x10FFFF || surrogate) return {kReplacement, 1};
  return {point, length};
}

std::string cleaned(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_clean(text, [&](std::string_view bytes) { out += bytes; });
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_clean(text, [&](std::string_view bytes) {
    switch (bytes.front()) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += bytes;
    }
  });
  return out;
}

double text_width(std::string_view text, double size) {
  int thousandths = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    thousandths += width_of(c.point);
    i += c.length;
  }
  return thousandths * size / 1000 * 1.03;
}

std::string fitted(std::string_view text, double width, double size) {
  if (text_width(text, size) <= width) return std::string{text};
  const double room = width - text_width(kEllipsis, size);
  std::size_t end = 0;
  double used = 0;
  while (end < text.size()) {
    const Character c = character_at(text, end);
    used += text_width(text.substr(end, c.length), size);
    if (used > room) break;
    end += c.length;
  }
  while (end > 0 && text[end - 1] == ' ') --end;
  return std::string{text.substr(0, end)} + std::string{kEllipsis};
}

}  // namespace stint::chart
