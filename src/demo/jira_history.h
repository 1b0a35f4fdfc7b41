// An issue's changelog, item by item.
#pragma once

#include <string>
#include <vector>

#include "demo/json_writer.h"
#include "demo/model.h"

namespace stint::demo {

// The label that tells where a bug was found; empty where none does.
[[nodiscard]] std::string found_label(const Issue& issue);

// Walks from the oldest change on: sprint lists, labels and resolutions are told as they stood. `board` and
// `issue` are borrowed.
class History {
 public:
  History(const Board& board, const Issue& issue);

  // Writes the items that tell of `event`; a status that brings or takes a resolution gives two.
  void write(JsonWriter& json, const Event& event);

 private:
  void write_status(JsonWriter& json, const Event& event);
  void write_sprints(JsonWriter& json, const Event& event);
  void write_assignee(JsonWriter& json, const Event& event);
  void write_link(JsonWriter& json, const Event& event);
  void write_label(JsonWriter& json, const Event& event);
  [[nodiscard]] std::string ids() const;
  [[nodiscard]] std::string names() const;

  const Board& board_;
  const Issue& issue_;
  Resolution resolution_ = Resolution::none;
  std::vector<std::int32_t> sprints_;
  std::string labels_;
};

}  // namespace stint::demo
