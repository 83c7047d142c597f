// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/storage/corrections.hpp>
#include <tidemark/storage/due_runs.hpp>
#include <tidemark/storage/metric_store.hpp>
#include <tidemark/storage/rule_trials.hpp>
#include <tidemark/storage/run_ledger.hpp>
#include <tidemark/storage/thumbnail_store.hpp>
#include <tidemark/storage/upkeep.hpp>

namespace tidemark::storage {

/// Where records, snapshots, the ledger and the quarantine are kept: plugins/storage/README.md.
/// Each subject is an interface with its contract in its own header.
///
/// Opened by a plugin's `create_storage`, which also brings the schema up to date. One thread at a
/// time. Every write is one transaction: after an error what was stored before still is, and the
/// storage can be used again.
class backend : public due_runs,
                public run_ledger,
                public metric_store,
                public corrections,
                public thumbnail_store,
                public upkeep,
                public rule_trials {};

}  // namespace tidemark::storage
