#include "support/trackers/jira_documents.h"

#include <cctype>
#include <fmt/format.h>
#include <vector>

#include "demo/json_writer.h"
#include "tracker/text/adf.h"
#include "tracker/text/wiki.h"

namespace stint::test {
namespace {

struct Block {
  enum class Kind : std::uint8_t { paragraph, heading, bullets, numbers };
  Kind kind = Kind::paragraph;
  std::size_t level = 0;           // of a heading
  std::vector<std::string> lines;  // of a paragraph; the items of a list; one for a heading
};

bool is_punctuation(char c) {
  return std::ispunct(static_cast<unsigned char>(c)) != 0;
}

// Markdown's escapes and entities taken back.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && is_punctuation(text[i + 1])) {
      out += text[++i];
    } else if (text.substr(i).starts_with("&lt;")) {
      out += '<';
      i += 3;
    } else if (text.substr(i).starts_with("&amp;")) {
      out += '&';
      i += 4;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string_view without_line_break(std::string_view line) {
  if (line.ends_with('\\') && !line.ends_with("\\\\")) line.remove_suffix(1);
  while (line.ends_with(' ')) line.remove_suffix(1);
  return line;
}

std::size_t number_mark(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && digits < 9 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  return digits > 0 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

class BlockReader {
 public:
  [[nodiscard]] std::vector<Block> read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      take(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(blocks_);
  }

 private:
  void take(std::string_view line) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t hashes = line.find_first_not_of('#');
    if (without_line_break(line).empty()) {
      open_ = false;
    } else if (hashes >= 1 && hashes <= 6 && hashes < line.size() && line[hashes] == ' ') {
      blocks_.push_back({Block::Kind::heading, hashes, {plain(line.substr(hashes + 1))}});
      open_ = false;
    } else if (line.starts_with("- ") || line.starts_with("* ")) {
      add(Block::Kind::bullets, line.substr(2));
    } else if (const std::size_t mark = number_mark(line); mark > 0) {
      add(Block::Kind::numbers, line.substr(mark));
    } else {
      add(Block::Kind::paragraph, line);
    }
  }

  void add(Block::Kind kind, std::string_view line) {
    if (!open_ || blocks_.back().kind != kind) blocks_.push_back({kind, 0, {}});
    blocks_.back().lines.push_back(plain(without_line_break(line)));
    open_ = true;
  }

  std::vector<Block> blocks_;
  bool open_ = false;
};

class AdfWriter {
 public:
  [[nodiscard]] std::string write(const std::vector<Block>& blocks) {
    json_.begin_object().field("type", "doc").field("version", 1).key("content").begin_array();
    for (const Block& block : blocks) write(block);
    json_.end_array().end_object();
    return std::move(out_);
  }

 private:
  void begin(std::string_view type) { json_.begin_object().field("type", type); }
  void end() { json_.end_array().end_object(); }

  void write(const Block& block) {
    switch (block.kind) {
      case Block::Kind::heading:
        begin("heading");
        json_.key("attrs").begin_object().field("level", static_cast<std::int64_t>(block.level)).end_object();
        json_.key("content").begin_array();
        text(block.lines.front());
        return end();
      case Block::Kind::bullets:
      case Block::Kind::numbers:
        begin(block.kind == Block::Kind::bullets ? "bulletList" : "orderedList");
        json_.key("content").begin_array();
        for (const std::string& line : block.lines) {
          begin("listItem");
          json_.key("content").begin_array();
          paragraph({line});
          end();
        }
        return end();
      case Block::Kind::paragraph:
        return paragraph(block.lines);
    }
  }

  void paragraph(const std::vector<std::string>& lines) {
    begin("paragraph");
    json_.key("content").begin_array();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i > 0) json_.begin_object().field("type", "hardBreak").end_object();
      text(lines[i]);
    }
    end();
  }

  // ADF knows no empty text nodes.
  void text(const std::string& text) {
    if (!text.empty()) json_.begin_object().field("type", "text").field("text", text).end_object();
  }

  std::string out_;
  demo::JsonWriter json_{out_};
};

std::string wiki_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view{"\\{}[]*_+^~!|?-#"}.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string read_adf(const std::string& document) {
  static thread_local json::Parser parser;
  const auto value = parser.parse(document);
  return value ? tracker::text::adf_to_markdown(*value) : "";
}

// Until reading what is written of it changes nothing any more.
template <class Round>
std::string fixed(std::string_view markdown, const Round& round) {
  std::string text{markdown};
  for (int i = 0; i < 4; ++i) {
    std::string next = round(text);
    if (next == text) return text;
    text = std::move(next);
  }
  for (char& c : text)
    if (is_punctuation(c)) c = ' ';
  return round(round(text));
}

void append_json(std::string& out, json::Value value) {
  switch (value.type()) {
    case json::Type::absent:
    case json::Type::null:
      out += "null";
      return;
    case json::Type::boolean:
      out += *value.as_bool() ? "true" : "false";
      return;
    case json::Type::integer:
      out += fmt::format("{}", value.as_int().value_or(0));
      return;
    case json::Type::real:
      out += fmt::format("{}", *value.as_double());
      return;
    case json::Type::string:
      return json::escape_to(out, value.text());
    case json::Type::array: {
      char mark = '[';
      for (const json::Value item : value.items()) {
        out += mark;
        append_json(out, item);
        mark = ',';
      }
      out += mark == '[' ? "[]" : "]";
      return;
    }
    case json::Type::object: {
      char mark = '{';
      for (const auto& [key, member] : value.members()) {
        out += mark;
        json::escape_to(out, key);
        out += ':';
        append_json(out, member);
        mark = ',';
      }
      out += mark == '{' ? "{}" : "}";
      return;
    }
  }
}

}  // namespace

std::string adf_of(std::string_view markdown) {
  return AdfWriter{}.write(BlockReader{}.read(markdown));
}

std::string wiki_of(std::string_view markdown) {
  std::string out;
  for (const Block& block : BlockReader{}.read(markdown)) {
    if (!out.empty()) out += "\n\n";
    if (block.kind == Block::Kind::heading) out += fmt::format("h{}. ", block.level);
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      if (i > 0) out += '\n';
      if (block.kind == Block::Kind::bullets) out += "* ";
      if (block.kind == Block::Kind::numbers) out += "# ";
      out += wiki_escaped(block.lines[i]);
    }
  }
  return out;
}

std::string told_as_adf(std::string_view markdown) {
  return fixed(markdown, [](std::string_view text) { return read_adf(adf_of(text)); });
}

std::string told_as_wiki(std::string_view markdown) {
  return fixed(markdown,
               [](std::string_view text) { return tracker::text::wiki_to_markdown(wiki_of(text)); });
}

std::string JiraDocuments::json_of(std::string_view markdown) const {
  if (markdown.empty()) return "null";
  if (const auto found = written_.find(std::string{markdown}); found != written_.end()) return found->second;
  if (!wiki_) return adf_of(markdown);
  std::string out;
  json::escape_to(out, wiki_of(markdown));
  return out;
}

std::string JiraDocuments::wiki_text_of(std::string_view markdown) const {
  return wiki_of(markdown);
}

bool JiraDocuments::takes(json::Value document) const {
  if (document.is_nothing()) return true;
  return wiki_ ? document.is_string() : document["type"].text() == "doc" && document["content"].is_array();
}

std::string JiraDocuments::keep(json::Value document) {
  std::string markdown =
      wiki_ ? tracker::text::wiki_to_markdown(document.text()) : tracker::text::adf_to_markdown(document);
  if (!markdown.empty()) written_[markdown] = json_text(document);
  return markdown;
}

std::string json_text(json::Value value) {
  std::string out;
  append_json(out, value);
  return out;
}

}  // namespace stint::test
