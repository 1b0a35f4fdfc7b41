// A data folder with a channel and a rule, a clock, and a carrier that does what a test tells it to.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

#include "jobs/alerts/alerts.h"
#include "lib/simdjson/json.h"
#include "support/scratch.h"

namespace stint::jobs {

inline AlertItem finding(std::string id, AlertSeverity severity = AlertSeverity::warning,
                         AlertChange change = AlertChange::fresh, std::string hash = "h1") {
  AlertItem item;
  item.insight_id = std::move(id);
  item.kind = "scope_creep";
  item.severity = severity;
  item.change = change;
  item.projects = {"PAY"};
  item.title = "Title of " + item.insight_id;
  item.message = "What happened.";
  item.link = "https://stint.example.com/insights/" + item.insight_id;
  item.content_hash = std::move(hash);
  return item;
}

inline std::expected<outbound::Response, outbound::Failure> answered(int status, curl::Headers headers = {}) {
  outbound::Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.shown_url = "https://example.com/in/secret-path";
  return response;
}

inline std::expected<outbound::Response, outbound::Failure> broken(outbound::FailureKind kind,
                                                                   bool may_have_arrived) {
  return std::unexpected(
      outbound::Failure{kind,
                        {ErrorCode::failure, "https://example.com/in/secret-path: broken", "", ""},
                        {},
                        may_have_arrived,
                        0});
}

struct Desk {
  test::Scratch folder;
  const Instant start = *parse_iso_instant("2026-11-20T10:00:00Z");
  Instant now = start;
  // Told of every request; what it gives is the answer.
  std::function<std::expected<outbound::Response, outbound::Failure>(const outbound::Request&)> answer =
      [](const outbound::Request&) { return answered(200); };
  std::vector<outbound::Request> requests;
  int ids = 0;

  [[nodiscard]] AlertsEdge edge() {
    AlertsEdge edge;
    edge.now = [this] { return now; };
    edge.new_id = [this] { return "id" + std::to_string(::getpid()) + "x" + std::to_string(++ids); };
    edge.keyring = {[](const char*) -> std::optional<std::string> { return std::nullopt; },
                    []() -> Result<SealKey> { return SealKey{"0123456789abcdef"}; }};
    edge.carrier.post = [this](const std::string&, const outbound::Request& request, const std::stop_token&) {
      requests.push_back(request);
      return answer(request);
    };
    edge.carrier.mail = [](const outbound::Mail&,
                           const std::stop_token&) -> std::expected<int, outbound::Failure> { return 250; };
    return edge;
  }

  std::unique_ptr<Alerts> open(AlertsOptions options = {}) {
    auto alerts = Alerts::open(folder.path(), {}, edge(), std::move(options));
    if (!alerts) {
      ADD_FAILURE() << alerts.error().to_string();
      std::abort();
    }
    return std::move(*alerts);
  }

  // With the channel "hook" and the rule "all".
  std::unique_ptr<Alerts> open_with_rule(std::string_view more = {}) {
    auto alerts = open();
    EXPECT_TRUE(alerts->put_channel(
        R"({"name":"hook","type":"webhook","url":"https://example.com/in/secret-path","secret":"a-key-that-both-know"})"));
    const auto rule =
        rule_from_json(std::string{R"({"name":"all","channel":"hook")"} + std::string{more} + "}");
    EXPECT_TRUE(rule) << rule.error().to_string();
    EXPECT_TRUE(alerts->put_rule(*rule));
    return alerts;
  }

  // Until nothing is due any more.
  std::optional<Instant> run_all(Alerts& alerts) const {
    for (;;) {
      const auto next = alerts.step({});
      EXPECT_TRUE(next) << next.error().to_string();
      if (!next || !*next || **next > now) return next ? *next : std::nullopt;
    }
  }

  // The insights that the request at `index` told of.
  [[nodiscard]] std::vector<std::string> told(std::size_t index) const {
    json::Parser parser;
    const auto root = parser.parse(requests.at(index).body.value_or(""));
    std::vector<std::string> insights;
    if (!root) return insights;
    const json::Items items = (*root)["items"].items();
    for (const json::Value item : items) insights.emplace_back(item["insight_id"].text());
    return insights;
  }
};

}  // namespace stint::jobs
