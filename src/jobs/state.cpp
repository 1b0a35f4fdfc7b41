#include "jobs/state.h"

#include <array>

namespace stint::jobs {
namespace {

constexpr std::array kStates{JobState::queued, JobState::running,   JobState::done,
                             JobState::failed, JobState::cancelled, JobState::interrupted};

}  // namespace

std::string_view state_name(JobState state) {
  switch (state) {
    case JobState::queued:
      return "queued";
    case JobState::running:
      return "running";
    case JobState::done:
      return "done";
    case JobState::failed:
      return "failed";
    case JobState::cancelled:
      return "cancelled";
    case JobState::interrupted:
      return "interrupted";
  }
  return {};
}

std::optional<JobState> state_named(std::string_view name) {
  for (const JobState state : kStates) {
    if (state_name(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace stint::jobs
