#include "workspace/choices.h"

#include <fmt/format.h>
#include <iterator>
#include <string_view>

#include "lib/xxhash/hash.h"

namespace stint::workspace {
namespace {

// Texts in a row that cannot run into each other.
class Texts {
 public:
  void add(std::string_view text) { fmt::format_to(std::back_inserter(all_), "{}:{},", text.size(), text); }
  void add(std::int64_t number) { fmt::format_to(std::back_inserter(all_), "{},", number); }
  void add(double number) { fmt::format_to(std::back_inserter(all_), "{},", number); }
  template <class T>
  void add(const std::optional<T>& value) {
    add(std::int64_t{value ? static_cast<std::int64_t>(*value) : -1});
  }
  [[nodiscard]] const std::string& all() const { return all_; }

 private:
  std::string all_;
};

void add(Texts& texts, const history::Overrides& overrides) {
  for (const history::StatusOverride& status : overrides.statuses) {
    texts.add(status.status);
    texts.add(status.category);
    texts.add(status.blocked);
    texts.add(status.review);
    texts.add(status.waiting);
  }
  texts.add("types");
  for (const history::TypeOverride& type : overrides.types) {
    texts.add(type.type);
    texts.add(static_cast<std::int64_t>(type.kind));
  }
  texts.add("boards");
  for (const history::BoardOverride& board : overrides.boards) {
    texts.add(board.board);
    texts.add(board.estimation);
    for (const history::ColumnOverride& column : board.columns) {
      texts.add(column.name);
      for (const std::string& status : column.statuses) texts.add(status);
      texts.add("end");
    }
  }
}

}  // namespace

std::string fingerprint(const Choices& choices) {
  Texts texts;
  texts.add(choices.points_field);
  add(texts, choices.overrides);
  texts.add(choices.zone.name());
  for (const metrics::OptionInfo& option : metrics::option_table()) texts.add(choices.options.*option.value);
  for (const bool works : choices.calendar.week()) texts.add(std::int64_t{works});
  for (const Day day : choices.calendar.holidays()) texts.add(std::int64_t{day.time_since_epoch().count()});
  return fmt::format("{:016x}", content_hash(texts.all()));
}

}  // namespace stint::workspace
