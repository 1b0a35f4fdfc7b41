// One libcurl handle with its open connections, and one exchange at a time on it. Only for transport.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <curl/curl.h>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "lib/curl/mail.h"
#include "lib/curl/transport.h"

namespace stint::curl {

class Session {
 public:
  explicit Session(const TransportOptions& options);

  [[nodiscard]] std::expected<ResponseHead, TransferFault> perform(const TransferRequest& request);
  [[nodiscard]] std::expected<int, TransferFault> perform(const MailTransfer& mail);

 private:
  using Clock = std::chrono::steady_clock;
  struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  // Why we ended an exchange ourselves.
  enum class Ended : std::uint8_t {
    no,
    enough,
    cancelled,
    too_large,
    address_refused,
    idle_time,
    total_time
  };

  // What one exchange has come to.
  struct Exchange {
    const TransferRequest* request = nullptr;
    ResponseHead head;
    std::int64_t head_bytes = 0;
    std::int64_t body_bytes = 0;
    bool in_body = false;
    Ended ended = Ended::no;
    std::string refused_address;
    curl_off_t moved = 0;  // bytes up and down, as they are on the wire
    Clock::time_point last_byte{};
    // Of a mail.
    std::string_view unsent;
    bool all_taken = false;  // libcurl has been told that no more comes
  };

  void set_fixed_options();
  void set_request(const TransferRequest& request);
  void set_mail(const MailTransfer& mail);
  void set_method(const TransferRequest& request);
  void set_headers(const TransferRequest& request);
  [[nodiscard]] CURLcode run();
  // Until when curl may be waited for; sets exchange_.ended when a limit is reached.
  [[nodiscard]] Milliseconds patience(Clock::time_point started);
  [[nodiscard]] bool has_sent() const;
  [[nodiscard]] TransferFault fault(CURLcode code) const;

  bool take_header(std::string_view line);
  bool take_body(std::string_view piece);

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_mail(char* into, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                         curl_off_t up);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  const TransportOptions& options_;
  List headers_;
  List hosts_;
  Exchange exchange_;
  std::string message_;  // libcurl's own words, CURL_ERROR_SIZE long
  // Last, so that what libcurl points to is there until the end; easy_ goes before multi_.
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::unique_ptr<CURL, FreeEasy> easy_;
};

}  // namespace stint::curl
