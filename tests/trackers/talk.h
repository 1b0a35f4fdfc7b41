// Asking a fake tracker without a connector in between.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"
#include "support/trackers/handler.h"

namespace stint::test {

class Talk {
 public:
  // `handler` is borrowed. `always` goes along with each request.
  Talk(Handler& handler, std::vector<std::pair<std::string, std::string>> always, Instant now,
       std::string base_url)
      : headers(std::move(always)), moment{now, std::move(base_url), PageFault::none}, handler_(handler) {}

  // ' in the body stands for ".
  Answer send(std::string_view method, std::string_view target, std::string_view body = "",
              std::string_view type = "application/json");
  // The body of an answer that has to have that status; good until the next call.
  json::Value get(std::string_view target, int status = 200);
  json::Value post(std::string_view target, std::string_view body, int status = 200);
  json::Value patch(std::string_view target, std::string_view body, int status = 200,
                    std::string_view type = "application/json");

  std::vector<std::pair<std::string, std::string>> headers;
  Moment moment;
  Answer last;

 private:
  json::Value read(int status);
  Handler& handler_;
  json::Parser parser_;
};

}  // namespace stint::test
