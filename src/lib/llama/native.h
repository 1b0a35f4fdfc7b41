// What stands behind the types of this folder. For its files only.
#pragma once

#include <llama.h>
#include <memory>

#include "lib/llama/adapter.h"
#include "lib/llama/model.h"

namespace stint::llama {

template <auto free>
struct FreedBy {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};

using ModelPointer = std::unique_ptr<llama_model, FreedBy<llama_model_free>>;
using ContextPointer = std::unique_ptr<llama_context, FreedBy<llama_free>>;
using SamplerPointer = std::unique_ptr<llama_sampler, FreedBy<llama_sampler_free>>;
using AdapterPointer = std::unique_ptr<llama_adapter_lora, FreedBy<llama_adapter_lora_free>>;

struct Model::Native {
  ModelPointer model;
};

struct Adapter::Native {
  AdapterPointer adapter;
};

}  // namespace stint::llama
