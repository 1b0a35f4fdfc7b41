#include "app/serving/wiring.h"

#include <charconv>
#include <fmt/format.h>
#include <ostream>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

#include "app/client_options.h"
#include "app/models.h"
#include "app/serving/background.h"
#include "app/serving/connection_administration.h"
#include "app/serving/model_administration.h"
#include "app/serving/reporting.h"
#include "app/serving/served_models.h"
#include "app/serving/webhooks.h"
#include "app/trackers.h"
#include "app/version.h"
#include "exchange/connections/seal_keys.h"
#include "exchange/writes/policy.h"
#include "jobs/worker.h"
#include "lib/beast/server.h"
#include "lib/sodium/random.h"
#include "lib/utf8proc/display.h"
#include "outbound/delivery.h"
#include "server/access_log.h"
#include "server/service.h"
#include "store/store.h"

namespace stint::app {
namespace {

constexpr std::chrono::seconds kLook{5};  // between two looks for what others wrote to the store
constexpr std::chrono::minutes kWriteUses{1};
constexpr int kBackgroundNice = 10;  // people who wait come first

Instant now() {
  return outbound::system_clock().now();
}

bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.");
}

std::string host_of(const std::string& address) {
  return address.contains(':') ? "[" + address + "]" : address;
}

// Of the calling thread and those that it starts.
void be_nice() {
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kBackgroundNice));
}

workspace::Choices choices_of(const Session& session, language::Controls controls) {
  workspace::Choices choices;
  choices.points_field = session.points_field();
  choices.overrides = session.overrides();
  choices.zone = session.zone();
  choices.options = session.options();
  choices.calendar = session.calendar();
  choices.controls = std::move(controls);
  choices.as_of = session.chosen_as_of();
  return choices;
}

jobs::Keyring keyring_of(const Session& session) {
  const exchange::Environment environment = environment_of(session);
  return {environment, [environment] { return exchange::seal_key(environment); },
          [environment] { return exchange::key_to_seal_with(environment); }};
}

// Everything a server holds, in the order in which it is made; it goes in the other one.
class Wired final : public Serving {
 public:
  Wired(const Session& session, ServeOptions options, language::Controls controls)
      : session_(session),
        options_(std::move(options)),
        workspace_(session.data_folder(), choices_of(session, std::move(controls)), now),
        archive_(session.data_folder() / "reports",
                 {.most = session.server().kept_reports, .keep_for = session.retention().reports}),
        connections_(session, [this] { return background_->connections(); }),
        models_(session) {}

  ~Wired() override {
    if (alerts_) alerts_->on_new_work([] {});
    if (jobs_) jobs_->on_new_work([] {});
  }

  [[nodiscard]] Outcome open() {
    std::error_code code;
    std::filesystem::create_directories(session_.data_folder(), code);
    if (code)
      return fail(ErrorCode::failure, "cannot be made: " + code.message(), session_.data_folder().string());
    // Figures come while everything else is opened. What goes wrong is told by look(), which tries again.
    early_ = std::jthread{[this] { static_cast<void>(workspace_.refresh()); }};
    STINT_ASSIGN(directory, access::Directory::open(session_.data_folder()));
    directory_ = std::move(directory);
    users_ = std::make_unique<access::Users>(*directory_);
    sessions_ = std::make_unique<access::Sessions>(*directory_);
    keys_ = std::make_unique<access::Keys>(*directory_);
    setup_ = std::make_unique<access::InitialSetup>(*directory_);
    authentication_ = std::make_unique<access::Authentication>(*directory_);
    reactions_ = std::make_unique<access::Reactions>(*directory_);
    STINT_ASSIGN(any_users, users_->any(now()));
    if (!any_users && !is_loopback(options_.address)) {
      return fail(ErrorCode::usage, "without users, nobody but this machine may be listened to",
                  options_.address, "make a user first: stint user add NAME --role admin");
    }
    if (!session_.server().access_log.empty()) {
      STINT_ASSIGN(log, server::AccessLog::open(session_.server().access_log));
      access_log_ = std::move(log);
    }
    STINT_TRY(open_server());
    STINT_TRY(open_background());
    make_service();
    if (any_users) return {};
    STINT_ASSIGN(token, setup_->renew(now()));
    if (token) setup_link_ = fmt::format("{}/setup?token={}", url(), token->reveal());
    return {};
  }

  [[nodiscard]] std::string url() const override {
    return fmt::format("{}://{}:{}", options_.certificate.empty() ? "http" : "https",
                       host_of(options_.address), server_->port());
  }
  [[nodiscard]] std::string setup_link() const override { return setup_link_; }

  [[nodiscard]] Outcome run(const std::stop_token& stop) override {
    const std::stop_callback stopping{stop, [this] {
                                        connections_.stop();
                                        server_->stop();
                                      }};
    {
      const auto subscription = jobs_->subscribe([this](const jobs::Job& job) {
        services_->publish("job", jobs::to_json(job), server::kForEveryone);
      });
      const auto complain = [this](const Error& error) { tell(error); };
      jobs::Worker working{[this](const std::stop_token& ask) {
                             be_nice();
                             return jobs_->step(ask);
                           },
                           now, complain};
      jobs::Worker alerting{[this](const std::stop_token& ask) { return alerts_->step(ask); }, now, complain};
      jobs::Worker looking{[this](const std::stop_token& ask) { return look(ask); }, now, complain};
      jobs::Worker listening{[this](const std::stop_token& ask) {
                               be_nice();
                               return webhooks_->step(ask);
                             },
                             now, complain};
      jobs_->on_new_work([&] { working.wake(); });
      webhooks_->on_new_work([&] { listening.wake(); });
      alerts_->on_new_work([&] { alerting.wake(); });
      auto first = jobs_->request("refresh", {}, jobs::Cause::start);
      if (!first) tell(first.error());
      working.wake();
      server_->run();
      jobs_->on_new_work([] {});
      alerts_->on_new_work([] {});
      webhooks_->on_new_work([] {});
    }
    STINT_TRY(directory_->write_last_uses(now(), true));
    return {};
  }

 private:
  [[nodiscard]] Outcome open_server() {
    http::ServerOptions options;
    options.address = options_.address;
    options.port = options_.port;
    options.certificate = options_.certificate;
    options.key = options_.key;
    STINT_ASSIGN(
        server, http::Server::listen(options, [this](const http::Request& request, const http::Reply& reply) {
          return service_->handle(request, reply);
        }));
    server_ = std::move(server);
    return {};
  }

  [[nodiscard]] Outcome open_background() {
    background_ = std::make_unique<Background>(session_, workspace_, url(), [this] { changed(); });
    reporting_ = std::make_unique<Reporting>(workspace_, archive_,
                                             Reporting::Edge{.now = now,
                                                             .refresh = [this] { return refresh(); },
                                                             .link = url(),
                                                             .program_version = std::string{kVersion},
                                                             .people = session_.server().people});
    std::vector<jobs::JobKind> kinds = background_->kinds();
    for (auto further : {reporting_->kinds(), models_.kinds()})
      std::ranges::move(further, std::back_inserter(kinds));
    jobs::JobsOptions queue;
    queue.keep_for = session_.retention().jobs;
    STINT_ASSIGN(jobs,
                 jobs::Jobs::open(session_.data_folder(), std::move(kinds), session_.zone(), now, queue));
    jobs_ = std::move(jobs);
    jobs::AlertsOptions options;
    options.link = url();
    options.keep_for = session_.retention().deliveries;
    constexpr std::size_t kIdBytes = 16;
    STINT_ASSIGN(alerts, jobs::Alerts::open(session_.data_folder(), session_.zone(),
                                            {now, [] { return random_hex(kIdBytes); }, keyring_of(session_),
                                             jobs::network_carrier(client_options(session_))},
                                            options));
    alerts_ = std::move(alerts);
    background_->set_alerts(*alerts_);
    reporting_->set_alerts(*alerts_);
    webhooks_ =
        std::make_unique<Webhooks>(session_, Webhooks::Edge{.now = now,
                                                            .refreshed = [this] { return refresh(); },
                                                            .sync = [this] { return request_refresh(); }});
    STINT_ASSIGN(schedules, jobs_->schedules());
    if (schedules.empty()) {
      std::vector<std::string> usual{R"({"name": "hourly", "kind": "refresh", "expression": "@hourly"})",
                                     R"({"name": "nightly", "kind": "tidy", "expression": "30 3 * * *"})"};
      std::ranges::copy(Reporting::usual_schedules(), std::back_inserter(usual));
      for (const std::string& text : usual) {
        STINT_ASSIGN(schedule, jobs::schedule_from_json(text));
        STINT_TRY(jobs_->put_schedule(std::move(schedule)));
      }
    }
    return {};
  }

  void make_service() {
    services_.reset(new server::Services{.workspace = workspace_,
                                         .directory = *directory_,
                                         .users = *users_,
                                         .sessions = *sessions_,
                                         .keys = *keys_,
                                         .setup = *setup_,
                                         .authentication = *authentication_,
                                         .reactions = *reactions_,
                                         .jobs = *jobs_,
                                         .alerts = *alerts_,
                                         .reports = archive_,
                                         .now = now,
                                         .program_version = std::string{kVersion}});
    services_->people = session_.server().people;
    const char* const read_only = session_.environment("READ_ONLY_MODE");
    services_->read_only =
        read_only != nullptr && writes::is_read_only(std::optional<std::string_view>{read_only});
    services_->webhook = [this](std::string_view connection, const tracker::WebhookRequest& request) {
      return webhooks_->receive(connection, request);
    };
    services_->connection_administration = connections_.functions();
    services_->model_administration = models_.functions();
    services_->connections = [this] { return background_->connections(); };
    services_->settings = [this] { return JsonDocument{{"calendar", session_.calendar_text()}}; };
    services_->prometheus = [this] { return service_->prometheus(server_->counts()); };
    services_->publish = [this](std::string_view event, const JsonDocument& data, std::uint32_t topics) {
      server_->publish(fmt::format("event: {}\ndata: {}\n\n", event, to_line(data)), topics);
    };
    served_models_ = std::make_unique<ServedModels>(session_, now);
    services_->language_models = served_models_.get();
    services_->secure_cookies = !options_.certificate.empty();
    server::ServiceOptions options;
    options.guard.hosts = {"localhost", "127.0.0.1", "[::1]", host_of(options_.address)};
    for (const std::string& host : options_.hosts) options.guard.hosts.push_back(server::host_name(host));
    for (const std::string& host : session_.server().hosts)
      options.guard.hosts.push_back(server::host_name(host));
    options.proxy = session_.server().proxy;
    options.open_mode = is_loopback(options_.address);
    if (access_log_)
      options.log = [this](const server::AccessRecord& record) { access_log_->add(record, now()); };
    service_ = std::make_unique<server::Service>(*services_, std::move(options));
  }

  // What another process wrote to the store shows within seconds.
  [[nodiscard]] Result<std::optional<Instant>> look(const std::stop_token& stop) {
    be_nice();
    const Instant time = now();
    if (time - uses_written_ >= kWriteUses) {
      uses_written_ = time;
      STINT_TRY(directory_->write_last_uses(time));
    }
    if (early_.joinable()) {
      early_.join();
      changed();
      STINT_TRY(background_->tell_alerts());
    }
    STINT_TRY(refresh());
    workspace_.current()->figures->prepare(stop);
    return std::optional{now() + kLook};
  }

  [[nodiscard]] Outcome refresh() {
    STINT_ASSIGN(changed_now, workspace_.refresh());
    if (!changed_now) return {};
    changed();
    STINT_TRY(background_->tell_alerts());
    return {};
  }

  [[nodiscard]] Outcome request_refresh() {
    background_->ask_for_catalogue();
    STINT_TRY(jobs_->request("refresh", {}, jobs::Cause::webhook));
    return {};
  }

  void changed() {
    ++services_->version;
    const auto snapshot = workspace_.current();
    std::size_t fresh = 0;
    for (const insight::Told& told : snapshot->standing.told)
      fresh += told.insight.finding.current && told.change.kind == metrics::ChangeKind::fresh ? 1 : 0;
    services_->publish(
        "data",
        {{"as_of", format_iso(snapshot->figures->as_of().at)}, {"updated_at", format_iso(snapshot->made_at)}},
        server::kForEveryone);
    services_->publish("insights", {{"new", fresh}}, server::kForEveryone);
  }

  void tell(const Error& error) {
    const std::lock_guard lock{telling_};
    session_.err() << "stint: " << printable(error.to_string()) << '\n' << std::flush;
  }

  const Session& session_;
  const ServeOptions options_;
  std::string setup_link_;
  std::mutex telling_;
  Instant uses_written_ = now();
  workspace::Workspace workspace_;
  std::jthread early_;
  std::unique_ptr<server::AccessLog> access_log_;
  std::unique_ptr<access::Directory> directory_;
  std::unique_ptr<access::Users> users_;
  std::unique_ptr<access::Sessions> sessions_;
  std::unique_ptr<access::Keys> keys_;
  std::unique_ptr<access::InitialSetup> setup_;
  std::unique_ptr<access::Authentication> authentication_;
  std::unique_ptr<access::Reactions> reactions_;
  std::unique_ptr<http::Server> server_;
  const report::Archive archive_;
  ConnectionAdministrator connections_;
  ModelAdministrator models_;
  std::unique_ptr<Background> background_;
  std::unique_ptr<Reporting> reporting_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::unique_ptr<jobs::Alerts> alerts_;
  std::unique_ptr<Webhooks> webhooks_;
  std::unique_ptr<ServedModels> served_models_;
  std::unique_ptr<server::Services> services_;
  std::unique_ptr<server::Service> service_;  // its workers end first
};

}  // namespace

Result<std::unique_ptr<Serving>> Serving::create(const Session& session, const ServeOptions& options) {
  STINT_ASSIGN(controls, session.controls({}));
  auto wired = std::make_unique<Wired>(session, options, std::move(controls));
  STINT_TRY(wired->open());
  return Result<std::unique_ptr<Serving>>{std::move(wired)};
}

Outcome parse_listen(std::string_view text, ServeOptions& options) {
  std::string_view port = text;
  std::string_view address;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    address = text.substr(1, end == std::string_view::npos ? 0 : end - 1);
    port = end == std::string_view::npos ? "" : text.substr(end + 1);
    if (port.starts_with(':')) port.remove_prefix(1);
  } else if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
    address = text.substr(0, colon);
    port = text.substr(colon + 1);
  } else if (text.contains('.')) {
    address = text;
    port = {};
  }
  if (!address.empty()) options.address = address == "localhost" ? "127.0.0.1" : std::string{address};
  if (port.empty() && !address.empty()) return {};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error == std::errc{} && end == port.data() + port.size() && !port.empty()) return {};
  return fail(ErrorCode::usage, fmt::format("--listen takes ADDRESS:PORT, not \"{}\"", text), {},
              "for example 127.0.0.1:5001");
}

}  // namespace stint::app
