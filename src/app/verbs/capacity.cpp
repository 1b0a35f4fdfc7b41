#include <ostream>

#include "app/verb.h"
#include "store/capacity_table.h"
#include "store/definitions.h"
#include "store/store.h"
#include "views/sprint_capacity.h"

namespace stint::app {
namespace {

class CapacityVerb : public Verb {
 public:
  void declare(CommandLine::Verb& /*line*/) override {}

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    std::vector<views::TeamCapacity> teams;
    if (store::exists(session.data_folder())) {
      STINT_ASSIGN(database, store::open_for_reading(session.data_folder()));
      STINT_ASSIGN(rows, store::read_capacities(database));
      STINT_ASSIGN(definitions, store::Definitions::load(database));
      teams = views::team_capacities(rows, definitions, session.calendar(), session.given().project);
    }
    if (session.given().json) {
      STINT_TRY(session.write(to_text(views::capacity_json(teams))));
    } else if (session.given().csv) {
      STINT_TRY(session.write(views::capacity_rows(teams).to_csv()));
    } else {
      STINT_TRY(session.write(views::capacity_text(teams).to_text(session.columns())));
      if (teams.empty() && !session.given().quiet)
        session.err() << "No team has said what it can do. Capacities are read from Azure DevOps.\n";
    }
    return 0;
  }
};

}  // namespace

std::unique_ptr<Verb> make_capacity_verb() {
  return std::make_unique<CapacityVerb>();
}

}  // namespace stint::app
