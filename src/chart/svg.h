// Builds one drawing. Every text goes through escaping; every number is written with one decimal at most, the
// same on every machine. How things look is said by classes, see stylesheet.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stint::chart {

enum class Anchor : std::uint8_t { start, middle, end };

struct Point {
  double x = 0;
  double y = 0;
};

// The d of a <path>.
class Path {
 public:
  Path& move(Point to);
  Path& line(Point to);
  // First along, then up or down: values that hold until they change.
  Path& step(Point to);
  // A dot, when stroked with round ends.
  Path& dot(Point at);
  Path& close();
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
  double y_ = 0;
};

class Svg {
 public:
  // `id` must be unique on the page; `title` and `description` are what a screen reader says.
  Svg(double width, double height, std::string_view id, std::string_view title, std::string_view description);

  void line(Point from, Point to, std::string_view style);
  void rect(double x, double y, double width, double height, std::string_view style);
  void circle(Point at, double radius, std::string_view style, std::string_view tip = {});
  void path(const Path& path, std::string_view style);
  void text(Point at, std::string_view text, std::string_view style, Anchor anchor = Anchor::start);

  [[nodiscard]] std::string finish() &&;

 private:
  void shape(std::string_view name, std::string_view style);
  void attribute(std::string_view name, double value);
  std::string out_;
};

// "12.5", "12", "-3": at most one decimal. What is not finite, or beyond a million, is held at that.
[[nodiscard]] std::string coordinate(double value);

}  // namespace stint::chart
