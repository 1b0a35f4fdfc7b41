#include "tracker/taiga/values.h"

#include <algorithm>

#include "tracker/json_values.h"

namespace stint::tracker::taiga {

Person read_person(json::Value user) {
  Person person;
  person.id = id_text_of(user["id"]);
  if (person.id.empty()) person.id = id_text_of(user["pk"]);
  person.name = user["full_name_display"].text(user["full_name"].text(user["name"].text()));
  if (person.name.empty()) person.name = user["username"].text();
  return person;
}

std::vector<std::string> read_tags(json::Value tags) {
  std::vector<std::string> names;
  const json::Items items = tags.items();
  for (const json::Value item : items) {
    const std::string_view name = item.is_array() ? item.at(0).text() : item.text();
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

}  // namespace stint::tracker::taiga
