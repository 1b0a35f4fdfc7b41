// A connection to D-Bus's session bus that waits for nobody longer than it was told to. For
// secret_service.cpp.
//
// sd-bus rather than libsecret: libsystemd0 is part of every Debian, containers included, while libsecret
// brings GLib, and GLib starts a bus of its own where it finds none.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/result.h"
#include "lib/systemd/handles.h"

namespace stint::systemd {

class SessionBus {
 public:
  // ErrorCode::not_found when nobody listens at `address`, or it is none of this machine's own sockets;
  // throttled when the bus does not answer in time. Nothing is ever started.
  [[nodiscard]] static Result<SessionBus> open(const std::string& address,
                                               std::chrono::milliseconds patience);

  [[nodiscard]] sd_bus* raw() const { return bus_.get(); }

  // Of a service that runs already: none is started for it. The message is the caller's.
  [[nodiscard]] Result<MessageHandle> method(const char* service, const std::string& path,
                                             const char* interface, const char* name) const;
  // Errors as of open(); failure, with the service's words, when it refuses.
  [[nodiscard]] Result<MessageHandle> call(const MessageHandle& message) const;

 private:
  SessionBus(BusHandle bus, std::chrono::steady_clock::time_point until)
      : bus_(std::move(bus)), until_(until) {}
  // Microseconds; at least one, because 0 means for ever, or its default.
  [[nodiscard]] std::uint64_t left() const;

  BusHandle bus_;
  std::chrono::steady_clock::time_point until_;  // for all calls together
};

}  // namespace stint::systemd
