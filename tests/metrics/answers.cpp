#include "metrics/answers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "metrics/finding.h"

namespace stint::test {
namespace {

using history::Index;
using metrics::Analysis;
using Words = std::vector<std::string>;

std::string answer_hygiene(const Analysis& analysis, const Words& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (const metrics::Hygiene& hygiene : analysis.hygiene) {
    if (data.boards[hygiene.board].id != words.at(1)) continue;
    out += fmt::format("score {}\n", show_number(hygiene.score));
    for (const metrics::CheckResult& check : hygiene.checks) {
      if (check.applicable == 0) continue;
      out += fmt::format("{} {} of {}:{}\n", metrics::check_name(check.check), check.violations,
                         check.applicable, show_keys(data, check.violating));
    }
    for (const metrics::BlockedItem& item : hygiene.blocked) {
      out += fmt::format("{} blocked for {} days\n", data.key(item.issue), show_number(item.days));
    }
  }
  return out;
}

std::string answer_defects(const Analysis& analysis, const Words& words) {
  const history::Dataset& data = analysis.context.data;
  std::string out;
  for (const metrics::Defects& defects : analysis.defects) {
    if (data.projects[defects.project] != words.at(1)) continue;
    const auto list = [&](std::string_view name, const std::vector<Index>& issues) {
      if (!issues.empty()) out += fmt::format("{}:{}\n", name, show_keys(data, issues));
    };
    list("production", defects.production);
    list("pre-release", defects.pre_release);
    list("unknown", defects.unknown);
    list("invalid", defects.invalid);
    out += fmt::format("escape rate {}, from {} to {}\n", show_number(defects.escape_rate),
                       show_number(defects.low), show_number(defects.high));
    list("done", defects.done);
    list("leaked", defects.leaked);
    out += fmt::format("leakage {}, reopened {}, defects per item {}\n", show_number(defects.leakage),
                       show_number(defects.reopen_rate), show_number(defects.defects_per_item));
    for (const metrics::ReleaseDefects& release : defects.releases) {
      out +=
          fmt::format("release {}, {}: escape rate {}, from {} to {}\n", release.name,
                      release.released ? "released " + show(*release.released) : "no date",
                      show_number(release.escape_rate), show_number(release.low), show_number(release.high));
      list("  production", release.production);
      list("  pre-release", release.pre_release);
      list("  unknown", release.unknown);
    }
  }
  return out;
}

std::string answer_findings(const Analysis& analysis, const Words&) {
  std::string out;
  for (const metrics::Finding& finding : metrics::find_all(analysis)) {
    out +=
        fmt::format("{} {}{}:{}\n", metrics::severity_name(finding.severity), finding.id,
                    finding.current ? "" : " (earlier)", show_keys(analysis.context.data, finding.evidence));
  }
  return out;
}

std::string answer_finding(const Analysis& analysis, const Words& words) {
  std::string out;
  for (const metrics::Finding& finding : metrics::find_all(analysis)) {
    if (finding.id != words.at(1)) continue;
    out += fmt::format("{}\n", metrics::severity_name(finding.severity));
    for (const metrics::Fact& fact : finding.facts) {
      const auto* text = std::get_if<std::string>(&fact.value);
      out += fmt::format("{} = {}", fact.name,
                         text != nullptr ? *text : show_number(std::get<double>(fact.value)));
      if (text == nullptr) out += fmt::format(" {}", metrics::fact_unit_name(fact.unit));
      if (!fact.issues.empty()) out += ":" + show_keys(analysis.context.data, fact.issues);
      out += '\n';
    }
    for (const metrics::Cause& cause : finding.causes) {
      out += fmt::format("cause {}:{}\n", cause.name, show_keys(analysis.context.data, cause.issues));
    }
    out += "evidence:" + show_keys(analysis.context.data, finding.evidence) + "\n";
  }
  return out.empty() ? "no such finding\n" : out;
}

struct Answer {
  std::string_view question;
  std::string (*answer)(const Analysis&, const Words&);
};

constexpr std::array kAnswers{
    Answer{"sprint", answer_sprint},         Answer{"miss", answer_miss},
    Answer{"carried", answer_carried},       Answer{"flow", answer_flow},
    Answer{"blocked", answer_blocked},       Answer{"stalled", answer_stalled},
    Answer{"ageing", answer_ageing},         Answer{"hygiene", answer_hygiene},
    Answer{"velocity", answer_velocity},     Answer{"defects", answer_defects},
    Answer{"findings", answer_findings},     Answer{"finding", answer_finding},
    Answer{"events", answer_events},         Answer{"stages", answer_stages},
    Answer{"cumulative", answer_cumulative}, Answer{"efficiency", answer_efficiency},
};

}  // namespace

std::string show_number(double value) {
  const double rounded = std::round(value * 1e4) / 1e4;
  return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

std::string show_number(const std::optional<double>& value) {
  return value ? show_number(*value) : "-";
}

std::string show_keys(const history::Dataset& data, const std::vector<Index>& issues) {
  std::string out;
  for (const Index issue : issues) (out += " ") += data.key(issue);
  return out;
}

const metrics::SprintLedger* find_ledger(const Analysis& analysis, std::string_view sprint) {
  const auto found = std::ranges::find_if(analysis.ledgers, [&](const metrics::SprintLedger& ledger) {
    return analysis.context.data.sprints[ledger.sprint].id == sprint;
  });
  return found == analysis.ledgers.end() ? nullptr : &*found;
}

Index find_issue(const history::Dataset& data, std::string_view key) {
  const auto found =
      std::ranges::find(data.issues, key, [&](const history::Issue& issue) { return data.text(issue.key); });
  if (found == data.issues.end()) throw std::runtime_error("no issue " + std::string{key});
  return data.index_of(*found);
}

std::string answer(const Analysis& analysis, std::string_view question) {
  const Words words = split_words(question);
  for (const Answer& known : kAnswers) {
    if (!words.empty() && words[0] == known.question) return known.answer(analysis, words);
  }
  throw std::runtime_error("no such question: " + std::string{question});
}

}  // namespace stint::test
