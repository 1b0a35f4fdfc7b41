// What the metrics say about a scenario, as lines of text. A question is a word and its arguments:
//
//   sprint ID       the ledger, every figure with its items
//   miss ID         why committed items were not completed
//   carried ID ID   what spilled from one sprint into the next
//   flow KEY        start, done, cycle and lead time
//   blocked KEY     blocked days, the spans, since when, and the flag's reason
//   stalled KEY     whether it is stalled, and its last activity
//   ageing BOARD    columns and the work in progress in them
//   stages KEY      when it came to each column, and how long it was behind
//   cumulative BOARD days and columns of cumulative flow, and what is left out
//   efficiency BOARD active and elapsed days, by item and in all
//   hygiene BOARD   score and checks
//   velocity BOARD  range, outlook, backtest
//   defects PROJECT bugs by where they were found, and what leaked
//   findings        all of them by severity, with their evidence
//   finding ID      the facts and causes of one
//   events KEY      the timeline, as the dataset holds it
#pragma once

#include <string>
#include <string_view>

#include "metrics/analysis.h"
#include "metrics/scenario.h"

namespace stint::test {

// Throws std::runtime_error for a question it does not know.
[[nodiscard]] std::string answer(const metrics::Analysis& analysis, std::string_view question);

// "12", "0.4167", "-" for what is undefined.
[[nodiscard]] std::string show_number(double value);
[[nodiscard]] std::string show_number(const std::optional<double>& value);

// " A-1 A-2"
[[nodiscard]] std::string show_keys(const history::Dataset& data, const std::vector<history::Index>& issues);

[[nodiscard]] const metrics::SprintLedger* find_ledger(const metrics::Analysis& analysis,
                                                       std::string_view sprint);
[[nodiscard]] history::Index find_issue(const history::Dataset& data, std::string_view key);

// Those of other files.
[[nodiscard]] std::string answer_sprint(const metrics::Analysis& analysis,
                                        const std::vector<std::string>& words);
[[nodiscard]] std::string answer_miss(const metrics::Analysis& analysis,
                                      const std::vector<std::string>& words);
[[nodiscard]] std::string answer_carried(const metrics::Analysis& analysis,
                                         const std::vector<std::string>& words);
[[nodiscard]] std::string answer_velocity(const metrics::Analysis& analysis,
                                          const std::vector<std::string>& words);
[[nodiscard]] std::string answer_flow(const metrics::Analysis& analysis,
                                      const std::vector<std::string>& words);
[[nodiscard]] std::string answer_blocked(const metrics::Analysis& analysis,
                                         const std::vector<std::string>& words);
[[nodiscard]] std::string answer_stalled(const metrics::Analysis& analysis,
                                         const std::vector<std::string>& words);
[[nodiscard]] std::string answer_ageing(const metrics::Analysis& analysis,
                                        const std::vector<std::string>& words);
[[nodiscard]] std::string answer_stages(const metrics::Analysis& analysis,
                                        const std::vector<std::string>& words);
[[nodiscard]] std::string answer_cumulative(const metrics::Analysis& analysis,
                                            const std::vector<std::string>& words);
[[nodiscard]] std::string answer_efficiency(const metrics::Analysis& analysis,
                                            const std::vector<std::string>& words);
[[nodiscard]] std::string answer_events(const metrics::Analysis& analysis,
                                        const std::vector<std::string>& words);

}  // namespace stint::test
