// A process that dies at a chosen moment: what is on the disk stays, nothing else does.
#pragma once

#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stint::jobs {

// Runs `work` in a child, which ends without any farewell when it calls what it is given for the `moment`th
// time (from 0). Whether it did; false: it came to its end before.
inline bool dies_at(int moment, const std::function<void(const std::function<void()>& moment_passes)>& work) {
  constexpr int kDied = 42;
  const pid_t child = ::fork();
  if (child == 0) {
    int passed = 0;
    work([&] {
      if (passed++ == moment) ::_exit(kDied);
    });
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_TRUE(WEXITSTATUS(status) == kDied || WEXITSTATUS(status) == 0) << status;
  return WEXITSTATUS(status) == kDied;
}

}  // namespace stint::jobs
