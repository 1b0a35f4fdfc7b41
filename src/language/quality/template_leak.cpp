// Markers of chat templates and tokenizers, and parts of the prompt, in what should be the answer.
#include <array>
#include <fmt/format.h>

#include "language/quality/checks.h"
#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

// In lower case. Families of chat templates, then template languages, then tokenizers' own signs.
constexpr std::array<std::string_view, 32> kMarkers{
    "<|",
    "|>",
    "[inst]",
    "[/inst]",
    "[system_prompt]",
    "[/system_prompt]",
    "<<sys>>",
    "<</sys>>",
    "<s>",
    "</s>",
    "<bos>",
    "<eos>",
    "<pad>",
    "<unk>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<unused",
    "### instruction",
    "### response",
    "### input",
    "### system",
    "### user",
    "### assistant",
    "{{",
    "}}",
    "{%",
    "\xE2\x96\x81",
    "<0x",
};

// A line that begins so is a turn of a conversation.
constexpr std::array<std::string_view, 6> kTurns{"user:", "assistant:", "system:", "human:", "ai:", "model:"};

// Too short to be told from what anybody would write.
constexpr std::size_t kLeastFragmentWords = 3;

std::string turn_in(std::string_view lower) {
  while (!lower.empty()) {
    const std::size_t end = lower.find('\n');
    for (const std::string_view turn : kTurns) {
      if (lower.substr(0, end).starts_with(turn)) return std::string{turn};
    }
    if (end == std::string_view::npos) break;
    lower.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace

Check check_template(std::string_view text, const Expectations& expected) {
  const std::string lower = lower_case(text);
  for (const std::string_view marker : kMarkers) {
    if (lower.find(marker) != std::string::npos)
      return failed(0, fmt::format("\"{}\" of a template", marker));
  }
  if (const std::string turn = turn_in(lower); !turn.empty()) {
    return failed(0, fmt::format("a turn of a conversation: \"{}\"", turn));
  }
  const std::string words = " " + normalised(text) + " ";
  for (const std::string& fragment : expected.prompt_fragments) {
    if (words_of(fragment).size() < kLeastFragmentWords) continue;
    if (words.find(" " + normalised(fragment) + " ") == std::string::npos) continue;
    return failed(0, fmt::format("a part of the prompt: \"{}\"", excerpt(fragment)));
  }
  return passed();
}

}  // namespace stint::language
