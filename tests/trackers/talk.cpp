#include "trackers/talk.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stint::test {

Answer Talk::send(std::string_view method, std::string_view target, std::string_view body,
                  std::string_view type) {
  ReceivedRequest request;
  request.method = method;
  request.target = target;
  request.headers = headers;
  request.body = body;
  std::ranges::replace(request.body, '\'', '"');
  if (!body.empty()) request.headers.emplace_back("content-type", type);
  last = handler_.handle(request, moment);
  return last;
}

json::Value Talk::read(int status) {
  EXPECT_EQ(last.status, status) << last.body;
  const auto value = parser_.parse(last.body.empty() ? "null" : last.body);
  EXPECT_TRUE(value) << last.body;
  return value ? *value : json::Value{};
}

json::Value Talk::get(std::string_view target, int status) {
  send("GET", target);
  return read(status);
}
json::Value Talk::post(std::string_view target, std::string_view body, int status) {
  send("POST", target, body);
  return read(status);
}
json::Value Talk::patch(std::string_view target, std::string_view body, int status, std::string_view type) {
  send("PATCH", target, body, type);
  return read(status);
}

}  // namespace stint::test
