// Giving a connection a webhook, by which its tracker says that something changed.
#pragma once

#include <string>
#include <string_view>

#include "app/session.h"
#include "exchange/connections/stored_connection.h"

namespace stint::app {

// Below the server's address.
[[nodiscard]] std::string webhook_path(std::string_view connection);

struct NewWebhook {
  std::string path;
  std::string secret;  // shown this once; empty where it stays in a variable of the environment
  std::string steps;   // what to do in the tracker, a line each
};

// Gives the connection a new secret, instead of the one it had: from `variable` of the environment, else made
// at random and kept sealed. ErrorCode::not_found; ErrorCode::usage for a connection of the environment;
// ErrorCode::authentication without the key to seal with.
[[nodiscard]] Result<NewWebhook> set_up_webhook(const Session& session, std::string_view connection,
                                                const std::string& variable);

}  // namespace stint::app
