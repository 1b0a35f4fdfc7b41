#include "jobs/smtp_server.h"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

namespace stint::test {
namespace {

// One line without its end; nothing when the other side has gone.
std::optional<std::string> read_line(int socket, std::string& received) {
  for (;;) {
    if (const std::size_t end = received.find("\r\n"); end != std::string::npos) {
      std::string line = received.substr(0, end);
      received.erase(0, end + 2);
      return line;
    }
    std::array<char, 4096> piece{};
    const ssize_t count = ::recv(socket, piece.data(), piece.size(), 0);
    if (count <= 0) return std::nullopt;
    received.append(piece.data(), static_cast<std::size_t>(count));
  }
}

bool send_all(int socket, std::string_view text) {
  return ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

}  // namespace

SmtpServer::SmtpServer(Answers answers) : answers_(std::move(answers)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0)
    std::abort();
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread{[this] { serve(); }};
}

SmtpServer::~SmtpServer() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
    if (open_ >= 0) ::shutdown(open_, SHUT_RDWR);
  }
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::vector<std::string> SmtpServer::messages() {
  const std::scoped_lock lock{mutex_};
  return messages_;
}

std::vector<std::string> SmtpServer::commands() {
  const std::scoped_lock lock{mutex_};
  return commands_;
}

void SmtpServer::serve() {
  for (;;) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    {
      const std::scoped_lock lock{mutex_};
      open_ = ending_ ? -1 : socket;
    }
    converse(socket);
    const std::scoped_lock lock{mutex_};
    open_ = -1;
    ::close(socket);
    if (ending_) return;
  }
}

std::string SmtpServer::answer(std::string_view command) const {
  if (answers_) {
    if (std::string text = answers_(command); text != "default") return text;
  }
  if (command == "EHLO") return "250-test\r\n250 AUTH PLAIN\r\n";
  if (command == "AUTH") return "235 welcome\r\n";
  if (command == "DATA") return "354 go on\r\n";
  return command == "QUIT" ? "221 bye\r\n" : "250 fine\r\n";
}

void SmtpServer::converse(int socket) {
  std::string received;
  if (!send_all(socket, "220 test\r\n")) return;
  while (auto line = read_line(socket, received)) {
    const std::string command = line->substr(0, line->find(' '));
    {
      const std::scoped_lock lock{mutex_};
      commands_.push_back(*line);
    }
    if (*line == "AUTH PLAIN") {
      if (!send_all(socket, "334 \r\n")) return;
      const auto credentials = read_line(socket, received);
      if (!credentials) return;
      const std::scoped_lock lock{mutex_};
      commands_.push_back("credentials " + *credentials);
    }
    const std::string text = answer(command);
    if (text.empty() || !send_all(socket, text)) return;
    if (command != "DATA" || !text.starts_with("354")) continue;
    std::string message;
    for (auto part = read_line(socket, received); part && *part != "."; part = read_line(socket, received))
      message += (part->starts_with('.') ? part->substr(1) : *part) + "\r\n";
    {
      const std::scoped_lock lock{mutex_};
      messages_.push_back(message);
    }
    const std::string last = answer(".");
    if (last.empty() || !send_all(socket, last)) return;
  }
}

}  // namespace stint::test
