// Values of fields as people write them, in the tracker's own.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/azure/relations.h"
#include "tracker/azure/values.h"
#include "tracker/azure/writer.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/text/html.h"

namespace stint::tracker::azure {
namespace {

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// 3 rather than 3.0.
JsonDocument json_number(double number) {
  const auto whole = static_cast<std::int64_t>(number);
  return static_cast<double>(whole) == number ? JsonDocument(whole) : JsonDocument(number);
}

std::string day_of(const std::optional<Instant>& at) {
  return at ? format_iso(*at).substr(0, 10) : std::string{};
}

// The fields that mean the same everywhere and are one field here.
struct Common {
  std::string_view name;
  std::string_view reference;
};
constexpr Common kCommon[] = {{"summary", field::kTitle},
                              {"priority", field::kPriority},
                              {"components", field::kAreaPath},
                              {"due", field::kDueDate},
                              {"environment", field::kSystemInfo}};

std::string before_of(const Issue* issue, std::string_view name) {
  if (issue == nullptr) return {};
  if (name == "summary") return issue->summary;
  if (name == "priority") return issue->priority;
  if (name == "environment") return issue->environment;
  if (name == "due") return day_of(issue->due);
  if (name == "components" && !issue->components.empty()) return issue->components.front();
  return {};
}

bool is_long_text(std::string_view reference) {
  return reference == field::kSystemInfo || reference == field::kCriteria || reference == field::kReproSteps;
}

}  // namespace

Outcome Writer::set_field(Draft& draft, const FieldValue& value) {
  if (value.field == "description") return set_description(draft, value.value);
  if (value.field == "parent") return set_parent(draft, value.value);
  if (value.field == "labels") {
    const std::vector<std::string> labels = split_list(value.value, ',');
    draft.patch.set(field::kTags, join_list(labels, "; "));
    draft.change("labels", draft.issue() == nullptr ? "" : join_list(draft.issue()->labels, ", "),
                 join_list(labels, ", "));
    return {};
  }
  if (value.field == "points")
    return set_number_or_text(draft, {discovery_.effort_field(draft.project), value.value});
  const auto* const common = std::ranges::find(kCommon, value.field, &Common::name);
  if (common == std::end(kCommon)) return set_number_or_text(draft, value);
  const std::string before = before_of(draft.issue(), common->name);
  draft.change(common->name, before, value.value);
  if (value.value.empty() && common->reference != field::kAreaPath) {
    if (common->reference == field::kTitle) return fail(ErrorCode::usage, "a work item needs a title");
    if (!before.empty()) draft.patch.clear(common->reference);
    return {};
  }
  if (common->reference == field::kPriority) {
    const auto number = number_of(value.value);
    if (!number)
      return fail(ErrorCode::usage, fmt::format("\"{}\" is no priority", value.value), "",
                  "priorities are numbers, 1 is the highest");
    draft.patch.set(common->reference, json_number(*number));
  } else if (common->reference == field::kAreaPath) {
    draft.patch.set(common->reference,
                    value.value.empty() ? draft.project : fmt::format("{}\\{}", draft.project, value.value));
  } else if (is_long_text(common->reference)) {
    draft.patch.set(common->reference, text::html_of_markdown(value.value));
  } else {
    draft.patch.set(common->reference, value.value);
  }
  return {};
}

Outcome Writer::set_description(Draft& draft, const std::string& markdown) {
  std::string_view reference = field::kDescription;
  bool is_markdown = false;
  if (draft.target != nullptr) {
    STINT_ASSIGN(now, read_now(*draft.target));
    const json::Value fields = now.root["fields"];
    if (fields[field::kDescription].text().empty() && !fields[field::kReproSteps].text().empty())
      reference = field::kReproSteps;
    is_markdown = equal_ignoring_case(now.root["multilineFieldsFormat"][reference].text(), "markdown");
  }
  draft.patch.set(reference, is_markdown ? markdown : text::html_of_markdown(markdown));
  draft.change("description", draft.issue() == nullptr ? "" : draft.issue()->description, markdown);
  return {};
}

Outcome Writer::set_parent(Draft& draft, const std::string& parent) {
  if (draft.target != nullptr && !draft.issue()->parent_id.empty()) {
    STINT_ASSIGN(now, read_now(*draft.target));
    std::size_t index = 0;
    const json::Items relations = now.root["relations"].items();
    for (const json::Value relation : relations) {
      if (equal_ignoring_case(relation["rel"].text(), kParent)) {
        draft.patch.unlink(index);
        break;
      }
      ++index;
    }
  }
  if (!parent.empty()) draft.patch.link(kParent, item_url(parent));
  draft.change("parent", draft.issue() == nullptr ? "" : draft.issue()->parent_key, parent);
  return {};
}

// A field by its reference or shown name.
Outcome Writer::set_number_or_text(Draft& draft, const FieldValue& value) {
  STINT_ASSIGN(fields, discovery_.fields());
  const auto known = std::ranges::find_if(fields, [&](const Field& one) {
    return equal_ignoring_case(one.id, value.field) || equal_ignoring_case(one.name, value.field);
  });
  if (known == fields.end())
    return fail(ErrorCode::usage, fmt::format("there is no field \"{}\"", value.field), "",
                "name it as Azure DevOps does, for example \"Story Points\"");
  std::string before;
  if (draft.target != nullptr) {
    STINT_ASSIGN(now, read_now(*draft.target));
    const json::Value held = now.root["fields"][known->id];
    const bool person = held.is_object();
    before = person ? read_person(held).name : plain_text(held);
    if (known->type == "html") before = text::markdown_of_html(before);
  }
  draft.change(known->name, before, value.value);
  if (value.value.empty()) {
    if (!before.empty()) draft.patch.clear(known->id);
    return {};
  }
  if (known->type != "number") {
    const bool html = is_long_text(known->id) || known->type == "html";
    draft.patch.set(known->id, html ? text::html_of_markdown(value.value) : value.value);
    return {};
  }
  const auto number = number_of(value.value);
  if (!number)
    return fail(ErrorCode::usage,
                fmt::format("\"{}\" is no number, as {} needs one", value.value, known->name));
  draft.patch.set(known->id, json_number(*number));
  return {};
}

Outcome Writer::set_assignee(Draft& draft, const std::string& assignee) {
  const std::string before = draft.issue() == nullptr ? "" : draft.issue()->assignee.name;
  if (assignee.empty()) {
    draft.patch.set(field::kAssignedTo, "");
    draft.change("assignee", before, "");
    return {};
  }
  STINT_ASSIGN(members, discovery_.members(draft.project));
  std::vector<const Discovery::Member*> found;
  for (const Discovery::Member& member : members) {
    if (member.person.id == assignee || equal_ignoring_case(member.unique_name, assignee)) {
      found = {&member};
      break;
    }
    if (equal_ignoring_case(member.person.name, assignee)) found.push_back(&member);
  }
  if (found.size() != 1) {
    std::string names;
    for (const Discovery::Member* member : found) names += fmt::format(" {}", member->unique_name);
    return fail(ErrorCode::usage,
                found.empty() ? fmt::format("nobody in {} is \"{}\"", draft.project, assignee)
                              : fmt::format("several people are \"{}\":{}", assignee, names),
                "", "give the sign-in address, as Azure DevOps shows it");
  }
  draft.patch.set(field::kAssignedTo, found.front()->unique_name);
  draft.change("assignee", before, found.front()->person.name);
  return {};
}

Outcome Writer::set_sprint(Draft& draft, const std::string& sprint) {
  STINT_ASSIGN(iterations, discovery_.iterations(draft.project));
  const auto name_of = [&](std::string_view id) {
    const auto found = std::ranges::find(iterations, id, &Iteration::id);
    return found == iterations.end() ? std::string{id} : found->name;
  };
  std::string before;
  if (draft.issue() != nullptr && !draft.issue()->sprint_ids.empty())
    before = name_of(draft.issue()->sprint_ids.back());
  if (sprint.empty()) {
    draft.patch.set(field::kIterationPath, draft.project);
    draft.change("sprint", before, "");
    return {};
  }
  std::vector<const Iteration*> found;
  for (const Iteration& iteration : iterations) {
    if (is_root(iteration.path)) continue;
    if (iteration.id == sprint || equal_ignoring_case(iteration.path, sprint)) {
      found = {&iteration};
      break;
    }
    if (equal_ignoring_case(iteration.name, sprint)) found.push_back(&iteration);
  }
  if (found.size() != 1) {
    std::string paths;
    for (const Iteration& iteration : iterations) {
      if (!is_root(iteration.path)) paths += fmt::format("{}{}", paths.empty() ? "" : ", ", iteration.path);
    }
    return fail(ErrorCode::usage,
                fmt::format("{} iterations of {} are called \"{}\"", found.size(), draft.project, sprint), "",
                "one of: " + paths);
  }
  draft.patch.set(field::kIterationPath, found.front()->path);
  draft.change("sprint", before, found.front()->name);
  return {};
}

}  // namespace stint::tracker::azure
