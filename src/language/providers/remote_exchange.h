// One answer as it comes in, piece by piece; nothing of the network is in here.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "language/event_stream.h"
#include "language/generation.h"
#include "language/provider.h"
#include "language/providers/remote_protocol.h"
#include "outbound/delivery.h"

namespace stint::language {

class RemoteExchange {
 public:
  // Given each piece of text as soon as it is whole.
  using Show = std::function<Flow(std::string_view text)>;

  // `quote` has to outlive it. An answer may have 64 bytes for each token of `max_tokens`, and 4,096 more.
  RemoteExchange(std::unique_ptr<AnswerReader> reader, std::uint32_t max_tokens, const Quotation& quote,
                 Show show);

  // The next bytes of an answer 2xx, cut anywhere. False: the rest is not wanted.
  [[nodiscard]] bool take(std::string_view bytes);

  // After the last piece: what has become of it. `delivered` is what the outbound client says.
  [[nodiscard]] Answer end(const std::expected<outbound::Delivered, outbound::Failure>& delivered,
                           const RemoteProtocol& protocol);

  // Text was handed to `show`.
  [[nodiscard]] bool shown() const { return shown_; }
  // The service said that it did not do it, by a status other than 2xx.
  [[nodiscard]] const std::optional<Notice>& notice() const { return notice_; }

 private:
  enum class Form : std::uint8_t { unknown, stream, document };

  void take_event(const StreamEvent& event);
  void read_document();
  void hand_on();
  [[nodiscard]] std::optional<Fault> fault_of_status(const outbound::Response& response,
                                                     const RemoteProtocol& protocol);
  [[nodiscard]] Answer conclude();
  [[nodiscard]] Answer ended(Ending ending);

  std::unique_ptr<AnswerReader> reader_;
  std::size_t longest_;
  const Quotation& quote_;
  Show show_;
  EventStream stream_;
  Form form_ = Form::unknown;
  std::string document_;
  std::string beginning_;  // of what came, to be quoted
  PartialAnswer answer_;
  std::size_t handed_on_ = 0;  // bytes of the text
  bool events_ = false;
  bool shown_ = false;
  bool stopped_ = false;  // by the listener
  std::optional<Fault> fault_;
  std::optional<Notice> notice_;
};

}  // namespace stint::language
