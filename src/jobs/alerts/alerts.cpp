#include "jobs/alerts/alerts.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "jobs/alerts/alert_table.h"
#include "jobs/alerts/settings_table.h"

namespace stint::jobs {
namespace {

std::unexpected<Error> no_channel(std::string_view name) {
  return fail(ErrorCode::not_found, fmt::format("there is no channel \"{}\"", name.substr(0, 64)));
}

Delivery new_delivery(const Message& message, std::string channel, Instant now) {
  Delivery delivery;
  delivery.message_id = message.id;
  delivery.purpose = message.purpose;
  delivery.rule = message.rule;
  delivery.channel = std::move(channel);
  delivery.created_at = now;
  delivery.ready_at = now;
  return delivery;
}

}  // namespace

Alerts::Alerts(OwnedDatabase owned, const TimeZone& team, AlertsEdge edge, AlertsOptions options)
    : team_(team), edge_(std::move(edge)), options_(std::move(options)), owned_(std::move(owned)) {}

Result<std::unique_ptr<Alerts>> Alerts::open(const std::filesystem::path& data_folder, const TimeZone& team,
                                             AlertsEdge edge, AlertsOptions options) {
  STINT_ASSIGN(owned, open_database(data_folder, "alerts"));
  std::unique_ptr<Alerts> alerts{new Alerts(std::move(owned), team, std::move(edge), std::move(options))};
  STINT_TRY(give_up_claimed(alerts->owned_.database, alerts->edge_.now()));
  return alerts;
}

Result<std::vector<AlertRule>> Alerts::rules() {
  const std::scoped_lock lock{mutex_};
  return all_rules(owned_.database);
}

// With the lock held.
Outcome Alerts::check_channel(std::string_view channel) {
  STINT_ASSIGN(found, find_channel(owned_.database, channel));
  if (!found) {
    return fail(ErrorCode::usage, fmt::format("there is no channel \"{}\"", channel), "channel",
                "make the channel first");
  }
  return {};
}

Outcome Alerts::put_rule(const AlertRule& rule) {
  const std::scoped_lock lock{mutex_};
  STINT_TRY(check_channel(rule.channel));
  return jobs::put_rule(owned_.database, rule);
}

Outcome Alerts::remove_rule(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(found, jobs::remove_rule(owned_.database, name));
  if (!found) return fail(ErrorCode::not_found, fmt::format("there is no rule \"{}\"", name.substr(0, 64)));
  return {};
}

Result<std::vector<SummaryRule>> Alerts::summaries() {
  const std::scoped_lock lock{mutex_};
  return all_summaries(owned_.database);
}

Outcome Alerts::put_summary(const SummaryRule& rule) {
  const std::scoped_lock lock{mutex_};
  STINT_TRY(check_channel(rule.channel));
  return jobs::put_summary(owned_.database, rule);
}

Outcome Alerts::remove_summary(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(found, jobs::remove_summary(owned_.database, name));
  if (!found)
    return fail(ErrorCode::not_found, fmt::format("there is no summary \"{}\"", name.substr(0, 64)));
  return {};
}

Result<std::vector<Channel>> Alerts::channels() {
  const std::scoped_lock lock{mutex_};
  return all_channels(owned_.database);
}

Result<Channel> Alerts::put_channel(std::string_view json) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(existing, all_channels(owned_.database));
  json::Parser parser;
  const auto root = parser.parse(json);
  const std::string_view name = root ? (*root)["name"].text() : std::string_view{};
  const auto before = std::ranges::find(existing, name, &Channel::name);
  STINT_ASSIGN(channel,
               channel_from_json(json, before == existing.end() ? nullptr : &*before, edge_.keyring));
  STINT_TRY(jobs::put_channel(owned_.database, channel));
  return channel;
}

Outcome Alerts::remove_channel(std::string_view name) {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(rules, all_rules(owned_.database));
  const auto user = std::ranges::find(rules, name, &AlertRule::channel);
  if (user != rules.end()) {
    return fail(ErrorCode::conflict, fmt::format("the rule \"{}\" sends to this channel", user->name), {},
                "remove the rule first, or give it another channel");
  }
  STINT_ASSIGN(summaries, all_summaries(owned_.database));
  const auto summary = std::ranges::find(summaries, name, &SummaryRule::channel);
  if (summary != summaries.end()) {
    return fail(ErrorCode::conflict, fmt::format("the summary \"{}\" goes to this channel", summary->name),
                {}, "remove the summary first, or give it another channel");
  }
  STINT_ASSIGN(found, jobs::remove_channel(owned_.database, name));
  if (!found) return no_channel(name);
  return {};
}

Result<std::size_t> Alerts::after_refresh(const std::vector<AlertItem>& items) {
  std::size_t noted = 0;
  {
    const std::scoped_lock lock{mutex_};
    const Instant now = edge_.now();
    STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned_.database));
    STINT_TRY(forget_settled(owned_.database, items));
    STINT_ASSIGN(rules, all_rules(owned_.database));
    for (const AlertRule& rule : rules) {
      STINT_ASSIGN(count, note(rule, items, now));
      noted += count;
    }
    STINT_TRY(transaction.commit());
    options_.after_change();
  }
  if (noted > 0) wake();
  return noted;
}

Result<std::size_t> Alerts::note(const AlertRule& rule, const std::vector<AlertItem>& items, Instant now) {
  STINT_ASSIGN(zone, zone_of(rule, team_));
  std::size_t count = 0;
  for (const AlertItem& item : items) {
    if (!matches(rule, item)) continue;
    STINT_ASSIGN(noted, note_alert(owned_.database, rule.name, item, now, due_at(rule, zone, item, now),
                                   now - options_.same_again_after));
    if (noted) ++count;
  }
  return count;
}

Result<bool> Alerts::enqueue(std::string_view channel, std::string_view once_key, Message message) {
  message.id = edge_.new_id();
  if (message.link.empty()) message.link = options_.link;
  std::int64_t made = 0;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(found, find_channel(owned_.database, channel));
    if (!found) return no_channel(channel);
    const Delivery delivery = new_delivery(message, std::string{channel}, edge_.now());
    STINT_ASSIGN(
        id, insert_delivery(owned_.database, delivery, fmt::format("{}\n{}", channel, once_key), message));
    made = id;
    options_.after_change();
  }
  if (made != 0) wake();
  return made != 0;
}

Result<Delivery> Alerts::send_test(std::string_view channel, const std::stop_token& stop) {
  Claimed test;
  {
    const std::scoped_lock lock{mutex_};
    STINT_ASSIGN(found, find_channel(owned_.database, channel));
    if (!found) return no_channel(channel);
    found->on = true;
    test.channel = std::move(found);
    test.message.id = edge_.new_id();
    test.message.purpose = "test";
    test.message.title = "Test message from Stint";
    test.message.text = fmt::format("This channel, \"{}\", works. Alerts will look like this.", channel);
    test.message.link = options_.link;
    test.delivery = new_delivery(test.message, std::string{channel}, edge_.now());
    test.delivery.state = DeliveryState::sending;
    test.delivery.attempt = 1;
    STINT_ASSIGN(id, insert_delivery(owned_.database, test.delivery, {}, test.message));
    test.delivery.id = id;
  }
  Attempt outcome = attempt(test, stop);
  // Whoever asked is waiting, and can ask again.
  if (outcome.verdict == Verdict::again) outcome.verdict = Verdict::failed;
  STINT_TRY(settle(test.delivery, outcome));
  return test.delivery;
}

Result<std::vector<Delivery>> Alerts::deliveries(const DeliveryFilter& filter) {
  const std::scoped_lock lock{mutex_};
  return list_deliveries(owned_.database, filter);
}

void Alerts::on_new_work(std::function<void()> wake) {
  const std::scoped_lock lock{mutex_};
  wake_ = std::move(wake);
}

void Alerts::wake() {
  std::function<void()> wake;
  {
    const std::scoped_lock lock{mutex_};
    wake = wake_;
  }
  if (wake) wake();
}

Result<std::optional<Instant>> Alerts::step(const std::stop_token& stop) {
  STINT_TRY(make_deliveries());
  STINT_ASSIGN(claimed, claim());
  if (claimed) {
    const Attempt outcome = attempt(*claimed, stop);
    STINT_TRY(settle(claimed->delivery, outcome));
  }
  return next_time();
}

Outcome Alerts::make_deliveries() {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(due, due_alerts(owned_.database, edge_.now()));
  if (due.empty()) return {};
  STINT_ASSIGN(transaction, sqlite::Transaction::begin(owned_.database));
  STINT_ASSIGN(rules, all_rules(owned_.database));
  std::map<std::string, std::vector<WaitingAlert>> by_rule;
  for (WaitingAlert& alert : due) by_rule[alert.rule].push_back(std::move(alert));
  for (auto& [name, alerts] : by_rule) {
    const auto rule = std::ranges::find(rules, name, &AlertRule::name);
    const bool wanted = rule != rules.end() && rule->on;
    std::vector<AlertItem> items;
    std::vector<std::int64_t> ids;
    for (WaitingAlert& alert : alerts) {
      if (!wanted) STINT_TRY(forget_alert(owned_.database, alert.id));
      ids.push_back(alert.id);
      items.push_back(std::move(alert.item));
    }
    if (wanted) STINT_TRY(make_delivery(*rule, std::move(items), ids));
  }
  STINT_TRY(transaction.commit());
  options_.after_change();
  return {};
}

Outcome Alerts::make_delivery(const AlertRule& rule, std::vector<AlertItem> items,
                              const std::vector<std::int64_t>& alerts) {
  Message message = alert_message(rule.name, std::move(items));
  message.id = edge_.new_id();
  message.link = options_.link;
  STINT_ASSIGN(delivery, insert_delivery(owned_.database, new_delivery(message, rule.channel, edge_.now()),
                                         {}, message));
  for (const std::int64_t alert : alerts) STINT_TRY(put_into_delivery(owned_.database, alert, delivery));
  return {};
}

Result<std::optional<Alerts::Claimed>> Alerts::claim() {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(delivery, claim_delivery(owned_.database, edge_.now()));
  if (!delivery) return std::optional<Claimed>{};
  options_.after_change();
  Claimed claimed;
  STINT_ASSIGN(message, message_of(owned_.database, delivery->id));
  STINT_ASSIGN(channel, find_channel(owned_.database, delivery->channel));
  claimed.delivery = std::move(*delivery);
  claimed.message = std::move(message);
  claimed.channel = std::move(channel);
  return std::optional{std::move(claimed)};
}

Attempt Alerts::attempt(const Claimed& claimed, const std::stop_token& stop) const {
  if (!claimed.channel) return {Verdict::failed, 0, "the channel is not there any more", {}};
  if (!claimed.channel->on) return {Verdict::failed, 0, "the channel is switched off", {}};
  return send(*claimed.channel, claimed.message, edge_.keyring, edge_.carrier, edge_.now, stop);
}

Outcome Alerts::settle(Delivery& delivery, const Attempt& attempt) {
  const std::scoped_lock lock{mutex_};
  const Instant now = edge_.now();
  delivery.status = attempt.status;
  delivery.error = attempt.error;
  delivery.finished_at = now;
  switch (attempt.verdict) {
    case Verdict::sent:
      delivery.state = DeliveryState::sent;
      break;
    case Verdict::unknown:
      delivery.state = DeliveryState::unknown;
      break;
    case Verdict::failed:
      delivery.state = DeliveryState::failed;
      break;
    case Verdict::again: {
      const auto doubled = options_.first_pause * (std::int64_t{1} << std::min(delivery.attempt - 1, 20));
      const Milliseconds pause = std::max(std::min<Milliseconds>(doubled, options_.longest_pause),
                                          attempt.asked_wait.value_or(Milliseconds{0}));
      const bool give_up = delivery.attempt >= options_.attempts || pause > options_.longest_asked;
      delivery.state = give_up ? DeliveryState::failed : DeliveryState::waiting;
      delivery.ready_at = now + pause;
      if (!give_up) delivery.finished_at.reset();
      break;
    }
  }
  STINT_TRY(settle_delivery(owned_.database, delivery));
  options_.after_change();
  return prune_deliveries(owned_.database, now - options_.keep_for);
}

Result<std::optional<Instant>> Alerts::next_time() {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(due, next_due(owned_.database));
  STINT_ASSIGN(ready, next_delivery(owned_.database));
  if (due && ready) return std::optional{std::min(*due, *ready)};
  return due ? due : ready;
}

}  // namespace stint::jobs
