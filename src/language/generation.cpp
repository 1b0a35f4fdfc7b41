#include "language/generation.h"

#include <array>
#include <utility>

namespace stint::language {
namespace {

template <class Kind, std::size_t size>
std::string_view name_of(const std::array<std::pair<Kind, std::string_view>, size>& names, Kind kind) {
  for (const auto& [one, name] : names) {
    if (one == kind) return name;
  }
  return {};
}

constexpr std::array<std::pair<Role, std::string_view>, 3> kRoles{
    {{Role::system, "system"}, {Role::user, "user"}, {Role::assistant, "assistant"}}};

constexpr std::array<std::pair<Ending, std::string_view>, 3> kEndings{
    {{Ending::complete, "complete"}, {Ending::length, "length"}, {Ending::cancelled, "cancelled"}}};

constexpr std::array<std::pair<FaultKind, std::string_view>, 11> kFaults{{
    {FaultKind::unavailable, "unavailable"},
    {FaultKind::throttled, "throttled"},
    {FaultKind::refused, "refused"},
    {FaultKind::authentication, "authentication"},
    {FaultKind::rejected, "rejected"},
    {FaultKind::too_long, "too_long"},
    {FaultKind::blocked, "blocked"},
    {FaultKind::malformed, "malformed"},
    {FaultKind::broken_off, "broken_off"},
    {FaultKind::cancelled, "cancelled"},
    {FaultKind::over_budget, "over_budget"},
}};

}  // namespace

std::string_view role_name(Role role) {
  return name_of(kRoles, role);
}

std::string_view ending_name(Ending ending) {
  return name_of(kEndings, ending);
}

std::string_view fault_name(FaultKind kind) {
  return name_of(kFaults, kind);
}

}  // namespace stint::language
