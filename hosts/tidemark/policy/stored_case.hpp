// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <tidemark/storage/stored_records.hpp>
#include <tidemark/sync/video_policy.hpp>

#include "policy_case.hpp"

namespace tidemark::host {

/// A case that passes, of what is stored of a video: the latest snapshot of the window that a run
/// would prefer comes in for the all-time record once more; without snapshots, the record itself
/// does. `snapshots` are in the order of their days. Ids of other tables are left out, since they
/// differ between databases.
policy_case stored_case(const sync::video_policy& policy, const storage::stored_video& video,
                        const std::vector<storage::stored_snapshot>& snapshots);

}  // namespace tidemark::host
