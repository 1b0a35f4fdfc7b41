#include "server/bed.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace stint::server::test {
namespace {

access::DirectoryOptions cheap() {
  access::DirectoryOptions options;
  options.passwords = access::argon2id({.passes = 1, .memory = 8192});
  return options;
}

// Into every summary of the export, as somebody might write it in the tracker.
void poison(const std::filesystem::path& folder, const std::string& text) {
  for (const auto& file : stint::test::files_below(folder)) {
    if (file.extension() != ".json") continue;
    const std::string name = stint::test::read_file(file);
    JsonDocument document = JsonDocument::parse(name, nullptr, false);
    if (!document.is_object() || !document.contains("issues")) continue;
    for (JsonDocument& issue : document["issues"]) {
      if (issue.contains("fields")) issue["fields"]["summary"] = text;
    }
    std::FILE* out = std::fopen(file.c_str(), "wb");
    const std::string whole = to_line(document);
    std::fwrite(whole.data(), 1, whole.size(), out);
    std::fclose(out);
  }
}

}  // namespace

Bed::Bed(const Setting& setting) {
  demo::DemoOptions demo;
  demo.issues = 1200;
  EXPECT_TRUE(demo::write_demo(scratch_ / "demo", demo));
  if (!setting.hostile.empty()) poison(scratch_ / "demo", setting.hostile);
  const auto report = exchange::import_files({scratch_ / "demo"}, scratch_ / "data", {});
  EXPECT_TRUE(report && report->complete());
  const std::filesystem::path data = scratch_ / "data";
  const auto clock = [this] { return now; };
  workspace_ = std::make_unique<workspace::Workspace>(data, workspace::Choices{}, clock);
  EXPECT_TRUE(workspace_->refresh());
  auto directory = access::Directory::open(data, cheap());
  EXPECT_TRUE(directory);
  directory_ = std::move(*directory);
  users_.emplace(*directory_);
  sessions_.emplace(*directory_);
  keys_.emplace(*directory_);
  setup_.emplace(*directory_);
  authentication_.emplace(*directory_);
  reactions_.emplace(*directory_);
  std::vector<jobs::JobKind> kinds;
  kinds.push_back(
      {"refresh", "Nothing", [](jobs::JobContext&) -> Result<JsonDocument> { return JsonDocument{}; }});
  auto jobs = jobs::Jobs::open(data, std::move(kinds), zone_, clock);
  EXPECT_TRUE(jobs);
  jobs_ = std::move(*jobs);
  jobs::Carrier nowhere;
  auto alerts = jobs::Alerts::open(data, zone_,
                                   {clock,
                                    [] { return std::string(32, 'a'); },
                                    {[](const char*) { return std::optional<std::string>{}; },
                                     []() -> Result<SealKey> { return SealKey{"material"}; }},
                                    nowhere});
  EXPECT_TRUE(alerts);
  alerts_ = std::move(*alerts);
  services_.reset(new Services{.workspace = *workspace_,
                               .directory = *directory_,
                               .users = *users_,
                               .sessions = *sessions_,
                               .keys = *keys_,
                               .setup = *setup_,
                               .authentication = *authentication_,
                               .reactions = *reactions_,
                               .jobs = *jobs_,
                               .alerts = *alerts_,
                               .reports = archive_,
                               .now = clock,
                               .program_version = "1.2.3",
                               .people = setting.people});
  const auto echo = [](const language::GenerationRequest& request, std::size_t) {
    return stint::test::saying("You said: " + request.messages.back().text);
  };
  models.writers["stint"] = engine({{std::make_shared<stint::test::ScriptedProvider>("echo@1", echo), {}}});
  services_->language_models = &models;
  services_->settings = [] { return JsonDocument{{"calendar", "Mon"}}; };
  ServiceOptions options;
  options.guard.hosts = {"localhost"};
  options.proxy = setting.proxy;
  options.open_mode = setting.open_mode;
  service_ = std::make_unique<Service>(*services_, std::move(options));
}

std::shared_ptr<language::Engine> Bed::engine(std::vector<language::ChainLink> chain,
                                              const language::EngineOptions& options) const {
  return std::make_shared<language::Engine>(std::move(chain), options, data(), [this] { return now; });
}

Bed::~Bed() {
  service_.reset();
}

http::Response Bed::ask(const Asked& asked) {
  http::Request request;
  request.method = asked.method;
  request.target = asked.target;
  bool host = false;
  for (const auto& [name, value] : asked.headers) {
    request.headers.emplace_back(name, value);
    host = host || equal_ignoring_case(name, "Host");
  }
  if (!host) request.headers.emplace_back("Host", "localhost:5001");
  request.body = asked.body;
  request.peer = asked.peer;
  std::mutex mutex;
  std::condition_variable there;
  http::ResponsePtr late;
  if (const http::ResponsePtr response = service_->handle(request, [&](http::ResponsePtr answer) {
        const std::lock_guard lock{mutex};
        late = std::move(answer);
        there.notify_one();
      })) {
    return *response;
  }
  std::unique_lock lock{mutex};
  there.wait(lock, [&] { return late != nullptr; });
  return *late;
}

http::Response Bed::post(const std::string& target, const JsonDocument& body,
                         std::vector<std::pair<std::string, std::string>> headers) {
  headers.emplace_back("Content-Type", "application/json");
  return ask({.method = "POST", .target = target, .headers = std::move(headers), .body = to_line(body)});
}

access::User Bed::add_user(const std::string& name, const access::ProjectRoles& roles) {
  auto user = users_->add({.name = name, .password = Secret{kPassword}, .roles = roles}, act());
  EXPECT_TRUE(user) << user.error().to_string();
  return *user;
}

std::vector<std::pair<std::string, std::string>> Bed::session_of(const std::string& user) {
  const auto found = users_->find(user, now);
  EXPECT_TRUE(found && *found);
  const auto token = sessions_->start((*found)->id, act(), "tester");
  EXPECT_TRUE(token);
  return {{"Cookie", "other=1; stint_session=" + std::string{token->reveal()}},
          {"X-CSRF-Token", access::csrf_token(*token)}};
}

std::vector<std::pair<std::string, std::string>> Bed::key_of(const std::string& user,
                                                             const access::NewApiKey& key) {
  const auto principal = users_->principal(user, now);
  EXPECT_TRUE(principal);
  const auto issued = keys_->issue(*principal, key, act());
  EXPECT_TRUE(issued) << issued.error().to_string();
  return {{"Authorization", "Bearer " + std::string{issued->text.reveal()}}};
}

JsonDocument json_of(const http::Response& response) {
  return response.body ? JsonDocument::parse(*response.body, nullptr, false) : JsonDocument(nullptr);
}

std::string header_of(const http::Response& response, std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (equal_ignoring_case(header, name)) return value;
  }
  return {};
}

}  // namespace stint::server::test
