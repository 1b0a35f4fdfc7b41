#include "trackers/jira_talk.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "lib/sodium/base64.h"

namespace stint::test {

SiteOptions JiraTalk::small() {
  return {
      .issues = 120, .sprints = 3, .seed = 3, .extremes = true, .long_history = 1200, .many_comments = 130};
}

JiraTalk::JiraTalk(JiraOptions options, const SiteOptions& site)
    : site_(demo_site(site, options.cloud ? told_as_adf : told_as_wiki)),
      options_(options),
      fake_(*site_, std::move(options)),
      first_id_(site_->issues().front().issue.id) {
  if (!options_.cloud) add_epic_links(*site_);
  moment = {site_->built + std::chrono::hours{1}, "https://fake.example", PageFault::none};
}

Answer JiraTalk::send(std::string_view method, std::string_view target, std::string_view body) {
  ReceivedRequest request;
  request.method = method;
  request.target = target;
  request.body = body;
  const SiteUser& me = *site_->user(site_->me);
  const std::string& user = options_.cloud ? me.email : me.login;
  request.headers.emplace_back("authorization", "Basic " + base64_of(user + ":" + options_.token));
  if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
  return fake_.handle(request, moment);
}

json::Value JiraTalk::get(std::string_view target, int status) {
  const Answer answer = send("GET", target);
  EXPECT_EQ(answer.status, status) << target << '\n' << answer.body;
  return parser_.parse(answer.body).value_or(json::Value{});
}

json::Value JiraTalk::post(std::string_view target, std::string_view body, int status) {
  std::string text{body};
  std::ranges::replace(text, '\'', '"');
  const Answer answer = send("POST", target, text);
  EXPECT_EQ(answer.status, status) << target << '\n' << answer.body;
  return parser_.parse(answer.body).value_or(json::Value{});
}

SiteIssue& JiraTalk::longest_history() {
  const auto found = std::ranges::max_element(site_->issues(), {},
                                              [](const SiteIssue& each) { return each.issue.history_total; });
  return *site_->find(found->issue.id);
}

SiteIssue& JiraTalk::most_comments() {
  const auto found = std::ranges::max_element(
      site_->issues(), {}, [](const SiteIssue& each) { return each.issue.comments.size(); });
  return *site_->find(found->issue.id);
}

}  // namespace stint::test
