#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <ostream>

#include "app/models.h"
#include "app/verbs/model/sub_verb.h"
#include "insight/spoken.h"
#include "language/engine/engine.h"
#include "language/providers/local_constraint.h"
#include "lib/llama/session.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {
namespace {

using Clock = std::chrono::steady_clock;
using llama::Prompt;
using llama::Token;

constexpr std::uint32_t kRead = 512;     // tokens, as llama-bench has it
constexpr std::uint32_t kWritten = 128;  // likewise
constexpr std::size_t kTogether = 8;
// Of findings that are worded: what their prompts begin with alike, and what each has of its own.
constexpr std::uint32_t kShared = 320;
constexpr std::uint32_t kOwn = 96;
constexpr int kRounds = 3;  // of which the middle one counts

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// A form of thirty fields, as language::Schema reads it.
std::string form() {
  constexpr int kFields = 30;
  std::string fields;
  std::string required;
  for (int i = 0; i < kFields; ++i) {
    const char* const type = i % 3 == 0   ? R"({"type":"string","minLength":1,"maxLength":40})"
                             : i % 3 == 1 ? R"({"type":"integer","minimum":0,"maximum":1000})"
                                          : R"({"enum":["low","medium","high","none at all"]})";
    fields += fmt::format(R"({}"field_number_{}":{})", i == 0 ? "" : ",", i, type);
    required += fmt::format(R"({}"field_number_{}")", i == 0 ? "" : ",", i);
  }
  return fmt::format(R"({{"type":"object","properties":{{{}}},"required":[{}]}})", fields, required);
}

class Bench {
 public:
  Bench(llama::Session session, std::shared_ptr<const llama::Model> model)
      : session_(std::move(session)), model_(model), constraints_(std::move(model)) {}

  // After a first round that does not count, as llama-bench has it.
  Result<JsonDocument> run_briefly() {
    STINT_TRY(time_of({}, 1, kRead, 2));
    STINT_ASSIGN(reading, time_of({}, 1, kRead, 1));
    STINT_ASSIGN(written, writing_speed(nullptr));
    return JsonDocument{{"read_tokens_per_second", kRead / reading}, {"written_tokens_per_second", written}};
  }

  Result<JsonDocument> run(const std::function<void(std::string_view)>& say) {
    STINT_ASSIGN(insight, language::Schema::parse(insight::answer_schema()));
    STINT_ASSIGN(fields, language::Schema::parse(form()));
    std::vector<double> read;
    std::vector<double> free;
    std::vector<double> schema;
    std::vector<double> thirty;
    std::vector<double> apart;
    std::vector<double> together;
    // In turn, so that whatever else the machine does meets all of them alike.
    for (int round = 0; round < kRounds; ++round) {
      say(fmt::format("round {} of {}", round + 1, kRounds));
      STINT_ASSIGN(reading, time_of({}, 1, kRead, 1));
      read.push_back(kRead / reading);
      for (const auto& [shape, speeds] : {std::pair{static_cast<const language::Schema*>(nullptr), &free},
                                          {&insight, &schema},
                                          {&fields, &thirty}}) {
        STINT_ASSIGN(speed, writing_speed(shape));
        speeds->push_back(speed);
      }
      const std::vector<Token> shared = some_tokens(kShared);
      double alone = 0;
      for (std::size_t i = 0; i < kTogether; ++i) {
        STINT_ASSIGN(one, time_of(shared, 1, kOwn, kWritten));
        alone += one;
      }
      apart.push_back(alone);
      STINT_ASSIGN(all, time_of(some_tokens(kShared), kTogether, kOwn, kWritten));
      together.push_back(all);
    }
    const double written = median(free);
    return JsonDocument{{"read_tokens_per_second", median(read)},
                        {"written_tokens_per_second", written},
                        {"insight_schema_tokens_per_second", median(schema)},
                        {"insight_schema_to_free", median(schema) / written},
                        {"thirty_fields_tokens_per_second", median(thirty)},
                        {"thirty_fields_to_free", median(thirty) / written},
                        {"eight_apart_seconds", median(apart)},
                        {"eight_together_seconds", median(together)},
                        {"together_speedup", median(apart) / median(together)}};
  }

 private:
  static double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
  }

  // Tokens that no other run has read, so that nothing is remembered.
  std::vector<Token> some_tokens(std::uint32_t count) {
    const auto size = static_cast<std::uint32_t>(model_->tokenizer().size());
    std::vector<Token> tokens;
    while (tokens.size() < count) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      const auto token = static_cast<Token>((state_ >> 33U) % size);
      if (!model_->tokenizer().ends(token) && !model_->tokenizer().text(token).empty())
        tokens.push_back(token);
    }
    return tokens;
  }

  Result<Prompt> prompt(std::uint32_t read, std::uint32_t written, const language::Schema* schema) {
    language::GenerationRequest request;
    if (schema != nullptr) request.schema = std::make_shared<const language::Schema>(*schema);
    STINT_ASSIGN(constraint, constraints_.make(request));
    return Prompt{.tokens = some_tokens(read),
                  .max_tokens = written,
                  .sampling = {.temperature = 0.8F, .seed = 1},
                  .grammar = {},
                  .constraint = std::move(constraint)};
  }

  Result<double> time_of(const std::vector<Token>& shared, std::size_t prompts, std::uint32_t read,
                         std::uint32_t written) {
    llama::Request request{.shared = shared, .prompts = {}, .adapter = {}};
    for (std::size_t i = 0; i < prompts; ++i) {
      STINT_ASSIGN(one, prompt(read, written, nullptr));
      request.prompts.push_back(std::move(one));
    }
    const auto begin = Clock::now();
    STINT_ASSIGN(response, session_.generate(request));
    return seconds_since(begin);
  }

  // From the first token to the last, of up to kWritten.
  Result<double> writing_speed(const language::Schema* schema) {
    STINT_ASSIGN(one, prompt(4, kWritten, schema));
    llama::Request request{.shared = {}, .prompts = {std::move(one)}, .adapter = {}};
    std::optional<Clock::time_point> begin;
    std::size_t tokens = 0;
    STINT_ASSIGN(response, session_.generate(request, [&](const llama::Piece&) {
      begin ? static_cast<void>(++tokens) : static_cast<void>(begin = Clock::now());
      return llama::Flow::go_on;
    }));
    if (tokens == 0)
      return fail(ErrorCode::failure, "the model ends after a single token; nothing can be measured");
    return static_cast<double>(tokens) / seconds_since(*begin);
  }

  llama::Session session_;
  std::shared_ptr<const llama::Model> model_;
  language::ConstraintMaker constraints_;
  std::uint64_t state_ = 1;
};

// An answer that was given before: what asking for it again takes, in milliseconds.
double cached_call_milliseconds(const Session& session) {
  struct Mute : language::Provider {
    language::ProviderInfo about{.name = "bench", .model = "bench@0"};
    [[nodiscard]] const language::ProviderInfo& info() const override { return about; }
    [[nodiscard]] std::vector<language::Answer> generate(
        std::span<const language::GenerationRequest> requests, const language::Listener&,
        const std::stop_token&) override {
      return std::vector<language::Answer>(
          requests.size(), language::Generation{.text = std::string(800, 'x'), .usage = {}, .model = {}});
    }
  };
  language::Engine engine({{std::make_shared<Mute>(), {}}}, {}, session.data_folder(),
                          [] { return Instant{}; });
  language::GenerationRequest request;
  request.messages.push_back({language::Role::user, std::string(2000, 'y')});
  const std::span<const language::GenerationRequest> requests(&request, 1);
  static_cast<void>(engine.generate({"", "bench"}, requests));
  constexpr int kCalls = 200;
  const auto begin = Clock::now();
  for (int i = 0; i < kCalls; ++i) static_cast<void>(engine.generate({"", "bench"}, requests));
  return seconds_since(begin) * 1000 / kCalls;
}

Result<language::StoredModel> chosen(const Session& session, const ModelArguments& arguments) {
  const language::ModelStore store = model_store(session);
  if (arguments.words.empty()) return store.find_for(language::Task::insights);
  return store.find(arguments.words.front());
}

std::string human_text(const JsonDocument& figures) {
  const auto number = [&](const char* name) { return figures.at(name).get<double>(); };
  std::string text = fmt::format(
      "reads            {:8.1f} tokens a second\n"
      "writes           {:8.1f} tokens a second\n",
      number("read_tokens_per_second"), number("written_tokens_per_second"));
  if (!figures.contains("together_speedup")) return text;
  return text + fmt::format(
                    "insight as JSON  {:8.1f} tokens a second, {:.2f} of that\n"
                    "30 fields        {:8.1f} tokens a second, {:.2f} of that\n"
                    "eight at once    {:8.2f} times as fast as one after another\n"
                    "cached answer    {:8.3f} ms\n",
                    number("insight_schema_tokens_per_second"), number("insight_schema_to_free"),
                    number("thirty_fields_tokens_per_second"), number("thirty_fields_to_free"),
                    number("together_speedup"), number("cached_call_milliseconds"));
}

}  // namespace

Result<int> bench_model(const Session& session, const ModelArguments& arguments) {
  STINT_ASSIGN(stored, chosen(session, arguments));
  if (arguments.brief && arguments.controls)
    return fail(ErrorCode::usage, "--brief and --controls are two different things to measure", {},
                "give one of them");
  if (arguments.controls) return bench_controls(session, stored);
  llama::ContextOptions options = session.models().context;
  options.sequences = kTogether;
  STINT_ASSIGN(model, llama::Model::load(stored.file, options));
  STINT_ASSIGN(opened, llama::Session::create(model, options));
  Bench bench(std::move(opened), model);
  auto figures = arguments.brief ? bench.run_briefly() : bench.run([&](std::string_view what) {
    if (session.err_is_terminal() && !session.given().quiet) session.err() << "\r" << what << std::flush;
  });
  if (session.err_is_terminal() && !session.given().quiet) session.err() << "\r";
  if (!figures) return fail(std::move(figures).error());
  if (!arguments.brief) (*figures)["cached_call_milliseconds"] = cached_call_milliseconds(session);
  if (session.given().json) {
    JsonDocument document{{"schema", "stint.model-bench/1"}, {"model", stored.provenance()}};
    document.update(*figures);
    STINT_TRY(session.write(to_text(document)));
    return 0;
  }
  STINT_TRY(session.write(human_text(*figures)));
  return 0;
}

}  // namespace stint::app
