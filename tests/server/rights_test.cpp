// Every route with every kind of caller, made from the table: nobody gets in who should not, and nobody is
// kept out who should.
#include <gtest/gtest.h>

#include "server/bed.h"
#include "server/route.h"

namespace stint::server::test {
namespace {

using access::Role;
using access::Scope;

struct Credential {
  std::string name;
  std::vector<std::pair<std::string, std::string>> headers;
  bool broken = false;             // stands for nobody, and says so
  bool nobody = false;             // stands for nobody
  Role everywhere = Role::viewer;  // of all projects …
  bool project_only = false;       // … or of one alone
  std::vector<Scope> scopes{};
};

class Rights : public ::testing::Test {
 protected:
  Rights() {
    bed_.add_user("root", {{"*", Role::admin}});
    for (const Role role : access::kRoles)
      bed_.add_user(std::string{access::role_name(role)} + "1", {{"*", role}});
    project_ = bed_.services().workspace.current()->figures->dataset().projects.front();
    other_ = bed_.services().workspace.current()->figures->dataset().projects.back();
    bed_.add_user("narrow", {{project_, Role::admin}});
    bed_.add_user("gone", {{"*", Role::admin}});
  }

  std::vector<Credential> credentials() {
    const std::vector<Scope> all(access::kScopes.begin(), access::kScopes.end());
    std::vector<Credential> list;
    list.push_back({.name = "none", .headers = {}, .nobody = true});
    list.push_back({.name = "wrong key",
                    .headers = {{"Authorization", "Bearer stint_" + std::string(55, 'A')}},
                    .broken = true});
    list.push_back({.name = "wrong cookie",
                    .headers = {{"Cookie", "stint_session=" + std::string(43, 'A')}},
                    .nobody = true});
    list.push_back({.name = "two cookies", .headers = bed_.session_of("root"), .nobody = true});
    list.back().headers[0].second += "; stint_session=" + std::string(43, 'A');
    auto gone = bed_.session_of("gone");
    auto user = bed_.services().users.find("gone", bed_.now);
    EXPECT_TRUE(bed_.services().users.change((*user)->id, {.disabled = true}, {bed_.now, "tester", {}}));
    list.push_back({.name = "disabled user", .headers = std::move(gone), .nobody = true});
    for (const Role role : access::kRoles) {
      const std::string name = std::string{access::role_name(role)} + "1";
      list.push_back({.name = name, .headers = bed_.session_of(name), .everywhere = role, .scopes = all});
    }
    list.push_back({.name = "admin of a project",
                    .headers = bed_.session_of("narrow"),
                    .everywhere = Role::admin,
                    .project_only = true,
                    .scopes = all});
    list.push_back({.name = "admin's key for reading",
                    .headers = bed_.key_of("root", {.name = "r"}),
                    .everywhere = Role::admin,
                    .scopes = {Scope::read}});
    list.push_back({.name = "admin's key for all",
                    .headers = bed_.key_of("root", {.name = "a", .scopes = access::Scopes::all()}),
                    .everywhere = Role::admin,
                    .scopes = all});
    list.push_back(
        {.name = "expired key",
         .headers = bed_.key_of("root", {.name = "e", .expires = bed_.now + std::chrono::hours{1}}),
         .broken = true});
    return list;
  }

  // By the table's words alone.
  static unsigned expected(const Route& route, const Credential& credential) {
    if (credential.broken) return 401;
    if (route.needs.nothing) return 0;
    if (credential.nobody) return 401;
    const bool scope = std::ranges::find(credential.scopes, route.needs.scope) != credential.scopes.end();
    const bool role =
        credential.everywhere >= route.needs.role && !(route.needs.whole && credential.project_only);
    return scope && role ? 0U : 403U;
  }

  static std::string target_of(const Route& route) {
    std::string target{route.path};
    for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{'))
      target.replace(open, target.find('}') - open + 1, "x");
    return target;
  }

  Bed bed_{{.open_mode = false}};
  std::string project_;
  std::string other_;
};

TEST_F(Rights, AreThoseOfTheTable) {
  const std::vector<Credential> all = credentials();
  bed_.now += std::chrono::hours{2};
  int refused = 0;
  int let_in = 0;
  for (const Credential& credential : all) {
    for (const Route& route : routes()) {
      if (route.name == "signOut") continue;  // would end what comes after
      auto headers = credential.headers;
      headers.emplace_back("Content-Type", "application/json");
      const http::Response response = bed_.ask({.method = std::string{method_name(route.method)},
                                                .target = target_of(route),
                                                .headers = headers,
                                                .body = route.input.empty() ? "" : "[]"});
      const unsigned wanted = expected(route, credential);
      if (wanted != 0) {
        ++refused;
        EXPECT_EQ(response.status, wanted) << credential.name << " " << route.name;
      } else {
        ++let_in;
        EXPECT_NE(response.status, 401U) << credential.name << " " << route.name;
        EXPECT_NE(response.status, 403U) << credential.name << " " << route.name;
        EXPECT_NE(response.status, 500U) << credential.name << " " << route.name;
      }
    }
  }
  EXPECT_GT(refused, 200);
  EXPECT_GT(let_in, 150);
}

TEST_F(Rights, ChangesWithACookieNeedItsToken) {
  auto headers = bed_.session_of("root");
  headers[1].second[0] ^= 1;
  EXPECT_EQ(bed_.post("/api/v1/jobs", {{"kind", "refresh"}}, headers).status, 403U);
  headers.pop_back();
  EXPECT_EQ(bed_.post("/api/v1/jobs", {{"kind", "refresh"}}, headers).status, 403U);
  EXPECT_EQ(bed_.post("/api/v1/jobs", {{"kind", "refresh"}}, bed_.session_of("root")).status, 202U);
}

TEST_F(Rights, OfOneProjectShowNothingOfAnother) {
  const auto headers = bed_.session_of("narrow");
  const JsonDocument projects = json_of(bed_.get("/api/v1/projects", headers));
  ASSERT_EQ(projects["projects"].size(), 1U);
  EXPECT_EQ(projects["projects"][0]["key"], project_);
  EXPECT_EQ(bed_.get("/api/v1/metrics/sprints?project=" + other_, headers).status, 404U);
  EXPECT_EQ(bed_.get("/api/v1/reports/html?project=" + other_, headers).status, 404U);
  EXPECT_EQ(bed_.get("/api/v1/sprints?project=" + other_, headers).status, 404U);
  const JsonDocument insights = json_of(bed_.get("/api/v1/insights?all=1", headers));
  ASSERT_FALSE(insights["insights"].empty());
  for (const JsonDocument& insight : insights["insights"])
    EXPECT_EQ(insight["projects"], JsonDocument{project_});
  EXPECT_TRUE(insights["gone"].empty());
  const JsonDocument issues = json_of(bed_.get("/api/v1/issues?limit=500", headers));
  for (const JsonDocument& issue : issues["issues"]) EXPECT_EQ(issue["project"], project_);
  // An issue, and an insight, that exist for others only.
  const auto root = bed_.session_of("root");
  const JsonDocument others = json_of(bed_.get("/api/v1/issues?limit=1&project=" + other_, root));
  const std::string key = others["issues"][0]["key"];
  EXPECT_EQ(bed_.get("/api/v1/issues/" + key, root).status, 200U);
  EXPECT_EQ(bed_.get("/api/v1/issues/" + key, headers).status, 404U);
}

TEST(OpenMode, ReadsAndChangesNothing) {
  Bed bed;
  for (const Route& route : routes()) {
    std::string target{route.path};
    for (std::size_t open = target.find('{'); open != std::string::npos; open = target.find('{'))
      target.replace(open, target.find('}') - open + 1, "x");
    const http::Response response = bed.ask({.method = std::string{method_name(route.method)},
                                             .target = target,
                                             .headers = {{"Content-Type", "application/json"}},
                                             .body = route.input.empty() ? "" : "[]"});
    if (!route.needs.nothing && !route.needs.open_mode) {
      EXPECT_EQ(response.status, 403U) << route.name;
    } else {
      EXPECT_NE(response.status, 401U) << route.name;
    }
  }
  EXPECT_EQ(json_of(bed.get("/api/v1/session"))["mode"], "open");
}

}  // namespace
}  // namespace stint::server::test
