#include "tracker/csv/status_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace stint::tracker {

namespace {

struct Words {
  std::string_view name;  // lower case
  StatusCategory category;
};

constexpr std::array kCategories{
    Words{"to do", StatusCategory::todo},
    Words{"todo", StatusCategory::todo},
    Words{"new", StatusCategory::todo},
    Words{"in progress", StatusCategory::in_progress},
    Words{"indeterminate", StatusCategory::in_progress},
    Words{"done", StatusCategory::done},
    Words{"complete", StatusCategory::done},
};

constexpr std::array kStatuses{
    Words{"to do", StatusCategory::todo},
    Words{"todo", StatusCategory::todo},
    Words{"open", StatusCategory::todo},
    Words{"new", StatusCategory::todo},
    Words{"reopened", StatusCategory::todo},
    Words{"backlog", StatusCategory::todo},
    Words{"product backlog", StatusCategory::todo},
    Words{"selected for development", StatusCategory::todo},
    Words{"ready", StatusCategory::todo},
    Words{"ready for development", StatusCategory::todo},
    Words{"ready for dev", StatusCategory::todo},
    Words{"planned", StatusCategory::todo},
    Words{"triage", StatusCategory::todo},
    Words{"needs triage", StatusCategory::todo},
    Words{"gathering interest", StatusCategory::todo},
    Words{"in progress", StatusCategory::in_progress},
    Words{"in development", StatusCategory::in_progress},
    Words{"development", StatusCategory::in_progress},
    Words{"doing", StatusCategory::in_progress},
    Words{"in review", StatusCategory::in_progress},
    Words{"review", StatusCategory::in_progress},
    Words{"reviewed", StatusCategory::in_progress},
    Words{"code review", StatusCategory::in_progress},
    Words{"in code review", StatusCategory::in_progress},
    Words{"ready for review", StatusCategory::in_progress},
    Words{"peer review", StatusCategory::in_progress},
    Words{"testing", StatusCategory::in_progress},
    Words{"in testing", StatusCategory::in_progress},
    Words{"in test", StatusCategory::in_progress},
    Words{"ready for testing", StatusCategory::in_progress},
    Words{"ready for test", StatusCategory::in_progress},
    Words{"ready for qa", StatusCategory::in_progress},
    Words{"qa", StatusCategory::in_progress},
    Words{"in qa", StatusCategory::in_progress},
    Words{"verification", StatusCategory::in_progress},
    Words{"blocked", StatusCategory::in_progress},
    Words{"on hold", StatusCategory::in_progress},
    Words{"waiting", StatusCategory::in_progress},
    Words{"done", StatusCategory::done},
    Words{"closed", StatusCategory::done},
    Words{"resolved", StatusCategory::done},
    Words{"complete", StatusCategory::done},
    Words{"completed", StatusCategory::done},
    Words{"released", StatusCategory::done},
    Words{"deployed", StatusCategory::done},
    Words{"won't do", StatusCategory::done},
    Words{"won't fix", StatusCategory::done},
    Words{"cancelled", StatusCategory::done},
    Words{"canceled", StatusCategory::done},
    Words{"rejected", StatusCategory::done},
};

StatusCategory find(const auto& table, std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  const auto row = std::ranges::find(table, lower, &Words::name);
  return row == table.end() ? StatusCategory::unknown : row->category;
}

}  // namespace

StatusCategory category_of_words(std::string_view category) {
  return find(kCategories, category);
}

StatusCategory guess_category(std::string_view status_name) {
  return find(kStatuses, status_name);
}

}  // namespace stint::tracker
