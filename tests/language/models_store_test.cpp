// Adding, using, checking and removing models of this machine.
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/files.h"
#include "language/models_fixture.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;

TEST_F(Models, AreCopiedHashedAndDescribed) {
  const std::string bytes = llama_bytes();
  const auto added = add("Some Model.gguf", bytes);
  ASSERT_TRUE(added) << added.error().to_string();
  EXPECT_FALSE(added->already);
  const StoredModel& model = added->model;
  EXPECT_EQ(model.name, "some-model");
  EXPECT_EQ(model.sha256, sha256_of(bytes));
  EXPECT_EQ(model.provenance(), "some-model@" + sha256_of(bytes).substr(0, 12));
  EXPECT_EQ(model.bytes, bytes.size());
  EXPECT_EQ(model.file, store_.folder() / "some-model.gguf");
  EXPECT_EQ(model.source, fs::canonical(scratch_ / "Some Model.gguf").string());
  EXPECT_EQ(model.verified, Verified::recorded);
  EXPECT_EQ(model.added, kThen);
  EXPECT_EQ(test::read_file(model.file), bytes);
  const auto found = store_.find("some-model");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sha256, model.sha256);
  EXPECT_EQ(found->written, model.written);
  // Nothing else is left lying about.
  for (const fs::path& file : test::files_below(store_.folder())) {
    const std::string name = file.filename().string();
    EXPECT_TRUE(name == "some-model.gguf" || name == "models.json" || name == "lock") << name;
  }
}

TEST_F(Models, OfTheSameContentAreAddedOnceAndOthersNeedAnotherName) {
  ASSERT_TRUE(add("m.gguf", llama_bytes(1)));
  const auto again = add("m.gguf", llama_bytes(1));
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_TRUE(again->already);
  const auto other = add("m.gguf", llama_bytes(2));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::conflict);
  EXPECT_EQ(test::read_file(store_.folder() / "m.gguf"), llama_bytes(1));
  EXPECT_TRUE(add("m.gguf", llama_bytes(2), {.name = "m2"}));
  EXPECT_EQ(store_.read()->models.size(), 2U);
}

TEST_F(Models, ThatAreNoneLeaveNothingBehind) {
  const std::string good = llama_bytes();
  for (const std::string& bytes : {std::string{}, std::string{"<html>"}, good.substr(0, good.size() / 2),
                                   good.substr(0, good.size() - 1), "GGUF" + std::string(100, '\xff')}) {
    const auto added = add("m.gguf", bytes);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::usage) << added.error().to_string();
  }
  EXPECT_EQ(add_model(store_, scratch_ / "nowhere.gguf", {}, kThen).error().code, ErrorCode::not_found);
  EXPECT_EQ(add_model(store_, scratch_.path(), {}, kThen).error().code, ErrorCode::failure);
  EXPECT_EQ(add("m.gguf", good, {.name = "../m"}).error().code, ErrorCode::usage);
  EXPECT_EQ(add("模.gguf", good).error().code, ErrorCode::usage);
  const auto hash = add("m.gguf", good, {.sha256 = std::string(64, '0')});
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code, ErrorCode::conflict);
  EXPECT_TRUE(hash.error().message.contains(sha256_of(good)));
  EXPECT_TRUE(store_.read()->models.empty());
  EXPECT_TRUE(!fs::exists(store_.folder() / "m.gguf") && !fs::exists(store_.folder() / "m.part"));
  const auto given = add("m.gguf", good, {.sha256 = sha256_of(good)});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->model.verified, Verified::given);
}

TEST_F(Models, MayStayWhereTheyAre) {
  const auto added = add("m.gguf", llama_bytes(), {.link = true});
  ASSERT_TRUE(added) << added.error().to_string();
  EXPECT_TRUE(added->model.linked);
  EXPECT_EQ(added->model.file, fs::canonical(scratch_ / "m.gguf"));
  EXPECT_FALSE(fs::exists(store_.folder() / "m.gguf"));
  EXPECT_FALSE(fs::exists(store_.folder() / "m.part"));
  ASSERT_TRUE(store_.use("m", std::nullopt));
  EXPECT_EQ(store_.find_for(Task::insights)->file, added->model.file);
  ASSERT_TRUE(store_.remove("m"));
  EXPECT_TRUE(fs::exists(scratch_ / "m.gguf"));
  // A link to the file counts as the file.
  fs::create_symlink(scratch_ / "m.gguf", scratch_ / "link.gguf");
  const auto through = add_model(store_, scratch_ / "link.gguf", {.link = true}, kThen);
  ASSERT_TRUE(through);
  EXPECT_EQ(through->model.file, fs::canonical(scratch_ / "m.gguf"));
}

TEST_F(Models, AreUsedForWhatTheyCanDo) {
  ASSERT_TRUE(add("text.gguf", llama_bytes()));
  ASSERT_TRUE(add("other.gguf", llama_bytes(2)));
  ASSERT_TRUE(add("vectors.gguf", bert_bytes()));
  EXPECT_EQ(store_.find_for(Task::insights).error().code, ErrorCode::not_found);
  ASSERT_TRUE(store_.use("text", std::nullopt));
  for (const Task task : {Task::insights, Task::draft, Task::assistant, Task::spec}) {
    EXPECT_EQ(store_.find_for(task)->name, "text");
  }
  EXPECT_EQ(store_.find_for(Task::embed).error().code, ErrorCode::not_found);
  ASSERT_TRUE(store_.use("vectors", Task::embed));
  ASSERT_TRUE(store_.use("other", Task::draft));
  EXPECT_EQ(store_.find_for(Task::embed)->name, "vectors");
  EXPECT_EQ(store_.find_for(Task::draft)->name, "other");
  EXPECT_EQ(store_.find_for(Task::spec)->name, "text");
  // And for nothing else.
  EXPECT_EQ(store_.use("vectors", std::nullopt).error().code, ErrorCode::usage);
  EXPECT_EQ(store_.use("vectors", Task::insights).error().code, ErrorCode::usage);
  EXPECT_EQ(store_.use("text", Task::embed).error().code, ErrorCode::usage);
  EXPECT_EQ(store_.use("nobody", std::nullopt).error().code, ErrorCode::not_found);
  EXPECT_EQ(store_.read()->uses_of("text"), std::vector<std::string>{"default"});
  const auto uses = store_.remove("text");
  ASSERT_TRUE(uses);
  EXPECT_EQ(*uses, std::vector<std::string>{"default"});
  EXPECT_EQ(store_.find_for(Task::spec).error().code, ErrorCode::not_found);
  EXPECT_FALSE(fs::exists(store_.folder() / "text.gguf"));
  EXPECT_EQ(store_.remove("text").error().code, ErrorCode::not_found);
  EXPECT_EQ(store_.remove("../vectors").error().code, ErrorCode::usage);
}

TEST_F(Models, ThatHaveChangedAreNotUsed) {
  const std::string bytes = llama_bytes();
  ASSERT_TRUE(add("m.gguf", bytes));
  ASSERT_TRUE(store_.use("m", std::nullopt));
  const fs::path file = store_.folder() / "m.gguf";
  const auto moved = [&] { fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds{5}); };

  // Touched: refused until the content was compared.
  moved();
  EXPECT_EQ(store_.find_for(Task::insights).error().code, ErrorCode::conflict);
  ASSERT_TRUE(store_.verify("m"));
  EXPECT_TRUE(store_.find_for(Task::insights));

  // One bit of it changed, of the same size.
  std::string damaged = bytes;
  damaged[damaged.size() / 2] ^= 1;
  std::ofstream{file, std::ios::binary} << damaged;
  moved();
  EXPECT_EQ(store_.find_for(Task::insights).error().code, ErrorCode::conflict);
  const auto verified = store_.verify("m");
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, ErrorCode::conflict);
  EXPECT_TRUE(verified.error().message.contains(sha256_of(damaged)));
  EXPECT_EQ(store_.find_for(Task::insights).error().code, ErrorCode::conflict);

  fs::remove(file);
  EXPECT_EQ(store_.find_for(Task::insights).error().code, ErrorCode::not_found);
  // A link in its place, were it to the very file.
  fs::create_symlink(scratch_ / "m.gguf", file);
  const auto linked = store_.find_for(Task::insights);
  ASSERT_FALSE(linked);
  EXPECT_TRUE(linked.error().message.contains("symbolic link")) << linked.error().to_string();
}

TEST_F(Models, AreNotWrittenThroughALinkThatSomebodyPutThere) {
  ASSERT_TRUE(store_.make_folder());
  scratch_.write("precious", "mine");
  fs::create_symlink(scratch_ / "precious", store_.folder() / "m.part");
  EXPECT_FALSE(add("m.gguf", llama_bytes()));
  fs::remove(store_.folder() / "m.part");
  fs::create_symlink(scratch_ / "precious", store_.folder() / "m.gguf");
  fs::create_symlink(scratch_ / "precious", store_.folder() / "models.json.new");
  EXPECT_TRUE(add("m.gguf", llama_bytes()));
  EXPECT_EQ(test::read_file(scratch_ / "precious"), "mine");
  EXPECT_FALSE(fs::is_symlink(store_.folder() / "m.gguf"));
}

TEST_F(Models, StayInADamagedListUntilItIsRebuilt) {
  ASSERT_TRUE(add("a.gguf", llama_bytes(1)));
  ASSERT_TRUE(add("b.gguf", bert_bytes()));
  ASSERT_TRUE(store_.use("a", std::nullopt));
  const std::string text = list_text();
  const fs::path list = store_.folder() / "models.json";
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 3}) {
    std::ofstream{list, std::ios::binary} << text.substr(0, length);
    const auto read = store_.read();
    ASSERT_FALSE(read) << length;
    EXPECT_TRUE(read.error().hint.contains("rebuild"));
    // Nothing writes over it.
    EXPECT_FALSE(add("c.gguf", llama_bytes(3)));
    EXPECT_FALSE(store_.use("a", std::nullopt));
    EXPECT_FALSE(store_.remove("a"));
    EXPECT_EQ(list_text(), text.substr(0, length));
    EXPECT_TRUE(fs::exists(store_.folder() / "a.gguf"));
  }
  const auto rebuilt = store_.rebuild(kThen);
  ASSERT_TRUE(rebuilt) << rebuilt.error().to_string();
  ASSERT_EQ(rebuilt->size(), 2U);
  EXPECT_EQ(rebuilt->at(0).sha256, sha256_of(llama_bytes(1)));
  EXPECT_EQ(rebuilt->at(1).family, llama::Family::encoder);
  EXPECT_EQ(test::read_file(list.string() + ".damaged-1"), text.substr(0, text.size() - 3));
  ASSERT_TRUE(store_.use("a", std::nullopt));
  EXPECT_TRUE(store_.find_for(Task::draft));
}

TEST_F(Models, ThatTheListDoesNotNameAreSeen) {
  ASSERT_TRUE(add("a.gguf", llama_bytes(1)));
  scratch_.write("data/models/b.gguf", llama_bytes(2));
  scratch_.write("data/models/c.part", "GGUF and so on");
  scratch_.write("data/models/notes.txt", "mine");
  const auto strays = store_.strays();
  ASSERT_TRUE(strays);
  ASSERT_EQ(strays->size(), 2U);
  EXPECT_EQ(strays->at(0).name, "b");
  EXPECT_FALSE(strays->at(0).unfinished);
  EXPECT_EQ(strays->at(1).name, "c");
  EXPECT_EQ(strays->at(1).bytes, 14U);
  EXPECT_TRUE(strays->at(1).unfinished);
  // A copy that was killed halfway is taken up by the next.
  ASSERT_TRUE(add("c.gguf", llama_bytes(3)));
  ASSERT_TRUE(store_.remove("b"));
  EXPECT_TRUE(store_.strays()->empty());
  EXPECT_EQ(test::read_file(store_.folder() / "c.gguf"), llama_bytes(3));
}

TEST_F(Models, AreAddedFromManySidesAtOnce) {
  constexpr int kSides = 8;
  std::vector<std::string> contents;
  for (int i = 0; i < kSides; ++i) {
    contents.push_back(llama_bytes(static_cast<std::uint64_t>(i) + 1));
    write_model("in-" + std::to_string(i) + ".gguf", contents.back());
  }
  std::atomic<int> same = 0;
  {
    std::vector<std::jthread> sides;
    for (int i = 0; i < kSides; ++i) {
      sides.emplace_back([&, i] {
        const fs::path file = scratch_ / ("in-" + std::to_string(i) + ".gguf");
        const auto added = add_model(store_, file, {}, kThen);
        EXPECT_TRUE(added) << added.error().to_string();
        // All want this name as well: one gets it.
        const auto shared = add_model(store_, file, {.name = "same"}, kThen);
        if (shared) {
          ++same;
        } else {
          EXPECT_EQ(shared.error().code, ErrorCode::conflict) << shared.error().to_string();
        }
      });
    }
  }
  EXPECT_EQ(same, 1);
  const auto index = store_.read();
  ASSERT_TRUE(index);
  EXPECT_EQ(index->models.size(), kSides + 1U);
  for (const StoredModel& model : index->models)
    EXPECT_EQ(sha256_of(test::read_file(model.file)), model.sha256);
}

TEST_F(Models, InTheMakingAreLeftAlone) {
  ASSERT_TRUE(store_.make_folder());
  const auto held = files::open_locked(store_.part_of("m"));
  ASSERT_TRUE(held && *held);
  const auto added = add("m.gguf", llama_bytes());
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::conflict);
  EXPECT_EQ(store_.remove("m").error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace stint::language
