#include "support/trackers/server.h"

#include <fmt/format.h>
#include <utility>

namespace stint::test {
namespace {

std::string head_of(const Answer& answer, std::size_t length) {
  std::string head = fmt::format("HTTP/1.1 {} Said so\r\n", answer.status);
  for (const curl::Header& header : answer.headers)
    head += fmt::format("{}: {}\r\n", header.name, header.value);
  // No content has no length either (RFC 9110, 8.6).
  if (answer.status != 204)
    head += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", answer.content_type, length);
  return head + "\r\n";
}

// False: the connection is at its end.
bool carry_out(HttpConnection& connection, const Reply& reply) {
  const std::string& body = reply.answer.body;
  switch (reply.way) {
    case Reply::Way::answered:
      return connection.send(head_of(reply.answer, body.size())) && connection.send(body);
    case Reply::Way::refused:
    case Reply::Way::reset:
      connection.reset();
      return false;
    case Reply::Way::stalled:
      // More is promised than comes.
      if (connection.send(head_of(reply.answer, body.size() + 1000)) && connection.send(body))
        connection.wait_for_end();
      return false;
  }
  return false;
}

}  // namespace

TrackerServer::TrackerServer(Front& front, std::function<Instant()> now, std::uint16_t port)
    : server_(
          [this, &front, now = std::move(now)](HttpConnection& connection) {
            while (const auto request = connection.read()) {
              if (!carry_out(connection, front.reply(*request, now(), url()))) return;
            }
          },
          {.port = port, .keep_requests = false}) {}

}  // namespace stint::test
