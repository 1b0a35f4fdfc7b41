// Reads a Jira CSV export.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "exchange/batch.h"
#include "lib/tz/time_zone.h"
#include "tracker/json/byte_source.h"

namespace stint::exchange {

struct CsvContents {
  bool recognised = false;  // its header is that of a Jira export
  std::int64_t issues = 0;
  bool stopped = false;  // because `hand_over` said so
};

struct CsvInput {
  tracker::ByteSource source;
  std::string name;  // for messages
  std::string site;
  TimeZone time_zone;  // of its dates
};

// Adds the file's issues to `collector`. `rejected` gets what is wrong with single rows, which are left out;
// `hand_over` is called after each and stops the reading by giving false. An error ends the file.
[[nodiscard]] Outcome read_jira_csv(const CsvInput& input, Collector& collector, CsvContents& contents,
                                    const std::function<void(Error)>& rejected,
                                    const std::function<bool()>& hand_over);

}  // namespace stint::exchange
