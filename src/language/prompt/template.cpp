#include "language/prompt/template.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"
#include "lib/xxhash/hash.h"

namespace stint::language {
namespace {

struct Line {
  std::string_view text;
  int number = 0;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  int number = 1;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({line, number++});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view name = trimmed(text.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return names;
}

const Role* role_of(std::string_view line) {
  static constexpr std::array kRoles{Role::system, Role::user, Role::assistant};
  for (const Role& role : kRoles) {
    if (line == fmt::format("[{}]", role_name(role))) return &role;
  }
  return nullptr;
}

// Calls `take` with every piece of the text: (literal, name), the name empty at the end.
template <class Take>
Outcome each_placeholder(std::string_view text, Take take) {
  for (;;) {
    const std::size_t open = text.find("{{");
    if (open == std::string_view::npos) return take(text, std::string_view{});
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) return fail(ErrorCode::usage, "\"{{\" without \"}}\"");
    STINT_TRY(take(text.substr(0, open), trimmed(text.substr(open + 2, close - open - 2))));
    text.remove_prefix(close + 2);
  }
}

}  // namespace

Result<PromptTemplate> PromptTemplate::parse(std::string_view text, std::string_view where) {
  const auto wrong = [&](int line, std::string message) {
    return fail(ErrorCode::usage, std::move(message), fmt::format("{}, line {}", where, line),
                "stint model prompt NAME --show prints one that works");
  };
  const std::vector<Line> lines = lines_of(text);
  if (lines.empty() || lines[0].text != "---")
    return wrong(1, "a prompt begins with front matter between two lines of ---");
  PromptTemplate prompt;
  prompt.text_ = text;
  std::string count;
  std::size_t at = 1;
  for (; at < lines.size() && lines[at].text != "---"; ++at) {
    if (trimmed(lines[at].text).empty()) continue;
    const std::size_t colon = lines[at].text.find(':');
    if (colon == std::string_view::npos) return wrong(lines[at].number, "an entry is NAME: VALUE");
    const std::string_view name = trimmed(lines[at].text.substr(0, colon));
    const std::string value(trimmed(lines[at].text.substr(colon + 1)));
    if (name == "name") {
      prompt.name_ = value;
    } else if (name == "purpose") {
      prompt.purpose_ = value;
    } else if (name == "version") {
      count = value;
    } else if (name == "schema") {
      prompt.schema_ = value;
    } else if (name == "inputs") {
      prompt.inputs_ = listed(value);
    } else if (name == "offers") {
      prompt.offers_ = listed(value);
    } else {
      return wrong(lines[at].number, fmt::format("unknown entry \"{}\"; there are name, purpose, version, "
                                                 "inputs, offers and schema",
                                                 name));
    }
  }
  if (at == lines.size()) return wrong(static_cast<int>(at), "the front matter does not end with ---");
  for (const auto& [entry, value] :
       {std::pair{"name", &prompt.name_}, {"purpose", &prompt.purpose_}, {"version", &count}}) {
    if (value->empty()) return wrong(lines[at].number, fmt::format("the front matter has no \"{}\"", entry));
  }
  prompt.version_ = fmt::format("{}.{:08x}", count, content_hash(text) & 0xFFFFFFFFU);

  std::vector<std::string> used;
  for (++at; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (const Role* const role = role_of(line.text)) {
      prompt.parts_.push_back({*role, {}});
      continue;
    }
    if (prompt.parts_.empty()) {
      if (trimmed(line.text).empty()) continue;
      return wrong(line.number, "text before the first of [system], [user] and [assistant]");
    }
    const Outcome known =
        each_placeholder(line.text, [&](std::string_view, std::string_view name) -> Outcome {
          if (name.empty()) return {};
          if (std::ranges::find(prompt.inputs_, name) == prompt.inputs_.end()) {
            return fail(ErrorCode::usage, fmt::format("\"{{{{{}}}}}\" is not among the inputs", name));
          }
          used.emplace_back(name);
          return {};
        });
    if (!known) return wrong(line.number, known.error().message);
    prompt.parts_.back().text += line.text;
    prompt.parts_.back().text += '\n';
  }
  for (const std::string& input : prompt.inputs_) {
    if (std::ranges::find(used, input) == used.end())
      return wrong(static_cast<int>(lines.size()), fmt::format("the input \"{}\" is not used", input));
  }
  for (Message& part : prompt.parts_) part.text = trimmed(part.text);
  if (prompt.parts_.empty() || prompt.parts_.back().role != Role::user)
    return wrong(static_cast<int>(lines.size()), "the last part has to be [user]'s");
  return prompt;
}

Result<std::vector<Message>> PromptTemplate::render(const std::map<std::string, std::string>& inputs) const {
  for (const auto& [name, text] : inputs) {
    if (std::ranges::find(inputs_, name) == inputs_.end())
      return fail(ErrorCode::usage, fmt::format("the prompt \"{}\" has no input \"{}\"", name_, name));
  }
  std::vector<Message> messages;
  for (const Message& part : parts_) {
    Message& message = messages.emplace_back(Message{part.role, {}});
    STINT_TRY(each_placeholder(part.text, [&](std::string_view literal, std::string_view name) -> Outcome {
      message.text += literal;
      if (name.empty()) return {};
      const auto input = inputs.find(std::string(name));
      if (input == inputs.end())
        return fail(ErrorCode::usage, fmt::format("the prompt \"{}\" needs the input \"{}\"", name_, name));
      message.text += input->second;
      return {};
    }));
  }
  return messages;
}

}  // namespace stint::language
