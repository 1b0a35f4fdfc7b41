#include "tracker/azure/fields.h"

#include <algorithm>
#include <array>

namespace stint::tracker::azure {
namespace {

// With the dates and people of states, which the changes of the state say as well.
constexpr std::array<std::string_view, 32> kBookkeeping{
    "System.Id",
    "System.Rev",
    "System.AuthorizedDate",
    "System.AuthorizedAs",
    "System.RevisedDate",
    "System.ChangedDate",
    "System.ChangedBy",
    "System.CreatedDate",
    "System.CreatedBy",
    "System.PersonId",
    "System.Watermark",
    "System.History",
    "System.NodeName",
    "System.AreaId",
    "System.CommentCount",
    "System.RelatedLinkCount",
    "System.ExternalLinkCount",
    "System.HyperLinkCount",
    "System.AttachedFileCount",
    "System.RemoteLinkCount",
    "System.Parent",
    "System.BoardColumn",
    "System.BoardColumnDone",
    "System.BoardLane",
    "System.Reason",
    "System.IterationPath",
    "Microsoft.VSTS.Common.StateChangeDate",
    "Microsoft.VSTS.Common.ActivatedDate",
    "Microsoft.VSTS.Common.ActivatedBy",
    "Microsoft.VSTS.Common.ResolvedDate",
    "Microsoft.VSTS.Common.ResolvedBy",
    "Microsoft.VSTS.Common.ResolvedReason",
};
constexpr std::array<std::string_view, 6> kBookkeepingPrefixes{"System.AreaLevel",
                                                               "System.IterationLevel",
                                                               "System.IterationId",
                                                               "WEF_",
                                                               "Microsoft.VSTS.Common.ClosedBy",
                                                               "Microsoft.VSTS.Common.ClosedDate"};

}  // namespace

bool may_hold_estimate(std::string_view reference) {
  if (reference.starts_with("Microsoft.VSTS.Scheduling.")) return true;
  return !reference.starts_with("System.") && !reference.starts_with("Microsoft.") &&
         !reference.starts_with("WEF_");
}

bool is_bookkeeping(std::string_view reference) {
  return std::ranges::find(kBookkeeping, reference) != kBookkeeping.end() ||
         std::ranges::any_of(kBookkeepingPrefixes,
                             [&](std::string_view prefix) { return reference.starts_with(prefix); });
}

}  // namespace stint::tracker::azure
