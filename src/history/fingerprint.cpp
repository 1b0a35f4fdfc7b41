#include "history/fingerprint.h"

#include <optional>
#include <string>

#include "lib/xxhash/hash.h"

namespace stint::history {
namespace {

// Texts with their lengths and numbers, so that no two lists of values read the same.
class Digest {
 public:
  Digest& operator<<(std::string_view text) {
    *this << static_cast<std::int64_t>(text.size());
    bytes_ += text;
    return *this;
  }
  Digest& operator<<(std::int64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      bytes_ += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xffU);
    }
    return *this;
  }
  Digest& operator<<(const std::optional<Instant>& instant) {
    *this << std::int64_t{instant.has_value()};
    return *this << (instant ? to_epoch_ms(*instant) : 0);
  }
  [[nodiscard]] std::uint64_t value() const { return content_hash(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

Fingerprint fingerprint(const store::Definitions& definitions, std::string_view choices) {
  Digest structure;
  Digest rest;
  structure << choices;
  for (const auto& [url, site] : definitions.sites()) {
    structure << url << site.id;
    rest << site.export_end;
  }
  for (const auto& [key, name] : definitions.projects()) structure << key.first << key.second;
  for (const auto& [key, row] : definitions.statuses()) {
    structure << key.first << key.second << row.status.name;
    rest << static_cast<std::int64_t>(row.status.category);
  }
  for (const auto& [key, field] : definitions.fields()) structure << key.first << key.second << field.name;
  for (const auto& [key, person] : definitions.people()) {
    if (person.bot) structure << key.first << key.second;
    rest << key.first << key.second << person.name;
  }
  for (const auto& [key, board] : definitions.boards()) {
    structure << key.first << key.second << board.name << board.type << board.project_key
              << board.estimation_field;
    for (const tracker::BoardColumn& column : board.columns) {
      rest << column.name;
      for (const std::string& status : column.status_ids) rest << status;
    }
  }
  for (const auto& [key, row] : definitions.sprints()) {
    const tracker::Sprint& sprint = row.sprint;
    structure << key.first << key.second << sprint.name << sprint.board_id;
    rest << sprint.goal << static_cast<std::int64_t>(sprint.state) << sprint.start << sprint.end
         << sprint.activated << sprint.completed;
  }
  return {structure.value(), rest.value()};
}

}  // namespace stint::history
