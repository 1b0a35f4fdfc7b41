// A fake tracker that fights back, and a store that is kept current with it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "exchange/sync/sync.h"
#include "support/scratch.h"
#include "support/trackers/products.h"
#include "support/trackers/virtual_sender.h"

namespace stint::test {

class SyncBed {
 public:
  SyncBed(std::string_view product, std::optional<FaultOptions> faults, const SiteOptions& options);

  // One sync into the store of that name; nothing when it could not begin.
  std::optional<exchange::SyncReport> sync(const std::string& store = "data", bool full = false,
                                           const std::stop_token& stop = {});
  // Again and again until one has nothing left to do; fails the test when that takes too many.
  void sync_to_the_end();
  // What colleagues do between two syncs: edits, a comment, a new issue, a deletion, a move.
  void work_goes_on();
  // Nothing goes wrong any more, and a day passes.
  void settle();

  // Every issue of a store, as text.
  [[nodiscard]] std::map<std::string, std::string> stored(const std::string& store = "data") const;
  // What a sync without faults brings into an empty store now.
  [[nodiscard]] std::map<std::string, std::string> truth();

  [[nodiscard]] Front& front() { return front_; }
  [[nodiscard]] FakeTracker& fake() { return fake_; }
  [[nodiscard]] std::filesystem::path folder(const std::string& store) const { return scratch_ / store; }

 private:
  // Neither of the connection nor out of an issue.
  void expect_no_secret(const Error& error) const;

  Scratch scratch_;
  FakeTracker fake_;
  Front front_;
  VirtualClock clock_;
  VirtualSender sender_;
  outbound::Delivery delivery_;
  int truths_ = 0;
};

}  // namespace stint::test
