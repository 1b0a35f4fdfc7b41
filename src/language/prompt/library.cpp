#include "language/prompt/library.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace stint::language {
namespace {

constexpr std::uintmax_t kLongest = 1U << 20U;

Result<std::string> read(const std::filesystem::path& file) {
  std::error_code code;
  if (const auto size = std::filesystem::file_size(file, code); code || size > kLongest)
    return fail(ErrorCode::usage, "the prompt cannot be read, or is longer than 1 MiB", file.string());
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(ErrorCode::failure, "the prompt cannot be read", file.string());
  return std::move(text).str();
}

}  // namespace

Result<PromptTemplate> find_prompt(std::string_view name, const std::filesystem::path& folder) {
  const auto builtin = std::ranges::find(builtin_prompts(), name, &BuiltinPrompt::name);
  if (builtin == builtin_prompts().end()) {
    std::string names;
    for (const BuiltinPrompt& one : builtin_prompts())
      names += fmt::format("{}{}", names.empty() ? "" : ", ", one.name);
    return fail(ErrorCode::not_found, fmt::format("there is no prompt \"{}\"; there are {}", name, names));
  }
  STINT_ASSIGN(own, PromptTemplate::parse(builtin->text, fmt::format("the built-in prompt {}", name)));
  const std::filesystem::path file = folder / fmt::format("{}.md", name);
  std::error_code code;
  if (folder.empty() || !std::filesystem::exists(file, code)) return own;
  STINT_ASSIGN(text, read(file));
  STINT_ASSIGN(theirs, PromptTemplate::parse(text, file.string()));
  if (theirs.name() != name)
    return fail(ErrorCode::usage, fmt::format("the prompt says its name is \"{}\"", theirs.name()),
                file.string());
  for (const std::string& input : theirs.inputs()) {
    const auto has = [&](const std::vector<std::string>& list) {
      return std::ranges::find(list, input) != list.end();
    };
    if (!has(own.inputs()) && !has(own.offers()))
      return fail(ErrorCode::usage, fmt::format("there is no input \"{}\" for this prompt", input),
                  file.string());
  }
  return theirs;
}

}  // namespace stint::language
