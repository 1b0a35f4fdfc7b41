#include "language/models/catalogue.h"

#include <algorithm>
#include <array>

namespace stint::language {
namespace {

using llama::Family;

// Layers, width, feed-forward, heads, heads of keys, length of a head, vocabulary, to estimate memory by. Not
// yet compared with the files themselves; once one is here, its own header counts.
constexpr CatalogueShape kLlama1b{16, 2048, 8192, 32, 8, 64, 128'256};
constexpr CatalogueShape kLlama3b{28, 3072, 8192, 24, 8, 128, 128'256};
constexpr CatalogueShape kPhi3Mini{32, 3072, 8192, 32, 32, 96, 32'064};
constexpr CatalogueShape kTinyLlama{22, 2048, 5632, 32, 4, 64, 32'000};
constexpr CatalogueShape kQwen25Half{24, 896, 4864, 14, 2, 64, 151'936};
constexpr CatalogueShape kQwen25OneAndHalf{28, 1536, 8960, 12, 2, 128, 151'936};
constexpr CatalogueShape kQwen25Three{36, 2048, 11'008, 16, 2, 128, 151'936};
constexpr CatalogueShape kQwen3Small{28, 1024, 3072, 16, 8, 128, 151'936};
constexpr CatalogueShape kQwen3Middle{28, 2048, 6144, 16, 8, 128, 151'936};
constexpr CatalogueShape kSmol360m{32, 960, 2560, 15, 5, 64, 49'152};
constexpr CatalogueShape kSmol1700m{24, 2048, 8192, 32, 32, 64, 49'152};
constexpr CatalogueShape kGemma1b{26, 1152, 6912, 4, 1, 256, 262'144};
constexpr CatalogueShape kNomic{12, 768, 3072, 12, 12, 64, 30'522};
constexpr CatalogueShape kBgeSmall{12, 384, 1536, 12, 12, 32, 30'522};
constexpr CatalogueShape kMiniLm{6, 384, 1536, 12, 12, 32, 30'522};

// Where fewer than two independent public projects state the same size and hash for a file, there is none
// here.
constexpr std::string_view kAgreed =
    "stated alike by at least two public projects; not compared with the publisher's page";

// Addresses name a revision where it is known: what is there then never changes.
constexpr std::array kCatalogue{
    CatalogueEntry{.name = "llama-3.2-1b",
                   .title = "Llama 3.2 1B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/bartowski/Llama-3.2-1B-Instruct-GGUF/resolve/"
                          "067b946cf014b7c697f3654f621d577a3e3afd1c/Llama-3.2-1B-Instruct-Q4_K_M.gguf",
                   .bytes = 807'694'464,
                   .sha256 = "6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83",
                   .hash_source = kAgreed,
                   .licence = "Llama 3.2 Community License",
                   .context = 131'072,
                   .family = Family::decoder,
                   .shape = kLlama1b,
                   .note = ""},
    CatalogueEntry{.name = "llama-3.2-3b",
                   .title = "Llama 3.2 3B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/bartowski/Llama-3.2-3B-Instruct-GGUF/resolve/"
                          "main/Llama-3.2-3B-Instruct-Q4_K_M.gguf",
                   .bytes = 2'019'377'696,
                   .sha256 = "6c1a2b41161032677be168d354123594c0e6e67d2b9227c84f296ad037c728ff",
                   .hash_source = kAgreed,
                   .licence = "Llama 3.2 Community License",
                   .context = 131'072,
                   .family = Family::decoder,
                   .shape = kLlama3b,
                   .note = ""},
    CatalogueEntry{.name = "phi-3-mini-4k",
                   .title = "Phi-3 mini 4k Instruct, Q4",
                   .url = "https://huggingface.co/microsoft/Phi-3-mini-4k-instruct-gguf/resolve/"
                          "a64113399c2f6b8ad3e11c394733a2ddadaa7f33/Phi-3-mini-4k-instruct-q4.gguf",
                   .bytes = 2'393'231'072,
                   .sha256 = "8a83c7fb9049a9b2e92266fa7ad04933bb53aa1e85136b7b30f1b8000ff2edef",
                   .hash_source = kAgreed,
                   .licence = "MIT",
                   .context = 4'096,
                   .family = Family::decoder,
                   .shape = kPhi3Mini,
                   .note = ""},
    CatalogueEntry{.name = "tinyllama-1.1b",
                   .title = "TinyLlama 1.1B Chat v1.0, Q4_K_M",
                   .url = "https://huggingface.co/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/resolve/"
                          "52e7645ba7c309695bec7ac98f4f005b139cf465/tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf",
                   .bytes = 668'788'096,
                   .sha256 = "9fecc3b3cd76bba89d504f29b616eedf7da85b96540e490ca5824d3f7d2776a0",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 2'048,
                   .family = Family::decoder,
                   .shape = kTinyLlama,
                   .note = ""},
    CatalogueEntry{.name = "qwen2.5-0.5b",
                   .title = "Qwen2.5 0.5B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/"
                          "9217f5db79a29953eb74d5343926648285ec7e67/qwen2.5-0.5b-instruct-q4_k_m.gguf",
                   .bytes = 491'400'032,
                   .sha256 = "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 32'768,
                   .family = Family::decoder,
                   .shape = kQwen25Half,
                   .note = ""},
    CatalogueEntry{.name = "qwen2.5-1.5b",
                   .title = "Qwen2.5 1.5B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/Qwen/Qwen2.5-1.5B-Instruct-GGUF/resolve/"
                          "91cad51170dc346986eccefdc2dd33a9da36ead9/qwen2.5-1.5b-instruct-q4_k_m.gguf",
                   .bytes = 1'117'320'736,
                   .sha256 = "6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 32'768,
                   .family = Family::decoder,
                   .shape = kQwen25OneAndHalf,
                   .note = ""},
    CatalogueEntry{.name = "qwen2.5-3b",
                   .title = "Qwen2.5 3B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/Qwen/Qwen2.5-3B-Instruct-GGUF/resolve/"
                          "main/qwen2.5-3b-instruct-q4_k_m.gguf",
                   .bytes = std::nullopt,
                   .sha256 = "",
                   .hash_source = "",
                   .licence = "Qwen Research License",
                   .context = 32'768,
                   .family = Family::decoder,
                   .shape = kQwen25Three,
                   .note = "not for commercial use"},
    CatalogueEntry{.name = "qwen3-0.6b",
                   .title = "Qwen3 0.6B, Q8_0",
                   .url = "https://huggingface.co/Qwen/Qwen3-0.6B-GGUF/resolve/"
                          "23749fefcc72300e3a2ad315e1317431b06b590a/Qwen3-0.6B-Q8_0.gguf",
                   .bytes = 639'446'688,
                   .sha256 = "9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 40'960,
                   .family = Family::decoder,
                   .shape = kQwen3Small,
                   .note = ""},
    CatalogueEntry{.name = "qwen3-1.7b",
                   .title = "Qwen3 1.7B, Q8_0",
                   .url = "https://huggingface.co/Qwen/Qwen3-1.7B-GGUF/resolve/"
                          "main/Qwen3-1.7B-Q8_0.gguf",
                   .bytes = 1'834'426'016,
                   .sha256 = "061b54daade076b5d3362dac252678d17da8c68f07560be70818cace6590cb1a",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 40'960,
                   .family = Family::decoder,
                   .shape = kQwen3Middle,
                   .note = ""},
    CatalogueEntry{.name = "smollm2-360m",
                   .title = "SmolLM2 360M Instruct, Q8_0",
                   .url = "https://huggingface.co/HuggingFaceTB/SmolLM2-360M-Instruct-GGUF/resolve/"
                          "main/smollm2-360m-instruct-q8_0.gguf",
                   .bytes = std::nullopt,
                   .sha256 = "",
                   .hash_source = "",
                   .licence = "Apache-2.0",
                   .context = 8'192,
                   .family = Family::decoder,
                   .shape = kSmol360m,
                   .note = ""},
    CatalogueEntry{.name = "smollm2-1.7b",
                   .title = "SmolLM2 1.7B Instruct, Q4_K_M",
                   .url = "https://huggingface.co/HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF/resolve/"
                          "2d4a76a30b4af41ecd395c35725ac11688d4cfe4/smollm2-1.7b-instruct-q4_k_m.gguf",
                   .bytes = 1'055'609'536,
                   .sha256 = "decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 8'192,
                   .family = Family::decoder,
                   .shape = kSmol1700m,
                   .note = ""},
    CatalogueEntry{.name = "gemma-3-1b",
                   .title = "Gemma 3 1B, Q4_K_M",
                   .url = "https://huggingface.co/ggml-org/gemma-3-1b-it-GGUF/resolve/"
                          "f9c28bcd85737ffc5aef028638d3341d49869c27/gemma-3-1b-it-Q4_K_M.gguf",
                   .bytes = 806'058'240,
                   .sha256 = "8ccc5cd1f1b3602548715ae25a66ed73fd5dc68a210412eea643eb20eb75a135",
                   .hash_source = kAgreed,
                   .licence = "Gemma Terms of Use",
                   .context = 32'768,
                   .family = Family::decoder,
                   .shape = kGemma1b,
                   .note = "gated by Google: accept the terms at huggingface.co/google/gemma-3-1b-it first; "
                           "they bind whoever uses this copy"},
    CatalogueEntry{.name = "nomic-embed-text-v1.5",
                   .title = "Nomic Embed Text v1.5, Q8_0",
                   .url = "https://huggingface.co/nomic-ai/nomic-embed-text-v1.5-GGUF/resolve/"
                          "0188c9bf409793f810680a5a431e7b899c46104c/nomic-embed-text-v1.5.Q8_0.gguf",
                   .bytes = 146'146'432,
                   .sha256 = "3e24342164b3d94991ba9692fdc0dd08e3fd7362e0aacc396a9a5c54a544c3b7",
                   .hash_source = kAgreed,
                   .licence = "Apache-2.0",
                   .context = 2'048,
                   .family = Family::encoder,
                   .shape = kNomic,
                   .note = ""},
    CatalogueEntry{.name = "bge-small-en-v1.5",
                   .title = "BGE small English v1.5, Q8_0",
                   .url = "https://huggingface.co/CompendiumLabs/bge-small-en-v1.5-gguf/resolve/"
                          "main/bge-small-en-v1.5-q8_0.gguf",
                   .bytes = 36'806'944,
                   .sha256 = "ec38e8da142596baa913124ae50550de284b6916bf59577ef2f0cb9660c2f514",
                   .hash_source = kAgreed,
                   .licence = "MIT",
                   .context = 512,
                   .family = Family::encoder,
                   .shape = kBgeSmall,
                   .note = "English only"},
    CatalogueEntry{.name = "all-minilm-l6-v2",
                   .title = "all-MiniLM-L6-v2, Q8_0",
                   .url = "https://huggingface.co/second-state/All-MiniLM-L6-v2-Embedding-GGUF/resolve/"
                          "main/all-MiniLM-L6-v2-Q8_0.gguf",
                   .bytes = std::nullopt,
                   .sha256 = "",
                   .hash_source = "",
                   .licence = "Apache-2.0",
                   .context = 512,
                   .family = Family::encoder,
                   .shape = kMiniLm,
                   .note = "English only"},
};

}  // namespace

std::span<const CatalogueEntry> catalogue() {
  return kCatalogue;
}

const CatalogueEntry* find_in_catalogue(std::string_view name) {
  const auto* const found = std::ranges::find(kCatalogue, name, &CatalogueEntry::name);
  return found == kCatalogue.end() ? nullptr : found;
}

std::span<const std::string_view> catalogue_hosts() {
  // Where Hugging Face keeps the bytes: it redirects from its pages to names under these.
  static constexpr std::array<std::string_view, 2> hosts{"huggingface.co", "hf.co"};
  return hosts;
}

std::optional<std::uint64_t> memory_estimate(const CatalogueEntry& entry) {
  if (!entry.bytes) return std::nullopt;
  const CatalogueShape& shape = entry.shape;
  llama::Description model;
  model.family = entry.family;
  // All but the header; the vocabulary stands there and is held in memory as well.
  model.weights_bytes = *entry.bytes;
  model.context_length = entry.context;
  model.embedding_length = shape.width;
  model.feed_forward_length = shape.feed_forward;
  model.vocabulary = shape.vocabulary;
  model.layers = shape.layers;
  model.heads = shape.heads;
  model.key_value_heads.assign(shape.layers, shape.key_value_heads);
  model.key_length = shape.head_length;
  model.value_length = shape.head_length;
  return llama::memory_needed(model, {}).total();
}

}  // namespace stint::language
