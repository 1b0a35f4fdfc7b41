// Made-up findings with the words one would find for them: what the nano model learns from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stint::test::nano {

struct Example {
  std::string prompt;  // what the user's message says, as the prompt of the tests has it
  std::string answer;  // JSON with title and message; facts as {name}
};

// The same count and seed give the same examples.
[[nodiscard]] std::vector<Example> corpus(std::size_t count, std::uint64_t seed);

// The prompt file "insight.md" that the examples were made for: short, for a model of little memory.
[[nodiscard]] std::string prompt_file();

}  // namespace stint::test::nano
