// sd-bus's objects, owned.
#pragma once

#include <memory>
#include <systemd/sd-bus.h>

namespace stint::systemd {

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_close_unref(bus); }
};
struct ReleaseMessage {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using BusHandle = std::unique_ptr<sd_bus, CloseBus>;
using MessageHandle = std::unique_ptr<sd_bus_message, ReleaseMessage>;

}  // namespace stint::systemd
