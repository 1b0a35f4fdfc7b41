#include "insight/finding_text.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "metrics/hygiene.h"
#include "metrics/miss_reasons.h"

namespace stint::test {
namespace {

using metrics::FactUnit;
using metrics::Index;

std::vector<Index> issues_of(const std::string& keys, history::Dataset& data) {
  std::vector<Index> issues;
  std::stringstream words{keys};
  for (std::string key; words >> key;) {
    Index index = 0;
    while (index < data.issues.size() && data.key(index) != key) ++index;
    issues.push_back(index);
    if (index < data.issues.size()) continue;
    history::Issue issue;
    issue.key = data.keep(key);
    data.issues.append(issue);
  }
  return issues;
}

metrics::Cause cause_of(const std::string& name, std::vector<Index> issues) {
  for (int i = 0; i < metrics::kMissReasons; ++i) {
    const auto reason = static_cast<metrics::MissReason>(i);
    if (metrics::reason_name(reason) != name) continue;
    return {name, std::string{metrics::reason_text(reason, false)},
            std::string{metrics::reason_text(reason, true)}, std::move(issues)};
  }
  for (int i = 0; i <= static_cast<int>(metrics::HygieneCheck::no_goal); ++i) {
    const auto check = static_cast<metrics::HygieneCheck>(i);
    if (metrics::check_name(check) != name) continue;
    return {name, std::string{metrics::check_text(check, false)},
            std::string{metrics::check_text(check, true)}, std::move(issues)};
  }
  throw std::runtime_error("no such cause: " + name);
}

void read_fact(const std::string& name, std::string value, history::Dataset& data,
               metrics::Finding& finding) {
  std::vector<Index> issues;
  if (const std::size_t colon = value.find(": ");
      colon != std::string::npos && value[0] >= '0' && value[0] <= '9') {
    issues = issues_of(value.substr(colon + 2), data);
    value.resize(colon);
  }
  const std::size_t blank = value.rfind(' ');
  if (blank != std::string::npos) {
    for (int i = 0; i < static_cast<int>(FactUnit::text); ++i) {
      const auto unit = static_cast<FactUnit>(i);
      if (metrics::fact_unit_name(unit) == value.substr(blank + 1)) {
        return finding.fact(name, std::stod(value.substr(0, blank)), unit, std::move(issues));
      }
    }
  }
  finding.text(name, value);
}

}  // namespace

std::vector<FindingText> read_findings(const std::filesystem::path& file) {
  std::vector<FindingText> all;
  std::ifstream stream{file};
  bool expected = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("== ")) {
      all.push_back({line.substr(3), {}, {}});
      expected = false;
    } else if (!all.empty() && line == "--") {
      expected = true;
    } else if (!all.empty() && !line.empty()) {
      (expected ? all.back().expected : all.back().body) += line + "\n";
    }
  }
  return all;
}

metrics::Finding parse_finding(const std::string& body, history::Dataset& data) {
  metrics::Finding finding;
  std::stringstream lines{body};
  std::string severity;
  lines >> finding.topic >> severity;
  finding.kind = finding.topic.substr(0, finding.topic.find('.'));
  finding.severity = severity == "error"
                         ? metrics::Severity::error
                         : (severity == "warning" ? metrics::Severity::warning : metrics::Severity::info);
  lines.ignore(1);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find(" = ");
    const std::size_t colon = line.find(':');
    if (line.starts_with("cause ") && colon != std::string::npos) {
      finding.causes.push_back(cause_of(line.substr(6, colon - 6), issues_of(line.substr(colon + 1), data)));
    } else if (line.starts_with("evidence:")) {
      finding.evidence = issues_of(line.substr(colon + 1), data);
    } else if (equals != std::string::npos) {
      read_fact(line.substr(0, equals), line.substr(equals + 3), data, finding);
    } else {
      throw std::runtime_error("not understood: " + line);
    }
  }
  return finding;
}

}  // namespace stint::test
