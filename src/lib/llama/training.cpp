#include "lib/llama/training.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <ggml-cpu.h>
#include <ggml-opt.h>
#include <limits>
#include <numbers>
#include <numeric>
#include <random>
#include <thread>
#include <utility>

#include "lib/llama/decoder_graph.h"
#include "lib/llama/description.h"
#include "lib/llama/library.h"
#include "lib/llama/model.h"
#include "lib/llama/weights.h"

namespace stint::llama {
namespace {

using SchedulerPointer = std::unique_ptr<ggml_backend_sched, FreedBy<ggml_backend_sched_free>>;
using OptimizerPointer = std::unique_ptr<ggml_opt_context, FreedBy<ggml_opt_free>>;
using ResultPointer = std::unique_ptr<ggml_opt_result, FreedBy<ggml_opt_result_free>>;

// Steps of the optimizer so far, for the learning rate.
struct Schedule {
  float rate = 0;
  float decay = 0;
  double steps = 1;
  double done = 0;
};

ggml_opt_optimizer_params parameters_of_step(void* data) {
  auto* const schedule = static_cast<Schedule*>(data);
  constexpr double kLeast = 0.1;
  constexpr double kRising = 0.02;
  schedule->done += 1;
  const double progress = std::min(1.0, schedule->done / schedule->steps);
  const double fallen = kLeast + (1 - kLeast) * (1 + std::cos(std::numbers::pi * progress)) / 2;
  ggml_opt_optimizer_params parameters = ggml_opt_get_default_optimizer_params(nullptr);
  parameters.adamw.alpha = schedule->rate * static_cast<float>(std::min(fallen, progress / kRising));
  parameters.adamw.wd = schedule->decay;
  return parameters;
}

Outcome check(std::span<const Lesson> lessons, const TrainingOptions& options, const Tokenizer& tokenizer) {
  if (lessons.empty()) return fail(ErrorCode::usage, "there is nothing to learn from");
  if (options.batch == 0) return fail(ErrorCode::usage, "a batch of no lessons");
  for (const Lesson& lesson : lessons) {
    if (lesson.from == 0 || lesson.from >= lesson.tokens.size())
      return fail(ErrorCode::usage, fmt::format("a lesson of {} tokens that is to be learnt from token {} on",
                                                lesson.tokens.size(), lesson.from));
    if (!std::ranges::all_of(lesson.tokens, [&](Token token) { return tokenizer.knows(token); }))
      return fail(ErrorCode::usage, "a lesson has a token that the model does not know");
  }
  return {};
}

// The graph with its inputs, made once for the longest lesson.
class Classroom {
 public:
  static Result<std::unique_ptr<Classroom>> open(const std::filesystem::path& base,
                                                 std::span<const Lesson> lessons,
                                                 const TrainingOptions& options) {
    const unsigned threads =
        options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    BackendPointer backend(ggml_backend_cpu_init());
    if (!backend) return fail(ErrorCode::failure, "the processor cannot be used");
    ggml_backend_cpu_set_n_threads(backend.get(), static_cast<int>(threads));
    STINT_ASSIGN(weights, Weights::load(base, backend.get()));
    STINT_TRY(check_decoder(weights));
    std::unique_ptr<Classroom> room(new Classroom(std::move(backend), std::move(weights)));
    STINT_TRY(room->prepare(lessons, options));
    return room;
  }

  // One lesson; the weights change with the last one of a batch.
  void teach(const Lesson& lesson, ggml_opt_result* result) {
    const std::size_t learnt = lesson.tokens.size() - lesson.from;
    std::ranges::fill(tokens_, Token{0});
    std::copy(lesson.tokens.begin(), lesson.tokens.end() - 1, tokens_.begin());
    std::ranges::fill(labels_, 0.0F);
    const auto vocabulary = static_cast<std::size_t>(scores_->ne[0]);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      // A shorter lesson is said several times rather than leaving places empty.
      const std::size_t place = lesson.from - 1 + i % learnt;
      targets_[i] = static_cast<std::int32_t>(place);
      labels_[i * vocabulary + static_cast<std::size_t>(lesson.tokens[place + 1])] = 1.0F;
    }
    ggml_opt_alloc(optimizer_.get(), true);
    set(inputs_.tokens, tokens_);
    set(inputs_.targets, targets_);
    set(ggml_opt_labels(optimizer_.get()), labels_);
    ggml_opt_eval(optimizer_.get(), result);
  }

  [[nodiscard]] const Weights& weights() const { return weights_; }

 private:
  Classroom(BackendPointer backend, Weights weights)
      : backend_(std::move(backend)), weights_(std::move(weights)) {}

  Outcome prepare(std::span<const Lesson> lessons, const TrainingOptions& options) {
    std::size_t longest = 0;
    std::size_t most = 0;
    for (const Lesson& lesson : lessons) {
      longest = std::max(longest, lesson.tokens.size() - 1);
      most = std::max(most, lesson.tokens.size() - lesson.from);
    }
    tokens_.resize(longest);
    targets_.resize(most);
    const auto length = static_cast<std::int64_t>(longest);

    constexpr std::size_t kInputs = 4;
    graph_inputs_.reset(
        ggml_init({.mem_size = kInputs * ggml_tensor_overhead(), .mem_buffer = nullptr, .no_alloc = true}));
    inputs_.tokens = ggml_new_tensor_1d(graph_inputs_.get(), GGML_TYPE_I32, length);
    inputs_.positions = ggml_new_tensor_1d(graph_inputs_.get(), GGML_TYPE_I32, length);
    inputs_.mask = ggml_new_tensor_2d(graph_inputs_.get(), GGML_TYPE_F32, length, length);
    inputs_.targets = ggml_new_tensor_1d(graph_inputs_.get(), GGML_TYPE_I32, static_cast<std::int64_t>(most));
    inputs_buffer_.reset(ggml_backend_alloc_ctx_tensors(graph_inputs_.get(), backend_.get()));
    if (!inputs_buffer_) return fail(ErrorCode::failure, "there is no memory for lessons");
    set(inputs_.positions, counted(longest));
    set(inputs_.mask, mask(longest));

    // Tensors of the graph on the way there and back.
    constexpr std::size_t kNodes = 8192;
    graph_.reset(
        ggml_init({.mem_size = kNodes * ggml_tensor_overhead() + 3 * ggml_graph_overhead_custom(kNodes, true),
                   .mem_buffer = nullptr,
                   .no_alloc = true}));
    ggml_backend* backend = backend_.get();
    scheduler_.reset(ggml_backend_sched_new(&backend, nullptr, 1, kNodes, false, true));
    scores_ = decoder_graph(graph_.get(), weights_, inputs_);
    labels_.resize(static_cast<std::size_t>(ggml_nelements(scores_)));

    schedule_ = {.rate = options.learning_rate,
                 .decay = options.weight_decay,
                 .steps = std::max(
                     1.0, std::floor(static_cast<double>(lessons.size()) * options.epochs / options.batch))};
    ggml_opt_params parameters = ggml_opt_default_params(scheduler_.get(), GGML_OPT_LOSS_TYPE_CROSS_ENTROPY);
    parameters.ctx_compute = graph_.get();
    parameters.inputs = inputs_.tokens;
    parameters.outputs = scores_;
    parameters.opt_period = static_cast<std::int32_t>(options.batch);
    parameters.get_opt_pars = parameters_of_step;
    parameters.get_opt_pars_ud = &schedule_;
    optimizer_.reset(ggml_opt_init(parameters));
    return {};
  }

  template <class Value>
  static void set(ggml_tensor* tensor, const std::vector<Value>& values) {
    ggml_backend_tensor_set(tensor, values.data(), 0, values.size() * sizeof(Value));
  }

  static std::vector<std::int32_t> counted(std::size_t length) {
    std::vector<std::int32_t> places(length);
    std::iota(places.begin(), places.end(), 0);
    return places;
  }

  // A token looks at itself and at what stands before it.
  static std::vector<float> mask(std::size_t length) {
    std::vector<float> values(length * length, -std::numeric_limits<float>::infinity());
    for (std::size_t row = 0; row < length; ++row)
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(row * length), row + 1, 0.0F);
    return values;
  }

  BackendPointer backend_;
  Weights weights_;
  GgmlPointer graph_inputs_;
  BufferPointer inputs_buffer_;
  DecoderInputs inputs_;
  GgmlPointer graph_;
  SchedulerPointer scheduler_;
  ggml_tensor* scores_ = nullptr;
  Schedule schedule_;
  OptimizerPointer optimizer_;
  std::vector<Token> tokens_;
  std::vector<std::int32_t> targets_;
  std::vector<float> labels_;
};

}  // namespace

Outcome train(const std::filesystem::path& base, std::span<const Lesson> lessons,
              const TrainingOptions& options, const std::filesystem::path& out,
              const std::function<void(const TrainingStep&)>& progress, const std::stop_token& stop) {
  start_library();
  {
    // What llama.cpp would not load has no place here either.
    STINT_ASSIGN(model, Model::load(base));
    const Description& description = model->description();
    if (description.family != Family::decoder || description.weights_type != "f32")
      return fail(ErrorCode::usage, "only a decoder with weights in f32 can be taught", base.string());
    STINT_TRY(check(lessons, options, model->tokenizer()));
  }
  STINT_ASSIGN(room, guarded(base.string(), [&] { return Classroom::open(base, lessons, options); }));
  if (!room) return fail(std::move(room).error());
  Classroom& classroom = **room;

  std::vector<std::size_t> order(lessons.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(options.seed);
  for (std::uint32_t epoch = 0; epoch < options.epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    const ResultPointer result(ggml_opt_result_init());
    for (const std::size_t which : order) {
      if (stop.stop_requested()) return fail(ErrorCode::failure, "training was stopped");
      classroom.teach(lessons[which], result.get());
    }
    TrainingStep step{.epoch = epoch};
    ggml_opt_result_loss(result.get(), &step.loss, nullptr);
    ggml_opt_result_accuracy(result.get(), &step.accuracy, nullptr);
    if (progress) progress(step);
  }
  return classroom.weights().write(out);
}

}  // namespace stint::llama
