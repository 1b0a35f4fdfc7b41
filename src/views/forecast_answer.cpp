#include "views/forecast_answer.h"

#include <charconv>
#include <fmt/format.h>
#include <limits>

#include "history/names.h"
#include "metrics/open_items.h"
#include "metrics/throughput.h"
#include "views/choices.h"
#include "views/sprint_risk.h"

namespace stint::views {
namespace {

namespace chr = std::chrono;
using metrics::Index;
using metrics::Question;
using Kind = Question::Kind;

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

Result<Day> parse_day(const std::string& text, std::string_view mark) {
  constexpr std::size_t kDateLength = 10;
  const auto instant = parse_iso_instant(text);
  if (!instant || text.size() != kDateLength) {
    return fail(ErrorCode::usage, fmt::format("{}by takes a date, not \"{}\"", mark, text), {},
                "for example 2026-12-24");
  }
  return Day{chr::floor<chr::days>(instant->time_since_epoch())};
}

Result<Question> read_question(const ForecastQuestion& asked, std::string_view mark) {
  const int given = (asked.items ? 1 : 0) + (asked.points.empty() ? 0 : 1) + (asked.by.empty() ? 0 : 1) +
                    (asked.epic.empty() ? 0 : 1);
  if (given > 1) {
    return fail(ErrorCode::usage,
                fmt::format("{0}items, {0}points, {0}epic and {0}by exclude each other", mark), {},
                "ask one question at a time");
  }
  Question question;
  if (asked.items) {
    if (*asked.items < 1)
      return fail(ErrorCode::usage, fmt::format("{}items takes 1 or more, not {}", mark, *asked.items));
    question.amount = static_cast<double>(*asked.items);
  }
  if (!asked.points.empty()) {
    question.points = true;
    const char* const begin = asked.points.data();
    const char* const past = begin + asked.points.size();
    const auto [end, error] = std::from_chars(begin, past, question.amount);
    const bool whole = error == std::errc{} && end == past;
    if (!whole || !(question.amount > 0) || question.amount > std::numeric_limits<float>::max()) {
      return fail(ErrorCode::usage,
                  fmt::format("{}points takes a number over 0, not \"{}\"", mark, asked.points));
    }
  }
  if (!asked.by.empty()) {
    question.kind = Kind::how_many;
    STINT_ASSIGN(by, parse_day(asked.by, mark));
    question.by = by;
  }
  return question;
}

// Which boards are asked, about what.
struct Asked {
  Index board = metrics::kNone;
  Question question;
  std::vector<Index> issues;
};

std::string about(const ForecastQuestion& question) {
  if (!question.epic.empty()) return "open below " + question.epic;
  return question.of_running_sprints() ? "open in the running sprint" : "";
}

Outcome check_horizon(const metrics::Context& context, const ForecastQuestion& asked,
                      const Question& question, std::string_view mark) {
  if (asked.by.empty()) return {};
  const Day today = context.zone.day_of(context.as_of);
  if (question.by <= today) {
    return fail(ErrorCode::usage, fmt::format("{}by {} is not after {}, the day that is looked from", mark,
                                              format_day(question.by), format_day(today)));
  }
  if (question.by > today + chr::days{metrics::kForecastHorizonDays}) {
    return fail(ErrorCode::usage, fmt::format("{}by looks at most ten years ahead", mark));
  }
  return {};
}

Result<std::vector<Asked>> boards_to_ask(const metrics::Context& context, const ForecastGround& ground,
                                         const ForecastQuestion& question, const Question& plain,
                                         Index only) {
  std::vector<Asked> asked;
  const auto ask_items = [&](std::vector<metrics::BoardItems> boards) {
    for (metrics::BoardItems& board : boards) {
      if (only != metrics::kNone && board.board != only) continue;
      asked.push_back({board.board,
                       {Kind::when_done, false, static_cast<double>(board.issues.size()), {}},
                       std::move(board.issues)});
    }
  };
  if (!question.epic.empty()) {
    STINT_ASSIGN(epic, find_epic(context.data, question.epic));
    ask_items(metrics::open_items_below(context, ground.dates, epic));
  } else if (question.of_running_sprints()) {
    ask_items(metrics::open_items_of_running_sprints(context, ground.ledgers));
  } else {
    for (Index board = 0; board < ground.completions.size(); ++board) {
      if (only == metrics::kNone ? !ground.completions[board].first_day : board != only) continue;
      asked.push_back({board, plain, {}});
    }
  }
  return asked;
}

}  // namespace

Outcome check(const ForecastQuestion& question, std::string_view mark) {
  STINT_TRY(read_question(question, mark));
  return {};
}

Result<ForecastAnswer> answer(const metrics::Context& context, const ForecastGround& ground,
                              const ForecastQuestion& question, std::string_view mark) {
  STINT_ASSIGN(plain, read_question(question, mark));
  Index only = metrics::kNone;
  if (!question.board.empty()) {
    STINT_ASSIGN(board, find_board(context.data, question.board));
    only = board;
  }
  STINT_TRY(check_horizon(context, question, plain, mark));
  STINT_ASSIGN(asked, boards_to_ask(context, ground, question, plain, only));
  ForecastAnswer all;
  const metrics::WorkingDays days = metrics::forecast_days(context);
  for (Asked& one : asked) {
    const metrics::BoardCompletions& completions = ground.completions[one.board];
    const metrics::Throughput throughput = metrics::throughput(context, one.board, completions);
    all.forecasts.push_back({metrics::forecast(context, days, throughput, completions, one.question),
                             std::move(one.issues), about(question)});
  }
  if (!question.of_running_sprints()) return all;
  all.outlooks = metrics::sprint_outlooks(context, ground.ledgers);
  if (only != metrics::kNone) {
    std::erase_if(all.outlooks, [&](const metrics::SprintOutlook& outlook) {
      return context.data.sprints[outlook.sprint].board != only;
    });
  }
  return all;
}

std::string forecast_json(const history::Dataset& data, Instant as_of, std::string_view as_of_source,
                          const ForecastQuestion& question, const ForecastAnswer& answer) {
  std::string text;
  {
    JsonWriter json{text};
    const auto document = json.object();
    json.member("schema", "stint.forecast/1");
    json.member("as_of", format_iso(as_of));
    json.member("as_of_source", as_of_source);
    if (!question.epic.empty()) json.member("epic", question.epic);
    if (answer.forecasts.empty()) json.member("reason", "nothing_to_do");
    {
      const auto forecasts = json.array("forecasts");
      for (const AskedForecast& asked : answer.forecasts)
        write_asked(json, data, Evidence{data, true}, asked);
    }
    if (question.of_running_sprints()) write_outlooks(json, data, answer.outlooks);
  }
  return text += '\n';
}

}  // namespace stint::views
