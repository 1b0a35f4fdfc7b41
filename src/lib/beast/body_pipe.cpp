#include "lib/beast/body_pipe.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace stint::http {

struct PipedBody {
  explicit PipedBody(std::size_t most) : most_unsent(most) {}

  const std::size_t most_unsent;
  std::mutex mutex;
  std::condition_variable room;
  std::string unsent;
  bool ended = false;
  bool whole = false;
  bool abandoned = false;
  std::function<void()> wake;

  // With the lock held.
  void tell() const {
    if (wake) wake();
  }
  void end(bool is_whole) {
    const std::lock_guard lock{mutex};
    if (ended) return;
    ended = true;
    whole = is_whole;
    tell();
  }
};

BodyWriter::~BodyWriter() {
  body_->end(false);
}

bool BodyWriter::write(std::string_view piece) {
  PipedBody& body = *body_;
  std::unique_lock lock{body.mutex};
  body.room.wait(lock, [&] { return body.abandoned || body.ended || body.unsent.size() < body.most_unsent; });
  if (body.abandoned || body.ended) return false;
  body.unsent += piece;
  body.tell();
  return true;
}

void BodyWriter::end() {
  body_->end(true);
}

BodyReader::~BodyReader() {
  {
    const std::lock_guard lock{body_->mutex};
    body_->abandoned = true;
    body_->wake = nullptr;
  }
  body_->room.notify_all();
}

void BodyReader::attach(std::function<void()> wake) {
  const std::lock_guard lock{body_->mutex};
  body_->wake = std::move(wake);
}

BodyReader::Taken BodyReader::take() {
  Taken taken;
  {
    const std::lock_guard lock{body_->mutex};
    taken = {std::exchange(body_->unsent, {}), body_->ended, body_->whole};
  }
  body_->room.notify_all();
  return taken;
}

BodyPipe make_body_pipe(std::size_t most_unsent) {
  auto body = std::make_shared<PipedBody>(most_unsent);
  return {std::make_shared<BodyWriter>(body), std::make_shared<BodyReader>(body)};
}

}  // namespace stint::http
