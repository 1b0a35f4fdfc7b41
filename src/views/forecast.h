// Forecasts as JSON, as rows and as sentences; shared by `stint metrics forecast` and `stint forecast`.
#pragma once

#include <string>
#include <vector>

#include "metrics/forecast.h"
#include "views/evidence.h"
#include "views/table.h"

namespace stint::views {

// A forecast and the items it was asked about, where it was asked about some.
struct AskedForecast {
  metrics::Forecast forecast;
  std::vector<metrics::Index> issues;
  std::string about;  // for the text: "open items of the running sprint"; may be empty
};

// As an item of an array.
void write_asked(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                 const AskedForecast& asked);

// One row per forecast and percentile; a refused forecast has one row.
[[nodiscard]] Table asked_table(const history::Dataset& data, const std::vector<AskedForecast>& all);

// A paragraph that makes the promise, with how often such promises were kept.
[[nodiscard]] std::string forecast_text(const metrics::Context& context, const AskedForecast& asked);

}  // namespace stint::views
