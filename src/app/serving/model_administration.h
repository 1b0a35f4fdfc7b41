// Model files as admins of a running server see and change them.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "app/session.h"
#include "jobs/queue/job.h"
#include "lib/nlohmann/json_document.h"
#include "server/administration.h"

namespace stint::app {

// Safe from several threads. What is wanted is kept in wanted.json beside the models, so that a pull that the
// program ended on goes on.
class ModelAdministrator {
 public:
  explicit ModelAdministrator(const Session& session) : session_(session) {}

  // As the schema Models has it.
  [[nodiscard]] JsonDocument list() const;
  // ErrorCode::usage for a task there is none of; else as language::ModelStore::use().
  [[nodiscard]] Outcome use(const server::ModelUse& use) const;
  [[nodiscard]] Outcome want(const std::string& name);  // ErrorCode::not_found
  // Also takes back that it is wanted. ErrorCode::not_found where it is neither there nor wanted.
  [[nodiscard]] Outcome remove(const std::string& name);

  // "pull": fetches what is wanted, one after another.
  [[nodiscard]] std::vector<jobs::JobKind> kinds();

  [[nodiscard]] server::ModelAdministration functions();

 private:
  [[nodiscard]] std::vector<std::string> wanted() const;  // with mutex_ held
  [[nodiscard]] Outcome write_wanted(const std::vector<std::string>& names) const;
  [[nodiscard]] Result<JsonDocument> pull(jobs::JobContext& context);
  [[nodiscard]] Outcome pull_one(jobs::JobContext& context, const std::string& name) const;
  [[nodiscard]] Result<bool> unwant(const std::string& name);  // false: it was not wanted

  const Session& session_;
  mutable std::mutex mutex_;  // of the file
};

}  // namespace stint::app
