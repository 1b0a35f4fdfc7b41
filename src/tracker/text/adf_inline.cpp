#include "tracker/text/adf_inline.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/instant.h"
#include "tracker/text/markdown.h"

namespace stint::tracker::text {

namespace {

constexpr std::array<std::string_view, 10> kInlineTypes{
    "text",   "hardBreak",  "mention",     "emoji",           "date",
    "status", "inlineCard", "mediaInline", "inlineExtension", "placeholder"};

struct MarkRow {
  std::string_view name;
  std::string_view open;
  std::string_view close;
};

// From the outside in, which is how they are nested whatever their order in the document. The link is written
// when it closes; marks not listed (colours, alignment, …) have no Markdown.
constexpr std::array kMarks{
    MarkRow{"link", "", ""},           MarkRow{"strong", "**", "**"},       MarkRow{"em", "*", "*"},
    MarkRow{"strike", "~~", "~~"},     MarkRow{"underline", "<u>", "</u>"}, MarkRow{"sub", "<sub>", "</sub>"},
    MarkRow{"sup", "<sup>", "</sup>"},
};

constexpr std::string_view kSpaces = " \t\n\r";

// "1700000000000" as "2023-11-14".
std::string day_of(std::string_view epoch_ms) {
  std::int64_t ms = 0;
  const auto [end, error] = std::from_chars(epoch_ms.data(), epoch_ms.data() + epoch_ms.size(), ms);
  constexpr std::int64_t kYear9999 = 253402300799999;
  if (error != std::errc() || end != epoch_ms.data() + epoch_ms.size() || ms < 0 || ms > kYear9999) {
    return std::string(epoch_ms);
  }
  const auto day = std::chrono::floor<std::chrono::days>(from_epoch_ms(ms));
  return format_day(Day{day.time_since_epoch()});
}

}  // namespace

bool is_adf_inline(std::string_view type) {
  return std::ranges::find(kInlineTypes, type) != kInlineTypes.end();
}

std::vector<AdfInline::Mark> AdfInline::marks_of(json::Value node) {
  std::vector<Mark> marks;
  for (const MarkRow& row : kMarks) {
    for (const json::Value mark : node["marks"].items()) {
      const json::Value type = mark["type"];
      std::string_view name = type.text();
      std::string_view address;
      if (name == "link") address = mark["attrs"]["href"].text();
      if (name == "subsup") name = mark["attrs"]["type"].text();
      if (name != row.name || (name == "link" && address.empty())) continue;
      marks.push_back({row.name, address, row.open, row.close});
      break;
    }
  }
  return marks;
}

void AdfInline::add(json::Value node) {
  const std::string_view type = node["type"].text();
  const json::Value attrs = node["attrs"];
  if (type == "text") {
    bool code = false;
    for (const json::Value mark : node["marks"].items()) code |= mark["type"].text() == "code";
    add_marked(node["text"].text(), marks_of(node), code);
  } else if (type == "hardBreak") {
    close_down_to(0);
    if (out_.empty()) return;
    if (line_ends_ == LineEnds::keep) {
      while (out_.ends_with(' ')) out_.pop_back();
      out_ += "  \n";
    } else if (!out_.ends_with(' ')) {
      out_ += ' ';
    }
  } else if (type == "mention") {
    const std::string_view name = attrs["text"].text();
    add_marked(name.empty() ? '@' + std::string(attrs["id"].text()) : std::string(name), marks_of(node),
               false);
  } else if (type == "emoji") {
    add_marked(attrs["text"].text(attrs["shortName"].text()), marks_of(node), false);
  } else if (type == "date") {
    const std::string_view stamp = attrs["timestamp"].text();
    add_marked(stamp.empty() && attrs["timestamp"].as_int()
                   ? day_of(std::to_string(attrs["timestamp"].as_int().value_or(0)))
                   : day_of(stamp),
               marks_of(node), false);
  } else if (type == "inlineCard") {
    close_down_to(0);
    const std::string_view url = attrs["url"].text();
    append_link(out_, {}, url.empty() ? attrs["data"]["url"].text() : url);
  } else if (type == "mediaInline") {
    const std::string_view alt = attrs["alt"].text();
    add_plain(alt.empty() ? "(attachment)" : "(attachment: " + std::string(alt) + ")");
  } else {
    const std::string_view own = node["text"].text();
    add_marked(own.empty() ? attrs["text"].text() : own, marks_of(node), false);
  }
}

void AdfInline::add_plain(std::string_view plain) {
  add_marked(plain, {}, false);
}

void AdfInline::add_marked(std::string_view plain, const std::vector<Mark>& marks, bool code) {
  if (plain.empty()) return;
  std::string one_line;
  if (line_ends_ == LineEnds::spaces) {
    one_line = plain;
    std::ranges::replace(one_line, '\n', ' ');
    plain = one_line;
  }
  const auto differs = std::ranges::mismatch(open_, marks);
  close_down_to(static_cast<std::size_t>(differs.in1 - open_.begin()));
  if (!code) {
    // Marks hold on to words: blanks go before an opening one, and none is opened for blanks alone.
    const std::size_t word = plain.find_first_not_of(kSpaces);
    if (open_.size() < marks.size()) {
      append_text(out_, plain.substr(0, word));
      if (word == std::string_view::npos) return;
      plain.remove_prefix(word);
    }
  }
  for (std::size_t i = open_.size(); i < marks.size(); ++i) {
    open_.push_back(marks[i]);
    if (marks[i].name == "link") {
      outside_links_.push_back(std::exchange(out_, {}));
    } else {
      out_ += marks[i].open;
    }
  }
  if (code) {
    append_code_span(out_, plain);
  } else {
    append_text(out_, plain);
  }
}

void AdfInline::close_down_to(std::size_t count) {
  if (open_.size() <= count) return;
  const std::size_t end = out_.find_last_not_of(kSpaces);
  const std::string blanks = end == std::string::npos ? "" : out_.substr(end + 1);
  if (end != std::string::npos) out_.resize(end + 1);
  while (open_.size() > count) {
    const Mark mark = open_.back();
    open_.pop_back();
    if (mark.name == "link") {
      const std::string label = std::exchange(out_, std::move(outside_links_.back()));
      outside_links_.pop_back();
      // A label that is the address itself needs no saying twice.
      std::string address;
      append_text(address, mark.address);
      append_link(out_, label == address ? std::string_view() : std::string_view(label), mark.address);
    } else {
      out_ += mark.close;
    }
  }
  out_ += blanks;
}

std::string AdfInline::take() {
  close_down_to(0);
  const std::size_t end = out_.find_last_not_of(kSpaces);
  out_.resize(end == std::string::npos ? 0 : end + 1);
  return std::exchange(out_, {});
}

}  // namespace stint::tracker::text
