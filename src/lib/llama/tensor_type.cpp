#include "lib/llama/tensor_type.h"

#include <ggml-cpu.h>
#include <ggml.h>

namespace stint::llama {

std::optional<TensorType> tensor_type(std::uint32_t number) {
  if (number >= static_cast<std::uint32_t>(GGML_TYPE_COUNT)) return std::nullopt;
  const auto type = static_cast<ggml_type>(number);
  const std::int64_t elements = ggml_blck_size(type);
  const std::size_t bytes = ggml_type_size(type);
  // Types that were removed keep their number, without a size.
  if (elements <= 0 || bytes == 0) return std::nullopt;
  const bool computable = type == GGML_TYPE_F32 || (ggml_get_type_traits(type)->to_float != nullptr &&
                                                    ggml_get_type_traits_cpu(type)->vec_dot != nullptr);
  return TensorType{ggml_type_name(type), elements, bytes, computable};
}

}  // namespace stint::llama
