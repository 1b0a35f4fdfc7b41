// Runs the fake model services until its input ends. Prints their addresses as one line of JSON.
#include <iostream>
#include <string>

#include "support/model_servers.h"

int main() {
  using namespace stint::test;
  const FakeModel model{"fake-1", "test-key", say_as_told};
  HttpServer openai{openai_service(model)};
  HttpServer gemini{gemini_service(model)};
  HttpServer anthropic{anthropic_service(model)};
  std::cout << R"({"openai":")" << openai.url("/v1") << R"(","gemini":")" << gemini.url("")
            << R"(","anthropic":")" << anthropic.url("") << "\"}" << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) continue;
  return 0;
}
