#include "language/openai/models.h"

#include "language/openai/fields.h"

namespace stint::language::openai {

JsonDocument to_json(const ListedModel& model) {
  return {{"id", model.id}, {"object", "model"}, {"created", model.created}, {"owned_by", model.owned_by}};
}

JsonDocument to_json(const std::vector<ListedModel>& models) {
  JsonDocument data = JsonDocument::array();
  for (const ListedModel& model : models) data.push_back(to_json(model));
  return {{"object", "list"}, {"data", std::move(data)}};
}

Result<std::vector<ListedModel>> read_models(std::string_view body) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, body));
  if (!fields["data"].is_array()) return fields.wrong("data", "an array");
  STINT_ASSIGN(items, fields.objects("data"));
  std::vector<ListedModel> models;
  for (const Fields& item : items) {
    STINT_ASSIGN(id, item.required_text("id"));
    STINT_ASSIGN(created, item.integer("created"));
    STINT_ASSIGN(owner, item.text("owned_by"));
    models.push_back({std::move(id), created.value_or(0), owner.value_or("")});
  }
  return models;
}

}  // namespace stint::language::openai
