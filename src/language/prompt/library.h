// The prompts that Stint brings along, and those that a user puts in their place.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"
#include "language/prompt/template.h"

namespace stint::language {

struct BuiltinPrompt {
  std::string_view name;
  std::string_view text;
};
// Made from src/language/prompts/*.md.
[[nodiscard]] std::span<const BuiltinPrompt> builtin_prompts();

// FOLDER/NAME.md where there is one, else the one that is built in. A file has to keep the inputs of the one
// it replaces. ErrorCode::not_found, with the names there are, when there is none of that name.
[[nodiscard]] Result<PromptTemplate> find_prompt(std::string_view name, const std::filesystem::path& folder);

}  // namespace stint::language
