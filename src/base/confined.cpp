#include "base/confined.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <mutex>
#include <new>
#include <poll.h>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stint {
namespace {

using Clock = std::chrono::steady_clock;

// How an answer begins: what follows is a value or an error's message. The last byte says that it is whole.
constexpr char kValue = 'v';
constexpr char kError = 'e';
constexpr char kEnd = '.';

// Bytes of addresses this process has; 0 when that cannot be known.
std::uint64_t addresses() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t pages = 0;
  file >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool limit(__rlimit_resource resource, std::uint64_t amount) {
  rlimit limits{};
  if (::getrlimit(resource, &limits) != 0) return false;
  limits.rlim_cur = std::min<rlim_t>(amount, limits.rlim_max);
  limits.rlim_max = limits.rlim_cur;
  return ::setrlimit(resource, &limits) == 0;
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// In the copy. Handlers of this process, which report crashes, are none of the copy's business.
[[noreturn]] void work_and_end(const std::function<Result<std::string>()>& work, const Confines& confines,
                               std::uint64_t memory, int answer_to) {
  for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGTERM, SIGINT, SIGPIPE, SIGXCPU})
    ::signal(number, SIG_DFL);
  const auto seconds = static_cast<std::uint64_t>(confines.processor.count());
  std::string answer(1, kError);
  if (limit(RLIMIT_AS, memory + confines.memory) && limit(RLIMIT_CPU, seconds) && limit(RLIMIT_CORE, 0) &&
      limit(RLIMIT_FSIZE, 0)) {
    try {
      Result<std::string> made = work();
      answer.front() = made ? kValue : kError;
      answer += made ? *made : made.error().message;
    } catch (const std::bad_alloc&) {
      answer = std::string(1, kError) + "it needs too much memory";
    } catch (const std::exception& error) {
      answer += error.what();
    }
    answer += kEnd;
  }
  write_all(answer_to, answer);
  ::_exit(0);
}

// What comes until the end, the deadline, or too much. False: it did not end by itself.
bool read_answer(int from, Clock::time_point deadline, std::size_t most, std::string& answer) {
  std::array<char, 4096> piece{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0 || answer.size() > most) return false;
    pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    const ssize_t size = ::read(from, piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    if (size == 0) return true;
    answer.append(piece.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

Result<std::string> confined(const std::function<Result<std::string>()>& work, const Confines& confines) {
  const auto deadline = Clock::now() + confines.time;
  const std::uint64_t memory = addresses();
  std::array<int, 2> ends{};
  pid_t child = -1;
  {
    // Another copy made meanwhile would hold this one's answer open.
    static std::mutex one_at_a_time;
    const std::scoped_lock lock(one_at_a_time);
    if (memory == 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0)
      return fail(ErrorCode::failure, "no process can be started");
    child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      work_and_end(work, confines, memory, ends[1]);
    }
    ::close(ends[1]);
  }
  std::string answer;
  // Its first and last byte are not the answer's own.
  const bool ended = child > 0 && read_answer(ends[0], deadline, confines.answer + 2, answer);
  ::close(ends[0]);
  if (child < 0) return fail(ErrorCode::failure, "no process can be started");
  if (!ended) ::kill(child, SIGKILL);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!ended) {
    return fail(ErrorCode::usage, answer.size() > confines.answer + 2
                                      ? fmt::format("it gives more than {} bytes", confines.answer)
                                      : fmt::format("it takes longer than {} ms", confines.time.count()));
  }
  if (answer.size() < 2 || answer.back() != kEnd) {
    return fail(ErrorCode::usage, "it broke off: it needs too much time, memory or stack, or is broken");
  }
  answer.pop_back();
  const bool value = answer.front() == kValue;
  answer.erase(0, 1);
  if (value) return answer;
  return fail(ErrorCode::usage, std::move(answer));
}

}  // namespace stint
