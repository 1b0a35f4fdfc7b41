// Made-up findings with the words one would find for them: what the nano model learns from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stint::test::nano {

struct Example {
  std::vector<std::string> facts;  // names
  std::vector<std::string> keys;
  std::string title;    // facts as {name}
  std::string message;  // likewise

  // What the user's message says, as the prompt of prompt_file() has it.
  [[nodiscard]] std::string prompt() const;
  // JSON with title and message.
  [[nodiscard]] std::string answer() const;
};

// The same count and seed give the same examples.
[[nodiscard]] std::vector<Example> corpus(std::size_t count, std::uint64_t seed);

// Every headline and sentence that the examples are made of, facts as {name} and the key of an issue as
// {key}.
[[nodiscard]] std::vector<std::string> sentences();

// What they are written in, for a tokenizer to have a token for every word.
[[nodiscard]] std::string vocabulary();

// The prompt file "insight.md" that the examples were made for: short, for a model of little memory.
[[nodiscard]] std::string prompt_file();

}  // namespace stint::test::nano
