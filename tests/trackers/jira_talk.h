// Asking a fake Jira without a connector in between.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"
#include "support/trackers/jira_fake.h"
#include "support/trackers/site_demo.h"

namespace stint::test {

class JiraTalk {
 public:
  explicit JiraTalk(JiraOptions options = {}, const SiteOptions& site = small());

  // A site that is made quickly, with all its extremes.
  [[nodiscard]] static SiteOptions small();

  Answer send(std::string_view method, std::string_view target, std::string_view body = "");
  // The body of an answer that has to have that status; good until the next call.
  json::Value get(std::string_view target, int status = 200);
  json::Value post(std::string_view target, std::string_view body, int status = 200);  // ' stands for "

  Site& site() { return *site_; }
  FakeJira& fake() { return fake_; }
  // One nobody deletes or edits but the test.
  SiteIssue& issue() { return *site_->find(first_id_); }
  // The issue with the most of something.
  SiteIssue& longest_history();
  SiteIssue& most_comments();

  Moment moment;

 private:
  std::unique_ptr<Site> site_;
  JiraOptions options_;
  FakeJira fake_;
  std::string first_id_;
  json::Parser parser_;
};

}  // namespace stint::test
