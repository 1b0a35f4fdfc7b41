// The process dies after any step that is on the disk, and before and after a message reaches the other side:
// nobody is told twice, and what was decided and surely not sent is told.
#include <fstream>
#include <gmock/gmock.h>
#include <map>

#include "jobs/alert_scene.h"
#include "jobs/dying.h"

namespace stint::jobs {
namespace {

// The other side, which outlives us: a file with one insight a line.
std::function<std::expected<outbound::Response, outbound::Failure>(const outbound::Request&)> receiver(
    const Desk& desk, const std::function<void()>& passes) {
  return [&desk, passes](const outbound::Request& request) {
    passes();
    json::Parser parser;
    const auto root = parser.parse(*request.body);
    const json::Items items = (*root)["items"].items();
    std::ofstream log{desk.folder / "received", std::ios::app};
    for (const json::Value item : items) log << item["insight_id"].text() << "\n";
    log.close();
    passes();
    return answered(200);
  };
}

std::map<std::string, int> received(const Desk& desk) {
  std::map<std::string, int> counts;
  std::ifstream log{desk.folder / "received"};
  for (std::string line; std::getline(log, line);) ++counts[line];
  return counts;
}

bool live(Desk& desk, int moment) {
  return dies_at(moment, [&](const std::function<void()>& passes) {
    AlertsOptions options;
    options.after_change = passes;
    auto alerts = desk.open(options);
    desk.answer = receiver(desk, passes);
    EXPECT_TRUE(alerts->after_refresh({finding("a"), finding("b", AlertSeverity::error)}));
    desk.run_all(*alerts);
    // A finding more at the next refresh.
    desk.now += std::chrono::minutes{15};
    EXPECT_TRUE(alerts->after_refresh({finding("a"), finding("b", AlertSeverity::error), finding("c")}));
    desk.run_all(*alerts);
  });
}

TEST(AlertsKilled, NeverTellTwiceWhateverTheMoment) {
  int moments = 0;
  int lost = 0;
  for (int moment = 0;; ++moment) {
    Desk desk;
    static_cast<void>(desk.open_with_rule());
    const bool died = live(desk, moment);
    desk.now += std::chrono::hours{1};
    EXPECT_FALSE(live(desk, 1000));
    const auto counts = received(desk);
    for (const auto& [insight, count] : counts) EXPECT_EQ(count, 1) << insight << " at moment " << moment;
    auto alerts = desk.open();
    int unknown = 0;
    const auto listed = alerts->deliveries({});
    ASSERT_TRUE(listed);
    for (const Delivery& delivery : *listed) {
      EXPECT_TRUE(delivery.state == DeliveryState::sent || delivery.state == DeliveryState::unknown);
      unknown += delivery.state == DeliveryState::unknown ? 1 : 0;
    }
    // All are told, but for one message whose fate nobody knows.
    EXPECT_LE(unknown, 1);
    if (unknown == 0) {
      EXPECT_EQ(counts.size(), 3U) << moment;
    }
    lost += counts.size() < 3 ? 1 : 0;
    if (!died) break;
    ++moments;
  }
  // Noted, put into a message, claimed, before and after it arrives, settled; and all that for the second.
  EXPECT_EQ(moments, 12);
  // Died after the claim, or just before it arrived.
  EXPECT_EQ(lost, 4);
}

TEST(AlertsKilled, NeverTellTwiceHoweverOftenItDies) {
  for (int seed = 0; seed < 12; ++seed) {
    Desk desk;
    static_cast<void>(desk.open_with_rule());
    for (int life = 0; life < 6; ++life) {
      static_cast<void>(live(desk, (seed * 7 + life * 5) % 12));
      desk.now += std::chrono::minutes{1 + seed};
    }
    for (const auto& [insight, count] : received(desk)) EXPECT_LE(count, 1) << insight << " seed " << seed;
  }
}

}  // namespace
}  // namespace stint::jobs
