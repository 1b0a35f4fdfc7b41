#include "language/models/task.h"

namespace stint::language {
namespace {

constexpr std::array kFamilies{llama::Family::decoder, llama::Family::encoder,
                               llama::Family::encoder_decoder};

}  // namespace

std::string_view task_name(Task task) {
  switch (task) {
    case Task::insights:
      return "insights";
    case Task::draft:
      return "draft";
    case Task::assistant:
      return "assistant";
    case Task::spec:
      return "spec";
    case Task::embed:
      return "embed";
  }
  return "";
}

std::optional<Task> find_task(std::string_view name) {
  for (const Task task : kTasks) {
    if (task_name(task) == name) return task;
  }
  return std::nullopt;
}

std::string task_names() {
  std::string text;
  for (const Task task : kTasks) {
    if (!text.empty()) text += ", ";
    text += task_name(task);
  }
  return text;
}

std::string_view family_name(llama::Family family) {
  switch (family) {
    case llama::Family::decoder:
      return "decoder";
    case llama::Family::encoder:
      return "encoder";
    case llama::Family::encoder_decoder:
      return "encoder_decoder";
  }
  return "";
}

std::optional<llama::Family> find_family(std::string_view name) {
  for (const llama::Family family : kFamilies) {
    if (family_name(family) == name) return family;
  }
  return std::nullopt;
}

}  // namespace stint::language
