// The user's keyring, which GNOME Keyring, KWallet and KeePassXC offer on the session bus as
// org.freedesktop.secrets: https://specifications.freedesktop.org/secret-service/0.2/
//
// Takes what is unlocked as it is: nothing is started, nobody is asked for a password, and no call waits
// longer than it was told to. Secrets go over the bus's own socket, which belongs to the user, as they are.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace stint::systemd {

// What an item is found by. Not secret.
using Attributes = std::vector<std::pair<std::string, std::string>>;

// For one thread.
class SecretService {
 public:
  // `address` is the session bus's, as DBUS_SESSION_BUS_ADDRESS holds it; all calls together wait for
  // `patience` at most. ErrorCode::not_found when there is no bus at it, or no keyring on the bus; throttled
  // when one of them does not answer.
  [[nodiscard]] static Result<SecretService> open(const std::string& address,
                                                  std::chrono::milliseconds patience);
  SecretService(SecretService&&) noexcept;
  SecretService& operator=(SecretService&&) noexcept;
  ~SecretService();

  // The first one made of the items that have these attributes; nothing when there is none. ErrorCode::
  // authentication when there is one, but locked.
  [[nodiscard]] Result<std::optional<Secret>> find(const Attributes& attributes) const;
  // Into the collection that is the default one, beside what is there already. ErrorCode::authentication when
  // that is locked, not_found when there is none.
  [[nodiscard]] Outcome add(const std::string& label, const Attributes& attributes,
                            const Secret& secret) const;
  // Whether add() has an unlocked collection to add to; its errors otherwise.
  [[nodiscard]] Outcome can_add() const;

 private:
  class Session;
  explicit SecretService(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace stint::systemd
