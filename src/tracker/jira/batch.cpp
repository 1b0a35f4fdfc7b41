#include "tracker/jira/batch.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

class BatchReader {
 public:
  BatchReader(Site& site, const FieldNames& fields, const AskForIssues& ask)
      : site_(site), fields_(fields), ask_(ask) {}

  [[nodiscard]] Outcome read(std::span<const std::string> ids) {
    auto answer = ask_(ids);
    if (answer) return take(ids, answer->root);
    if (is_absent(answer.error())) return read_singly(ids);
    return fail(std::move(answer).error().error);
  }

  [[nodiscard]] Reading finish() {
    complete(site_, drafts_, reading_.unreadable);
    reading_.issues.reserve(drafts_.size());
    for (Draft& draft : drafts_) reading_.issues.push_back(std::move(draft.record));
    return std::move(reading_);
  }

 private:
  [[nodiscard]] Outcome take(std::span<const std::string> ids, json::Value root) {
    std::unordered_set<std::string> missing(ids.begin(), ids.end());
    for (const json::Value issue : root["issues"].items()) {
      const std::string id = id_text_of(issue["id"]);
      if (missing.erase(id) == 0) continue;
      auto draft = read_draft(issue, fields_);
      if (draft) {
        drafts_.push_back(std::move(*draft));
      } else {
        report(id, std::move(draft).error());
      }
    }
    std::vector<std::string> rest;
    for (const std::string& id : ids) {
      if (missing.erase(id) > 0) rest.push_back(id);
    }
    return read_singly(rest);
  }

  // Nothing is gone but what the tracker itself, asked for that one issue, says is not there.
  [[nodiscard]] Outcome read_singly(std::span<const std::string> ids) {
    for (const std::string& id : ids) {
      auto draft = get_draft(site_, id, fields_);
      if (draft) {
        drafts_.push_back(std::move(*draft));
        continue;
      }
      RestFault& fault = draft.error();
      if (says_not_there(fault)) {
        reading_.gone.push_back(id);
        continue;
      }
      const bool of_all = fault.status == 0 || fault.error.code == ErrorCode::throttled ||
                          (fault.error.code == ErrorCode::authentication && fault.status != 403);
      if (of_all) return fail(std::move(fault.error));
      report(id, std::move(fault.error));
    }
    return {};
  }

  void report(const std::string& id, Error error) {
    reading_.unreadable.push_back({"issue " + id, id, std::move(error)});
  }

  Site& site_;
  const FieldNames& fields_;
  const AskForIssues& ask_;
  std::vector<Draft> drafts_;
  Reading reading_;
};

}  // namespace

Result<Reading> read_issues(Site& site, std::span<const std::string> ids, const FieldNames& fields,
                            const AskForIssues& ask) {
  if (ids.empty()) return Reading{};
  BatchReader reader{site, fields, ask};
  STINT_TRY(reader.read(ids));
  return reader.finish();
}

}  // namespace stint::tracker::jira
