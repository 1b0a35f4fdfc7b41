#include "language/engine/structured.h"

#include <cassert>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "language/schema/json_text.h"
#include "language/schema/validate.h"

namespace stint::language {
namespace {

// Of an answer that is quoted back to the model.
constexpr std::size_t kQuoted = 4'000;

// Some wrap JSON into a fence of Markdown whatever they are told.
std::string_view without_fence(std::string_view text) {
  text = trimmed(text);
  if (!text.starts_with("```") || !text.ends_with("```") || text.size() < 6) return text;
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return text;
  return trimmed(text.substr(line, text.size() - line - 3));
}

Error too_long() {
  return {ErrorCode::failure, "the answer was longer than it may be, and is not complete", {}, {}};
}

Result<JsonDocument> value_of(const GenerationRequest& request, const Generation& generation) {
  if (generation.ending == Ending::length) return fail(too_long());
  return validate(*request.schema, without_fence(generation.text));
}

Result<JsonDocument> object_of(const Generation& generation) {
  if (generation.ending == Ending::length) return fail(too_long());
  auto value = schema::read_json(without_fence(generation.text));
  if (!value) return fail(ErrorCode::failure, value.error().reason, value.error().pointer);
  if (!value->is_object()) return fail(ErrorCode::failure, "it is JSON, but no object");
  return std::move(*value);
}

Fault cancelled() {
  return {FaultKind::cancelled, {ErrorCode::failure, "cancelled", {}, {}}, false};
}

// `shape`: what was asked for, in the model's eyes.
GenerationRequest mended(const GenerationRequest& request, const Generation& generation, const Error& error,
                         std::string_view shape) {
  GenerationRequest again = request;
  again.messages.push_back({Role::assistant, generation.text.substr(0, kQuoted)});
  again.messages.push_back(
      {Role::user,
       fmt::format("That is not what was asked for: {}. Answer again, with {}", error.to_string(), shape)});
  again.sampling.seed += 1;
  return again;
}

}  // namespace

std::vector<Structured> generate_json(Engine& engine, const Caller& caller,
                                      std::span<const GenerationRequest> requests,
                                      const std::stop_token& stop) {
  std::vector<Structured> results;
  std::vector<GenerationRequest> again;
  std::vector<std::size_t> which;
  std::vector<Answer> answers = engine.generate(caller, requests, {}, stop);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    assert(requests[i].schema);
    if (!answers[i]) {
      results.emplace_back(std::unexpected(std::move(answers[i]).error()));
      continue;
    }
    if (answers[i]->ending == Ending::cancelled) {
      results.emplace_back(std::unexpected(cancelled()));
      continue;
    }
    auto value = value_of(requests[i], *answers[i]);
    if (value) {
      results.emplace_back(StructuredAnswer{std::move(*value), std::move(*answers[i]), false});
      continue;
    }
    results.emplace_back(std::unexpected(Fault{FaultKind::malformed, value.error(), false}));
    again.push_back(
        mended(requests[i], *answers[i], value.error(),
               fmt::format("JSON of exactly this shape and nothing else:\n{}", requests[i].schema->text())));
    which.push_back(i);
  }
  if (again.empty()) return results;
  std::vector<Answer> second = engine.generate(caller, again, {}, stop);
  for (std::size_t i = 0; i < second.size(); ++i) {
    if (!second[i]) {
      results[which[i]] = std::unexpected(std::move(second[i]).error());
    } else if (auto value = value_of(again[i], *second[i])) {
      results[which[i]] = StructuredAnswer{std::move(*value), std::move(*second[i]), true};
    } else {
      results[which[i]] = std::unexpected(Fault{FaultKind::malformed, value.error(), false});
    }
  }
  return results;
}

Structured generate_object(Engine& engine, const Caller& caller, GenerationRequest request,
                           const std::stop_token& stop) {
  request.grammar = std::make_shared<const grammar::Expression>(object_grammar());
  for (bool repaired = false;; repaired = true) {
    Answer answer = std::move(engine.generate(caller, {&request, 1}, {}, stop).front());
    if (!answer) return std::unexpected(std::move(answer).error());
    if (answer->ending == Ending::cancelled) return std::unexpected(cancelled());
    auto value = object_of(*answer);
    if (value) return StructuredAnswer{std::move(*value), std::move(*answer), repaired};
    if (repaired) return std::unexpected(Fault{FaultKind::malformed, value.error(), false});
    request = mended(request, *answer, value.error(), "a JSON object and nothing else");
  }
}

}  // namespace stint::language
