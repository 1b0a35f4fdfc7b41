// The dates on which issues came into each stage, in the layout that flow-metrics tools read: ID, Link,
// Title, a column of dates per stage from left to right, then attributes.
#include <algorithm>
#include <fmt/format.h>

#include "app/views/metric_view.h"
#include "metrics/blocked.h"
#include "metrics/local_days.h"
#include "metrics/stages.h"

namespace stint::app {
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

class StageDatesView {
 public:
  explicit StageDatesView(const metrics::Analysis& analysis)
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
    view_.table.columns = {{"ID"}, {"Link"}, {"Title"}};
    for (const std::string& name : stages_) view_.table.columns.push_back({name});
    for (const char* name : {"Type", "Project", "Board", "Components", "Sprint", "Resolution", "Blocked"}) {
      view_.table.columns.push_back({name});
    }
    view_.table.columns.push_back({"Blocked Days", true});
    view_.json["stages"] = stages_;
    view_.json["issues"] = JsonDocument::array();
  }

  MetricView make() {
    for (Index i = 0; i < data_.issues.size(); ++i) {
      const history::Issue& issue = data_.issues[i];
      if (!analysis_.dates[i].exists || !analysis_.context.counts(issue) || !issue.has_history ||
          issue.board == metrics::kNone) {
        continue;
      }
      metrics::find_stage_dates(analysis_.context, boards_[issue.board].stages, issue, dates_);
      if (!dates_.entered.empty()) add(i, issue);
    }
    return std::move(view_);
  }

 private:
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

  void add(Index index, const history::Issue& issue) {
    const metrics::FlowDates& own = analysis_.dates[index];
    const auto blocked = metrics::blocked_intervals(analysis_.context, issue, own);
    const bool blocked_now = metrics::blocked_since(analysis_.context, blocked).has_value();
    const std::vector<std::string> days = entered(boards_[issue.board]);
    const std::string key{data_.key(index)};
    const std::string sprint =
        issue.home_sprint == metrics::kNone ? std::string{} : data_.sprints[issue.home_sprint].name;
    const std::string resolution =
        issue.resolution == metrics::kNone ? std::string{} : data_.resolutions[issue.resolution];

    JsonDocument dates = JsonDocument::object();
    for (std::size_t i = 0; i < days.size(); ++i) {
      dates[stages_[i]] = days[i].empty() ? JsonDocument(nullptr) : JsonDocument(days[i]);
    }
    view_.json["issues"].push_back({{"key", key},
                                    {"board", board_json(data_.boards[issue.board])},
                                    {"entered", std::move(dates)},
                                    {"blocked", blocked_now},
                                    {"blocked_days", metrics::blocked_days(blocked)}});
    std::vector<std::string> row{key, link_of(data_, index), one_line(data_.summary(index))};
    row.insert(row.end(), days.begin(), days.end());
    for (std::string cell :
         {data_.type_of(issue).name, data_.projects[issue.project], data_.boards[issue.board].name,
          components_of(data_, issue), sprint, resolution, std::string{blocked_now ? "yes" : "no"},
          number_text(metrics::blocked_days(blocked))}) {
      row.push_back(std::move(cell));
    }
    view_.table.rows.push_back(std::move(row));
  }

  const metrics::Analysis& analysis_;
  const history::Dataset& data_;
  metrics::LocalDays days_;
  std::vector<BoardColumns> boards_;
  std::vector<std::string> stages_;
  metrics::StageDates dates_;
  MetricView view_;
};

}  // namespace

MetricView view_stage_dates(const metrics::Analysis& analysis, const Evidence& /*evidence*/) {
  return StageDatesView{analysis}.make();
}

}  // namespace stint::app
