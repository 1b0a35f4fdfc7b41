#include "lib/llama/weights.h"

#include <fmt/format.h>
#include <fstream>
#include <utility>
#include <vector>

#include "lib/llama/description.h"
#include "lib/llama/library.h"

namespace stint::llama {

Result<Weights> Weights::load(const std::filesystem::path& file, ggml_backend* backend) {
  STINT_ASSIGN(description, inspect(file));
  ggml_context* tensors = nullptr;
  GgufPointer about(gguf_init_from_file(file.c_str(), {.no_alloc = true, .ctx = &tensors}));
  GgmlPointer owned(tensors);
  if (!about || !owned) return fail(ErrorCode::usage, "cannot be read", file.string());
  BufferPointer buffer(ggml_backend_alloc_ctx_tensors(owned.get(), backend));
  if (!buffer) return fail(ErrorCode::failure, "there is no memory for its weights", file.string());

  std::ifstream in(file, std::ios::binary);
  std::vector<char> bytes;
  for (ggml_tensor* tensor = ggml_get_first_tensor(owned.get()); tensor != nullptr;
       tensor = ggml_get_next_tensor(owned.get(), tensor)) {
    const std::int64_t id = gguf_find_tensor(about.get(), ggml_get_name(tensor));
    bytes.resize(ggml_nbytes(tensor));
    in.seekg(static_cast<std::streamoff>(gguf_get_data_offset(about.get()) +
                                         gguf_get_tensor_offset(about.get(), id)));
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      return fail(ErrorCode::usage, fmt::format("the weights {} cannot be read", ggml_get_name(tensor)),
                  file.string());
    ggml_backend_tensor_set(tensor, bytes.data(), 0, bytes.size());
  }
  return Weights(description.architecture, std::move(about), std::move(owned), std::move(buffer));
}

ggml_tensor* Weights::find(const std::string& name) const {
  return ggml_get_tensor(tensors_.get(), name.c_str());
}

ggml_tensor* Weights::find(std::uint32_t layer, std::string_view name) const {
  return find(fmt::format("blk.{}.{}", layer, name));
}

std::int64_t Weights::key(std::string_view name, gguf_type type) const {
  const std::int64_t id = gguf_find_key(about_.get(), fmt::format("{}.{}", architecture_, name).c_str());
  return id >= 0 && gguf_get_kv_type(about_.get(), id) == type ? id : -1;
}

std::uint32_t Weights::number(std::string_view name, std::uint32_t otherwise) const {
  const std::int64_t id = key(name, GGUF_TYPE_UINT32);
  return id < 0 ? otherwise : gguf_get_val_u32(about_.get(), id);
}

float Weights::fraction(std::string_view name, float otherwise) const {
  const std::int64_t id = key(name, GGUF_TYPE_FLOAT32);
  return id < 0 ? otherwise : gguf_get_val_f32(about_.get(), id);
}

Outcome Weights::write(const std::filesystem::path& file) const {
  const GgufPointer out(gguf_init_empty());
  gguf_set_kv(out.get(), about_.get());
  for (ggml_tensor* tensor = ggml_get_first_tensor(tensors_.get()); tensor != nullptr;
       tensor = ggml_get_next_tensor(tensors_.get(), tensor))
    gguf_add_tensor(out.get(), tensor);
  const ErrorLog errors;
  if (gguf_write_to_file(out.get(), file.c_str(), false)) return {};
  return fail(ErrorCode::failure, errors.first("cannot be written"), file.string());
}

}  // namespace stint::llama
