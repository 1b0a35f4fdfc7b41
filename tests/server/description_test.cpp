// What the API's description says, and that the answers keep to it.
#include "server/description.h"

#include <gtest/gtest.h>
#include <set>

#include "lib/valijson/json_schema.h"
#include "server/bed.h"

namespace stint::server::test {
namespace {

// A schema of the description with its references inside it.
JsonSchema compiled(std::string_view name) {
  std::string text = to_line(schemas());
  const std::string from = "#/components/schemas/";
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), "#/definitions/");
  const JsonDocument definitions = JsonDocument::parse(text);
  JsonDocument schema = definitions.at(std::string{name});
  schema["definitions"] = definitions;
  auto result = JsonSchema::compile(schema);
  EXPECT_TRUE(result) << name;
  return std::move(*result);
}

TEST(Description, NamesEveryOperationOnceAndOnlySchemasThereAre) {
  std::set<std::string_view> names;
  for (const Route& route : routes()) {
    EXPECT_TRUE(names.insert(route.name).second) << route.name;
    EXPECT_FALSE(route.summary.empty()) << route.name;
    for (const std::string_view schema : {route.input, route.output}) {
      EXPECT_TRUE(schema.empty() || schemas().contains(std::string{schema})) << schema;
    }
  }
  const JsonDocument description = describe(routes(), "1");
  std::size_t operations = 0;
  for (const auto& [path, methods] : description["paths"].items()) operations += methods.size();
  EXPECT_EQ(operations, routes().size());
}

class Answers : public ::testing::Test {
 protected:
  Bed bed_;

  void expect_fit(const Route& route, const std::string& target) {
    const http::Response response = bed_.get(target, bed_.session_of("root"));
    EXPECT_EQ(response.status, route.status) << target;
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json") << target;
    const JsonDocument document = json_of(response);
    const auto violation = compiled(route.output).check(document);
    EXPECT_FALSE(violation) << target << " at " << violation->pointer << ": " << violation->reason;
  }
};

TEST_F(Answers, FitTheirSchemas) {
  bed_.add_user("root", {{"*", access::Role::admin}});
  const auto root = bed_.session_of("root");
  const std::string insight = json_of(bed_.get("/api/v1/insights", root))["insights"][0]["id"];
  const std::string issue = json_of(bed_.get("/api/v1/issues?limit=1", root))["issues"][0]["key"];
  const JsonDocument sprints = json_of(bed_.get("/api/v1/sprints", root))["sprints"];
  EXPECT_EQ(bed_.post("/api/v1/jobs", {{"kind", "refresh"}}, root).status, 202U);
  EXPECT_EQ(bed_.post("/api/v1/keys", {{"name", "k"}}, root).status, 201U);
  std::string encoded;
  for (const char c : insight) encoded += c == ' ' ? "%20" : c == '/' ? "%2F" : std::string(1, c);
  int looked_at = 0;
  for (const Route& route : routes()) {
    if (route.method != Method::get || route.output.empty()) continue;
    std::string target{route.path};
    const auto put = [&](const std::string& name, const std::string& value) {
      if (const std::size_t at = target.find(name); at != std::string::npos)
        target.replace(at, name.size(), value);
    };
    put("{key}", issue);
    put("{name}", "sprints");
    put("{model}", "stint");
    if (target.contains("insights")) {
      put("{id}", encoded);
    } else if (target.contains("jobs")) {
      put("{id}", "1");
    }
    if (target.contains("{id}")) {
      // Future, running and closed sprints have other members.
      std::set<std::string> states;
      for (const JsonDocument& sprint : sprints) {
        if (!states.insert(sprint["state"].get<std::string>()).second) continue;
        std::string one = target;
        one.replace(one.find("{id}"), 4, sprint["id"].get<std::string>());
        expect_fit(route, one);
      }
      EXPECT_GE(states.size(), 2U);
    } else {
      expect_fit(route, target);
    }
    ++looked_at;
  }
  EXPECT_GT(looked_at, 25);
  for (const JsonDocument& family : json_of(bed_.get("/api/v1/metrics", root))["metrics"]) {
    const auto response =
        bed_.get("/api/v1/metrics/" + family["name"].get<std::string>() + "?evidence=1", root);
    EXPECT_EQ(response.status, 200U) << family["name"];
    EXPECT_FALSE(compiled("Metric").check(json_of(response))) << family["name"];
  }
}

TEST_F(Answers, OfRefusalsAreErrorsWithWords) {
  const JsonSchema error = compiled("Error");
  for (const char* target :
       {"/api/v1/nothing", "/api/v1/insights/x", "/api/v1/issues/X-1", "/api/v1/metrics/x",
        "/api/v1/issues?limit=x", "/api/v1/issues?sort=x", "/api/v1/sprints/x", "/api/v1/reports/x",
        "/api/v1/forecasts?items=3&points=2", "/api/v1/issues?project=NONE", "/%zz", "/api/v1/jobs/x"}) {
    const http::Response response = bed_.get(target);
    EXPECT_GE(response.status, 400U) << target;
    EXPECT_LT(response.status, 500U) << target;
    EXPECT_FALSE(error.check(json_of(response))) << target;
    EXPECT_FALSE(json_of(response)["error"]["message"].get<std::string>().empty()) << target;
  }
  EXPECT_EQ(bed_.post("/api/v1/issues", JsonDocument::object()).status, 405U);
  EXPECT_EQ(header_of(bed_.post("/api/v1/issues", JsonDocument::object()), "Allow"), "GET");
  const http::Response not_yet = bed_.post("/api/generate-task", {{"prompt", "fix login bug"}});
  EXPECT_EQ(not_yet.status, 501U);
  EXPECT_FALSE(error.check(json_of(not_yet)));
}

TEST_F(Answers, CarryWhatKeepsAPageSafe) {
  for (const char* target :
       {"/api/v1/insights", "/api/v1/session", "/", "/today", "/api/v1/nothing", "/api/v1/reports/html"}) {
    const http::Response response = bed_.get(target);
    EXPECT_EQ(header_of(response, "X-Content-Type-Options"), "nosniff") << target;
    const std::string policy = header_of(response, "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'")) << target;
    EXPECT_EQ(policy.find("script-src 'unsafe"), std::string::npos) << target;
    EXPECT_TRUE(policy.contains("frame-ancestors")) << target;
    EXPECT_TRUE(header_of(response, "Access-Control-Allow-Origin").empty()) << target;
  }
}

TEST(HostileTexts, ComeAsTextsAlone) {
  const std::string bad = "<script>alert(1)</script>\"';--\r\nSet-Cookie: a=b";
  Bed bed{{.hostile = bad}};
  const JsonDocument issues = json_of(bed.get("/api/v1/issues?limit=5"));
  ASSERT_FALSE(issues["issues"].empty());
  EXPECT_TRUE(issues["issues"][0]["summary"].get<std::string>().contains("<script>"));
  const http::Response report = bed.get("/api/v1/reports/html");
  EXPECT_EQ(report.status, 200U);
  EXPECT_FALSE(report.body->contains("<script>"));
  EXPECT_TRUE(header_of(report, "Content-Security-Policy").contains("sandbox"));
  const std::string insight = json_of(bed.get("/api/v1/insights"))["insights"][0]["id"];
  for (const auto& [name, value] : bed.get("/api/v1/issues?limit=5").headers) {
    EXPECT_EQ(value.find('\n'), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace stint::server::test
