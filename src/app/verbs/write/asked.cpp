// From words to what is asked of a tracker.
#include "app/verbs/write/sub_verb.h"

namespace stint::app {
namespace {

using tracker::FieldValue;

Result<std::vector<FieldValue>> fields_of(const WriteArguments& arguments) {
  std::vector<FieldValue> fields;
  for (const std::string& given : arguments.fields) {
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorCode::usage, "--field takes NAME=VALUE, not \"" + given + "\"", {},
                  "for example --field priority=High");
    }
    fields.push_back({given.substr(0, equals), given.substr(equals + 1)});
  }
  return fields;
}

writes::Asked about(const WriteArguments& arguments, tracker::Write write) {
  return {.write = std::move(write), .target = arguments.words.front()};
}

std::string second(const WriteArguments& arguments) {
  return arguments.words.size() > 1 ? arguments.words[1] : std::string{};
}

}  // namespace

Result<writes::Asked> asked_create(const WriteArguments& arguments) {
  STINT_ASSIGN(fields, fields_of(arguments));
  return writes::Asked{.write = tracker::CreateIssue{.project = arguments.words[0],
                                                     .type = arguments.words[1],
                                                     .summary = arguments.words[2],
                                                     .fields = std::move(fields),
                                                     .assignee = arguments.assignee,
                                                     .sprint = arguments.sprint,
                                                     .marker = {}},
                       .target = {}};
}

Result<writes::Asked> asked_edit(const WriteArguments& arguments) {
  STINT_ASSIGN(fields, fields_of(arguments));
  if (fields.empty()) {
    return fail(ErrorCode::usage, "which fields?", {},
                "stint write edit " + arguments.words.front() + " --field summary=\"A better one\"");
  }
  return about(arguments, tracker::EditFields{std::move(fields)});
}

Result<writes::Asked> asked_comment(const WriteArguments& arguments) {
  return about(arguments, tracker::AddComment{arguments.words[1]});
}

Result<writes::Asked> asked_move(const WriteArguments& arguments) {
  return about(arguments, tracker::Transition{arguments.words[1]});
}

Result<writes::Asked> asked_assign(const WriteArguments& arguments) {
  return about(arguments, tracker::Assign{second(arguments)});
}

Result<writes::Asked> asked_link(const WriteArguments& arguments) {
  return about(arguments, tracker::AddLink{arguments.words[1], arguments.words[2]});
}

Result<writes::Asked> asked_sprint(const WriteArguments& arguments) {
  return about(arguments, tracker::MoveToSprint{second(arguments)});
}

}  // namespace stint::app
