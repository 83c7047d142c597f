// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <string>

#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>

#include "tables.hxx"

/// Runs that bring what the brand's last run brought: nothing has to be decided, or sent, for them.
namespace tidemark::tables {

/// What `sync_runs.batch_digest` holds for `run` if it brings rows with `digest`
/// (storage/batch_digest.hpp): the digest, and the last correction and retraction of the brand.
/// Within the transaction that decides. Throws odb::exception.
std::string batch_digest_of(odb::database& db, const sync_run& run, const std::string& digest);

/// Whether deciding `run`, whose `batch_digest` is set, would change nothing: the brand's last
/// succeeded run has the same one and the same policy, and no run brought a later day, whose
/// snapshots would let retention remove this one's. Then fills the storage's block of `figures` as
/// deciding would. Throws odb::exception.
bool count_repeated(odb::database& db, const sync_run& run, storage::run_figures& figures);

/// The `batch_digest` that a run with `counted` keeps: `digest`, or none if the same batch might
/// still change something.
std::optional<std::string> kept_digest(std::string digest, const storage::programs& rules,
                                       const storage::run_figures& counted);

}  // namespace tidemark::tables
