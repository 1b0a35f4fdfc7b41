// A fake Taiga, API version 1. What it does follows the services' documented answers and its published code.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/trackers/handler.h"
#include "support/trackers/taiga_documents.h"

namespace stint::test {

class TaigaHandler final : public Handler {
 public:
  // `site` has to outlive it.
  explicit TaigaHandler(Site& site, TaigaOptions options = {});

  [[nodiscard]] Answer handle(const ReceivedRequest& request, const Moment& moment) override;
  [[nodiscard]] Site& site() override { return site_; }
  [[nodiscard]] TaigaWords& words() { return words_; }
  // Tokens that were asked for: logins and refreshes.
  [[nodiscard]] std::int64_t tokens() const { return next_token_; }

 private:
  struct Call {
    const ReceivedRequest& request;
    const Moment& moment;
    const Target& target;
    std::vector<std::string> path;  // below /api/v1
    TaigaView view;
  };

  [[nodiscard]] std::optional<Answer> throttled(Instant now);
  [[nodiscard]] std::optional<Answer> unsigned_answer(const ReceivedRequest& request, Instant now) const;
  [[nodiscard]] Answer login(const Call& call);
  [[nodiscard]] Answer refresh(const Call& call);
  [[nodiscard]] JsonDocument new_tokens(Instant now);

  [[nodiscard]] std::optional<Answer> definition(const Call& call);
  [[nodiscard]] Answer projects(const Call& call);
  [[nodiscard]] Answer milestones(const Call& call);
  [[nodiscard]] Answer users(const Call& call);
  [[nodiscard]] Answer resolve(const Call& call);
  [[nodiscard]] Answer history(const Call& call);
  [[nodiscard]] Answer delete_comment(const Call& call, SiteIssue& issue);
  [[nodiscard]] Answer items(const Call& call, TaigaKind kind);
  [[nodiscard]] Answer list(const Call& call, TaigaKind kind);
  [[nodiscard]] Answer by_ref(const Call& call, TaigaKind kind);
  [[nodiscard]] Answer create(const Call& call, TaigaKind kind);
  [[nodiscard]] Answer patch(const Call& call, SiteIssue& issue);
  // What a body asks of the site; an answer when it cannot be.
  struct Edits {
    std::vector<FieldEdit> fields;
    std::string comment;
    std::vector<std::string> members;
  };
  [[nodiscard]] std::variant<Edits, Answer> read_body(const Call& call, TaigaKind kind,
                                                      const SiteProject& project, const SiteIssue* issue);
  [[nodiscard]] Answer paged(const Call& call, JsonDocument list) const;
  [[nodiscard]] Answer known_only(const Call& call, std::string_view parameters, Answer answer);

  Site& site_;
  TaigaWords words_;
  const TaigaOptions options_;
  std::map<std::string, std::vector<tracker::Comment>, std::less<>> removed_comments_;
  std::int64_t next_token_ = 0;
  std::map<std::string, Instant, std::less<>> tokens_;  // until when they are good
  std::set<std::string, std::less<>> refreshes_;        // each is good once
  std::int64_t minute_ = 0;
  std::int64_t in_minute_ = 0;
};

[[nodiscard]] Answer taiga_answer(const JsonDocument& body, int status = 200);
[[nodiscard]] Answer taiga_error(int status, std::string_view type, std::string_view message);
[[nodiscard]] Answer taiga_missing();

}  // namespace stint::test
