// The body of an answer that is sent while it is still being made: one end writes, on a thread of its own,
// the other one sends.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace stint::http {

struct PipedBody;  // what both ends share

// Safe from several threads. Dropped without end(), the body is broken off, and the client can see it.
class BodyWriter {
 public:
  explicit BodyWriter(std::shared_ptr<PipedBody> body) : body_(std::move(body)) {}
  BodyWriter(const BodyWriter&) = delete;
  BodyWriter& operator=(const BodyWriter&) = delete;
  ~BodyWriter();

  // Hands a piece over. Waits while too much is unsent. False: nobody takes it any more.
  [[nodiscard]] bool write(std::string_view piece);
  // The body is whole; what is written later is not taken.
  void end();

 private:
  std::shared_ptr<PipedBody> body_;
};

// For the server. When it goes, the writer is told that nobody takes anything any more.
class BodyReader {
 public:
  explicit BodyReader(std::shared_ptr<PipedBody> body) : body_(std::move(body)) {}
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;
  ~BodyReader();

  // `wake` is called whenever there is something to take, from the writer's thread and under a lock: it must
  // neither wait nor call back. Never after this end is gone.
  void attach(std::function<void()> wake);

  struct Taken {
    std::string bytes;   // all that waits
    bool ended = false;  // nothing comes after these
    bool whole = false;  // and nothing is missing
  };
  [[nodiscard]] Taken take();

 private:
  std::shared_ptr<PipedBody> body_;
};

struct BodyPipe {
  std::shared_ptr<BodyWriter> writer;
  std::shared_ptr<BodyReader> reader;
};

inline constexpr std::size_t kMostUnsent = 64 << 10;

// `most_unsent`: bytes that may wait before the writer has to.
[[nodiscard]] BodyPipe make_body_pipe(std::size_t most_unsent = kMostUnsent);

}  // namespace stint::http
