// What `stint forecast` and GET /api/v1/forecasts are asked, and what they answer (stint.forecast/1).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/completions.h"
#include "metrics/forecast.h"
#include "metrics/sprint_ledger.h"
#include "metrics/sprint_outlook.h"
#include "views/forecast.h"

namespace stint::views {

// At most one of items, points, epic and by; without any, the running sprints are asked about.
struct ForecastQuestion {
  std::optional<std::int64_t> items;
  std::string points;
  std::string epic;   // a key
  std::string by;     // a date
  std::string board;  // id or name; empty: all

  [[nodiscard]] bool of_running_sprints() const {
    return !items && points.empty() && by.empty() && epic.empty();
  }
};

struct ForecastAnswer {
  std::vector<AskedForecast> forecasts;
  std::vector<metrics::SprintOutlook> outlooks;  // of running sprints, where nothing else was asked
};

// What the question is about, worked out once by whoever has it.
struct ForecastGround {
  std::span<const metrics::FlowDates> dates;               // by issue
  std::span<const metrics::BoardCompletions> completions;  // by board
  std::span<const metrics::SprintLedger> ledgers;          // all; needed for running sprints only
};

// Whether the question can be asked at all. ErrorCode::usage; `mark` stands before the names of the members:
// "--".
[[nodiscard]] Outcome check(const ForecastQuestion& question, std::string_view mark);

// Errors: as of check(); ErrorCode::not_found for a board or an epic that is not there.
[[nodiscard]] Result<ForecastAnswer> answer(const metrics::Context& context, const ForecastGround& ground,
                                            const ForecastQuestion& question, std::string_view mark);

[[nodiscard]] std::string forecast_json(const history::Dataset& data, Instant as_of,
                                        std::string_view as_of_source, const ForecastQuestion& question,
                                        const ForecastAnswer& answer);

}  // namespace stint::views
