// The dates on which issues came into each stage, in the layout that flow-metrics tools read: ID, Link,
// Title, a column of dates per stage from left to right, then attributes.
#include <algorithm>
#include <fmt/format.h>

#include "metrics/blocked.h"
#include "metrics/local_days.h"
#include "metrics/stages.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

using metrics::Index;

// The stages of several boards in one row, each board's own in their order. What a board does not have
// counts as skipped by its issues. A name that boards have in different orders stands there more than once.
class StageRow {
 public:
  // Where the board's stages stand; unique names, because later boards may push their columns apart.
  std::vector<std::string> add(const std::string& board, const std::vector<std::string>& stages) {
    std::vector<std::string> placed;
    auto next = names_.begin();
    for (const std::string& stage : stages) {
      std::string name = stage;
      auto known = std::find(next, names_.end(), name);
      if (known == names_.end()) {
        for (int again = 1; std::ranges::find(names_, name) != names_.end(); ++again) {
          name = again == 1 ? fmt::format("{} ({})", stage, board)
                            : fmt::format("{} ({}, {})", stage, board, again);
        }
        known = names_.insert(next, name);
      }
      placed.push_back(name);
      next = known + 1;
    }
    return placed;
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] std::size_t position(const std::string& name) const {
    return static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
  }

 private:
  std::vector<std::string> names_;
};

// One line, whatever the tracker allows.
std::string one_line(std::string_view text) {
  std::string line{text};
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

std::string link_of(const history::Dataset& data, Index issue) {
  const std::string& url = data.sites[data.issues[issue].site].url;
  return url.empty() ? std::string{} : url + "/browse/" + std::string{data.key(issue)};
}

std::string components_of(const history::Dataset& data, const history::Issue& issue) {
  std::string names;
  for (const Index component : data.components_of(issue)) {
    if (!names.empty()) names += '|';
    names += data.components[component].name;
  }
  return names;
}

struct BoardColumns {
  metrics::BoardStages stages;
  std::vector<std::size_t> positions;  // of each stage in the row
};

// One issue's way.
struct StageDatesRow {
  Index issue = metrics::kNone;
  std::vector<std::string> entered;  // days by stage of the row; empty: not entered
  bool blocked_now = false;
  double blocked_days = 0;
};

class StageDates {
 public:
  explicit StageDates(const metrics::Analysis& analysis)
      : analysis_(analysis), data_(analysis.context.data), days_(analysis.context.zone) {
    StageRow row;
    std::vector<std::vector<std::string>> placed;
    for (const history::Board& board : data_.boards) {
      BoardColumns& columns = boards_.emplace_back();
      columns.stages = metrics::board_stages(data_, board);
      placed.push_back(row.add(board.name, columns.stages.names));
    }
    for (std::size_t b = 0; b < boards_.size(); ++b) {
      for (const std::string& name : placed[b]) boards_[b].positions.push_back(row.position(name));
    }
    stages_ = row.names();
  }

  [[nodiscard]] const std::vector<std::string>& stages() const { return stages_; }

  // Calls `show(row)` for each issue that ever was on its board.
  template <class Show>
  void for_each(Show show) {
    for_each_issue([&](Index i, const history::Issue& issue) {
      const auto blocked = metrics::blocked_intervals(analysis_.context, issue, analysis_.dates[i]);
      show(StageDatesRow{i, entered(boards_[issue.board]),
                         metrics::blocked_since(analysis_.context, blocked).has_value(),
                         metrics::blocked_days(blocked)});
    });
  }

  // How many of them there are.
  [[nodiscard]] std::size_t count() {
    std::size_t n = 0;
    for_each_issue([&](Index, const history::Issue&) { ++n; });
    return n;
  }

 private:
  template <class Visit>
  void for_each_issue(Visit visit) {
    for (Index i = 0; i < data_.issues.size(); ++i) {
      const history::Issue& issue = data_.issues[i];
      if (!analysis_.dates[i].exists || !analysis_.context.counts(issue) || !issue.has_history ||
          issue.board == metrics::kNone) {
        continue;
      }
      metrics::find_stage_dates(analysis_.context, boards_[issue.board].stages, issue, dates_);
      if (!dates_.entered.empty()) visit(i, issue);
    }
  }

  // The days on which the issue came to each stage of the row. Stages before one that it reached, and which
  // its board does not have, were entered together with that one.
  [[nodiscard]] std::vector<std::string> entered(const BoardColumns& board) {
    std::vector<std::string> days(stages_.size());
    std::size_t next = 0;
    for (std::size_t stage = 0; stage < dates_.entered.size(); ++stage) {
      const std::string day = format_day(days_.day_of(dates_.entered[stage]));
      for (; next <= board.positions[stage]; ++next) days[next] = day;
    }
    return days;
  }

  const metrics::Analysis& analysis_;
  const history::Dataset& data_;
  metrics::LocalDays days_;
  std::vector<BoardColumns> boards_;
  std::vector<std::string> stages_;
  metrics::StageDates dates_;
};

void write_row(JsonWriter& json, const history::Dataset& data, const std::vector<std::string>& stages,
               const StageDatesRow& row) {
  const auto one = json.object();
  json.member("key", data.key(row.issue));
  write_board(json, data.boards[data.issues[row.issue].board]);
  {
    const auto entered = json.object("entered");
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const std::string& day = row.entered[i];
      json.member(stages[i], day.empty() ? std::nullopt : std::optional<std::string_view>{day});
    }
  }
  json.member("blocked", row.blocked_now);
  json.member("blocked_days", row.blocked_days);
}

}  // namespace

void write_stage_dates(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  StageDates dates{analysis};
  json.line("stages", dates.stages());
  if (!evidence.asked()) {
    json.member("n", dates.count());
    return json.member("issues", nullptr);
  }
  std::size_t n = 0;
  {
    const auto issues = json.array("issues");
    dates.for_each([&](const StageDatesRow& row) {
      write_row(json, analysis.context.data, dates.stages(), row);
      ++n;
    });
  }
  json.member("n", n);
}

Table stage_dates_table(const metrics::Analysis& analysis) {
  const history::Dataset& data = analysis.context.data;
  StageDates dates{analysis};
  Table table{{{"ID"}, {"Link"}, {"Title"}}, {}};
  for (const std::string& name : dates.stages()) table.columns.push_back({name});
  for (const char* name : {"Type", "Project", "Board", "Components", "Sprint", "Resolution", "Blocked"}) {
    table.columns.push_back({name});
  }
  table.columns.push_back({"Blocked Days", true});
  dates.for_each([&](const StageDatesRow& row) {
    const history::Issue& issue = data.issues[row.issue];
    std::vector<std::string> cells{std::string{data.key(row.issue)}, link_of(data, row.issue),
                                   one_line(data.summary(row.issue))};
    cells.insert(cells.end(), row.entered.begin(), row.entered.end());
    const bool in_sprint = issue.home_sprint != metrics::kNone;
    const bool resolved = issue.resolution != metrics::kNone;
    for (std::string cell :
         {data.type_of(issue).name, data.projects[issue.project], data.boards[issue.board].name,
          components_of(data, issue), in_sprint ? data.sprints[issue.home_sprint].name : std::string{},
          resolved ? data.resolutions[issue.resolution] : std::string{},
          std::string{row.blocked_now ? "yes" : "no"}, number_text(row.blocked_days)}) {
      cells.push_back(std::move(cell));
    }
    table.rows.push_back(std::move(cells));
  });
  return table;
}

}  // namespace stint::views
