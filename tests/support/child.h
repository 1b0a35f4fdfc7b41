// Runs a program and waits for it: its exit status, what it wrote, and how much memory it took.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace stint::test {

struct ChildOptions {
  std::string input{};                          // given on standard input
  std::vector<std::string> environment{};       // "NAME=VALUE", on top of PATH and HOME=/nonexistent
  std::optional<std::uint64_t> largest_file{};  // bytes; writing beyond fails
  std::function<std::string_view()> feed{};     // instead of `input`: pieces until an empty one
};

struct ChildResult {
  int status = -1;  // exit status; 128 + signal when killed
  std::string out;
  std::string err;
  std::int64_t peak_kib = 0;  // largest resident memory
};

[[nodiscard]] ChildResult run_child(const std::vector<std::string>& command,
                                    const ChildOptions& options = {});

// A child that reads from a pipe of ours, to be killed at a moment of the test's choice. Its outputs go
// nowhere.
class PipedChild {
 public:
  explicit PipedChild(const std::vector<std::string>& command,
                      const std::vector<std::string>& environment = {});
  ~PipedChild();
  PipedChild(const PipedChild&) = delete;
  PipedChild& operator=(const PipedChild&) = delete;

  // False: it reads no more.
  [[nodiscard]] bool write(std::string_view text) const;
  void close_input();
  [[nodiscard]] bool has_ended();
  // Kills it unless it has ended, and gives its status as ChildResult does.
  int kill();
  int wait();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int status_ = -1;
};

}  // namespace stint::test
