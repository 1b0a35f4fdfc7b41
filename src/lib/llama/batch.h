// Tokens of several sequences that are read at once. For this folder's files only.
#pragma once

#include <cstdint>
#include <llama.h>
#include <span>
#include <vector>

namespace stint::llama {

struct Entry {
  llama_token token = 0;
  llama_pos position = 0;
  llama_seq_id sequence = 0;
  bool wanted = false;  // what follows it
};

// The arrays llama.cpp wants, kept from one call to the next.
class BatchArrays {
 public:
  // Valid until the next call.
  llama_batch fill(std::span<const Entry> entries) {
    clear();
    for (const Entry& entry : entries) {
      tokens_.push_back(entry.token);
      positions_.push_back(entry.position);
      sequences_.push_back(entry.sequence);
      wanted_.push_back(entry.wanted ? 1 : 0);
    }
    counts_.assign(entries.size(), 1);
    for (llama_seq_id& sequence : sequences_) pointers_.push_back(&sequence);
    llama_batch batch{};
    batch.n_tokens = static_cast<std::int32_t>(entries.size());
    batch.token = tokens_.data();
    batch.pos = positions_.data();
    batch.n_seq_id = counts_.data();
    batch.seq_id = pointers_.data();
    batch.logits = wanted_.data();
    return batch;
  }

 private:
  void clear() {
    tokens_.clear();
    positions_.clear();
    sequences_.clear();
    wanted_.clear();
    pointers_.clear();
  }

  std::vector<llama_token> tokens_;
  std::vector<llama_pos> positions_;
  std::vector<llama_seq_id> sequences_;
  std::vector<std::int32_t> counts_;
  std::vector<llama_seq_id*> pointers_;
  std::vector<std::int8_t> wanted_;
};

}  // namespace stint::llama
