#include "tracker/jira/field_value.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/text.h"
#include "tracker/jira/people.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/text/adf_writer.h"
#include "tracker/text/wiki_writer.h"

namespace stint::tracker::jira {
namespace {

std::unexpected<Error> refuse(const FieldMeta& field, std::string_view text, std::string hint) {
  return fail(ErrorCode::usage, fmt::format("\"{}\" is no value of {}", text, field.name), {},
              std::move(hint));
}

const Choice* find_choice(const std::vector<Choice>& choices, std::string_view text) {
  const auto named = [&](const Choice& choice) { return equal_ignoring_case(choice.name, text); };
  auto found = std::ranges::find_if(choices, named);
  if (found == choices.end()) found = std::ranges::find(choices, text, &Choice::id);
  return found == choices.end() ? nullptr : &*found;
}

Result<TypedValue> choice_value(const FieldMeta& field, const std::string& type, std::string_view text) {
  // Screens that list nothing take names; only of options the name is called "value".
  if (field.allowed.empty()) {
    JsonDocument value;
    value[type == "option" ? "value" : "name"] = text;
    return TypedValue{std::move(value), std::string{text}};
  }
  const Choice* choice = find_choice(field.allowed, text);
  if (choice == nullptr) {
    std::vector<std::string> names;
    for (const Choice& other : field.allowed) names.push_back(other.name);
    return refuse(field, text, "it takes " + choices_text(names));
  }
  JsonDocument value;
  value["id"] = choice->id;
  return TypedValue{std::move(value), choice->name};
}

// "Parent > Child" of a cascading select.
Result<TypedValue> cascade_value(const FieldMeta& field, std::string_view text) {
  const std::size_t arrow = text.find('>');
  STINT_ASSIGN(parent, choice_value(field, "option", trimmed(text.substr(0, arrow))));
  if (arrow == std::string_view::npos) return parent;
  FieldMeta below = field;
  const Choice* choice = find_choice(field.allowed, parent.shown);
  below.allowed = choice != nullptr ? choice->children : std::vector<Choice>{};
  STINT_ASSIGN(child, choice_value(below, "option", trimmed(text.substr(arrow + 1))));
  parent.json["child"] = std::move(child.json);
  parent.shown += " > " + child.shown;
  return parent;
}

Result<TypedValue> number_value(const FieldMeta& field, std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return refuse(field, text, "it takes a number, with a point for decimals");
  }
  const auto whole = static_cast<std::int64_t>(std::clamp(number, -9e15, 9e15));
  if (static_cast<double>(whole) == number) return TypedValue{whole, std::to_string(whole)};
  return TypedValue{number, fmt::format("{}", number)};
}

Result<TypedValue> date_value(const FieldMeta& field, std::string_view text) {
  const auto instant = parse_iso_instant(text);
  const bool day_only = field.type == "date";
  if (!instant || (day_only && text.size() != 10)) {
    return refuse(field, text,
                  day_only ? "it takes a date: 2026-03-31" : "it takes a time: 2026-03-31T09:00Z");
  }
  if (day_only) return TypedValue{text, std::string{text}};
  // The only form that both editions take has milliseconds and an offset without a colon.
  const std::int64_t ms = (to_epoch_ms(*instant) % 1000 + 1000) % 1000;
  std::string seconds = format_iso(std::chrono::floor<std::chrono::seconds>(*instant));
  seconds.resize(19);
  return TypedValue{fmt::format("{}.{:03}+0000", seconds, ms), format_iso(*instant)};
}

bool is_of_choices(std::string_view type) {
  constexpr std::string_view kTypes[] = {"option",     "priority",      "component", "version",
                                         "resolution", "securitylevel", "issuetype", "group"};
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

Result<TypedValue> one_value(Site& site, std::string_view project, const FieldMeta& field,
                             const std::string& type, std::string_view text) {
  if (type == "user") {
    STINT_ASSIGN(user, find_user(site, project, text));
    return TypedValue{user_value(site, user.id), user.name};
  }
  if (is_of_choices(type)) return choice_value(field, type, text);
  if (type == "string" && field.system == "labels" && text.contains(' ')) {
    return refuse(field, text, "a label has no spaces");
  }
  if (type == "string") return TypedValue{text, std::string{text}};
  return fail(ErrorCode::usage, fmt::format("{} is a field of a kind that cannot be written", field.name), {},
              "its type is " + type);
}

Result<TypedValue> list_value(Site& site, std::string_view project, const FieldMeta& field,
                              std::string_view text) {
  // A name may hold a comma itself.
  std::vector<std::string> parts{std::string{text}};
  if (find_choice(field.allowed, text) == nullptr) parts = split_list(text, ',');
  TypedValue list{JsonDocument::array(), {}};
  for (const std::string& part : parts) {
    STINT_ASSIGN(item, one_value(site, project, field, field.items, part));
    list.json.push_back(std::move(item.json));
    if (!list.shown.empty()) list.shown += ", ";
    list.shown += item.shown;
  }
  return list;
}

// As it will read once it is there.
std::string shown_rich(const JsonDocument& value) {
  json::Parser parser;
  const auto root = parser.parse(body_text(value));
  return root ? read_text_for_editing(*root) : "";
}

std::string shown_item(json::Value value) {
  if (const auto text = value.as_string()) return std::string{*text};
  if (const auto whole = value.as_int()) return std::to_string(*whole);
  if (const auto number = value.as_double()) return fmt::format("{}", *number);
  if (const auto truth = value.as_bool()) return *truth ? "true" : "false";
  std::string shown;
  for (const std::string_view key : {"displayName", "name", "value", "key", "id"}) {
    if (shown.empty()) shown = id_text_of(value[key]);
  }
  if (value["child"].is_object()) shown += " > " + shown_item(value["child"]);
  return shown;
}

}  // namespace

JsonDocument rich_value(const Site& site, std::string_view markdown) {
  if (!site.cloud()) return text::wiki_of_markdown(markdown);
  return JsonDocument::parse(text::adf_of_markdown(markdown), nullptr, false);
}

Result<TypedValue> typed_value(Site& site, std::string_view project, const FieldMeta& field,
                               std::string_view text) {
  if (field.is_rich()) {
    if (trimmed(text).empty()) return TypedValue{nullptr, ""};
    JsonDocument value = rich_value(site, text);
    std::string shown = shown_rich(value);
    return TypedValue{std::move(value), std::move(shown)};
  }
  text = trimmed(text);
  if (text.empty() && field.id == "summary") return refuse(field, text, "an issue needs a summary");
  if (text.empty()) {
    return TypedValue{field.type == "array" && !field.is_custom("gh-sprint") ? JsonDocument::array()
                                                                             : JsonDocument(nullptr),
                      ""};
  }
  if (field.is_custom("gh-sprint")) return number_value(field, text);
  if (field.is_custom("gh-epic-link")) return TypedValue{text, std::string{text}};
  if (field.id == "parent" || field.type == "issuelink") {
    JsonDocument parent;
    parent["key"] = text;
    return TypedValue{std::move(parent), std::string{text}};
  }
  if (field.type == "number") return number_value(field, text);
  if (field.type == "date" || field.type == "datetime") return date_value(field, text);
  if (field.type == "option-with-child") return cascade_value(field, text);
  if (field.type == "array") return list_value(site, project, field, text);
  return one_value(site, project, field, field.type, text);
}

std::string shown_value(const FieldMeta& field, json::Value value) {
  if (value.is_nothing()) return {};
  if (field.is_rich()) return read_text_for_editing(value);
  if (field.id == "parent") return std::string{value["key"].text()};
  if (field.type == "datetime") {
    const auto instant = read_instant(value);
    return instant ? format_iso(*instant) : std::string{value.text()};
  }
  if (!value.is_array()) return shown_item(value);
  std::string shown;
  for (const json::Value item : value.items()) {
    if (!shown.empty()) shown += ", ";
    shown += shown_item(item);
  }
  return shown;
}

}  // namespace stint::tracker::jira
