#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ranges>

#include "support/trackers/site_demo.h"

namespace stint::test {
namespace {

std::string when(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : "-";
}

class Lines {
 public:
  void add(std::string_view name, std::string_view value) { text_ += fmt::format("{}: {}\n", name, value); }
  void add(std::string_view name, const tracker::Person& person) {
    add(name, fmt::format("{} \"{}\" bot {}", person.id, person.name, person.bot));
  }
  void add(std::string_view name, const std::vector<std::string>& values) {
    add(name, fmt::format("[{}]", fmt::join(values, " | ")));
  }
  void add(std::string_view name, const tracker::Version& version) {
    add(name, fmt::format("{} \"{}\" released {} {}", version.id, version.name, version.released,
                          when(version.release_date)));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string text_of(const tracker::Issue& issue) {
  Lines lines;
  lines.add("id", issue.id);
  lines.add("key", issue.key);
  lines.add("project", fmt::format("{} \"{}\"", issue.project_key, issue.project_name));
  lines.add("type", fmt::format("{} subtask {} epic {}", issue.type, issue.subtask, issue.epic));
  lines.add("status", fmt::format("{} \"{}\" {}", issue.status.id, issue.status.name,
                                  static_cast<int>(issue.status.category)));
  lines.add("resolution", issue.resolution);
  lines.add("priority", issue.priority);
  lines.add("created", format_iso(issue.created));
  lines.add("updated", format_iso(issue.updated));
  lines.add("resolved", when(issue.resolved));
  lines.add("due", when(issue.due));
  lines.add("assignee", issue.assignee);
  lines.add("reporter", issue.reporter);
  lines.add("parent", fmt::format("{} {}", issue.parent_id, issue.parent_key));
  lines.add("summary", issue.summary);
  lines.add("description", issue.description);
  lines.add("environment", issue.environment);
  lines.add("acceptance criteria", issue.acceptance_criteria);
  lines.add("flagged", issue.flagged ? "yes" : "no");
  for (const tracker::NumberField& number : issue.numbers)
    lines.add("number", fmt::format("{} {}", number.field_id, number.value));
  lines.add("sprints", issue.sprint_ids);
  lines.add("labels", issue.labels);
  lines.add("components", issue.components);
  for (const tracker::Version& version : issue.fix_versions) lines.add("fix version", version);
  for (const tracker::Version& version : issue.affected_versions) lines.add("affected version", version);
  for (const tracker::Link& link : issue.links)
    lines.add("link", fmt::format("{} \"{}\" outward {} {} {}", link.type, link.wording, link.outward,
                                  link.other_id, link.other_key));
  for (const tracker::Comment& comment : issue.comments)
    lines.add("comment", fmt::format("{} {} {} bot {} \"{}\"", comment.id, format_iso(comment.at),
                                     comment.author, comment.author_bot, comment.body));
  for (const tracker::Change& change : issue.changes)
    lines.add("change", fmt::format("{}/{} {} {} bot {} {} \"{}\": {} \"{}\" -> {} \"{}\"", change.history_id,
                                    change.position, format_iso(change.at), change.author, change.author_bot,
                                    change.field_id, change.field, change.from, change.from_text, change.to,
                                    change.to_text));
  lines.add("history", fmt::format("{} {}", issue.has_history, issue.history_total));
  return lines.take();
}

}  // namespace stint::test
