#include "language/openai/embeddings.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "language/openai/base64_floats.h"
#include "language/openai/fields.h"

namespace stint::language::openai {
namespace {

constexpr std::size_t kMostInputs = 2'048;
constexpr std::uint32_t kMostDimensions = 65'536;

Result<std::vector<std::string>> read_input(const Fields& fields) {
  const json::Value input = fields["input"];
  if (const auto one = input.as_string()) return std::vector{std::string{*one}};
  const auto wrong = [&] {
    return fields.wrong("input", fmt::format("a string or an array of 1 to {} strings", kMostInputs));
  };
  if (!input.is_array() || input.size() == 0 || input.size() > kMostInputs) return wrong();
  std::vector<std::string> texts;
  for (const json::Value item : input.items()) {
    if (!item.is_string()) return wrong();
    texts.emplace_back(item.text());
  }
  return texts;
}

Result<std::vector<float>> read_vector(const Fields& item) {
  const json::Value value = item["embedding"];
  const auto wrong = [&] { return item.wrong("embedding", "an array of finite numbers"); };
  std::vector<float> vector;
  if (const auto text = value.as_string()) {
    auto decoded = floats_from_base64(*text);
    if (!decoded) return item.wrong("embedding", "base64 of floats");
    vector = std::move(*decoded);
  } else {
    if (!value.is_array()) return wrong();
    for (const json::Value number : value.items()) {
      const auto real = number.as_double();
      if (!real || std::abs(*real) > std::numeric_limits<float>::max()) return wrong();
      vector.push_back(static_cast<float>(*real));
    }
  }
  if (vector.empty()) return wrong();
  for (const float number : vector) {
    if (!std::isfinite(number)) return wrong();
  }
  return vector;
}

}  // namespace

Result<EmbeddingRequest> read_embedding_request(std::string_view body) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, body));
  EmbeddingRequest request;
  STINT_ASSIGN(model, fields.required_text("model"));
  request.model = std::move(model);
  STINT_ASSIGN(input, read_input(fields));
  request.input = std::move(input);
  STINT_ASSIGN(dimensions, fields.count("dimensions", 1, kMostDimensions));
  request.dimensions = dimensions;
  STINT_ASSIGN(format, fields.text("encoding_format"));
  if (format && *format != "float" && *format != "base64") {
    return fields.wrong("encoding_format", "float or base64");
  }
  request.base64 = format == "base64";
  return request;
}

JsonDocument to_json(const EmbeddingRequest& request) {
  JsonDocument json{{"model", request.model}, {"input", request.input}};
  if (request.dimensions) json["dimensions"] = *request.dimensions;
  json["encoding_format"] = request.base64 ? "base64" : "float";
  return json;
}

Result<EmbeddingAnswer> read_embedding_answer(std::string_view body, std::size_t count) {
  json::Parser parser;
  STINT_ASSIGN(fields, parse_object(parser, body));
  EmbeddingAnswer answer;
  STINT_ASSIGN(model, fields.text("model"));
  answer.model = std::move(model).value_or("");
  STINT_ASSIGN(items, fields.objects("data"));
  if (items.size() != count) {
    return fail(ErrorCode::failure, fmt::format("{} vectors came for {} texts", items.size(), count), "data");
  }
  answer.vectors.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    // Where the index is missing, the order is what there is.
    STINT_ASSIGN(index, items[i].count("index", 0, static_cast<std::uint32_t>(count - 1)));
    std::vector<float>& place = answer.vectors[index.value_or(static_cast<std::uint32_t>(i))];
    if (!place.empty()) return items[i].wrong("index", "one that did not come before");
    STINT_ASSIGN(vector, read_vector(items[i]));
    place = std::move(vector);
  }
  for (const std::vector<float>& vector : answer.vectors) {
    if (vector.size() != answer.vectors[0].size()) {
      return fail(ErrorCode::failure, "the vectors differ in length", "data");
    }
  }
  const Fields usage{fields["usage"], "usage"};
  STINT_ASSIGN(tokens, usage.integer("prompt_tokens"));
  answer.prompt_tokens = static_cast<std::uint64_t>(std::max<std::int64_t>(0, tokens.value_or(0)));
  return answer;
}

JsonDocument to_json(const EmbeddingAnswer& answer, bool base64) {
  JsonDocument data = JsonDocument::array();
  for (const std::vector<float>& vector : answer.vectors) {
    JsonDocument embedding = base64 ? JsonDocument(floats_to_base64(vector)) : JsonDocument(vector);
    data.push_back({{"object", "embedding"}, {"index", data.size()}, {"embedding", std::move(embedding)}});
  }
  return {{"object", "list"},
          {"data", std::move(data)},
          {"model", answer.model},
          {"usage", {{"prompt_tokens", answer.prompt_tokens}, {"total_tokens", answer.prompt_tokens}}}};
}

}  // namespace stint::language::openai
