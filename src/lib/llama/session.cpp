#include "lib/llama/session.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "lib/llama/batch.h"
#include "lib/llama/context.h"
#include "lib/llama/library.h"
#include "lib/llama/memory.h"
#include "lib/llama/native.h"
#include "lib/llama/sampler.h"
#include "lib/llama/text_stream.h"

namespace stint::llama {
namespace {

constexpr std::uint32_t kMaxSequences = 64;
// The sequence that remembers what prompts share; those of the prompts follow.
constexpr llama_seq_id kShared = 0;

// One prompt on its way.
struct Progress {
  Sampler sampler;
  TextStream stream;
  Continuation continuation;
  llama_pos position = 0;         // of the next token
  std::vector<llama_token> next;  // said, and not read yet
  bool done = false;
};

bool stop_requested(void* token) {
  return static_cast<const std::stop_token*>(token)->stop_requested();
}

Outcome check(const ContextOptions& options, const Description& model) {
  if (model.family == Family::encoder) {
    return fail(ErrorCode::usage,
                fmt::format("models of the architecture \"{}\" do not continue text", model.architecture));
  }
  if (options.sequences == 0 || options.sequences > kMaxSequences) {
    return fail(ErrorCode::usage, fmt::format("from 1 to {} sequences at a time", kMaxSequences));
  }
  if (options.batch == 0) return fail(ErrorCode::usage, "a batch of no tokens");
  return {};
}

}  // namespace

class Session::Machine {
 public:
  Machine(Context context, const ContextOptions& options, const llama_context_params& parameters)
      : context_(std::move(context)), options_(options), parameters_(parameters) {}

  Result<Response> generate(const Request& request, const Listener& listener, std::stop_token stop) {
    STINT_TRY(check(request));
    STINT_TRY(attend(request));
    STINT_ASSIGN(progress, begin(request));
    use_adapter(request);
    const KeepPriority keep;
    stop_ = std::move(stop);
    llama_set_abort_callback(native(), stop_requested, &stop_);
    response_ = {};
    auto done = run(request, progress, listener);
    llama_set_abort_callback(native(), nullptr, nullptr);
    for (std::size_t i = 0; i < progress.size(); ++i) forget(sequence(i), 0);
    if (!done) return fail(std::move(done).error());
    for (Progress& one : progress) {
      one.continuation.text += one.stream.finish();
      response_.tokens_written += one.continuation.tokens.size();
      response_.continuations.push_back(std::move(one.continuation));
    }
    return std::move(response_);
  }

  [[nodiscard]] std::uint32_t context_length() const { return parameters_.n_ctx; }
  [[nodiscard]] const Model& model() const { return *context_.model; }

 private:
  [[nodiscard]] llama_context* native() const { return context_.context.get(); }
  static llama_seq_id sequence(std::size_t prompt) { return static_cast<llama_seq_id>(prompt) + 1; }

  // One text is read and written with flash attention, several without: see attends_side_by_side(). The
  // context is made anew where that changes. A single text whose beginning is remembered is left with what
  // there is: reading that again would take longer.
  Outcome attend(const Request& request) {
    const bool several = request.prompts.size() > 1;
    const auto same = std::ranges::mismatch(request.shared, remembered_).in1 - request.shared.begin();
    const bool remembers = static_cast<std::size_t>(same) * 2 > request.shared.size();
    const llama_flash_attn_type wanted =
        several ? LLAMA_FLASH_ATTN_TYPE_DISABLED : LLAMA_FLASH_ATTN_TYPE_AUTO;
    const bool fits = !attends_side_by_side(options_) || reads_first() || (remembers && !several) ||
                      parameters_.flash_attn_type == wanted;
    if (context_.context && fits) return {};
    if (!fits) parameters_.flash_attn_type = wanted;
    // Never two at a time: most of the memory is theirs.
    std::shared_ptr<const Model> model = context_.model;
    context_.context.reset();
    remembered_.clear();
    adapter_.reset();
    adapter_scale_ = 0.0F;
    STINT_ASSIGN(made, make_context(std::move(model), options_, parameters_));
    context_ = std::move(made);
    return {};
  }

  void forget(llama_seq_id sequence, llama_pos from) {
    llama_memory_seq_rm(llama_get_memory(native()), sequence, from, -1);
  }

  [[nodiscard]] Outcome check(const Request& request) const {
    const std::uint32_t most = parameters_.n_seq_max - 1;
    if (request.prompts.empty()) return fail(ErrorCode::usage, "there is no prompt");
    if (request.prompts.size() > most) {
      return fail(ErrorCode::usage,
                  fmt::format("{} prompts at once; the session takes {}", request.prompts.size(), most));
    }
    if (request.adapter && &request.adapter->model() != &model()) {
      return fail(ErrorCode::usage, "the adapter was loaded for another model");
    }
    if (!std::isfinite(request.adapter_scale))
      return fail(ErrorCode::usage, "the adapter's scale is no number");
    STINT_TRY(check_tokens(request.shared));
    std::uint64_t needed = request.shared.size();
    for (const Prompt& prompt : request.prompts) {
      STINT_TRY(check_tokens(prompt.tokens));
      if (request.shared.empty() && prompt.tokens.empty()) return fail(ErrorCode::usage, "a prompt is empty");
      if (prompt.max_tokens == 0) return fail(ErrorCode::usage, "max_tokens is at least 1");
      // One more for the last shared token, which run() may have to repeat.
      needed += prompt.tokens.size() + prompt.max_tokens + 1;
    }
    if (reads_first()) return check_in_turn(request);
    if (needed <= context_length()) return {};
    return too_long("the prompts and what may follow are", needed, context_length());
  }

  // What is read and what is written have a context each, and no prompt shares them with another.
  [[nodiscard]] Outcome check_in_turn(const Request& request) const {
    for (const Prompt& prompt : request.prompts) {
      const std::uint64_t read = request.shared.size() + prompt.tokens.size();
      const std::uint32_t most = parameters_.n_ubatch;
      if (read > most) return too_long("a prompt is", read, most);
      const std::uint64_t written = std::uint64_t{prompt.max_tokens} + 1;
      if (written > context_length())
        return too_long("what may follow a prompt is", written, context_length());
    }
    return {};
  }

  static Outcome too_long(std::string_view what, std::uint64_t tokens, std::uint32_t most) {
    return fail(ErrorCode::usage, fmt::format("{} {} tokens; the context has {}", what, tokens, most), {},
                "shorten the prompt, or raise the context's length");
  }

  [[nodiscard]] Outcome check_tokens(std::span<const Token> tokens) const {
    const auto known = [&](Token token) { return model().tokenizer().knows(token); };
    if (std::ranges::all_of(tokens, known)) return {};
    return fail(ErrorCode::usage, "the prompt has a token that the model does not know");
  }

  [[nodiscard]] Result<std::vector<Progress>> begin(const Request& request) const {
    std::vector<Progress> result;
    const llama_vocab* const vocabulary = llama_model_get_vocab(model().native().model.get());
    for (const Prompt& prompt : request.prompts) {
      STINT_ASSIGN(sampler, Sampler::create(vocabulary, prompt.sampling, prompt.grammar, prompt.constraint));
      result.push_back(Progress{.sampler = std::move(sampler), .stream = {}, .continuation = {}, .next = {}});
    }
    return result;
  }

  // What is remembered was computed with an adapter, or without, and is worth nothing with another.
  void use_adapter(const Request& request) {
    const float scale = request.adapter ? request.adapter_scale : 0.0F;
    // The very same, not one at the same address: it is held until another takes its place.
    if (request.adapter == adapter_ && scale == adapter_scale_) return;
    forget(kShared, 0);
    remembered_.clear();
    llama_adapter_lora* pointer = request.adapter ? request.adapter->native().adapter.get() : nullptr;
    float used = scale;
    llama_set_adapters_lora(native(), &pointer, pointer == nullptr ? 0 : 1, &used);
    adapter_ = request.adapter;
    adapter_scale_ = scale;
  }

  // The text is read as a whole before the first word of another is written.
  [[nodiscard]] bool reads_first() const { return model().description().family == Family::encoder_decoder; }

  Outcome run(const Request& request, std::vector<Progress>& progress, const Listener& listener) {
    return reads_first() ? run_in_turn(request, progress, listener)
                         : run_side_by_side(request, progress, listener);
  }

  // What the encoder has made of one text is all that the decoder looks at.
  Outcome run_in_turn(const Request& request, std::vector<Progress>& progress, const Listener& listener) {
    const llama_model* const weights = model().native().model.get();
    llama_token begin = llama_model_decoder_start_token(weights);
    if (begin == LLAMA_TOKEN_NULL) begin = llama_vocab_bos(llama_model_get_vocab(weights));
    if (!model().tokenizer().knows(begin))
      return fail(ErrorCode::usage, "the model does not say how a text begins");
    for (std::size_t i = 0; i < progress.size(); ++i) {
      entries_.clear();
      for (const auto part :
           {std::span<const Token>(request.shared), std::span<const Token>(request.prompts[i].tokens)}) {
        for (const Token token : part)
          entries_.push_back({token, static_cast<llama_pos>(entries_.size()), sequence(i), true});
      }
      response_.tokens_read += entries_.size();
      STINT_ASSIGN(read, compute(llama_encode, entries_));
      if (!read) return cancel(progress);
      entries_.assign(1, {begin, progress[i].position++, sequence(i), true});
      STINT_ASSIGN(went_on, go_on(request, progress, listener));
      if (!went_on) return cancel(progress);
    }
    return {};
  }

  Outcome run_side_by_side(const Request& request, std::vector<Progress>& progress,
                           const Listener& listener) {
    // A prompt has at least one token of its own, after which its first is chosen.
    const bool repeat =
        std::ranges::any_of(request.prompts, [](const Prompt& prompt) { return prompt.tokens.empty(); });
    std::span<const Token> shared = request.shared;
    std::span<const Token> repeated;
    if (repeat) {
      repeated = shared.last(1);
      shared = shared.first(shared.size() - 1);
    }
    STINT_ASSIGN(read, read_shared(shared));
    if (!read) return cancel(progress);

    entries_.clear();
    for (std::size_t i = 0; i < progress.size(); ++i) {
      llama_memory_seq_cp(llama_get_memory(native()), kShared, sequence(i), -1, -1);
      progress[i].position = static_cast<llama_pos>(shared.size());
      for (const auto part : {repeated, std::span<const Token>(request.prompts[i].tokens)}) {
        for (const Token token : part)
          entries_.push_back({token, progress[i].position++, sequence(i), false});
      }
      entries_.back().wanted = true;
    }
    response_.tokens_read += entries_.size();
    STINT_ASSIGN(went_on, go_on(request, progress, listener));
    return went_on ? Outcome{} : cancel(progress);
  }

  // From what stands in the entries until every text that has begun is done. False when it was stopped.
  Result<bool> go_on(const Request& request, std::vector<Progress>& progress, const Listener& listener) {
    for (;;) {
      STINT_ASSIGN(went_on, step(request, progress, listener));
      if (!went_on) return false;
      entries_.clear();
      for (std::size_t i = 0; i < progress.size(); ++i) {
        Progress& one = progress[i];
        if (one.done) continue;
        for (const llama_token token : one.next)
          entries_.push_back({token, one.position++, sequence(i), false});
        if (!one.next.empty()) entries_.back().wanted = true;
        one.next.clear();
      }
      if (entries_.empty()) return true;
    }
  }

  // Reads what is not remembered of it. False when it was stopped.
  Result<bool> read_shared(std::span<const Token> shared) {
    const auto same = std::ranges::mismatch(shared, remembered_).in1 - shared.begin();
    forget(kShared, static_cast<llama_pos>(same));
    remembered_.resize(static_cast<std::size_t>(same));
    response_.tokens_remembered = static_cast<std::uint64_t>(same);
    entries_.clear();
    for (std::size_t i = remembered_.size(); i < shared.size(); ++i) {
      entries_.push_back({shared[i], static_cast<llama_pos>(i), kShared, false});
    }
    response_.tokens_read += entries_.size();
    for (std::span<const Entry> rest = entries_; !rest.empty();) {
      const auto part = rest.first(std::min<std::size_t>(rest.size(), llama_n_batch(native())));
      STINT_ASSIGN(read, compute(llama_decode, part));
      if (!read) return false;
      rest = rest.subspan(part.size());
    }
    remembered_.assign(shared.begin(), shared.end());
    return true;
  }

  // Reads the entries and chooses what follows those that are wanted. False when it was stopped.
  Result<bool> step(const Request& request, std::vector<Progress>& progress, const Listener& listener) {
    for (std::span<const Entry> rest = entries_; !rest.empty();) {
      const auto part = rest.first(std::min<std::size_t>(rest.size(), llama_n_batch(native())));
      STINT_ASSIGN(read, compute(llama_decode, part));
      if (!read) return false;
      for (std::size_t i = 0; i < part.size(); ++i) {
        if (!part[i].wanted) continue;
        const auto prompt = static_cast<std::size_t>(part[i].sequence) - 1;
        Progress& one = progress[prompt];
        if (one.done) continue;  // by a stop of all from within this step
        STINT_ASSIGN(token, one.sampler.next(native(), static_cast<std::int32_t>(i)));
        if (take(request.prompts[prompt], prompt, one, token, listener) == Flow::stop_all) return false;
        if (one.done) continue;
        STINT_ASSIGN(forced, one.sampler.forced(model().tokenizer()));
        for (const llama_token next : forced) {
          if (one.done) break;
          if (take(request.prompts[prompt], prompt, one, next, listener) == Flow::stop_all) return false;
        }
      }
      rest = rest.subspan(part.size());
    }
    return true;
  }

  Flow take(const Prompt& prompt, std::size_t number, Progress& one, llama_token token,
            const Listener& listener) {
    if (model().tokenizer().ends(token)) {
      one.done = true;
      one.continuation.ending = Ending::complete;
      return Flow::go_on;
    }
    const std::string text = one.stream.add(model().tokenizer().text(token));
    one.continuation.tokens.push_back(token);
    one.continuation.text += text;
    const Flow flow = listener ? listener({number, token, text}) : Flow::go_on;
    if (flow != Flow::go_on) {
      one.done = true;
      one.continuation.ending = Ending::cancelled;
    } else if (one.continuation.tokens.size() >= prompt.max_tokens) {
      one.done = true;
      one.continuation.ending = Ending::length;
    } else {
      one.next.push_back(token);
    }
    return flow;
  }

  static Outcome cancel(std::vector<Progress>& progress) {
    for (Progress& one : progress) {
      if (!one.done) one.continuation.ending = Ending::cancelled;
      one.done = true;
    }
    return {};
  }

  // False when it was stopped; what had been read so far is forgotten then, and after an error.
  Result<bool> compute(std::int32_t (*how)(llama_context*, llama_batch), std::span<const Entry> entries) {
    if (stop_.stop_requested()) return false;
    const ErrorLog errors;
    const std::int32_t status = how(native(), arrays_.fill(entries));
    if (status == 0) return true;
    llama_memory_clear(llama_get_memory(native()), false);
    remembered_.clear();
    if (status == 2) return false;
    if (status == 1) return fail(ErrorCode::failure, "the model's context is full");
    return fail(ErrorCode::failure, errors.first("the model failed to compute"));
  }

  Context context_;  // without a context after one could not be made
  ContextOptions options_;
  llama_context_params parameters_;
  std::vector<Token> remembered_;  // what the shared sequence holds
  std::shared_ptr<const Adapter> adapter_;
  float adapter_scale_ = 0.0F;
  std::stop_token stop_;
  BatchArrays arrays_;
  std::vector<Entry> entries_;
  Response response_;
};

Session::Session(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Session> Session::create(std::shared_ptr<const Model> model, const ContextOptions& options) {
  STINT_TRY(check(options, model->description()));
  llama_context_params parameters = default_parameters(*model, options);
  parameters.n_seq_max = options.sequences + 1;
  // What prompts share is kept once, and only what follows a prompt's last token is computed.
  parameters.kv_unified = true;
  parameters.n_outputs_max = options.sequences + 1;
  if (model->description().family == Family::encoder_decoder) {
    // A text is encoded in one go.
    parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = longest_text(options, model->description());
  } else if (attends_side_by_side(options)) {
    parameters.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    parameters.n_ubatch = std::min(parameters.n_ubatch, kReadSideBySide);
  }
  STINT_ASSIGN(context, make_context(std::move(model), options, parameters));
  return Session(std::make_unique<Machine>(std::move(context), options, parameters));
}

Result<Response> Session::generate(const Request& request, const Listener& listener, std::stop_token stop) {
  return machine_->generate(request, listener, std::move(stop));
}

std::uint32_t Session::context_length() const {
  return machine_->context_length();
}

const Model& Session::model() const {
  return machine_->model();
}

}  // namespace stint::llama
