#include "server/handlers/handlers.h"
#include "server/route.h"

namespace stint::server {
namespace {

using access::Role;
using access::Scope;

// Who may call, in the words of the table.
constexpr Needs kAnybody{.nothing = true};
constexpr Needs kReader{.role = Role::viewer, .scope = Scope::read, .open_mode = true};
constexpr Needs kRater{.role = Role::member, .scope = Scope::read, .open_mode = true};
constexpr Needs kAdmin{.role = Role::admin, .scope = Scope::admin, .whole = true};
constexpr Needs kLead{.role = Role::lead, .scope = Scope::write, .whole = true};
constexpr Needs kLeadReads{.role = Role::lead, .scope = Scope::read, .open_mode = true, .whole = true};
constexpr Needs kMember{.role = Role::member, .scope = Scope::write};
constexpr Needs kProjectLead{.role = Role::lead, .scope = Scope::write};
constexpr Needs kModelUser{.role = Role::member, .scope = Scope::model};
constexpr Needs kUser{.role = Role::viewer, .scope = Scope::read};

constexpr Parameter kProject{"project", Parameter::Type::text, "Only this project, by key"};
constexpr Parameter kBoard{"board", Parameter::Type::text, "Only this board, by id or name"};

using Type = Parameter::Type;

constexpr Parameters kOfInsights{kProject,
                                 {"severity", Type::text, "At least: info, warning or error"},
                                 {"kind", Type::text, "Only of this kind"},
                                 {"all", Type::flag, "Those about earlier sprints too"},
                                 {"limit", Type::integer, "At most so many"}};

// A row each, not an item a line.
// clang-format off
constexpr Route kRoutes[]{
    {Method::get, "/healthz", "getHealth", "Whether the program runs", kAnybody, Pace::quick, {}, {}, "Health",
     200, get_health},
    {Method::get, "/readyz", "getReadiness", "Whether insights are there to be served", kAnybody, Pace::quick, {},
     {}, "Health", 200, get_readiness},
    {Method::get, "/metrics", "getPrometheus", "Figures about the server itself, for Prometheus", kReader,
     Pace::quick, {}, {}, {}, 200, get_prometheus},
    {Method::get, "/api/openapi.json", "getDescription", "This description", kAnybody, Pace::cached, {}, {},
     "Description", 200, get_description},

    {Method::get, "/api/v1/session", "getSession", "Who is asking, and what they may do", kAnybody, Pace::quick,
     {}, {}, "Session", 200, get_session},
    {Method::post, "/api/v1/session", "signIn", "Signs in with a password", kAnybody, Pace::slow, {}, "SignIn",
     "Session", 200, sign_in},
    {Method::remove, "/api/v1/session", "signOut", "Signs out", kAnybody, Pace::slow, {}, {}, {}, 204, sign_out},
    {Method::post, "/api/v1/session/password", "changePassword", "Changes one's own password; other sessions end",
     kUser, Pace::slow, {}, "PasswordChange", "Session", 200, change_password},
    {Method::post, "/api/v1/setup", "setUp", "Makes the first user, an admin, with the token of the setup link",
     kAnybody, Pace::slow, {}, "Setup", "Session", 200, set_up},

    {Method::get, "/api/v1/status", "getStatus", "How current the data are, and where they come from", kReader,
     Pace::slow, {}, {}, "Status", 200, get_status},
    {Method::get, "/api/v1/settings", "getSettings", "The choices that figures depend on", kReader, Pace::slow, {},
     {}, "Settings", 200, get_settings},
    {Method::get, "/api/v1/models", "getModels", "Which models write words", kReader, Pace::slow, {}, {}, "Models",
     200, get_models},
    {Method::get, "/api/v1/events", "getEvents", "Server-sent events: insights, data, job", kReader, Pace::quick,
     {}, {}, {}, 200, get_events},

    {Method::get, "/api/v1/projects", "getProjects", "Projects and their boards", kReader, Pace::cached, {}, {},
     "Projects", 200, get_projects},
    {Method::get, "/api/v1/insights", "getInsights", "What is going wrong now, what costs most first", kReader,
     Pace::cached, kOfInsights, {}, "Insights", 200, get_insights},
    {Method::get, "/api/insights", "getInsightsPlain", "The same as /api/v1/insights", kReader, Pace::cached,
     kOfInsights, {}, "Insights", 200, get_insights},
    {Method::get, "/api/v1/insights/{id}", "getInsight", "One insight with its facts and issues", kReader,
     Pace::cached, {}, {}, "OneInsight", 200, get_insight},
    {Method::get, "/api/v1/insights/{id}/history", "getInsightHistory", "How it stood on earlier days", kReader,
     Pace::cached, {{"days", Type::integer, "How many days back, at most 90"}}, {}, "InsightHistory", 200,
     get_insight_history},
    {Method::post, "/api/v1/insights/{id}/seen", "markSeen", "It is new no more, for whoever asks", kReader,
     Pace::slow, {}, "Nothing", "Reacted", 200, mark_seen},
    {Method::post, "/api/v1/insights/{id}/snooze", "snooze", "Puts it off, for whoever asks", kReader, Pace::slow,
     {}, "Snooze", "Reacted", 200, snooze},
    {Method::post, "/api/v1/insights/{id}/rating", "rate", "Helpful or not", kRater, Pace::slow, {}, "Rating",
     "Reacted", 200, rate},

    {Method::get, "/api/v1/issues", "getIssues", "Issues as they stand, filtered, sorted and paged", kReader,
     Pace::cached, {kProject, {"q", Type::text, "In key or summary"}, {"keys", Type::text,
     "Only these, parted by commas"}, {"status", Type::text, "Names, parted by commas"}, {"type", Type::text,
     "Names, parted by commas"}, {"category", Type::text, "new, indeterminate or done"}, {"sprint", Type::text,
     "In this sprint, by id"}, {"assignee", Type::text, "By name"}, {"blocked", Type::flag,
     "Only what is blocked now"}, {"sort", Type::text,
     "key, created, updated, summary, status, cycle_days or points"}, {"order", Type::text, "asc or desc"},
     {"limit", Type::integer, "At most so many, up to 500"}, {"offset", Type::integer, "After so many"}}, {},
     "Issues", 200, get_issues},
    {Method::get, "/api/v1/issues/{key}", "getIssue", "One issue with its timeline", kReader, Pace::cached, {}, {},
     "OneIssue", 200, get_issue},
    {Method::get, "/api/v1/sprints", "getSprints", "Sprints by board", kReader, Pace::cached, {kProject, kBoard},
     {}, "Sprints", 200, get_sprints},
    {Method::get, "/api/v1/sprints/{id}", "getSprint", "One sprint: burndown, figures, items, risk", kReader,
     Pace::cached, {kProject, kBoard}, {}, "OneSprint", 200, get_sprint},
    {Method::get, "/api/v1/metrics", "getMetrics", "Which figures there are", kReader, Pace::cached, {}, {},
     "MetricList", 200, get_metrics},
    {Method::get, "/api/v1/metrics/{name}", "getMetric", "One family of figures", kReader, Pace::cached, {kProject,
     {"evidence", Type::flag, "With the issues behind each figure"}}, {}, "Metric", 200, get_family},
    {Method::get, "/api/v1/forecasts", "getForecasts",
     "When it will be done, or how much; without a question, the running sprints", kReader, Pace::cached,
     {kProject, kBoard, {"items", Type::integer, "When this many items will be done"}, {"points", Type::text,
     "When this many points will be done"}, {"epic", Type::text, "When the open items of this epic will be done"},
     {"by", Type::date, "How many items will be done by the end of this day"}}, {}, "Forecast", 200,
     get_forecasts},
    {Method::get, "/api/v1/reports", "getReports", "In which formats the report can be had, and which are kept", kReader,
     Pace::slow, {}, {}, "Reports", 200, get_reports},
    {Method::post, "/api/v1/reports", "keepReport", "Makes a report as of now, and keeps it", kMember, Pace::slow,
     {}, "NewReport", "OneKeptReport", 201, keep_report},
    {Method::get, "/api/v1/reports/kept/{name}", "getKeptReport", "A report that is kept", kReader, Pace::slow,
     {{"download", Type::flag, "As a file to be kept"}}, {}, {}, 200, get_kept_report},
    {Method::remove, "/api/v1/reports/kept/{name}", "removeKeptReport", "Removes a report that is kept",
     kProjectLead, Pace::slow, {}, {}, {}, 204, remove_kept_report},
    {Method::get, "/api/v1/reports/{format}", "getReport", "The report", kReader, Pace::cached, {kProject, kBoard,
     {"sprint", Type::text, "Burndown of this sprint, by id or name"}, {"download", Type::flag,
     "As a file to be kept"}}, {}, {}, 200, get_report},

    {Method::get, "/api/v1/jobs", "getJobs", "Work in the background, the newest first", kReader, Pace::slow,
     {{"limit", Type::integer, "At most so many, up to 500"}}, {}, "Jobs", 200, get_jobs},
    {Method::get, "/api/v1/jobs/{id}", "getJob", "One job", kReader, Pace::slow, {}, {}, "OneJob", 200, get_job},
    {Method::post, "/api/v1/jobs", "requestJob", "Runs a job now, or joins one that waits", kLead, Pace::slow, {},
     "JobRequest", "OneJob", 202, request_job},
    {Method::post, "/api/v1/jobs/{id}/cancel", "cancelJob", "Asks a job to stop", kLead, Pace::slow, {}, "Nothing",
     "OneJob", 202, cancel_job},
    {Method::get, "/api/v1/schedule", "getSchedule", "When jobs run by themselves", kReader, Pace::slow, {}, {},
     "Schedules", 200, get_schedule},
    {Method::put, "/api/v1/schedule/{name}", "putSchedule", "Adds or changes a schedule", kLead, Pace::slow, {},
     "NewSchedule", "OneSchedule", 200, put_schedule},
    {Method::remove, "/api/v1/schedule/{name}", "removeSchedule", "Removes a schedule", kLead, Pace::slow, {}, {},
     {}, 204, remove_schedule},
    {Method::get, "/api/v1/alerts/rules", "getRules", "What is told to whom", kLeadReads, Pace::slow, {}, {},
     "Rules", 200, get_rules},
    {Method::put, "/api/v1/alerts/rules/{name}", "putRule", "Adds or changes a rule", kLead, Pace::slow, {},
     "NewRule", "OneRule", 200, put_rule},
    {Method::remove, "/api/v1/alerts/rules/{name}", "removeRule", "Removes a rule", kLead, Pace::slow, {}, {}, {},
     204, remove_rule},
    {Method::get, "/api/v1/alerts/summaries", "getSummaries", "Which regular summaries go where", kLeadReads,
     Pace::slow, {}, {}, "Summaries", 200, get_summaries},
    {Method::put, "/api/v1/alerts/summaries/{name}", "putSummary", "Adds or changes a summary", kLead, Pace::slow,
     {}, "NewSummary", "OneSummary", 200, put_summary},
    {Method::remove, "/api/v1/alerts/summaries/{name}", "removeSummary", "Removes a summary", kLead, Pace::slow,
     {}, {}, {}, 204, remove_summary},
    {Method::get, "/api/v1/alerts/channels", "getChannels", "Where alerts go, without what is secret", kLeadReads,
     Pace::slow, {}, {}, "Channels", 200, get_channels},
    {Method::put, "/api/v1/alerts/channels/{name}", "putChannel", "Adds or changes a channel", kAdmin, Pace::slow,
     {}, "NewChannel", "OneChannel", 200, put_channel},
    {Method::remove, "/api/v1/alerts/channels/{name}", "removeChannel", "Removes a channel", kAdmin, Pace::slow,
     {}, {}, {}, 204, remove_channel},
    {Method::post, "/api/v1/alerts/channels/{name}/test", "testChannel", "Sends a message to try it", kAdmin,
     Pace::slow, {}, "Nothing", "OneDelivery", 200, test_channel},
    {Method::get, "/api/v1/alerts/deliveries", "getDeliveries", "What was sent, and what became of it", kLeadReads,
     Pace::slow, {{"limit", Type::integer, "At most so many, up to 500"}}, {}, "Deliveries", 200, get_deliveries},

    {Method::get, "/api/v1/connections", "getConnections", "Trackers that are read, without what is secret",
     kAdmin, Pace::slow, {}, {}, "Connections", 200, get_connections},
    {Method::put, "/api/v1/connections/{name}", "putConnection",
     "Adds or changes a connection, after a look at the tracker", kAdmin, Pace::slow, {}, "NewConnection",
     "CheckedConnection", 200, put_connection},
    {Method::post, "/api/v1/connections/{name}/check", "checkConnection",
     "Signs in at the tracker, and says what is permitted", kAdmin, Pace::slow, {}, "Nothing",
     "CheckedConnection", 200, check_connection},
    {Method::remove, "/api/v1/connections/{name}", "removeConnection",
     "Forgets a connection; what was read stays", kAdmin, Pace::slow, {}, {}, {}, 204, remove_connection},
    {Method::post, "/api/v1/models", "pullModel", "Fetches a model of the catalogue, as a job", kAdmin,
     Pace::slow, {}, "WantedModel", "OneJob", 202, pull_model},
    {Method::put, "/api/v1/models/tasks/{task}", "useModel",
     "Says which model a task uses; default: every text without one of its own", kAdmin, Pace::slow, {},
     "ModelChoice", "Models", 200, use_model},
    {Method::remove, "/api/v1/models/{name}", "removeModel", "Removes a model with its file", kAdmin, Pace::slow,
     {}, {}, {}, 204, remove_model},

    {Method::get, "/api/v1/users", "getUsers", "Who may sign in", kAdmin, Pace::slow, {}, {}, "Users", 200,
     get_users},
    {Method::post, "/api/v1/users", "addUser", "Adds a user", kAdmin, Pace::slow, {}, "NewUser", "OneUser", 201,
     add_user},
    {Method::put, "/api/v1/users/{name}", "changeUser", "Changes a user; what is left out stays", kAdmin,
     Pace::slow, {}, "UserChange", "OneUser", 200, change_user},
    {Method::remove, "/api/v1/users/{name}", "removeUser", "Removes a user with sessions and keys", kAdmin,
     Pace::slow, {}, {}, {}, 204, remove_user},
    {Method::post, "/api/v1/users/{name}/password", "resetPassword", "Gives a user a new password; sessions end",
     kAdmin, Pace::slow, {}, "NewPassword", {}, 204, reset_password},
    {Method::get, "/api/v1/keys", "getKeys", "One's own API keys; an admin sees all", kUser, Pace::slow, {}, {},
     "Keys", 200, get_keys},
    {Method::post, "/api/v1/keys", "addKey", "Makes an API key of one's own; it is shown this once", kUser,
     Pace::slow, {}, "NewKey", "IssuedKey", 201, add_key},
    {Method::remove, "/api/v1/keys/{id}", "revokeKey", "Revokes a key for good", kUser, Pace::slow, {}, {}, {},
     204, revoke_key},
    {Method::get, "/api/v1/audit", "getAudit", "Who did what, the newest first", kAdmin, Pace::slow, {{"limit",
     Type::integer, "At most so many, up to 1000"}, {"before", Type::integer, "Older than this entry"}}, {},
     "Audit", 200, get_audit},

    {Method::post, "/hooks/{connection}", "receiveWebhook",
     "What a tracker tells of itself, with the proof that it is the connection's", kAnybody, Pace::slow,
     {{"token", Type::text, "The webhook's secret, where the tracker cannot sign"}}, "Anything", "Received", 202,
     receive_webhook},

    {Method::get, "/v1/models", "listModels", "Language models, as OpenAI lists them", kModelUser, Pace::slow, {}, {},
     "ModelList", 200, list_language_models},
    {Method::get, "/v1/models/{model}", "retrieveModel", "One language model", kModelUser, Pace::slow, {}, {},
     "ListedModel", 200, get_language_model},
    {Method::post, "/v1/chat/completions", "createChatCompletion",
     "A model's answer in a conversation, as OpenAI gives it; with stream: true in server-sent chunks", kModelUser,
     Pace::model, {}, "ChatRequest", "ChatCompletion", 200, create_chat_completion},
    {Method::post, "/v1/embeddings", "createEmbedding", "Texts to vectors, as OpenAI gives them", kModelUser,
     Pace::model, {}, "EmbeddingRequest", "EmbeddingList", 200, create_embeddings},

    {Method::post, "/api/generate-task", "generateTask", "Drafts a backlog item (not in this version)", kReader,
     Pace::quick, {}, "Anything", "Error", 501, not_yet},
    {Method::post, "/process-llm-prompt", "processPrompt", "Answers a prompt (not in this version)", kReader,
     Pace::quick, {}, "Anything", "Error", 501, not_yet},
};
// clang-format on

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

}  // namespace stint::server
