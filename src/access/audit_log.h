// Adding to the audit log, and reading it. Thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "access/audit.h"
#include "access/directory.h"

namespace stint::access {

class AuditLog {
 public:
  explicit AuditLog(Directory& directory) : directory_(&directory) {}

  // What was done elsewhere: settings, jobs, tracker writes. What this room does itself is logged already.
  [[nodiscard]] Outcome append(const Act& act, const AuditEvent& event);

  // As audit_page() and check_audit() (audit.h). The check goes over the whole log, piece by piece, so that
  // others get their turn in between; it ends at the first entry that is broken.
  [[nodiscard]] Result<AuditPage> page(std::optional<std::int64_t> before, std::size_t most,
                                       const std::optional<std::string>& who = {});
  [[nodiscard]] Result<AuditCheck> verify();

 private:
  Directory* directory_;
};

}  // namespace stint::access
