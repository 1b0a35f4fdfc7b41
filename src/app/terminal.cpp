#include "app/terminal.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace stint::app {
namespace {

// Turns off the echo while it lives.
class Silence {
 public:
  explicit Silence(int terminal) : terminal_(terminal) {
    silent_ = ::tcgetattr(terminal_, &former_) == 0;
    if (!silent_) return;
    termios quiet = former_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (silent_) ::tcsetattr(terminal_, TCSAFLUSH, &former_);
  }

 private:
  int terminal_;
  bool silent_ = false;
  termios former_{};
};

void write_all(int terminal, std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(terminal, text.data(), text.size());
    if (done <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

std::optional<std::string> read_line(int terminal) {
  std::string line;
  for (char c = 0; ::read(terminal, &c, 1) == 1;) {
    if (c == '\n') return line;
    line += c;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ask_at_terminal(std::string_view question, bool echo) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return std::nullopt;
  write_all(terminal, question);
  std::optional<std::string> line;
  if (echo) {
    line = read_line(terminal);
  } else {
    const Silence silence{terminal};
    line = read_line(terminal);
    write_all(terminal, "\n");
  }
  ::close(terminal);
  return line;
}

}  // namespace stint::app
