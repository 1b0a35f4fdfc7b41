// A server with all that it needs, put together in one place.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/session.h"
#include "base/result.h"

namespace stint::app {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 5001;
  std::vector<std::string> hosts;  // further names by which it is reached
  std::filesystem::path certificate;
  std::filesystem::path key;
};

class Serving {
 public:
  // Errors: as http::Server::listen(), and ErrorCode::usage for an address that others can reach while there
  // are no users; ErrorCode::conflict when a server runs on the data folder already.
  [[nodiscard]] static Result<std::unique_ptr<Serving>> create(const Session& session,
                                                               const ServeOptions& options);
  virtual ~Serving() = default;
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] virtual std::string url() const = 0;
  // The link for the first user; empty when there are users.
  [[nodiscard]] virtual std::string setup_link() const = 0;
  // Until `stop` is requested.
  [[nodiscard]] virtual Outcome run(const std::stop_token& stop) = 0;

 protected:
  Serving() = default;
};

// "127.0.0.1:5001", "[::1]:5001", ":5001", "5001", "127.0.0.1". ErrorCode::usage.
[[nodiscard]] Outcome parse_listen(std::string_view text, ServeOptions& options);

}  // namespace stint::app
