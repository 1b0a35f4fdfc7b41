// How findings are worded: findings.txt holds made-up ones of every topic and severity, scenarios.txt what
// the metrics find in the scenarios of their own tests. With STINT_REWRITE set both are rewritten, so that a
// change of wording is seen where it is reviewed.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "insight/complaints.h"
#include "insight/finding_text.h"
#include "metrics/scenario.h"

namespace stint::test {
namespace {

namespace fs = std::filesystem;

const fs::path kHere{STINT_NARRATIONS};

bool rewriting() {
  return std::getenv("STINT_REWRITE") != nullptr;
}

std::string read(const fs::path& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void expect_good(const history::Dataset& data, const insight::Insight& insight, const std::string& where) {
  for (const std::string& complaint : complaints(data, insight)) {
    ADD_FAILURE() << where << ": " << complaint << "\n" << insight.title << "\n" << insight.message;
  }
}

TEST(Narrations, OfMadeUpFindings) {
  std::string text;
  std::set<std::string> topics;
  for (const FindingText& one : read_findings(kHere / "findings.txt")) {
    history::Dataset data;
    const insight::Insight insight = insight::narrate(data, parse_finding(one.body, data));
    expect_good(data, insight, one.name);
    const std::string said = insight.title + "\n" + insight.message + "\n";
    EXPECT_TRUE(rewriting() || said == one.expected) << one.name << ":\n"
                                                     << said << "instead of\n"
                                                     << one.expected;
    text += (text.empty() ? "== " : "\n== ") + one.name + "\n" + one.body + "--\n" + said;
    topics.insert(insight.finding.topic + " " +
                  std::string{metrics::severity_name(insight.finding.severity)});
  }
  if (rewriting()) std::ofstream{kHere / "findings.txt"} << text;
  for (const std::string topic :
       {"scope_creep", "missed_target", "velocity", "defect_leakage", "hygiene.score", "hygiene.blocked",
        "hygiene.stale", "hygiene.unestimated"}) {
    for (const std::string severity : {"info", "warning", "error"}) {
      // Nothing is said of what is blocked, stale or unestimated within the limits.
      if (severity == "info" && topic.starts_with("hygiene.") && topic != "hygiene.score") continue;
      std::string wanted = topic;
      wanted += " " + severity;
      EXPECT_TRUE(topics.contains(wanted)) << wanted;
    }
  }
  for (const std::string wanted :
       {"flow info", "flow.ageing warning", "flow.ageing error", "flow.trend info", "flow.trend warning"}) {
    EXPECT_TRUE(topics.contains(wanted)) << wanted;
  }
}

TEST(Narrations, OfWhatTheMetricsFind) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(STINT_VECTORS)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::string text;
  std::set<std::string> messages;
  for (const fs::path& file : files) {
    for (const ScenarioText& one : read_scenarios(file)) {
      const Scenario scenario = parse_scenario(one.body);
      const history::Dataset data = dataset_of(scenario);
      const metrics::Analysis analysis =
          metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options});
      std::string told;
      for (metrics::Finding& finding : metrics::find_all(analysis)) {
        const insight::Insight insight = insight::narrate(data, std::move(finding));
        expect_good(data, insight, one.name);
        if (!messages.insert(insight.message).second) continue;
        told += std::string{metrics::severity_name(insight.finding.severity)} + ": " + insight.title +
                "\n  " + insight.message + "\n";
      }
      if (!told.empty()) text += "== " + file.stem().string() + ": " + one.name + "\n" + told;
    }
  }
  if (rewriting()) std::ofstream{kHere / "scenarios.txt"} << text;
  EXPECT_EQ(text, read(kHere / "scenarios.txt"));
}

}  // namespace
}  // namespace stint::test
