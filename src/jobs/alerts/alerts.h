// The alerts of one data folder: rules and channels, what was noted, and what is on its way.
//
// Nobody is told the same twice, wherever the process ends: a message is on the disk before it is sent,
// claimed before its first byte, and what may have been taken is never sent again.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/alerts/delivery.h"
#include "jobs/alerts/rule.h"
#include "jobs/alerts/summary.h"
#include "jobs/channels/carrier.h"
#include "jobs/channels/channel.h"
#include "jobs/schema.h"
#include "lib/tz/time_zone.h"

namespace stint::jobs {

struct AlertsOptions {
  int attempts = 6;                            // at a message that is surely not taken
  Milliseconds first_pause{30'000};            // doubled after every attempt …
  Milliseconds longest_pause{30 * 60'000};     // … up to this, unless the receiver asks for more …
  std::chrono::hours longest_asked{12};        // … and it is given up when it asks for more than this
  std::chrono::hours same_again_after{20};     // see note_alert()
  std::chrono::days keep_for{180};             // settled deliveries, and what they told
  std::string link;                            // to the page's first view, for messages; may be empty
  std::function<void()> after_change = [] {};  // called when something is on the disk; tests end here
};

struct AlertsEdge {
  std::function<Instant()> now;
  std::function<std::string()> new_id;  // unique among all installations: 32 hexadecimal digits at random
  Keyring keyring;
  Carrier carrier;
};

// Safe from several threads, but for step(), which one thread calls at a time. Nothing is sent while anything
// is locked.
class Alerts {
 public:
  // Takes the folder's alerts into its care. ErrorCode::conflict when another process has them.
  [[nodiscard]] static Result<std::unique_ptr<Alerts>> open(const std::filesystem::path& data_folder,
                                                            const TimeZone& team, AlertsEdge edge,
                                                            AlertsOptions options = {});

  [[nodiscard]] Result<std::vector<AlertRule>> rules();
  // New or instead of the one of that name. ErrorCode::usage when its channel is not there.
  [[nodiscard]] Outcome put_rule(const AlertRule& rule);
  [[nodiscard]] Outcome remove_rule(std::string_view name);  // ErrorCode::not_found

  // Likewise. What they say is put on its way with enqueue().
  [[nodiscard]] Result<std::vector<SummaryRule>> summaries();
  [[nodiscard]] Outcome put_summary(const SummaryRule& rule);
  [[nodiscard]] Outcome remove_summary(std::string_view name);

  [[nodiscard]] Result<std::vector<Channel>> channels();
  // As channel_from_json() has it. The channel as it is now.
  [[nodiscard]] Result<Channel> put_channel(std::string_view json);
  // ErrorCode::not_found; ErrorCode::conflict while a rule or a summary uses it.
  [[nodiscard]] Outcome remove_channel(std::string_view name);

  // To be called after each refresh with everything that stands, also what has not changed: what waits for
  // its time and does not stand any more is not told. How many were noted.
  [[nodiscard]] Result<std::size_t> after_refresh(const std::vector<AlertItem>& items);

  // Puts a message for a channel on its way that we have made: a report, say. Once per channel and key,
  // whatever happens; false when there was one. ErrorCode::not_found without that channel.
  [[nodiscard]] Result<bool> enqueue(std::string_view channel, std::string_view once_key, Message message);

  // Sends a test message at once, and waits for what comes of it. ErrorCode::not_found without that channel.
  [[nodiscard]] Result<Delivery> send_test(std::string_view channel, const std::stop_token& stop);

  [[nodiscard]] Result<std::vector<Delivery>> deliveries(const DeliveryFilter& filter);  // the newest first
  // Called when there may be something to do earlier than step() said.
  void on_new_work(std::function<void()> wake);

  // Makes messages of what is due, and sends one. Gives the time at which something is to be done again;
  // nothing: not before something new is noted.
  [[nodiscard]] Result<std::optional<Instant>> step(const std::stop_token& stop);

 private:
  Alerts(OwnedDatabase owned, const TimeZone& team, AlertsEdge edge, AlertsOptions options);

  [[nodiscard]] Outcome check_channel(std::string_view channel);
  [[nodiscard]] Result<std::size_t> note(const AlertRule& rule, const std::vector<AlertItem>& items,
                                         Instant now);
  [[nodiscard]] Outcome make_deliveries();
  [[nodiscard]] Outcome make_delivery(const AlertRule& rule, std::vector<AlertItem> items,
                                      const std::vector<std::int64_t>& alerts);
  struct Claimed {
    Delivery delivery;
    Message message;
    std::optional<Channel> channel;
  };
  [[nodiscard]] Result<std::optional<Claimed>> claim();
  [[nodiscard]] Attempt attempt(const Claimed& claimed, const std::stop_token& stop) const;
  [[nodiscard]] Outcome settle(Delivery& delivery, const Attempt& attempt);
  [[nodiscard]] Result<std::optional<Instant>> next_time();
  void wake();

  const TimeZone team_;
  const AlertsEdge edge_;
  const AlertsOptions options_;
  std::mutex mutex_;  // everything from here on
  OwnedDatabase owned_;
  std::function<void()> wake_;
};

}  // namespace stint::jobs
