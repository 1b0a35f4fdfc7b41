// What a model file says about itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/llama/architecture.h"
#include "lib/llama/gguf_header.h"
#include "lib/llama/refusal.h"

namespace stint::llama {

struct Description {
  std::string architecture;
  Family family = Family::decoder;
  std::string name;           // may be empty
  std::string tokenizer;      // "gpt2" (byte-level BPE), "llama" (SentencePiece), "bert" (WordPiece), "t5"
  std::string chat_template;  // Jinja; may be empty
  std::string weights_type;   // the type of most of the weights: "q4_K"
  std::uint64_t parameters = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t weights_bytes = 0;
  std::uint32_t context_length = 0;    // tokens it was trained on
  std::uint32_t embedding_length = 0;  // numbers a token becomes
  std::uint32_t feed_forward_length = 0;
  std::uint32_t vocabulary = 0;  // tokens
  std::uint32_t layers = 0;
  std::uint32_t heads = 0;                     // of attention; the most that a layer has
  std::vector<std::uint32_t> key_value_heads;  // one for each layer
  std::uint32_t key_length = 0;                // numbers a head's key has
  std::uint32_t value_length = 0;
  // Bytes of the embedding of tokens that are held a second time, rearranged for the output: files that share
  // the two.
  std::uint64_t shared_output_bytes = 0;
};

// Checks on the way what llama.cpp takes on trust.
[[nodiscard]] Checked<Description> describe(const Header& header, std::uint64_t file_bytes);

// Whether everything in a file can be computed with: llama.cpp would find out in the midst of it, and end the
// process.
[[nodiscard]] Checked<void> check_computable(const Header& header);

// Reads a file's header; the weights stay on disk. Errors: ErrorCode::not_found, ErrorCode::usage with the
// flaw.
[[nodiscard]] Result<Description> inspect(const std::filesystem::path& file);

}  // namespace stint::llama
