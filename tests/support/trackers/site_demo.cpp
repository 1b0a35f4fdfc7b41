#include "support/trackers/site_demo.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

#include "demo/board_builder.h"
#include "demo/domains.h"
#include "demo/jira_issue.h"
#include "demo/jira_site.h"
#include "lib/simdjson/json.h"
#include "support/trackers/site_extremes.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::test {
namespace {

// The demo is ours: what cannot be read of it is a fault of the tests.
template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << "the demo site: " << result.error().to_string() << '\n';
  std::abort();
}

class Filler {
 public:
  explicit Filler(Site& site) : site_(site) {}

  void add_definitions() {
    for (const json::Value item : must(parser_.parse(demo::statuses_file())).items())
      site_.statuses.push_back(tracker::jira::read_status(item));
    for (const json::Value item : must(parser_.parse(demo::fields_file())).items())
      site_.fields.push_back(tracker::jira::read_field(item));
    for (const auto type : {demo::IssueType::epic, demo::IssueType::story, demo::IssueType::task,
                            demo::IssueType::bug, demo::IssueType::subtask}) {
      const Named named = named_in(demo::type_json(type));
      site_.types.push_back(
          {named.id, named.name, type == demo::IssueType::subtask, type == demo::IssueType::epic});
    }
    for (std::int32_t i = 0; i < 5; ++i) site_.priorities.push_back(named_in(demo::priority_json(i)));
    for (const auto each : {demo::Resolution::done, demo::Resolution::wont_do, demo::Resolution::duplicate,
                            demo::Resolution::cannot_reproduce}) {
      site_.resolutions.push_back(named_in(demo::resolution_json(each)));
    }
    for (const auto each : {demo::LinkType::blocks, demo::LinkType::relates, demo::LinkType::problem}) {
      const json::Value type = must(parser_.parse(demo::link_type_json(each)));
      site_.link_types.push_back({std::string{type["id"].text()}, std::string{type["name"].text()},
                                  std::string{type["inward"].text()}, std::string{type["outward"].text()}});
    }
    site_.points_field = demo::kPointsField;
    site_.sprint_field = demo::kSprintField;
    site_.flag_field = demo::kFlagField;
  }

  void add_board(const demo::Board& board, std::int64_t& next_history_id) {
    add_project(board);
    site_.boards.push_back(tracker::jira::read_board(must(parser_.parse(demo::board_file(board)))));
    site_.boards.back().project_key = board.key;
    for (const json::Value item : must(parser_.parse(demo::sprints_file(board)))["values"].items())
      site_.sprints.push_back(tracker::jira::read_sprint(item));
    for (const demo::Person& person : board.people) add_user(person);
    demo::IssueWriter writer(board, next_history_id);
    std::string text;
    for (std::size_t i = 0; i < board.issues.size(); ++i) {
      text.clear();
      writer.write(text, static_cast<std::int32_t>(i));
      const json::Value value = must(parser_.parse(text));
      tracker::jira::IssueRecord record = must(tracker::jira::read_issue(value, {}));
      const tracker::Person creator = tracker::jira::read_person(value["fields"]["creator"]);
      site_.add(std::move(record.issue), creator.id);
    }
  }

 private:
  Named named_in(std::string_view text) {
    const json::Value value = must(parser_.parse(text));
    return {tracker::id_text_of(value["id"]), std::string{value["name"].text()}};
  }

  void add_project(const demo::Board& board) {
    SiteProject project{std::to_string(board.project_id), board.key, board.project_name, {}, {}};
    for (const auto& name : board.domain->components) {
      const auto number = board.project_id * 10 + static_cast<std::int64_t>(project.components.size());
      project.components.push_back({std::to_string(number), std::string{name}});
    }
    for (const demo::Version& version : board.versions) {
      // Jira knows the day of a release only.
      const Instant day = std::chrono::floor<std::chrono::days>(version.release);
      project.versions.push_back({std::to_string(version.id), version.name, version.released, day});
    }
    site_.projects.push_back(std::move(project));
  }

  void add_user(const demo::Person& person) {
    if (site_.user(person.account) != nullptr) return;
    std::string login;
    for (const char c : person.name) {
      const auto byte = static_cast<unsigned char>(c);
      if (std::isalnum(byte) != 0) login += static_cast<char>(std::tolower(byte));
      if (c == ' ') login += '.';
    }
    login += std::to_string(site_.users.size());
    const bool bot = must(parser_.parse(person.json))["accountType"].text() == "app";
    site_.users.push_back({person.account, person.name, login, login + "@orrery.example", bot});
  }

  Site& site_;
  json::Parser parser_;
};

}  // namespace

std::unique_ptr<Site> demo_site(const SiteOptions& options,
                                const std::function<std::string(std::string_view)>& as_told) {
  auto site = std::make_unique<Site>();
  demo::DemoOptions demo;
  demo.seed = options.seed;
  demo.issues = std::max(options.issues, demo::minimum_issues(options.sprints));
  demo.sprints = options.sprints;
  if (demo.sprints < 5) std::erase(demo.plants, demo::Plant::velocity_drop);
  if (const Outcome fits = demo::check_options(demo); !fits) {
    std::cerr << "the demo site: " << fits.error().to_string() << '\n';
    std::abort();
  }
  Filler filler{*site};
  filler.add_definitions();
  const demo::OrganisationPlan plan(demo);
  std::int64_t next_history_id = 100'001;
  for (std::int64_t index = 0; index < plan.boards(); ++index)
    filler.add_board(must(demo::build_board(demo, plan, index)).board, next_history_id);
  site->built = demo.end;
  const auto human = std::ranges::find(site->users, false, &SiteUser::bot);
  site->me = human->id;
  if (options.extremes) add_extremes(*site, options);
  if (as_told) site->rewrite_texts(as_told);
  return site;
}

}  // namespace stint::test
