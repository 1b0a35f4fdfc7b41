// The weights of a model file in memory, to be changed: what llama.cpp itself only reads. For this folder's
// files only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ggml-backend.h>
#include <ggml.h>
#include <gguf.h>
#include <memory>
#include <string>

#include "base/result.h"
#include "lib/llama/native.h"

namespace stint::llama {

using BackendPointer = std::unique_ptr<ggml_backend, FreedBy<ggml_backend_free>>;
using BufferPointer = std::unique_ptr<ggml_backend_buffer, FreedBy<ggml_backend_buffer_free>>;
using GgmlPointer = std::unique_ptr<ggml_context, FreedBy<ggml_free>>;
using GgufPointer = std::unique_ptr<gguf_context, FreedBy<gguf_free>>;

class Weights {
 public:
  // Of a file that inspect() has found to be sound. The backend has to outlive it.
  // Errors: ErrorCode::usage where the file cannot be read.
  [[nodiscard]] static Result<Weights> load(const std::filesystem::path& file, ggml_backend* backend);

  // Null where there is none.
  [[nodiscard]] ggml_tensor* find(const std::string& name) const;
  // As above of "blk.LAYER.NAME".
  [[nodiscard]] ggml_tensor* find(std::uint32_t layer, std::string_view name) const;

  [[nodiscard]] const std::string& architecture() const { return architecture_; }

  // What the file says about itself, by the part of the key behind the architecture: "block_count".
  [[nodiscard]] std::uint32_t number(std::string_view key, std::uint32_t otherwise) const;
  [[nodiscard]] float fraction(std::string_view key, float otherwise) const;

  // All that stood in the file, with the weights as they are now. Errors: ErrorCode::failure.
  [[nodiscard]] Outcome write(const std::filesystem::path& file) const;

 private:
  Weights(std::string architecture, GgufPointer about, GgmlPointer tensors, BufferPointer buffer)
      : architecture_(std::move(architecture)),
        about_(std::move(about)),
        tensors_(std::move(tensors)),
        buffer_(std::move(buffer)) {}
  [[nodiscard]] std::int64_t key(std::string_view name, gguf_type type) const;

  std::string architecture_;
  GgufPointer about_;
  GgmlPointer tensors_;
  BufferPointer buffer_;
};

}  // namespace stint::llama
