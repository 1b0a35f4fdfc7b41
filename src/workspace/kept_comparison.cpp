#include "workspace/kept_comparison.h"

#include <fmt/format.h>
#include <iterator>

#include "base/files.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "lib/xxhash/hash.h"
#include "metrics/severity.h"

namespace stint::workspace {
namespace {

using metrics::ChangeKind;

constexpr std::string_view kFile = "comparison.json";
constexpr std::string_view kSchema = "stint.comparison/1";

std::optional<ChangeKind> parse_change(std::string_view name) {
  for (const ChangeKind kind : {ChangeKind::fresh, ChangeKind::worse, ChangeKind::better, ChangeKind::same}) {
    if (metrics::change_name(kind) == name) return kind;
  }
  return std::nullopt;
}

JsonDocument change_json(const metrics::Finding& finding, const metrics::FindingChange& change) {
  return {{"id", finding.id},
          {"change", metrics::change_name(change.kind)},
          {"since",
           change.since ? JsonDocument(change.since->time_since_epoch().count()) : JsonDocument(nullptr)},
          {"or_earlier", change.since_or_earlier}};
}

std::optional<metrics::Comparison> comparison_of(json::Value document,
                                                 std::span<const metrics::Finding> findings) {
  metrics::Comparison comparison;
  for (const json::Value item : document["changes"].items()) {
    const std::size_t i = comparison.changes.size();
    const auto kind = parse_change(item["change"].text());
    if (i == findings.size() || !kind || item["id"].text() != findings[i].id) return std::nullopt;
    metrics::FindingChange& change = comparison.changes.emplace_back();
    change.kind = *kind;
    if (const auto since = item["since"].as_int()) change.since = Day{std::chrono::days{*since}};
    change.since_or_earlier = item["or_earlier"].as_bool().value_or(false);
  }
  if (comparison.changes.size() != findings.size()) return std::nullopt;
  for (const json::Value item : document["gone"].items()) {
    const auto severity = metrics::parse_severity(item["severity"].text());
    if (!severity) return std::nullopt;
    comparison.gone.push_back({std::string{item["id"].text()}, std::string{item["kind"].text()}, *severity});
  }
  return comparison;
}

}  // namespace

std::string comparison_key(const history::Stamp& stamp, const Choices& choices, Instant as_of,
                           Instant compared_with, std::span<const metrics::Finding> findings) {
  std::string found;
  for (const metrics::Finding& finding : findings) {
    fmt::format_to(std::back_inserter(found), "{}|{}|{}|{}\n", finding.id,
                   metrics::severity_name(finding.severity), finding.cost, finding.current);
  }
  return fmt::format("{}.{}.{:x}.{:x}.{}.{}.{}.{:016x}", stamp.store, stamp.revision,
                     stamp.fingerprint.structure, stamp.fingerprint.definitions, fingerprint(choices),
                     as_of.time_since_epoch().count(), compared_with.time_since_epoch().count(),
                     content_hash(found));
}

std::optional<metrics::Comparison> read_comparison(const std::filesystem::path& data_folder,
                                                   const std::string& key,
                                                   std::span<const metrics::Finding> findings) {
  const auto text = files::read_text(data_folder / kFile);
  if (!text) return std::nullopt;
  json::Parser parser;
  const auto document = parser.parse(*text);
  if (!document || (*document)["schema"].text() != kSchema || (*document)["key"].text() != key)
    return std::nullopt;
  return comparison_of(*document, findings);
}

Outcome keep_comparison(const std::filesystem::path& data_folder, const std::string& key,
                        std::span<const metrics::Finding> findings, const metrics::Comparison& comparison) {
  JsonDocument changes = JsonDocument::array();
  for (std::size_t i = 0; i < findings.size(); ++i)
    changes.push_back(change_json(findings[i], comparison.changes[i]));
  JsonDocument gone = JsonDocument::array();
  for (const metrics::Gone& one : comparison.gone) {
    gone.push_back({{"id", one.id}, {"kind", one.kind}, {"severity", metrics::severity_name(one.severity)}});
  }
  return files::replace_text(
      data_folder / kFile,
      to_line(
          {{"schema", kSchema}, {"key", key}, {"changes", std::move(changes)}, {"gone", std::move(gone)}}),
      files::Readers::owner);
}

}  // namespace stint::workspace
