#include "app/serving/wiring.h"

#include <charconv>
#include <fmt/format.h>
#include <ostream>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/client_options.h"
#include "app/models.h"
#include "app/serving/background.h"
#include "app/trackers.h"
#include "app/version.h"
#include "exchange/writes/policy.h"
#include "jobs/worker.h"
#include "lib/beast/server.h"
#include "lib/sodium/random.h"
#include "lib/utf8proc/display.h"
#include "outbound/delivery.h"
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
  return {environment, [environment] { return exchange::seal_key(environment); }};
}

// Everything a server holds, in the order in which it is made; it goes in the other one.
class Wired final : public Serving {
 public:
  Wired(const Session& session, ServeOptions options, language::Controls controls)
      : session_(session),
        options_(std::move(options)),
        workspace_(session.data_folder(), choices_of(session, std::move(controls)), now) {}

  ~Wired() override {
    if (alerts_) alerts_->on_new_work([] {});
    if (jobs_) jobs_->on_new_work([] {});
  }

  [[nodiscard]] Outcome open() {
    std::error_code code;
    std::filesystem::create_directories(session_.data_folder(), code);
    if (code)
      return fail(ErrorCode::failure, "cannot be made: " + code.message(), session_.data_folder().string());
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
                  options_.address, "make a user first: stint user add NAME --admin");
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
    const std::stop_callback stopping{stop, [this] { server_->stop(); }};
    {
      const auto subscription = jobs_->subscribe([this](const jobs::Job& job) {
        ++services_->version;
        services_->publish("job", jobs::to_json(job), server::kForEveryone);
      });
      const auto complain = [this](const Error& error) { tell(error); };
      jobs::Worker working{[this](const std::stop_token& ask) {
                             be_nice();
                             return jobs_->step(ask);
                           },
                           now, complain};
      jobs::Worker alerting{[this](const std::stop_token& ask) { return alerts_->step(ask); }, now, complain};
      jobs::Worker looking{[this](const std::stop_token&) { return look(); }, now, complain};
      jobs_->on_new_work([&] { working.wake(); });
      alerts_->on_new_work([&] { alerting.wake(); });
      auto first = jobs_->request("refresh", {}, jobs::Cause::start);
      if (!first) tell(first.error());
      working.wake();
      server_->run();
      jobs_->on_new_work([] {});
      alerts_->on_new_work([] {});
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
    STINT_ASSIGN(jobs, jobs::Jobs::open(session_.data_folder(), background_->kinds(), session_.zone(), now));
    jobs_ = std::move(jobs);
    jobs::AlertsOptions options;
    options.link = url();
    constexpr std::size_t kIdBytes = 16;
    STINT_ASSIGN(alerts, jobs::Alerts::open(session_.data_folder(), session_.zone(),
                                            {now, [] { return random_hex(kIdBytes); }, keyring_of(session_),
                                             jobs::network_carrier(client_options(session_))},
                                            options));
    alerts_ = std::move(alerts);
    background_->set_alerts(*alerts_);
    STINT_ASSIGN(schedules, jobs_->schedules());
    if (schedules.empty()) {
      STINT_ASSIGN(hourly, jobs::schedule_from_json(
                               R"({"name": "hourly", "kind": "refresh", "expression": "@hourly"})"));
      STINT_TRY(jobs_->put_schedule(std::move(hourly)));
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
                                         .now = now,
                                         .program_version = std::string{kVersion}});
    services_->people = session_.server().people;
    const char* const read_only = session_.environment("READ_ONLY_MODE");
    services_->read_only =
        read_only != nullptr && writes::is_read_only(std::optional<std::string_view>{read_only});
    services_->models = [this] { return models(); };
    services_->connections = [this] { return background_->connections(); };
    services_->settings = [this] { return JsonDocument{{"calendar", session_.calendar_text()}}; };
    services_->prometheus = [this] { return service_->prometheus(server_->counts()); };
    services_->publish = [this](std::string_view event, const JsonDocument& data, std::uint32_t topics) {
      server_->publish(fmt::format("event: {}\ndata: {}\n\n", event, to_line(data)), topics);
    };
    services_->secure_cookies = !options_.certificate.empty();
    server::ServiceOptions options;
    options.guard.hosts = {"localhost", "127.0.0.1", "[::1]", host_of(options_.address)};
    for (const std::string& host : options_.hosts) options.guard.hosts.push_back(server::host_name(host));
    for (const std::string& host : session_.server().hosts)
      options.guard.hosts.push_back(server::host_name(host));
    options.proxy = session_.server().proxy;
    options.open_mode = is_loopback(options_.address);
    service_ = std::make_unique<server::Service>(*services_, std::move(options));
  }

  [[nodiscard]] JsonDocument models() const {
    JsonDocument list = JsonDocument::array();
    if (const auto index = model_store(session_).read()) {
      for (const language::StoredModel& model : index->models)
        list.push_back({{"name", model.name}, {"size", model.bytes}, {"tasks", index->uses_of(model.name)}});
    }
    return {{"models", std::move(list)}};
  }

  // What another process wrote to the store shows within seconds.
  [[nodiscard]] Result<std::optional<Instant>> look() {
    be_nice();
    const Instant time = now();
    if (time - uses_written_ >= kWriteUses) {
      uses_written_ = time;
      STINT_TRY(directory_->write_last_uses(time));
    }
    STINT_ASSIGN(changed_now, workspace_.refresh());
    if (changed_now) {
      changed();
      STINT_TRY(background_->tell_alerts());
    }
    return std::optional{now() + kLook};
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
  std::unique_ptr<access::Directory> directory_;
  std::unique_ptr<access::Users> users_;
  std::unique_ptr<access::Sessions> sessions_;
  std::unique_ptr<access::Keys> keys_;
  std::unique_ptr<access::InitialSetup> setup_;
  std::unique_ptr<access::Authentication> authentication_;
  std::unique_ptr<access::Reactions> reactions_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Background> background_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::unique_ptr<jobs::Alerts> alerts_;
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
