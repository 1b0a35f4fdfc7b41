#include "exchange/writes/encoding.h"

#include <array>
#include <utility>

#include "lib/sodium/sha256.h"

namespace stint::writes {
namespace {

using namespace tracker;

// The names of the kinds, in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<Write>> kKinds{
    "create", "edit",   "comment",        "transition",  "assign",
    "link",   "sprint", "delete_comment", "delete_link", "delete"};

class Members {
 public:
  explicit Members(const JsonDocument& json) : json_(json) {}

  [[nodiscard]] std::string text(const char* name) {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_string()) {
      broken_ = true;
      return {};
    }
    return found->get<std::string>();
  }
  [[nodiscard]] const JsonDocument& list(const char* name) {
    static const JsonDocument kNone = JsonDocument::array();
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_array()) {
      broken_ = true;
      return kNone;
    }
    return *found;
  }
  [[nodiscard]] bool broken() const { return broken_ || !json_.is_object(); }

 private:
  const JsonDocument& json_;
  bool broken_ = false;
};

std::unexpected<Error> unreadable() {
  return fail(ErrorCode::failure, "a stored plan cannot be read", "writes.db",
              "the file was changed by another program; move it away to begin anew");
}

JsonDocument fields_json(const std::vector<FieldValue>& fields) {
  JsonDocument out = JsonDocument::array();
  for (const FieldValue& one : fields) out.push_back({{"field", one.field}, {"value", one.value}});
  return out;
}

std::vector<FieldValue> fields_of(const JsonDocument& list, bool& broken) {
  std::vector<FieldValue> out;
  for (const JsonDocument& one : list) {
    Members members{one};
    FieldValue field{members.text("field"), members.text("value")};
    broken |= members.broken();
    out.push_back(std::move(field));
  }
  return out;
}

struct ToJson {
  JsonDocument operator()(const CreateIssue& write) const {
    return {{"project", write.project},   {"type", write.type},
            {"summary", write.summary},   {"fields", fields_json(write.fields)},
            {"assignee", write.assignee}, {"sprint", write.sprint},
            {"marker", write.marker}};
  }
  JsonDocument operator()(const EditFields& write) const { return {{"fields", fields_json(write.fields)}}; }
  JsonDocument operator()(const AddComment& write) const { return {{"body", write.body}}; }
  JsonDocument operator()(const Transition& write) const { return {{"status", write.status}}; }
  JsonDocument operator()(const Assign& write) const { return {{"assignee", write.assignee}}; }
  JsonDocument operator()(const AddLink& write) const {
    return {{"wording", write.wording}, {"other", write.other}};
  }
  JsonDocument operator()(const MoveToSprint& write) const { return {{"sprint", write.sprint}}; }
  JsonDocument operator()(const DeleteComment& write) const { return {{"id", write.id}}; }
  JsonDocument operator()(const DeleteLink& write) const { return {{"id", write.id}}; }
  JsonDocument operator()(const DeleteIssue&) const { return JsonDocument::object(); }
};

// One entry of the table below per kind: the members back to the value.
using Read = Write (*)(Members& members, bool& broken);
constexpr std::array<Read, kKinds.size()> kReaders{
    [](Members& m, bool& broken) -> Write {
      return CreateIssue{
          m.text("project"),  m.text("type"),   m.text("summary"), fields_of(m.list("fields"), broken),
          m.text("assignee"), m.text("sprint"), m.text("marker")};
    },
    [](Members& m, bool& broken) -> Write { return EditFields{fields_of(m.list("fields"), broken)}; },
    [](Members& m, bool&) -> Write { return AddComment{m.text("body")}; },
    [](Members& m, bool&) -> Write { return Transition{m.text("status")}; },
    [](Members& m, bool&) -> Write { return Assign{m.text("assignee")}; },
    [](Members& m, bool&) -> Write { return AddLink{m.text("wording"), m.text("other")}; },
    [](Members& m, bool&) -> Write { return MoveToSprint{m.text("sprint")}; },
    [](Members& m, bool&) -> Write { return DeleteComment{m.text("id")}; },
    [](Members& m, bool&) -> Write { return DeleteLink{m.text("id")}; },
    [](Members&, bool&) -> Write { return DeleteIssue{}; },
};

JsonDocument parsed(std::string_view json) {
  return JsonDocument::parse(json, nullptr, false);
}

// A list of objects, each read by `read`.
template <class T>
Result<std::vector<T>> list_of(std::string_view json, T (*read)(Members&)) {
  const JsonDocument list = parsed(json);
  if (!list.is_array()) return unreadable();
  std::vector<T> out;
  for (const JsonDocument& one : list) {
    Members members{one};
    out.push_back(read(members));
    if (members.broken()) return unreadable();
  }
  return out;
}

}  // namespace

std::string_view name_of(State state) {
  constexpr std::array<std::string_view, 7> kNames{"planned", "sending",  "applied", "partly",
                                                   "refused", "conflict", "unknown"};
  return kNames.at(static_cast<std::size_t>(state));
}

std::string_view kind_of(const Write& write) {
  return kKinds.at(write.index());
}

std::string line_of(const JsonDocument& json) {
  return json.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

JsonDocument to_json(const Write& write) {
  JsonDocument out{{"kind", kind_of(write)}};
  out.update(std::visit(ToJson{}, write));
  return out;
}

JsonDocument to_json(const std::vector<WireRequest>& requests) {
  JsonDocument out = JsonDocument::array();
  for (const WireRequest& one : requests) {
    out.push_back({{"method", one.method},
                   {"path", one.path},
                   {"content_type", one.content_type},
                   {"body", one.body},
                   {"expects", one.expects}});
  }
  return out;
}

JsonDocument to_json(const std::vector<FieldDiff>& diff) {
  JsonDocument out = JsonDocument::array();
  for (const FieldDiff& one : diff)
    out.push_back({{"field", one.field}, {"before", one.before}, {"after", one.after}});
  return out;
}

JsonDocument to_json(const Receipt& receipt) {
  return {{"issue_id", receipt.issue_id},
          {"issue_key", receipt.issue_key},
          {"made_id", receipt.made_id},
          {"version", receipt.version}};
}

JsonDocument to_json(const Conflict& conflict) {
  JsonDocument fields = JsonDocument::array();
  for (const FieldConflict& one : conflict.fields) {
    fields.push_back(
        {{"field", one.field}, {"planned", one.planned}, {"now", one.now}, {"wanted", one.wanted}});
  }
  return {{"message", conflict.message}, {"fields", std::move(fields)}, {"elsewhere", conflict.elsewhere}};
}

JsonDocument to_json(const Error& error) {
  return {{"code", error_kind(error.code).name},
          {"message", error.message},
          {"where", error.where},
          {"hint", error.hint}};
}

Result<Write> write_of(std::string_view json) {
  const JsonDocument object = parsed(json);
  Members members{object};
  if (!object.is_object()) return unreadable();
  const std::string kind = members.text("kind");
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds.at(i) != kind) continue;
    bool broken = false;
    Write write = kReaders.at(i)(members, broken);
    if (broken || members.broken()) return unreadable();
    return write;
  }
  return unreadable();
}

Result<std::vector<WireRequest>> requests_of(std::string_view json) {
  return list_of<WireRequest>(json, [](Members& m) {
    return WireRequest{m.text("method"), m.text("path"), m.text("content_type"), m.text("body"),
                       m.text("expects")};
  });
}

Result<std::vector<FieldDiff>> diff_of(std::string_view json) {
  return list_of<FieldDiff>(
      json, [](Members& m) { return FieldDiff{m.text("field"), m.text("before"), m.text("after")}; });
}

Result<std::vector<std::string>> texts_of(std::string_view json) {
  const JsonDocument list = parsed(json);
  if (!list.is_array()) return unreadable();
  std::vector<std::string> out;
  for (const JsonDocument& one : list) {
    if (!one.is_string()) return unreadable();
    out.push_back(one.get<std::string>());
  }
  return out;
}

Result<Receipt> receipt_of(std::string_view json) {
  const JsonDocument object = parsed(json);
  if (!object.is_object()) return unreadable();
  Members m{object};
  Receipt receipt{m.text("issue_id"), m.text("issue_key"), m.text("made_id"), m.text("version")};
  if (m.broken()) return unreadable();
  return receipt;
}

Result<Conflict> conflict_of(std::string_view json) {
  const JsonDocument object = parsed(json);
  if (!object.is_object()) return unreadable();
  Members m{object};
  Conflict conflict;
  conflict.message = m.text("message");
  for (const JsonDocument& one : m.list("fields")) {
    Members field{one};
    conflict.fields.push_back(
        {field.text("field"), field.text("planned"), field.text("now"), field.text("wanted")});
    if (field.broken()) return unreadable();
  }
  STINT_ASSIGN(elsewhere, texts_of(line_of(m.list("elsewhere"))));
  conflict.elsewhere = std::move(elsewhere);
  if (m.broken()) return unreadable();
  return conflict;
}

Result<Error> error_of(std::string_view json) {
  const JsonDocument object = parsed(json);
  if (!object.is_object()) return unreadable();
  Members m{object};
  const std::string code = m.text("code");
  Error error{ErrorCode::failure, m.text("message"), m.text("where"), m.text("hint")};
  if (m.broken()) return unreadable();
  for (int i = 0; i <= static_cast<int>(ErrorCode::threshold); ++i) {
    if (error_kind(static_cast<ErrorCode>(i)).name == code) error.code = static_cast<ErrorCode>(i);
  }
  return error;
}

std::string payload_hash(const Plan& plan) {
  const JsonDocument payload{{"connection", plan.actor.connection},
                             {"target", plan.target_id},
                             {"version", plan.version},
                             {"requests", to_json(plan.requests)}};
  return sha256_of(line_of(payload));
}

}  // namespace stint::writes
