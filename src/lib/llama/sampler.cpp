#include "lib/llama/sampler.h"

#include <cmath>
#include <utility>

#include "lib/llama/library.h"

namespace stint::llama {
namespace {

Outcome check(const Sampling& sampling) {
  const auto within = [](float value, float low, float high) { return value >= low && value <= high; };
  if (!within(sampling.temperature, 0.0F, 10.0F))
    return fail(ErrorCode::usage, "temperature is from 0 to 10");
  if (!within(sampling.top_p, 0.0F, 1.0F)) return fail(ErrorCode::usage, "top_p is from 0 to 1");
  if (!within(sampling.min_p, 0.0F, 1.0F)) return fail(ErrorCode::usage, "min_p is from 0 to 1");
  if (sampling.top_k < 0) return fail(ErrorCode::usage, "top_k is not below 0");
  return {};
}

// llama.cpp takes this seed for "any".
std::uint32_t fixed(std::uint32_t seed) {
  return seed == LLAMA_DEFAULT_SEED ? 0 : seed;
}

}  // namespace

Result<Sampler> Sampler::create(const llama_vocab* vocabulary, const Sampling& sampling,
                                const std::string& grammar) {
  STINT_TRY(check(sampling));
  SamplerPointer chain(llama_sampler_chain_init({.no_perf = true}));
  const auto add = [&](llama_sampler* sampler) { llama_sampler_chain_add(chain.get(), sampler); };
  if (!grammar.empty()) {
    const ErrorLog errors;
    STINT_ASSIGN(parsed, guarded("grammar", [&] {
                   return SamplerPointer(llama_sampler_init_grammar(vocabulary, grammar.c_str(), "root"));
                 }));
    // Without it anything would be said.
    if (!parsed) return fail(ErrorCode::usage, errors.first("is not a grammar"), "grammar");
    add(parsed.release());
  }
  if (sampling.temperature <= 0.0F) {
    add(llama_sampler_init_greedy());
    return Sampler(std::move(chain));
  }
  if (sampling.top_k > 0) add(llama_sampler_init_top_k(sampling.top_k));
  if (sampling.top_p < 1.0F) add(llama_sampler_init_top_p(sampling.top_p, 1));
  if (sampling.min_p > 0.0F) add(llama_sampler_init_min_p(sampling.min_p, 1));
  add(llama_sampler_init_temp(sampling.temperature));
  add(llama_sampler_init_dist(fixed(sampling.seed)));
  return Sampler(std::move(chain));
}

Result<llama_token> Sampler::next(llama_context* context, std::int32_t output) {
  auto token = guarded("grammar", [&] { return llama_sampler_sample(chain_.get(), context, output); });
  if (token) return *token;
  return fail(ErrorCode::failure, "no token can follow here: " + token.error().message, "grammar");
}

}  // namespace stint::llama
