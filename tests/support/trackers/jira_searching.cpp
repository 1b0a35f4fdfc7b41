// Searches: by token on Cloud, by position on Data Center.
#include <algorithm>
#include <fmt/format.h>

#include "lib/sodium/base64.h"
#include "support/trackers/jira_fake.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

constexpr std::size_t kIdsPerPage = 5000;
constexpr std::size_t kIssuesPerPage = 100;
constexpr std::size_t kClassicPage = 1000;

// What an issue is sorted by, comparable as text. A key sorts by its project, then by its number.
std::string sort_text(const SiteIssue& issue, Instant updated, JqlOrder::By by) {
  switch (by) {
    case JqlOrder::By::id:
      return fmt::format("{:0>20}", issue.issue.id);
    case JqlOrder::By::created:
      return fmt::format("{:020}", to_epoch_ms(issue.issue.created));
    case JqlOrder::By::updated:
      return fmt::format("{:020}", to_epoch_ms(updated));
    case JqlOrder::By::key:
      break;
  }
  const std::string& key = issue.issue.key;
  const std::size_t dash = key.rfind('-');
  return fmt::format("{} {:0>12}", key.substr(0, dash), key.substr(dash + 1));
}

// Where an issue stands in an order: earlier is smaller. Equal ones go by id, the newest first, as Jira does.
class Place {
 public:
  Place(const SiteIssue& issue, Instant updated, const std::vector<JqlOrder>& order) {
    for (const JqlOrder& each : order) add(sort_text(issue, updated, each.by), each.descending);
    add(sort_text(issue, updated, JqlOrder::By::id), order.empty());
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(std::string key, bool descending) {
    if (descending)
      for (char& c : key) c = static_cast<char>('~' - (c - ' '));
    text_ += key + '\x01';
  }
  std::string text_;
};

std::string token_of(char face, std::string_view place) {
  return fmt::format("{}.{}", face, base64_of(place));
}

std::vector<std::string> field_names(json::Value list) {
  std::vector<std::string> names;
  if (list.is_string()) names.emplace_back(list.text());
  for (const json::Value item : list.items()) names.emplace_back(item.text());
  return names;
}

}  // namespace

JqlContext FakeJira::query_context(const Moment& moment, bool known_ids_only) {
  return {site_, TimeZone::find(options_.time_zone).value_or(TimeZone{}), moment.now, known_ids_only};
}

// In the query's order. The last result is kept for the next page, as long as time changes nothing of it.
const FakeJira::Find& FakeJira::find(const JqlQuery& query, Instant now, const std::string& text) {
  const bool timeless = !site_.index_lag && !text.contains("now(") && !text.contains("-");
  if (timeless && found_query_ == text && found_version_ == site_.version()) return found_;
  found_ = {};
  for (const SiteIssue& issue : site_.issues()) {
    const auto updated = Site::indexed_updated(issue, now);
    if (!updated || !query.matches({issue, *updated})) continue;
    found_.issues.push_back(&issue);
    found_.places.push_back(Place{issue, *updated, query.order}.text());
  }
  std::vector<std::size_t> order(found_.issues.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return found_.places[i]; });
  Find sorted;
  for (const std::size_t i : order) {
    sorted.issues.push_back(found_.issues[i]);
    sorted.places.push_back(std::move(found_.places[i]));
  }
  found_ = std::move(sorted);
  found_query_ = text;
  found_version_ = site_.version();
  return found_;
}

Answer FakeJira::removed(Call&) {
  return jira_error(410,
                    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.");
}

// A token says behind which place its page begins, so that nothing is lost by what changes before it.
Answer FakeJira::search(Call& call) {
  const std::string jql{call.body["jql"].text()};
  const auto query = parse_jql(jql, query_context(call.moment, true));
  if (!query) return jira_error(400, query.error());
  if (!query->bounded)
    return jira_error(
        400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
  const FieldChoice choice = choice_of(field_names(call.body["fields"]), false);
  const bool changelog = call.body["expand"].text().contains("changelog");
  const bool brief = choice.ids_only() && !changelog;
  const std::size_t count =
      capped(call.body["maxResults"].as_int().value_or(50), brief ? kIdsPerPage : kIssuesPerPage);
  std::string place;
  const std::string token{call.body["nextPageToken"].text()};
  if (!token.empty()) {
    const bool ours = token.size() >= 2 && token[1] == '.';
    const auto bytes = ours ? from_base64(token.substr(2)) : std::nullopt;
    if (!bytes) return jira_error(400, "The provided next page token is invalid.");
    place = *bytes;
  }
  const Find& found = find(*query, call.moment.now, jql);
  const auto first =
      static_cast<std::size_t>(std::ranges::upper_bound(found.places, place) - found.places.begin());
  std::size_t end = std::min(found.issues.size(), first + count);
  bool more = end < found.issues.size();
  // Two letters in front make one place look like another.
  std::string next = end > first ? token_of('A', found.places[end - 1]) : "";
  const PageFault fault = first < found.issues.size() ? call.moment.page : PageFault::none;
  if (fault == PageFault::empty_page) {
    next = token_of('E', place);
    end = first;
    more = true;
  } else if (fault == PageFault::same_page_again) {
    next = token_of('S', place);
    more = true;
  } else if (fault == PageFault::repeated_token && more && !token.empty()) {
    next = token;
  }
  std::string out = "{\"issues\":[";
  for (std::size_t i = first; i < end; ++i) {
    if (i > first) out += ',';
    write_issue(out, *found.issues[i], choice, changelog);
  }
  out += fmt::format("],\"isLast\":{}", !more);
  if (more) out += fmt::format(R"(,"nextPageToken":"{}")", next);
  return jira_answer(out + '}');
}

Answer FakeJira::classic_search(Call& call) {
  const bool posted = call.body.is_object();
  const auto text = [&](std::string_view name) {
    return posted ? std::string{call.body[name].text()} : call.target.parameter(name).value_or("");
  };
  const auto number = [&](std::string_view name, std::int64_t otherwise) {
    return posted ? call.body[name].as_int().value_or(otherwise) : call.target.number(name, otherwise);
  };
  const bool lenient = posted ? !call.body["validateQuery"].as_bool().value_or(true)
                              : call.target.parameter("validateQuery") == "false";
  std::vector<std::string> fields = field_names(call.body["fields"]);
  if (!posted && call.target.parameter("fields")) fields.push_back(*call.target.parameter("fields"));
  std::string expand = text("expand");
  for (const json::Value item : call.body["expand"].items()) expand.append(",").append(item.text());

  const std::string jql = text("jql");
  const auto query = parse_jql(jql, query_context(call.moment, !lenient));
  if (!query) return jira_error(400, query.error());
  FieldChoice choice = choice_of(fields, false);
  if (fields.empty()) choice.navigable = true;
  const Find& found = find(*query, call.moment.now, jql);
  const JiraPage page{static_cast<std::size_t>(std::max<std::int64_t>(0, number("startAt", 0))),
                      capped(number("maxResults", 50), kClassicPage), found.issues.size()};
  std::string out =
      fmt::format(R"({{"expand":"schema,names","startAt":{},"maxResults":{},"total":{},"issues":[)",
                  page.first, page.count, page.total);
  for (std::size_t i = page.first; i < std::min(page.total, page.first + page.count); ++i) {
    if (i > page.first) out += ',';
    write_issue(out, *found.issues[i], choice, expand.contains("changelog"));
  }
  out += ']';
  if (expand.contains("names")) out.append(",\"names\":").append(names());
  return jira_answer(out + '}');
}

Answer FakeJira::parse_queries(Call& call) {
  const std::string validation = call.target.parameter("validation").value_or("");
  if (validation != "strict" && validation != "warn" && validation != "none")
    return jira_error(400, "validation must be one of strict, warn, none");
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("queries").begin_array();
  for (const json::Value item : call.body["queries"].items()) {
    json.begin_object().field("query", item.text());
    const auto query = parse_jql(item.text(), query_context(call.moment, true));
    if (!query) json.key("errors").begin_array().string(query.error()).end_array();
    json.end_object();
  }
  json.end_array().end_object();
  return jira_answer(std::move(out));
}

}  // namespace stint::test
