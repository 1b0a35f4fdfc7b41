// Answers about work items: queries, reads, histories, comments.
#include <algorithm>
#include <charconv>

#include "lib/simdjson/json.h"
#include "support/trackers/azure_call.h"
#include "support/trackers/azure_wiql.h"

namespace stint::test {
namespace {

constexpr std::size_t kMostItems = 200;
constexpr std::size_t kMostUpdates = 200;
constexpr std::size_t kMostComments = 200;

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault != std::errc{} || end != text.data() + text.size() ? std::nullopt : std::optional{value};
}

WorkItemOptions options_of(const std::vector<std::string>& fields, const std::string& expand) {
  WorkItemOptions options;
  options.fields = fields;
  const bool all = same_word(expand, "all");
  options.relations = all || same_word(expand, "relations");
  options.all_fields = all || same_word(expand, "fields");
  options.links = all || same_word(expand, "links");
  return options;
}

JsonDocument column_json(const AzureView& view, const std::string& reference) {
  return {{"referenceName", reference},
          {"name", reference.substr(reference.rfind('.') + 1)},
          {"url", fmt::format("{}/_apis/wit/fields/{}", view.base_url, reference)}};
}

}  // namespace

Answer AzureHandler::wiql(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  if (!body || !(*body)["query"].is_string())
    return azure_error(400, "ArgumentNullException", "Value cannot be null. Parameter name: wiql");
  const WiqlContext context{words_, call.project, call.query("timeprecision").value_or("") == "true",
                            call.moment.now};
  auto result = run_wiql((*body)["query"].text(), context);
  if (!result) {
    violated("wiql: " + result.error());
    return azure_error(400, "WorkItemTrackingQueryException", result.error());
  }
  const std::int64_t top = call.number("$top", words_.options().wiql_limit + 1);
  const auto found = static_cast<std::int64_t>(result->ids.size());
  if (std::min(found, top) > words_.options().wiql_limit) {
    return azure_error(
        400, "WorkItemTrackingQueryResultSizeLimitExceededException",
        fmt::format("VS402337: The number of work items returned exceeds the size limit of {}. Change the "
                    "query to return fewer items.",
                    words_.options().wiql_limit));
  }
  JsonDocument json;
  json["queryType"] = "flat";
  json["queryResultType"] = "workItem";
  json["asOf"] = azure_time(call.moment.now);
  json["columns"] = JsonDocument::array();
  for (const std::string& reference : result->columns)
    json["columns"].push_back(column_json(call.view, reference));
  json["sortColumns"] = JsonDocument::array();
  for (std::size_t i = 0; i < result->sort_columns.size(); ++i)
    json["sortColumns"].push_back({{"field", column_json(call.view, result->sort_columns[i])},
                                   {"descending", static_cast<bool>(result->descending[i])}});
  json["workItems"] = JsonDocument::array();
  for (std::int64_t i = 0; i < std::min(found, top); ++i) {
    const std::int64_t id = result->ids[static_cast<std::size_t>(i)];
    json["workItems"].push_back(
        {{"id", id}, {"url", fmt::format("{}/_apis/wit/workItems/{}", call.base_url, id)}});
  }
  return azure_answer(json);
}

Answer AzureHandler::items(const Call& call, const std::vector<std::int64_t>& ids,
                           const std::vector<std::string>& fields, const std::string& expand, bool omit) {
  if (ids.size() > kMostItems)
    return azure_error(400, "VssPropertyOutOfRangeException",
                       fmt::format("VS403474: The number of work items must not exceed {}.", kMostItems));
  if (!fields.empty() && !expand.empty() && !same_word(expand, "none"))
    return azure_error(400, "ConflictingParametersException",
                       "The expand parameter can not be used with the fields parameter.");
  const WorkItemOptions options = options_of(fields, expand);
  // In the order of their ids, whatever was asked.
  std::vector<std::int64_t> order = ids;
  std::ranges::sort(order);
  JsonDocument list = JsonDocument::array();
  for (const std::int64_t id : order) {
    SiteIssue* const issue = site_.find(std::to_string(id));
    if (issue != nullptr) {
      list.push_back(work_item_json(call.view, *issue, options));
    } else if (omit) {
      list.push_back(nullptr);
    } else {
      return azure_missing(std::to_string(id));
    }
  }
  return azure_answer(azure_list(std::move(list)));
}

Answer AzureHandler::batch(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  if (!body || !(*body)["ids"].is_array())
    return azure_error(400, "VssPropertyValidationException", "The ids of work items are missing.");
  std::vector<std::int64_t> ids;
  for (const json::Value id : (*body)["ids"].items()) ids.push_back(id.as_int().value_or(0));
  std::vector<std::string> fields;
  for (const json::Value name : (*body)["fields"].items()) fields.emplace_back(name.text());
  return items(call, ids, fields, std::string{(*body)["$expand"].text()},
               same_word((*body)["errorPolicy"].text(), "omit"));
}

Answer AzureHandler::several(const Call& call) {
  std::vector<std::int64_t> ids;
  for (const std::string& id : parts_of(call.query("ids").value_or(""))) ids.push_back(whole(id).value_or(0));
  return items(call, ids, parts_of(call.query("fields").value_or("")), call.query("$expand").value_or(""),
               same_word(call.query("errorpolicy").value_or(""), "omit"));
}

Answer AzureHandler::one(const Call& call) {
  const SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr || !whole(call.argument)) return azure_missing(call.argument);
  WorkItemOptions options =
      options_of(parts_of(call.query("fields").value_or("")), call.query("$expand").value_or(""));
  options.links = options.links || options.fields.empty();
  return azure_answer(work_item_json(call.view, *issue, options));
}

Answer AzureHandler::updates(const Call& call) {
  const SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr || !whole(call.argument)) return azure_missing(call.argument);
  const std::int64_t skip = std::max<std::int64_t>(call.number("$skip", 0), 0);
  const std::int64_t top = std::clamp<std::int64_t>(call.number("$top", kMostUpdates), 1, kMostUpdates);
  return azure_answer(azure_list(
      updates_json(call.view, *issue, static_cast<std::size_t>(skip), static_cast<std::size_t>(top))));
}

Answer AzureHandler::comments(const Call& call) {
  const SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr || !whole(call.argument)) return azure_missing(call.argument);
  const bool ascending = same_word(call.query("order").value_or("desc"), "asc");
  const std::string expand = call.query("$expand").value_or("");
  const bool rendered = same_word(expand, "all") || same_word(expand, "renderedText");
  const auto top = static_cast<std::size_t>(
      std::clamp<std::int64_t>(call.number("$top", kMostComments), 1, kMostComments));
  const std::string token = call.query("continuationtoken").value_or("");
  // A token names the place at which the page begins; "e" before it that an empty page came already.
  const bool empty_told = token.starts_with("e");
  const auto begin = static_cast<std::size_t>(
      std::max<std::int64_t>(whole(token.substr(empty_told ? 1 : 0)).value_or(0), 0));
  const std::size_t count = issue->issue.comments.size();
  JsonDocument json;
  json["totalCount"] = count;
  json["comments"] = JsonDocument::array();
  const bool hold_back = call.moment.page == PageFault::empty_page && !empty_told && begin < count;
  const std::size_t end = hold_back ? begin : std::min(begin + top, count);
  for (std::size_t i = begin; i < end; ++i)
    json["comments"].push_back(
        comment_json(call.view, *issue, issue->issue.comments[ascending ? i : count - 1 - i], rendered));
  json["count"] = json["comments"].size();
  std::string next = end < count ? std::to_string(end) : "";
  if (hold_back) next = "e" + std::to_string(begin);
  if (!next.empty() && call.moment.page == PageFault::same_page_again) next = std::to_string(begin);
  if (!next.empty() && call.moment.page == PageFault::repeated_token && !token.empty()) next = token;
  if (!next.empty()) {
    json["continuationToken"] = next;
    json["nextPage"] = fmt::format("{}/_apis/wit/workItems/{}/comments?continuationToken={}", call.base_url,
                                   call.argument, next);
  }
  return azure_answer(json);
}

}  // namespace stint::test
