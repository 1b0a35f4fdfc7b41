#include "report/archive.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/files.h"
#include "lib/nlohmann/json_document.h"
#include "report/format.h"

namespace stint::report {
namespace {

constexpr std::string_view kSchema = "stint.reports/1";
constexpr std::size_t kLongestProject = 40;
constexpr std::size_t kLongestName = 120;

bool is_safe(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Whether it can be one of ours: a part of a path, that begins with a date.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name.front() >= '0' && name.front() <= '9' &&
         std::ranges::all_of(name, [](char c) { return is_safe(c) || c == '.'; });
}

// Keys of projects are a tracker's, and may hold anything.
std::string safe(std::string_view project) {
  if (project.empty()) return "all";
  std::string out{project.substr(0, kLongestProject)};
  std::ranges::replace_if(out, [](char c) { return !is_safe(c); }, '_');
  return out;
}

std::string free_name(const std::vector<KeptReport>& taken, const KeptReport& report, Day day) {
  const std::string begin = fmt::format("{}-{}", format_day(day), safe(report.project));
  std::string name = fmt::format("{}.{}", begin, report.format);
  for (int number = 2; std::ranges::find(taken, name, &KeptReport::name) != taken.end(); ++number)
    name = fmt::format("{}-{}.{}", begin, number, report.format);
  return name;
}

JsonDocument to_json(const KeptReport& report) {
  return {{"name", report.name},
          {"format", report.format},
          {"project", report.project},
          {"board", report.board},
          {"sprint", report.sprint},
          {"made_by", report.made_by},
          {"made_at", to_epoch_ms(report.made_at)},
          {"bytes", report.bytes}};
}

// Nothing for what to_json() does not write.
std::optional<KeptReport> from_json(const JsonDocument& entry) {
  if (!entry.is_object()) return std::nullopt;
  KeptReport report;
  const auto text = [&](const char* member, std::string& to) {
    const auto found = entry.find(member);
    if (found == entry.end() || !found->is_string()) return false;
    to = found->get<std::string>();
    return true;
  };
  const auto number = [&](const char* member) {
    const auto found = entry.find(member);
    return found != entry.end() && found->is_number_integer() ? std::optional{found->get<std::int64_t>()}
                                                              : std::nullopt;
  };
  const bool texts = text("name", report.name) && text("format", report.format) &&
                     text("project", report.project) && text("board", report.board) &&
                     text("sprint", report.sprint) && text("made_by", report.made_by);
  const auto made_at = number("made_at");
  const auto bytes = number("bytes");
  if (!texts || !made_at || !bytes || *bytes < 0) return std::nullopt;
  if (!is_name(report.name) || find_format(report.format) == nullptr) return std::nullopt;
  report.made_at = from_epoch_ms(*made_at);
  report.bytes = static_cast<std::uint64_t>(*bytes);
  return report;
}

// `reports`, the newest first, keep what stays: the newest in any case. Gives what goes.
std::vector<KeptReport> take_old(std::vector<KeptReport>& reports, const ArchiveLimits& limits) {
  const Instant oldest = reports.front().made_at - limits.keep_for;
  std::vector<KeptReport> gone;
  std::vector<KeptReport> stay;
  for (KeptReport& report : reports) {
    const bool fits = stay.empty() || (stay.size() < limits.most && report.made_at >= oldest);
    (fits ? stay : gone).push_back(std::move(report));
  }
  reports = std::move(stay);
  return gone;
}

std::unexpected<Error> none_of_that_name() {
  return fail(ErrorCode::not_found, "there is no kept report of that name", {},
              "GET /api/v1/reports lists those there are");
}

}  // namespace

Result<std::vector<KeptReport>> Archive::read_list() const {
  std::vector<KeptReport> reports;
  const auto text = files::read_text(list_file());
  if (!text && text.error().code == ErrorCode::not_found) return reports;
  if (!text) return fail(text.error());
  const JsonDocument document = JsonDocument::parse(*text, nullptr, false);
  const auto damaged = [&] {
    return fail(ErrorCode::failure, "the list of kept reports is damaged", list_file().string(),
                "move it away; the reports beside it stay as files");
  };
  if (!document.is_object() || document.value("schema", std::string{}) != kSchema) return damaged();
  const auto list = document.find("reports");
  if (list == document.end() || !list->is_array()) return damaged();
  for (const JsonDocument& entry : *list) {
    auto report = from_json(entry);
    if (!report) return damaged();
    reports.push_back(std::move(*report));
  }
  return reports;
}

Outcome Archive::write_list(const std::vector<KeptReport>& reports) const {
  JsonDocument list = JsonDocument::array();
  for (const KeptReport& report : reports) list.push_back(to_json(report));
  return files::replace_text(list_file(), to_text({{"schema", kSchema}, {"reports", std::move(list)}}),
                             files::Readers::owner);
}

Result<std::vector<KeptReport>> Archive::list() const {
  const std::scoped_lock lock{mutex_};
  return read_list();
}

Result<KeptReport> Archive::keep(KeptReport report, Day day, std::string_view text) const {
  const std::scoped_lock lock{mutex_};
  std::error_code code;
  std::filesystem::create_directories(folder_, code);
  if (code) return fail(ErrorCode::failure, "cannot be made: " + code.message(), folder_.string());
  STINT_ASSIGN(reports, read_list());
  report.name = free_name(reports, report, day);
  report.bytes = text.size();
  // The file before its line, and the other way round when it goes: what is listed is there.
  STINT_TRY(files::replace_text(folder_ / report.name, text, files::Readers::owner));
  reports.insert(reports.begin(), report);
  const std::vector<KeptReport> gone = take_old(reports, limits_);
  STINT_TRY(write_list(reports));
  for (const KeptReport& old : gone) STINT_TRY(files::remove_file(folder_ / old.name));
  return report;
}

Result<KeptReport> Archive::find(std::string_view name) const {
  STINT_ASSIGN(reports, list());
  const auto found = std::ranges::find(reports, name, &KeptReport::name);
  if (found == reports.end()) return none_of_that_name();
  return *found;
}

Result<std::string> Archive::read(std::string_view name) const {
  STINT_ASSIGN(report, find(name));
  return files::read_text(folder_ / report.name);
}

Outcome Archive::remove(std::string_view name) const {
  const std::scoped_lock lock{mutex_};
  STINT_ASSIGN(reports, read_list());
  const auto found = std::ranges::find(reports, name, &KeptReport::name);
  if (found == reports.end()) return none_of_that_name();
  const std::filesystem::path file = folder_ / found->name;
  reports.erase(found);
  STINT_TRY(write_list(reports));
  return files::remove_file(file);
}

}  // namespace stint::report
