// What admins do with connections and models. Made by whoever starts the server; where a function is empty,
// there is nothing of its kind to do.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::server {

// Safe from several threads.
struct ConnectionAdministration {
  // {"connections": […], "products": […], "keeps_secrets": whether there is a key to seal them with}
  std::function<Result<JsonDocument>()> list = {};
  // A new one or instead of the one of that name: looked at, then kept. What the look brought. Errors: usage
  // for what cannot be; else as of the tracker.
  std::function<Result<JsonDocument>(const std::string& name, const JsonDocument& body)> put = {};
  // Looks at it once more.
  std::function<Result<JsonDocument>(const std::string& name)> check = {};
  std::function<Outcome(const std::string& name)> remove = {};  // ErrorCode::not_found
};

struct ModelUse {
  std::string model;
  std::string task;  // "default": every text that has no model of its own
};

// Safe from several threads.
struct ModelAdministration {
  std::function<JsonDocument()> list = {};  // as the schema Models has it
  std::function<Outcome(const ModelUse& use)> use = {};
  // Notes that a model of the catalogue is wanted; the job "pull" fetches it. ErrorCode::not_found for one
  // that is not in the catalogue.
  std::function<Outcome(const std::string& name)> want = {};
  std::function<Outcome(const std::string& name)> remove = {};  // ErrorCode::not_found
};

}  // namespace stint::server
