// stint_nano FILE: makes a small model, teaches it to word findings, and writes it to FILE. Always the same
// one on the same machine. Also writes the prompt it was taught with, FILE.prompt.md.
#include <algorithm>
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

// Made up as they are needed, so each is seen once.
constexpr std::size_t kExamples = 4500;

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

  const stint::test::gguf::Shape shape{.layers = 2,
                                       .width = 96,
                                       .heads = 4,
                                       .key_value_heads = 4,
                                       .feed_forward = 256,
                                       .context = 4096,
                                       .merges = 3000,
                                       .to_be_taught = true,
                                       .text = stint::test::nano::vocabulary()};
  const std::filesystem::path base = out.string() + ".base";
  stint::test::gguf::random_llama(shape).write(base);
  auto model = stint::llama::Model::load(base);
  if (!model) return complain(model.error());

  const stint::llama::Tokenizer& tokenizer = (*model)->tokenizer();
  Token end = 0;
  while (!tokenizer.ends(end)) ++end;
  std::vector<stint::llama::Lesson> lessons;
  stint::llama::ChatForm form(*model);
  for (const auto& example : examples) {
    auto tokens = form.tokens({{"user", example.prompt()}}, {});
    const auto answer = tokenizer.tokens(example.answer(), {});
    if (!tokens || !answer) return complain(!tokens ? tokens.error() : answer.error());
    stint::llama::Lesson lesson{.tokens = std::move(*tokens), .from = 0};
    lesson.from = lesson.tokens.size();
    lesson.tokens.insert(lesson.tokens.end(), answer->begin(), answer->end());
    lesson.tokens.push_back(end);
    lessons.push_back(std::move(lesson));
  }
  std::size_t longest = 0;
  std::size_t most = 0;
  for (const auto& lesson : lessons) {
    longest = std::max(longest, lesson.tokens.size());
    most = std::max(most, lesson.tokens.size() - lesson.from);
  }
  std::cerr << fmt::format("{} tokens; {} lessons of up to {} tokens, {} of them to be learnt\n",
                           tokenizer.size(), lessons.size(), longest, most);
  model->reset();
  const std::filesystem::path unfinished = out.string() + ".unfinished";
  const auto taught = stint::llama::train(base, lessons, {.batch = 1, .learning_rate = 1.5e-3F}, unfinished,
                                          [](const stint::llama::TrainingStep& step) {
                                            std::cerr << fmt::format("loss {:.3f}, right {:.1f} %\n",
                                                                     step.loss, 100 * step.accuracy);
                                          });
  std::filesystem::remove(base);
  if (!taught) return complain(taught.error());
  std::ofstream(out.string() + ".prompt.md") << stint::test::nano::prompt_file();
  std::ofstream sentences(out.string() + ".sentences.txt");
  for (const std::string& sentence : stint::test::nano::sentences()) sentences << sentence << '\n';
  std::filesystem::rename(unfinished, out);
  return EXIT_SUCCESS;
}
