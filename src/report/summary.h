// Short messages made of figures, for mails and chats: what the last sprints completed, and how well items
// are kept. Pure; the same analysis gives the same text.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/analysis.h"

namespace stint::report {

// An issue to look at.
struct SummaryItem {
  std::string key;
  std::string project;  // key
  std::string title;    // "PAY-7: Refund twice"; holds a text from the tracker
  std::string text;     // what is the matter with it
};

struct Summary {
  std::string title;  // one line
  std::string text;   // a line for each board
  std::vector<SummaryItem> items{};
};

[[nodiscard]] SummaryItem summary_item(const history::Dataset& data, metrics::Index issue, std::string text);

// The boards of the projects named, in the order of the data; of all projects where none is named.
[[nodiscard]] std::vector<metrics::Index> boards_in(const history::Dataset& data,
                                                    std::span<const std::string> projects);

// Of each board's last finished sprint: how much of the commitment was completed, how that compares with the
// sprints before, and what was not done for which reasons. Boards that have finished none within 60 days are
// left out; nothing where that leaves none.
[[nodiscard]] std::optional<Summary> completion_summary(const metrics::Analysis& analysis,
                                                        std::span<const metrics::Index> boards);

// Each board's hygiene score, against a day and a week before, what most items lack, and the items that lack
// most. Nothing where no board has a score.
[[nodiscard]] std::optional<Summary> hygiene_summary(const metrics::Analysis& analysis,
                                                     std::span<const metrics::Index> boards);

}  // namespace stint::report
