// Azure DevOps' REST API: its versions, its errors, and its way to say that a token is not good.
#pragma once

#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

#include "outbound/delivery.h"
#include "tracker/connection.h"
#include "tracker/json_answer.h"

namespace stint::tracker::azure {

// Parts of the API that never left preview in any version; the number is of version 7.1.
enum class Preview : std::uint8_t { none, comments, connection };

// "TF401232: …" of an error's body, without its stack; empty when it says nothing.
[[nodiscard]] std::string words_of_error(std::string_view body);
// Whether the body of an error says that the work item is not at the revision that was tested for.
[[nodiscard]] bool is_conflict(const RestFault& fault);

// Safe from several threads.
class Api {
 public:
  Api(const Connection& connection, outbound::Delivery& delivery, std::stop_token stop);

  // Paths begin with a slash, below the organisation or collection, without api-version.
  [[nodiscard]] JsonReply get(std::string_view path, Preview preview = Preview::none);
  // A question with a body.
  [[nodiscard]] JsonReply ask(std::string_view path, std::string body);
  // As it is; its path has its api-version. A write: never sent twice.
  [[nodiscard]] JsonReply write(RestRequest request);

  // `path` with "api-version=7.1" behind it, or with what an older server has.
  [[nodiscard]] std::string versioned(std::string_view path, Preview preview = Preview::none);
  [[nodiscard]] std::string version();
  [[nodiscard]] const std::string& base_url() const { return rest_.base_url(); }

 private:
  [[nodiscard]] JsonReply send(RestRequest request, std::string_view path, Preview preview);
  // Takes over what the server says is its newest version. False: it did not say.
  [[nodiscard]] bool learn_version(const RestFault& fault);

  Rest rest_;
  std::mutex mutex_;
  std::string version_ = "7.1";
};

}  // namespace stint::tracker::azure
