// Clients of one connection, as tests need them.
#pragma once

#include <gtest/gtest.h>

#include "outbound/client.h"

namespace stint::outbound {

inline Policy policy_for(const std::vector<std::string>& urls) {
  auto policy = Policy::for_connection("test", urls);
  EXPECT_TRUE(policy);
  return std::move(*policy);
}

inline Request get(std::string url) {
  Request request;
  request.url = std::move(url);
  return request;
}

inline Request post(std::string url, std::string body) {
  Request request = get(std::move(url));
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

}  // namespace stint::outbound
