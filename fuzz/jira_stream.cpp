// Whole exports: however the bytes are cut, the same comes of them; what was read can be analysed, and every
// sprint's books balance.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "check.h"
#include "exchange/batch.h"
#include "exchange/jira_reader.h"
#include "history/builder.h"
#include "metrics/finding.h"
#include "store/definitions.h"
#include "tracker/changes.h"
#include "tracker/json/splitter.h"

namespace {

using stint::fuzz::check;
namespace exchange = stint::exchange;
namespace history = stint::history;
namespace metrics = stint::metrics;
namespace store = stint::store;
namespace tracker = stint::tracker;

constexpr std::size_t kMostItems = 300;

// Everything that came of one reading.
struct Read {
  exchange::Batch batch;
  std::string log;  // pieces and errors, in order
};

Read read(std::string_view text, std::size_t chunk) {
  tracker::JsonSplitter::Options options;
  options.chunk_bytes = chunk;
  options.max_piece_bytes = std::size_t{64} << 10;
  tracker::JsonSplitter splitter{
      [&, rest = text](std::span<char> room) mutable -> stint::Result<std::size_t> {
        const std::size_t count = std::min({chunk, rest.size(), room.size()});
        if (count > 0) std::memcpy(room.data(), rest.data(), count);
        rest.remove_prefix(count);
        return count;
      },
      std::move(options)};
  exchange::Collector collector;
  exchange::JiraReader reader{collector};
  reader.begin_file("T-1-changelog.json", "https://one.example");
  Read result;
  for (std::size_t i = 0; i < kMostItems; ++i) {
    auto piece = splitter.next();
    if (!piece) {
      result.log += "! " + piece.error().to_string() + "\n";
      check(splitter.next() && !*splitter.next(), "nothing follows an error");
      break;
    }
    if (!*piece) break;
    result.log += std::to_string((*piece)->offset) + " " + std::string{(*piece)->text} + "\n";
    check((*piece)->offset <= text.size(), "a piece lies inside the input");
    if (const stint::Outcome outcome = reader.read(**piece); !outcome) {
      result.log += "? " + outcome.error().to_string() + "\n";
    }
  }
  result.batch = collector.take();
  return result;
}

void define(store::Definitions& definitions, const exchange::Definition& definition) {
  const store::SiteId site = definitions.site(definition.site);
  std::visit(
      [&](const auto& value) {
        using Type = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Type, exchange::ProjectName>) {
          definitions.put_project(site, value.key, value.name);
        } else if constexpr (std::is_same_v<Type, exchange::ExportEnd>) {
          definitions.set_export_end(site, value.at);
        } else if constexpr (std::is_same_v<Type, exchange::FieldSeen>) {
          definitions.put_unlisted(site, value.field);
        } else {
          definitions.put(site, value);
        }
      },
      definition.value);
}

void analyse(exchange::Batch batch) {
  store::Definitions definitions;
  for (const exchange::Definition& definition : batch.definitions) define(definitions, definition);
  const history::EstimateFieldRule estimates{definitions, ""};
  history::DatasetBuilder builder{definitions, estimates};
  stint::json::Parser parser;
  stint::Instant latest{};
  for (exchange::BatchIssue& issue : batch.issues) {
    tracker::Issue& plain = issue.encoded.issue;
    check(store::decode_changes(parser, issue.encoded.changes, plain.changes).has_value(),
          "what is encoded can be decoded");
    check(store::encode_changes(plain.changes) == issue.encoded.changes, "and gives the same again");
    check(tracker::count_histories(plain.changes) == issue.encoded.history_count, "with as many entries");
    latest = std::max(latest, plain.updated);
    builder.add(definitions.site(issue.site), plain, static_cast<int>(issue.encoded.criteria));
  }
  std::vector<history::DatasetBuilder> builders;
  builders.push_back(std::move(builder));
  const history::Dataset data = history::DatasetBuilder::join(std::move(builders));
  check(data.issues.size() == batch.issues.size(), "no issue is lost");
  for (const stint::Instant as_of : {latest, latest - std::chrono::hours{24 * 7}}) {
    const metrics::Analysis analysis = metrics::analyse({data, as_of, stint::TimeZone{}, {}});
    for (const metrics::SprintLedger& l : analysis.ledgers) {
      const double left =
          l.committed.value + l.added.value + l.re_estimated.value - l.removed.value - l.completed.value;
      const double size = 1 + std::abs(l.committed.value) + std::abs(l.added.value) +
                          std::abs(l.re_estimated.value) + std::abs(l.removed.value) +
                          std::abs(l.completed.value);
      check(std::abs(left - l.remaining.value) <= 1e-9 * size || !std::isfinite(size),
            "the books of a sprint balance");
    }
    for (const metrics::Finding& finding : metrics::find_all(analysis)) {
      check(!finding.id.empty(), "a finding has an id");
      for (const metrics::Index issue : finding.evidence)
        check(issue < data.issues.size(), "evidence is an issue");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Read whole = read(text, size + 1);
  const Read cut = read(text, 1 + size % 7);
  check(whole.log == cut.log, "the same comes of it however it is cut");
  check(whole.batch.issues.size() == cut.batch.issues.size(), "as many issues however it is cut");
  analyse(std::move(whole.batch));
  return 0;
}
