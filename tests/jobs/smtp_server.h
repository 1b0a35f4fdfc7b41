// A mail server of plain sockets on 127.0.0.1 that answers as a test tells it to, and keeps what it takes.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace stint::test {

class SmtpServer {
 public:
  // What to say to a command ("EHLO", "AUTH", "MAIL", "RCPT", "DATA", "." for the end of the message): a line
  // or several with their ends; empty: the connection is closed. Called on the server's thread.
  using Answers = std::function<std::string(std::string_view command)>;

  explicit SmtpServer(Answers answers = {});
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  // Whole messages as they came to the line with the dot, dots undone, whether they were taken or not.
  [[nodiscard]] std::vector<std::string> messages();
  [[nodiscard]] std::vector<std::string> commands();

 private:
  void serve();
  void converse(int socket);
  [[nodiscard]] std::string answer(std::string_view command) const;

  const Answers answers_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  bool ending_ = false;
  int open_ = -1;
  std::vector<std::string> messages_;
  std::vector<std::string> commands_;
  std::thread thread_;
};

}  // namespace stint::test
