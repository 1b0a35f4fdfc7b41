// What a model is used for.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/llama/architecture.h"

namespace stint::language {

enum class Task : std::uint8_t { insights, draft, assistant, spec, embed };
inline constexpr std::array kTasks{Task::insights, Task::draft, Task::assistant, Task::spec, Task::embed};

[[nodiscard]] std::string_view task_name(Task task);
[[nodiscard]] std::optional<Task> find_task(std::string_view name);
// "insights, draft, assistant, spec, embed"
[[nodiscard]] std::string task_names();

// Whether the task wants text, rather than vectors.
[[nodiscard]] constexpr bool is_text_task(Task task) {
  return task != Task::embed;
}

// Encoders make vectors, all others make text.
[[nodiscard]] constexpr bool makes_text(llama::Family family) {
  return family != llama::Family::encoder;
}
// "decoder", "encoder", "encoder_decoder"
[[nodiscard]] std::string_view family_name(llama::Family family);
[[nodiscard]] std::optional<llama::Family> find_family(std::string_view name);

}  // namespace stint::language
