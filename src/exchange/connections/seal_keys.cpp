#include "exchange/connections/seal_keys.h"

#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "lib/sodium/random.h"
#include "lib/systemd/secret_service.h"

namespace stint::exchange {
namespace {

using systemd::SecretService;

constexpr std::size_t kLeastKey = 16;  // characters of a file
constexpr std::size_t kNewKey = 32;    // bytes
// Of all questions to the keyring together. It is there at once or not at all.
constexpr std::chrono::seconds kPatience{2};

constexpr const char* kLabel = "Stint: key of kept secrets";

const systemd::Attributes& attributes() {
  static const systemd::Attributes kAttributes{{"xdg:schema", "stint.SealKey"}, {"application", "stint"}};
  return kAttributes;
}

std::string key_file(const Environment& environment) {
  return value_of(environment, "STINT_KEY_FILE");
}

Result<SealKey> key_in_file(const std::string& file) {
  STINT_ASSIGN(status, files::status_of(file));
  if (status.others)
    return fail(ErrorCode::usage, "others may read the file of the key", file, "chmod 600 " + file);
  STINT_ASSIGN(text, files::read_text(file));
  const std::string_view material = trimmed(text);
  if (material.size() < kLeastKey) {
    return fail(ErrorCode::usage, "the key is too short", file,
                fmt::format("at least {} characters, at random", kLeastKey));
  }
  return SealKey{material};
}

// Of the bus of the user's session. Without a variable that says so there is none: nobody is looked for.
std::string bus_address(const Environment& environment) {
  if (std::string address = value_of(environment, "DBUS_SESSION_BUS_ADDRESS"); !address.empty())
    return address;
  const std::string folder = value_of(environment, "XDG_RUNTIME_DIR");
  if (folder.empty()) return {};
  std::string address = "unix:path=";
  for (const char c : folder + "/bus") {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view{"-_/."}.contains(c);
    address += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
  }
  return address;
}

Result<SecretService> open_keyring(const Environment& environment) {
  return SecretService::open(bus_address(environment), kPatience);
}

std::unexpected<Error> no_key(const Error& keyring) {
  const std::string why = keyring.code == ErrorCode::authentication
                              ? "the keyring is locked: unlock it, or"
                              : fmt::format("the keyring cannot be used ({});", keyring.message);
  return fail(ErrorCode::authentication, "there is no key to keep secrets with", {},
              fmt::format("{} make a key file: (umask 077; head -c 32 /dev/urandom | base64 > "
                          "~/.config/stint/key), and set STINT_KEY_FILE to it",
                          why));
}

// Nothing when the keyring has none yet.
Result<std::optional<SealKey>> key_in_keyring(const SecretService& keyring) {
  auto found = keyring.find(attributes());
  if (!found) return no_key(found.error());
  if (!*found) return std::nullopt;
  const std::string_view material = (*found)->reveal();
  if (material.size() < kLeastKey) {
    return fail(ErrorCode::usage, "the key in the keyring is too short", kLabel,
                "remove it from the keyring, and connect again");
  }
  return SealKey{material};
}

}  // namespace

std::string KeyPlace::words() const {
  return file.empty() ? "a key in your keyring" : "the key in " + file;
}

Result<SealKey> seal_key(const Environment& environment) {
  if (const std::string file = key_file(environment); !file.empty()) return key_in_file(file);
  const auto keyring = open_keyring(environment);
  if (!keyring) return no_key(keyring.error());
  STINT_ASSIGN(key, key_in_keyring(*keyring));
  if (key) return std::move(*key);
  // One that is locked may not even say what is in it.
  if (const auto open = keyring->can_add(); !open) return no_key(open.error());
  return fail(ErrorCode::authentication, "there is no key to open kept secrets with", {},
              "set STINT_KEY_FILE to the file that they were sealed with, or connect again");
}

Result<SealKey> key_to_seal_with(const Environment& environment) {
  if (const std::string file = key_file(environment); !file.empty()) return key_in_file(file);
  const auto keyring = open_keyring(environment);
  if (!keyring) return no_key(keyring.error());
  STINT_ASSIGN(key, key_in_keyring(*keyring));
  if (key) return std::move(*key);
  const Secret made{random_hex(kNewKey)};
  if (const auto added = keyring->add(kLabel, attributes(), made); !added) return no_key(added.error());
  // Read again: somebody else may have been a little earlier, and a keyring that forgets is none.
  STINT_ASSIGN(kept, key_in_keyring(*keyring));
  if (kept) return std::move(*kept);
  return no_key({ErrorCode::failure, "it did not keep what it was given", {}, {}});
}

Result<KeyPlace> key_place(const Environment& environment) {
  if (const std::string file = key_file(environment); !file.empty()) {
    STINT_TRY(key_in_file(file));
    return KeyPlace{file};
  }
  const auto keyring = open_keyring(environment);
  if (!keyring) return no_key(keyring.error());
  STINT_ASSIGN(key, key_in_keyring(*keyring));
  if (!key) {
    if (const auto open = keyring->can_add(); !open) return no_key(open.error());
  }
  return KeyPlace{};
}

}  // namespace stint::exchange
