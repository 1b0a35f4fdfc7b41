// Small tokenizers of the kinds that models use most, made from a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/gguf/file.h"

namespace stint::test::gguf {

// Sentences about sprints and issues, always the same.
[[nodiscard]] std::string sample_text();

struct Vocabulary {
  std::vector<std::string> tokens;  // as they stand in the file
  std::vector<std::string> merges;  // of byte-level BPE
  std::vector<std::int32_t> types;  // 1 normal, 2 unknown, 3 control
  std::vector<float> scores;        // of unigrams
  std::int32_t begin = 0;
  std::int32_t end = 0;
};

// Byte-level BPE (Sennrich et al. 2016; bytes shown as in GPT-2): all 256 bytes, at most `merges` merges of
// the pairs that are most frequent in `text`, "<|begin|>" and "<|end|>". Filled up to `size` tokens, when
// that is more, with words that nothing merges to.
[[nodiscard]] Vocabulary byte_pairs(std::string_view text, std::size_t merges, std::size_t size = 0);

// WordPiece, as BERT has it: [PAD] [UNK] [CLS] [SEP] [MASK], the words of `text` in lower case, and every
// character both as the beginning of a word and within one.
[[nodiscard]] Vocabulary word_pieces(std::string_view text);

// Unigrams (Kudo 2018), as T5 has them: <pad> </s> <unk>, the words of `text` with the blank before them, and
// every visible ASCII character; the longer a piece, the likelier its way.
[[nodiscard]] Vocabulary unigrams(std::string_view text);

void set_byte_pairs(File& file, const Vocabulary& vocabulary, std::string_view pre_tokenizer);
void set_word_pieces(File& file, const Vocabulary& vocabulary);
void set_unigrams(File& file, const Vocabulary& vocabulary);

}  // namespace stint::test::gguf
