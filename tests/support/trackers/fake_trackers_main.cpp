// fake_trackers --product NAME [--issues N] [--seed S] [--faults SEED] [--record FILE.jsonl] [--port P]
//               [--no-extremes]
// Runs a fake tracker on 127.0.0.1 until its input ends. Prints one line of JSON: where it is, as whom one
// may come, and who that is there.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/simdjson/json.h"
#include "support/trackers/front.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace {

using namespace stint;
using namespace stint::test;

struct Wishes {
  std::string product = "jira-cloud";
  SiteOptions site;
  std::optional<FaultOptions> faults;
  std::string record;
  std::uint16_t port = 0;
};

// Nothing: the words are wrong.
std::optional<Wishes> read_words(const std::vector<std::string>& words) {
  Wishes wishes;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--no-extremes") {
      wishes.site.extremes = false;
      continue;
    }
    if (i + 1 >= words.size()) return std::nullopt;
    const std::string& value = words[++i];
    if (word == "--product") {
      wishes.product = value;
    } else if (word == "--record") {
      wishes.record = value;
    } else if (word == "--issues") {
      wishes.site.issues = std::stoll(value);
    } else if (word == "--seed") {
      wishes.site.seed = std::stoull(value);
    } else if (word == "--port") {
      wishes.port = static_cast<std::uint16_t>(std::stoul(value));
    } else if (word == "--faults") {
      wishes.faults.emplace();
      wishes.faults->seed = std::stoull(value);
    } else {
      return std::nullopt;
    }
  }
  // A larger site has larger boards as well.
  if (wishes.site.issues > 2000) wishes.site.sprints = 8;
  return wishes;
}

std::string greeting(const FakeTracker& fake, const std::string& url) {
  const SiteUser& me = *fake.site->user(fake.site->me);
  std::string line;
  const auto member = [&](std::string_view name, std::string_view value) {
    line += line.empty() ? "{" : ",";
    json::escape_to(line, name);
    line += ':';
    json::escape_to(line, value);
  };
  member("url", url);
  member("user", fake.connection.user);
  member("secret", fake.connection.secret.reveal());
  member("me", me.id);
  member("name", me.name);
  member("project", fake.site->projects.front().key);
  member("issue", fake.site->issues().front().issue.key);
  return line + "}";
}

int run(const Wishes& wishes) {
  const FakeTracker fake = make_fake(wishes.product, wishes.site);
  Front front{*fake.handler, wishes.faults};
  std::ofstream record;
  if (!wishes.record.empty()) {
    record.open(wishes.record, std::ios::binary);
    front.record_to([&](const Exchange& exchange) { record << json_line(exchange); });
  }
  // The site's own time goes on from where its story ends.
  const auto begin = std::chrono::steady_clock::now();
  const auto now = [&] {
    const auto passed = std::chrono::steady_clock::now() - begin;
    return fake.site->built + std::chrono::hours{1} + std::chrono::floor<Milliseconds>(passed);
  };
  TrackerServer server{front, now, wishes.port};
  if (fake.prepare) front.with_site([&](Site&) { fake.prepare(server.url()); });
  std::cout << greeting(fake, server.url(fake.below)) << '\n' << std::flush;
  std::string line;
  while (std::getline(std::cin, line)) continue;
  for (const std::string& violation : fake.handler->violations())
    std::cerr << "violation: " << violation << '\n';
  return fake.handler->violations().empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto wishes = read_words({argv + 1, argv + argc});
  if (wishes) {
    for (const FakeProduct& product : fake_products())
      if (product.name == wishes->product) return run(*wishes);
  }
  std::cerr
      << "fake_trackers --product NAME [--issues N] [--seed S] [--faults SEED] [--record FILE] [--port P] "
         "[--no-extremes]\nproducts:";
  for (const FakeProduct& product : fake_products()) std::cerr << ' ' << product.name;
  std::cerr << '\n';
  return 2;
}
