// The handlers of all routes, for the table.
#pragma once

#include "server/route.h"

namespace stint::server {

Handle get_audit, get_description, get_events, get_family, get_forecasts, get_health, get_insight,
    get_insight_history, get_insights, get_issue, get_issues, get_metrics, get_models, get_projects,
    get_prometheus, get_readiness, get_report, get_reports, get_session, get_settings, get_sprint,
    get_sprints, get_status;
Handle sign_in, sign_out, set_up, change_password;
Handle mark_seen, snooze, rate;
Handle get_users, add_user, change_user, remove_user, reset_password, get_keys, add_key, revoke_key;
Handle get_jobs, get_job, request_job, cancel_job, get_schedule, put_schedule, remove_schedule;
Handle keep_report, get_kept_report, remove_kept_report;
Handle get_connections, put_connection, check_connection, remove_connection, pull_model, use_model,
    remove_model;
Handle get_summaries, put_summary, remove_summary;
Handle get_rules, put_rule, remove_rule, get_channels, put_channel, remove_channel, test_channel,
    get_deliveries;
Handle receive_webhook;
Handle create_chat_completion, create_embeddings, get_language_model, list_language_models;
Handle not_yet;

}  // namespace stint::server
