// A server without a socket: a made-up organisation, users, and requests that are answered as the network's
// would be.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "demo/demo.h"
#include "exchange/import.h"
#include "server/fake_models.h"
#include "server/service.h"
#include "support/scratch.h"

namespace stint::server::test {

inline constexpr Instant kStart = from_epoch_ms(1'790'000'000'000);
inline const std::string kPassword = "a good long password";

struct Asked {
  std::string method = "GET";
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::string peer = "127.0.0.1";
};

class Bed {
 public:
  struct Setting {
    bool open_mode = true;
    bool people = true;
    access::ProxySettings proxy = {};
    std::string hostile = {};  // put into the summaries of issues
  };
  Bed() : Bed(Setting{}) {}
  explicit Bed(const Setting& setting);
  ~Bed();

  [[nodiscard]] http::Response ask(const Asked& asked);
  [[nodiscard]] http::Response get(const std::string& target,
                                   std::vector<std::pair<std::string, std::string>> headers = {}) {
    return ask({.target = target, .headers = std::move(headers)});
  }
  [[nodiscard]] http::Response post(const std::string& target, const JsonDocument& body,
                                    std::vector<std::pair<std::string, std::string>> headers = {});

  // Headers of somebody: a session's cookie with its token, or a key.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> session_of(const std::string& user);
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> key_of(const std::string& user,
                                                                        const access::NewApiKey& key);
  access::User add_user(const std::string& name, const access::ProjectRoles& roles);

  [[nodiscard]] Services& services() { return *services_; }
  [[nodiscard]] Service& service() { return *service_; }
  Instant now = kStart;
  std::vector<std::string> published;
  FakeModels models;  // of /v1: "stint", which says everything again

  // An engine over these providers, with records in the data folder.
  [[nodiscard]] std::shared_ptr<language::Engine> engine(std::vector<language::ChainLink> chain,
                                                         const language::EngineOptions& options = {}) const;
  [[nodiscard]] std::filesystem::path data() const { return scratch_ / "data"; }

 private:
  [[nodiscard]] access::Act act() const { return {now, "tester", "127.0.0.1"}; }

  stint::test::Scratch scratch_;
  TimeZone zone_;
  std::unique_ptr<workspace::Workspace> workspace_;
  std::unique_ptr<access::Directory> directory_;
  std::optional<access::Users> users_;
  std::optional<access::Sessions> sessions_;
  std::optional<access::Keys> keys_;
  std::optional<access::InitialSetup> setup_;
  std::optional<access::Authentication> authentication_;
  std::optional<access::Reactions> reactions_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::unique_ptr<jobs::Alerts> alerts_;
  report::Archive archive_{scratch_ / "data" / "reports"};
  std::unique_ptr<Services> services_;
  std::unique_ptr<Service> service_;
};

[[nodiscard]] JsonDocument json_of(const http::Response& response);
[[nodiscard]] std::string header_of(const http::Response& response, std::string_view name);

}  // namespace stint::server::test
