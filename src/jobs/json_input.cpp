#include "jobs/json_input.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stint::jobs {
namespace {

constexpr std::size_t kLongestText = 2000;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMostItems = 200;
constexpr std::size_t kDeepest = 16;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

Outcome JsonInput::open(std::string_view json, std::string_view what,
                        const std::vector<std::string_view>& members) {
  parser_ = std::make_shared<json::Parser>(kDeepest);
  STINT_ASSIGN(root, parser_->parse(json));
  if (!root.is_object()) return fail(ErrorCode::usage, fmt::format("a {} is a JSON object", what));
  value_ = root;
  return check_members(members);
}

Outcome JsonInput::check_members(const std::vector<std::string_view>& members) const {
  const json::Members all = value_.members();
  for (const auto [key, value] : all) {
    if (std::ranges::find(members, key) == members.end()) {
      const bool printable = std::ranges::none_of(key, is_control) && key.size() <= kLongestName;
      return wrong(printable ? key : "…", "there is no such member",
                   fmt::format("there are {}", fmt::join(members, ", ")));
    }
  }
  return {};
}

std::unexpected<Error> JsonInput::wrong(std::string_view member, std::string message,
                                        std::string hint) const {
  return fail(ErrorCode::usage, std::move(message), path_ + std::string{member}, std::move(hint));
}

bool JsonInput::has(std::string_view member) const {
  return !value_[member].is_nothing();
}

Result<std::string> JsonInput::checked(std::string_view member, json::Value value) const {
  const auto text = value.as_string();
  if (!text) return wrong(member, "is to be a text");
  if (text->size() > kLongestText) return wrong(member, fmt::format("is longer than {} bytes", kLongestText));
  if (std::ranges::any_of(*text, is_control)) return wrong(member, "holds a control character");
  return std::string{*text};
}

Result<std::string> JsonInput::name(std::string_view member) const {
  STINT_ASSIGN(name, text(member));
  const bool good =
      name.size() <= kLongestName && starts_name(name.front()) &&
      std::ranges::all_of(name, [](char c) { return starts_name(c) || c == '-' || c == '_' || c == '.'; });
  if (!good) {
    return wrong(
        member, "is not a name that can be used here",
        fmt::format("lower case letters, digits, - _ and ., beginning with a letter or digit, at most {}",
                    kLongestName));
  }
  return name;
}

Result<std::string> JsonInput::text(std::string_view member) const {
  if (!has(member)) return wrong(member, "is missing");
  STINT_ASSIGN(text, checked(member, value_[member]));
  if (text.empty()) return wrong(member, "is empty");
  return text;
}

Result<std::string> JsonInput::text(std::string_view member, std::string otherwise) const {
  if (!has(member)) return otherwise;
  return checked(member, value_[member]);
}

Result<bool> JsonInput::boolean(std::string_view member, bool otherwise) const {
  if (!has(member)) return otherwise;
  const auto value = value_[member].as_bool();
  if (!value) return wrong(member, "is to be true or false");
  return *value;
}

Result<std::int64_t> JsonInput::integer(std::string_view member, std::int64_t least, std::int64_t most,
                                        std::int64_t otherwise) const {
  if (!has(member)) return otherwise;
  const auto value = value_[member].as_int();
  if (!value || *value < least || *value > most)
    return wrong(member, fmt::format("is to be a whole number from {} to {}", least, most));
  return *value;
}

Result<std::vector<std::string>> JsonInput::texts(std::string_view member) const {
  std::vector<std::string> all;
  if (!has(member)) return all;
  const json::Value list = value_[member];
  if (!list.is_array()) return wrong(member, "is to be a list of texts");
  if (list.size() > kMostItems) return wrong(member, fmt::format("has more than {} items", kMostItems));
  for (const json::Value item : list.items()) {
    STINT_ASSIGN(text, checked(fmt::format("{}[{}]", member, all.size()), item));
    all.push_back(std::move(text));
  }
  return all;
}

Result<JsonInput> JsonInput::object(std::string_view member,
                                    const std::vector<std::string_view>& members) const {
  JsonInput inner;
  inner.parser_ = parser_;
  inner.value_ = value_[member];
  inner.path_ = path_ + std::string{member} + ".";
  if (!inner.value_.is_object()) return wrong(member, "is to be an object");
  STINT_TRY(inner.check_members(members));
  return inner;
}

}  // namespace stint::jobs
