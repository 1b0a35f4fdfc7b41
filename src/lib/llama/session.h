// Continuing texts with a model.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/llama/adapter.h"
#include "lib/llama/constraint.h"
#include "lib/llama/model.h"
#include "lib/llama/options.h"
#include "lib/llama/sampling.h"

namespace stint::llama {

struct Prompt {
  std::vector<Token> tokens;  // after those that all prompts of the request share
  std::uint32_t max_tokens = 256;
  Sampling sampling;
  std::string grammar;  // GBNF, rule "root"; empty: anything may be said
  // Used from where the text begins; may be null. Not together with `grammar`.
  std::shared_ptr<TokenConstraint> constraint;
};

struct Request {
  std::vector<Token> shared;  // begins every prompt; read once, and remembered for the next request
  std::vector<Prompt> prompts;
  std::shared_ptr<const Adapter> adapter;  // may be null
  float adapter_scale = 1.0F;
};

enum class Ending : std::uint8_t {
  complete,   // the model said so
  length,     // max_tokens
  cancelled,  // by the listener or the stop token
};

struct Continuation {
  std::vector<Token> tokens;  // without the one that ended it
  std::string text;           // valid UTF-8; what is no character is U+FFFD
  Ending ending = Ending::length;
};

struct Response {
  std::vector<Continuation> continuations;  // in the order of the prompts
  std::uint64_t tokens_read = 0;            // of prompts
  std::uint64_t tokens_remembered = 0;      // of `shared`, from an earlier request
  std::uint64_t tokens_written = 0;
};

enum class Flow : std::uint8_t { go_on, stop_this, stop_all };

struct Piece {
  std::size_t prompt = 0;
  Token token = 0;
  std::string_view text;  // whole characters, perhaps none yet
};
// Called after every token; what it returns takes effect before the next.
using Listener = std::function<Flow(const Piece&)>;

// One thread at a time. Several sessions may share a model; each has its own memory.
class Session {
 public:
  // Errors: ErrorCode::usage for a model that writes no text (an encoder), and for options out of range;
  // ErrorCode::failure for too little memory.
  [[nodiscard]] static Result<Session> create(std::shared_ptr<const Model> model,
                                              const ContextOptions& options = {});

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  // Continues all prompts side by side. A model that reads a text and then writes another (T5) takes them in
  // turn, and its continuation is that other text. At temperature 0 each becomes what it becomes alone, but
  // for the rounding of sums that are added up in another order. A stop that is asked for takes effect within
  // one token, while a prompt is read as well; it is no error.
  //
  // Errors: ErrorCode::usage when the prompts and max_tokens do not fit the context (nothing is cut off), for
  // tokens the model does not know, a grammar that is none, another model's adapter; what a constraint gives.
  // The session can be used after an error.
  [[nodiscard]] Result<Response> generate(const Request& request, const Listener& listener = {},
                                          std::stop_token stop = {});

  [[nodiscard]] std::uint32_t context_length() const;  // tokens
  [[nodiscard]] const Model& model() const;

 private:
  class Machine;
  explicit Session(std::unique_ptr<Machine> machine);
  std::unique_ptr<Machine> machine_;
};

}  // namespace stint::llama
