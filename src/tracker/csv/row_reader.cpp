#include "tracker/csv/row_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/simdjson/utf8.h"
#include "tracker/csv/status_words.h"
#include "tracker/jira/sprint_string.h"
#include "tracker/text/markdown.h"
#include "tracker/text/wiki.h"

namespace stint::tracker {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  return out;
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// A whole cell that is a number; with a decimal comma unless that could part thousands.
std::optional<double> read_number(std::string_view text) {
  std::string plain(text);
  const std::size_t comma = plain.find(',');
  if (comma != std::string::npos) {
    if (plain.find_first_of(",.", comma + 1) != std::string::npos || plain.size() - comma == 4)
      return std::nullopt;
    plain[comma] = '.';
  }
  if (plain.empty() || plain.find_first_not_of("0123456789.+-eE") != std::string::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

struct LinkWords {
  std::string_view type;
  std::string_view inward;
  std::string_view outward;
};

// The words of Jira's own link types; others say their type.
constexpr std::array kLinks{
    LinkWords{"Blocks", "is blocked by", "blocks"},
    LinkWords{"Cloners", "is cloned by", "clones"},
    LinkWords{"Duplicate", "is duplicated by", "duplicates"},
    LinkWords{"Relates", "relates to", "relates to"},
    LinkWords{"Problem/Incident", "is caused by", "causes"},
    LinkWords{"Issue split", "split from", "split to"},
};

Link make_link(const std::string& type, bool outward, std::string_view key) {
  const auto words = std::ranges::find(kLinks, type, &LinkWords::type);
  std::string wording = words == kLinks.end() ? type : std::string(outward ? words->outward : words->inward);
  return {type, std::move(wording), outward, {}, std::string(key)};
}

Version version(std::string_view name) {
  return {std::string(name), std::string(name), false, {}};
}

// Labels hold no blanks.
void add_words(std::vector<std::string>& words, std::string_view cell) {
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find_first_of(" \t\n\r"), cell.size());
    if (end > 0) words.emplace_back(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

}  // namespace

Result<void> CsvRowReader::read(const CsvField& field, std::string_view raw) {
  const std::string_view cell = trimmed(raw);
  if (cell.empty()) return {};
  if (!is_valid_utf8(cell)) {
    return wrong(fmt::format("{}: not valid UTF-8", field.name), "save the file as UTF-8 and try again");
  }
  Issue& issue = record_.issue;
  switch (field.column) {
    case CsvColumn::key:
      issue.key = cell;
      break;
    case CsvColumn::id:
      issue.id = cell;
      break;
    case CsvColumn::summary:
      issue.summary = cell;
      break;
    case CsvColumn::type:
      issue.type = cell;
      break;
    case CsvColumn::status:
      issue.status.name = cell;
      break;
    case CsvColumn::status_category:
      issue.status.category = category_of_words(cell);
      break;
    case CsvColumn::project_key:
      issue.project_key = cell;
      break;
    case CsvColumn::project_name:
      issue.project_name = cell;
      break;
    case CsvColumn::priority:
      issue.priority = cell;
      break;
    case CsvColumn::resolution:
      if (lower(cell) != "unresolved") issue.resolution = cell;
      break;
    case CsvColumn::assignee:
      issue.assignee.name = cell;
      break;
    case CsvColumn::assignee_id:
      issue.assignee.id = cell;
      break;
    case CsvColumn::reporter:
      issue.reporter.name = cell;
      break;
    case CsvColumn::reporter_id:
      issue.reporter.id = cell;
      break;
    case CsvColumn::created:
      return read_date(field, cell, created_);
    case CsvColumn::updated:
      return read_date(field, cell, updated_);
    case CsvColumn::resolved:
      return read_date(field, cell, issue.resolved);
    case CsvColumn::due:
      return read_date(field, cell, issue.due);
    case CsvColumn::label:
      add_words(issue.labels, cell);
      break;
    case CsvColumn::sprint:
      return read_sprint(cell);
    case CsvColumn::component:
      issue.components.emplace_back(cell);
      break;
    case CsvColumn::fix_version:
      issue.fix_versions.push_back(version(cell));
      break;
    case CsvColumn::affected_version:
      issue.affected_versions.push_back(version(cell));
      break;
    case CsvColumn::comment:
      return read_comment(field, cell);
    case CsvColumn::description:
      issue.description = text::wiki_to_markdown(cell);
      break;
    case CsvColumn::environment:
      issue.environment = text::wiki_to_markdown(cell);
      break;
    case CsvColumn::acceptance_criteria:
      issue.acceptance_criteria = text::wiki_to_markdown(cell);
      break;
    case CsvColumn::parent:
      (is_digits(cell) ? issue.parent_id : issue.parent_key) = cell;
      break;
    case CsvColumn::parent_id:
      issue.parent_id = cell;
      break;
    case CsvColumn::parent_key:
      issue.parent_key = cell;
      break;
    case CsvColumn::epic_link:
      epic_ = cell;
      break;
    case CsvColumn::flagged:
      issue.flagged = true;
      break;
    case CsvColumn::inward_link:
      issue.links.push_back(make_link(field.name, false, cell));
      break;
    case CsvColumn::outward_link:
      issue.links.push_back(make_link(field.name, true, cell));
      break;
    case CsvColumn::number:
      if (const auto value = read_number(cell)) issue.numbers.push_back({field.name, *value});
      break;
    case CsvColumn::ignored:
      break;
  }
  return {};
}

Result<jira::IssueRecord> CsvRowReader::finish() {
  Issue& issue = record_.issue;
  if (issue.key.empty() && issue.id.empty())
    return wrong("neither an issue key nor an issue id", kHowToExportCsv);
  if (issue.id.empty()) issue.id = issue.key;
  if (issue.key.empty()) issue.key = issue.id;
  if (issue.project_key.empty() && issue.key.contains('-')) {
    issue.project_key = issue.key.substr(0, issue.key.rfind('-'));
  }
  issue.status.id = issue.status.name;
  if (issue.status.category == StatusCategory::unknown) {
    const bool resolved = !issue.resolution.empty() || issue.resolved.has_value();
    issue.status.category = resolved ? StatusCategory::done : guess_category(issue.status.name);
  }
  const std::string type = lower(issue.type);
  issue.epic = type == "epic";
  issue.subtask = type == "sub-task" || type == "subtask" || type == "technical task";
  if (issue.parent_id.empty() && issue.parent_key.empty()) issue.parent_key = epic_;
  finish_dates();
  for (Person* person : {&issue.assignee, &issue.reporter}) {
    if (person->id.empty()) person->id = person->name;
    add_person(*person);
  }
  return std::move(record_);
}

std::unexpected<Error> CsvRowReader::wrong(std::string message, std::string_view hint) const {
  return fail(ErrorCode::usage, std::move(message), fmt::format("line {}", line_), std::string(hint));
}

Result<void> CsvRowReader::read_date(const CsvField& field, std::string_view cell,
                                     std::optional<Instant>& date) const {
  date = dates_.parse(cell);
  if (date) return {};
  return wrong(fmt::format("{}: \"{}\" is no date", field.name, text::excerpt(cell)),
               fmt::format("dates are read as {}; day and month in the order {}", kDateForms,
                           dates_.order() == LocalDates::Order::day_first ? "day/month" : "month/day"));
}

Result<void> CsvRowReader::read_sprint(std::string_view cell) {
  Sprint sprint;
  if (jira::is_sprint_string(cell)) {
    auto read = jira::parse_sprint_string(cell);
    if (!read) return wrong(std::move(read.error().message), read.error().hint);
    sprint = std::move(*read);
  } else {
    sprint.id = sprint.name = cell;
  }
  if (!sprints_seen_.insert(sprint.id).second) return {};
  record_.issue.sprint_ids.push_back(sprint.id);
  record_.sprints.push_back(std::move(sprint));
  return {};
}

// "17/Nov/26 3:04 PM;author;text". A text of another form is a comment nobody knows the author and date of.
Result<void> CsvRowReader::read_comment(const CsvField& field, std::string_view cell) {
  Comment comment;
  comment.id = std::to_string(record_.issue.comments.size() + 1);
  const std::size_t first = cell.find(';');
  const std::size_t second = first == std::string_view::npos ? first : cell.find(';', first + 1);
  const std::string_view date = cell.substr(0, first);
  if (second != std::string_view::npos && date.find_first_of("0123456789") != std::string_view::npos) {
    std::optional<Instant> at;
    STINT_TRY(read_date(field, trimmed(date), at));
    comment.at = at.value_or(Instant{});
    comment.author = trimmed(cell.substr(first + 1, second - first - 1));
    comment.body = text::wiki_to_markdown(cell.substr(second + 1));
    add_person({comment.author, comment.author, false});
  } else {
    undated_comments_.push_back(record_.issue.comments.size());
    comment.body = text::wiki_to_markdown(cell);
  }
  record_.issue.comments.push_back(std::move(comment));
  return {};
}

void CsvRowReader::finish_dates() {
  Issue& issue = record_.issue;
  std::vector<Instant> dates;
  for (const auto& date : {created_, updated_, issue.resolved}) {
    if (date) dates.push_back(*date);
  }
  for (std::size_t i = 0; i < issue.comments.size(); ++i) {
    if (!std::ranges::binary_search(undated_comments_, i)) dates.push_back(issue.comments[i].at);
  }
  if (dates.empty()) dates.emplace_back();
  issue.created = created_.value_or(std::ranges::min(dates));
  issue.updated = updated_.value_or(std::ranges::max(dates));
  for (const std::size_t i : undated_comments_) issue.comments[i].at = issue.updated;
}

void CsvRowReader::add_person(const Person& person) {
  if (!person.id.empty() && people_seen_.insert(person.id).second) record_.people.push_back(person);
}

}  // namespace stint::tracker
