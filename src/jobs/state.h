// Where a job stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::jobs {

enum class JobState : std::uint8_t {
  queued,
  running,
  done,
  failed,
  cancelled,
  interrupted,  // the program ended while it ran; it is taken up again at the next start
};

[[nodiscard]] std::string_view state_name(JobState state);
[[nodiscard]] std::optional<JobState> state_named(std::string_view name);

// Nothing more will happen to it. An interrupted one may be taken up again.
[[nodiscard]] constexpr bool is_final(JobState state) {
  return state == JobState::done || state == JobState::failed || state == JobState::cancelled;
}

}  // namespace stint::jobs
