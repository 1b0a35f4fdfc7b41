#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "app/connecting.h"
#include "app/interruption.h"
#include "app/trackers.h"
#include "app/verb.h"
#include "app/webhook_setup.h"
#include "base/text.h"
#include "exchange/connections/seal_keys.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;
using tracker::PermissionCheck;

std::string product_title(const StoredConnection& connection) {
  return connection.product ? std::string{tracker::product_info(*connection.product).title} : "not known yet";
}

// Where the secret is, without saying anything of it.
std::string secret_place(const StoredConnection& connection) {
  return connection.secret_variable.empty() ? "kept, sealed" : "in " + connection.secret_variable;
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
        .flag("--webhook", webhook_,
              "Let the tracker tell a running server what changes: a new secret for it")
        .option("--webhook-env", webhook_variable_,
                "The same, with the secret from this environment variable", "NAME")
        .flag("--check", check_, "Sign in, and say what is permitted")
        .flag("--remove", remove_, "Forget the connection; what was read stays");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (remove_) return forget(session);
    if (webhook_ || !webhook_variable_.empty()) return make_webhook(session);
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

  Result<int> make_webhook(const Session& session) {
    if (name_.empty() || !url_.empty()) {
      return fail(ErrorCode::usage, "a webhook is for one connection that is there already", {},
                  "stint connect NAME --webhook");
    }
    STINT_ASSIGN(webhook, set_up_webhook(session, name_, webhook_variable_));
    if (session.given().json) {
      JsonDocument json{{"schema", "stint.webhook/1"}, {"connection", name_}, {"path", webhook.path}};
      json["secret"] = webhook.secret.empty() ? JsonDocument(nullptr) : JsonDocument(webhook.secret);
      STINT_TRY(session.write(to_text(json)));
      return 0;
    }
    std::string text = fmt::format("URL     https://WHERE-STINT-IS{}\n", webhook.path);
    text += webhook.secret.empty() ? fmt::format("Secret  what is in {}\n", webhook_variable_)
                                   : fmt::format("Secret  {}   (shown this once)\n", webhook.secret);
    STINT_TRY(session.write(text + webhook.steps));
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
      const auto checked = look_at(session, connection, std::nullopt, interruption.token());
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
    STINT_ASSIGN(checked, look_at(session, connection, secret, interruption.token()));
    connection.product = checked.connection.product;
    STINT_TRY(keep_connection(session, connection, secret));
    if (session.given().json) {
      STINT_TRY(session.write(to_text(to_json(checked))));
    } else if (!session.given().quiet) {
      session.out() << text_of(checked) << kept_words(session, connection)
                    << fmt::format("Now: stint sync {}\n", printable(connection.name));
    }
    return checked.can_read() ? 0 : error_kind(ErrorCode::authentication).exit_status;
  }

  static std::string kept_words(const Session& session, const StoredConnection& connection) {
    if (!connection.secret_variable.empty())
      return fmt::format("Kept; the secret stays in {}.\n", printable(connection.secret_variable));
    const auto place = exchange::key_place(environment_of(session));
    return place ? fmt::format("Kept; the secret is sealed with {}.\n", printable(place->words()))
                 : "Kept.\n";
  }

  Result<StoredConnection> described() const {
    auto connection = describe({.name = name_.empty() ? "work" : name_,
                                .url = url_,
                                .product = product_,
                                .user = user_,
                                .projects = projects_,
                                .verify_tls = !no_tls_check_,
                                .read_only = read_only_});
    if (!connection) {
      Error error = std::move(connection).error();
      if (error.where == "url") error.where = "--url";
      return fail(std::move(error));
    }
    connection->ca_file = ca_file_;
    connection->secret_variable = variable_;
    return connection;
  }

  Result<Secret> ask_secret(const Session& session, const StoredConnection& connection) const {
    if (!variable_.empty()) return exchange::secret_of(connection, environment_of(session), {});
    // Better now than after the secret has been typed.
    STINT_TRY(exchange::key_place(environment_of(session)));
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
  bool webhook_ = false;
  std::string webhook_variable_;
  bool check_ = false;
  bool remove_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_connect_verb() {
  return std::make_unique<ConnectVerb>();
}

}  // namespace stint::app
