// Which tracker is spoken to, and as whom.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.h"

namespace stint::tracker {

enum class Product : std::uint8_t { jira_cloud, jira_data_center, azure_devops, taiga };

// How requests say who we are.
enum class Sign : std::uint8_t {
  basic,   // user and secret in each request: Jira Cloud's e-mail and token, Azure's empty user and token
  bearer,  // the secret alone: personal access tokens, a Taiga token
  login,   // user and password are exchanged for a token: Taiga
};

struct Connection {
  std::string name;  // the user's word for it; unique
  Product product = Product::jira_cloud;
  // Of the site, the organisation or the collection; no slash at its end. Without "/rest/…", "/api/v1".
  std::string url;
  Sign sign = Sign::basic;
  std::string user;
  Secret secret;
  // Keys (Jira), names (Azure DevOps), slugs (Taiga); empty: all that the account may see.
  std::vector<std::string> projects;
};

}  // namespace stint::tracker
