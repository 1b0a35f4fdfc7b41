#include "support/jira.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::test {
namespace {

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

}  // namespace

std::string with_quotes(std::string_view text) {
  std::string out{text};
  std::ranges::replace(out, '\'', '"');
  return out;
}

std::string issue_json(const JiraIssue& issue) {
  std::string changelog;
  if (issue.changelog) {
    const int total = issue.total >= 0 ? issue.total : static_cast<int>(issue.histories.size());
    changelog = fmt::format("'changelog':{{'startAt':0,'maxResults':100,'total':{},'histories':[{}]}},",
                            total, joined(issue.histories));
  }
  return with_quotes(fmt::format(
      "{{'id':'{0}','key':'T-{1}','self':'{2}/rest/api/3/issue/{0}',{3}'fields':{{{4}'summary':'{5}',"
      "'project':{{'key':'T','name':'Team'}},'issuetype':{{'name':'Story','subtask':false}},"
      "'status':{{'id':'3','name':'In Progress','statusCategory':{{'key':'indeterminate'}}}},"
      "'created':'2026-01-01T08:00:00.000+0000','updated':'{6}'}}}}",
      10000 + issue.number, issue.number, issue.site, changelog, issue.fields, issue.summary, issue.updated));
}

std::string status_change(int id, std::string_view at, std::string_view from, std::string_view to) {
  return fmt::format(
      "{{'id':'{}','author':{{'accountId':'u1','displayName':'Ann'}},'created':'{}','items':[{{'field':'"
      "status',"
      "'fieldId':'status','from':'{}','fromString':'S{}','to':'{}','toString':'S{}'}}]}}",
      id, at, from, from, to, to);
}

std::string classic_page(const std::vector<std::string>& issues, std::string_view more) {
  return fmt::format(R"({{"expand":"schema,names","startAt":0,"maxResults":50,"total":{},"issues":[{}]{}}})",
                     issues.size(), joined(issues), with_quotes(more));
}

std::string token_page(const std::vector<std::string>& issues, std::string_view token) {
  if (token.empty()) return fmt::format(R"({{"issues":[{}],"isLast":true}})", joined(issues));
  return fmt::format(R"({{"issues":[{}],"nextPageToken":"{}","isLast":false}})", joined(issues), token);
}

}  // namespace stint::test
