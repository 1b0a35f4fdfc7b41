// The store as it was at one moment, with everything that was worked out from it. Never changed after it was
// made: whoever holds one can read it from any thread for as long as it likes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "history/dataset.h"
#include "history/overrides.h"
#include "insight/standing.h"
#include "language/controls/controls.h"
#include "metrics/reanalysis.h"

namespace stint::workspace {

// What figures depend on beside the data; settled once, by whoever starts the program.
struct Choices {
  std::string points_field;  // id or name; empty: as the store says
  history::Overrides overrides;
  TimeZone zone;
  metrics::Options options;
  metrics::WorkingCalendar calendar;
  language::Controls controls;
  std::optional<Instant> as_of;  // nothing: the newest that the data know of
};

struct AsOf {
  Instant at{};
  std::string source;  // "option", "last sync", "newest change", "end of the export", "no data"
};

// The instant to look from: the latest at which the data are known to be complete.
[[nodiscard]] AsOf as_of(const history::Dataset& data, const std::optional<Instant>& chosen,
                         const std::optional<Instant>& synced);

// All figures of a dataset, or of one project's part of it.
class Figures {
 public:
  Figures(history::Dataset data, AsOf as_of, const Choices& choices);
  // The analysis refers to the dataset.
  Figures(const Figures&) = delete;
  Figures& operator=(const Figures&) = delete;
  ~Figures() = default;

  [[nodiscard]] const history::Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const AsOf& as_of() const { return as_of_; }
  [[nodiscard]] const metrics::Assessment& assessment() const { return assessment_; }
  [[nodiscard]] const metrics::Analysis& analysis() const { return assessment_.analysis; }
  [[nodiscard]] const metrics::Context& context() const { return assessment_.analysis.context; }

 private:
  history::Dataset dataset_;
  AsOf as_of_;
  metrics::Assessment assessment_;
};

struct Snapshot {
  std::uint64_t number = 0;  // grows with every snapshot of a workspace
  Instant made_at{};
  std::shared_ptr<const Figures> figures;
  std::vector<history::Unmatched> unmatched;
  insight::Standing standing;  // compared with a day before
};

}  // namespace stint::workspace
