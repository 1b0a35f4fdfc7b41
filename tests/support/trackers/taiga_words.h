// A site in the words of Taiga: kinds with number spaces of their own, ids per project, points per role.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "support/trackers/site.h"

namespace stint::test {

enum class TaigaKind : std::uint8_t { epic, story, task, issue };
inline constexpr std::array kTaigaKinds{TaigaKind::epic, TaigaKind::story, TaigaKind::task, TaigaKind::issue};
// "userstories", of addresses.
[[nodiscard]] std::string_view plural(TaigaKind kind);
// "userstory", of addresses of histories.
[[nodiscard]] std::string_view singular(TaigaKind kind);

// "2026-11-20T10:45:24.203Z"
[[nodiscard]] std::string taiga_time(Instant at);

struct TaigaOptions {
  std::string user = "robin";
  std::string password = "taiga-canary-password-77";
  std::string token = "taiga-canary-token-31";  // one that is good for ever
  Milliseconds token_life{24LL * 3'600'000};    // of those that a login brings
  std::int64_t a_minute = 0;                    // requests before it throttles; 0: never
};

// Keeps a reference to the site, which may grow.
class TaigaWords {
 public:
  explicit TaigaWords(const Site& site);

  [[nodiscard]] const Site& site() const { return site_; }

  // Sub-tasks are tasks, bugs are issues, the rest of what is no epic are stories.
  [[nodiscard]] static TaigaKind kind(const tracker::Issue& issue);
  // Counted among those of its kind, in the order of their creation.
  [[nodiscard]] std::int64_t number(const SiteIssue& issue);
  [[nodiscard]] const SiteIssue* issue(TaigaKind kind, std::int64_t number);
  // All of one kind, deleted ones included.
  [[nodiscard]] const std::vector<const SiteIssue*>& all(TaigaKind kind);
  [[nodiscard]] static std::int64_t ref(const tracker::Issue& issue);

  [[nodiscard]] std::int64_t project_id(const SiteProject& project) const;
  [[nodiscard]] const SiteProject* project(std::int64_t id) const;
  [[nodiscard]] const SiteProject* project_of_slug(std::string_view slug) const;
  [[nodiscard]] static std::string slug(const SiteProject& project);

  [[nodiscard]] std::int64_t user_id(std::string_view site_id) const;
  [[nodiscard]] const SiteUser* user(std::int64_t id) const;

  [[nodiscard]] std::int64_t status_id(const SiteProject& project, TaigaKind kind,
                                       std::string_view site_id) const;
  [[nodiscard]] const tracker::Status* status(const SiteProject& project, TaigaKind kind,
                                              std::int64_t id) const;

  [[nodiscard]] std::int64_t milestone_id(std::string_view sprint_id) const;
  [[nodiscard]] const tracker::Sprint* milestone(std::int64_t id) const;
  [[nodiscard]] const SiteProject* project_of(const tracker::Sprint& sprint) const;

  [[nodiscard]] std::int64_t priority_id(const SiteProject& project, std::string_view name) const;
  [[nodiscard]] const Named* priority(const SiteProject& project, std::int64_t id) const;
  [[nodiscard]] std::int64_t severity_id(const SiteProject& project) const;  // of all issues
  // Custom attributes, the same in every project. Which values an item has follows from its reference alone.
  struct Attribute {
    TaigaKind kind;
    std::string_view name;
    std::string_view type;
  };
  [[nodiscard]] static std::span<const Attribute> attributes();
  [[nodiscard]] std::int64_t attribute_id(const SiteProject& project, const Attribute& attribute) const;
  // As the item's document holds it; empty: it has none.
  [[nodiscard]] static std::string attribute_value(const tracker::Issue& issue, const Attribute& attribute);
  [[nodiscard]] std::int64_t issue_type_id(const SiteProject& project) const;

  // An estimate is two roles' points, "?" where a role has none. The site's number is their sum.
  struct Role {
    std::int64_t id;
    std::string_view name;
    bool computable;
  };
  [[nodiscard]] std::array<Role, 3> roles(const SiteProject& project) const;
  struct Point {
    std::int64_t id;
    std::string name;
    std::optional<double> value;
  };
  [[nodiscard]] std::vector<Point> points(const SiteProject& project) const;
  [[nodiscard]] static std::array<std::optional<double>, 2> split(std::optional<double> total);
  // {"<role>": <point>}
  [[nodiscard]] JsonDocument role_points(const SiteProject& project, std::optional<double> total) const;
  [[nodiscard]] std::optional<Point> point(const SiteProject& project, std::int64_t id) const;

 private:
  void look_for_more();
  [[nodiscard]] std::int64_t point_id(const SiteProject& project, std::optional<double> value) const;

  const Site& site_;
  std::vector<double> values_;  // of points
  std::size_t seen_ = 0;
  std::array<std::vector<const SiteIssue*>, 4> by_kind_;
  std::unordered_map<const SiteIssue*, std::int64_t> numbers_;
};

}  // namespace stint::test
