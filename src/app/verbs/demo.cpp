#include "demo/demo.h"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {
namespace {

class DemoVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("DIR", folder_, "Folder to write to; made when absent", true)
        .option("--seed", seed_, "The same seed gives the same bytes", "N")
        .option("--issues", issues_, "How many issues in all", "N")
        .option("--sprints", sprints_, "How many sprints per board", "N")
        .option("--plant", plants_,
                "Problems to plant, by comma: scope_creep, missed_target, defect_leakage, stale_work, "
                "unestimated, blocked, "
                "velocity_drop, knowledge_silo, burnout_risk; all or none",
                "KIND,…")
        .option("--end", end_, "Date of the export", "DATE");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    demo::DemoOptions options;
    if (seed_ < 0) return fail(ErrorCode::usage, "--seed takes a number from 0 on");
    options.seed = static_cast<std::uint64_t>(seed_);
    options.issues = issues_;
    options.sprints = static_cast<int>(std::clamp<std::int64_t>(sprints_, -1, 1'000'000));
    if (!plants_.empty()) {
      STINT_ASSIGN(plants, demo::parse_plants(plants_));
      options.plants = std::move(plants);
    }
    if (!end_.empty()) {
      STINT_ASSIGN(end, demo::parse_end(end_));
      options.end = end;
    }
    STINT_ASSIGN(summary, demo::write_demo(folder_, options));
    if (session.given().json) {
      STINT_TRY(session.write(to_text({{"schema", "stint.demo/1"},
                                       {"folder", folder_},
                                       {"files", summary.files},
                                       {"boards", summary.boards},
                                       {"sprints", summary.sprints},
                                       {"issues", summary.issues},
                                       {"changes", summary.changes},
                                       {"bytes", summary.bytes}})));
    } else if (!session.given().quiet) {
      session.out() << fmt::format(
          "Wrote {} issues of {} with {} history entries to {} ({} files, {:.1f} MB).\n", summary.issues,
          summary.boards == 1 ? "1 board" : fmt::format("{} boards", summary.boards), summary.changes,
          folder_, summary.files, static_cast<double>(summary.bytes) / 1e6);
    }
    return 0;
  }

 private:
  std::string folder_;
  std::int64_t seed_ = 1;
  std::int64_t issues_ = demo::DemoOptions{}.issues;
  std::int64_t sprints_ = demo::DemoOptions{}.sprints;
  std::string plants_;
  std::string end_;
};

}  // namespace

std::unique_ptr<Verb> make_demo_verb() {
  return std::make_unique<DemoVerb>();
}

}  // namespace stint::app
