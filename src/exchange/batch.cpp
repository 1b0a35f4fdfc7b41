#include "exchange/batch.h"

#include <fmt/format.h>
#include <utility>

#include "lib/xxhash/hash.h"
#include "tracker/changes.h"

namespace stint::exchange {
namespace {

// Some milliseconds of writing: large enough that commits cost little, small enough that a killed import has
// little to do again.
constexpr std::size_t kIssuesPerBatch = 1000;
constexpr std::size_t kBytesPerBatch = std::size_t{8} << 20;

std::int64_t ms_of(const std::optional<Instant>& instant) {
  return instant ? to_epoch_ms(*instant) : -1;
}

}  // namespace

bool Collector::is_new(const std::string& site, char kind, std::string_view content) {
  scratch_.assign(1, kind);
  scratch_ += site;
  scratch_ += '\0';
  scratch_ += content;
  return seen_.insert(content_hash(scratch_)).second;
}

void Collector::add(const std::string& site, ProjectName project) {
  if (project.key.empty() || !is_new(site, 'P', project.key + '\0' + project.name)) return;
  batch_.definitions.push_back({site, std::move(project), false});
}

void Collector::add(const std::string& site, store::StatusRow status) {
  const std::string content = fmt::format("{}\n{}\n{}{}", status.status.id, status.status.name,
                                          std::to_underlying(status.status.category), status.listed);
  if (is_new(site, 'S', content)) batch_.definitions.push_back({site, std::move(status), false});
}

void Collector::add(const std::string& site, store::SprintRow row) {
  const tracker::Sprint& s = row.sprint;
  const std::string content =
      fmt::format("{}\n{}\n{}\n{} {} {} {} {} {}\n{}", s.id, s.name, s.board_id, std::to_underlying(s.state),
                  ms_of(s.start), ms_of(s.end), ms_of(s.activated), ms_of(s.completed), row.listed, s.goal);
  if (is_new(site, 'T', content)) batch_.definitions.push_back({site, std::move(row), false});
}

void Collector::add(const std::string& site, tracker::Field field) {
  if (is_new(site, 'F', field.id + '\0' + field.name))
    batch_.definitions.push_back({site, std::move(field), false});
}

void Collector::add(const std::string& site, FieldSeen seen) {
  if (is_new(site, 'f', seen.field.id)) batch_.definitions.push_back({site, std::move(seen), false});
}

void Collector::add(const std::string& site, tracker::Person person) {
  if (person.id.empty()) return;
  if (!is_new(site, 'U', person.id + '\0' + person.name + (person.bot ? "b" : ""))) return;
  batch_.definitions.push_back({site, std::move(person), false});
}

void Collector::add(const std::string& site, tracker::Board board) {
  batch_.definitions.push_back({site, std::move(board), false});
}

void Collector::add(const std::string& site, ExportEnd end) {
  batch_.definitions.push_back({site, end, false});
}

void Collector::add(const std::string& site, tracker::Issue issue, std::string where) {
  add(site, ProjectName{issue.project_key, issue.project_name});
  if (!issue.status.id.empty()) add(site, store::StatusRow{issue.status, false});
  store::EncodedIssue encoded = store::encode(std::move(issue));
  bytes_ += encoded.changes.size() + encoded.issue.description.size();
  for (const tracker::Comment& comment : encoded.issue.comments) bytes_ += comment.body.size();
  batch_.issues.push_back({site, std::move(encoded), std::move(where), false});
}

void Collector::add(const std::string& site, std::string issue, std::int64_t total,
                    std::vector<tracker::Change> changes) {
  tracker::sort_changes(changes);
  LooseHistory history{site, std::move(issue), total, store::encode_changes(changes)};
  bytes_ += history.changes.size();
  batch_.histories.push_back(std::move(history));
}

void Collector::add_current(const std::string& site, tracker::Person person) {
  if (person.id.empty()) return;
  if (!is_new(site, 'u', person.id + '\0' + person.name + (person.bot ? "b" : ""))) return;
  batch_.definitions.push_back({site, std::move(person), true});
}

void Collector::add_current(const std::string& site, tracker::SprintCapacity capacity) {
  batch_.capacities.push_back({site, std::move(capacity)});
}

void Collector::add_current(const std::string& site, tracker::Issue issue) {
  add(site, std::move(issue), {});
  batch_.issues.back().current = true;
}

void Collector::remove(const std::string& site, std::string issue) {
  batch_.removed.push_back({site, std::move(issue)});
}

bool Collector::is_full() const {
  return batch_.issues.size() + batch_.histories.size() >= kIssuesPerBatch || bytes_ >= kBytesPerBatch ||
         batch_.definitions.size() >= 16 * kIssuesPerBatch;
}

Batch Collector::take() {
  bytes_ = 0;
  return std::exchange(batch_, {});
}

}  // namespace stint::exchange
