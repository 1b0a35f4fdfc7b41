#include "language/models/store_index.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "language/models/model_name.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

constexpr std::string_view kSchema = "stint.model-store/1";
constexpr std::string_view kDefault = "default";

std::unexpected<Error> damaged(std::string what) {
  return fail(ErrorCode::failure, "the list of models is damaged: " + std::move(what));
}

// Reads members of one object; the first that is missing or of another type is remembered.
class Members {
 public:
  explicit Members(const JsonDocument& object) : object_(object) {
    if (!object.is_object()) complaint_ = "an entry is no object";
  }

  std::string text(const char* name) {
    const JsonDocument* const value = find(name);
    if (value == nullptr || !value->is_string()) return missing<std::string>(name);
    return value->get<std::string>();
  }
  std::string text_or_null(const char* name) {
    const JsonDocument* const value = find(name);
    return value != nullptr && value->is_null() ? std::string{} : text(name);
  }
  bool truth(const char* name) {
    const JsonDocument* const value = find(name);
    if (value == nullptr || !value->is_boolean()) return missing<bool>(name);
    return value->get<bool>();
  }
  std::int64_t number(const char* name) {
    const JsonDocument* const value = find(name);
    if (value == nullptr || !value->is_number_integer()) return missing<std::int64_t>(name);
    return value->get<std::int64_t>();
  }
  // Something about the members is wrong.
  void complain(std::string what) {
    if (complaint_.empty()) complaint_ = std::move(what);
  }
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  const JsonDocument* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
  }
  template <class T>
  T missing(const char* name) {
    complain(fmt::format("\"{}\" is missing or of another type", name));
    return {};
  }

  const JsonDocument& object_;
  std::string complaint_;
};

JsonDocument to_json(const StoredModel& model) {
  return {{"name", model.name},
          {"file", model.file.string()},
          {"linked", model.linked},
          {"kind", family_name(model.family)},
          {"bytes", model.bytes},
          {"sha256", model.sha256},
          {"written_ns", model.written},
          {"source", model.source},
          {"licence", model.licence.empty() ? JsonDocument(nullptr) : JsonDocument(model.licence)},
          {"added", format_iso(model.added)},
          {"verified", verified_name(model.verified)}};
}

Verified read_verified(Members& members) {
  const std::string name = members.text("verified");
  for (const Verified verified : {Verified::catalogue, Verified::given, Verified::recorded}) {
    if (verified_name(verified) == name) return verified;
  }
  members.complain("\"verified\" is none of catalogue, given, recorded");
  return Verified::recorded;
}

// A file in the folder is the name with its ending and nothing else; one elsewhere an absolute path.
bool is_fitting_file(const StoredModel& model) {
  const std::string file = model.file.string();
  if (!model.linked) return file == model.name + ".gguf";
  return model.file.is_absolute() && !file.contains('\0') && model.file.lexically_normal() == model.file;
}

Result<StoredModel> read_model(const JsonDocument& entry) {
  Members members{entry};
  StoredModel model;
  if (members.complaint().empty()) {
    model.name = members.text("name");
    model.file = members.text("file");
    model.linked = members.truth("linked");
    const auto family = find_family(members.text("kind"));
    if (!family) members.complain("\"kind\" is no kind of model");
    model.family = family.value_or(llama::Family::decoder);
    const std::int64_t bytes = members.number("bytes");
    if (bytes < 0) members.complain("\"bytes\" is negative");
    model.bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(bytes, 0));
    model.sha256 = members.text("sha256");
    model.written = members.number("written_ns");
    model.source = members.text("source");
    model.licence = members.text_or_null("licence");
    const auto added = parse_iso_instant(members.text("added"));
    if (!added) members.complain("\"added\" is no instant");
    model.added = added.value_or(Instant{});
    model.verified = read_verified(members);
  }
  if (!is_model_name(model.name)) members.complain("\"name\" is no model's name");
  if (!is_sha256(model.sha256)) members.complain("\"sha256\" is no hash");
  if (!is_fitting_file(model)) members.complain("\"file\" leads out of the folder");
  if (!members.complaint().empty()) return damaged(members.complaint());
  return model;
}

Outcome read_uses(const JsonDocument& uses, StoreIndex& index) {
  if (!uses.is_object()) return damaged("\"uses\" is no object");
  for (const auto& [key, value] : uses.items()) {
    if (!value.is_string()) return damaged("a use is no text");
    auto name = value.get<std::string>();
    const StoredModel* const model = index.find(name);
    if (model == nullptr) return damaged(fmt::format("a use names \"{}\", which is not there", name));
    const auto task = find_task(key);
    if (key == kDefault) {
      index.default_model = std::move(name);
    } else if (task) {
      index.uses[*task] = std::move(name);
    } else {
      return damaged("a use is for an unknown task");
    }
    const bool text = !task || is_text_task(*task);
    if (makes_text(model->family) != text) return damaged("a use is of a model of the wrong kind");
  }
  return {};
}

Outcome read_downloads(const JsonDocument& downloads, StoreIndex& index) {
  if (!downloads.is_array()) return damaged("\"downloads\" is no array");
  for (const JsonDocument& entry : downloads) {
    Members members{entry};
    KnownDownload known;
    if (members.complaint().empty())
      known = {members.text("id"), members.text("source"), members.text("sha256")};
    if (!is_sha256(known.sha256)) members.complain("\"sha256\" is no hash");
    if (!members.complaint().empty()) return damaged(members.complaint());
    index.downloads.push_back(std::move(known));
  }
  return {};
}

}  // namespace

const StoredModel* StoreIndex::find(std::string_view name) const {
  const auto found = std::ranges::find(models, name, &StoredModel::name);
  return found == models.end() ? nullptr : &*found;
}

StoredModel* StoreIndex::find(std::string_view name) {
  const auto found = std::ranges::find(models, name, &StoredModel::name);
  return found == models.end() ? nullptr : &*found;
}

const KnownDownload* StoreIndex::find_download(std::string_view id) const {
  const auto found = std::ranges::find(downloads, id, &KnownDownload::id);
  return found == downloads.end() ? nullptr : &*found;
}

std::string_view StoreIndex::used_for(Task task) const {
  if (const auto found = uses.find(task); found != uses.end()) return found->second;
  return is_text_task(task) ? std::string_view{default_model} : std::string_view{};
}

std::vector<std::string> StoreIndex::uses_of(std::string_view name) const {
  std::vector<std::string> names;
  if (default_model == name) names.emplace_back(kDefault);
  for (const auto& [task, model] : uses) {
    if (model == name) names.emplace_back(task_name(task));
  }
  return names;
}

void StoreIndex::put(StoredModel model) {
  std::erase_if(models, [&](const StoredModel& other) { return other.name == model.name; });
  const auto place = std::ranges::lower_bound(models, model.name, {}, &StoredModel::name);
  models.insert(place, std::move(model));
}

void StoreIndex::remove(std::string_view name) {
  if (default_model == name) default_model.clear();
  std::erase_if(uses, [&](const auto& use) { return use.second == name; });
  std::erase_if(models, [&](const StoredModel& model) { return model.name == name; });
}

std::string to_text(const StoreIndex& index) {
  JsonDocument models = JsonDocument::array();
  for (const StoredModel& model : index.models) models.push_back(to_json(model));
  JsonDocument uses = JsonDocument::object();
  if (!index.default_model.empty()) uses[std::string{kDefault}] = index.default_model;
  for (const auto& [task, name] : index.uses) uses[std::string{task_name(task)}] = name;
  JsonDocument downloads = JsonDocument::array();
  for (const KnownDownload& known : index.downloads) {
    downloads.push_back({{"id", known.id}, {"source", known.source}, {"sha256", known.sha256}});
  }
  const JsonDocument document{{"schema", kSchema},
                              {"models", std::move(models)},
                              {"uses", std::move(uses)},
                              {"downloads", std::move(downloads)}};
  return stint::to_text(document);
}

Result<StoreIndex> parse_store_index(std::string_view text) {
  const JsonDocument document = JsonDocument::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) return damaged("it is no JSON");
  constexpr std::array<const char*, 4> kMembers{"schema", "models", "uses", "downloads"};
  for (const char* member : kMembers) {
    if (!document.contains(member)) return damaged(fmt::format("\"{}\" is missing", member));
  }
  const JsonDocument& schema = document["schema"];
  if (schema != kSchema) {
    if (schema.is_string() && schema.get<std::string>().starts_with("stint.model-store/")) {
      return fail(ErrorCode::conflict, "the list of models is of another version of stint", {},
                  "use that version, or a newer one");
    }
    return damaged("it is of another kind");
  }
  if (!document["models"].is_array()) return damaged("\"models\" is no array");
  StoreIndex index;
  for (const JsonDocument& entry : document["models"]) {
    STINT_ASSIGN(model, read_model(entry));
    if (index.find(model.name) != nullptr) return damaged(fmt::format("\"{}\" is there twice", model.name));
    index.put(std::move(model));
  }
  STINT_TRY(read_uses(document["uses"], index));
  STINT_TRY(read_downloads(document["downloads"], index));
  return index;
}

std::string url_id(std::string_view url) {
  constexpr std::size_t kDigits = 16;
  return sha256_of(url).substr(0, kDigits);
}

}  // namespace stint::language
