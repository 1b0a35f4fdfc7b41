// Writes on a folder of its own, a clock that only tests move, and a scripted tracker.
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <memory>
#include <stdlib.h>
#include <string>
#include <utility>

#include "exchange/writes/scripted_connector.h"
#include "exchange/writes/writes.h"

namespace stint::test {

class Writing : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "stint-writes-XXXXXX").string();
    ASSERT_NE(nullptr, mkdtemp(name.data()));
    folder_ = name;
    start();
  }
  void TearDown() override {
    writes_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  // As a new process would: all that is in memory is gone.
  void start() {
    writes_.reset();
    writes_ = open();
  }
  [[nodiscard]] std::unique_ptr<writes::Writes> open() {
    writes::Options options;
    options.data_folder = folder_;
    options.policy = policy_;
    options.secrets.emplace_back("canary-token-1");
    options.clock.now = [this] { return connector_.time; };
    options.clock.wait = [this](Milliseconds wait, const std::stop_token& stop) {
      connector_.time += wait;
      return !stop.stop_requested();
    };
    auto opened = writes::Writes::open(std::move(options));
    EXPECT_TRUE(opened) << opened.error().to_string();
    return std::move(*opened);
  }

  [[nodiscard]] writes::Proposed plan(tracker::Write write, std::string target = {}) {
    auto proposed = writes_->plan(kAnn, connector_, {std::move(write), std::move(target), true});
    EXPECT_TRUE(proposed) << proposed.error().to_string();
    return proposed ? std::move(*proposed) : writes::Proposed{};
  }
  [[nodiscard]] static writes::Confirmation confirm(const writes::Proposed& proposed) {
    return {proposed.token, kAnn, proposed.plan.payload_hash};
  }
  [[nodiscard]] Result<writes::Plan> apply(const writes::Proposed& proposed) {
    return writes_->apply(confirm(proposed), connector_);
  }
  // The actions of the log, the oldest first: "plan confirm send result".
  [[nodiscard]] std::string log() {
    std::string out;
    const auto entries = writes_->newest_audit(1000);
    EXPECT_TRUE(entries);
    for (const auto& entry : *entries) out = entry.action + (out.empty() ? "" : " ") + out;
    return out;
  }

  static inline const writes::Actor kAnn{"ann", "work"};
  std::filesystem::path folder_;
  writes::Policy policy_;
  ScriptedConnector connector_;
  std::unique_ptr<writes::Writes> writes_;
};

[[nodiscard]] inline tracker::Write edit(std::string field, std::string value) {
  return tracker::EditFields{{{std::move(field), std::move(value)}}};
}
[[nodiscard]] inline tracker::Write create(std::string summary) {
  tracker::CreateIssue write;
  write.project = "PAY";
  write.type = "Story";
  write.summary = std::move(summary);
  return write;
}

}  // namespace stint::test
