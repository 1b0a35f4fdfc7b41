#include "tracker/acceptance_criteria.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace stint::tracker {

namespace {

constexpr std::array<std::string_view, 16> kLabels{
    "acceptance criteria",     "acceptance criterion",    "acceptance criterias",    "acceptance tests",
    "acceptance test",         "akzeptanzkriterien",      "abnahmekriterien",        "critères d'acceptation",
    "critères d’acceptation",  "criterios de aceptación", "criterios de aceptacion", "critérios de aceitação",
    "criteri di accettazione", "acceptatiecriteria",      "kryteria akceptacji",     "ac",
};

// Far enough for any label; longer lines are not lowered whole.
constexpr std::size_t kMaxLabel = 120;

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  return out;
}

std::string_view trim(std::string_view text, std::string_view what) {
  const std::size_t first = text.find_first_not_of(what);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(what) + 1 - first);
}

// One line of Markdown, taken apart.
struct Line {
  std::string_view text;   // without indent, quote and list markers, heading marks and checkbox
  std::size_t indent = 0;  // of the list marker or the text
  bool blank = false;
  bool item = false;
  bool checkbox = false;
  bool heading = false;
  bool bold = false;  // nothing but bold text, perhaps with a colon
  bool code = false;  // inside a fence
};

void take_item_marker(std::string_view& rest, Line& line) {
  std::size_t size = 0;
  if (rest.starts_with('-') || rest.starts_with('*') || rest.starts_with('+')) size = 1;
  if (!rest.empty() && is_digit(rest[0])) {
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits < rest.size() && digits < 10 && (rest[digits] == '.' || rest[digits] == ')'))
      size = digits + 1;
  }
  if (size == 0 || (size < rest.size() && rest[size] != ' ' && rest[size] != '\t')) return;
  line.item = true;
  rest = trim(rest.substr(size), " \t");
  if (rest.starts_with("[ ]") || rest.starts_with("[x]") || rest.starts_with("[X]")) {
    line.checkbox = true;
    rest = trim(rest.substr(3), " \t");
  }
}

Line read_line(std::string_view raw) {
  Line line;
  std::string_view rest = raw;
  line.indent = std::min(rest.find_first_not_of(" \t>"), rest.size());
  rest = trim(rest.substr(line.indent), " \t\r");
  line.blank = rest.empty();
  if (rest.starts_with('#')) {
    const std::size_t marks = std::min(rest.find_first_not_of('#'), rest.size());
    line.heading = marks <= 6 && marks < rest.size() && rest[marks] == ' ';
    if (line.heading) rest = trim(rest.substr(marks), " #");
  } else {
    take_item_marker(rest, line);
  }
  const std::string_view bare = trim(rest, " :");
  line.bold = !line.item && bare.size() > 4 && (bare.starts_with("**") || bare.starts_with("__")) &&
              (bare.ends_with("**") || bare.ends_with("__"));
  line.text = rest;
  return line;
}

std::vector<Line> read_lines(std::string_view markdown) {
  std::vector<Line> lines;
  char fence = 0;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    Line line = read_line(markdown.substr(0, end));
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    line.code = fence != 0;
    if (line.text.starts_with("```") || line.text.starts_with("~~~")) {
      line.code = true;
      if (fence == 0) {
        fence = line.text[0];
      } else if (fence == line.text[0]) {
        fence = 0;
      }
    }
    lines.push_back(line);
  }
  return lines;
}

// What follows the label of a section on its line (may be empty); nothing when the line is no label.
std::optional<std::string_view> behind_label(const Line& line) {
  if (line.blank || line.code) return std::nullopt;
  std::string_view text = trim(line.text, " \t*_");
  const std::string start = lower(text.substr(0, kMaxLabel));
  for (const std::string_view label : kLabels) {
    if (!start.starts_with(label)) continue;
    text.remove_prefix(label.size());
    text = trim(text, " \t*_");
    if (text.starts_with('(')) {  // "(AC)", "(draft)"
      const std::size_t close = text.find(')');
      if (close == std::string_view::npos) return std::nullopt;
      text = trim(text.substr(close + 1), " \t*_");
    }
    if (text.empty()) return text;
    if (text.front() != ':') return std::nullopt;
    return trim(text, " \t*_:");
  }
  return std::nullopt;
}

// "ac1:", "ac-2.", "ac 3)", "ac #4 -"
bool is_numbered_criterion(const Line& line) {
  const std::string start = lower(trim(line.text, " \t*_").substr(0, 16));
  if (line.code || !start.starts_with("ac")) return false;
  std::size_t at = 2;
  while (at < start.size() && std::string_view(" -#").contains(start[at])) ++at;
  const std::size_t digits = at;
  while (at < start.size() && is_digit(start[at])) ++at;
  if (at == digits || at - digits > 3) return false;
  const std::string_view rest = trim(std::string_view(start).substr(at), " *_");
  return !rest.empty() && std::string_view(":.)-").contains(rest.front());
}

bool begins_with_word(std::string_view text, std::string_view word) {
  text = trim(text, " \t*_`");
  if (text.size() < word.size()) return false;
  const std::string start = lower(text.substr(0, word.size() + 1));
  return start.starts_with(word) && (start.size() == word.size() || !is_letter(start.back()));
}

bool continues_scenario(std::string_view text) {
  constexpr std::array<std::string_view, 4> kWords{"when", "then", "and", "but"};
  return std::ranges::any_of(kWords, [&](std::string_view word) { return begins_with_word(text, word); });
}

class Section {
 public:
  Section(const std::vector<Line>& lines, std::size_t label) : lines_(lines), at_(label) {}

  // Counts the items, and leaves `next` on the line behind the section.
  int count(std::string_view behind, std::size_t& next) {
    const Line& label = lines_[at_];
    const std::size_t min_indent = label.item ? label.indent + 1 : 0;
    bool after_blank = false;
    for (++at_; at_ < lines_.size(); ++at_) {
      const Line& line = lines_[at_];
      if (line.blank) {
        after_blank = true;
        continue;
      }
      if (line.heading || line.bold || line.indent < min_indent || behind_label(line)) break;
      if (line.item && !line.code) {
        add_item(line);
      } else if (!list_indent_) {
        // Text before any list: the first paragraph stands for the criteria unless a list follows.
        if ((paragraph_lines_ > 0 || !behind.empty()) && after_blank) paragraph_over_ = true;
        if (!paragraph_over_ && !line.code && !scenario(line)) ++paragraph_lines_;
      } else if (after_blank && line.indent <= *list_indent_ && !line.code) {
        break;
      }
      after_blank = false;
    }
    next = at_;
    if (list_indent_) return items_;
    return paragraph_lines_ + (behind.empty() ? 0 : 1);
  }

 private:
  void add_item(const Line& line) {
    if (!list_indent_) list_indent_ = line.indent;
    if (line.indent > *list_indent_ + 1) return;
    if (!scenario(line)) ++items_;
  }

  // Whether the line goes on with a scenario that an earlier one began.
  bool scenario(const Line& line) {
    if (in_scenario_ && continues_scenario(line.text)) return true;
    in_scenario_ = begins_with_word(line.text, "given");
    return false;
  }

  const std::vector<Line>& lines_;
  std::size_t at_;
  int items_ = 0;
  int paragraph_lines_ = 0;
  bool paragraph_over_ = false;
  bool in_scenario_ = false;
  std::optional<std::size_t> list_indent_;
};

bool holds_word_then(std::string_view text) {
  const std::string all = lower(text);
  for (std::size_t at = all.find("then"); at != std::string::npos; at = all.find("then", at + 1)) {
    if ((at == 0 || !is_letter(all[at - 1])) && (at + 4 == all.size() || !is_letter(all[at + 4])))
      return true;
  }
  return false;
}

int count_scenarios(const std::vector<Line>& lines) {
  int titles = 0;
  int scenarios = 0;
  bool given = false;
  for (const Line& line : lines) {
    const std::string start = lower(trim(line.text, " \t*_").substr(0, 20));
    if (start.starts_with("scenario:") || start.starts_with("scenario outline:")) ++titles;
    if (begins_with_word(line.text, "given")) given = true;
    if (given && holds_word_then(line.text)) {
      ++scenarios;
      given = false;
    }
  }
  return titles > 0 ? titles : scenarios;
}

}  // namespace

int count_acceptance_criteria(std::string_view markdown) {
  const std::vector<Line> lines = read_lines(markdown);
  int items = 0;
  bool has_section = false;
  for (std::size_t at = 0; at < lines.size();) {
    const auto behind = behind_label(lines[at]);
    if (!behind) {
      ++at;
      continue;
    }
    has_section = true;
    items += Section(lines, at).count(*behind, at);
  }
  if (items > 0) return items;

  items = static_cast<int>(std::ranges::count_if(lines, is_numbered_criterion));
  if (items > 0) return items;
  items = count_scenarios(lines);
  if (items > 0 || has_section) return items;
  return static_cast<int>(std::ranges::count_if(lines, [](const Line& l) { return l.checkbox && !l.code; }));
}

}  // namespace stint::tracker
