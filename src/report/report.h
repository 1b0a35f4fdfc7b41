// A report as values, before any format: what the writers (format.h) write and the sections (sections.h)
// fill.
//
// All texts may come from a tracker and are taken as plain text; each writer escapes them for its format.
// Notes are numbered through the whole report, in the order of the sections.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "chart/chart.h"
#include "chart/number.h"

namespace stint::report {

// Issues that a figure counts. A report names the first kMostKeys and how many there are.
inline constexpr std::size_t kMostKeys = 50;
struct Keys {
  std::vector<std::string> keys{};  // at most kMostKeys are written, so no more need be given
  std::size_t total = 0;            // of all, at least keys.size()
  std::string command{};            // that lists all: "stint metrics flow --evidence"; may be empty
};

// What stands in a table's cell or as a figure.
struct Value {
  enum class Kind : std::uint8_t { text, number, share, key, undefined };
  Kind kind = Kind::undefined;
  double number = 0;   // of a number; a fraction of 1 for a share
  std::string text{};  // of a text or a key; the reason of what is undefined
};
[[nodiscard]] Value text(std::string text);
[[nodiscard]] Value number(double number);
[[nodiscard]] Value share(double fraction);
[[nodiscard]] Value key(std::string key);
[[nodiscard]] Value undefined(std::string reason);
[[nodiscard]] Value number(const std::optional<double>& number, std::string reason);
[[nodiscard]] Value share(const std::optional<double>& fraction, std::string reason);

// One figure, said large. `note` is an index into the notes of its section.
struct Figure {
  std::string name{};  // "Remaining"
  Value value{};
  std::string unit{};        // "points"; empty for shares and counts that need none
  std::string comparison{};  // "even pace 18"; may be empty
  std::optional<std::size_t> note{};
  std::string section{};    // whose note it is: of a figure at the head of the report only
  std::string sparkline{};  // <svg> (chart/sparkline.h) or empty
};

struct Column {
  std::string name{};
  std::string unit{};  // of numbers: "points"
  bool bars = false;   // shares are drawn as bars too
};

// The first column names the row.
struct Table {
  std::string caption{};
  std::vector<Column> columns{};
  std::vector<std::vector<Value>> rows{};
  bool folded = true;  // it only repeats the chart, for those who cannot see it; false: it is what is shown
};

struct Exclusion {
  std::string reason{};  // "without history"
  Keys issues{};         // `total` is the count
};

// How a figure is to be read.
struct Note {
  std::string figure{};      // its name
  std::string definition{};  // one or two sentences, with full stops
  std::optional<std::size_t> n{};
  std::string n_of{};  // what n counts: "finished issues"
  std::vector<Exclusion> excluded{};
  Keys issues{};  // that made the figure
};

struct Section {
  std::string id{};      // letters, digits, hyphens; unique in the report
  std::string kicker{};  // what it is: "Burndown"
  std::string title{};   // what it says: "Scope grew by a fifth in four days"
  std::string lede{};    // one sentence that says how to read the chart
  std::string board{};   // where it is not the report's
  std::vector<Figure> figures{};
  std::optional<chart::Chart> chart{};
  std::optional<Table> table{};  // required with a chart: the data behind it
  std::vector<Note> notes{};
  std::string missing{};  // why there is neither chart nor table
};

enum class Severity : std::uint8_t { error, warning, info };
[[nodiscard]] std::string_view severity_name(Severity severity);

// A headline.
struct Insight {
  Severity severity = Severity::info;
  std::string kind{};   // "Scope creep"
  std::string title{};  // without a full stop
  std::string message{};
  std::string section{};  // id of the section that shows it; may be empty
  Keys issues{};
};

struct Report {
  std::string title{};
  std::string standfirst{};  // one or two sentences below the title; may be empty
  std::string project{}, board{}, sprint{};
  Instant as_of{};
  std::string as_of_source{};  // "option"
  chart::Moment as_of_local{};
  std::string time_zone{};  // "Europe/Zurich"
  std::string issue_url{};  // what a key is appended to; empty when there is no single one
  std::string generator{};  // "Stint 0.1.0"
  std::vector<Figure> figures{};
  std::vector<Insight> insights{};
  std::vector<Section> sections{};
};

// The number of the first note of each section, from 1.
[[nodiscard]] std::vector<std::size_t> first_note_numbers(const Report& report);
// The number of the note that a figure at the head of the report points to.
[[nodiscard]] std::optional<std::size_t> note_number(const Report& report, const Figure& figure);

// "38 %", "1,240", "–": as a reader meets it, without its unit.
[[nodiscard]] std::string value_text(const Value& value);
// "12 Nov 2026, 17:00 Europe/Zurich"
[[nodiscard]] std::string as_of_text(const Report& report);
// Project, board, sprint and as-of, joined by middle dots; empty parts left out.
[[nodiscard]] std::string dateline(const Report& report);
// The address of an issue, percent-encoded; empty unless `issue_url` begins with http:// or https://.
[[nodiscard]] std::string issue_address(const Report& report, std::string_view key);

}  // namespace stint::report
