#include "lib/llama/description.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <string_view>

#include "base/mapped_file.h"
#include "lib/llama/byte_reader.h"
#include "lib/llama/printable.h"
#include "lib/simdjson/utf8.h"

namespace stint::llama {
namespace {

// llama.cpp's own limit.
constexpr std::uint32_t kMaxLayers = 512;
// Beyond what any model has; below them no sum of memory overflows.
constexpr std::uint32_t kMaxLength = 1U << 24U;
constexpr std::uint64_t kMaxAttention = std::uint64_t{1} << 20U;
constexpr std::uint32_t kMaxContext = 1U << 28U;

std::unexpected<Refusal> malformed(std::string reason) {
  return std::unexpected(Refusal{Flaw::malformed, std::move(reason), 0});
}

std::string valid_text(const Header& header, std::string_view key) {
  const auto text = header.text(key);
  return text && is_valid_utf8(*text) ? std::string(*text) : std::string();
}

class Describing {
 public:
  Describing(const Header& header, std::uint64_t file_bytes) : header_(header) {
    result_.file_bytes = file_bytes;
  }

  Checked<void> check_computable(const Header& header) {
    for (const Tensor& tensor : header.tensors) {
      if (tensor.type.computable) continue;
      return malformed(fmt::format("the tensor {} is of type {}", printable(tensor.name), tensor.type.name));
    }
    return {};
  }

  Checked<Description> describe() {
    for (const auto step : {&Describing::kind, &Describing::sizes, &Describing::attention, &Describing::reals,
                            &Describing::vocabulary, &Describing::weights, &Describing::relative_attention}) {
      if (auto done = (this->*step)(); !done) return std::unexpected(done.error());
    }
    return std::move(result_);
  }

 private:
  using Step = Checked<void>;

  [[nodiscard]] std::string key(std::string_view name) const {
    return fmt::format("{}.{}", result_.architecture, name);
  }

  Step kind() {
    const auto type = header_.text("general.type");
    if (type && *type != "model") {
      return std::unexpected(
          Refusal{Flaw::unsupported, fmt::format("is no model but of the type {}", printable(*type)), 0});
    }
    if (header_.integer("split.count").value_or(0) > 1) {
      return std::unexpected(
          Refusal{Flaw::unsupported, "is one part of a model that is split over files", 0});
    }
    const auto name = header_.text("general.architecture");
    if (!name) return malformed("does not say its architecture");
    const Architecture* const architecture = find_architecture(*name);
    if (architecture == nullptr) {
      return std::unexpected(Refusal{Flaw::unknown_architecture,
                                     fmt::format("the architecture {} is not supported", printable(*name)),
                                     0});
    }
    result_.architecture = architecture->name;
    result_.family = architecture->family;
    result_.name = valid_text(header_, "general.name");
    result_.chat_template = valid_text(header_, "tokenizer.chat_template");
    return {};
  }

  // A value that has to be there, from 1 to `most`.
  Step required(std::string_view name, std::uint32_t most, std::uint32_t& value) const {
    const auto found = header_.integer(key(name));
    if (!found || *found == 0 || *found > most) {
      return malformed(found ? fmt::format("{} is {}", key(name), *found) : key(name) + " is missing");
    }
    value = static_cast<std::uint32_t>(*found);
    return {};
  }

  // One value for all layers or one for each; `otherwise` when absent.
  [[nodiscard]] Checked<std::vector<std::uint32_t>> per_layer(
      std::string_view name, const std::vector<std::uint32_t>& otherwise) const {
    if (header_.find(key(name)) == nullptr) return otherwise;
    const auto found = header_.integers(key(name));
    const Metadata* const entry = header_.find(key(name));
    const bool one = entry->type != ValueType::array;
    if (found.empty() || (!one && found.size() < result_.layers) ||
        std::ranges::any_of(found, [](std::uint64_t value) { return value > kMaxLength; })) {
      return malformed(key(name) + " is no length, nor one for each layer");
    }
    std::vector<std::uint32_t> result(result_.layers, static_cast<std::uint32_t>(found[0]));
    for (std::size_t i = 0; !one && i < result.size(); ++i) result[i] = static_cast<std::uint32_t>(found[i]);
    return result;
  }

  Step sizes() {
    if (auto done = required("context_length", kMaxContext, result_.context_length); !done) return done;
    if (auto done = required("embedding_length", kMaxLength, result_.embedding_length); !done) return done;
    if (auto done = required("block_count", kMaxLayers, result_.layers); !done) return done;
    const auto feed_forward = per_layer("feed_forward_length", {});
    if (!feed_forward) return std::unexpected(feed_forward.error());
    for (const std::uint32_t length : *feed_forward) {
      result_.feed_forward_length = std::max(result_.feed_forward_length, length);
    }
    return {};
  }

  Step attention() {
    const auto heads = per_layer("attention.head_count", {});
    if (!heads) return std::unexpected(heads.error());
    const auto shared = per_layer("attention.head_count_kv", *heads);
    if (!shared) return std::unexpected(shared.error());
    if (heads->empty()) return malformed(key("attention.head_count") + " is missing");
    for (std::size_t i = 0; i < heads->size(); ++i) {
      const std::uint32_t all = (*heads)[i];
      const std::uint32_t groups = (*shared)[i];
      if (all == 0 || groups == 0 || all % groups != 0) {
        return malformed(fmt::format("{} heads of attention over {} of keys", all, groups));
      }
      result_.heads = std::max(result_.heads, all);
    }
    result_.key_value_heads = *shared;
    const auto length = [&](std::string_view name, std::uint32_t& value) -> Step {
      value = result_.embedding_length / result_.heads;
      if (header_.find(key(name)) != nullptr) return required(name, kMaxLength, value);
      if (result_.embedding_length % result_.heads != 0) {
        return malformed(
            fmt::format("{} heads of attention over {} numbers", result_.heads, result_.embedding_length));
      }
      return {};
    };
    if (auto done = length("attention.key_length", result_.key_length); !done) return done;
    if (auto done = length("attention.value_length", result_.value_length); !done) return done;
    const std::uint64_t width = std::max(result_.key_length, result_.value_length);
    if (width * result_.heads > kMaxAttention) {
      return malformed(fmt::format("{} heads of attention of {} numbers each", result_.heads, width));
    }
    const auto rotated = header_.integer(key("rope.dimension_count"));
    if (rotated && (*rotated > result_.key_length || *rotated % 2 != 0)) {
      return malformed(fmt::format("{} rotated numbers of {}", *rotated, result_.key_length));
    }
    return {};
  }

  // What is divided by or raised to a power while computing, where nothing would stop it.
  Step reals() {
    for (const Metadata& entry : header_.metadata) {
      if (entry.element != ValueType::f32 || !entry.key.starts_with(result_.architecture + ".")) continue;
      // Of a kind of layer that no architecture taken here has; llama.cpp writes -inf there for all of them.
      if (entry.key.starts_with(result_.architecture + ".kda.")) continue;
      ByteReader reader(entry.bytes);
      while (const auto value = reader.value<float>()) {
        const bool small = entry.key.ends_with("epsilon");
        const bool positive = small || entry.key.ends_with("freq_base");
        if (!std::isfinite(*value) || (positive && *value < 0) || (small && *value > 1)) {
          return malformed(fmt::format("{} is {}", printable(entry.key), *value));
        }
      }
    }
    return {};
  }

  // An array as long as the vocabulary.
  [[nodiscard]] Step parallel(std::string_view name) const {
    const Metadata* const entry = header_.find(name);
    if (entry != nullptr && (entry->type != ValueType::array || entry->count != result_.vocabulary)) {
      return malformed(fmt::format("{} does not go with {} tokens", name, result_.vocabulary));
    }
    return {};
  }

  // What a tokenizer of unigrams writes for what: the length of a table, the table, texts that end with a
  // zero.
  [[nodiscard]] Step replacements() const {
    const Metadata* const entry = header_.find("tokenizer.ggml.precompiled_charsmap");
    if (entry == nullptr || entry->bytes.empty()) return {};
    ByteReader reader(entry->bytes);
    const auto length = reader.value<std::uint32_t>();
    const bool bytes = entry->type == ValueType::array &&
                       (entry->element == ValueType::u8 || entry->element == ValueType::i8);
    if (bytes && length && *length <= entry->bytes.size() - sizeof(*length) &&
        entry->bytes.back() == std::byte{0})
      return {};
    return malformed("tokenizer.ggml.precompiled_charsmap is none");
  }

  Step vocabulary() {
    const auto tokenizer = header_.text("tokenizer.ggml.model");
    if (!tokenizer) return malformed("has no tokenizer");
    constexpr std::array<std::string_view, 4> known{"gpt2", "llama", "bert", "t5"};
    if (std::ranges::find(known, *tokenizer) == known.end()) {
      return std::unexpected(Refusal{
          Flaw::unsupported, fmt::format("the tokenizer {} is not supported", printable(*tokenizer)), 0});
    }
    result_.tokenizer = *tokenizer;
    const Metadata* const tokens = header_.find("tokenizer.ggml.tokens");
    if (tokens == nullptr || tokens->type != ValueType::array || tokens->element != ValueType::text ||
        tokens->count == 0 || tokens->count > kMaxLength) {
      return malformed("has no vocabulary");
    }
    result_.vocabulary = static_cast<std::uint32_t>(tokens->count);
    if (auto done = parallel("tokenizer.ggml.scores"); !done) return done;
    if (auto done = parallel("tokenizer.ggml.token_type"); !done) return done;
    if (auto done = replacements(); !done) return done;
    for (const Metadata& entry : header_.metadata) {
      if (!entry.key.starts_with("tokenizer.ggml.") || !entry.key.ends_with("_token_id")) continue;
      const auto id = header_.integer(entry.key);
      if (!id || *id >= result_.vocabulary) {
        return malformed(fmt::format("{} is not one of {} tokens", printable(entry.key), result_.vocabulary));
      }
    }
    return {};
  }

  Step weights() {
    if (auto done = check_computable(header_); !done) return done;
    std::map<std::string_view, std::uint64_t> bytes_of_type;
    for (const Tensor& tensor : header_.tensors) {
      // They are added to and multiplied with what passes through, number by number, and that is so in f32
      // only.
      const bool by_number = tensor.is_vector() || tensor.name == "token_types.weight";
      if (by_number && tensor.type.name != "f32") {
        return malformed(
            fmt::format("the vector {} is of type {}", printable(tensor.name), tensor.type.name));
      }
      result_.parameters += tensor.elements();
      result_.weights_bytes += tensor.bytes;
      bytes_of_type[tensor.type.name] += tensor.bytes;
    }
    const auto most =
        std::ranges::max_element(bytes_of_type, {}, [](const auto& entry) { return entry.second; });
    if (most == bytes_of_type.end()) return malformed("has no weights");
    result_.weights_type = most->first;
    const Tensor* const embedding = header_.find_tensor("token_embd.weight");
    if (embedding == nullptr) return malformed("has no embedding of tokens");
    if (embedding->shape[0] != result_.embedding_length || embedding->shape[1] != result_.vocabulary) {
      return malformed(fmt::format("an embedding of {} numbers for {} tokens; {} for {} are announced",
                                   embedding->shape[0], embedding->shape[1], result_.embedding_length,
                                   result_.vocabulary));
    }
    const bool shared = result_.family == Family::decoder && header_.find_tensor("output.weight") == nullptr;
    if (shared && rearranged(embedding->type.name)) result_.shared_output_bytes = embedding->bytes;
    return {};
  }

  // How T5 tells places apart; llama.cpp looks for it only while it computes.
  Step relative_attention() {
    const bool both = result_.family == Family::encoder_decoder;
    if (!both && result_.architecture != "t5encoder") return {};
    constexpr std::uint32_t kMostDistances = 1024;
    std::uint32_t distances = 0;
    if (auto done = required("attention.relative_buckets_count", kMostDistances, distances); !done)
      return done;
    if (distances < 4 || distances % 4 != 0) {
      return malformed(fmt::format("{} relative distances", distances));
    }
    std::uint32_t layers = result_.layers;
    if (both && header_.find(key("decoder_block_count")) != nullptr) {
      if (auto done = required("decoder_block_count", result_.layers, layers); !done) return done;
    }
    const auto begin = header_.integer(key("decoder_start_token_id"));
    if (begin && *begin >= result_.vocabulary) {
      return malformed(
          fmt::format("{} is not one of {} tokens", key("decoder_start_token_id"), result_.vocabulary));
    }
    for (const std::string_view part : {"enc", "dec"}) {
      const std::string name = fmt::format("{}.blk.0.attn_rel_b.weight", part);
      if ((both || part == "enc") && header_.find_tensor(name) == nullptr)
        return malformed(name + " is missing");
    }
    return {};
  }

  // Types that llama.cpp's CPU code rearranges on loading, where the processor gains from it. Which those are
  // differs between processors; on some this is too many.
  static bool rearranged(std::string_view type) {
    constexpr std::array<std::string_view, 4> types{"q4_0", "q4_K", "q2_K", "iq4_nl"};
    return std::ranges::find(types, type) != types.end();
  }

  const Header& header_;
  Description result_;
};

}  // namespace

Checked<void> check_computable(const Header& header) {
  for (const Tensor& tensor : header.tensors) {
    if (tensor.type.computable) continue;
    return malformed(fmt::format("the tensor {} is of type {}", printable(tensor.name), tensor.type.name));
  }
  return {};
}

Checked<Description> describe(const Header& header, std::uint64_t file_bytes) {
  return Describing(header, file_bytes).describe();
}

Result<Description> inspect(const std::filesystem::path& file) {
  STINT_ASSIGN(mapped, map_file(file));
  const auto header = read_header(mapped.bytes);
  if (!header) return fail(to_error(header.error(), file.string()));
  auto description = describe(*header, mapped.bytes.size());
  if (!description) return fail(to_error(description.error(), file.string()));
  return std::move(*description);
}

}  // namespace stint::llama
