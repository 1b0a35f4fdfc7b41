#include "jobs/alerts/item.h"

#include <array>

namespace stint::jobs {
namespace {

constexpr std::array<std::string_view, 3> kSeverities{"info", "warning", "error"};
constexpr std::array<std::string_view, 4> kChanges{"new", "worse", "better", "same"};

}  // namespace

std::string_view severity_name(AlertSeverity severity) {
  return kSeverities.at(static_cast<std::size_t>(severity));
}

std::optional<AlertSeverity> severity_named(std::string_view name) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    if (kSeverities.at(i) == name) return static_cast<AlertSeverity>(i);
  }
  return std::nullopt;
}

std::string_view change_name(AlertChange change) {
  return kChanges.at(static_cast<std::size_t>(change));
}

std::optional<AlertChange> change_named(std::string_view name) {
  for (std::size_t i = 0; i < kChanges.size(); ++i) {
    if (kChanges.at(i) == name) return static_cast<AlertChange>(i);
  }
  return std::nullopt;
}

JsonDocument to_json(const AlertItem& item) {
  return {{"insight_id", item.insight_id},
          {"kind", item.kind},
          {"severity", severity_name(item.severity)},
          {"change", change_name(item.change)},
          {"projects", item.projects},
          {"title", item.title},
          {"message", item.message},
          {"link", item.link},
          {"content_hash", item.content_hash}};
}

AlertItem item_of_json(json::Value value) {
  AlertItem item;
  item.insight_id = value["insight_id"].text();
  item.kind = value["kind"].text();
  item.severity = severity_named(value["severity"].text()).value_or(AlertSeverity::info);
  item.change = change_named(value["change"].text()).value_or(AlertChange::same);
  for (const json::Value project : value["projects"].items()) item.projects.emplace_back(project.text());
  item.title = value["title"].text();
  item.message = value["message"].text();
  item.link = value["link"].text();
  item.content_hash = value["content_hash"].text();
  return item;
}

}  // namespace stint::jobs
