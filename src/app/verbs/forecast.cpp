#include "app/views/forecast.h"

#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <ostream>

#include "app/choices.h"
#include "app/verb.h"
#include "app/views/sprint_risk.h"
#include "history/names.h"
#include "metrics/open_items.h"

namespace stint::app {
namespace {

namespace chr = std::chrono;
using metrics::Index;
using metrics::Question;
using Kind = Question::Kind;

constexpr std::int64_t kNotGiven = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t kNamed = 8;  // choices that a message lists, at most

// The keys of epics, those of the wanted one's project first.
std::string epics_near(const history::Dataset& data, std::string_view wanted) {
  const std::string_view project = wanted.substr(0, wanted.rfind('-') + 1);
  std::string near;
  std::size_t count = 0;
  for (const bool same : {true, false}) {
    for (Index i = 0; i < data.issues.size() && count < kNamed; ++i) {
      const std::string_view key = data.key(i);
      if (!data.type_of(data.issues[i]).epic) continue;
      if ((!project.empty() && key.starts_with(project)) != same) continue;
      (near += count++ > 0 ? ", " : "") += key;
    }
  }
  return near;
}

Result<Index> find_epic(const history::Dataset& data, const std::string& wanted) {
  for (Index i = 0; i < data.issues.size(); ++i) {
    if (!history::equal_names(data.key(i), wanted)) continue;
    if (data.type_of(data.issues[i]).epic) return i;
    return fail(ErrorCode::usage, wanted + " is no epic but a " + data.type_of(data.issues[i]).name);
  }
  const std::string near = epics_near(data, wanted);
  return fail(ErrorCode::not_found, "there is no epic " + wanted, {},
              near.empty() ? "the data hold no epics" : "there are " + near);
}

Result<Day> parse_day(const std::string& text) {
  constexpr std::size_t kDateLength = 10;
  const auto instant = parse_iso_instant(text);
  if (!instant || text.size() != kDateLength) {
    return fail(ErrorCode::usage, "--by takes a date, not \"" + text + "\"", {}, "for example 2026-12-24");
  }
  return Day{chr::floor<chr::days>(instant->time_since_epoch())};
}

// Which boards are asked, about what.
struct Asked {
  Index board = metrics::kNone;
  Question question;
  std::vector<Index> issues;
};

class ForecastVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.option("--items", items_, "When this many items will be done", "N")
        .option("--points", points_, "When this many points (or hours) will be done", "N")
        .option("--epic", epic_, "When the open items of this epic will be done", "KEY")
        .option("--by", by_, "How many items will be done by the end of this day", "DATE")
        .option("--board", board_, "Only this board, by id or name", "ID");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    STINT_ASSIGN(question, read_question());
    STINT_ASSIGN(data, session.load());
    const metrics::Context context = session.context(data);
    const std::vector<metrics::FlowDates> dates = metrics::flow_dates(context);
    const std::vector<metrics::BoardCompletions> completions = metrics::completions(context, dates);
    const std::vector<metrics::SprintLedger> ledgers =
        of_running_sprints() ? metrics::sprint_ledgers(context) : std::vector<metrics::SprintLedger>{};
    STINT_ASSIGN(asked, boards_to_ask(context, dates, completions, ledgers, question));
    std::vector<AskedForecast> all;
    for (Asked& one : asked) {
      const metrics::Throughput throughput = metrics::throughput(context, one.board, completions[one.board]);
      all.push_back({metrics::forecast(context, throughput, completions[one.board], one.question),
                     std::move(one.issues), about()});
    }
    STINT_ASSIGN(outlooks, outlooks_of_running_sprints(context, ledgers));
    return write(session, data, context, all, outlooks);
  }

 private:
  [[nodiscard]] bool of_running_sprints() const {
    return items_ == kNotGiven && points_.empty() && by_.empty() && epic_.empty();
  }
  [[nodiscard]] std::string about() const {
    if (!epic_.empty()) return "open below " + epic_;
    return of_running_sprints() ? "open in the running sprint" : "";
  }

  [[nodiscard]] Result<Question> read_question() const {
    const int given = (items_ != kNotGiven ? 1 : 0) + (points_.empty() ? 0 : 1) + (by_.empty() ? 0 : 1) +
                      (epic_.empty() ? 0 : 1);
    if (given > 1) {
      return fail(ErrorCode::usage, "--items, --points, --epic and --by exclude each other", {},
                  "ask one question at a time");
    }
    Question question;
    if (items_ != kNotGiven) {
      if (items_ < 1) return fail(ErrorCode::usage, fmt::format("--items takes 1 or more, not {}", items_));
      question.amount = static_cast<double>(items_);
    }
    if (!points_.empty()) {
      question.points = true;
      const auto [end, error] =
          std::from_chars(points_.data(), points_.data() + points_.size(), question.amount);
      const bool whole = error == std::errc{} && end == points_.data() + points_.size();
      if (!whole || !(question.amount > 0) || question.amount > std::numeric_limits<float>::max()) {
        return fail(ErrorCode::usage, "--points takes a number over 0, not \"" + points_ + "\"");
      }
    }
    if (!by_.empty()) {
      question.kind = Kind::how_many;
      STINT_ASSIGN(by, parse_day(by_));
      question.by = by;
    }
    return question;
  }

  [[nodiscard]] Result<std::vector<Asked>> boards_to_ask(
      const metrics::Context& context, std::span<const metrics::FlowDates> dates,
      std::span<const metrics::BoardCompletions> completions, std::span<const metrics::SprintLedger> ledgers,
      const Question& question) const {
    Index only = metrics::kNone;
    if (!board_.empty()) {
      STINT_ASSIGN(board, find_board(context.data, board_));
      only = board;
    }
    if (!by_.empty()) {
      const Day today = context.zone.day_of(context.as_of);
      if (question.by <= today) {
        return fail(ErrorCode::usage, fmt::format("--by {} is not after {}, the day that is looked from",
                                                  format_day(question.by), format_day(today)));
      }
      if (question.by > today + chr::days{metrics::kForecastHorizonDays}) {
        return fail(ErrorCode::usage, "--by looks at most ten years ahead");
      }
    }
    std::vector<Asked> asked;
    const auto ask_items = [&](std::vector<metrics::BoardItems> boards) {
      for (metrics::BoardItems& board : boards) {
        if (only != metrics::kNone && board.board != only) continue;
        asked.push_back({board.board,
                         {Kind::when_done, false, static_cast<double>(board.issues.size()), {}},
                         std::move(board.issues)});
      }
    };
    if (!epic_.empty()) {
      STINT_ASSIGN(epic, find_epic(context.data, epic_));
      ask_items(metrics::open_items_below(context, dates, epic));
    } else if (of_running_sprints()) {
      ask_items(metrics::open_items_of_running_sprints(context, ledgers));
    } else {
      for (Index board = 0; board < completions.size(); ++board) {
        if (only == metrics::kNone ? !completions[board].first_day : board != only) continue;
        asked.push_back({board, question, {}});
      }
    }
    return asked;
  }

  // Empty where something else was asked.
  [[nodiscard]] Result<std::vector<metrics::SprintOutlook>> outlooks_of_running_sprints(
      const metrics::Context& context, std::span<const metrics::SprintLedger> ledgers) const {
    std::vector<metrics::SprintOutlook> outlooks = metrics::sprint_outlooks(context, ledgers);
    if (board_.empty()) return outlooks;
    STINT_ASSIGN(board, find_board(context.data, board_));
    std::erase_if(outlooks, [&](const metrics::SprintOutlook& outlook) {
      return context.data.sprints[outlook.sprint].board != board;
    });
    return outlooks;
  }

  [[nodiscard]] std::string nothing_asked() const {
    if (!epic_.empty()) return "Nothing below " + epic_ + " is open.\n";
    if (of_running_sprints()) {
      return "No running sprint has open items. Ask with --items, --points, --epic or --by.\n";
    }
    return "There is no board with items.\n";
  }

  [[nodiscard]] std::string json_text(const Session::Data& data, const std::vector<AskedForecast>& all,
                                      std::span<const metrics::SprintOutlook> outlooks) const {
    std::string text;
    {
      JsonWriter json{text};
      const auto document = json.object();
      json.member("schema", "stint.forecast/1");
      json.member("as_of", format_iso(data.as_of));
      json.member("as_of_source", data.as_of_source);
      if (!epic_.empty()) json.member("epic", epic_);
      if (all.empty()) json.member("reason", "nothing_to_do");
      {
        const auto forecasts = json.array("forecasts");
        for (const AskedForecast& asked : all) {
          write_asked(json, data.dataset, Evidence{data.dataset, true}, asked);
        }
      }
      if (of_running_sprints()) write_outlooks(json, data.dataset, outlooks);
    }
    return text += '\n';
  }

  Result<int> write(const Session& session, const Session::Data& data, const metrics::Context& context,
                    const std::vector<AskedForecast>& all,
                    std::span<const metrics::SprintOutlook> outlooks) const {
    if (session.given().json) {
      STINT_TRY(session.write(json_text(data, all, outlooks)));
      return 0;
    }
    if (session.given().csv) {
      STINT_TRY(session.write(asked_table(context.data, all).to_csv()));
      return 0;
    }
    std::string text;
    for (const AskedForecast& asked : all) {
      if (!text.empty()) text += "\n";
      text += forecast_text(context, asked);
    }
    if (all.empty()) text = nothing_asked();
    for (const metrics::SprintOutlook& outlook : outlooks) text += "\n" + outlook_text(context.data, outlook);
    STINT_TRY(session.write(text));
    if (!session.given().quiet) {
      session.err() << "As of " << format_iso(data.as_of) << " (" << data.as_of_source << ")\n";
    }
    return 0;
  }

  std::int64_t items_ = kNotGiven;
  std::string points_;
  std::string epic_;
  std::string by_;
  std::string board_;
};

}  // namespace

std::unique_ptr<Verb> make_forecast_verb() {
  return std::make_unique<ForecastVerb>();
}

}  // namespace stint::app
