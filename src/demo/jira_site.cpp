#include "demo/jira_site.h"

#include <array>
#include <fmt/format.h>

#include "demo/cast.h"
#include "demo/json_writer.h"
#include "demo/words.h"

namespace stint::demo {

namespace {

struct StatusRow {
  Named named;
  int category_id;
  std::string_view category_key;
  std::string_view color;
  std::string_view category_name;
};
constexpr std::array<StatusRow, 6> kStatuses{
    {{{"10000", "To Do"}, 2, "new", "blue-gray", "To Do"},
     {{"10001", "In Progress"}, 4, "indeterminate", "yellow", "In Progress"},
     {{"10002", "In Review"}, 4, "indeterminate", "yellow", "In Progress"},
     {{"10003", "Testing"}, 4, "indeterminate", "yellow", "In Progress"},
     {{"10004", "Done"}, 3, "done", "green", "Done"},
     {{"10005", "Released"}, 3, "done", "green", "Done"}}};

struct TypeRow {
  Named named;
  bool subtask;
  int level;
};
constexpr std::array<TypeRow, 5> kTypes{{{{"10000", "Epic"}, false, 1},
                                         {{"10001", "Story"}, false, 0},
                                         {{"10002", "Task"}, false, 0},
                                         {{"10004", "Bug"}, false, 0},
                                         {{"10003", "Sub-task"}, true, -1}}};

constexpr std::array<Named, 5> kResolutions{{{"", ""},
                                             {"10000", "Done"},
                                             {"10001", "Won't Do"},
                                             {"10002", "Duplicate"},
                                             {"10003", "Cannot Reproduce"}}};
constexpr std::array<Named, 5> kPriorities{
    {{"1", "Highest"}, {"2", "High"}, {"3", "Medium"}, {"4", "Low"}, {"5", "Lowest"}}};

struct LinkRow {
  Named named;
  std::string_view inward;
  std::string_view outward;
};
constexpr std::array<LinkRow, 3> kLinkTypes{{{{"10000", "Blocks"}, "is blocked by", "blocks"},
                                             {{"10003", "Relates"}, "relates to", "relates to"},
                                             {{"10004", "Problem/Incident"}, "is caused by", "causes"}}};

// One JSON text per row of a table, made once.
template <std::size_t N, class Make>
std::array<std::string, N> rendered(Make make) {
  std::array<std::string, N> texts;
  for (std::size_t i = 0; i < N; ++i) {
    JsonWriter json(texts[i]);
    make(json, i);
  }
  return texts;
}

std::string self(std::string_view what, std::string_view id) {
  return fmt::format("{}/rest/api/3/{}/{}", kSite, what, id);
}

void write_status(JsonWriter& json, std::size_t index) {
  const StatusRow& row = kStatuses[index];
  json.begin_object()
      .field("self", self("status", row.named.id))
      .field("description", "")
      .field("name", row.named.name)
      .field("id", row.named.id)
      .key("statusCategory")
      .begin_object()
      .field("self", self("statuscategory", fmt::format("{}", row.category_id)))
      .field("id", row.category_id)
      .field("key", row.category_key)
      .field("colorName", row.color)
      .field("name", row.category_name)
      .end_object()
      .end_object();
}

void append_time(std::string& out, Instant instant, std::string_view zone) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::int64_t ms = (instant - day).count();
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{}",
                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()), ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                 ms % 1000, zone);
}

void write_field(JsonWriter& json, std::string_view id, std::string_view name, bool custom,
                 std::string_view type) {
  json.begin_object()
      .field("id", id)
      .field("key", id)
      .field("name", name)
      .field("custom", custom)
      .field("navigable", true);
  json.key("clauseNames").begin_array();
  if (custom) json.string(fmt::format("cf[{}]", id.substr(id.find('_') + 1)));
  json.string(name).end_array().key("schema").begin_object().field("type", type.substr(0, type.find(' ')));
  if (custom) {
    json.field("custom", type.substr(type.find(' ') + 1));
    json.key("customId").raw(id.substr(id.find('_') + 1));
  } else {
    json.field("system", id);
  }
  json.end_object().end_object();
}

}  // namespace

void append_jira_time(std::string& out, Instant instant) {
  append_time(out, instant, "+0000");
}
void append_sprint_time(std::string& out, Instant instant) {
  append_time(out, instant, "Z");
}

Named status_named(StatusId status) {
  return kStatuses[static_cast<std::size_t>(status)].named;
}
Named resolution_named(Resolution resolution) {
  return kResolutions[static_cast<std::size_t>(resolution)];
}
Named priority_named(std::int32_t priority) {
  return kPriorities[at(priority)];
}

std::string_view status_json(StatusId status) {
  static const auto texts = rendered<kStatuses.size()>(write_status);
  return texts[static_cast<std::size_t>(status)];
}

std::string_view type_json(IssueType type) {
  static const auto texts = rendered<kTypes.size()>([](JsonWriter& json, std::size_t i) {
    const TypeRow& row = kTypes[i];
    json.begin_object()
        .field("self", self("issuetype", row.named.id))
        .field("id", row.named.id)
        .field("name", row.named.name)
        .field("subtask", row.subtask)
        .field("hierarchyLevel", row.level)
        .end_object();
  });
  return texts[static_cast<std::size_t>(type)];
}

std::string_view resolution_json(Resolution resolution) {
  static const auto texts = rendered<kResolutions.size()>([](JsonWriter& json, std::size_t i) {
    json.begin_object().field("self", self("resolution", kResolutions[i].id)).field("id", kResolutions[i].id);
    json.field("name", kResolutions[i].name).end_object();
  });
  return texts[static_cast<std::size_t>(resolution)];
}

std::string_view priority_json(std::int32_t priority) {
  static const auto texts = rendered<kPriorities.size()>([](JsonWriter& json, std::size_t i) {
    json.begin_object().field("self", self("priority", kPriorities[i].id)).field("name", kPriorities[i].name);
    json.field("id", kPriorities[i].id).end_object();
  });
  return texts[at(priority)];
}

std::string_view link_type_json(LinkType type) {
  static const auto texts = rendered<kLinkTypes.size()>([](JsonWriter& json, std::size_t i) {
    const LinkRow& row = kLinkTypes[i];
    json.begin_object().field("id", row.named.id).field("name", row.named.name).field("inward", row.inward);
    json.field("outward", row.outward).field("self", self("issueLinkType", row.named.id)).end_object();
  });
  return texts[static_cast<std::size_t>(type)];
}

std::string_view link_words(LinkType type, bool outward) {
  const LinkRow& row = kLinkTypes[static_cast<std::size_t>(type)];
  return outward ? row.outward : row.inward;
}

std::string statuses_file() {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (std::size_t i = 0; i < kStatuses.size(); ++i) write_status(json, i);
  json.end_array();
  return out + "\n";
}

std::string fields_file() {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const auto& [id, name, type] : {std::array<std::string_view, 3>{"summary", "Summary", "string"},
                                       {"status", "Status", "status"},
                                       {"issuetype", "Issue Type", "issuetype"},
                                       {"priority", "Priority", "priority"},
                                       {"assignee", "Assignee", "user"},
                                       {"resolution", "Resolution", "resolution"},
                                       {"fixVersions", "Fix versions", "array"},
                                       {"versions", "Affects versions", "array"},
                                       {"components", "Components", "array"},
                                       {"labels", "Labels", "array"},
                                       {"environment", "Environment", "string"},
                                       {"description", "Description", "string"},
                                       {"parent", "Parent", "issuelink"}}) {
    write_field(json, id, name, false, type);
  }
  write_field(json, kPointsField, "Story Points", true,
              "number com.atlassian.jira.plugin.system.customfieldtypes:float");
  write_field(json, kRankField, "Rank", true, "any com.pyxis.greenhopper.jira:gh-lexo-rank");
  write_field(json, kSprintField, "Sprint", true, "array com.pyxis.greenhopper.jira:gh-sprint");
  write_field(json, kFlagField, "Flagged", true,
              "array com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes");
  json.end_array();
  return out + "\n";
}

std::string board_file(const Board& board) {
  std::string out;
  JsonWriter json(out);
  const std::string project = fmt::format("{}", board.project_id);
  json.begin_object().field("id", board.id).field("name", board.name).field("type", "scrum");
  json.field("self", fmt::format("{}/rest/agile/1.0/board/{}/configuration", kSite, board.id));
  json.key("location").begin_object().field("type", "project").field("key", board.key).field("id", project);
  json.field("self", self("project", project)).field("name", board.project_name).end_object();
  json.key("filter").begin_object().field("id", project).field("self", self("filter", project)).end_object();
  json.key("subQuery").begin_object().field("query", "").end_object();
  json.key("columnConfig").begin_object().key("columns").begin_array();
  const auto column = [&](std::string_view name, std::initializer_list<StatusId> statuses) {
    json.begin_object().field("name", name).key("statuses").begin_array();
    for (const StatusId status : statuses) {
      json.begin_object()
          .field("id", status_named(status).id)
          .field("self", self("status", status_named(status).id))
          .end_object();
    }
    json.end_array().end_object();
  };
  column("To Do", {StatusId::to_do});
  column("In Progress", {StatusId::in_progress});
  column("In Review", {StatusId::in_review});
  if (board.has_testing) column("Testing", {StatusId::testing});
  if (board.has_released) {
    column("Done", {StatusId::done, StatusId::released});
  } else {
    column("Done", {StatusId::done});
  }
  json.end_array().field("constraintType", "issueCount").end_object();
  json.key("estimation").begin_object().field("type", "field").key("field").begin_object();
  json.field("fieldId", kPointsField).field("displayName", "Story Points").end_object().end_object();
  json.key("ranking").begin_object().field("rankCustomFieldId", 10'019).end_object();
  json.end_object();
  return out + "\n";
}

std::string sprints_file(const Board& board) {
  std::string out;
  JsonWriter json(out);
  const auto count = static_cast<std::int64_t>(board.sprints.size());
  json.begin_object().field("maxResults", count > 50 ? count : 50).field("startAt", 0).field("isLast", true);
  json.key("values").begin_array();
  std::string time;
  const auto date = [&](std::string_view name, Instant instant) {
    time.clear();
    append_sprint_time(time, instant);
    json.field(name, time);
  };
  for (const Sprint& sprint : board.sprints) {
    json.begin_object()
        .field("id", sprint.id)
        .field("self", fmt::format("{}/rest/agile/1.0/sprint/{}", kSite, sprint.id));
    json.field("state", sprint.state == SprintState::closed   ? "closed"
                        : sprint.state == SprintState::active ? "active"
                                                              : "future");
    json.field("name", sprint_name(board, sprint));
    if (sprint.state != SprintState::future) {
      date("startDate", sprint.start);
      date("endDate", sprint.planned_end);
      if (sprint.state == SprintState::closed) date("completeDate", sprint.complete);
      date("activatedDate", sprint.activated);
    }
    date("createdDate", sprint.created);
    json.field("originBoardId", board.id).field("goal", sprint_goal(board, sprint)).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::string meta_file(Instant start, Instant end) {
  std::string out;
  std::string time;
  JsonWriter json(out);
  const auto date = [&](std::string_view name, Instant instant) {
    time.clear();
    append_time(time, instant, "+00:00");
    json.field(name, time);
  };
  json.begin_object();
  date("date_start", start);
  date("date_end", end);
  json.field("site", kSite).field("generator", "stint demo").end_object();
  return out + "\n";
}

}  // namespace stint::demo
