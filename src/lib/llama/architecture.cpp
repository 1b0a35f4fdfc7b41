#include "lib/llama/architecture.h"

#include <algorithm>
#include <array>

namespace stint::llama {
namespace {

constexpr std::array kArchitectures{
    Architecture{"llama", Family::decoder},        Architecture{"mistral3", Family::decoder},
    Architecture{"qwen2", Family::decoder},        Architecture{"qwen3", Family::decoder},
    Architecture{"phi2", Family::decoder},         Architecture{"phi3", Family::decoder},
    Architecture{"gemma", Family::decoder},        Architecture{"gemma2", Family::decoder},
    Architecture{"gemma3", Family::decoder},       Architecture{"smollm3", Family::decoder},
    Architecture{"granite", Family::decoder},      Architecture{"olmo2", Family::decoder},
    Architecture{"stablelm", Family::decoder},     Architecture{"starcoder2", Family::decoder},
    Architecture{"exaone", Family::decoder},       Architecture{"internlm2", Family::decoder},
    Architecture{"falcon", Family::decoder},       Architecture{"gpt2", Family::decoder},
    Architecture{"bert", Family::encoder},         Architecture{"nomic-bert", Family::encoder},
    Architecture{"jina-bert-v2", Family::encoder}, Architecture{"modern-bert", Family::encoder},
    Architecture{"t5encoder", Family::encoder},    Architecture{"t5", Family::encoder_decoder},
};

}  // namespace

std::span<const Architecture> architectures() {
  return kArchitectures;
}

const Architecture* find_architecture(std::string_view name) {
  const auto* const found = std::ranges::find(kArchitectures, name, &Architecture::name);
  return found == kArchitectures.end() ? nullptr : found;
}

}  // namespace stint::llama
