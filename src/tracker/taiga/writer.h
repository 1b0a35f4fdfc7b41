// What writes to Taiga's items are in requests.
#pragma once

#include <cassert>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"
#include "tracker/taiga/api.h"
#include "tracker/taiga/reader.h"
#include "tracker/writing.h"

namespace stint::tracker::taiga {

// Safe from several threads. See Connector for the methods.
class Writer {
 public:
  Writer(Api& api, Reader& reader) : api_(api), reader_(reader) {}

  [[nodiscard]] Result<Proposal> propose(const Write& write, const Target* target);
  [[nodiscard]] std::expected<Receipt, WriteFault> perform(const WireRequest& request);
  [[nodiscard]] Result<std::vector<Receipt>> find_created(const CreateIssue& create, Instant since);

 private:
  struct Draft {
    const Target* target = nullptr;  // null: a new item
    ItemId id;
    Kind kind = Kind::story;
    Tables project;
    JsonDocument body = JsonDocument::object();
    Proposal proposal;

    void change(std::string_view field, std::string before, std::string after);
    // Of writes that need one.
    [[nodiscard]] const Issue& item() const {
      assert(target != nullptr);
      return target->record.issue;
    }
    [[nodiscard]] const Issue* issue() const { return target == nullptr ? nullptr : &target->record.issue; }
  };

  [[nodiscard]] Outcome add(Draft& draft, const CreateIssue& write);
  [[nodiscard]] Outcome add(Draft& draft, const EditFields& write);
  [[nodiscard]] Outcome add(Draft& draft, const AddComment& write);
  [[nodiscard]] Outcome add(Draft& draft, const Transition& write);
  [[nodiscard]] Outcome add(Draft& draft, const Assign& write);
  [[nodiscard]] Outcome add(Draft& draft, const AddLink& write);
  [[nodiscard]] Outcome add(Draft& draft, const MoveToSprint& write);
  [[nodiscard]] Outcome add(Draft& draft, const DeleteComment& write);
  [[nodiscard]] Outcome add(Draft& draft, const DeleteLink& write);
  [[nodiscard]] Outcome add(Draft& draft, const DeleteIssue& write);

  [[nodiscard]] Outcome set_field(Draft& draft, const FieldValue& value);
  [[nodiscard]] Outcome set_points(Draft& draft, const std::string& points);
  [[nodiscard]] Outcome set_parent(Draft& draft, const std::string& parent);
  [[nodiscard]] Outcome set_assignee(Draft& draft, const std::string& assignee);
  [[nodiscard]] Outcome set_sprint(Draft& draft, const std::string& sprint);
  [[nodiscard]] std::string made_comment(const WireRequest& request);

  Api& api_;
  Reader& reader_;
};

}  // namespace stint::tracker::taiga
