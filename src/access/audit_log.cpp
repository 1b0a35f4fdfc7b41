#include "access/audit_log.h"

namespace stint::access {
namespace {

constexpr std::size_t kPiece = 1000;

}  // namespace

Outcome AuditLog::append(const Act& act, const AuditEvent& event) {
  return directory_->record([&](sqlite::Database& database) { return append_audit(database, act, event); });
}

Result<AuditPage> AuditLog::page(std::optional<std::int64_t> before, std::size_t most,
                                 const std::optional<std::string>& who) {
  return directory_->read(
      [&](sqlite::Database& database) { return audit_page(database, before, most, who); });
}

Result<AuditCheck> AuditLog::verify() {
  AuditCheck check;
  for (;;) {
    const std::int64_t before = check.entries;
    const auto piece = [&](sqlite::Database& database) { return check_audit(database, check, kPiece); };
    STINT_TRY(directory_->read(piece));
    if (check.broken || check.entries == before) return check;
  }
}

}  // namespace stint::access
