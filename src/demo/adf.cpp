#include "demo/adf.h"

#include "demo/words.h"

namespace stint::demo {

namespace {

constexpr std::string_view kCriteriaHeading = "Acceptance criteria";
constexpr std::string_view kStepsHeading = "Steps to reproduce";

void begin_document(JsonWriter& json) {
  json.begin_object().field("type", "doc").field("version", 1).key("content").begin_array();
}
void end_document(JsonWriter& json) {
  json.end_array().end_object();
}

void write_paragraph(JsonWriter& json, std::string_view text) {
  json.begin_object().field("type", "paragraph").key("content").begin_array();
  json.begin_object().field("type", "text").field("text", text).end_object().end_array().end_object();
}

void write_heading(JsonWriter& json, std::string_view text) {
  json.begin_object().field("type", "heading").key("attrs").begin_object().field("level", 3).end_object();
  json.key("content").begin_array().begin_object().field("type", "text").field("text", text).end_object();
  json.end_array().end_object();
}

template <class Texts>
void write_list(JsonWriter& json, std::string_view type, const Texts& texts) {
  json.begin_object().field("type", type).key("content").begin_array();
  for (const auto& text : texts) {
    json.begin_object().field("type", "listItem").key("content").begin_array();
    write_paragraph(json, text);
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

std::vector<std::string> criteria_of(const Board& board, const Issue& issue, std::int32_t count) {
  std::vector<std::string> texts;
  for (std::int32_t i = 0; i < count; ++i) texts.push_back(criterion(board, issue, i));
  return texts;
}

}  // namespace

void write_adf_text(JsonWriter& json, std::string_view text) {
  begin_document(json);
  write_paragraph(json, text);
  end_document(json);
}

void write_adf_description(JsonWriter& json, const Board& board, const Issue& issue, std::int32_t criteria) {
  const Description description = describe(board, issue);
  if (description.paragraphs.empty() && criteria == 0) {
    json.null();
    return;
  }
  begin_document(json);
  for (const std::string& paragraph : description.paragraphs) write_paragraph(json, paragraph);
  if (!description.steps.empty()) {
    write_heading(json, kStepsHeading);
    write_list(json, "orderedList", description.steps);
  }
  if (criteria > 0) {
    write_heading(json, kCriteriaHeading);
    write_list(json, "bulletList", criteria_of(board, issue, criteria));
  }
  end_document(json);
}

std::string wiki_description(const Board& board, const Issue& issue, std::int32_t criteria) {
  const Description description = describe(board, issue);
  std::string text;
  const auto heading = [&](std::string_view title) {
    if (!text.empty()) text += "\n\n";
    text.append("h3. ").append(title);
  };
  for (const std::string& paragraph : description.paragraphs)
    text.append(text.empty() ? "" : "\n\n").append(paragraph);
  if (!description.steps.empty()) {
    heading(kStepsHeading);
    for (const std::string& step : description.steps) text.append("\n# ").append(step);
  }
  if (criteria > 0) {
    heading(kCriteriaHeading);
    for (const std::string& each : criteria_of(board, issue, criteria)) text.append("\n* ").append(each);
  }
  return text;
}

}  // namespace stint::demo
