#include "tracker/jira/fields.h"

#include <utility>

#include "tracker/jira/definitions.h"

namespace stint::tracker::jira {

Result<std::vector<Field>> list_fields(Site& site) {
  auto answer = site.get(site.api("/field"));
  if (!answer) return fail(std::move(answer).error().error);
  if (!answer->root.is_array()) return fail(without_list("fields").error);
  std::vector<Field> fields;
  for (const json::Value item : answer->root.items()) fields.push_back(read_field(item));
  return fields;
}

Result<std::shared_ptr<const FieldNames>> FieldBook::names(Site& site) {
  {
    const std::scoped_lock lock{mutex_};
    if (names_) return names_;
  }
  STINT_ASSIGN(fields, list_fields(site));
  learn(fields);
  const std::scoped_lock lock{mutex_};
  return names_;
}

void FieldBook::learn(std::span<const Field> fields) {
  auto names = std::make_shared<FieldNames>();
  for (const Field& field : fields) names->emplace(field.id, field.name);
  const std::scoped_lock lock{mutex_};
  names_ = std::move(names);
}

}  // namespace stint::tracker::jira
