// Fields of work items, by their reference names.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace stint::tracker::azure {

namespace field {
inline constexpr std::string_view kTitle = "System.Title";
inline constexpr std::string_view kDescription = "System.Description";
inline constexpr std::string_view kReproSteps = "Microsoft.VSTS.TCM.ReproSteps";
inline constexpr std::string_view kSystemInfo = "Microsoft.VSTS.TCM.SystemInfo";
inline constexpr std::string_view kCriteria = "Microsoft.VSTS.Common.AcceptanceCriteria";
inline constexpr std::string_view kType = "System.WorkItemType";
inline constexpr std::string_view kProject = "System.TeamProject";
inline constexpr std::string_view kState = "System.State";
inline constexpr std::string_view kReason = "System.Reason";
inline constexpr std::string_view kAssignedTo = "System.AssignedTo";
inline constexpr std::string_view kCreatedBy = "System.CreatedBy";
inline constexpr std::string_view kCreatedDate = "System.CreatedDate";
inline constexpr std::string_view kChangedDate = "System.ChangedDate";
inline constexpr std::string_view kTags = "System.Tags";
inline constexpr std::string_view kAreaPath = "System.AreaPath";
inline constexpr std::string_view kIterationId = "System.IterationId";
inline constexpr std::string_view kIterationPath = "System.IterationPath";
inline constexpr std::string_view kCommentCount = "System.CommentCount";
inline constexpr std::string_view kPriority = "Microsoft.VSTS.Common.Priority";
inline constexpr std::string_view kClosedDate = "Microsoft.VSTS.Common.ClosedDate";
inline constexpr std::string_view kStateChangeDate = "Microsoft.VSTS.Common.StateChangeDate";
inline constexpr std::string_view kDueDate = "Microsoft.VSTS.Scheduling.DueDate";
inline constexpr std::string_view kTargetDate = "Microsoft.VSTS.Scheduling.TargetDate";
inline constexpr std::string_view kBlocked = "Microsoft.VSTS.CMMI.Blocked";
inline constexpr std::string_view kFoundIn = "Microsoft.VSTS.Build.FoundIn";
inline constexpr std::string_view kIntegrationBuild = "Microsoft.VSTS.Build.IntegrationBuild";
inline constexpr std::string_view kStoryPoints = "Microsoft.VSTS.Scheduling.StoryPoints";
}  // namespace field

// Reference name → what people call it.
using FieldNames = std::unordered_map<std::string, std::string>;

// A number that may be an estimate: of the scheduling fields and of those a site made itself.
[[nodiscard]] bool may_hold_estimate(std::string_view reference);

// Kept by the tracker beside each change, or said better by another field: no change of its own.
[[nodiscard]] bool is_bookkeeping(std::string_view reference);

}  // namespace stint::tracker::azure
