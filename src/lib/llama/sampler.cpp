#include "lib/llama/sampler.h"

#include <algorithm>
#include <bit>
#include <limits>
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

// Keeps the likeliest tokens of those it is offered, of equals the first ones. All the others would only be
// carried along.
class Likeliest {
 public:
  Likeliest(std::size_t most, std::vector<llama_token_data>& kept) : most_(most), kept_(kept) {
    kept_.clear();
  }

  void offer(llama_token token, float score) {
    if (kept_.size() < most_) {
      kept_.push_back({token, score, 0.0F});
      if (kept_.size() == most_) std::ranges::make_heap(kept_, likelier);
      return;
    }
    if (!(score > kept_.front().logit)) return;
    std::ranges::pop_heap(kept_, likelier);
    kept_.back() = {token, score, 0.0F};
    std::ranges::push_heap(kept_, likelier);
  }

 private:
  static bool likelier(const llama_token_data& a, const llama_token_data& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
  }

  std::size_t most_;
  std::vector<llama_token_data>& kept_;
};

}  // namespace

Result<Sampler> Sampler::create(const llama_vocab* vocabulary, const Sampling& sampling,
                                const std::string& grammar, std::shared_ptr<TokenConstraint> constraint) {
  STINT_TRY(check(sampling));
  if (!grammar.empty() && constraint) return fail(ErrorCode::usage, "a grammar and a constraint at once");
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
  const auto made = [&](std::size_t most) {
    return Sampler(std::move(chain), std::move(constraint), most, !grammar.empty());
  };
  if (sampling.temperature <= 0.0F) {
    add(llama_sampler_init_greedy());
    return made(1);
  }
  if (sampling.top_k > 0) add(llama_sampler_init_top_k(sampling.top_k));
  if (sampling.top_p < 1.0F) add(llama_sampler_init_top_p(sampling.top_p, 1));
  if (sampling.min_p > 0.0F) add(llama_sampler_init_min_p(sampling.min_p, 1));
  add(llama_sampler_init_temp(sampling.temperature));
  add(llama_sampler_init_dist(fixed(sampling.seed)));
  return made(sampling.top_k > 0 ? static_cast<std::size_t>(sampling.top_k)
                                 : std::numeric_limits<std::size_t>::max());
}

// Chooses among the candidates.
Result<llama_token> Sampler::choose() {
  if (candidates_.empty()) return fail(ErrorCode::failure, "no token can follow here", "constraint");
  llama_token_data_array array{candidates_.data(), candidates_.size(), -1, false};
  llama_sampler_apply(chain_.get(), &array);
  if (array.selected < 0) return fail(ErrorCode::failure, "no token can be chosen");
  const llama_token token = array.data[array.selected].id;
  llama_sampler_accept(chain_.get(), token);
  return token;
}

// Only what is allowed goes through the chain: with a few candidates out of a hundred thousand that is less
// work than choosing freely.
Result<llama_token> Sampler::next_allowed(const float* scores, llama_token size) {
  STINT_ASSIGN(allowed, constraint_->allowed());
  Likeliest likeliest(most_, candidates_);
  for (std::size_t word = 0; word < allowed.size(); ++word) {
    for (std::uint64_t bits = allowed[word]; bits != 0; bits &= bits - 1) {
      const auto token = static_cast<llama_token>(word * 64) + std::countr_zero(bits);
      if (token < size) likeliest.offer(token, scores[token]);
    }
  }
  STINT_ASSIGN(token, choose());
  STINT_TRY(constraint_->accept(token));
  return token;
}

Result<std::vector<llama_token>> Sampler::forced(const Tokenizer& tokenizer) {
  if (!constraint_) return std::vector<llama_token>{};
  const std::string bytes = constraint_->forced();
  if (bytes.empty()) return std::vector<llama_token>{};
  STINT_ASSIGN(tokens, tokenizer.tokens(bytes, {}));
  // A tokenizer may put a space before; and the last token might be a longer one with what is chosen next.
  if (tokenizer.text(tokens) != bytes) return std::vector<llama_token>{};
  tokens.pop_back();
  for (const llama_token token : tokens) STINT_TRY(constraint_->accept(token));
  return tokens;
}

Result<llama_token> Sampler::next(llama_context* context, std::int32_t output) {
  if (has_grammar_) {
    auto token = guarded("grammar", [&] { return llama_sampler_sample(chain_.get(), context, output); });
    if (token) return *token;
    return fail(ErrorCode::failure, "no token can follow here: " + token.error().message, "grammar");
  }
  const float* const scores = llama_get_logits_ith(context, output);
  const llama_token size = llama_vocab_n_tokens(llama_model_get_vocab(llama_get_model(context)));
  if (constraint_) return next_allowed(scores, size);
  Likeliest likeliest(most_, candidates_);
  for (llama_token token = 0; token < size; ++token) likeliest.offer(token, scores[token]);
  return choose();
}

}  // namespace stint::llama
