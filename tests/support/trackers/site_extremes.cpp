#include "support/trackers/site_extremes.h"

#include <fmt/format.h>

#include "tracker/changes.h"

namespace stint::test {
namespace {

using Field = FieldEdit::Field;

constexpr std::string_view kManyScripts =
    "Zażółć gęślą jaźń; שלום עולם; مرحبا; 你好，世界; नमस्ते; "
    "👩‍👩‍👧‍👦 and 🏴‍☠️; "
    "e\u0301 is not é; \"quotes\", back\\slash, tab\there; <b>no tag</b> & no entity;";

class Extremes {
 public:
  Extremes(Site& site, const SiteOptions& options)
      : site_(site),
        options_(options),
        random_(options.seed ^ 0x5eedU),
        at_(site.built - std::chrono::hours{2'000}) {}

  void add() {
    long_history();
    many_comments();
    scripts();
    large_description();
    canaries();
    site_.create(story("Nobody has touched this one yet"), act());
    moved();
  }

 private:
  [[nodiscard]] const SiteProject& project() const { return site_.projects.front(); }
  [[nodiscard]] NewIssue story(std::string_view summary) const {
    return {project().key, "Story", std::string{summary}, {}};
  }
  Act act() {
    at_ += std::chrono::seconds{random_.between(30, 600)} + Milliseconds{random_.below(1000)};
    return {random_.pick(site_.users).id, at_};
  }

  // Made at once: one save after the other would sort the history again each time. Some saves are of the same
  // millisecond, as those of automations are.
  void long_history() {
    SiteIssue& each = site_.create(story("A ticket that a script has been playing with"), act());
    tracker::Issue& issue = each.issue;
    Instant at = issue.created;
    for (std::int64_t i = 0; i < options_.long_history; ++i) {
      if (i % 7 != 0) at += Milliseconds{random_.between(1, 400'000)};
      tracker::Change change;
      change.history_id = site_.new_id();
      change.at = at;
      const SiteUser& author = random_.pick(site_.users);
      change.author = author.id;
      change.author_bot = author.bot;
      change.field_id = "status";
      change.field = "status";
      change.from = issue.status.id;
      change.from_text = issue.status.name;
      // Open ones only, so that nothing has to be said of resolutions.
      const std::size_t next = (static_cast<std::size_t>(i) + 1) % 3;
      issue.status = site_.statuses[next];
      change.to = issue.status.id;
      change.to_text = issue.status.name;
      issue.changes.push_back(std::move(change));
    }
    tracker::sort_changes(issue.changes);
    issue.history_total = tracker::count_histories(issue.changes);
    issue.updated = at;
    each.indexed = {{Instant{}, at, false}};
  }

  void many_comments() {
    SiteIssue& issue = site_.create(story("A long discussion"), act());
    for (std::int64_t i = 0; i < options_.many_comments; ++i)
      site_.comment(issue, fmt::format("Remark {} of the discussion.", i + 1), act());
    settle(issue);
  }

  void scripts() {
    SiteIssue& issue = site_.create(story(kManyScripts), act());
    site_.save(issue, {{Field::description, std::string{kManyScripts}}, {Field::labels, "ünïcödé 标签"}},
               act());
    site_.comment(issue, std::string{kManyScripts}, act());
    settle(issue);
  }

  void large_description() {
    SiteIssue& issue = site_.create(story("A log file as a description"), act());
    std::string text;
    while (text.size() < 100'000)
      text += fmt::format("Line {} of the log says nothing new, at length.\n\n", text.size());
    issue.issue.description = text;
    settle(issue);
  }

  void canaries() {
    const auto canary = [&](std::string_view where) {
      site_.canaries.push_back(fmt::format("canary{}{:016x}", where, random_.next()));
      return site_.canaries.back();
    };
    SiteIssue& issue = site_.create(story(canary("summary")), act());
    site_.save(
        issue,
        {{Field::description, "The password is " + canary("description")}, {Field::labels, canary("label")}},
        act());
    site_.save(issue, {{Field::summary, canary("later")}}, act());
    site_.comment(issue, "Use " + canary("comment") + " for now.", act());
    settle(issue);
  }

  void moved() {
    if (site_.projects.size() < 2) return;
    SiteIssue& issue = site_.create(story("Belongs to somebody else"), act());
    site_.move(issue, site_.projects[1], act());
    settle(issue);
  }

  // Long ago, as far as the search index is concerned.
  static void settle(SiteIssue& issue) { issue.indexed = {{Instant{}, issue.issue.updated, false}}; }

  Site& site_;
  const SiteOptions& options_;
  demo::Random random_;
  Instant at_;
};

}  // namespace

void add_extremes(Site& site, const SiteOptions& options) {
  Extremes{site, options}.add();
}

}  // namespace stint::test
