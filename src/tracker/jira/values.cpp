#include "tracker/jira/values.h"

#include "tracker/json_values.h"
#include "tracker/text/adf.h"
#include "tracker/text/adf_reader.h"
#include "tracker/text/wiki.h"

namespace stint::tracker::jira {

std::optional<Instant> read_instant(json::Value value) {
  if (auto text = value.as_string()) return parse_iso_instant(*text);
  // Years 0001 to 9999; beyond that a number is no date.
  constexpr std::int64_t kLastMs = 253'402'300'799'999;
  constexpr std::int64_t kFirstMs = -62'135'596'800'000;
  // Before 1973 there was nothing to track: a number that small is in seconds, as the official examples have
  // it.
  constexpr std::int64_t kLastSeconds = 100'000'000'000;
  auto ms = value.as_int();
  if (ms && *ms > 0 && *ms < kLastSeconds) *ms *= 1000;
  if (ms && *ms >= kFirstMs && *ms <= kLastMs) return from_epoch_ms(*ms);
  return std::nullopt;
}

Person read_person(json::Value value) {
  Person person;
  if (!value.is_object()) return person;
  for (const std::string_view key : {"accountId", "key", "name"}) {
    person.id = value[key].text();
    if (!person.id.empty()) break;
  }
  person.name = value["displayName"].text(person.id);
  person.bot = value["accountType"].text() == "app";
  return person;
}

StatusCategory category_of_key(std::string_view key) {
  if (key == "new" || key == "TODO") return StatusCategory::todo;
  if (key == "indeterminate" || key == "IN_PROGRESS") return StatusCategory::in_progress;
  if (key == "done" || key == "DONE") return StatusCategory::done;
  return StatusCategory::unknown;
}

Status read_status(json::Value value) {
  Status status;
  status.id = id_text_of(value["id"]);
  status.name = value["name"].text();
  const json::Value category = value["statusCategory"];
  status.category = category_of_key(category.is_object() ? category["key"].text() : category.text());
  return status;
}

std::string read_rich_text(json::Value value) {
  if (auto text = value.as_string()) return text::wiki_to_markdown(*text);
  if (value.is_object()) return text::adf_to_markdown(value);
  return {};
}

std::string read_text_for_editing(json::Value value) {
  return value.is_object() ? text::markdown_of_adf(value) : read_rich_text(value);
}

std::string_view site_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  // A context path ("https://host/jira") belongs to the site.
  const std::size_t rest = url.find("/rest/", scheme);
  if (rest != std::string_view::npos) return url.substr(0, rest);
  const std::size_t slash = url.find('/', scheme + 3);
  return url.substr(0, slash);
}

}  // namespace stint::tracker::jira
