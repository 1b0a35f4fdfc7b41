// What each family of figures says, as the interface gives it: worked out once, when it is first asked for or
// before, and given again from then on.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "metrics/analysis.h"
#include "views/metric_family.h"
#include "workspace/as_of.h"

namespace stint::workspace {

// The document of one family: {"schema", "as_of", "as_of_source", …}.
[[nodiscard]] std::string family_text(const views::MetricFamily& family, const metrics::Analysis& analysis,
                                      const AsOf& as_of, bool evidence);

// Of one analysis, without evidence. Safe from several threads: who asks for what is being worked out waits.
class FamilyTexts {
 public:
  [[nodiscard]] std::shared_ptr<const std::string> of(const views::MetricFamily& family,
                                                      const metrics::Analysis& analysis, const AsOf& as_of);

 private:
  struct Kept {
    std::once_flag made;
    std::shared_ptr<const std::string> text;
  };
  std::deque<Kept> kept_{views::metric_families().size()};  // in the order of the families
};

}  // namespace stint::workspace
