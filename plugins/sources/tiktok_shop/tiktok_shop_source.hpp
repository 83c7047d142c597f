// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_time.hpp>

#include "../../http/wait_clock.hpp"
#include "shop_client.hpp"

namespace tidemark::source::tiktok {

/// Rows from the video performance list of one TikTok shop, page by page; the next page is
/// requested while the current one is read. A window that is longer than the API's version allows
/// is delivered in parts.
class tiktok_shop_source final : public data_source {
 public:
  /// `zone` is for times without an offset; nullptr: UTC.
  tiktok_shop_source(shop_settings settings, std::unique_ptr<http::wait_clock> clock,
                     std::unique_ptr<videos::wall_clock> zone);

  std::string origin(const fetch_request& request) const override;

  /// Windows that are fetched one after the other are one run: a window that was already fetched
  /// begins the next run, with new budgets.
  result<void> fetch(const fetch_request& request, row_sink& sink) override;

 private:
  std::int32_t days_max_;
  std::string name_;  ///< for messages
  std::unique_ptr<http::wait_clock> clock_;
  std::unique_ptr<videos::wall_clock> zone_;
  shop_client client_;
  std::set<std::int32_t> windows_;  ///< that were fetched in this run
};

}  // namespace tidemark::source::tiktok
