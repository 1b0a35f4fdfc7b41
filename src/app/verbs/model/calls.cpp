#include <chrono>
#include <fmt/format.h>

#include "app/verbs/model/sub_verb.h"
#include "language/engine/call_log.h"
#include "language/engine/database.h"
#include "lib/nlohmann/json_document.h"
#include "views/table.h"

namespace stint::app {
namespace {

using views::Table;

constexpr int kDays = 30;

Result<std::vector<language::CallTotal>> totals_of(const Session& session) {
  std::error_code code;
  if (!std::filesystem::exists(language::database_file(session.data_folder()), code))
    return std::vector<language::CallTotal>{};
  STINT_ASSIGN(database, language::open_database(session.data_folder()));
  STINT_ASSIGN(log, language::CallLog::create(database));
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  return log.totals(now - std::chrono::days{kDays});
}

std::string money(std::int64_t millionths) {
  return fmt::format("{:.4f}", static_cast<double>(millionths) / 1e6);
}

}  // namespace

Result<int> show_calls(const Session& session, const ModelArguments& /*arguments*/) {
  STINT_ASSIGN(totals, totals_of(session));
  if (session.given().json) {
    JsonDocument list = JsonDocument::array();
    for (const language::CallTotal& total : totals) {
      list.push_back({{"purpose", total.purpose},
                      {"model", total.model},
                      {"calls", total.calls},
                      {"cached", total.cached},
                      {"failed", total.failed},
                      {"tokens_read", total.tokens_read},
                      {"tokens_written", total.tokens_written},
                      {"cost", static_cast<double>(total.cost) / 1e6}});
    }
    STINT_TRY(session.write(
        to_text({{"schema", "stint.model-calls/1"}, {"days", kDays}, {"totals", std::move(list)}})));
    return 0;
  }
  Table table{{{"purpose"}, {"model"}, {"calls"}, {"cached"}, {"failed"}, {"read"}, {"written"}, {"cost"}},
              {}};
  for (const language::CallTotal& total : totals) {
    table.rows.push_back({total.purpose, total.model, std::to_string(total.calls),
                          std::to_string(total.cached), std::to_string(total.failed),
                          std::to_string(total.tokens_read), std::to_string(total.tokens_written),
                          money(total.cost)});
  }
  if (session.given().csv) {
    STINT_TRY(session.write(table.to_csv()));
    return 0;
  }
  std::string out = totals.empty() ? fmt::format("No model was asked in the last {} days.\n", kDays)
                                   : table.to_text(session.columns());
  STINT_TRY(session.write(out));
  return 0;
}

}  // namespace stint::app
