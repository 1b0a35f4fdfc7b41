// A fake tracker on a port of 127.0.0.1, for clients of flesh and blood.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "support/http_server.h"
#include "support/trackers/front.h"

namespace stint::test {

class TrackerServer {
 public:
  // `front` has to outlive it. `now` is what the tracker's clock says. Port 0: any.
  TrackerServer(Front& front, std::function<Instant()> now, std::uint16_t port = 0);

  // "http://127.0.0.1:PORT", and what the product has below it.
  [[nodiscard]] std::string url(std::string_view below = "") const { return server_.url(below); }

 private:
  HttpServer server_;
};

}  // namespace stint::test
