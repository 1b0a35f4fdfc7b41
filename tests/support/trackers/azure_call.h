// One request to the fake Azure DevOps, taken apart. For the files of its handler.
#pragma once

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "support/trackers/azure_handler.h"

namespace stint::test {

enum class AzureSpec : std::uint8_t { none, wit, work };

struct AzureHandler::Call {
  const ReceivedRequest& request;
  const Moment& moment;
  const Target target;
  std::string base_url;                  // of the organisation
  const SiteProject* project = nullptr;  // of the address
  const tracker::Board* team = nullptr;
  std::vector<std::string> below;  // segments behind "_apis", in lower case where they are words
  std::string argument;            // what stands for the first "*" of the route
  std::string second;              // and for the second
  AzureView view;

  [[nodiscard]] AzurePlace place() const { return {*project, team}; }
  // The name in any case.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise) const;
};

[[nodiscard]] bool same_word(std::string_view a, std::string_view b);
[[nodiscard]] Answer azure_answer(const JsonDocument& body, int status = 200);
[[nodiscard]] Answer azure_error(int status, std::string_view type_key, std::string_view message);
[[nodiscard]] Answer azure_missing(std::string_view id);

}  // namespace stint::test
