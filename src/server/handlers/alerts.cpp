// What is told to whom: rules, summaries, channels, and what was sent.
#include "jobs/alerts/alerts.h"

#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

constexpr std::int64_t kMostListed = 500;

}  // namespace

Result<Answer> get_rules(const Call& call) {
  STINT_ASSIGN(rules, call.services.alerts.rules());
  JsonDocument list = JsonDocument::array();
  for (const jobs::AlertRule& rule : rules) list.push_back(jobs::to_json(rule));
  return json_answer({{"rules", std::move(list)}});
}

Result<Answer> put_rule(const Call& call) {
  STINT_ASSIGN(rule, jobs::rule_from_json(call.named_body()));
  STINT_TRY(call.services.alerts.put_rule(rule));
  STINT_TRY(call.audited("alert.rule.put", call.parts[0]));
  return json_answer({{"rule", jobs::to_json(rule)}});
}

Result<Answer> remove_rule(const Call& call) {
  STINT_TRY(call.services.alerts.remove_rule(call.parts[0]));
  STINT_TRY(call.audited("alert.rule.remove", call.parts[0]));
  return no_content();
}

Result<Answer> get_summaries(const Call& call) {
  STINT_ASSIGN(summaries, call.services.alerts.summaries());
  JsonDocument list = JsonDocument::array();
  for (const jobs::SummaryRule& summary : summaries) list.push_back(jobs::to_json(summary));
  return json_answer({{"summaries", std::move(list)}});
}

Result<Answer> put_summary(const Call& call) {
  STINT_ASSIGN(summary, jobs::summary_from_json(call.named_body()));
  STINT_TRY(call.services.alerts.put_summary(summary));
  STINT_TRY(call.audited("alert.summary.put", call.parts[0]));
  return json_answer({{"summary", jobs::to_json(summary)}});
}

Result<Answer> remove_summary(const Call& call) {
  STINT_TRY(call.services.alerts.remove_summary(call.parts[0]));
  STINT_TRY(call.audited("alert.summary.remove", call.parts[0]));
  return no_content();
}

Result<Answer> get_channels(const Call& call) {
  STINT_ASSIGN(channels, call.services.alerts.channels());
  JsonDocument list = JsonDocument::array();
  for (const jobs::Channel& channel : channels) list.push_back(jobs::to_json(channel));
  return json_answer({{"channels", std::move(list)}});
}

Result<Answer> put_channel(const Call& call) {
  STINT_ASSIGN(channel, call.services.alerts.put_channel(call.named_body()));
  STINT_TRY(call.audited("alert.channel.put", call.parts[0]));
  return json_answer({{"channel", jobs::to_json(channel)}});
}

Result<Answer> remove_channel(const Call& call) {
  STINT_TRY(call.services.alerts.remove_channel(call.parts[0]));
  STINT_TRY(call.audited("alert.channel.remove", call.parts[0]));
  return no_content();
}

Result<Answer> test_channel(const Call& call) {
  STINT_ASSIGN(delivery, call.services.alerts.send_test(call.parts[0], {}));
  STINT_TRY(call.audited("alert.channel.test", call.parts[0]));
  return json_answer({{"delivery", jobs::to_json(delivery)}});
}

Result<Answer> get_deliveries(const Call& call) {
  STINT_ASSIGN(limit, call.number("limit", 100, 1, kMostListed));
  jobs::DeliveryFilter filter;
  filter.limit = static_cast<int>(limit);
  STINT_ASSIGN(deliveries, call.services.alerts.deliveries(filter));
  JsonDocument list = JsonDocument::array();
  for (const jobs::Delivery& delivery : deliveries) list.push_back(jobs::to_json(delivery));
  return json_answer({{"deliveries", std::move(list)}});
}

}  // namespace stint::server
