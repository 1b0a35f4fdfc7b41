// From the settings to an engine that can be asked.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/session.h"
#include "language/engine/embedding_engine.h"
#include "language/engine/engine.h"
#include "language/models/store.h"
#include "language/models/task.h"
#include "outbound/client.h"

namespace stint::app {

// The chain of the configuration for that task; without one, the local model that `stint model use` has
// chosen, where there is one. An engine with an empty chain where there is neither: then the built-in words
// are used.
//
// Errors: ErrorCode::not_found for a name that is neither a model nor a provider, ErrorCode::authentication
// for a key that is not where it should be, ErrorCode::usage for a key file that others can read; as of the
// model store.
[[nodiscard]] Result<std::unique_ptr<language::Engine>> make_engine(const Session& session,
                                                                    language::Task task);

// That chain's names: providers, "local" and "local:NAME". Empty where nobody is asked.
[[nodiscard]] Result<std::vector<std::string>> chain_names(const Session& session, language::Task task);

// What such a name stands for now, so that another model under the same name is told from it.
[[nodiscard]] Result<std::string> model_identity(const Session& session, language::Task task,
                                                 const std::string& name);

// An engine of that chain. Errors as above.
[[nodiscard]] Result<std::unique_ptr<language::Engine>> make_engine(const Session& session,
                                                                    language::Task task,
                                                                    std::span<const std::string> names);

// An engine of that model alone, which neither keeps answers nor records calls: for measuring.
[[nodiscard]] std::unique_ptr<language::Engine> make_bare_engine(const Session& session,
                                                                 const language::StoredModel& model);

// Vectors by that one: a provider, "local" or "local:NAME". Errors as above.
[[nodiscard]] Result<std::unique_ptr<language::EmbeddingEngine>> make_embedding_engine(
    const Session& session, const std::string& name);

// Where the user keeps prompts of their own: "prompts" beside the configuration file.
[[nodiscard]] std::filesystem::path prompt_folder(const Session& session);
// The store in the session's data folder.
[[nodiscard]] language::ModelStore model_store(const Session& session);

}  // namespace stint::app
