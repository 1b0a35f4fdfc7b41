#include "support/child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace stint::test {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
  return {ends[0], ends[1]};
}

int status_of(int raw) {
  return WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
}

// Replaces the child by the program.
[[noreturn]] void become(const std::vector<std::string>& command, std::vector<std::string> environment) {
  const char* const path = std::getenv("PATH");
  environment.push_back(std::string{"PATH="} + (path != nullptr ? path : "/usr/bin:/bin"));
  environment.emplace_back("HOME=/nonexistent");
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) environment.push_back(std::string{name} + "=" + value);
  }
  std::vector<char*> argv;
  std::vector<char*> envp;
  std::vector<std::string> words = command;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& variable : environment) envp.push_back(variable.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  ::execvpe(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(descriptor, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

void read_all(int descriptor, std::string& text) {
  std::array<char, 65536> chunk{};
  for (;;) {
    const ssize_t got = ::read(descriptor, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
  ::close(descriptor);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, const ChildOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const Pipe in = make_pipe();
  const Pipe out = make_pipe();
  const Pipe err = make_pipe();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(in.read, STDIN_FILENO);
    ::dup2(out.write, STDOUT_FILENO);
    ::dup2(err.write, STDERR_FILENO);
    if (options.largest_file) {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{*options.largest_file, *options.largest_file};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    become(command, options.environment);
  }
  ::close(in.read);
  ::close(out.write);
  ::close(err.write);
  ChildResult result;
  {
    const std::jthread out_reader{[&] { read_all(out.read, result.out); }};
    const std::jthread err_reader{[&] { read_all(err.read, result.err); }};
    if (options.feed) {
      for (std::string_view piece = options.feed(); !piece.empty() && write_all(in.write, piece);)
        piece = options.feed();
    } else {
      static_cast<void>(write_all(in.write, options.input));
    }
    ::close(in.write);
  }
  int raw = 0;
  rusage usage{};
  ::wait4(pid, &raw, 0, &usage);
  result.status = status_of(raw);
  result.peak_kib = usage.ru_maxrss;
  return result;
}

PipedChild::PipedChild(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  std::signal(SIGPIPE, SIG_IGN);
  const Pipe in = make_pipe();
  pid_ = ::fork();
  if (pid_ == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(in.read, STDIN_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    become(command, environment);
  }
  ::close(in.read);
  input_ = in.write;
}

PipedChild::~PipedChild() {
  close_input();
  static_cast<void>(kill());
}

bool PipedChild::write(std::string_view text) const {
  return write_all(input_, text);
}

void PipedChild::close_input() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

bool PipedChild::has_ended() {
  if (pid_ < 0) return true;
  int raw = 0;
  if (::waitpid(pid_, &raw, WNOHANG) == 0) return false;
  status_ = status_of(raw);
  pid_ = -1;
  return true;
}

int PipedChild::kill() {
  if (pid_ >= 0) ::kill(pid_, SIGKILL);
  return wait();
}

int PipedChild::wait() {
  if (pid_ >= 0) {
    int raw = 0;
    ::waitpid(pid_, &raw, 0);
    status_ = status_of(raw);
    pid_ = -1;
  }
  return status_;
}

}  // namespace stint::test
