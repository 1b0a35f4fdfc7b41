#include "tracker/azure/values.h"

#include <algorithm>

#include "base/text.h"
#include "tracker/json_values.h"
#include "tracker/text/html.h"

namespace stint::tracker::azure {
namespace {

// Service identities and applications, by the kind their descriptor begins with.
bool is_bot(std::string_view descriptor, std::string_view unique_name) {
  return descriptor.starts_with("svc.") || descriptor.starts_with("aadsp.") ||
         unique_name.starts_with("Build\\") || unique_name.starts_with("AgentPool\\");
}

Person person_of_text(std::string_view text) {
  Person person;
  const std::size_t open = text.rfind('<');
  if (open != std::string_view::npos && text.ends_with('>')) {
    person.name = trimmed(text.substr(0, open));
    person.id = text.substr(open + 1, text.size() - open - 2);
  } else {
    person.name = text;
    person.id = text;
  }
  return person;
}

}  // namespace

Person read_person(json::Value value) {
  if (const auto text = value.as_string()) return person_of_text(*text);
  Person person;
  const std::string_view unique = value["uniqueName"].text();
  const std::string_view descriptor = value["descriptor"].text();
  person.id = value["id"].text(unique.empty() ? descriptor : unique);
  person.name = value["displayName"].text(unique);
  person.bot = is_bot(descriptor, unique);
  return person;
}

std::string_view last_step(std::string_view path) {
  const std::size_t slash = path.rfind('\\');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool is_root(std::string_view path) {
  return path.find('\\') == std::string_view::npos;
}

std::string read_long_text(std::string_view text, bool is_markdown) {
  return is_markdown ? std::string{text} : text::markdown_of_html(text);
}

}  // namespace stint::tracker::azure
