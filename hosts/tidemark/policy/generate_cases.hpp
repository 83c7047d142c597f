// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <vector>

#include <tidemark/sync/video_policy.hpp>

#include "policy_case.hpp"

namespace tidemark::host {

/// Cases that pass, notice every mutant of `policy` that is not equal to it, and of which none can
/// be left out. Their names say the situation: how the fields of the gates compare, and what
/// becomes of the others; of a merge, the step that decides.
std::vector<policy_case> generate_cases(const sync::video_policy& policy);

}  // namespace tidemark::host
