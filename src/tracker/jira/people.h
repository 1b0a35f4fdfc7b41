// Finding people by what others call them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

struct User {
  std::string id;  // as it is written: accountId on Cloud, user name on a server
  std::string name;
};

// A person who can be assigned issues of the project, by id, e-mail address, user name, or full name if only
// one has it. ErrorCode::usage names the candidates when there are several, not_found when there is none.
[[nodiscard]] Result<User> find_user(Site& site, std::string_view project, std::string_view who);

// {"accountId": …} or {"name": …}; of nobody for an empty id.
[[nodiscard]] JsonDocument user_value(const Site& site, std::string_view id);

}  // namespace stint::tracker::jira
