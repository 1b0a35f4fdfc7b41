// The store as it was at one moment, with everything that was worked out from it. Never changed after it was
// made: whoever holds one can read it from any thread for as long as it likes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "history/dataset.h"
#include "history/overrides.h"
#include "insight/standing.h"
#include "metrics/reanalysis.h"
#include "workspace/as_of.h"
#include "workspace/choices.h"
#include "workspace/family_texts.h"

namespace stint::workspace {

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
  // What a family says without evidence, as family_text() has it.
  [[nodiscard]] std::shared_ptr<const std::string> family(const views::MetricFamily& family) const;
  // Works out all of them, so that nobody waits who asks later.
  void prepare(const std::stop_token& stop = {}) const;

 private:
  history::Dataset dataset_;
  AsOf as_of_;
  metrics::Assessment assessment_;
  mutable FamilyTexts families_;
};

struct Snapshot {
  std::uint64_t number = 0;  // grows with every snapshot of a workspace
  Instant made_at{};
  std::shared_ptr<const Figures> figures;
  std::vector<history::Unmatched> unmatched;
  insight::Standing standing;  // compared with a day before
};

}  // namespace stint::workspace
