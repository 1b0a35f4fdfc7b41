#include "chart/svg.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr double kFurthest = 1e6;

void append_coordinate(std::string& out, double value) {
  if (std::isnan(value)) value = 0;
  const long tenths = std::lround(std::clamp(value, -kFurthest, kFurthest) * 10);
  if (tenths < 0) out += '-';
  const long size = std::abs(tenths);
  fmt::format_to(std::back_inserter(out), "{}", size / 10);
  if (size % 10 != 0) fmt::format_to(std::back_inserter(out), ".{}", size % 10);
}

void append_point(std::string& out, char command, Point to) {
  out += command;
  append_coordinate(out, to.x);
  out += ' ';
  append_coordinate(out, to.y);
}

}  // namespace

std::string coordinate(double value) {
  std::string text;
  append_coordinate(text, value);
  return text;
}

Path& Path::move(Point to) {
  append_point(text_, 'M', to);
  y_ = to.y;
  return *this;
}

Path& Path::line(Point to) {
  append_point(text_, 'L', to);
  y_ = to.y;
  return *this;
}

Path& Path::step(Point to) {
  text_ += 'H';
  append_coordinate(text_, to.x);
  if (to.y != y_) {
    text_ += 'V';
    append_coordinate(text_, to.y);
    y_ = to.y;
  }
  return *this;
}

Path& Path::dot(Point at) {
  append_point(text_, 'M', at);
  text_ += "h0";
  return *this;
}

Path& Path::close() {
  text_ += 'Z';
  return *this;
}

Svg::Svg(double width, double height, std::string_view id, std::string_view title,
         std::string_view description) {
  const std::string name = escaped(id);
  out_ = fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {} {}" role="img" )"
                     R"(aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>)",
                     coordinate(width), coordinate(height), name, name, name, escaped(title), name,
                     escaped(description));
  out_ += '\n';
}

void Svg::shape(std::string_view name, std::string_view style) {
  out_ += '<';
  out_ += name;
  out_ += R"( class=")";
  out_ += style;
  out_ += '"';
}

void Svg::attribute(std::string_view name, double value) {
  out_ += ' ';
  out_ += name;
  out_ += R"(=")";
  append_coordinate(out_, value);
  out_ += '"';
}

void Svg::line(Point from, Point to, std::string_view style) {
  shape("line", style);
  attribute("x1", from.x);
  attribute("y1", from.y);
  attribute("x2", to.x);
  attribute("y2", to.y);
  out_ += "/>\n";
}

void Svg::rect(double x, double y, double width, double height, std::string_view style) {
  shape("rect", style);
  attribute("x", x);
  attribute("y", y);
  attribute("width", std::max(width, 0.0));
  attribute("height", std::max(height, 0.0));
  out_ += "/>\n";
}

void Svg::circle(Point at, double radius, std::string_view style, std::string_view tip) {
  shape("circle", style);
  attribute("cx", at.x);
  attribute("cy", at.y);
  attribute("r", radius);
  if (tip.empty()) {
    out_ += "/>\n";
    return;
  }
  out_ += "><title>";
  out_ += escaped(tip);
  out_ += "</title></circle>\n";
}

void Svg::path(const Path& path, std::string_view style) {
  if (path.empty()) return;
  shape("path", style);
  out_ += R"( d=")";
  out_ += path.text();
  out_ += "\"/>\n";
}

void Svg::text(Point at, std::string_view text, std::string_view style, Anchor anchor) {
  shape("text", style);
  attribute("x", at.x);
  attribute("y", at.y);
  if (anchor == Anchor::middle) out_ += R"( text-anchor="middle")";
  if (anchor == Anchor::end) out_ += R"( text-anchor="end")";
  out_ += '>';
  out_ += escaped(text);
  out_ += "</text>\n";
}

std::string Svg::finish() && {
  out_ += "</svg>";
  return std::move(out_);
}

}  // namespace stint::chart
