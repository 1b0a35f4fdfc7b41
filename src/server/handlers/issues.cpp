// The list of issues, filtered, sorted and paged; and one of them with its timeline.
#include <algorithm>
#include <map>

#include "lib/utf8proc/characters.h"
#include "metrics/blocked.h"
#include "server/handlers/handlers.h"
#include "server/handlers/issue_timeline.h"
#include "server/services.h"
#include "store/issue_text.h"
#include "store/store.h"
#include "views/issue_row.h"

namespace stint::server {
namespace {

using history::Index;
using history::kNone;

constexpr std::int64_t kMostRows = 500;
constexpr std::size_t kMostKeys = 1000;

std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (comma != 0) parts.push_back(list.substr(0, comma));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return parts;
}

// Which issues are asked for.
class Filter {
 public:
  Filter(const Call& call, const workspace::Figures& figures, const access::ProjectFilter& visible)
      : data_(figures.dataset()),
        context_(figures.context()),
        visible_(visible),
        words_(lower_case(call.query("q"))),
        keys_(split(call.query("keys"))),
        statuses_(split(call.query("status"))),
        types_(split(call.query("type"))),
        category_(call.query("category")),
        sprint_(call.query("sprint")),
        blocked_(call.flag("blocked")) {
    std::ranges::sort(keys_);
    if (call.services.people) assignee_ = lower_case(call.query("assignee"));
  }

  [[nodiscard]] Outcome check() const {
    if (keys_.size() > kMostKeys) return fail(ErrorCode::usage, "keys takes at most 1000 keys");
    if (!category_.empty() && category_ != "new" && category_ != "indeterminate" && category_ != "done")
      return fail(ErrorCode::usage, "category takes new, indeterminate or done");
    return {};
  }

  [[nodiscard]] bool takes(Index index, const metrics::FlowDates& dates) const {
    const history::Issue& issue = data_.issues[index];
    if (!dates.exists || !sees(issue)) return false;
    if (!keys_.empty() && !std::ranges::binary_search(keys_, data_.key(index))) return false;
    if (!category_.empty() && views::category_key(dates.category) != category_) return false;
    if (!statuses_.empty() && !contains(statuses_, status_name(dates))) return false;
    if (!types_.empty() && !contains(types_, data_.type_of(issue).name)) return false;
    if (!words_.empty() && !matches(index)) return false;
    if (!assignee_.empty() &&
        (issue.assignee == kNone || lower_case(data_.people[issue.assignee].name) != assignee_))
      return false;
    if (!sprint_.empty() && !in_sprint(issue)) return false;
    if (!blocked_) return true;
    return metrics::blocked_since(context_, metrics::blocked_intervals(context_, issue, dates)).has_value();
  }

  [[nodiscard]] std::string_view status_name(const metrics::FlowDates& dates) const {
    return dates.status == kNone ? std::string_view{} : data_.statuses[dates.status].name;
  }

 private:
  static bool contains(const std::vector<std::string_view>& list, std::string_view value) {
    return std::ranges::find(list, value) != list.end();
  }
  [[nodiscard]] bool sees(const history::Issue& issue) const {
    return visible_.all || (issue.project != kNone && visible_.contains(data_.projects[issue.project]));
  }
  [[nodiscard]] bool matches(Index index) const {
    return lower_case(data_.key(index)).contains(words_) || lower_case(data_.summary(index)).contains(words_);
  }
  // Whether it is in the sprint, named by id, at as-of.
  [[nodiscard]] bool in_sprint(const history::Issue& issue) const {
    bool inside = false;
    for (const history::Event& event : data_.events_of(issue)) {
      if (event.at > context_.as_of) break;
      if (event.kind == history::EventKind::sprint_enter && data_.sprints[event.to()].id == sprint_)
        inside = true;
      if (event.kind == history::EventKind::sprint_leave && data_.sprints[event.from()].id == sprint_)
        inside = false;
    }
    return inside;
  }

  const history::Dataset& data_;
  const metrics::Context& context_;
  const access::ProjectFilter& visible_;
  std::string words_;
  std::vector<std::string_view> keys_, statuses_, types_;
  std::string_view category_, sprint_;
  std::string assignee_;
  bool blocked_;
};

// Sorts positions that stand in the order of their keys.
class Order {
 public:
  Order(const Call& call, const workspace::Figures& figures)
      : by_(call.query("sort")), down_(call.query("order") == "desc"), figures_(figures) {}

  [[nodiscard]] Outcome sort(std::vector<Index>& rows) const {
    const history::Dataset& data = figures_.dataset();
    const auto& dates = figures_.analysis().dates;
    if (by_.empty() || by_ == "key") {
      if (down_) std::ranges::reverse(rows);
      return {};
    }
    if (by_ == "created") return by([&](Index i) { return data.issues[i].created; }, rows);
    if (by_ == "updated") return by([&](Index i) { return data.issues[i].updated; }, rows);
    if (by_ == "summary") return by([&](Index i) { return data.summary(i); }, rows);
    if (by_ == "status") {
      return by(
          [&](Index i) {
            return dates[i].status == kNone ? std::string_view{}
                                            : std::string_view{data.statuses[dates[i].status].name};
          },
          rows);
    }
    if (by_ == "cycle_days")
      return by([&](Index i) { return metrics::cycle_days(figures_.context(), dates[i]).value_or(-1); },
                rows);
    if (by_ == "points") {
      return by(
          [&](Index i) {
            return views::issue_row(figures_.context(), data.issues[i], dates[i]).points.value_or(-1);
          },
          rows);
    }
    return fail(ErrorCode::usage, "sort takes key, created, updated, summary, status, cycle_days or points");
  }

 private:
  template <class Value>
  [[nodiscard]] Outcome by(Value value, std::vector<Index>& rows) const {
    std::vector<std::pair<decltype(value(Index{})), Index>> valued;
    valued.reserve(rows.size());
    for (const Index row : rows) valued.emplace_back(value(row), row);
    const auto less = [&](const auto& a, const auto& b) {
      return down_ ? b.first < a.first : a.first < b.first;
    };
    std::ranges::stable_sort(valued, less);
    std::ranges::transform(valued, rows.begin(), [](const auto& pair) { return pair.second; });
    return {};
  }

  std::string_view by_;
  bool down_;
  const workspace::Figures& figures_;
};

JsonDocument facet(const std::map<std::string_view, std::size_t>& counts) {
  std::vector<std::pair<std::string_view, std::size_t>> sorted{counts.begin(), counts.end()};
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const auto& pair) { return pair.second; });
  JsonDocument list = JsonDocument::array();
  for (const auto& [value, count] : sorted) list.push_back({{"value", value}, {"count", count}});
  return list;
}

JsonDocument row_json(const workspace::Figures& figures, Index index, bool people) {
  const history::Dataset& data = figures.dataset();
  const history::Issue& issue = data.issues[index];
  JsonDocument row =
      views::issue_json(views::issue_row(figures.context(), issue, figures.analysis().dates[index]));
  row["project"] =
      issue.project == kNone ? JsonDocument(nullptr) : JsonDocument(data.projects[issue.project]);
  row["updated"] = format_iso(issue.updated);
  const bool named = people && issue.assignee != kNone;
  row["assignee"] = named ? JsonDocument(data.people[issue.assignee].name) : JsonDocument(nullptr);
  return row;
}

JsonDocument list_of(const std::string& text) {
  JsonDocument list = JsonDocument::parse(text, nullptr, false);
  return list.is_array() ? list : JsonDocument::array();
}

// Of lists that begin with a name, the names.
JsonDocument names_in(const std::string& text) {
  JsonDocument names = JsonDocument::array();
  const JsonDocument list = list_of(text);
  for (const JsonDocument& entry : list) {
    if (entry.is_array() && !entry.empty() && entry[0].is_string()) names.push_back(entry[0]);
  }
  return names;
}

}  // namespace

Result<Answer> get_issues(const Call& call) {
  STINT_ASSIGN(project, call.project());
  STINT_ASSIGN(limit, call.number("limit", 50, 0, kMostRows));
  STINT_ASSIGN(offset, call.number("offset", 0, 0, 1'000'000'000));
  STINT_ASSIGN(figures, call.services.workspace.figures(project));
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  const Filter filter{call, *figures, visible};
  STINT_TRY(filter.check());
  const auto& dates = figures->analysis().dates;
  const history::Dataset& data = figures->dataset();
  std::vector<Index> rows;
  std::map<std::string_view, std::size_t> statuses, types, categories;
  for (Index i = 0; i < data.issues.size(); ++i) {
    if (!filter.takes(i, dates[i])) continue;
    rows.push_back(i);
    ++statuses[filter.status_name(dates[i])];
    ++types[data.type_of(data.issues[i]).name];
    ++categories[views::category_key(dates[i].category)];
  }
  STINT_TRY((Order{call, *figures}.sort(rows)));
  JsonDocument list = JsonDocument::array();
  const auto first = std::min(static_cast<std::size_t>(offset), rows.size());
  const auto last = std::min(first + static_cast<std::size_t>(limit), rows.size());
  for (std::size_t i = first; i < last; ++i)
    list.push_back(row_json(*figures, rows[i], call.services.people));
  return json_answer(
      {{"total", rows.size()},
       {"offset", first},
       {"as_of", format_iso(figures->as_of().at)},
       {"issues", std::move(list)},
       {"facets", {{"status", facet(statuses)}, {"type", facet(types)}, {"category", facet(categories)}}}});
}

Result<Answer> get_issue(const Call& call) {
  const auto snapshot = call.services.workspace.current();
  const workspace::Figures& figures = *snapshot->figures;
  const history::Dataset& data = figures.dataset();
  const std::string& key = call.parts[0];
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  Index index = kNone;
  for (Index i = 0; i < data.issues.size() && index == kNone; ++i) {
    const history::Issue& issue = data.issues[i];
    const bool seen =
        visible.all || (issue.project != kNone && visible.contains(data.projects[issue.project]));
    if (seen && data.key(i) == key && figures.analysis().dates[i].exists) index = i;
  }
  if (index == kNone) return fail(ErrorCode::not_found, "there is no issue " + key);
  JsonDocument issue = row_json(figures, index, call.services.people);
  STINT_ASSIGN(database, store::open_for_reading(call.services.workspace.data_folder()));
  STINT_ASSIGN(text, store::read_issue_text(database, key));
  if (text) {
    issue["priority"] = text->priority;
    issue["description"] = text->description;
    issue["acceptance_criteria"] = text->acceptance_criteria;
    issue["labels"] = list_of(text->labels);
    issue["components"] = list_of(text->components);
    issue["fix_versions"] = names_in(text->fix_versions);
    issue["comments"] = text->comments;
    issue["url"] = text->url.empty() ? JsonDocument(nullptr) : JsonDocument(text->url + "/browse/" + key);
  }
  JsonDocument insights = JsonDocument::array();
  for (const insight::Told& told : snapshot->standing.told) {
    const auto& evidence = told.insight.finding.evidence;
    if (std::ranges::find(evidence, index) != evidence.end())
      insights.push_back({{"id", told.insight.finding.id}, {"title", told.insight.title}});
  }
  return json_answer({{"issue", std::move(issue)},
                      {"timeline", timeline_of(figures, index, call.services.people)},
                      {"insights", std::move(insights)}});
}

}  // namespace stint::server
