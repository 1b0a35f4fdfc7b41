#include "language/providers/remote_exchange.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::language {
namespace {

constexpr std::size_t kQuoted = 512;
constexpr std::size_t kBytesPerToken = 64;
constexpr std::size_t kBytesBesides = 4'096;
constexpr std::string_view kAddressHint = "see that the base URL leads to the right service";

bool is_success(int status) {
  return status >= 200 && status < 300;
}

}  // namespace

RemoteExchange::RemoteExchange(std::unique_ptr<AnswerReader> reader, std::uint32_t max_tokens,
                               const Quotation& quote, Show show)
    : reader_(std::move(reader)),
      longest_(max_tokens * kBytesPerToken + kBytesBesides),
      quote_(quote),
      show_(std::move(show)) {}

bool RemoteExchange::take(std::string_view bytes) {
  if (fault_ || stopped_ || answer_.over) return false;
  beginning_ += bytes.substr(0, kQuoted - std::min(kQuoted, beginning_.size()));
  if (form_ == Form::unknown) {
    // Some servers answer with a document although a stream was asked for. No line of a stream begins like
    // one.
    const std::size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string_view::npos) {
      const char c = bytes[first];
      form_ = c == '{' || c == '[' || c == '<' ? Form::document : Form::stream;
    }
  }
  if (form_ != Form::stream) {
    document_ += bytes;
    return true;
  }
  // What stood before the first visible character.
  const std::string before = std::exchange(document_, {});
  const auto take_one = [this](const StreamEvent& event) {
    take_event(event);
    return !fault_ && !stopped_ && !answer_.over;
  };
  for (const std::string_view part : {std::string_view{before}, bytes}) {
    const Outcome taken = stream_.add(part, take_one);
    if (!taken && !fault_) fault_ = malformed(taken.error().message);
  }
  return !fault_ && !stopped_ && !answer_.over;
}

void RemoteExchange::take_event(const StreamEvent& event) {
  events_ = true;
  if (auto read = reader_->read_event(event, answer_); !read) fault_ = std::move(read).error();
  hand_on();
}

void RemoteExchange::read_document() {
  if (document_.starts_with("\xEF\xBB\xBF")) document_.erase(0, 3);
  json::Parser parser;
  auto root = parse_answer(parser, document_, quote_);
  if (!root) {
    fault_ = std::move(root).error();
    return;
  }
  if (auto read = reader_->read_document(*root, answer_); !read) fault_ = std::move(read).error();
  hand_on();
}

void RemoteExchange::hand_on() {
  if (answer_.text.size() > longest_ && !fault_) {
    fault_ =
        malformed(fmt::format("the answer is longer than {} bytes, far more than was asked for", longest_));
    return;
  }
  const std::string_view added = std::string_view{answer_.text}.substr(handed_on_);
  handed_on_ = answer_.text.size();
  if (added.empty() || !show_ || stopped_) return;
  shown_ = true;
  stopped_ = show_(added) != Flow::go_on;
}

Answer RemoteExchange::end(const std::expected<outbound::Delivered, outbound::Failure>& delivered,
                           const RemoteProtocol& protocol) {
  if (delivered && !is_success(delivered->response.status)) {
    fault_ = fault_of_status(delivered->response, protocol);
  } else if (delivered && form_ == Form::document && !stopped_ && !fault_) {
    read_document();
  } else if (!delivered && !stopped_ && !fault_ && !answer_.ending) {
    // Whatever happened after the service had said that it was done does no harm.
    const bool cancelled = delivered.error().kind == outbound::FailureKind::cancelled;
    if (cancelled && !answer_.text.empty()) return ended(Ending::cancelled);
    fault_ = fault_of(delivered.error());
  }
  return conclude();
}

std::optional<Fault> RemoteExchange::fault_of_status(const outbound::Response& response,
                                                     const RemoteProtocol& protocol) {
  json::Parser parser;
  const auto root = parser.parse(response.body);
  notice_ = root ? protocol.notice(response.status, *root) : plain_notice(response.status, response.body);
  Fault fault = fault_of(*notice_, quote_);
  fault.error.where = response.shown_url;
  return fault;
}

Answer RemoteExchange::conclude() {
  if (fault_) {
    fault_->shown = shown_;
    return std::unexpected(*fault_);
  }
  if (stopped_) return ended(Ending::cancelled);
  const auto faulty = [this](FaultKind kind, std::string message, std::string_view hint) -> Answer {
    return std::unexpected(
        Fault{kind, {ErrorCode::failure, std::move(message), "", std::string{hint}}, shown_});
  };
  if (answer_.ending == Ending::length && answer_.text.empty()) {
    return faulty(FaultKind::malformed, "the model used up its tokens before it said a word",
                  "ask for more of them; models that think first need some for that");
  }
  if (answer_.ending && answer_.text.empty()) {
    return faulty(FaultKind::malformed, "the service gave an empty answer",
                  "some do so when a prompt is longer than the model's context");
  }
  if (answer_.ending) return ended(*answer_.ending);
  if (events_ && form_ == Form::stream) {
    return faulty(FaultKind::broken_off, "the answer ended in the midst of it", "try again later");
  }
  const std::string came = quote_(beginning_);
  if (came.empty()) return faulty(FaultKind::malformed, "the service gave nothing at all", kAddressHint);
  return faulty(FaultKind::malformed, fmt::format("the service's answer cannot be read: \"{}\"", came),
                kAddressHint);
}

Answer RemoteExchange::ended(Ending ending) {
  return Generation{std::move(answer_.text), ending, answer_.usage, std::move(answer_.model)};
}

}  // namespace stint::language
