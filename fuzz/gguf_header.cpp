// Headers of model files: whatever is read lies within the file, and what describes the model follows from
// it.
#include "lib/llama/gguf_header.h"

#include <cstdint>
#include <span>
#include <string_view>

#include "check.h"
#include "lib/llama/description.h"
#include "lib/llama/memory.h"
#include "lib/simdjson/utf8.h"

namespace {

using stint::fuzz::check;
using namespace stint::llama;

bool within(std::string_view text, std::span<const std::byte> file) {
  const auto* const begin = reinterpret_cast<const char*>(file.data());
  return text.empty() || (text.data() >= begin && text.data() + text.size() <= begin + file.size());
}

void look_at(const Header& header, std::span<const std::byte> file) {
  for (const Metadata& entry : header.metadata) {
    check(within(entry.key, file), "keys lie in the file");
    check(within({reinterpret_cast<const char*>(entry.bytes.data()), entry.bytes.size()}, file),
          "values lie in the file");
    check(header.find(entry.key) == &entry, "keys are unique");
    const auto text = header.text(entry.key);
    check(!text || within(*text, file), "texts lie in the file");
    check(header.integers(entry.key).size() <= file.size(), "lists are no longer than the file");
  }
  std::uint64_t end = 0;
  for (const Tensor& tensor : header.tensors) {
    check(header.find_tensor(tensor.name) == &tensor, "names are unique");
    check(tensor.offset >= end && tensor.offset % header.alignment == 0,
          "tensors follow one another, aligned");
    end = tensor.offset + tensor.bytes;
    check(header.weights_begin + end <= file.size(), "tensors lie in the file");
    check(tensor.elements() * tensor.type.bytes ==
              tensor.bytes * static_cast<std::uint64_t>(tensor.type.elements),
          "sizes follow from shapes");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = std::as_bytes(std::span(data, size));
  const auto header = read_header(file);
  if (!header) {
    check(!header.error().reason.empty() && stint::is_valid_utf8(header.error().reason),
          "a refusal says why");
    check(header.error().position <= size, "and where");
    return 0;
  }
  look_at(*header, file);
  const auto description = describe(*header, size);
  if (!description) {
    check(!description.error().reason.empty() && stint::is_valid_utf8(description.error().reason),
          "a refusal says why");
    return 0;
  }
  check(stint::is_valid_utf8(description->name), "names are text");
  check(description->key_value_heads.size() == description->layers, "each layer has its heads");
  const Memory need = memory_needed(*description, {.context_length = 1U << 28U});
  check(need.weights >= description->weights_bytes && need.total() >= need.weights, "sums do not overflow");
  return 0;
}
