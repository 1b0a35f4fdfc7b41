#include "support/gguf/vocabulary.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace stint::test::gguf {
namespace {

constexpr std::int32_t kNormal = 1;
constexpr std::int32_t kUnknown = 2;
constexpr std::int32_t kControl = 3;
// Stands for a blank.
constexpr std::string_view kBlank = "\xE2\x96\x81";

std::string utf8(std::uint32_t character) {
  std::string text;
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else {
    text += static_cast<char>(0xC0U | (character >> 6U));
    text += static_cast<char>(0x80U | (character & 0x3FU));
  }
  return text;
}

// GPT-2 shows bytes that are no visible Latin-1 character as the characters from U+0100 on.
std::array<std::string, 256> shown_bytes() {
  std::array<std::string, 256> result;
  std::uint32_t next = 0x100;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    const bool visible = (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
    result[byte] = utf8(visible ? byte : next++);
  }
  return result;
}

// A word with the blank before it, as pieces.
std::vector<std::vector<std::string>> words_of(std::string_view text,
                                               const std::array<std::string, 256>& shown) {
  std::vector<std::vector<std::string>> words(1);
  for (const char c : text) {
    if (c == ' ' || c == '\n') words.emplace_back();
    words.back().push_back(shown[static_cast<unsigned char>(c)]);
  }
  return words;
}

void merge(std::vector<std::string>& word, const std::pair<std::string, std::string>& pair) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (i + 1 < word.size() && word[i] == pair.first && word[i + 1] == pair.second) {
      result.push_back(pair.first + pair.second);
      ++i;
    } else {
      result.push_back(word[i]);
    }
  }
  word = std::move(result);
}

std::int32_t add(Vocabulary& vocabulary, std::string token, std::int32_t type) {
  vocabulary.tokens.push_back(std::move(token));
  vocabulary.types.push_back(type);
  return static_cast<std::int32_t>(vocabulary.tokens.size()) - 1;
}

}  // namespace

std::string sample_text() {
  std::string text;
  for (const std::string_view team : {"Falcon", "Harbour", "Lantern"}) {
    for (const std::string_view fact :
         {"finished fewer issues than it usually does", "took longer to review its bugs",
          "carried four stories over from the last sprint", "added work after the sprint had begun",
          "reopened a bug that was done"}) {
      text += "The team ";
      text += team;
      text += ' ';
      text += fact;
      text += ". Cycle time rose from 3 to 5 days, and 12 issues are waiting.\n";
    }
  }
  return text;
}

Vocabulary byte_pairs(std::string_view text, std::size_t merges, std::size_t size) {
  Vocabulary result;
  const auto shown = shown_bytes();
  std::set<std::string> known;
  for (const std::string& byte : shown) {
    add(result, byte, kNormal);
    known.insert(byte);
  }
  // Each word once, with how often it comes.
  std::map<std::vector<std::string>, std::size_t> found;
  for (auto& word : words_of(text, shown)) ++found[std::move(word)];
  std::vector<std::pair<std::vector<std::string>, std::size_t>> words(found.begin(), found.end());
  while (result.merges.size() < merges) {
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    for (const auto& [word, times] : words) {
      for (std::size_t i = 0; i + 1 < word.size(); ++i) counts[{word[i], word[i + 1]}] += times;
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
    if (most == counts.end() || most->second < 2) break;
    const auto pair = most->first;
    result.merges.push_back(pair.first + ' ' + pair.second);
    if (known.insert(pair.first + pair.second).second) add(result, pair.first + pair.second, kNormal);
    for (auto& [word, times] : words) merge(word, pair);
  }
  result.begin = add(result, "<|begin|>", kControl);
  result.end = add(result, "<|end|>", kControl);
  while (result.tokens.size() < size) add(result, "unused" + std::to_string(result.tokens.size()), kNormal);
  return result;
}

Vocabulary word_pieces(std::string_view text) {
  // In files the beginning of a word is marked, and not what goes on.
  Vocabulary result;
  for (const std::string_view special : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}) {
    add(result, std::string(special), kControl);
  }
  result.begin = 2;
  result.end = 3;
  std::set<std::string> pieces;
  std::string word;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      continue;
    }
    if (!word.empty()) pieces.insert(std::string(kBlank) + word);
    word.clear();
  }
  for (char c = '!'; c <= '~'; ++c) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0) continue;
    pieces.insert(std::string(kBlank) + c);
    pieces.insert(std::string(1, c));
  }
  for (const std::string& piece : pieces) add(result, piece, kNormal);
  return result;
}

Vocabulary unigrams(std::string_view text) {
  Vocabulary result;
  add(result, "<pad>", kControl);
  add(result, "</s>", kControl);
  add(result, "<unk>", kUnknown);
  result.end = 1;
  std::set<std::string> pieces{std::string(kBlank)};
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\n') {
      word += c;
      continue;
    }
    if (!word.empty()) pieces.insert(std::string(kBlank) + word);
    word.clear();
  }
  for (char c = '!'; c <= '~'; ++c) pieces.insert(std::string(1, c));
  for (const std::string& piece : pieces) add(result, piece, kNormal);
  // Less than the sum of its characters'.
  for (const std::string& token : result.tokens) result.scores.push_back(token.size() < 4 ? -10.0F : -12.0F);
  return result;
}

void set_byte_pairs(File& file, const Vocabulary& vocabulary, std::string_view pre_tokenizer) {
  file.set("tokenizer.ggml.model", "gpt2");
  file.set("tokenizer.ggml.pre", pre_tokenizer);
  file.set("tokenizer.ggml.tokens", vocabulary.tokens);
  file.set("tokenizer.ggml.token_type", vocabulary.types);
  file.set("tokenizer.ggml.merges", vocabulary.merges);
  file.set("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(vocabulary.begin));
  file.set("tokenizer.ggml.eos_token_id", static_cast<std::uint32_t>(vocabulary.end));
  file.set("tokenizer.ggml.add_bos_token", true);
}

void set_word_pieces(File& file, const Vocabulary& vocabulary) {
  file.set("tokenizer.ggml.model", "bert");
  file.set("tokenizer.ggml.pre", "default");
  file.set("tokenizer.ggml.token_type_count", std::uint32_t{2});
  file.set("tokenizer.ggml.tokens", vocabulary.tokens);
  file.set("tokenizer.ggml.token_type", vocabulary.types);
  file.set("tokenizer.ggml.padding_token_id", std::uint32_t{0});
  file.set("tokenizer.ggml.unknown_token_id", std::uint32_t{1});
  file.set("tokenizer.ggml.bos_token_id", std::uint32_t{2});
  file.set("tokenizer.ggml.seperator_token_id", std::uint32_t{3});
  file.set("tokenizer.ggml.mask_token_id", std::uint32_t{4});
}

void set_unigrams(File& file, const Vocabulary& vocabulary) {
  file.set("tokenizer.ggml.model", "t5");
  file.set("tokenizer.ggml.pre", "default");
  file.set("tokenizer.ggml.tokens", vocabulary.tokens);
  file.set("tokenizer.ggml.scores", vocabulary.scores);
  file.set("tokenizer.ggml.token_type", vocabulary.types);
  file.set("tokenizer.ggml.padding_token_id", std::uint32_t{0});
  file.set("tokenizer.ggml.eos_token_id", std::uint32_t{1});
  file.set("tokenizer.ggml.unknown_token_id", std::uint32_t{2});
  file.set("tokenizer.ggml.add_bos_token", false);
  file.set("tokenizer.ggml.add_eos_token", true);
}

}  // namespace stint::test::gguf
