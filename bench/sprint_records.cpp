#include "bench/sprint_records.h"

#include <array>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

namespace stint::bench {
namespace {

// The numbers of a line, as they follow the name.
enum Column {
  velocity_difference,
  planned_days,
  issues_at_start,
  points_at_start,
  issues_added,
  points_added,
  issues_removed,
  points_removed,
  issues_to_do,
  points_to_do,
  issues_in_progress,
  points_in_progress,
  issues_done,
  points_done,
  administrators,
  people,
  columns
};

bool parse(std::string_view text, auto& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// Takes the last field off the line.
std::string_view cut_last(std::string_view& line) {
  const auto comma = line.rfind(',');
  if (comma == std::string_view::npos) return {};
  const auto field = line.substr(comma + 1);
  line = line.substr(0, comma);
  return field;
}

bool parse(std::string_view line, double elapsed, SprintRecord& record) {
  std::array<double, columns> number{};
  for (std::size_t i = columns; i-- > 0;) {
    if (!parse(cut_last(line), number[i])) return false;
  }
  const auto first = line.find(',');
  const auto second = first == std::string_view::npos ? first : line.find(',', first + 1);
  if (second == std::string_view::npos) return false;
  auto& [snapshot, difference] = record.outcome;
  if (!parse(line.substr(0, first), record.board)) return false;
  if (!parse(line.substr(first + 1, second - first - 1), snapshot.sprint)) return false;

  snapshot.elapsed = elapsed;
  snapshot.planned_days = number[planned_days];
  snapshot.people = number[people];
  snapshot.committed = number[points_at_start];
  snapshot.added = number[points_added];
  snapshot.removed = number[points_removed];
  snapshot.completed = number[points_done];
  snapshot.in_progress = number[points_in_progress];
  snapshot.remaining = number[points_to_do] + number[points_in_progress];
  // Re-estimates are not among the numbers; what else changed the scope must have been one.
  snapshot.re_estimated = snapshot.taken_on() - (snapshot.committed + snapshot.added - snapshot.removed);
  snapshot.issues_committed = number[issues_at_start];
  snapshot.issues_added = number[issues_added];
  snapshot.issues_removed = number[issues_removed];
  snapshot.issues_to_do = number[issues_to_do];
  snapshot.issues_in_progress = number[issues_in_progress];
  snapshot.issues_done = number[issues_done];
  difference = number[velocity_difference];
  return true;
}

}  // namespace

Result<std::vector<SprintRecord>> read_sprint_records(const std::filesystem::path& file, double elapsed) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line)) return fail(ErrorCode::not_found, "cannot be read", file.string());
  std::vector<SprintRecord> records;
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    SprintRecord record;
    if (!parse(line, elapsed, record)) {
      return fail(ErrorCode::usage, "not the columns of a sprint: " + line, file.string());
    }
    records.push_back(record);
  }
  return records;
}

}  // namespace stint::bench
