// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/videos/period_query.hpp>

namespace tidemark::postgres {

/// Where the metrics come from: columns of `v` (creator_videos) or `l` (video_latest), constants.
struct metric_columns {
  std::string_view gmv, gpm, views, items_sold, ctr;
};

/// A period query as statements. `query` must outlive it.
class listing {
 public:
  /// What the metrics are of.
  enum class source {
    all_time,
    window,   ///< one that the brand has (brand_windows)
    nothing,  ///< a window that it never had: zeros for every video
  };

  listing(const videos::period_query& query, const std::string& schema, source wanted);

  /// Every row, in order: 13 columns.
  std::string rows() const;

  /// The rows of one page, in order, and before them two columns: how many rows all pages have, and
  /// whether the brand has the window (true for all-time). An empty page is one row with NULLs
  /// after these two. The keys are picked first; without filters nothing is counted.
  std::string page() const;

  /// The same for a list without filters, from its head (postgres_lists.hpp): no row at all if none
  /// is kept, and too few if the page ends beyond it. To be asked for once, and only for a page
  /// that ends within the length of a head.
  std::string page_of_head();

  /// The values of `$1`, `$2`...
  const std::vector<std::string>& parameters() const { return parameters_; }

 private:
  /// The number of a new parameter.
  std::string parameter(std::string value);
  void add_tables(const std::string& schema);
  void add_filters();
  void add(std::string_view what, std::string_view op, std::string value, std::string_view type);
  void add_search(const std::string& wanted);
  std::string columns() const;
  std::string order() const;
  std::string total() const;

  const videos::period_query& query_;
  source source_;
  std::string schema_;
  const metric_columns& metrics_;
  std::string driver_;   ///< the table that is walked, `v` or `l`
  std::string tables_;   ///< all tables
  std::string picked_from_;  ///< those that filters and order name
  std::string brand_;    ///< the condition on the driver
  std::string filters_;  ///< further conditions, each with AND before it
  std::vector<std::string> parameters_;
};

/// The highest GMV of the latest snapshots in the windows `$3` (INTEGER[]) of each of the videos
/// `$2` (TEXT[]) of brand `$1`, in their order; 0 for a window without one.
std::string highest_shown(const std::string& schema);

}  // namespace tidemark::postgres
