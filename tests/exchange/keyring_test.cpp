// Keys in a keyring: GNOME's, on a bus of the test's own. Skipped where dbus-daemon or gnome-keyring-daemon
// is missing.
#include <filesystem>
#include <gmock/gmock.h>
#include <map>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include "exchange/connections/seal_keys.h"
#include "lib/systemd/secret_service.h"
#include "support/child.h"
#include "support/scratch.h"

namespace stint::exchange {
namespace {

namespace fs = std::filesystem;
using systemd::SecretService;
using test::PipedChild;
using ::testing::HasSubstr;

constexpr std::chrono::milliseconds kPatience{20'000};  // of the test, which a busy machine may keep waiting

bool is_installed(const char* program) {
  for (const char* folder : {"/usr/bin/", "/usr/local/bin/", "/bin/"}) {
    if (::access((std::string{folder} + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

Environment environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional{found->second};
  };
}

class KeyringOfASession : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("dbus-daemon")) GTEST_SKIP() << "there is no dbus-daemon";
    fs::create_directories(scratch_ / "run");
    fs::permissions(scratch_ / "run", fs::perms::owner_all);
    bus_ = std::make_unique<PipedChild>(std::vector<std::string>{"dbus-daemon", "--session", "--nofork",
                                                                 "--nopidfile", "--address=" + address()},
                                        variables());
    while (!fs::exists(socket()) && !bus_->has_ended()) std::this_thread::yield();
    ASSERT_FALSE(bus_->has_ended()) << "dbus-daemon does not run";
  }

  // Unlocks the keyring with a password, making it the first time; without, what there is stays locked.
  void start_keyring(bool unlock) {
    if (!is_installed("gnome-keyring-daemon")) GTEST_SKIP() << "there is no gnome-keyring-daemon";
    std::vector<std::string> command{"gnome-keyring-daemon", "--foreground", "--components=secrets"};
    if (unlock) command.emplace_back("--unlock");
    keyring_ = std::make_unique<PipedChild>(command, variables());
    if (unlock) {
      ASSERT_TRUE(keyring_->write("a password of the test's\n"));
    }
    keyring_->close_input();
    while (!SecretService::open(address(), kPatience) && !keyring_->has_ended()) std::this_thread::yield();
    ASSERT_FALSE(keyring_->has_ended()) << "gnome-keyring-daemon does not run";
  }
  void stop_keyring() {
    keyring_->kill();
    keyring_.reset();
    while (SecretService::open(address(), kPatience)) std::this_thread::yield();
  }

  [[nodiscard]] fs::path socket() const { return scratch_ / "run/bus"; }
  [[nodiscard]] std::string address() const { return "unix:path=" + socket().string(); }
  [[nodiscard]] std::vector<std::string> variables() const {
    return {"XDG_RUNTIME_DIR=" + (scratch_ / "run").string(),
            "XDG_DATA_HOME=" + (scratch_ / "share").string(), "DBUS_SESSION_BUS_ADDRESS=" + address()};
  }
  [[nodiscard]] Environment session() const { return environment({{"DBUS_SESSION_BUS_ADDRESS", address()}}); }

  // The same text sealed with each opens with the other.
  static bool same(const SealKey& a, const SealKey& b) {
    const auto opened = unseal(b, seal(a, Secret{"canary"}, "here"), "here");
    return opened && opened->reveal() == "canary";
  }

  test::Scratch scratch_;
  std::unique_ptr<PipedChild> bus_;
  std::unique_ptr<PipedChild> keyring_;
};

TEST_F(KeyringOfASession, GivesAKeyOnceItIsWantedAndThenTheSame) {
  start_keyring(true);
  if (IsSkipped()) return;
  EXPECT_EQ(seal_key(session()).error().code, ErrorCode::authentication);
  ASSERT_TRUE(key_place(session()));
  EXPECT_EQ(key_place(session())->words(), "a key in your keyring");
  // Neither of them has made one.
  EXPECT_THAT(seal_key(session()).error().message, HasSubstr("no key to open"));
  const auto made = key_to_seal_with(session());
  ASSERT_TRUE(made) << made.error().to_string();
  EXPECT_TRUE(same(*made, *key_to_seal_with(session())));
  EXPECT_TRUE(same(*made, *seal_key(session())));
  // By the folder of the session as well, and by another one not.
  EXPECT_TRUE(same(*made, *seal_key(environment({{"XDG_RUNTIME_DIR", (scratch_ / "run").string()}}))));
  EXPECT_FALSE(seal_key(environment({{"XDG_RUNTIME_DIR", (scratch_ / "elsewhere").string()}})));
}

TEST_F(KeyringOfASession, KeepsItOverARestartAndNotWhileLocked) {
  start_keyring(true);
  if (IsSkipped()) return;
  const auto made = key_to_seal_with(session());
  ASSERT_TRUE(made) << made.error().to_string();
  stop_keyring();
  start_keyring(false);
  // Nobody is asked for the password, and no second key is made.
  for (const auto& refused : {seal_key(session()), key_to_seal_with(session())}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::authentication);
    EXPECT_THAT(refused.error().hint, HasSubstr("locked"));
    EXPECT_THAT(refused.error().hint, HasSubstr("STINT_KEY_FILE"));
  }
  EXPECT_FALSE(key_place(session()));
  stop_keyring();
  start_keyring(true);
  EXPECT_TRUE(same(*made, *seal_key(session())));
}

TEST_F(KeyringOfASession, StandsBehindAKeyFile) {
  start_keyring(true);
  if (IsSkipped()) return;
  const auto of_keyring = key_to_seal_with(session());
  ASSERT_TRUE(of_keyring);
  const fs::path file = scratch_.write("key", "0123456789abcdef");
  fs::permissions(file, fs::perms::owner_read);
  const Environment both =
      environment({{"DBUS_SESSION_BUS_ADDRESS", address()}, {"STINT_KEY_FILE", file.string()}});
  EXPECT_TRUE(same(SealKey{"0123456789abcdef"}, *seal_key(both)));
  EXPECT_TRUE(same(SealKey{"0123456789abcdef"}, *key_to_seal_with(both)));
  EXPECT_EQ(key_place(both)->words(), "the key in " + file.string());
  // A file that cannot be used is an error, no reason to use another key.
  fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(key_to_seal_with(both).error().code, ErrorCode::usage);
}

// Processes that look before any of them has made a key each make one; all of them go on with the first.
TEST_F(KeyringOfASession, TakesTheFirstOfSeveralKeys) {
  start_keyring(true);
  if (IsSkipped()) return;
  const auto first = key_to_seal_with(session());
  ASSERT_TRUE(first) << first.error().to_string();
  const auto keyring = SecretService::open(address(), kPatience);
  ASSERT_TRUE(keyring);
  const systemd::Attributes attributes{{"xdg:schema", "stint.SealKey"}, {"application", "stint"}};
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(keyring->add("key", attributes, Secret{"0123456789abcdef" + std::to_string(i)}));
    EXPECT_TRUE(same(*first, *seal_key(session()))) << i;
  }
}

TEST_F(KeyringOfASession, IsNotStartedWhereItDoesNotRun) {
  const auto keyring = SecretService::open(address(), kPatience);
  ASSERT_FALSE(keyring);
  EXPECT_EQ(keyring.error().code, ErrorCode::not_found);
  const auto refused = key_to_seal_with(session());
  EXPECT_EQ(refused.error().code, ErrorCode::authentication);
  EXPECT_THAT(refused.error().hint, HasSubstr("nobody offers it"));
  EXPECT_FALSE(SecretService::open(address(), kPatience));
}

TEST(KeyringWithoutASession, SaysWhyAndWhatToDo) {
  const auto refused = key_to_seal_with(environment({}));
  EXPECT_EQ(refused.error().code, ErrorCode::authentication);
  EXPECT_THAT(refused.error().hint, HasSubstr("there is no session bus"));
  EXPECT_THAT(refused.error().hint, HasSubstr("STINT_KEY_FILE"));
  EXPECT_FALSE(seal_key(environment({{"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"}})));
}

// An address may name a program to start, or another machine.
TEST(KeyringWithoutASession, IsLookedForAtSocketsOfThisMachineOnly) {
  const test::Scratch scratch;
  const fs::path mark = scratch / "started";
  for (const std::string& address :
       {"unixexec:path=/usr/bin/touch,argv1=" + mark.string(), std::string{"tcp:host=127.0.0.1,port=1"},
        std::string{"autolaunch:"},
        "unix:path=/nonexistent;unixexec:path=/usr/bin/touch,argv1=" + mark.string()}) {
    const auto keyring = SecretService::open(address, kPatience);
    ASSERT_FALSE(keyring) << address;
    EXPECT_EQ(keyring.error().code, ErrorCode::not_found);
  }
  EXPECT_FALSE(fs::exists(mark));
}

TEST(KeyringWithoutASession, IsNotWaitedForForEver) {
  const test::Scratch scratch;
  const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_GE(listening, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (scratch / "mute").string();
  ASSERT_LT(path.size(), sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(listening, 4), 0);
  // It takes the connection, and says nothing.
  const auto keyring = SecretService::open("unix:path=" + path, std::chrono::milliseconds{50});
  ASSERT_FALSE(keyring);
  EXPECT_EQ(keyring.error().code, ErrorCode::throttled);
  ::close(listening);
}

}  // namespace
}  // namespace stint::exchange
