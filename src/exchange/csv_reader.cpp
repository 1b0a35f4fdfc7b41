#include "exchange/csv_reader.h"

#include <optional>
#include <utility>
#include <vector>

#include "lib/libcsv/reader.h"
#include "tracker/csv/jira_csv.h"

namespace stint::exchange {
namespace {

// Rows looked at before the first one is read, to learn how the file writes its dates.
constexpr std::size_t kSampleRows = 2000;
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

struct KeptRow {
  std::int64_t line = 0;
  std::uint64_t offset = 0;
  std::vector<std::string> cells;
};

class CsvImport {
 public:
  CsvImport(const CsvInput& input, Collector& collector, CsvContents& contents,
            const std::function<void(Error)>& rejected, const std::function<bool()>& hand_over)
      : input_(input),
        collector_(collector),
        contents_(contents),
        rejected_(rejected),
        hand_over_(hand_over) {}

  [[nodiscard]] Outcome take(const csv::Row& row) {
    if (!csv_) return begin(row);
    if (sampled_) return read(row);
    csv_->learn_dates(row);
    sample_.push_back({row.line, row.offset, {row.fields.begin(), row.fields.end()}});
    return sample_.size() < kSampleRows ? Outcome{} : read_sample();
  }

  [[nodiscard]] Outcome finish() {
    if (csv_ && !sampled_) STINT_TRY(read_sample());
    if (!csv_) return {};
    for (const tracker::Field& field : csv_->number_fields()) collector_.add(input_.site, field);
    return {};
  }

 private:
  [[nodiscard]] Outcome begin(const csv::Row& header) {
    auto csv = tracker::JiraCsv::create(
        header, [zone = input_.time_zone](tracker::LocalTime local) { return zone.instant_of(local); });
    if (!csv) return fail(in_file(std::move(csv).error()));
    csv_ = std::move(*csv);
    contents_.recognised = true;
    return {};
  }

  [[nodiscard]] Outcome read_sample() {
    sampled_ = true;
    for (const KeptRow& kept : std::exchange(sample_, {})) {
      const std::vector<std::string_view> cells{kept.cells.begin(), kept.cells.end()};
      STINT_TRY(read({kept.line, kept.offset, cells}));
    }
    return {};
  }

  [[nodiscard]] Outcome read(const csv::Row& row) {
    auto record = csv_->read_row(row);
    if (!record) {
      rejected_(in_file(std::move(record).error()));
      return {};
    }
    for (tracker::Sprint& sprint : record->sprints) {
      collector_.add(input_.site, store::SprintRow{std::move(sprint), false});
    }
    for (tracker::Person& person : record->people) collector_.add(input_.site, std::move(person));
    collector_.add(input_.site, std::move(record->issue), input_.name + ", line " + std::to_string(row.line));
    ++contents_.issues;
    if (hand_over_()) return {};
    contents_.stopped = true;
    return fail(ErrorCode::failure, "stopped");
  }

  [[nodiscard]] Error in_file(Error error) const {
    error.where = error.where.empty() ? input_.name : input_.name + ", " + error.where;
    return error;
  }

  const CsvInput& input_;
  Collector& collector_;
  CsvContents& contents_;
  const std::function<void(Error)>& rejected_;
  const std::function<bool()>& hand_over_;
  std::optional<tracker::JiraCsv> csv_;
  std::vector<KeptRow> sample_;
  bool sampled_ = false;
};

}  // namespace

Outcome read_jira_csv(const CsvInput& input, Collector& collector, CsvContents& contents,
                      const std::function<void(Error)>& rejected, const std::function<bool()>& hand_over) {
  CsvImport import{input, collector, contents, rejected, hand_over};
  csv::Reader reader{[&](const csv::Row& row) { return import.take(row); }};
  std::vector<char> chunk(kChunkBytes);
  const auto in_file = [&](Error error) -> Outcome {
    // Rows before the place that is broken are good.
    if (!contents.stopped) STINT_TRY(import.finish());
    if (contents.stopped) return {};  // the writer's error is the one to tell
    if (!error.where.starts_with(input.name)) {
      error.where = error.where.empty() ? input.name : input.name + ", " + error.where;
    }
    return fail(std::move(error));
  };
  for (;;) {
    STINT_ASSIGN(got, input.source(chunk));
    if (got == 0) break;
    if (Outcome fed = reader.feed({chunk.data(), got}); !fed) return in_file(std::move(fed).error());
  }
  if (Outcome finished = reader.finish(); !finished) return in_file(std::move(finished).error());
  return import.finish();
}

}  // namespace stint::exchange
