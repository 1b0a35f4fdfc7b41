// What handlers work with. Owned by whoever starts the server; outlives it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "access/authentication.h"
#include "access/directory.h"
#include "access/keys.h"
#include "access/proxy.h"
#include "access/reactions.h"
#include "access/sessions.h"
#include "access/setup.h"
#include "access/users.h"
#include "base/instant.h"
#include "jobs/alerts/alerts.h"
#include "jobs/queue/jobs.h"
#include "lib/nlohmann/json_document.h"
#include "report/archive.h"
#include "server/administration.h"
#include "tracker/webhook.h"
#include "workspace/workspace.h"

namespace stint::server {

// Bits of http::Subscription.
enum Topic : std::uint32_t { kForEveryone = 1, kForLeads = 2 };

class LanguageModels;

struct Services {
  workspace::Workspace& workspace;
  access::Directory& directory;
  access::Users& users;
  access::Sessions& sessions;
  access::Keys& keys;
  access::InitialSetup& setup;
  access::Authentication& authentication;
  access::Reactions& reactions;
  jobs::Jobs& jobs;
  jobs::Alerts& alerts;
  const report::Archive& reports;
  std::function<Instant()> now;
  std::string program_version;
  bool people = true;      // whether figures about persons and their names are shown
  bool read_only = false;  // nothing is written to trackers
  // Members of GET /status and GET /settings that come from elsewhere.
  std::function<JsonDocument()> connections = {};
  std::function<JsonDocument()> settings = {};
  std::function<std::string()> prometheus = {};
  ConnectionAdministration connection_administration = {};
  ModelAdministration model_administration = {};
  LanguageModels* language_models = nullptr;  // for /v1; none: there are no models
  bool secure_cookies = false;                // the page is reached by https

  // What a connection's tracker tells by itself; how many issues are read again. Errors as of a stranger, or
  // of what cannot be read.
  std::function<Result<std::size_t>(std::string_view connection, const tracker::WebhookRequest& request)>
      webhook = {};

  // Grows with everything that may change an answer: what is kept of earlier answers is then forgotten.
  std::atomic<std::uint64_t> version = 1;
  // Sends an event to those who listen; set by the server.
  std::function<void(std::string event, const JsonDocument& data, std::uint32_t topics)> publish = {};
};

}  // namespace stint::server
