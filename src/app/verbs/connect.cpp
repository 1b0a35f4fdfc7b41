#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "app/interruption.h"
#include "app/trackers.h"
#include "app/verb.h"
#include "base/text.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;
using tracker::PermissionCheck;

std::string product_names() {
  std::string names;
  for (const tracker::ProductInfo& info : tracker::products()) {
    if (!names.empty()) names += ", ";
    names += info.name;
  }
  return names;
}

std::string product_title(const StoredConnection& connection) {
  return connection.product ? std::string{tracker::product_info(*connection.product).title} : "not known yet";
}

// Where the secret is, without saying anything of it.
std::string secret_place(const StoredConnection& connection) {
  return connection.secret_variable.empty() ? "kept, sealed" : "in " + connection.secret_variable;
}

JsonDocument to_json(const StoredConnection& connection) {
  return {{"name", connection.name},
          {"product", connection.product ? JsonDocument(tracker::product_info(*connection.product).name)
                                         : JsonDocument(nullptr)},
          {"url", connection.url},
          {"user", connection.user},
          {"projects", connection.projects},
          {"verify_tls", connection.verify_tls},
          {"read_only", connection.read_only},
          {"from_environment", connection.from_environment}};
}

// What a look at a tracker brought.
struct Checked {
  StoredConnection connection;
  tracker::Account account;
  std::vector<PermissionCheck> permissions;

  [[nodiscard]] bool can_read() const {
    return std::ranges::all_of(permissions,
                               [](const PermissionCheck& p) { return p.granted || !p.needed_to_read; });
  }
};

JsonDocument to_json(const Checked& checked) {
  JsonDocument permissions = JsonDocument::array();
  for (const PermissionCheck& permission : checked.permissions) {
    permissions.push_back({{"what", permission.what},
                           {"granted", permission.granted},
                           {"needed_to_read", permission.needed_to_read},
                           {"hint", permission.hint}});
  }
  JsonDocument json = to_json(checked.connection);
  json["account"] = {
      {"id", checked.account.id}, {"name", checked.account.name}, {"time_zone", checked.account.time_zone}};
  json["tracker"] = checked.account.version;
  json["permissions"] = std::move(permissions);
  json["can_read"] = checked.can_read();
  return json;
}

std::string text_of(const Checked& checked) {
  std::string text = fmt::format(
      "{}: {} at {}, as {}\n", checked.connection.name,
      checked.account.version.empty() ? product_title(checked.connection) : checked.account.version,
      checked.connection.url, checked.account.name);
  for (const PermissionCheck& permission : checked.permissions) {
    const std::string_view state =
        permission.granted ? "ok     " : (permission.needed_to_read ? "MISSING" : "not    ");
    text += fmt::format("  {} {}", state, printable(permission.what));
    if (!permission.granted && !permission.hint.empty()) text += ": " + printable(permission.hint);
    text += '\n';
  }
  if (!checked.connection.verify_tls) text += "  note    certificates are not checked\n";
  return text;
}

class ConnectVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("NAME", name_, "What to call the connection; without, those there are", false)
        .option("--url", url_, "Where the tracker is: https://team.atlassian.net", "URL")
        .option("--product", product_, product_names() + "; without, as the address or the tracker says",
                "NAME")
        .option("--user", user_, "E-mail address or user name, where the secret needs one", "USER")
        .options("--only", projects_, "Read this project only; may be given several times", "KEY")
        .option("--secret-env", variable_, "The secret stays in this environment variable", "NAME")
        .flag("--secret-stdin", from_input_, "Read the secret from standard input instead of asking for it")
        .option("--ca", ca_file_, "Trust the certificates in this file", "FILE")
        .flag("--no-tls-check", no_tls_check_, "Do not check the tracker's certificate")
        .flag("--read-only", read_only_, "Never write to this tracker")
        .flag("--check", check_, "Sign in, and say what is permitted")
        .flag("--remove", remove_, "Forget the connection; what was read stays");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (remove_) return forget(session);
    if (check_ && url_.empty()) return check_all(session);
    if (name_.empty() && url_.empty()) return list(session);
    if (url_.empty()) return show(session);
    return connect(session);
  }

 private:
  Result<int> list(const Session& session) {
    STINT_ASSIGN(all, connections(session));
    if (session.given().json) {
      JsonDocument list = JsonDocument::array();
      for (const StoredConnection& connection : all) list.push_back(to_json(connection));
      STINT_TRY(
          session.write(to_text({{"schema", "stint.connections/1"}, {"connections", std::move(list)}})));
      return 0;
    }
    std::string text;
    for (const StoredConnection& connection : all) text += line_of(connection);
    if (all.empty())
      text =
          "No connections yet.\n  stint connect work --url https://team.atlassian.net --user me@team.com\n";
    STINT_TRY(session.write(text));
    return 0;
  }

  static std::string line_of(const StoredConnection& connection) {
    std::string text = fmt::format("{}: {}, {}", connection.name, product_title(connection), connection.url);
    if (!connection.user.empty()) text += " as " + connection.user;
    text += ", secret " + secret_place(connection);
    if (!connection.projects.empty()) text += fmt::format(", only {}", fmt::join(connection.projects, ", "));
    if (connection.read_only) text += ", read only";
    if (!connection.verify_tls) text += ", certificates not checked";
    return printable(text) + "\n";
  }

  Result<int> show(const Session& session) {
    STINT_ASSIGN(connection, find_connection(session, name_));
    STINT_TRY(session.write(session.given().json ? to_text(to_json(connection)) : line_of(connection)));
    return 0;
  }

  Result<int> forget(const Session& session) {
    if (name_.empty()) return fail(ErrorCode::usage, "which connection?", {}, "stint connect NAME --remove");
    STINT_ASSIGN(removed, exchange::ConnectionFile{session.data_folder()}.remove(name_));
    if (!removed) {
      STINT_ASSIGN(connection, find_connection(session, name_));
      return fail(ErrorCode::usage, fmt::format("\"{}\" is a connection of the environment", connection.name),
                  {}, "unset its variables");
    }
    if (!session.given().quiet) session.out() << fmt::format("{} is forgotten.\n", printable(name_));
    return 0;
  }

  static Result<Checked> look(const Session& session, const StoredConnection& connection,
                              const std::optional<Secret>& secret, const std::stop_token& stop) {
    STINT_ASSIGN(live, open_tracker(session, connection, secret, Patience::person, stop));
    Checked checked;
    checked.connection = live.connection;
    STINT_ASSIGN(account, live.connector->account());
    checked.account = std::move(account);
    tracker::Scope scope;
    scope.projects = connection.projects;
    STINT_ASSIGN(permissions, live.connector->check_permissions(scope));
    checked.permissions = std::move(permissions);
    return checked;
  }

  Result<int> check_all(const Session& session) {
    std::vector<StoredConnection> chosen;
    if (name_.empty()) {
      STINT_ASSIGN(all, connections(session));
      chosen = std::move(all);
    } else {
      STINT_ASSIGN(connection, find_connection(session, name_));
      chosen.push_back(std::move(connection));
    }
    const Interruption interruption;
    JsonDocument list = JsonDocument::array();
    int status = 0;
    for (const StoredConnection& connection : chosen) {
      const auto checked = look(session, connection, std::nullopt, interruption.token());
      if (!checked) {
        session.err() << fmt::format("stint: {}: {}\n", printable(connection.name),
                                     printable(checked.error().to_string()));
        if (status == 0) status = error_kind(checked.error().code).exit_status;
        continue;
      }
      if (!checked->can_read() && status == 0) status = error_kind(ErrorCode::authentication).exit_status;
      list.push_back(to_json(*checked));
      if (!session.given().json) session.out() << text_of(*checked);
    }
    if (session.given().json)
      STINT_TRY(
          session.write(to_text({{"schema", "stint.connections/1"}, {"connections", std::move(list)}})));
    return status;
  }

  Result<int> connect(const Session& session) {
    STINT_ASSIGN(connection, described());
    STINT_ASSIGN(secret, ask_secret(session, connection));
    const Interruption interruption;
    STINT_ASSIGN(checked, look(session, connection, secret, interruption.token()));
    connection.product = checked.connection.product;
    if (connection.secret_variable.empty()) {
      STINT_ASSIGN(key, exchange::seal_key(environment_of(session)));
      connection.sealed_secret = seal(key, secret, exchange::seal_context(connection));
    }
    STINT_TRY(exchange::ConnectionFile{session.data_folder()}.put(connection));
    if (session.given().json) {
      STINT_TRY(session.write(to_text(to_json(checked))));
    } else if (!session.given().quiet) {
      session.out() << text_of(checked)
                    << fmt::format("Kept. Now: stint sync {}\n", printable(connection.name));
    }
    return checked.can_read() ? 0 : error_kind(ErrorCode::authentication).exit_status;
  }

  Result<StoredConnection> described() const {
    StoredConnection connection;
    connection.name = name_.empty() ? "work" : name_;
    auto url = exchange::tidy_url(url_);
    if (!url) {
      Error error = std::move(url).error();
      error.where = "--url";
      return fail(std::move(error));
    }
    connection.url = std::move(*url);
    connection.product = exchange::product_of_url(connection.url);
    if (!product_.empty()) {
      const tracker::ProductInfo* const info = tracker::find_product(product_);
      if (info == nullptr)
        return fail(ErrorCode::usage, "there is no product \"" + product_ + "\"", {},
                    "there are " + product_names());
      connection.product = info->product;
    }
    connection.user = user_;
    connection.sign = exchange::usual_sign(connection.product, !user_.empty());
    if (connection.product == tracker::Product::jira_cloud && user_.empty()) {
      return fail(ErrorCode::usage, "Jira Cloud signs in with an e-mail address and its API token", {},
                  "add --user me@team.com");
    }
    connection.projects = projects_;
    connection.verify_tls = !no_tls_check_;
    connection.ca_file = ca_file_;
    connection.read_only = read_only_;
    connection.secret_variable = variable_;
    return connection;
  }

  Result<Secret> ask_secret(const Session& session, const StoredConnection& connection) const {
    if (!variable_.empty()) return exchange::secret_of(connection, environment_of(session), {});
    // Better now than after the secret has been typed.
    STINT_ASSIGN(key, exchange::seal_key(environment_of(session)));
    static_cast<void>(key);
    std::string secret;
    if (from_input_) {
      secret = session.read_line();
    } else {
      const auto typed = session.ask(
          fmt::format("Token or password for {} (not shown): ", printable(connection.url)), false);
      if (!typed) {
        return fail(ErrorCode::declined, "the connection needs a secret, and nobody is here to type it", {},
                    "give it on standard input with --secret-stdin, or name a variable with --secret-env");
      }
      secret = *typed;
    }
    secret = std::string{trimmed(secret)};
    if (secret.empty()) return fail(ErrorCode::authentication, "no secret was given");
    return Secret{std::move(secret)};
  }

  std::string name_;
  std::string url_;
  std::string product_;
  std::string user_;
  std::vector<std::string> projects_;
  std::string variable_;
  std::string ca_file_;
  bool from_input_ = false;
  bool no_tls_check_ = false;
  bool read_only_ = false;
  bool check_ = false;
  bool remove_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_connect_verb() {
  return std::make_unique<ConnectVerb>();
}

}  // namespace stint::app
