// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/database.hxx>

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include <tidemark/storage/rule_trials.hpp>

#include "tables-odb.hxx"
#include "tables.hxx"

/// The records of trials as rows of one table, on any database. The number of a trial takes the
/// place of the video in the key: it is a text, which no rule can compare.
namespace tidemark::tables {

template <record Record>
struct row_of;
template <>
struct row_of<videos::creator_video> {
  using type = video;
};
template <>
struct row_of<videos::metric_snapshot> {
  using type = snapshot;
};

template <record Record>
Record of_trial(std::size_t number, Record given) {
  given.tiktok_video_id = std::to_string(number);
  return given;
}

/// The table's record of each trial, with the key that it was given. Throws odb::exception.
template <record Record>
storage::tried_records<Record> tried_rows(odb::database& from,
                                          std::span<const storage::rule_trial<Record>> trials) {
  storage::tried_records<Record> tried(trials.size());
  for (auto& row : from.query<typename row_of<Record>::type>()) {
    const auto number = std::stoull(row.record.tiktok_video_id);
    const auto& trial = trials[number];
    const auto& given = trial.stored ? *trial.stored : trial.incoming.front();
    row.record.tiktok_video_id = given.tiktok_video_id;
    tried[number] = std::move(row.record);
  }
  return tried;
}

}  // namespace tidemark::tables
