// Writes to Azure DevOps: the requests they are, and what becomes of them.
#include <gmock/gmock.h>

#include "tracker/azure_script.h"

namespace stint::tracker {
namespace {

using test::kBatch;
using test::ScriptedReply;
using test::work_item;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using AzureWrites = test::AzureScript;

TEST_F(AzureWrites, AnEditTestsTheRevision) {
  const Target target = target_12();
  EditFields edit;
  edit.fields = {{"summary", "New title"}, {"labels", "a, b"}, {"priority", "1"}};
  const Proposal proposal = proposed(edit, &target);
  ASSERT_EQ(proposal.requests.size(), 1U);
  EXPECT_EQ(
      proposal.requests[0],
      (WireRequest{
          "PATCH", "/_apis/wit/workitems/12?api-version=7.1", "application/json-patch+json",
          R"([{"op":"test","path":"/rev","value":1},{"op":"add","path":"/fields/System.Title","value":"New title"},)"
          R"({"op":"add","path":"/fields/System.Tags","value":"a; b"},)"
          R"({"op":"add","path":"/fields/Microsoft.VSTS.Common.Priority","value":1}])",
          ""}));
  EXPECT_THAT(proposal.diff, ElementsAre(FieldDiff{"summary", "Bug 12", "New title"},
                                         FieldDiff{"labels", "", "a, b"}, FieldDiff{"priority", "", "1"}));
  EXPECT_THAT(script.asked(), IsEmpty());

  const std::string dry = "PATCH /_apis/wit/workitems/12?api-version=7.1&validateOnly=true";
  script.on(dry, work_item(12, 1));
  EXPECT_TRUE(connector.check(proposal));
  EXPECT_EQ(script.body_of(dry), proposal.requests[0].body);

  script.on("PATCH /_apis/wit/workitems/12?api-version=7.1", work_item(12, 2));
  const auto receipt = connector.perform(proposal.requests[0]);
  ASSERT_TRUE(receipt) << receipt.error().error.to_string();
  EXPECT_EQ(receipt->version, "2");
  EXPECT_EQ(receipt->issue_id, "12");
}

TEST_F(AzureWrites, SaysWhatBecameOfAWrite) {
  const WireRequest request{"PATCH", "/_apis/wit/workitems/12?api-version=7.1", "application/json-patch+json",
                            "[]", ""};
  const std::string line = "PATCH " + request.path;
  using enum WriteFault::Kind;
  const std::vector<std::pair<ScriptedReply, WriteFault::Kind>> cases{
      {{412,
        "{'message':'VS403351: Test Operation for path /rev "
        "failed.','typeKey':'TestPatchOperationFailedException'}"},
       conflict},
      {{409, "{'message':'TF26071: changed by someone else'}"}, conflict},
      {{400, "{'message':'TF26071: This work item has been changed by someone else'}"}, conflict},
      {{400, "{'message':'TF401320: Rule Error for field Title'}"}, refused},
      {{401, "{}"}, refused},
      {{500, "{}"}, unknown},
      {{0, "", {}, true}, unknown},
  };
  for (const auto& [reply, kind] : cases) {
    script.forget();
    script.on(line, {reply});
    const auto receipt = connector.perform(request);
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().kind, kind) << reply.body;
    EXPECT_EQ(script.asked().size(), 1U) << "sent twice";
  }
}

TEST_F(AzureWrites, CreatesWithAMarker) {
  script.on("GET /My%20Fab/_apis/work/backlogconfiguration?api-version=7.1",
            "{'backlogFields':{'typeFields':{'Effort':'Microsoft.VSTS.Scheduling.Effort'}}}");
  script.on("GET /My%20Fab/_apis/wit/classificationnodes/iterations?$depth=20&api-version=7.1",
            "{'id':1,'name':'My Fab','children':[{'id':5,'name':'S1'},{'id':6,'name':'S2'}]}");
  script.on("GET /_apis/projects/My%20Fab/teams?$top=200&$skip=0&api-version=7.1",
            "{'value':[{'id':'t1','name':'Team'}]}");
  script.on("GET /_apis/projects/My%20Fab/teams/t1/members?$top=200&$skip=0&api-version=7.1",
            "{'value':[{'identity':{'id':'guid-1','displayName':'Ann A','uniqueName':'ann@x.org'}}]}");
  CreateIssue create;
  create.project = "My Fab";
  create.type = "bug";
  create.summary = "It \"breaks\"";
  create.fields = {{"description", "**bold**"}, {"points", "3"}};
  create.assignee = "ann a";
  create.sprint = "s2";
  create.marker = "stint-12345678";
  const Proposal proposal = proposed(create, nullptr);
  ASSERT_EQ(proposal.requests.size(), 1U);
  EXPECT_EQ(proposal.requests[0].path, "/My%20Fab/_apis/wit/workitems/$Bug?api-version=7.1");
  EXPECT_EQ(proposal.requests[0].body,
            R"([{"op":"add","path":"/fields/System.Title","value":"It \"breaks\""},)"
            R"({"op":"add","path":"/fields/System.Description","value":"<p><strong>bold</strong></p>"},)"
            R"({"op":"add","path":"/fields/Microsoft.VSTS.Scheduling.Effort","value":3},)"
            R"({"op":"add","path":"/fields/System.Tags","value":"stint-12345678"},)"
            R"({"op":"add","path":"/fields/System.AssignedTo","value":"ann@x.org"},)"
            R"({"op":"add","path":"/fields/System.IterationPath","value":"My Fab\\S2"}])");
  EXPECT_TRUE(proposal.undo && std::holds_alternative<DeleteIssue>(*proposal.undo));

  const std::string query = "POST /_apis/wit/wiql?timePrecision=true&$top=200&api-version=7.1";
  script.on(query, "{'workItems':[{'id':77}]}");
  script.on(std::string{kBatch}, "{'value':[{'id':77,'rev':1}]}");
  const auto found = connector.find_created(create, parse_iso_instant("2026-01-01T00:05:00Z").value());
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().issue_id, "77");
  EXPECT_THAT(script.body_of(query), HasSubstr("[System.Tags] CONTAINS 'stint-12345678'"));
  create.marker.clear();
  EXPECT_TRUE(connector.find_created(create, parse_iso_instant("2026-01-01T00:05:00Z").value()));
  EXPECT_THAT(script.body_of(query),
              HasSubstr("[System.CreatedDate] >= '2026-01-01T00:00:00Z' AND [System.CreatedBy] = @Me AND "
                        "[System.Title] = 'It \\\"breaks\\\"'"));
}

TEST_F(AzureWrites, NamesWhatCannotBe) {
  const Target target = target_12();
  const auto error = [&](const Write& write) {
    const auto proposal = connector.propose(write, &target);
    return proposal ? std::string{} : proposal.error().to_string();
  };
  EXPECT_THAT(error(Transition{"Flying"}), HasSubstr("one of: New, Done"));
  EXPECT_THAT(error(AddLink{"hugs", "13"}), HasSubstr("is blocked by"));
  EXPECT_THAT(error(EditFields{{{"priority", "high"}}}), HasSubstr("priorities are numbers"));
  EXPECT_THAT(error(EditFields{{{"Nonsense", "1"}}}), HasSubstr("no field"));
  EXPECT_THAT(error(EditFields{{{"summary", ""}}}), HasSubstr("title"));
  CreateIssue create{"My Fab", "Saga", "x", {}, "", "", ""};
  EXPECT_THAT(connector.propose(create, nullptr).error().to_string(), HasSubstr("one of: Bug, Task"));
}

TEST_F(AzureWrites, LinksCommentsAndDeletes) {
  const Target target = target_12();
  const Proposal link = proposed(AddLink{"is blocked by", "13"}, &target);
  EXPECT_EQ(
      link.requests[0].body,
      R"([{"op":"test","path":"/rev","value":1},{"op":"add","path":"/relations/-","value":)"
      R"({"rel":"System.LinkTypes.Dependency-Reverse","url":"https://azure.example/org/_apis/wit/workItems/13"}}])");
  script.on("PATCH /_apis/wit/workitems/12?api-version=7.1", work_item(12, 2));
  EXPECT_EQ(connector.perform(link.requests[0])->made_id, "System.LinkTypes.Dependency-Reverse:13");

  script.on("GET /_apis/wit/workitems/12?$expand=all&api-version=7.1",
            "{'id':12,'rev':1,'relations':[{'rel':'AttachedFile','url':'x'},{'rel':'System.LinkTypes."
            "Dependency-Reverse',"
            "'url':'https://azure.example/org/_apis/wit/workItems/13'}]}");
  const Proposal unlink = proposed(DeleteLink{"System.LinkTypes.Dependency-Reverse:13"}, &target);
  EXPECT_EQ(unlink.requests[0].body,
            R"([{"op":"test","path":"/rev","value":1},{"op":"remove","path":"/relations/1"}])");

  const Proposal comment = proposed(AddComment{"Hello *you*"}, &target);
  EXPECT_EQ(comment.requests[0],
            (WireRequest{"POST", "/My%20Fab/_apis/wit/workItems/12/comments?api-version=7.1-preview.4",
                         "application/json", R"({"text":"<p>Hello <em>you</em></p>"})", "1"}));
  script.on("POST " + comment.requests[0].path, "{'id':50,'workItemId':12}");
  EXPECT_EQ(connector.perform(comment.requests[0])->made_id, "50");

  const Proposal gone = proposed(DeleteIssue{}, &target);
  EXPECT_EQ(gone.requests[0],
            (WireRequest{"DELETE", "/My%20Fab/_apis/wit/workitems/12?api-version=7.1", "", "", "1"}));
  script.on("DELETE " + gone.requests[0].path, {{204, ""}});
  EXPECT_TRUE(connector.perform(gone.requests[0]));
}

TEST_F(AzureWrites, AnItemThatMovedOnIsAConflictBeforeItIsSent) {
  const Target target = target_12();
  script.on("GET /_apis/wit/workitems/12?$expand=all&api-version=7.1", work_item(12, 9));
  const auto proposal = connector.propose(EditFields{{{"description", "x"}}}, &target);
  ASSERT_FALSE(proposal);
  EXPECT_EQ(proposal.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace stint::tracker
