#include <chrono>
#include <fmt/format.h>

#include "access/keys.h"
#include "access/users.h"
#include "app/verb.h"
#include "lib/nlohmann/json_document.h"
#include "outbound/delivery.h"
#include "views/table.h"

namespace stint::app {
namespace {

using access::ApiKey;
using access::User;

constexpr std::string_view kWhat = "add, list, revoke";
constexpr std::int64_t kLongestLife = 3650;  // days

access::Act act() {
  return {outbound::system_clock().now(), "command line", {}};
}

std::string joined(const std::set<std::string, std::less<>>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string state_of(const ApiKey& key, Instant now) {
  if (key.revoked) return "revoked";
  return key.is_good(now) ? "good" : "expired";
}

std::string time_text(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : "–";
}

class KeyVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, std::string{kWhat}, true)
        .argument("NAME", name_, "add: what the key is for; revoke: its id", false)
        .option("--for", user_, "The user it belongs to; list: only theirs", "USER")
        .option("--scope", scopes_, "add: what it is good for, of read, write, admin and model (read)",
                "LIST")
        .options("--only", projects_, "add: for this project alone; may be given several times", "KEY")
        .option("--days", days_, "add: how long it is good (for ever)", "NUMBER");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    STINT_ASSIGN(directory, access::Directory::open(session.data_folder()));
    access::Users users{*directory};
    access::Keys keys{*directory};
    if (what_ == "list") return list(session, keys, users);
    if (what_ == "add") return add(session, keys, users);
    if (what_ == "revoke") return revoke(session, keys);
    return fail(ErrorCode::usage, "stint key knows no \"" + what_ + "\"", {},
                "there are " + std::string{kWhat});
  }

 private:
  [[nodiscard]] Result<access::NewApiKey> wanted(Instant now) const {
    access::NewApiKey key;
    key.name = name_;
    const auto scopes = access::parse_scopes(scopes_);
    if (!scopes || scopes->empty()) {
      return fail(ErrorCode::usage, "--scope takes a list such as read,write, not \"" + scopes_ + "\"", {},
                  "there are read, write, admin and model");
    }
    key.scopes = *scopes;
    if (!projects_.empty()) key.projects = {.all = false, .keys = {projects_.begin(), projects_.end()}};
    if (days_ < 0 || days_ > kLongestLife)
      return fail(ErrorCode::usage, fmt::format("--days takes a number from 1 to {}", kLongestLife));
    if (days_ > 0) key.expires = now + std::chrono::days{days_};
    return key;
  }

  Result<int> add(const Session& session, access::Keys& keys, const access::Users& users) const {
    if (name_.empty() || user_.empty()) {
      return fail(ErrorCode::usage, "a key has a name and a user", {},
                  "stint key add NAME --for USER --scope read");
    }
    const access::Act who = act();
    STINT_ASSIGN(key, wanted(who.at));
    STINT_ASSIGN(owner, users.principal(user_, who.at));
    STINT_ASSIGN(issued, keys.issue(owner, key, who));
    if (session.given().json) {
      STINT_TRY(session.write(
          to_text({{"schema", "stint.key/1"},
                   {"id", issued.key.id},
                   {"key", issued.text.reveal()},
                   {"expires_at", issued.key.expires ? JsonDocument(format_iso(*issued.key.expires))
                                                     : JsonDocument(nullptr)}})));
      return 0;
    }
    // Alone where a script reads it.
    if (session.given().quiet) {
      STINT_TRY(session.write(fmt::format("{}\n", issued.text.reveal())));
      return 0;
    }
    STINT_TRY(
        session.write(fmt::format("Key {}, shown this once:\n  {}\n", issued.key.id, issued.text.reveal())));
    return 0;
  }

  Result<int> revoke(const Session& session, access::Keys& keys) const {
    if (name_.empty()) return fail(ErrorCode::usage, "which key? stint key revoke ID", {}, "stint key list");
    STINT_TRY(keys.revoke(name_, act()));
    STINT_TRY(session.write("Done.\n"));
    return 0;
  }

  Result<int> list(const Session& session, const access::Keys& keys, const access::Users& users) const {
    const Instant now = act().at;
    std::optional<std::int64_t> owner;
    if (!user_.empty()) {
      STINT_ASSIGN(user, users.find(user_, now));
      if (!user)
        return fail(ErrorCode::not_found, "there is no user \"" + user_ + "\"", {}, "stint user list");
      owner = user->id;
    }
    STINT_ASSIGN(all, keys.list(owner, now));
    STINT_ASSIGN(people, users.list(now));
    const auto name_of = [&](std::int64_t id) {
      const auto found = std::ranges::find(people, id, &User::id);
      return found == people.end() ? std::string{} : found->name;
    };
    if (session.given().json) {
      JsonDocument items = JsonDocument::array();
      for (const ApiKey& key : all) {
        items.push_back(
            {{"id", key.id},
             {"name", key.name},
             {"user", name_of(key.user)},
             {"scopes", access::to_text(key.scopes)},
             {"projects", key.projects.all ? JsonDocument(nullptr) : JsonDocument(key.projects.keys)},
             {"created_at", format_iso(key.created)},
             {"expires_at", key.expires ? JsonDocument(format_iso(*key.expires)) : JsonDocument(nullptr)},
             {"used_at", key.used ? JsonDocument(format_iso(*key.used)) : JsonDocument(nullptr)},
             {"state", state_of(key, now)}});
      }
      STINT_TRY(session.write(to_text({{"schema", "stint.keys/1"}, {"keys", std::move(items)}})));
      return 0;
    }
    views::Table table{
        {{"ID"}, {"NAME"}, {"USER"}, {"SCOPES"}, {"PROJECTS"}, {"EXPIRES"}, {"LAST USED"}, {"STATE"}}, {}};
    for (const ApiKey& key : all) {
      table.rows.push_back({key.id, key.name, name_of(key.user), access::to_text(key.scopes),
                            key.projects.all ? "all" : joined(key.projects.keys), time_text(key.expires),
                            time_text(key.used), state_of(key, now)});
    }
    STINT_TRY(session.write(session.given().csv ? table.to_csv() : table.to_text(session.columns())));
    return 0;
  }

  std::string what_;
  std::string name_;
  std::string user_;
  std::string scopes_{"read"};
  std::vector<std::string> projects_;
  std::int64_t days_ = 0;
};

}  // namespace

std::unique_ptr<Verb> make_key_verb() {
  return std::make_unique<KeyVerb>();
}

}  // namespace stint::app
