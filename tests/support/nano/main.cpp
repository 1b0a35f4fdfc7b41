// stint_nano FILE: makes a small model, teaches it to word findings, and writes it to FILE. Always the same
// one on the same machine. Also writes the prompt it was taught with, FILE.prompt.md.
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "lib/llama/chat_template.h"
#include "lib/llama/model.h"
#include "lib/llama/training.h"
#include "support/gguf/random_model.h"
#include "support/nano/corpus.h"

namespace {

using stint::llama::Token;

constexpr std::size_t kExamples = 1000;
constexpr std::uint32_t kWindow = 256;
constexpr std::uint32_t kEpochs = 4;

int complain(const stint::Error& error) {
  std::cerr << "stint_nano: " << error.to_string() << '\n';
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: stint_nano FILE\n";
    return EXIT_FAILURE;
  }
  const std::filesystem::path out = argv[1];
  const auto examples = stint::test::nano::corpus(kExamples, 1);

  stint::test::gguf::Shape shape{.layers = 2,
                                 .width = 96,
                                 .heads = 4,
                                 .key_value_heads = 4,
                                 .feed_forward = 256,
                                 .context = 4096,
                                 .merges = 900};
  for (std::size_t i = 0; i < 200; ++i) shape.text += examples[i].prompt + "\n" + examples[i].answer + "\n";
  const std::filesystem::path base = out.string() + ".base";
  stint::test::gguf::random_llama(shape).write(base);
  auto model = stint::llama::Model::load(base);
  if (!model) return complain(model.error());

  const stint::llama::Tokenizer& tokenizer = (*model)->tokenizer();
  Token end = 0;
  while (!tokenizer.ends(end)) ++end;
  std::vector<std::vector<Token>> windows(1);
  stint::llama::ChatForm form(*model);
  for (const auto& example : examples) {
    auto tokens = form.tokens({{"user", example.prompt}}, {});
    const auto answer = tokenizer.tokens(example.answer, {});
    if (!tokens || !answer) return complain(!tokens ? tokens.error() : answer.error());
    tokens->insert(tokens->end(), answer->begin(), answer->end());
    tokens->push_back(end);
    for (const Token token : *tokens) {
      windows.back().push_back(token);
      // The last token of a window is the next one's first.
      if (windows.back().size() == kWindow + 1) windows.push_back({token});
    }
  }
  windows.pop_back();
  model->reset();
  std::cerr << windows.size() << " windows of " << kWindow << " tokens\n";

  const std::filesystem::path unfinished = out.string() + ".unfinished";
  const auto taught =
      stint::llama::train(base, windows, {.window = kWindow, .epochs = kEpochs, .learning_rate = 1e-3F},
                          unfinished, [](const stint::llama::TrainingStep& step) {
                            std::cerr << fmt::format("epoch {}: loss {:.3f}, right {:.1f} %\n",
                                                     step.epoch + 1, step.loss, 100 * step.accuracy);
                          });
  std::filesystem::remove(base);
  if (!taught) return complain(taught.error());
  std::ofstream(out.string() + ".prompt.md") << stint::test::nano::prompt_file();
  std::filesystem::rename(unfinished, out);
  return EXIT_SUCCESS;
}
