#include "lib/llama/adapter.h"

#include <fmt/format.h>
#include <mutex>
#include <utility>

#include "base/mapped_file.h"
#include "lib/llama/description.h"
#include "lib/llama/gguf_header.h"
#include "lib/llama/library.h"
#include "lib/llama/native.h"
#include "lib/llama/printable.h"

namespace stint::llama {
namespace {

// A model's list of its adapters is not guarded by llama.cpp.
std::mutex& adapters_lock() {
  static std::mutex lock;
  return lock;
}

// llama.cpp reads these without looking at their types.
Checked<void> check(const Header& header, const Model& model) {
  const auto refuse = [](Flaw flaw, std::string reason) {
    return std::unexpected(Refusal{flaw, std::move(reason), 0});
  };
  if (header.text("general.type") != "adapter" || header.text("adapter.type") != "lora") {
    return refuse(Flaw::unsupported, "is no LoRA adapter");
  }
  const auto architecture = header.text("general.architecture");
  if (!architecture) return refuse(Flaw::malformed, "does not say its architecture");
  if (*architecture != model.description().architecture) {
    return refuse(Flaw::unsupported, fmt::format("is for models of the architecture {}, not \"{}\"",
                                                 printable(*architecture), model.description().architecture));
  }
  const Metadata* const alpha = header.find("adapter.lora.alpha");
  if (alpha != nullptr && alpha->type != ValueType::f32)
    return refuse(Flaw::malformed, "its alpha is no number");
  if (header.tensors.empty()) return refuse(Flaw::malformed, "has no weights");
  return check_computable(header);
}

}  // namespace

Adapter::Adapter(std::shared_ptr<const Model> model, std::unique_ptr<Native> native)
    : model_(std::move(model)), native_(std::move(native)) {}

Adapter::~Adapter() {
  const std::scoped_lock hold(adapters_lock());
  native_.reset();
}

Result<std::shared_ptr<const Adapter>> Adapter::load(std::shared_ptr<const Model> model,
                                                     const std::filesystem::path& file) {
  STINT_ASSIGN(mapped, map_file(file));
  const auto header = read_header(mapped.bytes);
  if (!header) return fail(to_error(header.error(), file.string()));
  if (const auto fits = check(*header, *model); !fits) return fail(to_error(fits.error(), file.string()));
  const ErrorLog errors;
  const std::scoped_lock hold(adapters_lock());
  STINT_ASSIGN(loaded, guarded(file.string(), [&] {
                 return AdapterPointer(llama_adapter_lora_init(model->native().model.get(), file.c_str()));
               }));
  if (!loaded) return fail(ErrorCode::usage, errors.first("cannot be loaded"), file.string());
  auto native = std::make_unique<Native>();
  native->adapter = std::move(loaded);
  return std::shared_ptr<const Adapter>(new Adapter(std::move(model), std::move(native)));
}

}  // namespace stint::llama
