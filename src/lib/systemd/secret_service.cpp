#include "lib/systemd/secret_service.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <tuple>

#include "lib/systemd/session_bus.h"

namespace stint::systemd {
namespace {

constexpr const char* kName = "org.freedesktop.secrets";
constexpr const char* kServicePath = "/org/freedesktop/secrets";
constexpr const char* kService = "org.freedesktop.Secret.Service";
constexpr const char* kCollection = "org.freedesktop.Secret.Collection";
constexpr const char* kItem = "org.freedesktop.Secret.Item";
constexpr const char* kPrompt = "org.freedesktop.Secret.Prompt";
constexpr const char* kNowhere = "/";  // in the place of an object: none

std::unexpected<Error> unclear() {
  return fail(ErrorCode::failure, "its answer is not that of a keyring");
}
std::unexpected<Error> locked() {
  return fail(ErrorCode::authentication, "it is locked");
}

// Writing a message fails for lack of memory or wrong types only, and all faults of one are one.
class Body {
 public:
  explicit Body(const MessageHandle& message) : message_(message.get()) {}
  template <class... Values>
  void append(const char* types, Values... values) {
    keep(sd_bus_message_append(message_, types, values...));
  }
  void append_bytes(std::string_view bytes) {
    keep(sd_bus_message_append_array(message_, 'y', bytes.data(), bytes.size()));
  }
  void open(char type, const char* contents) {
    keep(sd_bus_message_open_container(message_, type, contents));
  }
  void close() { keep(sd_bus_message_close_container(message_)); }
  void append(const Attributes& attributes) {
    open('a', "{ss}");
    for (const auto& [name, value] : attributes) append("{ss}", name.c_str(), value.c_str());
    close();
  }
  // Not shown by those who look at the bus from inside this process, and overwritten once it is sent.
  void hide() { keep(sd_bus_message_sensitive(message_)); }
  [[nodiscard]] Outcome end() const {
    if (fault_ < 0) return fail(ErrorCode::failure, "the question to the keyring cannot be written");
    return {};
  }

 private:
  void keep(int fault) { fault_ = std::min(fault_, fault); }
  sd_bus_message* message_;
  int fault_ = 0;
};

Result<std::vector<std::string>> read_paths(const MessageHandle& reply) {
  std::vector<std::string> paths;
  if (sd_bus_message_enter_container(reply.get(), 'a', "o") < 0) return unclear();
  const char* path = nullptr;
  int more = 0;
  while ((more = sd_bus_message_read_basic(reply.get(), 'o', static_cast<void*>(&path))) > 0)
    paths.emplace_back(path);
  if (more < 0 || sd_bus_message_exit_container(reply.get()) < 0) return unclear();
  return paths;
}

}  // namespace

// An open one: the bus, and what secrets are passed by.
class SecretService::Session {
 public:
  explicit Session(SessionBus bus) : bus_(std::move(bus)) {}

  // "plain": nothing is encrypted on the way, which ends in the keyring's own process.
  [[nodiscard]] Outcome begin() {
    STINT_ASSIGN(message, bus_.method(kName, kServicePath, kService, "OpenSession"));
    Body body{message};
    body.append("sv", "plain", "s", "");
    STINT_TRY(body.end());
    STINT_ASSIGN(reply, bus_.call(message));
    const char* path = nullptr;
    if (sd_bus_message_skip(reply.get(), "v") < 0 ||
        sd_bus_message_read_basic(reply.get(), 'o', static_cast<void*>(&path)) <= 0 || path == nullptr)
      return unclear();
    path_ = path;
    return {};
  }

  struct Found {
    std::vector<std::string> unlocked;
    std::vector<std::string> locked;
  };
  [[nodiscard]] Result<Found> search(const Attributes& attributes) const {
    STINT_ASSIGN(message, bus_.method(kName, kServicePath, kService, "SearchItems"));
    Body body{message};
    body.append(attributes);
    STINT_TRY(body.end());
    STINT_ASSIGN(reply, bus_.call(message));
    Found found;
    STINT_ASSIGN(unlocked, read_paths(reply));
    STINT_ASSIGN(locked, read_paths(reply));
    found.unlocked = std::move(unlocked);
    found.locked = std::move(locked);
    return found;
  }

  [[nodiscard]] Result<Secret> secret_of(const std::string& item) const {
    STINT_ASSIGN(message, bus_.method(kName, item, kItem, "GetSecret"));
    Body body{message};
    body.append("o", path_.c_str());
    STINT_TRY(body.end());
    STINT_ASSIGN(reply, bus_.call(message));
    sd_bus_message_sensitive(reply.get());
    const void* bytes = nullptr;
    std::size_t size = 0;
    if (sd_bus_message_enter_container(reply.get(), 'r', "oayays") < 0 ||
        sd_bus_message_skip(reply.get(), "oay") < 0 ||
        sd_bus_message_read_array(reply.get(), 'y', &bytes, &size) < 0)
      return unclear();
    return Secret{std::string{static_cast<const char*>(bytes), size}};
  }

  // Seconds since 1970; 0 when the keyring does not say.
  [[nodiscard]] Result<std::uint64_t> created(const std::string& item) const {
    STINT_ASSIGN(reply, property(item, kItem, "Created"));
    std::uint64_t seconds = 0;
    if (sd_bus_message_read(reply.get(), "v", "t", &seconds) < 0) return 0;
    return seconds;
  }

  // Nothing when there is none.
  [[nodiscard]] Result<std::optional<std::string>> default_collection() const {
    STINT_ASSIGN(message, bus_.method(kName, kServicePath, kService, "ReadAlias"));
    Body body{message};
    body.append("s", "default");
    STINT_TRY(body.end());
    STINT_ASSIGN(reply, bus_.call(message));
    const char* path = nullptr;
    if (sd_bus_message_read_basic(reply.get(), 'o', static_cast<void*>(&path)) <= 0 || path == nullptr)
      return unclear();
    if (std::string_view{path} == kNowhere) return std::nullopt;
    return std::string{path};
  }

  [[nodiscard]] Result<bool> is_locked(const std::string& collection) const {
    STINT_ASSIGN(reply, property(collection, kCollection, "Locked"));
    int locked = 1;
    if (sd_bus_message_read(reply.get(), "v", "b", &locked) < 0) return unclear();
    return locked != 0;
  }

  [[nodiscard]] Outcome create(const std::string& collection, const std::string& label,
                               const Attributes& attributes, const Secret& secret) const {
    STINT_ASSIGN(message, bus_.method(kName, collection, kCollection, "CreateItem"));
    Body body{message};
    body.open('a', "{sv}");
    body.append("{sv}", "org.freedesktop.Secret.Item.Label", "s", label.c_str());
    body.open('e', "sv");
    body.append("s", "org.freedesktop.Secret.Item.Attributes");
    body.open('v', "a{ss}");
    body.append(attributes);
    body.close();
    body.close();
    body.close();
    body.open('r', "oayays");
    body.append("o", path_.c_str());
    body.append_bytes({});
    body.append_bytes(secret.reveal());
    body.append("s", "text/plain");
    body.close();
    body.append("b", 0);  // what is there already is not replaced
    body.hide();
    STINT_TRY(body.end());
    STINT_ASSIGN(reply, bus_.call(message));
    const char* item = nullptr;
    const char* prompt = nullptr;
    if (sd_bus_message_read(reply.get(), "oo", &item, &prompt) < 0) return unclear();
    if (std::string_view{item} != kNowhere) return {};
    // It would ask the user to unlock it.
    STINT_ASSIGN(dismiss, bus_.method(kName, prompt, kPrompt, "Dismiss"));
    static_cast<void>(bus_.call(dismiss));
    return locked();
  }

 private:
  [[nodiscard]] Result<MessageHandle> property(const std::string& object, const char* interface,
                                               const char* name) const {
    STINT_ASSIGN(message, bus_.method(kName, object, "org.freedesktop.DBus.Properties", "Get"));
    Body body{message};
    body.append("ss", interface, name);
    STINT_TRY(body.end());
    return bus_.call(message);
  }

  SessionBus bus_;
  std::string path_;
};

SecretService::SecretService(std::unique_ptr<Session> session) : session_(std::move(session)) {}
SecretService::SecretService(SecretService&&) noexcept = default;
SecretService& SecretService::operator=(SecretService&&) noexcept = default;
SecretService::~SecretService() = default;

Result<SecretService> SecretService::open(const std::string& address, std::chrono::milliseconds patience) {
  STINT_ASSIGN(bus, SessionBus::open(address, patience));
  auto session = std::make_unique<Session>(std::move(bus));
  STINT_TRY(session->begin());
  return SecretService{std::move(session)};
}

Result<std::optional<Secret>> SecretService::find(const Attributes& attributes) const {
  STINT_ASSIGN(found, session_->search(attributes));
  // Where two were made at once, everybody takes the same one. Paths count up.
  using Age = std::tuple<std::uint64_t, std::size_t, std::string>;
  std::optional<Age> first;
  for (const std::string& item : found.unlocked) {
    STINT_ASSIGN(created, session_->created(item));
    Age age{created, item.size(), item};
    if (!first || age < *first) first = std::move(age);
  }
  if (!first) {
    if (!found.locked.empty()) return locked();
    return std::nullopt;
  }
  STINT_ASSIGN(secret, session_->secret_of(std::get<2>(*first)));
  return secret;
}

Outcome SecretService::can_add() const {
  STINT_ASSIGN(collection, session_->default_collection());
  if (!collection) return fail(ErrorCode::not_found, "it has no default collection");
  STINT_ASSIGN(is_locked, session_->is_locked(*collection));
  if (is_locked) return locked();
  return {};
}

Outcome SecretService::add(const std::string& label, const Attributes& attributes,
                           const Secret& secret) const {
  STINT_TRY(can_add());
  STINT_ASSIGN(collection, session_->default_collection());
  if (!collection) return fail(ErrorCode::not_found, "it has no default collection");
  return session_->create(*collection, label, attributes, secret);
}

}  // namespace stint::systemd
