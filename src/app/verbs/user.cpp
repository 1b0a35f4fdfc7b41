#include <fmt/format.h>
#include <ostream>

#include "access/role_json.h"
#include "access/users.h"
#include "app/verb.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"
#include "outbound/delivery.h"
#include "views/table.h"

namespace stint::app {
namespace {

using access::User;

constexpr std::string_view kWhat = "add, list, password, disable, enable, remove";

access::Act act() {
  return {outbound::system_clock().now(), "command line", {}};
}

std::string roles_text(const access::ProjectRoles& roles) {
  std::string text;
  for (const auto& [project, role] : roles) {
    if (!text.empty()) text += ", ";
    text += project == access::kEveryProject ? std::string{access::role_name(role)}
                                             : fmt::format("{} in {}", access::role_name(role), project);
  }
  return text;
}

class UserVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, std::string{kWhat}, true)
        .argument("NAME", name_, "The user", false)
        .option("--role", role_, "add: viewer, member, lead or admin, of all projects (viewer)", "ROLE")
        .option("--display-name", display_name_, "add: as others see it", "TEXT")
        .option("--email", email_, "add: for mail", "ADDRESS");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    STINT_ASSIGN(directory, access::Directory::open(session.data_folder()));
    access::Users users{*directory};
    if (what_ == "list") return list(session, users);
    if (name_.empty()) return fail(ErrorCode::usage, "which user? stint user " + what_ + " NAME");
    if (what_ == "add") return add(session, users, *directory);
    STINT_ASSIGN(user, users.find(name_, act().at));
    if (!user) return fail(ErrorCode::not_found, "there is no user \"" + name_ + "\"", {}, "stint user list");
    if (what_ == "password") {
      STINT_ASSIGN(password, ask_password(session, *directory));
      STINT_TRY(users.reset_password(user->id, password, act()));
    } else if (what_ == "disable" || what_ == "enable") {
      STINT_TRY(users.change(user->id, {.disabled = what_ == "disable"}, act()));
    } else if (what_ == "remove") {
      STINT_TRY(users.remove(user->id, act()));
    } else {
      return fail(ErrorCode::usage, "stint user knows no \"" + what_ + "\"", {},
                  "there are " + std::string{kWhat});
    }
    STINT_TRY(session.write("Done.\n"));
    return 0;
  }

 private:
  // Typed twice; where nobody is there to type, read from standard input, else made and shown.
  static Result<Secret> ask_password(const Session& session, access::Directory& directory) {
    const auto first = session.ask("Password (empty: one is made for you): ", false);
    if (first && !first->empty()) {
      const auto second = session.ask("The same again: ", false);
      if (second != first) return fail(ErrorCode::usage, "the two passwords differ");
      return Secret{*first};
    }
    if (!first) {
      if (std::string line = session.read_line(); !line.empty()) return Secret{std::move(line)};
    }
    Secret made = access::generated_password(directory.random());
    STINT_TRY(session.write(fmt::format("Password, shown this once: {}\n", made.reveal())));
    return made;
  }

  Result<int> add(const Session& session, access::Users& users, access::Directory& directory) const {
    const auto role = access::parse_role(role_);
    if (!role)
      return fail(ErrorCode::usage, "\"" + role_ + "\" is no role", {}, "viewer, member, lead or admin");
    access::NewUser user;
    user.name = name_;
    user.display_name = display_name_;
    user.email = email_;
    user.roles.emplace(access::kEveryProject, *role);
    STINT_ASSIGN(password, ask_password(session, directory));
    user.password = std::move(password);
    STINT_ASSIGN(added, users.add(user, act()));
    STINT_TRY(session.write(fmt::format("{} may sign in as {}.\n", printable(added.name), role_)));
    return 0;
  }

  static Result<int> list(const Session& session, const access::Users& users) {
    STINT_ASSIGN(all, users.list(act().at));
    if (session.given().json) {
      JsonDocument items = JsonDocument::array();
      for (const User& user : all) {
        items.push_back({{"name", user.name},
                         {"display_name", user.display_name},
                         {"roles", access::to_json(user.roles)},
                         {"disabled", user.disabled}});
      }
      STINT_TRY(session.write(to_text({{"schema", "stint.users/1"}, {"users", std::move(items)}})));
      return 0;
    }
    views::Table table{{{"NAME"}, {"ROLES"}, {"LAST SIGN-IN"}, {"STATE"}}, {}};
    for (const User& user : all) {
      table.rows.push_back({user.name, roles_text(user.roles),
                            user.signed_in ? format_iso(*user.signed_in) : "–",
                            user.disabled ? "disabled" : "enabled"});
    }
    STINT_TRY(session.write(session.given().csv ? table.to_csv() : table.to_text(session.columns())));
    return 0;
  }

  std::string what_;
  std::string name_;
  std::string role_{"viewer"};
  std::string display_name_;
  std::string email_;
};

}  // namespace

std::unique_ptr<Verb> make_user_verb() {
  return std::make_unique<UserVerb>();
}

}  // namespace stint::app
