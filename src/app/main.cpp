#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/application.h"
#include "app/terminal.h"

namespace {

std::size_t terminal_columns() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 100;
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away (`stint issues | head`) is an error of writing, not a reason to be killed.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  stint::app::World world{.out = std::cout,
                          .err = std::cerr,
                          .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                          .err_is_terminal = isatty(STDERR_FILENO) == 1,
                          .columns = terminal_columns(),
                          .environment = [](const char* name) -> const char* { return std::getenv(name); },
                          .ask = stint::app::ask_at_terminal,
                          .read_line =
                              [] {
                                std::string line;
                                std::getline(std::cin, line);
                                return line;
                              }};
  return stint::app::run(argc, argv, std::move(world));
}
