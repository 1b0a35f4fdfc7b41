#include "support/trackers/azure_patch.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "lib/simdjson/json.h"

namespace stint::test {
namespace {

using Field = FieldEdit::Field;

constexpr const char* kRule = "RuleValidationException";
constexpr const char* kInvalid = "VssPropertyValidationException";

std::unexpected<AzureRefusal> refuse(int status, std::string type_key, std::string message) {
  return std::unexpected(AzureRefusal{status, std::move(type_key), std::move(message)});
}
AzureRefusal untitled() {
  return {400, kRule, "TF401320: Rule Error for field Title. Error code: Required, InvalidEmpty."};
}

std::string plain(json::Value value) {
  if (const auto text = value.as_string()) return std::string{*text};
  if (const auto whole = value.as_int()) return std::to_string(*whole);
  if (const auto number = value.as_double()) return fmt::format("{}", *number);
  return "";
}

class PatchReader {
 public:
  PatchReader(const AzureView& view, const SiteIssue* issue, const SiteType& type,
              const std::function<std::string(std::string_view)>& markdown)
      : view_(view), issue_(issue), type_(type), markdown_(markdown) {}

  [[nodiscard]] std::expected<AzurePatch, AzureRefusal> read(json::Value document) {
    if (!document.is_array())
      return refuse(400, kInvalid, "You must pass a valid patch document in the body of the request.");
    // Formats say what the texts are, wherever they stand.
    for (const json::Value operation : document.items())
      if (operation["path"].text().starts_with("/multilineFieldsFormat/"))
        formats_.emplace_back(operation["path"].text().substr(23), operation["value"].text());
    for (const json::Value operation : document.items())
      if (auto refusal = apply(operation)) return std::unexpected(std::move(*refusal));
    if (issue_ == nullptr && !titled_) return std::unexpected(untitled());
    return std::move(patch_);
  }

 private:
  using Refusal = std::optional<AzureRefusal>;

  [[nodiscard]] Refusal apply(json::Value operation) {
    const std::string_view op = operation["op"].text();
    const std::string_view path = operation["path"].text();
    if (op == "test") return test(path, operation["value"]);
    if (op != "add" && op != "replace" && op != "remove")
      return AzureRefusal{400, kInvalid, fmt::format("The operation {} is not supported.", op)};
    if (path.starts_with("/multilineFieldsFormat/")) return {};
    if (path.starts_with("/fields/"))
      return field(path.substr(8), op == "remove" ? json::Value{} : operation["value"]);
    if (path == "/relations/-" && op == "add") return add_relation(operation["value"]);
    if (path.starts_with("/relations/") && op == "remove") {
      std::size_t place = 0;
      std::from_chars(path.data() + 11, path.data() + path.size(), place);
      patch_.remove_links.push_back(place);
      return {};
    }
    return AzureRefusal{400, kInvalid, fmt::format("The path {} cannot be patched.", path)};
  }

  [[nodiscard]] Refusal test(std::string_view path, json::Value value) const {
    if (issue_ == nullptr || (path != "/rev" && path != "/fields/System.Rev"))
      return AzureRefusal{400, kInvalid, fmt::format("The path {} cannot be tested.", path)};
    const std::int64_t rev = rev_of(updates_of(view_, *issue_));
    if (value.as_int() == rev) return {};
    return AzureRefusal{
        412, "TestPatchOperationFailedException",
        fmt::format("VS403351: Test Operation for path /rev failed, value {} was not equal to test value {}.",
                    rev, plain(value))};
  }

  void edit(Field field, std::string value) { patch_.edits.push_back({field, std::move(value)}); }

  [[nodiscard]] Refusal field(std::string_view name, json::Value value) {
    const AzureWords& words = view_.words;
    const std::string text = plain(value);
    if (name == "System.Title") {
      if (text.empty()) return untitled();
      titled_ = true;
      edit(Field::summary, text);
    } else if (name == "System.State") {
      const auto& all = words.site().statuses;
      const auto found = std::ranges::find(all, text, &tracker::Status::name);
      if (found == all.end()) {
        return AzureRefusal{
            400, kRule,
            fmt::format(
                "The field 'State' contains the value '{}' that is not in the list of supported values",
                text)};
      }
      edit(Field::status, found->id);
    } else if (name == "System.AssignedTo") {
      const SiteUser* const user = text.empty() ? nullptr : words.user_of(text);
      if (!text.empty() && user == nullptr)
        return AzureRefusal{
            400, kRule,
            fmt::format("The identity value '{}' for field 'Assigned To' is an unknown identity.", text)};
      edit(Field::assignee, user == nullptr ? "" : user->id);
    } else if (name == "System.Tags") {
      edit(Field::labels, labels(text));
    } else if (name == words.estimate()) {
      edit(Field::points, text);
    } else if (name == "Microsoft.VSTS.Common.Priority") {
      const std::int64_t number = value.as_int().value_or(0);
      if (number < 1 || number > 4)
        return AzureRefusal{
            400, kRule, "The field 'Priority' contains a value that is not in the list of supported values"};
      edit(Field::priority, words.priority_name(number));
    } else if (name == "System.IterationPath") {
      const auto sprint = words.sprint_of_path(text);
      if (!sprint)
        return AzureRefusal{400, "WorkItemInvalidTreeNameException",
                            "TF401347: Invalid tree name given for work item, field 'System.IterationPath'."};
      edit(Field::sprint, *sprint);
    } else if (name == words.description(type_.name) || name == "System.Description") {
      edit(Field::description, is_markdown(name) ? text : markdown_(text));
    } else if (name == "Microsoft.VSTS.Scheduling.DueDate") {
      edit(Field::due, text.substr(0, 10));
    } else if (name == kBlockedField) {
      edit(Field::flagged, text == "Yes" ? "1" : "");
    } else if (name == "System.History") {
      patch_.comment = markdown_(text);
    } else if (name == "System.AreaPath" || name == "System.TeamProject" || name == "System.Reason" ||
               name == "System.WorkItemType") {
      return {};
    } else {
      return AzureRefusal{400, "WorkItemFieldInvalidException",
                          fmt::format("TF51535: Cannot find field {}.", name)};
    }
    return {};
  }

  [[nodiscard]] Refusal add_relation(json::Value value) {
    const std::string_view url = value["url"].text();
    const std::string_view relation = value["rel"].text();
    std::int64_t other = 0;
    const std::string_view digits = url.substr(std::min(url.rfind('/') + 1, url.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), other);
    if (relation != kParentRelation && !view_.words.link_of(relation))
      return AzureRefusal{400, kInvalid, fmt::format("TF401258: The relation {} is not known.", relation)};
    const bool there = std::ranges::any_of(view_.words.site().issues(), [&](const SiteIssue& each) {
      return !each.deleted && each.issue.id == std::to_string(other);
    });
    if (!there)
      return AzureRefusal{
          404, "WorkItemUnauthorizedAccessException",
          fmt::format("TF401232: Work item {} does not exist, or you do not have permissions to read it.",
                      other)};
    if (relation == kParentRelation) {
      edit(Field::parent, std::to_string(other));
    } else {
      patch_.add_links.push_back({std::string{relation}, other});
    }
    return {};
  }

  [[nodiscard]] bool is_markdown(std::string_view field) const {
    for (const auto& [name, format] : formats_)
      if (name == field) return format == "Markdown" || format == "markdown";
    // What is in Markdown stays so.
    return issue_ != nullptr && keeps_markdown(issue_->issue.id);
  }

  // Tags may have spaces; those of the site must not.
  [[nodiscard]] static std::string labels(std::string_view tags) {
    std::string out;
    for (std::size_t i = 0; i < tags.size(); ++i) {
      if (tags[i] == ';' || tags[i] == ',') {
        out += ' ';
        while (i + 1 < tags.size() && tags[i + 1] == ' ') ++i;
      } else {
        out += tags[i] == ' ' ? '-' : tags[i];
      }
    }
    return out;
  }

  const AzureView& view_;
  const SiteIssue* issue_;
  const SiteType& type_;
  const std::function<std::string(std::string_view)>& markdown_;
  std::vector<std::pair<std::string_view, std::string_view>> formats_;
  AzurePatch patch_;
  bool titled_ = false;
};

}  // namespace

std::expected<AzurePatch, AzureRefusal> read_patch(
    const AzureView& view, const std::string& body, const SiteIssue* issue, const SiteType& type,
    const std::function<std::string(std::string_view)>& markdown) {
  json::Parser parser;
  const auto document = parser.parse(body);
  if (!document)
    return refuse(400, kInvalid, "You must pass a valid patch document in the body of the request.");
  return PatchReader{view, issue, type, markdown}.read(*document);
}

}  // namespace stint::test
