#include "views/insights.h"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <utility>

#include "app/models.h"
#include "app/verb.h"
#include "insight/standing.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using insight::Insight;
using insight::Told;
using metrics::Severity;

constexpr std::size_t kNamedKeys = 8;

struct Badge {
  std::string_view text;
  std::string_view colour;
};

Badge badge_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return {"ERROR", "\x1b[1;31m"};
    case Severity::warning:
      return {"WARN ", "\x1b[1;33m"};
    case Severity::info:
      return {"info ", "\x1b[36m"};
  }
  return {};
}

std::string join_keys(const history::Dataset& data, const std::vector<metrics::Index>& issues) {
  std::string out;
  for (std::size_t i = 0; i < issues.size() && i < kNamedKeys; ++i) {
    if (i > 0) out += ", ";
    out += data.key(issues[i]);
  }
  if (issues.size() > kNamedKeys) out += fmt::format(" and {} more", issues.size() - kNamedKeys);
  return out;
}

class InsightsVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.flag("--all", all_, "Show every insight, those about earlier sprints too")
        .option("--words", words_, "Whose words: model (where one is set up) or builtin", "WHO")
        .option("--style", style_, "How it is worded: settings or a preset, such as lead,length=80", "LIST")
        .option("--since", since_, "Only what is new, worse or better than at the end of that day", "DATE");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (words_ != kModel && words_ != kBuiltin)
      return fail(ErrorCode::usage, "--words takes model or builtin, not \"" + words_ + "\"");
    STINT_ASSIGN(controls, session.controls(style_));
    STINT_ASSIGN(data, session.load());
    const metrics::Context context = session.context(data);
    STINT_ASSIGN(then, earlier(session, context));
    insight::StandingOptions options;
    options.compared_with = then;
    // Asked what is new, one does not want to hear what is as it was.
    options.only_changes = !since_.empty();
    options.since = !session.given().csv;
    options.controls = controls;
    insight::Standing report = insight::stand(context, metrics::assess(context), options);
    STINT_TRY(speak(session, data.dataset, controls, report));
    if (session.given().json) return write_json(session, data, report);
    if (session.given().csv) return write_csv(session, data, report);
    return write_text(session, data, report);
  }

 private:
  // Those that are shown first, in the words of the model where there is one.
  [[nodiscard]] Outcome speak(const Session& session, const history::Dataset& data,
                              const language::Controls& controls, insight::Standing& report) const {
    if (words_ == kBuiltin) return {};
    STINT_ASSIGN(engine, make_engine(session, language::Task::insights));
    if (engine->chain().empty()) return {};
    insight::SpeechOptions options;
    options.controls = controls;
    options.prompts = prompt_folder(session);
    STINT_ASSIGN(speech, insight::speak(data, report, *engine, options));
    if (!session.given().quiet) session.err() << note_of(speech);
    return {};
  }

  static std::string note_of(const insight::Speech& speech) {
    if (speech.by_narrator == 0) return {};
    std::string note = fmt::format("{} of {} insights are in the built-in words", speech.by_narrator,
                                   speech.by_narrator + speech.by_model);
    if (speech.trouble) return note + ": " + printable(speech.trouble->to_string()) + "\n";
    return note + ": what the model wrote about them did not keep to the facts.\n";
  }

  // The instant to compare with: the end of the day of --since, else a day ago.
  [[nodiscard]] Result<Instant> earlier(const Session& session, const metrics::Context& context) const {
    if (since_.empty()) return context.as_of - std::chrono::days{1};
    constexpr std::size_t kDateLength = 10;
    const auto instant = parse_iso_instant(since_);
    if (!instant || since_.size() != kDateLength) {
      return fail(ErrorCode::usage, "--since takes a date, not \"" + since_ + "\"", {},
                  "for example 2026-11-19");
    }
    const Day day{std::chrono::floor<std::chrono::days>(instant->time_since_epoch())};
    const Instant end = session.zone().instant_of(day + std::chrono::days{1}) - Milliseconds{1};
    if (end >= context.as_of) {
      return fail(ErrorCode::usage, fmt::format("--since {} is not before {}, the day that is looked from",
                                                since_, format_day(session.zone().day_of(context.as_of))));
    }
    return end;
  }

  static Result<int> write_json(const Session& session, const Session::Data& data,
                                const insight::Standing& report) {
    JsonDocument list = JsonDocument::array();
    for (const Told& told : report.told) list.push_back(views::insight_json(data.dataset, told));
    const JsonDocument document{{"schema", "stint.insights/1"},
                                {"as_of", format_iso(data.as_of)},
                                {"as_of_source", data.as_of_source},
                                {"incomplete_histories", data.dataset.incomplete_histories},
                                {"compared_with", format_iso(report.compared_with)},
                                {"gone", views::gone_json(report.gone)},
                                {"insights", std::move(list)}};
    STINT_TRY(session.write(to_text(document)));
    return 0;
  }

  static Result<int> write_csv(const Session& session, const Session::Data& data,
                               const insight::Standing& report) {
    STINT_TRY(session.write(views::insight_table(data.dataset, report).to_csv()));
    return 0;
  }

  Result<int> write_text(const Session& session, const Session::Data& data,
                         const insight::Standing& report) const {
    std::string out;
    std::size_t shown = 0;
    std::size_t earlier = 0;
    std::size_t more = 0;
    const std::size_t width = std::clamp<std::size_t>(session.columns(), 40, 100);
    for (const Told& told : report.told) {
      if (!all_ && !told.insight.finding.current) {
        ++earlier;
      } else if (!all_ && shown == insight::kShownAtOnce) {
        ++more;
      } else {
        ++shown;
        append(session, data.dataset, told, width, out);
      }
    }
    if (report.told.empty()) {
      out += since_.empty()
                 ? "Nothing to say yet: there are no started sprints and no finished work in the data.\n"
                 : "Nothing is new, worse or better since " + since_ + ".\n";
    }
    if (!report.gone.empty()) out += gone_text(report, width);
    if (!session.given().quiet) {
      out += fmt::format("As of {} ({}).", format_iso(data.as_of), data.as_of_source);
      if (more + earlier > 0) {
        out += fmt::format(" Not shown: {} more, and {} about earlier sprints (--all shows them).", more,
                           earlier);
      }
      out += '\n';
      if (data.dataset.incomplete_histories > 0) {
        out += fmt::format("{} issues have an incomplete history; figures about them may be too low.\n",
                           data.dataset.incomplete_histories);
      }
    }
    STINT_TRY(session.write(out));
    return 0;
  }

  [[nodiscard]] std::string gone_text(const insight::Standing& report, std::size_t width) const {
    std::string list;
    for (std::size_t i = 0; i < report.gone.size() && i < kNamedKeys; ++i) {
      (list += i > 0 ? ", " : "") += report.gone[i].id;
    }
    if (report.gone.size() > kNamedKeys) list += fmt::format(" and {} more", report.gone.size() - kNamedKeys);
    std::string out;
    const std::string when = since_.empty() ? "yesterday" : since_;
    for (const std::string& line : wrap(fmt::format("No longer there since {}: {}", when, list), width)) {
      (out += line) += '\n';
    }
    out += '\n';
    return out;
  }

  // "new", "worse than yesterday, since 11-18"; empty for a mere report.
  [[nodiscard]] std::string standing(const Told& told) const {
    if (told.insight.finding.severity == Severity::info || !told.insight.finding.current) return {};
    std::string text;
    if (told.change.kind == metrics::ChangeKind::fresh) {
      text = "new";
    } else if (told.change.kind != metrics::ChangeKind::same) {
      text = fmt::format("{} than {}", metrics::change_name(told.change.kind),
                         since_.empty() ? "yesterday" : "on " + since_);
    }
    if (told.change.since && told.change.kind != metrics::ChangeKind::fresh) {
      text += fmt::format("{}since {}{}", text.empty() ? "" : ", ", format_day(*told.change.since),
                          told.change.since_or_earlier ? " or earlier" : "");
    }
    return text;
  }

  void append(const Session& session, const history::Dataset& data, const Told& told, std::size_t width,
              std::string& out) const {
    const Insight& insight = told.insight;
    const Badge badge = badge_of(insight.finding.severity);
    const auto coloured = [&](std::string_view code, std::string_view text) {
      return session.colour() ? fmt::format("{}{}\x1b[0m", code, text) : std::string{text};
    };
    constexpr std::string_view kIndent = "       ";
    const std::size_t room = width - kIndent.size();
    bool first = true;
    for (const std::string& line : wrap(insight.title, room)) {
      out += first ? coloured(badge.colour, badge.text) + "  " : std::string{kIndent};
      out += coloured("\x1b[1m", line) + "\n";
      first = false;
    }
    for (const std::string& line : wrap(insight.message, room)) out += std::string{kIndent} + line + "\n";
    if (const std::string text = standing(told); !text.empty()) {
      out += std::string{kIndent} + coloured("\x1b[2m", text) + "\n";
    }
    if (!insight.finding.evidence.empty()) {
      for (const std::string& line : wrap("Issues: " + join_keys(data, insight.finding.evidence), room)) {
        out += std::string{kIndent} + coloured("\x1b[2m", line) + "\n";
      }
    }
    out += '\n';
  }

  static constexpr std::string_view kModel = "model";
  static constexpr std::string_view kBuiltin = "builtin";

  bool all_ = false;
  std::string words_{kModel};
  std::string since_;
  std::string style_;
};

}  // namespace

std::unique_ptr<Verb> make_insights_verb() {
  return std::make_unique<InsightsVerb>();
}

}  // namespace stint::app
