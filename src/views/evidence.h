// The issues behind figures.
#pragma once

#include <span>
#include <string_view>

#include "history/dataset.h"
#include "lib/rapidjson/json_writer.h"

namespace stint::views {

// Lists their keys where that is asked for; otherwise says nothing (null), and the figure's n has to do.
class Evidence {
 public:
  Evidence(const history::Dataset& data, bool asked) : data_(data), asked_(asked) {}

  [[nodiscard]] bool asked() const { return asked_; }
  // As a member.
  void write(JsonWriter& json, std::string_view name, std::span<const history::Index> issues) const;

 private:
  const history::Dataset& data_;
  bool asked_;
};

}  // namespace stint::views
