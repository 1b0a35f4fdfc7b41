#include <array>

#include "app/verb.h"

namespace stint::app {
namespace {

constexpr std::array kVerbs{
    VerbInfo{"import", "Read a tracker's export into the data folder",
             "stint import export/ more.json issues.csv", make_import_verb},
    VerbInfo{"connect", "Connect a live tracker, or say what its account may do",
             "stint connect work --url https://team.atlassian.net --user me@team.com", make_connect_verb},
    VerbInfo{"sync", "Bring in what has changed in the connected trackers", "stint sync work",
             make_sync_verb},
    VerbInfo{"write", "Change something in a tracker: shown first, done when confirmed, logged",
             "stint write comment PAY-12 \"Reproduced on main\"", make_write_verb},
    VerbInfo{"serve", "Serve the page and the API, and keep both current",
             "stint serve --listen 127.0.0.1:5001", make_serve_verb},
    VerbInfo{"user", "Say who may sign in to the server, and as what", "stint user add anna --role admin",
             make_user_verb},
    VerbInfo{"key", "Make, list and revoke the API keys of programs",
             "stint key add dashboard --for anna --days 90", make_key_verb},
    VerbInfo{"backup", "Copy the data folder into one file, while a server may run on it",
             "stint backup /mnt/backups/stint.tar.gz", make_backup_verb},
    VerbInfo{"restore", "Put a backup in the place of the data folder", "stint restore stint.tar.gz --force",
             make_restore_verb},
    VerbInfo{"insights", "Say what is going wrong, why, and which issues say so",
             "stint insights --project PAY", make_insights_verb},
    VerbInfo{"metrics", "Show figures: sprints, velocity, flow, defects, hygiene",
             "stint metrics sprints --json", make_metrics_verb},
    VerbInfo{"forecast", "Say when so much will be done, and how much by a date", "stint forecast --items 20",
             make_forecast_verb},
    VerbInfo{"report", "Write what matters as one document, with charts", "stint report -o report.html",
             make_report_verb},
    VerbInfo{"issues", "List issues with their dates", "stint issues --csv -o issues.csv", make_issues_verb},
    VerbInfo{"capacity", "Show who of a team works how much in each sprint", "stint capacity --csv",
             make_capacity_verb},
    VerbInfo{"model", "Keep and measure language models, see what they are asked",
             "stint model pull qwen2.5-1.5b && stint model use qwen2.5-1.5b", make_model_verb},
    VerbInfo{"demo", "Write a made-up organisation with planted problems",
             "stint demo /tmp/demo --plant scope_creep,blocked", make_demo_verb},
    VerbInfo{"doctor", "Check what is installed, configured and stored", "stint doctor", make_doctor_verb},
    VerbInfo{"completion", "Print the completion script of a shell", "source <(stint completion bash)",
             make_completion_verb},
};

}  // namespace

std::span<const VerbInfo> verbs() {
  return kVerbs;
}

}  // namespace stint::app
