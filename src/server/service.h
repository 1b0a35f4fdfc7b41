// From a request to its answer: the checks that hold for all, the route, its handler, and what every answer
// carries.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "access/proxy.h"
#include "lib/beast/server.h"
#include "lib/valijson/json_schema.h"
#include "outbound/fair_queue.h"
#include "server/fair_workers.h"
#include "server/guard.h"
#include "server/identify.h"
#include "server/kept_answers.h"
#include "server/route.h"
#include "server/same_questions.h"
#include "server/services.h"
#include "server/workers.h"

namespace stint::server {

// What is written down of a request: never its query, body or credentials.
struct AccessRecord {
  std::string_view peer;
  std::string_view method;
  std::string_view path;
  std::string_view caller;  // user name; empty for nobody
  unsigned status = 0;
  std::size_t bytes = 0;
  double seconds = 0;
};

struct ServiceOptions {
  GuardSettings guard;
  access::ProxySettings proxy;
  bool open_mode = false;  // while there are no users; on loopback only
  bool secure_cookies = false;
  std::size_t workers = 2;
  std::size_t most_waiting = 512;
  // Requests to models: so many at once, of one caller, and in the queue.
  outbound::QueueOptions models{.running = 8, .running_per_key = 4, .waiting = 64};
  std::function<void(const AccessRecord&)> log;  // from several threads
};

class Service {
 public:
  // `services` outlives it.
  Service(Services& services, ServiceOptions options);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service();

  // As http::Handler.
  [[nodiscard]] http::ResponsePtr handle(const http::Request& request, const http::Reply& reply);

  // For GET /metrics: requests by status, seconds spent.
  [[nodiscard]] std::string prometheus(const http::Counts& counts) const;

 private:
  struct Work;

  [[nodiscard]] std::optional<Answer> refuse(const Work& work) const;
  [[nodiscard]] std::optional<Answer> read_body(Work& work) const;
  [[nodiscard]] Call call_of(Work& work);
  [[nodiscard]] http::ResponsePtr answer(Work& work);
  void answer_in_pieces(Work& work, const http::Reply& reply);
  // False: too much waits already.
  [[nodiscard]] bool answer_later(const std::shared_ptr<Work>& work, const http::Reply& reply);
  [[nodiscard]] http::ResponsePtr finish(const Work& work, Answer answer);
  [[nodiscard]] http::ResponsePtr finish(const http::Request& request, std::string_view caller,
                                         double started, http::ResponsePtr response) const;
  void note(const http::Request& request, std::string_view caller, const http::Response& response,
            double started) const;

  Services& services_;
  const ServiceOptions options_;
  std::map<std::string, JsonSchema, std::less<>> inputs_;  // by name
  std::mutex kept_mutex_;
  KeptAnswers kept_;
  SameQuestions questions_;
  struct Tally;
  std::unique_ptr<Tally> tally_;
  FairWorkers models_;
  Workers workers_;  // ends first
};

// An answer with the headers that every answer carries. `compress`: the body, where that is worth it.
[[nodiscard]] KeptAnswer dressed(Answer answer, bool compress);

}  // namespace stint::server
