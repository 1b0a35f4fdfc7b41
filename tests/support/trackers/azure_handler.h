// A fake Azure DevOps organisation, version 7.1 of its REST API: work item tracking and boards.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/trackers/azure_boards.h"
#include "support/trackers/azure_patch.h"
#include "support/trackers/azure_work_item.h"
#include "support/trackers/handler.h"

namespace stint::test {

// Between Markdown and the HTML that the organisation keeps.
struct AzureTexts {
  HtmlOf html;
  std::function<std::string(std::string_view html)> markdown;
};
// Nothing but paragraphs; everything else is text.
[[nodiscard]] AzureTexts plain_paragraphs();

class AzureHandler final : public Handler {
 public:
  // `site` has to outlive it. Ids of its issues and comments have to be numbers.
  explicit AzureHandler(Site& site, AzureOptions options = {}, AzureTexts texts = plain_paragraphs());

  [[nodiscard]] Answer handle(const ReceivedRequest& request, const Moment& moment) override;
  [[nodiscard]] Site& site() override { return site_; }
  [[nodiscard]] const AzureWords& words() const { return words_; }

 private:
  struct Call;
  struct Route;
  [[nodiscard]] static const std::vector<Route>& routes();
  [[nodiscard]] std::optional<Answer> refused(const Call& call, const Route& route);
  [[nodiscard]] bool signed_in(const ReceivedRequest& request) const;

  [[nodiscard]] Answer projects(const Call& call);
  [[nodiscard]] Answer one_project(const Call& call);
  [[nodiscard]] Answer teams(const Call& call);
  [[nodiscard]] Answer members(const Call& call);
  [[nodiscard]] Answer definitions(const Call& call);
  [[nodiscard]] Answer states(const Call& call);
  [[nodiscard]] Answer nodes(const Call& call);
  [[nodiscard]] Answer team(const Call& call);
  [[nodiscard]] Answer iteration(const Call& call);
  [[nodiscard]] Answer board(const Call& call);

  [[nodiscard]] Answer wiql(const Call& call);
  [[nodiscard]] Answer batch(const Call& call);
  [[nodiscard]] Answer several(const Call& call);
  [[nodiscard]] Answer one(const Call& call);
  [[nodiscard]] Answer updates(const Call& call);
  [[nodiscard]] Answer comments(const Call& call);
  [[nodiscard]] Answer add_comment(const Call& call);
  [[nodiscard]] Answer remove_comment(const Call& call);
  [[nodiscard]] Answer create(const Call& call);
  [[nodiscard]] Answer edit(const Call& call);
  [[nodiscard]] Answer remove(const Call& call);
  [[nodiscard]] Answer bin(const Call& call);
  [[nodiscard]] Answer restore(const Call& call);
  void apply(const AzurePatch& patch, SiteIssue& issue, const Moment& moment);
  [[nodiscard]] Answer items(const Call& call, const std::vector<std::int64_t>& ids,
                             const std::vector<std::string>& fields, const std::string& expand, bool omit);

  Site& site_;
  const AzureWords words_;
  const AzureTexts texts_;
  std::map<std::string, std::vector<tracker::Comment>, std::less<>> removed_comments_;
};

}  // namespace stint::test
