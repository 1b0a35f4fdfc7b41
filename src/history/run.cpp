#include "history/run.h"

#include "history/names.h"
#include "tracker/csv/status_words.h"

namespace stint::history {

Index Interner::get(std::string_view name) {
  if (const auto found = positions_.find(name); found != positions_.end()) return found->second;
  const auto position = static_cast<Index>(names_.size());
  names_.emplace_back(name);
  positions_.emplace(name, position);
  return position;
}

void set_row_name(Index site, std::string_view id, std::string& name) {
  name = std::to_string(site);
  name += '/';
  name += id;
}

// A status without id can only be told by its name.
void set_status_name(Index site, std::string_view id, std::string_view name, std::string& out) {
  set_row_name(site, id, out);
  if (!id.empty()) return;
  out += '=';
  out += name;
}

void judge_by_name(Status& status) {
  if (status.category == StatusCategory::unknown) status.category = tracker::guess_category(status.name);
  status.blocked = means_blocked(status.name);
  const bool in_progress = status.category == StatusCategory::in_progress;
  status.review = in_progress && means_review(status.name);
  status.waiting = in_progress && means_waiting(status.name);
}

void define(const tracker::Sprint& defined, Sprint& sprint) {
  sprint.name = defined.name;
  sprint.goal = defined.goal;
  sprint.state = defined.state;
  sprint.start = defined.start;
  sprint.end = defined.end;
  sprint.activated = defined.activated;
  sprint.completed = defined.completed;
}

std::string type_name(const Type& type) {
  std::string name{type.subtask ? "s" : "-"};
  name += type.epic ? 'e' : '-';
  name += type.name;
  return name;
}

std::string component_name(std::string_view project, std::string_view name) {
  std::string whole{project};
  whole += '/';
  whole += name;
  return whole;
}

Text Run::keep(std::string_view text) {
  const std::string_view kept = text.substr(0, Text::kLongest);
  const std::uint64_t offset = texts.size();
  texts.insert(texts.end(), kept.begin(), kept.end());
  return {offset << Text::kLengthBits | kept.size()};
}

}  // namespace stint::history
