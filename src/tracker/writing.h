// What can be done to a tracker, and what doing it takes. Nothing here has happened yet.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "lib/curl/transport.h"
#include "tracker/model.h"
#include "tracker/reading.h"

namespace stint::tracker {

// A field by its name or the tracker's id, and its value as a person writes it. The names "summary",
// "description", "priority", "labels", "components", "points", "due", "parent" mean the same everywhere;
// lists are separated by commas; an empty value clears the field. Descriptions are Markdown.
struct FieldValue {
  std::string field;
  std::string value;

  bool operator==(const FieldValue&) const = default;
};

struct CreateIssue {
  std::string project;
  std::string type;
  std::string summary;
  std::vector<FieldValue> fields;
  std::string assignee;  // id, e-mail address, user name, or the full name if only one has it; empty: nobody
  std::string sprint;    // id or name; empty: the backlog
  // A label or tag of its own, by which the issue is found again when it is not known whether it was made;
  // empty: none.
  std::string marker;
};
struct EditFields {
  std::vector<FieldValue> fields;
};
struct AddComment {
  std::string body;  // Markdown
};
struct Transition {
  std::string status;  // id or name of where to
};
struct Assign {
  std::string assignee;  // as in CreateIssue; empty: nobody
};
struct AddLink {
  std::string wording;  // "blocks", "is blocked by", "relates to": as the tracker calls its side
  std::string other;    // key
};
struct MoveToSprint {
  std::string sprint;  // id or name; empty: the backlog
};
// These undo others.
struct DeleteComment {
  std::string id;
};
struct DeleteLink {
  std::string id;
};
struct DeleteIssue {};

using Write = std::variant<CreateIssue, EditFields, AddComment, Transition, Assign, AddLink, MoveToSprint,
                           DeleteComment, DeleteLink, DeleteIssue>;

// The issue that a write is about, as it was just read.
struct Target {
  IssueRecord record;
  std::string version;  // what the tracker locks by, or else the mark
};

// One request, exactly as it will be sent but for the credentials.
struct WireRequest {
  std::string method;
  std::string path;  // below the connection's URL, with its query
  std::string content_type;
  std::string body;
  std::string expects;  // version the target must have; empty where the tracker itself checks the body's

  bool operator==(const WireRequest&) const = default;
};

// "" stands for nothing on either side.
struct FieldDiff {
  std::string field;
  std::string before;
  std::string after;

  bool operator==(const FieldDiff&) const = default;
};

// The edit that brings the fields back.
[[nodiscard]] inline EditFields values_before(const std::vector<FieldDiff>& diff) {
  EditFields edit;
  for (const FieldDiff& field : diff) edit.fields.push_back({field.field, field.before});
  return edit;
}

struct Proposal {
  std::vector<WireRequest> requests;  // in this order; mostly one
  std::vector<FieldDiff> diff;
  std::string version;                // of the target; empty for a new issue
  std::vector<std::string> warnings;  // "the workflow may ask for a resolution"
  // What would take it back, as far as that is known before; nothing: it cannot be undone. A comment, link or
  // issue to be deleted has no id yet: the receipt brings it.
  std::optional<Write> undo;
};

struct Receipt {
  std::string issue_id;
  std::string issue_key;
  std::string made_id;  // of the comment or link
  std::string version;  // of the issue afterwards, where the answer says
};

struct WriteFault {
  enum class Kind : std::uint8_t {
    refused,   // it was not done: the tracker, the policy or the network said no before
    conflict,  // it was not done: somebody else was faster
    unknown,   // it may have been done
  };
  Kind kind = Kind::refused;
  Error error;
};

}  // namespace stint::tracker
