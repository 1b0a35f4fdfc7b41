#include "app/serving/reporting.h"

#include <algorithm>
#include <fmt/format.h>

#include "lib/curl/url.h"
#include "report/summary.h"
#include "server/reports.h"

namespace stint::app {
namespace {

using jobs::SummaryKind;
using jobs::SummaryRule;

jobs::Message message_of(const report::Summary& summary, const std::string& link) {
  jobs::Message message;
  message.purpose = "report";
  message.title = summary.title;
  message.text = summary.text;
  message.link = link;
  for (const report::SummaryItem& item : summary.items) {
    jobs::AlertItem entry;
    entry.kind = "issue";
    if (!item.project.empty()) entry.projects.push_back(item.project);
    entry.title = item.title;
    entry.message = item.text;
    entry.link = link + "/issues/" + curl::url_encoded(item.key);
    message.items.push_back(std::move(entry));
  }
  return message;
}

}  // namespace

std::vector<jobs::JobKind> Reporting::kinds() {
  const auto summary = [this](SummaryKind kind) {
    return [this, kind](jobs::JobContext& context) { return send_summaries(kind, context); };
  };
  std::vector<jobs::JobKind> kinds;
  kinds.push_back({"report", "Makes a report about everything, and keeps it",
                   [this](jobs::JobContext&) { return keep_report(); }});
  kinds.push_back({std::string{jobs::summary_name(SummaryKind::weekly_summary)},
                   "Sends what the last sprints completed, once a week",
                   summary(SummaryKind::weekly_summary)});
  kinds.push_back({std::string{jobs::summary_name(SummaryKind::daily_hygiene)},
                   "Sends hygiene scores and what they come from, once a day",
                   summary(SummaryKind::daily_hygiene)});
  return kinds;
}

std::vector<std::string> Reporting::usual_schedules() {
  return {R"({"name": "weekly-report", "kind": "report", "expression": "30 7 * * mon"})",
          R"({"name": "weekly-summary", "kind": "weekly_summary", "expression": "0 8 * * mon"})",
          R"({"name": "daily-hygiene", "kind": "daily_hygiene", "expression": "0 8 * * mon-fri"})"};
}

Result<JsonDocument> Reporting::keep_report() {
  STINT_TRY(edge_.refresh());
  if (workspace_.current()->figures->dataset().issues.empty())
    return JsonDocument{{"kept", nullptr}, {"reason", "there are no issues yet"}};
  STINT_ASSIGN(rendered, server::render_report(workspace_, {.people = edge_.people}, edge_.program_version));
  const Instant now = edge_.now();
  STINT_ASSIGN(kept, archive_.keep({.format = std::string{rendered.format->name}, .made_at = now},
                                   workspace_.choices().zone.day_of(now), rendered.text));
  return JsonDocument{{"kept", kept.name}};
}

// One that cannot be made keeps none of the others from being sent.
Result<JsonDocument> Reporting::send_summaries(SummaryKind kind, const jobs::JobContext& context) {
  if (alerts_ == nullptr) return fail(ErrorCode::failure, "there is nothing to send with");
  const Day today = workspace_.choices().zone.day_of(edge_.now());
  // The schedule knows no holidays.
  const bool by_itself = context.job().cause == jobs::Cause::schedule;
  if (by_itself && kind == SummaryKind::daily_hygiene && !workspace_.choices().calendar.works(today))
    return JsonDocument{{"sent", 0}, {"reason", "nobody works today"}};
  STINT_TRY(edge_.refresh());
  STINT_ASSIGN(rules, alerts_->summaries());
  Sent counts;
  Outcome outcome;
  for (const SummaryRule& rule : rules) {
    if (!rule.on || rule.kind != kind) continue;
    auto sent = send(rule, today, counts);
    if (!sent && outcome) outcome = std::move(sent);
  }
  STINT_TRY(std::move(outcome));
  return JsonDocument{
      {"sent", counts.sent}, {"sent_before", counts.already}, {"nothing_to_say", counts.nothing}};
}

Outcome Reporting::send(const SummaryRule& rule, Day today, Sent& counts) {
  const auto snapshot = workspace_.current();
  const metrics::Analysis& analysis = snapshot->figures->analysis();
  const auto boards = report::boards_in(analysis.context.data, rule.projects);
  const auto summary = rule.kind == SummaryKind::daily_hygiene ? report::hygiene_summary(analysis, boards)
                                                               : report::completion_summary(analysis, boards);
  if (!summary) {
    ++counts.nothing;
    return {};
  }
  jobs::Message message = message_of(*summary, edge_.link);
  if (rule.attach_report) {
    const std::string project = rule.projects.size() == 1 ? rule.projects.front() : std::string{};
    STINT_ASSIGN(rendered, server::render_report(workspace_, {.project = project, .people = edge_.people},
                                                 edge_.program_version));
    message.attachments.push_back(
        {"stint-report.html", std::string{rendered.format->media_type}, std::move(rendered.text)});
  }
  const std::string once =
      fmt::format("{} {} {}", jobs::summary_name(rule.kind), jobs::period_of(rule.kind, today), rule.name);
  STINT_ASSIGN(fresh, alerts_->enqueue(rule.channel, once, std::move(message)));
  ++(fresh ? counts.sent : counts.already);
  return {};
}

}  // namespace stint::app
