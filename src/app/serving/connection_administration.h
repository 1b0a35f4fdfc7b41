// Connections as admins of a running server see and change them.
#pragma once

#include <atomic>
#include <functional>
#include <stop_token>
#include <string>

#include "app/session.h"
#include "lib/nlohmann/json_document.h"
#include "server/administration.h"

namespace stint::app {

// Safe from several threads; one look at a tracker at a time. Environment variables and files of certificates
// are named on the command line alone: whoever reaches the server must not read what is on its machine.
class ConnectionAdministrator {
 public:
  // `states` gives how each tracker was read the last time, as GET /status has it.
  ConnectionAdministrator(const Session& session, std::function<JsonDocument()> states)
      : session_(session), states_(std::move(states)) {}

  [[nodiscard]] Result<JsonDocument> list() const;
  // ErrorCode::conflict while another look is under way; ErrorCode::usage for a secret that is missing.
  [[nodiscard]] Result<JsonDocument> put(const std::string& name, const JsonDocument& body);
  [[nodiscard]] Result<JsonDocument> check(const std::string& name);
  [[nodiscard]] Outcome remove(const std::string& name) const;

  // Ends a look that is under way.
  void stop() { stop_.request_stop(); }

  [[nodiscard]] server::ConnectionAdministration functions();

 private:
  [[nodiscard]] Outcome begin_look();

  const Session& session_;
  const std::function<JsonDocument()> states_;
  std::atomic<bool> looking_ = false;
  std::stop_source stop_;
};

}  // namespace stint::app
