#include "lib/llama/gguf_header.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <limits>
#include <unordered_set>

#include "lib/llama/byte_reader.h"
#include "lib/llama/printable.h"

namespace stint::llama {
namespace {

// Far above what any model holds; llama.cpp compares each name with all before it, so many would take
// minutes.
constexpr std::uint64_t kMaxMetadata = 4096;
constexpr std::uint64_t kMaxTensors = 20'000;
constexpr std::uint64_t kMaxKeyBytes = 65'535;
constexpr std::uint64_t kMaxNameBytes = 63;
constexpr std::uint64_t kMaxAlignment = 65'536;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 62U;
constexpr std::string_view kMagic = "GGUF";

std::uint64_t width(ValueType type) {
  switch (type) {
    case ValueType::u8:
    case ValueType::i8:
    case ValueType::boolean:
      return 1;
    case ValueType::u16:
    case ValueType::i16:
      return 2;
    case ValueType::u32:
    case ValueType::i32:
    case ValueType::f32:
      return 4;
    case ValueType::u64:
    case ValueType::i64:
    case ValueType::f64:
      return 8;
    case ValueType::text:
    case ValueType::array:
      break;
  }
  return 0;
}

std::optional<std::uint64_t> as_integer(ValueType type, std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  const auto unsigned_value = [&]<class T>(T) -> std::optional<std::uint64_t> {
    const auto value = reader.value<T>();
    if (!value) return std::nullopt;
    if constexpr (std::is_signed_v<T>) {
      if (*value < 0) return std::nullopt;
    }
    return static_cast<std::uint64_t>(*value);
  };
  switch (type) {
    case ValueType::u8:
      return unsigned_value(std::uint8_t{});
    case ValueType::i8:
      return unsigned_value(std::int8_t{});
    case ValueType::u16:
      return unsigned_value(std::uint16_t{});
    case ValueType::i16:
      return unsigned_value(std::int16_t{});
    case ValueType::u32:
      return unsigned_value(std::uint32_t{});
    case ValueType::i32:
      return unsigned_value(std::int32_t{});
    case ValueType::u64:
      return unsigned_value(std::uint64_t{});
    case ValueType::i64:
      return unsigned_value(std::int64_t{});
    default:
      return std::nullopt;
  }
}

class Reading {
 public:
  explicit Reading(std::span<const std::byte> file) : file_(file), reader_(file) {}

  Checked<Header> header() {
    if (auto done = preamble(); !done) return std::unexpected(done.error());
    for (std::uint64_t i = 0; i < metadata_count_; ++i) {
      if (auto done = one_metadata(); !done) return std::unexpected(done.error());
    }
    if (auto done = alignment(); !done) return std::unexpected(done.error());
    for (std::uint64_t i = 0; i < tensor_count_; ++i) {
      if (auto done = one_tensor(); !done) return std::unexpected(done.error());
    }
    if (auto done = weights(); !done) return std::unexpected(done.error());
    return std::move(header_);
  }

 private:
  using Step = Checked<void>;

  [[nodiscard]] std::unexpected<Refusal> refuse(Flaw flaw, std::string reason) const {
    return std::unexpected(Refusal{flaw, std::move(reason), reader_.position()});
  }
  [[nodiscard]] std::unexpected<Refusal> cut_off(std::string_view what) const {
    return refuse(Flaw::truncated, fmt::format("the file of {} bytes ends within {}", file_.size(), what));
  }

  Step preamble() {
    const auto magic = reader_.take(std::min<std::uint64_t>(kMagic.size(), file_.size()));
    const std::string_view begin(reinterpret_cast<const char*>(magic->data()), magic->size());
    if (begin != kMagic) return refuse(Flaw::not_gguf, fmt::format("does not begin with \"{}\"", kMagic));
    const auto version = reader_.value<std::uint32_t>();
    const auto tensors = reader_.value<std::uint64_t>();
    const auto metadata = reader_.value<std::uint64_t>();
    if (!version || !tensors || !metadata) return cut_off("its first 24 bytes");
    header_.version = *version;
    if (*version != 0 && (*version & 0xFFFFU) == 0) {
      return refuse(Flaw::unsupported_version, "is of the other byte order (big-endian)");
    }
    if (*version != 2 && *version != 3) {
      return refuse(Flaw::unsupported_version,
                    fmt::format("is of GGUF version {}; 2 and 3 are known", *version));
    }
    if (*metadata > kMaxMetadata)
      return refuse(Flaw::malformed, fmt::format("announces {} metadata values", *metadata));
    if (*tensors > kMaxTensors) return refuse(Flaw::malformed, fmt::format("announces {} tensors", *tensors));
    metadata_count_ = *metadata;
    tensor_count_ = *tensors;
    return {};
  }

  Checked<ValueType> value_type() {
    const auto number = reader_.value<std::uint32_t>();
    if (!number) return cut_off("the metadata");
    if (*number > static_cast<std::uint32_t>(ValueType::f64)) {
      return refuse(Flaw::malformed, fmt::format("a metadata value of the unknown type {}", *number));
    }
    return static_cast<ValueType>(*number);
  }

  Step one_metadata() {
    Metadata entry;
    const auto key = reader_.text();
    if (!key) return cut_off("the metadata");
    if (key->empty() || key->size() > kMaxKeyBytes) {
      return refuse(Flaw::malformed, fmt::format("a metadata key of {} bytes", key->size()));
    }
    if (!keys_.insert(*key).second)
      return refuse(Flaw::malformed, fmt::format("the key {} twice", printable(*key)));
    entry.key = *key;
    const auto type = value_type();
    if (!type) return std::unexpected(type.error());
    entry.type = entry.element = *type;
    if (*type == ValueType::array) {
      const auto element = value_type();
      if (!element) return std::unexpected(element.error());
      const auto count = reader_.value<std::uint64_t>();
      if (!count) return cut_off("the metadata");
      if (*element == ValueType::array) {
        return refuse(Flaw::malformed, fmt::format("arrays of arrays in {}", printable(*key)));
      }
      entry.element = *element;
      entry.count = *count;
    }
    if (auto done = value(entry); !done) return done;
    header_.metadata.push_back(entry);
    return {};
  }

  Step value(Metadata& entry) {
    // Each element takes some bytes, so an array can be no longer than what is left of the file.
    const std::uint64_t smallest =
        entry.element == ValueType::text ? sizeof(std::uint64_t) : width(entry.element);
    if (entry.count > reader_.remaining() / smallest) return cut_off("the value of " + printable(entry.key));
    const std::uint64_t begin = reader_.position();
    if (entry.element != ValueType::text) {
      entry.bytes = *reader_.take(entry.count * smallest);
      return {};
    }
    for (std::uint64_t i = 0; i < entry.count; ++i) {
      const auto text = reader_.text();
      if (!text) return cut_off("the value of " + printable(entry.key));
      if (entry.type == ValueType::text) entry.bytes = std::as_bytes(std::span(*text));
    }
    if (entry.type == ValueType::array) entry.bytes = file_.subspan(begin, reader_.position() - begin);
    return {};
  }

  Step alignment() {
    const Metadata* const entry = header_.find("general.alignment");
    if (entry == nullptr) return {};
    const auto alignment = header_.integer(entry->key);
    if (!alignment || entry->type != ValueType::u32 || !std::has_single_bit(*alignment) ||
        *alignment > kMaxAlignment) {
      return refuse(Flaw::malformed, "the alignment of tensors is no power of two");
    }
    header_.alignment = *alignment;
    return {};
  }

  Step one_tensor() {
    Tensor tensor;
    const auto name = reader_.text();
    if (!name) return cut_off("the table of tensors");
    if (name->empty() || name->size() > kMaxNameBytes || name->contains('\0')) {
      return refuse(Flaw::malformed,
                    fmt::format("a tensor's name of {} bytes, or with a zero in it", name->size()));
    }
    if (!names_.insert(*name).second)
      return refuse(Flaw::malformed, fmt::format("the tensor {} twice", printable(*name)));
    tensor.name = *name;
    const auto dimensions = reader_.value<std::uint32_t>();
    if (!dimensions) return cut_off("the table of tensors");
    if (*dimensions == 0 || *dimensions > tensor.shape.size()) {
      return refuse(Flaw::malformed,
                    fmt::format("{} dimensions of the tensor {}", *dimensions, printable(*name)));
    }
    std::uint64_t elements = 1;
    for (std::uint32_t i = 0; i < *dimensions; ++i) {
      const auto size = reader_.value<std::uint64_t>();
      if (!size) return cut_off("the table of tensors");
      if (*size == 0 || *size > kMaxBytes / elements) {
        return refuse(Flaw::malformed,
                      fmt::format("a dimension of {} of the tensor {}", *size, printable(*name)));
      }
      elements *= *size;
      tensor.shape[i] = static_cast<std::int64_t>(*size);
    }
    const auto type = reader_.value<std::uint32_t>();
    const auto offset = reader_.value<std::uint64_t>();
    if (!type || !offset) return cut_off("the table of tensors");
    const auto known = tensor_type(*type);
    if (!known)
      return refuse(Flaw::malformed,
                    fmt::format("the unknown type {} of the tensor {}", *type, printable(*name)));
    if (tensor.shape[0] % known->elements != 0) {
      return refuse(Flaw::malformed, fmt::format("rows of {} in the tensor {} of type {}", tensor.shape[0],
                                                 printable(*name), known->name));
    }
    const std::uint64_t blocks = elements / static_cast<std::uint64_t>(known->elements);
    if (blocks > kMaxBytes / known->bytes)
      return refuse(Flaw::malformed, "the size of the tensor " + printable(*name));
    tensor.type_number = *type;
    tensor.type = *known;
    tensor.offset = *offset;
    tensor.bytes = blocks * known->bytes;
    header_.tensors.push_back(tensor);
    return {};
  }

  [[nodiscard]] std::uint64_t padded(std::uint64_t bytes) const {
    return (bytes + header_.alignment - 1) / header_.alignment * header_.alignment;
  }

  Step weights() {
    header_.weights_begin = padded(reader_.position());
    std::uint64_t end = 0;
    for (const Tensor& tensor : header_.tensors) {
      if (tensor.offset != header_.weights_bytes) {
        return refuse(Flaw::malformed,
                      fmt::format("the tensor {} at {}, where {} is expected", printable(tensor.name),
                                  tensor.offset, header_.weights_bytes));
      }
      end = tensor.offset + tensor.bytes;
      header_.weights_bytes += padded(tensor.bytes);
      // Against overflow as well: no file is that long.
      if (header_.weights_begin > file_.size() || end > file_.size() - header_.weights_begin) {
        return refuse(Flaw::truncated, fmt::format("the file of {} bytes ends before the tensor {} does",
                                                   file_.size(), printable(tensor.name)));
      }
    }
    return {};
  }

  std::span<const std::byte> file_;
  ByteReader reader_;
  Header header_;
  std::uint64_t metadata_count_ = 0;
  std::uint64_t tensor_count_ = 0;
  std::unordered_set<std::string_view> keys_;
  std::unordered_set<std::string_view> names_;
};

}  // namespace

std::uint64_t Tensor::elements() const {
  std::uint64_t product = 1;
  for (const std::int64_t size : shape) product *= static_cast<std::uint64_t>(size);
  return product;
}

const Metadata* Header::find(std::string_view key) const {
  const auto found = std::ranges::find(metadata, key, &Metadata::key);
  return found == metadata.end() ? nullptr : &*found;
}

const Tensor* Header::find_tensor(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &Tensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> Header::integer(std::string_view key) const {
  const Metadata* const entry = find(key);
  if (entry == nullptr) return std::nullopt;
  return as_integer(entry->type, entry->bytes);
}

std::optional<std::string_view> Header::text(std::string_view key) const {
  const Metadata* const entry = find(key);
  if (entry == nullptr || entry->type != ValueType::text) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(entry->bytes.data()), entry->bytes.size());
}

std::vector<std::uint64_t> Header::integers(std::string_view key) const {
  std::vector<std::uint64_t> result;
  const Metadata* const entry = find(key);
  if (entry == nullptr) return result;
  const std::uint64_t size = width(entry->element);
  for (std::uint64_t i = 0; size != 0 && i < entry->count; ++i) {
    const auto value = as_integer(entry->element, entry->bytes.subspan(i * size, size));
    if (!value) return {};
    result.push_back(*value);
  }
  return result;
}

Checked<Header> read_header(std::span<const std::byte> file) {
  return Reading(file).header();
}

}  // namespace stint::llama
