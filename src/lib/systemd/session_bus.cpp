#include "lib/systemd/session_bus.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <string_view>
#include <system_error>
#include <utility>

namespace stint::systemd {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

std::string words_of(int fault) {
  return std::generic_category().message(-fault);
}

std::unexpected<Error> no_bus(int fault) {
  const bool late = fault == -ETIMEDOUT;
  return fail(late ? ErrorCode::throttled : ErrorCode::not_found,
              late ? "the session bus does not answer" : "there is no session bus: " + words_of(fault));
}

// Secrets go over it as they are, so it has to be a socket of this machine; other kinds of address lead
// elsewhere, or start something.
bool is_local(std::string_view address) {
  while (!address.empty()) {
    const std::size_t end = std::min(address.find(';'), address.size());
    if (!address.substr(0, end).starts_with("unix:")) return false;
    address.remove_prefix(std::min(end + 1, address.size()));
  }
  return true;
}

}  // namespace

std::uint64_t SessionBus::left() const {
  const auto left = std::chrono::duration_cast<microseconds>(until_ - steady_clock::now());
  return static_cast<std::uint64_t>(std::max<microseconds::rep>(left.count(), 1));
}

Result<SessionBus> SessionBus::open(const std::string& address, std::chrono::milliseconds patience) {
  if (address.empty()) return fail(ErrorCode::not_found, "there is no session bus");
  if (!is_local(address))
    return fail(ErrorCode::not_found, "the session bus is not a socket of this machine");
  sd_bus* made = nullptr;
  if (const int fault = sd_bus_new(&made); fault < 0) return no_bus(fault);
  SessionBus bus{BusHandle{made}, steady_clock::now() + patience};
  if (const int fault = sd_bus_set_address(made, address.c_str()); fault < 0) return no_bus(fault);
  if (const int fault = sd_bus_set_bus_client(made, 1); fault < 0) return no_bus(fault);
  if (const int fault = sd_bus_start(made); fault < 0) return no_bus(fault);
  // The first call would do this as well, but with a patience of its own.
  for (;;) {
    const int ready = sd_bus_is_ready(made);
    if (ready < 0) return no_bus(ready);
    if (ready > 0) return bus;
    const int done = sd_bus_process(made, nullptr);
    if (done < 0) return no_bus(done);
    if (done > 0) continue;
    if (steady_clock::now() >= bus.until_) return no_bus(-ETIMEDOUT);
    const int waited = sd_bus_wait(made, bus.left());
    if (waited < 0 && waited != -EINTR) return no_bus(waited);
  }
}

Result<MessageHandle> SessionBus::method(const char* service, const std::string& path, const char* interface,
                                         const char* name) const {
  sd_bus_message* made = nullptr;
  const int fault = sd_bus_message_new_method_call(bus_.get(), &made, service, path.c_str(), interface, name);
  if (fault < 0)
    return fail(ErrorCode::failure, fmt::format("{} cannot be asked: {}", name, words_of(fault)));
  MessageHandle message{made};
  sd_bus_message_set_auto_start(made, 0);
  return message;
}

Result<MessageHandle> SessionBus::call(const MessageHandle& message) const {
  sd_bus_error error{};
  sd_bus_message* answer = nullptr;
  const int fault = sd_bus_call(bus_.get(), message.get(), left(), &error, &answer);
  MessageHandle reply{answer};
  const std::string name = error.name == nullptr ? "" : error.name;
  const std::string words = error.message == nullptr ? words_of(fault) : error.message;
  sd_bus_error_free(&error);
  if (fault >= 0) return reply;
  if (fault == -ETIMEDOUT || name == SD_BUS_ERROR_NO_REPLY || name == SD_BUS_ERROR_TIMEOUT)
    return fail(ErrorCode::throttled, "it does not answer");
  if (name == SD_BUS_ERROR_SERVICE_UNKNOWN || name == SD_BUS_ERROR_NAME_HAS_NO_OWNER ||
      name == "org.freedesktop.DBus.Error.Spawn.ServiceNotFound")
    return fail(ErrorCode::not_found, "nobody offers it on the session bus");
  if (name.ends_with(".IsLocked")) return fail(ErrorCode::authentication, "it is locked");
  return fail(ErrorCode::failure, words);
}

}  // namespace stint::systemd
