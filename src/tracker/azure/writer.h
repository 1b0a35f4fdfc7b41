// What writes to work items are in requests.
#pragma once

#include <cassert>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tracker/azure/api.h"
#include "tracker/azure/discovery.h"
#include "tracker/azure/patch.h"
#include "tracker/azure/reader.h"
#include "tracker/writing.h"

namespace stint::tracker::azure {

// Safe from several threads. See Connector for the methods.
class Writer {
 public:
  Writer(Api& api, Discovery& discovery, Reader& reader)
      : api_(api), discovery_(discovery), reader_(reader) {}

  [[nodiscard]] Result<Proposal> propose(const Write& write, const Target* target);
  [[nodiscard]] Outcome check(const Proposal& proposal);
  [[nodiscard]] std::expected<Receipt, WriteFault> perform(const WireRequest& request);
  [[nodiscard]] Result<std::vector<Receipt>> find_created(const CreateIssue& create, Instant since);

 private:
  // The target, and what is to become of it.
  struct Draft {
    const Target* target = nullptr;  // null: a new work item
    std::string project;
    std::string type;
    Patch patch;
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
  [[nodiscard]] Outcome set_description(Draft& draft, const std::string& markdown);
  [[nodiscard]] Outcome set_parent(Draft& draft, const std::string& parent);
  [[nodiscard]] Outcome set_number_or_text(Draft& draft, const FieldValue& value);
  [[nodiscard]] Outcome set_assignee(Draft& draft, const std::string& assignee);
  [[nodiscard]] Outcome set_sprint(Draft& draft, const std::string& sprint);
  // The work item with its relations, as the tracker has it now.
  [[nodiscard]] Result<JsonAnswer> read_now(const Target& target);
  [[nodiscard]] std::string item_url(std::string_view id) const;
  void finish(Draft& draft);

  Api& api_;
  Discovery& discovery_;
  Reader& reader_;
};

}  // namespace stint::tracker::azure
