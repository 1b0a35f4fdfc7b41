#include "language/models/pull.h"

#include <fmt/format.h>
#include <ostream>

#include "app/interruption.h"
#include "app/pulling.h"
#include "app/verbs/model/progress.h"
#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"

namespace stint::app {
namespace {

using language::PullSource;

struct Wanted {
  PullSource source;
  std::string_view note;  // what to know before
};

Result<Wanted> wanted_by(const ModelArguments& arguments) {
  const std::string& word = arguments.words.front();
  STINT_ASSIGN(hash, checked_hash(arguments.sha256));
  Wanted wanted;
  PullSource& source = wanted.source;
  if (word.contains("://")) {
    source.url = word;
    source.name = language::model_name_of_url(word);
    if (source.name.empty() && arguments.name.empty()) {
      return fail(ErrorCode::usage, "the URL gives no name for the model", {}, "give one with --name NAME");
    }
  } else {
    STINT_ASSIGN(entry, catalogue_entry(word));
    source = pull_source(*entry);
    wanted.note = entry->note;
  }
  if (!arguments.name.empty()) source.name = arguments.name;
  source.hosts.insert(source.hosts.end(), arguments.hosts.begin(), arguments.hosts.end());
  if (!hash.empty()) {
    source.sha256 = hash;
    source.verified = language::Verified::given;
    source.bytes.reset();
  }
  return wanted;
}

}  // namespace

Result<int> pull_model_file(const Session& session, const ModelArguments& arguments) {
  const language::ModelStore store = model_store(session);
  STINT_ASSIGN(wanted, wanted_by(arguments));
  if (!session.given().quiet && !wanted.note.empty()) {
    session.err() << wanted.source.name << ": " << wanted.note << '\n';
  }
  TransferBar bar{session, "Fetching"};
  language::PullOptions options;
  options.download.free_bytes = free_bytes;
  options.progress = [&](language::PullPhase phase, const language::DownloadProgress& progress) {
    bar.update(phase == language::PullPhase::fetching ? "Fetching" : "Hashing", progress.done,
               progress.total);
  };
  const Interruption interruption;
  auto pulled =
      language::pull_model(store, wanted.source, pull_network(session), options, now(), interruption.token());
  bar.clear();
  if (!pulled) return fail(std::move(pulled).error());
  STINT_ASSIGN(index, store.read());
  const ExaminedModel examined = examine(store, index, pulled->model);
  if (session.given().json) {
    STINT_TRY(session.write(to_text(to_json(examined))));
  } else if (!session.given().quiet) {
    STINT_TRY(session.write(pulled->already ? fmt::format("{} is here already.\n", pulled->model.provenance())
                                            : arrived_text(examined)));
  }
  return 0;
}

}  // namespace stint::app
