// What the fields of a site are called.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "base/result.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

[[nodiscard]] Result<std::vector<Field>> list_fields(Site& site);

// Asked for once, when they are first needed. Safe from several threads.
class FieldBook {
 public:
  [[nodiscard]] Result<std::shared_ptr<const FieldNames>> names(Site& site);
  void learn(std::span<const Field> fields);

 private:
  std::mutex mutex_;
  std::shared_ptr<const FieldNames> names_;
};

}  // namespace stint::tracker::jira
